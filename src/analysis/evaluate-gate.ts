import type { Alert } from '../thousandeyes/alerts.ts'
import { hasMetric } from '../thousandeyes/metrics.ts'
import type { Condition, Conditions } from './conditions.ts'
import {
  countedAlerts,
  type ConditionResult as Judged,
  judgeCondition,
  type Measured,
  type MeasuredMetric,
  type Verdict,
  type Reason as WhyUnknown,
} from './gate.ts'
import type { Analysis, MeasuredTest } from './measure.ts'
import type { TestRounds } from './round-counter.ts'

/** The conditions of the step. */
export interface GateConditions {
  readonly failOn?: Conditions | undefined
  readonly warnOn?: Conditions | undefined
}

export interface Gate {
  readonly verdict: Verdict
  /** Whether the step fails. */
  readonly failed: boolean
  /** Those of `failOn` first. */
  readonly results: readonly ConditionResult[]
  /** The tests that do not have the metric of a condition that other tests of the step have. */
  readonly notApplied: readonly NotApplied[]
  /** The tests that have fewer rounds than were waited for. */
  readonly missingRounds: readonly TestRounds[]
}

export interface NotApplied {
  readonly condition: Condition
  readonly testId: string
}

/** A condition, judged for a test, as the report words it. */
export type ConditionResult = {
  readonly condition: Condition
  /** `undefined` if no test has the metric. */
  readonly testId: string | undefined
} & (
  | { readonly verdict: 'pass' | 'warn' | 'fail'; readonly actual: Actual }
  | { readonly verdict: 'unknown'; readonly reason: Reason }
)

export type Actual = ActualMetric | ActualAlerts
export type ActualMetric = MeasuredMetric & { readonly period: Period }

export interface ActualAlerts {
  readonly kind: 'alerts'
  readonly value: number
  readonly period: Period
  readonly unattributed: number
  readonly undated: number
  readonly tooFewRounds: number | undefined
}

export type Period = 'window' | 'beforeDeploy' | 'sinceDeploy'

export type Reason =
  | {
      readonly kind:
        | 'noTestHasMetric'
        | 'notMeasured'
        | 'noResults'
        | 'noDeployTime'
        | 'alertsNotRead'
        | 'rowsNotRead'
        | 'windowEndsBeforeDeploy'
    }
  | { readonly kind: 'noValues'; readonly period: Period }
  | TooFewRounds
  | { readonly kind: 'mostAgentsDropped'; readonly agentNames: readonly string[] }
  | { readonly kind: 'inconclusive'; readonly actual: ActualMetric }
  | { readonly kind: 'uncertainAlerts'; readonly actual: ActualAlerts }

export interface TooFewRounds {
  readonly kind: 'tooFewRounds'
  readonly rounds: number
  readonly needed: number
  readonly period: Period
  readonly intervalSeconds: number | undefined
}

interface GateInput extends Pick<Analysis, 'alerts' | 'window' | 'deployedAt'> {
  readonly tests: readonly MeasuredTest[]
}

/**
 * Evaluates every condition for every test that has its metric. The verdict is `fail`, else `unknown`, else `warn`, else `pass`;
 * it is `unknown` as well if a test has fewer rounds than were waited for. A condition of `failOn` whose metric no test has fails
 * the step, since it can never be met, but not the verdict: a rollback must not hang on a mistake in the workflow.
 *
 * @returns `undefined` if the step has no conditions
 */
export function evaluateGate(
  { failOn, warnOn }: GateConditions,
  analysis: GateInput,
  missingRounds: readonly TestRounds[] = [],
): Gate | undefined {
  if (failOn === undefined && warnOn === undefined) return undefined
  const evaluate = (given: Conditions | undefined) =>
    (given?.conditions ?? []).flatMap(condition => evaluateForTests(condition, analysis))
  const fromFailOn = evaluate(failOn)
  const fromWarnOn = evaluate(warnOn).map(result =>
    result.verdict === 'fail' ? { ...result, verdict: 'warn' as const } : result,
  )
  const verdict = verdictOf([...fromFailOn, ...fromWarnOn], missingRounds)
  // A condition of `warnOn` fails nothing, also if it is inconclusive.
  const isUnknown = verdictOf(fromFailOn, missingRounds) === 'unknown'
  const results = [...fromFailOn, ...fromWarnOn]
  return {
    verdict,
    failed: verdict === 'fail' || (failOn?.failOnUnknown === true && isUnknown) || fromFailOn.some(isMisconfigured),
    results,
    notApplied: findNotApplied(results, analysis),
    missingRounds,
  }
}

/** The gate of a step that could not evaluate it. */
export function unknownGate({ failOn, warnOn }: GateConditions): Gate | undefined {
  if (failOn === undefined && warnOn === undefined) return undefined
  return { verdict: 'unknown', failed: failOn?.failOnUnknown === true, results: [], notApplied: [], missingRounds: [] }
}

function verdictOf(results: readonly ConditionResult[], missingRounds: readonly TestRounds[]): Verdict {
  const verdicts = new Set(results.map(({ verdict }) => verdict))
  if (verdicts.has('fail')) return 'fail'
  if (verdicts.has('unknown') || missingRounds.length > 0) return 'unknown'
  return verdicts.has('warn') ? 'warn' : 'pass'
}

/** For every test that has the metric; one of a type that is not known may have it. */
function evaluateForTests(condition: Condition, analysis: GateInput): readonly ConditionResult[] {
  const tests = analysis.tests.filter(test => isApplicable(condition, test))
  if (tests.length === 0) {
    return [{ condition, testId: undefined, verdict: 'unknown', reason: { kind: 'noTestHasMetric' } }]
  }
  return tests.map(test => {
    const { testId, measurement } = test
    const alertsOf = (id: string | undefined) => analysis.alerts?.filter(alert => alert.testId === id)
    const period = { ...analysis, alertsOfNoTest: alertsOf(undefined) ?? [] }
    return worded(judgeCondition(condition, { measurement, alerts: alertsOf(testId) }, period), test, analysis)
  })
}

function worded(judged: Judged, test: MeasuredTest, analysis: GateInput): ConditionResult {
  const { testId } = test
  const { condition } = judged
  if (judged.verdict === 'unknown') {
    return { condition, testId, verdict: 'unknown', reason: reasonOf(judged.reason, condition, test, analysis) }
  }
  const actual = judged.measured?.kind === 'alerts' ? undefined : judged.measured
  const period = periodOf(analysis)
  return {
    condition,
    testId,
    verdict: judged.verdict,
    actual: actual === undefined ? actualAlerts(judged.measured, test, analysis) : { ...actual, period },
  }
}

function actualAlerts(measured: Measured | undefined, { testId }: MeasuredTest, input: GateInput): ActualAlerts {
  return {
    kind: 'alerts',
    ...countAlertsFor({ testId }, input.alerts ?? [], input.deployedAt),
    period: periodOf(input),
    tooFewRounds: measured?.kind === 'alerts' ? measured.rounds : undefined,
  }
}

function periodOf({ deployedAt }: Pick<GateInput, 'deployedAt'>): Period {
  return deployedAt === undefined ? 'window' : 'sinceDeploy'
}

function reasonOf(reason: WhyUnknown, condition: Condition, test: MeasuredTest, input: GateInput): Reason {
  switch (reason.kind) {
    case 'tooFewRounds': {
      const period = ({ before: 'beforeDeploy', since: 'sinceDeploy', window: 'window' } as const)[reason.period]
      return { ...reason, period }
    }
    case 'withinNoise':
    case 'movedBefore':
      return reason.measured === undefined
        ? { kind: 'notMeasured' }
        : { kind: 'inconclusive', actual: { ...reason.measured, period: periodOf(input) } }
    case 'agentsDropped':
      return { kind: 'mostAgentsDropped', agentNames: reason.agentNames }
    case 'alertsUncertain':
      if (input.alerts === undefined) return { kind: 'alertsNotRead' }
      if (input.deployedAt !== undefined && input.deployedAt >= input.window.to)
        return { kind: 'windowEndsBeforeDeploy' }
      return { kind: 'uncertainAlerts', actual: actualAlerts(reason.measured, test, input) }
    case 'notMeasured':
      return whyNotMeasured(condition, test, input)
  }
}

function whyNotMeasured(
  { metric: name, relative }: Condition,
  { measurement }: MeasuredTest,
  input: GateInput,
): Reason {
  const measured = measurement?.metrics.find(({ metric }) => metric.name === name)
  if (measurement === undefined) return { kind: 'notMeasured' }
  if (measured === undefined) return { kind: 'noResults' }
  if (relative && input.deployedAt === undefined) return { kind: 'noDeployTime' }
  const hasValues = measured.assessments.every(({ after }) => !Number.isNaN(after))
  return hasValues ? { kind: 'rowsNotRead' } : { kind: 'noValues', period: periodOf(input) }
}

function isApplicable({ metric }: Condition, { testType }: MeasuredTest): boolean {
  return metric === 'alerts' || testType === undefined || hasMetric(testType, metric)
}

function findNotApplied(results: readonly ConditionResult[], { tests }: GateInput): readonly NotApplied[] {
  const conditions = new Set(results.flatMap(({ condition, testId }) => (testId === undefined ? [] : [condition])))
  return [...conditions].flatMap(condition =>
    tests.flatMap(test => (isApplicable(condition, test) ? [] : [{ condition, testId: test.testId }])),
  )
}

/** Whether no test of the step has the metric of the condition. */
function isMisconfigured(result: ConditionResult): boolean {
  return result.verdict === 'unknown' && result.reason.kind === 'noTestHasMetric'
}

/** Alerts that a condition is about: with the time of the deploy, those that started since then. */
export function countAlertsFor(
  { testId }: Pick<MeasuredTest, 'testId'>,
  alerts: readonly Alert[],
  deployedAt: Date | undefined,
) {
  const undated = deployedAt === undefined ? [] : alerts.filter(({ startedAt }) => startedAt === undefined)
  const since = countedAlerts(alerts, deployedAt)
  return {
    value: countAlerts(since, testId),
    unattributed: countAlerts([...since, ...undated], undefined),
    undated: countAlerts(undated, testId),
  }
}

/** The number of a test's alerts, without those suppressed, as during maintenance. */
export function countAlerts(alerts: readonly Alert[], testId: string | undefined): number {
  return alerts.filter(alert => alert.testId === testId && !alert.isSuppressed).length
}
