import type { GateEvidence } from './evidence/gate.ts'
import { type Measurement, measurementOf } from './evidence/measurement.ts'
import type { Log } from './log.ts'
import { bugLine } from './log-lines.ts'
import { quote } from './text.ts'
import { readAlerts } from './thousandeyes/alerts.ts'
import type { Means } from './thousandeyes/call.ts'
import { KINDS_OF_TEST, type ResultKind } from './thousandeyes/metrics.ts'
import { UnreadableError } from './thousandeyes/pages.ts'
import { readResults } from './thousandeyes/results.ts'
import type { Service } from './thousandeyes/service.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import type { Window } from './window.ts'

/** What the tests saw in the window. */
export interface Evidence extends GateEvidence {
  /** Why something of it could not be had: one line each. */
  readonly problems: readonly string[]
}

/** So that many tests do not spend the organization's 240 requests a minute at once. */
const TESTS_AT_ONCE = 8

/** Evidence is worth less waiting than a snapshot. */
const MAX_WAIT_MS = 2 * 60_000

/** Reads what the tests of these snapshots saw, side by side. Never rejects: evidence must not cost the snapshot. */
export async function measure(
  service: Service,
  snapshots: readonly Snapshot[],
  window: Window,
  deployedAt: Date | undefined,
  means: Means,
): Promise<Evidence> {
  if (service.version === 'v6') {
    const tests = snapshots.map(({ testId }) => ({ testId, measurement: undefined }))
    return { tests, alerts: undefined, deployedAt, problems: ['Measurements need apiVersion v7.'] }
  }
  const patience = means.clock.now().getTime() + MAX_WAIT_MS
  const hurried = { ...means, deadline: new Date(Math.min(means.deadline.getTime(), patience)) }
  const [alerts, tests] = await Promise.all([
    attempt('Alerts', hurried, () => readAlerts(service, window, hurried)),
    inBatches(snapshots, snapshot => measureTest(service, snapshot, deployedAt, hurried)),
  ])
  const testIds = new Set(snapshots.map(({ testId }) => testId))
  return {
    tests: tests.map(({ testId, measurement }) => ({ testId, measurement })),
    alerts: alerts.value?.filter(({ testId }) => testIds.has(testId)),
    deployedAt,
    problems: [...tests.flatMap(({ problems }) => problems), ...(alerts.problem === undefined ? [] : [alerts.problem])],
  }
}

interface MeasuredTest {
  readonly testId: string
  readonly measurement: Measurement | undefined
  readonly problems: readonly string[]
}

/** Reads the kinds of result that the test has, side by side: one that cannot be had does not cost the others. */
async function measureTest(
  service: Service,
  { testId, testType, resultKinds, window }: Snapshot,
  deployedAt: Date | undefined,
  means: Means,
): Promise<MeasuredTest> {
  const without = (problem: string) => ({ testId, measurement: undefined, problems: [`Test ${testId}: ${problem}`] })
  if (testType === undefined) return without('ThousandEyes did not say what type of test it is.')
  const kinds = KINDS_OF_TEST.get(testType)
  if (kinds === undefined) return without(`Tests of type ${quote(testType)} are not known here.`)
  const named = kinds.filter(kind => resultKinds.includes(kind))
  const read = (kind: ResultKind) =>
    attempt(`Test ${testId}, ${kind}`, means, () => readResults(service, testId, kind, window, means))
  const attempts = await Promise.all((named.length > 0 ? named : kinds).map(read))
  const problems = attempts.flatMap(({ problem }) => problem ?? [])
  const results = attempts.flatMap(({ value }) => value ?? [])
  const measurement = measurementOf(testId, testType, results, deployedAt)
  if (measurement.metrics.length > 0) return { testId, measurement, problems }
  return problems.length > 0
    ? { testId, measurement: undefined, problems }
    : without('There are no results in the window yet.')
}

interface Attempt<T> {
  readonly value?: T
  readonly problem?: string
}

async function attempt<T>(what: string, { log }: Means, read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await read() }
  } catch (error) {
    return { problem: `${what}: ${reasonOf(error, log)}` }
  }
}

function reasonOf(error: unknown, log: Log): string {
  if (error instanceof UnreadableError) return error.message
  if (error instanceof Error) log.debug(String(error.stack))
  return bugLine(error)
}

/** The results in the order of the items, some of them worked on at once. */
async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += TESTS_AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + TESTS_AT_ONCE).map(work))))
  }
  return results
}
