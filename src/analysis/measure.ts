import type { Log } from '../log.ts'
import { unexpectedErrorMessage } from '../messages.ts'
import { quote } from '../text.ts'
import { readAlerts } from '../thousandeyes/alerts.ts'
import type { ApiConfig } from '../thousandeyes/api.ts'
import { type Metric, metricsByKind, type ResultKind } from '../thousandeyes/metrics.ts'
import { ReadError } from '../thousandeyes/paginate.ts'
import { type Results, readResults } from '../thousandeyes/results.ts'
import type { ApiContext } from '../thousandeyes/retry.ts'
import type { Snapshot } from '../thousandeyes/snapshot.ts'
import type { Window } from '../window.ts'
import type { GateInput, MeasuredTest } from './gate.ts'
import { hasValues, measurementOf } from './rounds.ts'

/** What the tests saw in the window. */
export interface Analysis extends GateInput {
  /** Why something of it could not be had: one line each. */
  readonly problems: readonly string[]
}

/** More at once would only spend the organization's 240 requests a minute sooner. */
const TESTS_AT_ONCE = 8

/** Evidence is worth less time than a snapshot: what cannot be read within it is not read. */
const MAX_READING_MS = 2 * 60_000

/** What is to be measured. */
export interface Subject {
  readonly testId: string
  /** Says what there is to read; `undefined`: there is none, and so nothing is read. */
  readonly snapshot: Snapshot | undefined
}

/** Reads what the tests saw, side by side. Never rejects: evidence must not cost the snapshot. */
export async function measure(
  api: ApiConfig,
  subjects: readonly Subject[],
  window: Window,
  deployedAt: Date | undefined,
  context: Omit<ApiContext, 'deadlineMs'>,
): Promise<Analysis> {
  const unmeasured = (...problems: string[]): Analysis => {
    const tests = subjects.map(({ testId }) => ({ testId, testType: undefined, measurement: undefined }))
    return { tests, alerts: undefined, window, deployedAt, problems }
  }
  if (api.version === 'v6') return unmeasured('Measurements need apiVersion v7; measure: false leaves this line out.')
  // The step is red without that, and nobody waits for it.
  if (subjects.every(({ snapshot }) => snapshot === undefined)) return unmeasured()
  const readContext = { ...context, deadlineMs: context.clock.monotonicMs() + MAX_READING_MS }
  const [alerts, measured] = await Promise.all([
    settle(readContext, () => readAlerts(api, window, readContext)),
    mapBatched(subjects, subject => measureTest(api, subject, deployedAt, readContext)),
  ])
  const testIds = new Set<string | undefined>(subjects.map(({ testId }) => testId))
  return {
    tests: measured.map(({ test }) => test),
    alerts: alerts.value?.filter(({ testId }) => testId === undefined || testIds.has(testId)),
    window,
    deployedAt,
    problems: [
      ...measured.flatMap(({ problems }) => problems),
      ...(alerts.problem === undefined ? [] : [`Alerts: ${alerts.problem}`]),
    ],
  }
}

interface TestResult {
  readonly test: MeasuredTest
  readonly problems: readonly string[]
}

/** Reads the kinds of result that the test has, side by side: one that cannot be had does not cost the others. */
async function measureTest(
  api: ApiConfig,
  { testId, snapshot }: Subject,
  deployedAt: Date | undefined,
  context: ApiContext,
): Promise<TestResult> {
  const testType = snapshot?.testType
  const without = (...problems: string[]) => ({ test: { testId, testType, measurement: undefined }, problems })
  if (snapshot === undefined) return without()
  if (testType === undefined) return without(`Test ${testId}: ThousandEyes did not say what type of test it is.`)
  const metrics = metricsByKind(testType)
  if (metrics === undefined) return without(`Test ${testId}: Tests of type ${quote(testType)} are not known here.`)

  const { resultKinds, window } = snapshot
  const named = [...metrics].filter(([kind]) => resultKinds.includes(kind))
  const readKind = async ([kind, wanted]: readonly [ResultKind, readonly Metric[]]) => {
    const read = () =>
      readResults(
        api,
        { testId, kind, metrics: wanted, window, isBidirectional: testType === 'agent-to-agent' },
        context,
      )
    return { kind, ...(await settle(context, async () => notEmpty(await read()))) }
  }
  const attempts = await Promise.all((named.length > 0 ? named : [...metrics]).map(readKind))
  const results = attempts.flatMap(({ value }) => value ?? [])
  return {
    test: { testId, testType, measurement: measurementOf(testId, results, deployedAt) },
    problems: problemsOf(testId, attempts),
  }
}

function notEmpty(results: Results): Results {
  if (results.columns.some(hasValues)) return results
  throw new ReadError('There are no results in the window yet.')
}

/** Kinds that could not be had for the same reason share a line. */
function problemsOf(testId: string, attempts: readonly { kind: ResultKind; problem?: string }[]): readonly string[] {
  const failed = attempts.flatMap(({ kind, problem }) => (problem === undefined ? [] : [{ kind, problem }]))
  const byProblem = Map.groupBy(failed, ({ problem }) => problem)
  return [...byProblem].map(
    ([problem, some]) => `Test ${testId}, ${some.map(({ kind }) => kind).join(', ')}: ${problem}`,
  )
}

interface Settled<T> {
  readonly value?: T
  readonly problem?: string
}

async function settle<T>({ log }: ApiContext, read: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await read() }
  } catch (error) {
    return { problem: reasonOf(error, log) }
  }
}

function reasonOf(error: unknown, log: Log): string {
  if (error instanceof ReadError) return error.message
  if (error instanceof Error) log.debug(String(error.stack))
  return unexpectedErrorMessage(error)
}

/** The results in the order of the items, some of them worked on at once. */
async function mapBatched<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += TESTS_AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + TESTS_AT_ONCE).map(work))))
  }
  return results
}
