import { type Alert, readAlerts } from '../thousandeyes/alerts.ts'
import type { ApiContext, StepApiContext } from '../thousandeyes/client.ts'
import type { ApiConfig } from '../thousandeyes/config.ts'
import { metricsByKind, type ResultKind } from '../thousandeyes/metrics.ts'
import { ReadError } from '../thousandeyes/paginate.ts'
import { readResults } from '../thousandeyes/results.ts'
import type { Window } from '../window.ts'
import { hasValues, type Measurement, toMeasurement } from './measurement.ts'
import { mapBatched, type ReadFailure, type Settled, settle } from './settle.ts'

/** What the tests of the step measured in the window. */
export interface Analysis {
  /** All tests of the step, in the order given. */
  readonly tests: readonly MeasuredTest[]
  /**
   * Alerts that were active in the window, the oldest first: those of the step's tests, and those without a test's id, which
   * may be theirs. `undefined` where they could not be read.
   */
  readonly alerts: readonly Alert[] | undefined
  readonly window: Window
  readonly deployedAt: Date | undefined
  /** What is missing, and why. */
  readonly problems: readonly Problem[]
}

export interface MeasuredTest {
  readonly testId: string
  /** `undefined` where the service does not name it. */
  readonly testName: string | undefined
  /** `undefined` where the service does not name it. */
  readonly testType: string | undefined
  /** `undefined` where there is nothing measured, or nothing could be read. */
  readonly measurement: Measurement | undefined
}

export type Problem =
  /** API v6 has no results to read. */
  | { readonly kind: 'unsupportedApiVersion' }
  | { readonly kind: 'testsNotRead'; readonly error: ReadFailure }
  | { readonly kind: 'unknownTestType'; readonly testId: string; readonly testType: string | undefined }
  /** `noValues`: there are results, but none has a value, as where every round failed. */
  | { readonly kind: 'noResults' | 'noValues'; readonly testId: string; readonly resultKinds: readonly ResultKind[] }
  | {
      readonly kind: 'resultsNotRead'
      readonly testId: string
      readonly resultKinds: readonly ResultKind[]
      readonly error: ReadFailure
    }
  /** The others of this kind are measured all the same. */
  | { readonly kind: 'rowsNotRead'; readonly testId: string; readonly resultKind: ResultKind; readonly rows: number }
  | { readonly kind: 'alertsNotRead'; readonly error: ReadFailure }

/** A test of the step. */
export interface RequestedTest {
  readonly testId: string
  /** `undefined` for a test that is not read, such as one without a snapshot to show. */
  readonly description: TestDescription | undefined
}

/** What a snapshot, or the list of tests, says of a test. */
export interface TestDescription {
  readonly testName: string | undefined
  readonly testType: string | undefined
  /** The kinds of result that are linked; empty where none is, and all kinds of the type are read. */
  readonly resultKinds: readonly string[]
}

/** Measurements are worth less time than a snapshot: what takes longer to read is left out. */
const MAX_READING_MS = 2 * 60_000

/** Reads what the tests measured in the window. Never rejects: what cannot be read is a problem and costs nothing else. */
export async function measure(
  api: ApiConfig,
  tests: readonly RequestedTest[],
  window: Window,
  deployedAt: Date | undefined,
  context: StepApiContext,
): Promise<Analysis> {
  const unmeasured = (problems: readonly Problem[]): Analysis => ({
    tests: tests.map(({ testId }) => ({
      testId,
      testName: undefined,
      testType: undefined,
      measurement: undefined,
    })),
    alerts: undefined,
    window,
    deployedAt,
    problems,
  })
  if (api.version === 'v6') return unmeasured([{ kind: 'unsupportedApiVersion' }])
  // The step fails without any snapshot; reading would only delay that.
  if (tests.every(({ description }) => description === undefined)) return unmeasured([])

  const readContext = { ...context, deadlineMs: context.clock.monotonicMs() + MAX_READING_MS }
  const [alerts, measured] = await Promise.all([
    settle(readContext, () => readAllAlerts(api, window, readContext)),
    mapBatched(tests, test => measureTest(api, test, window, deployedAt, readContext)),
  ])
  const testIds = new Set(tests.map(({ testId }) => testId))
  return {
    tests: measured.map(({ test }) => test),
    alerts: alerts.value?.filter(({ testId }) => testId === undefined || testIds.has(testId)),
    window,
    deployedAt,
    problems: [
      ...measured.flatMap(({ problems }) => problems),
      ...(alerts.error === undefined ? [] : [{ kind: 'alertsNotRead', error: alerts.error } as const]),
    ],
  }
}

/** @throws ReadError, also for an alert that is not what the API describes: it may be about a test of the step */
async function readAllAlerts(api: ApiConfig, window: Window, context: ApiContext): Promise<readonly Alert[]> {
  const { alerts, unreadAlerts } = await readAlerts(api, window, context)
  if (unreadAlerts > 0) throw new ReadError('ThousandEyes sent an alert that its documentation does not describe.')
  return alerts
}

interface TestResult {
  readonly test: MeasuredTest
  readonly problems: readonly Problem[]
}

/** Reads the test's kinds of result concurrently; one that cannot be read does not cost the others. */
async function measureTest(
  api: ApiConfig,
  { testId, description }: RequestedTest,
  window: Window,
  deployedAt: Date | undefined,
  context: ApiContext,
): Promise<TestResult> {
  const { testName, testType, resultKinds = [] } = description ?? {}
  const unmeasured = { testId, testName, testType, measurement: undefined }
  if (description === undefined) return { test: unmeasured, problems: [] }
  const metrics = testType === undefined ? undefined : metricsByKind(testType)
  if (metrics === undefined) {
    return { test: unmeasured, problems: [{ kind: 'unknownTestType', testId, testType }] }
  }

  const namedKinds = [...metrics].filter(([kind]) => resultKinds.includes(kind))
  const kindsToRead = namedKinds.length > 0 ? namedKinds : [...metrics]
  const attempts = await Promise.all(
    kindsToRead.map(async ([kind, wanted]) => {
      const read = () =>
        readResults(
          api,
          { testId, kind, metrics: wanted, window, isBidirectional: testType === 'agent-to-agent' },
          context,
        )
      return { kind, ...(await settle(context, read)) }
    }),
  )
  const results = attempts.flatMap(({ value }) => (value?.columns.some(hasValues) ? [value] : []))
  return {
    test: { testId, testName, testType, measurement: toMeasurement(results, deployedAt) },
    problems: findProblems(testId, attempts),
  }
}

type ReadAttempt = { readonly kind: ResultKind } & Settled<Awaited<ReturnType<typeof readResults>>>

/** Kinds of result that are missing for the same reason share a problem. */
function findProblems(testId: string, attempts: readonly ReadAttempt[]): readonly Problem[] {
  const withoutValues = attempts.filter(({ value }) => value?.columns.some(hasValues) === false)
  const byReason = Map.groupBy(withoutValues, ({ value }) => {
    return value?.roundIds.length === 0 ? ('noResults' as const) : ('noValues' as const)
  })
  const failed = attempts.flatMap(({ kind, error }) => (error === undefined ? [] : [{ kind, error }]))
  const byMessage = [...Map.groupBy(failed, ({ error }) => error.message).values()]
  const incomplete = attempts.flatMap(({ kind, value: { unreadRows: rows = 0 } = {} }) =>
    rows === 0 ? [] : [{ kind: 'rowsNotRead', testId, resultKind: kind, rows } as const],
  )
  return [
    ...incomplete,
    ...[...byReason].map(([kind, empty]) => ({ kind, testId, resultKinds: empty.map(attempt => attempt.kind) })),
    ...byMessage.flatMap(([first, ...others]) => {
      if (first === undefined) return []
      const resultKinds = [first.kind, ...others.map(({ kind }) => kind)]
      return [{ kind: 'resultsNotRead', testId, resultKinds, error: first.error } as const]
    }),
  ]
}
