import { ALERTS, type Condition } from '../analysis/conditions.ts'
import type { ConditionResult, Gate } from '../analysis/evaluate-gate.ts'
import { countedAlerts, type Verdict } from '../analysis/gate.ts'
import type { Analysis, Problem } from '../analysis/measure.ts'
import type { Measurement, MetricMeasurement } from '../analysis/measurement.ts'
import type { TestRounds } from '../analysis/round-counter.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
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
    readonly commit?: { readonly sha: string; readonly url: string }
  }
}

/** A test of the step, with all that is known of it. */
export interface ReportedTest extends TestOutcome {
  /** Empty where nothing was measured. */
  readonly metrics: readonly MetricMeasurement[]
  readonly measurement: Measurement | undefined
  /** Of the gate. */
  readonly results: readonly ConditionResult[]
  /** Conditions of the gate whose metric it does not have, while another test does. */
  readonly notApplied: readonly Condition[]
  /** Where a gate has fewer rounds of it than were waited for. */
  readonly missingRounds: TestRounds | undefined
  /** What was not read of it. */
  readonly problems: readonly Problem[]
  /** Those that count: since the deploy where its time is known, and without suppressed ones. */
  readonly alerts: readonly Alert[]
}

export interface TestOutcome {
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
 * `fail`, `unknown`, `warn` and `pass` are the gate's verdicts. A test that no condition fails can be `worse` all the same; else its
 * snapshot is `taken`, no more. In the order of urgency.
 */
export const TEST_STATES = ['exposed', 'fail', 'notTaken', 'unknown', 'warn', 'worse', 'taken', 'pass'] as const

export type TestState = (typeof TEST_STATES)[number]

export function stateOf(test: ReportedTest, { analysis, gate, isDetailed }: Report): TestState {
  const { kind } = test.outcome
  const verdicts = new Set<Verdict>(test.results.map(({ verdict }) => verdict))
  if (kind === 'exposed') return kind
  if (verdicts.has('fail')) return 'fail'
  if (kind === 'notTaken') return kind
  if (test.missingRounds !== undefined || (gate !== undefined && isBroken(gate))) return 'unknown'
  const verdict = (['unknown', 'warn', 'pass'] as const).find(one => verdicts.has(one))
  if (verdict === 'unknown' || verdict === 'warn') return verdict
  const { metrics, alerts } = worseWithoutCondition(test)
  const hasNewAlerts = verdict === 'pass' && analysis?.deployedAt !== undefined && alerts.length > 0
  const isWorse = metrics.length > 0 || hasNewAlerts
  return isDetailed && isWorse ? 'worse' : (verdict ?? 'taken')
}

/** What got worse and no condition is about: the main metric, the availability, and new alerts. */
export function worseWithoutCondition(test: ReportedTest): Pick<ReportedTest, 'metrics' | 'alerts'> {
  const judged = new Set(test.results.map(({ condition }) => condition.metric))
  return {
    metrics: headlineMetrics(test).filter(
      ({ metric, assessments: [worst] }) => worst.result === 'worse' && !judged.has(metric.name),
    ),
    alerts: judged.has(ALERTS) ? [] : test.alerts,
  }
}

/** Whether the gate could not be evaluated at all, because of a bug. */
export function isBroken({ verdict, results, missingRounds }: Gate): boolean {
  return verdict === 'unknown' && results.length + missingRounds.length === 0
}

/** What a test says first: its main metric, and its availability. */
export function headlineMetrics({ metrics }: ReportedTest): readonly MetricMeasurement[] {
  return metrics.filter(({ metric }, index) => index === 0 || metric.name === 'availability')
}

/** What to call a test. */
export function nameOf({ testId, testName }: Pick<ReportedTest, 'testId' | 'testName'>): string {
  return testName ?? `test ${testId}`
}

/** Adds what was measured and judged to the tests of a step. */
export function addJudgement(
  tests: readonly TestOutcome[],
  { analysis, gate }: Pick<Report, 'analysis' | 'gate'>,
): readonly ReportedTest[] {
  const measured = new Map(analysis?.tests.map(test => [test.testId, test]))
  const missingRounds = new Map(gate?.missingRounds.map(test => [test.testId, test]))
  const results = Map.groupBy(gate?.results ?? [], ({ testId }) => testId)
  const notApplied = Map.groupBy(gate?.notApplied ?? [], ({ testId }) => testId)
  const problems = Map.groupBy(analysis?.problems ?? [], problem => ('testId' in problem ? problem.testId : undefined))
  const alerts = Map.groupBy(analysis?.alerts ?? [], ({ testId }) => testId)
  return tests.map(test => {
    const { testId } = test
    const { measurement, testName } = measured.get(testId) ?? {}
    return {
      ...test,
      testName: test.testName ?? testName,
      measurement,
      metrics: measurement?.metrics ?? [],
      results: results.get(testId) ?? [],
      notApplied: notApplied.get(testId)?.map(({ condition }) => condition) ?? [],
      missingRounds: missingRounds.get(testId),
      problems: problems.get(testId) ?? [],
      alerts: countedAlerts(alerts.get(testId) ?? [], analysis?.deployedAt),
    }
  })
}
