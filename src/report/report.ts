import type { ConditionResult, Gate, Verdict } from '../analysis/gate.ts'
import type { Analysis } from '../analysis/measure.ts'
import type { MetricMeasurement } from '../analysis/rounds.ts'
import type { Window } from '../window.ts'

/** The content of the comment, the job summary, the output `markdown`, and the last lines of the log. */
export interface Report {
  /** All tests of the step, in the order given. */
  readonly tests: readonly ReportedTest[]
  readonly window: Window
  /** `undefined` where no measurements are requested. */
  readonly analysis: Analysis | undefined
  /** `undefined` where the step has no gate. */
  readonly gate: Gate | undefined
  /** Whether it may show numbers, agents and alerts; where it may not, it shows the verdict and the links. */
  readonly isDetailed: boolean
  readonly run: {
    readonly workflow: string
    readonly number: string
    readonly url: string
    readonly commit: { readonly sha: string; readonly url: string }
  }
}

export interface ReportedTest {
  readonly testId: string
  /** `undefined` where the service did not name it. */
  readonly testName: string | undefined
  readonly outcome: Outcome
}

export type Outcome =
  | Taken
  /** `reason`: sentences on one line. */
  | { readonly kind: 'notTaken'; readonly reason: string }
  /** A private snapshot was requested, but a public one was created: its link is not shown. */
  | { readonly kind: 'exposed'; readonly reason: string }
  /** With `takeSnapshot: onFailure`, where the gate passed. */
  | { readonly kind: 'notNeeded' }

export interface Taken {
  readonly kind: 'taken'
  readonly viewUrl: string
  readonly isPublic: boolean
  /** Whether a public snapshot was requested. */
  readonly isPublicRequested: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

/**
 * `fail`, `unknown`, `warn` and `pass` are the gate's verdicts; without a gate a test got `worse`, or its snapshot is `taken`,
 * no more. In the order of urgency.
 */
export const TEST_STATES = ['exposed', 'fail', 'notTaken', 'unknown', 'warn', 'worse', 'taken', 'pass'] as const

export type TestState = (typeof TEST_STATES)[number]

export function stateOf(test: ReportedTest, report: Report): TestState {
  const { kind } = test.outcome
  const verdicts = new Set<Verdict>(resultsOf(test, report).map(({ verdict }) => verdict))
  if (kind === 'exposed') return kind
  if (verdicts.has('fail')) return 'fail'
  if (kind === 'notTaken') return kind
  if (isUnjudged(test, report)) return 'unknown'
  const verdict = (['unknown', 'warn', 'pass'] as const).find(one => verdicts.has(one))
  if (verdict !== undefined) return verdict
  return headlineMetrics(test, report).some(({ comparison }) => comparison?.assessment === 'worse') ? 'worse' : 'taken'
}

/** Whether the test has fewer rounds than were waited for, or the gate could not be evaluated at all. */
function isUnjudged({ testId }: ReportedTest, { gate }: Report): boolean {
  if (gate === undefined) return false
  const { verdict, results, missingRounds } = gate
  return (verdict === 'unknown' && results.length === 0) || missingRounds.some(test => test.testId === testId)
}

/** The results of the gate for a test. */
export function resultsOf({ testId }: ReportedTest, { gate }: Report): readonly ConditionResult[] {
  return gate?.results.filter(result => result.testId === testId) ?? []
}

/** What a test says first, where it may: its main metric, and its availability. */
export function headlineMetrics(test: ReportedTest, report: Report): readonly MetricMeasurement[] {
  if (!report.isDetailed) return []
  return metricsOf(test, report).filter(({ metric }, index) => index === 0 || metric.name === 'availability')
}

export function metricsOf({ testId }: ReportedTest, { analysis }: Report): readonly MetricMeasurement[] {
  return analysis?.tests.find(test => test.testId === testId)?.measurement?.metrics ?? []
}

/** What to call a test; `undefined` is a test that the service did not name. */
export function nameOf({ testId, testName }: Pick<ReportedTest, 'testId' | 'testName'>): string {
  return testName ?? `test ${testId}`
}
