import type { Alert } from '../thousandeyes/alerts.ts'
import { hasMetric, type Metric } from '../thousandeyes/metrics.ts'
import { type Comparison, MIN_ROUNDS } from './comparison.ts'
import { ALERTS, type Condition, isMet } from './conditions.ts'
import type { Analysis, MeasuredTest } from './measure.ts'
import type { MetricMeasurement } from './rounds.ts'
import { isNear } from './statistics.ts'
import type { TestRounds } from './wait-for-rounds.ts'

export type Verdict = 'pass' | 'warn' | 'unknown' | 'fail'

/** The conditions of the step. */
export interface GateConditions {
  readonly failOn?: Conditions | undefined
  readonly warnOn?: Conditions | undefined
}

/** The input `failOn` or `warnOn`. */
export interface Conditions {
  readonly conditions: readonly Condition[]
  /** Whether a verdict of `unknown` fails the step. */
  readonly failOnUnknown: boolean
}

export interface Gate {
  readonly verdict: Verdict
  /** Whether the step fails. */
  readonly failed: boolean
  /** Those of `failOn` first. */
  readonly results: readonly ConditionResult[]
  /** The tests that have fewer rounds than were waited for. */
  readonly missingRounds: readonly TestRounds[]
}

/** One condition, evaluated for one test. */
export type ConditionResult = {
  readonly condition: Condition
  /** `undefined` where no test has the metric. */
  readonly testId: string | undefined
} & Evaluation

type Evaluation =
  | { readonly verdict: 'pass' | 'warn' | 'fail'; readonly actual: Actual }
  | { readonly verdict: 'unknown'; readonly reason: Reason }

/** The value that was compared with the limit. */
export type Actual = ActualMean | ActualChange | ActualAlerts

export interface ActualMean {
  readonly kind: 'mean'
  readonly value: number
  readonly unit: Metric['unit']
  readonly period: Period
  /** See `Comparison`. */
  readonly droppedAgents: number
}

export interface ActualChange {
  readonly kind: 'change'
  /** In percent. */
  readonly value: number
  readonly before: number
  readonly after: number
  /** Of `before` and `after`. */
  readonly unit: Metric['unit']
  readonly excludedAgents: number
}

export interface ActualAlerts {
  readonly kind: 'alerts'
  /** The number of the test's alerts. */
  readonly value: number
  readonly period: Period
  /** Alerts that may be the test's: the service does not name their test. */
  readonly unattributed: number
  /** The test's rounds since the deploy, where they are too few to have raised every alert. */
  readonly tooFewRounds: number | undefined
}

/** Where the time of the deploy is known, only what follows it counts. */
export type Period = 'window' | 'beforeDeploy' | 'sinceDeploy'

/** Why a condition is inconclusive. */
export type Reason =
  | {
      readonly kind:
        | 'noTestHasMetric'
        | 'notMeasured'
        | 'noResults'
        | 'noDeployTime'
        | 'alertsNotRead'
        | 'windowEndsBeforeDeploy'
    }
  | { readonly kind: 'tooFewRounds'; readonly rounds: number; readonly needed: number; readonly period: Period }
  | { readonly kind: 'noComparableAgent'; readonly needed: number }
  | { readonly kind: 'agentsStoppedReporting'; readonly agents: number }
  | { readonly kind: 'uncertainAlerts'; readonly actual: ActualAlerts }

type GateInput = Pick<Analysis, 'tests' | 'alerts' | 'window' | 'deployedAt'>

/**
 * Evaluates every condition for every test that has its metric. The verdict is `fail`, else `unknown`, else `warn`, else `pass`;
 * it is `unknown` as well where a test has fewer rounds than were waited for.
 *
 * @returns `undefined` where the step has no conditions
 */
export function evaluateGate(
  { failOn, warnOn }: GateConditions,
  analysis: GateInput,
  missingRounds: readonly TestRounds[] = [],
): Gate | undefined {
  if (failOn === undefined && warnOn === undefined) return undefined
  const evaluate = (given: Conditions | undefined) =>
    (given?.conditions ?? []).flatMap(condition => evaluateCondition(condition, analysis))
  const fromFailOn = evaluate(failOn)
  const fromWarnOn = evaluate(warnOn).map(result => (result.verdict === 'fail' ? warningOf(result) : result))
  const verdict = verdictOf([...fromFailOn, ...fromWarnOn], missingRounds)
  // A condition of `warnOn` fails nothing, also where it is inconclusive.
  const isUnknown = verdictOf(fromFailOn, missingRounds) === 'unknown'
  return {
    verdict,
    failed: verdict === 'fail' || (failOn?.failOnUnknown === true && isUnknown),
    results: [...fromFailOn, ...fromWarnOn],
    missingRounds,
  }
}

/** The gate of a step that could not evaluate it. */
export function unknownGate({ failOn, warnOn }: GateConditions): Gate | undefined {
  if (failOn === undefined && warnOn === undefined) return undefined
  return { verdict: 'unknown', failed: failOn?.failOnUnknown === true, results: [], missingRounds: [] }
}

function warningOf(result: ConditionResult & { readonly verdict: 'pass' | 'warn' | 'fail' }): ConditionResult {
  return { ...result, verdict: 'warn' }
}

function verdictOf(results: readonly ConditionResult[], missingRounds: readonly TestRounds[]): Verdict {
  const verdicts = new Set(results.map(({ verdict }) => verdict))
  if (verdicts.has('fail')) return 'fail'
  if (verdicts.has('unknown') || missingRounds.length > 0) return 'unknown'
  return verdicts.has('warn') ? 'warn' : 'pass'
}

function evaluateCondition(condition: Condition, analysis: GateInput): readonly ConditionResult[] {
  const { metric } = condition
  const tests = analysis.tests.filter(
    ({ testType }) => metric === ALERTS || testType === undefined || hasMetric(testType, metric),
  )
  if (tests.length === 0) return [{ condition, testId: undefined, ...inconclusive({ kind: 'noTestHasMetric' }) }]
  return tests.map(test => {
    const evaluation =
      metric === ALERTS ? evaluateAlerts(condition, test, analysis) : evaluateMetric(condition, test.measurement)
    return { condition, testId: test.testId, ...evaluation }
  })
}

function evaluateMetric(condition: Condition, measurement: MeasuredTest['measurement']): Evaluation {
  if (measurement === undefined) return inconclusive({ kind: 'notMeasured' })
  const measured = measurement.metrics.find(({ metric }) => metric.name === condition.metric)
  if (measured === undefined) return inconclusive({ kind: 'noResults' })
  const observation = condition.relative ? observeChange(measured) : observeMean(measured)
  if ('reason' in observation) return inconclusive(observation.reason)
  const { actual } = observation
  // Rounding errors of sums must not decide.
  const value = isNear(actual.value, condition.limit) ? condition.limit : actual.value
  return { verdict: isMet(condition, value) ? 'fail' : 'pass', actual: { ...actual, value } }
}

type Observation = { readonly actual: ActualMean | ActualChange } | { readonly reason: Reason }

function observeMean({ metric: { unit }, statistics, rounds, comparison }: MetricMeasurement): Observation {
  const period = comparison === undefined ? 'window' : 'sinceDeploy'
  const observed = comparison?.all.after ?? {
    statistics,
    rounds: rounds.filter(({ mean }) => !Number.isNaN(mean)).length,
  }
  if (observed.rounds < MIN_ROUNDS) return tooFewRounds(observed.rounds, period)
  if (comparison !== undefined && didMostAgentsDrop(comparison)) return agentsStoppedReporting(comparison)
  const droppedAgents = comparison?.droppedAgents ?? 0
  return { actual: { kind: 'mean', value: observed.statistics.mean, unit, period, droppedAgents } }
}

function observeChange({ metric: { unit }, comparison }: MetricMeasurement): Observation {
  if (comparison === undefined) return { reason: { kind: 'noDeployTime' } }
  const { all, compared, changePercent, assessment, excludedAgents } = comparison
  if (all.before.rounds < MIN_ROUNDS) return tooFewRounds(all.before.rounds, 'beforeDeploy')
  if (all.after.rounds < MIN_ROUNDS) return tooFewRounds(all.after.rounds, 'sinceDeploy')
  if (assessment === 'tooFewRounds') return { reason: { kind: 'noComparableAgent', needed: MIN_ROUNDS } }
  if (didMostAgentsDrop(comparison)) return agentsStoppedReporting(comparison)
  const [before, after] = [compared.before.mean, compared.after.mean]
  return {
    actual: { kind: 'change', value: changePercent, before, after, unit, excludedAgents: excludedAgents.length },
  }
}

/** Whether the agents that remain are the smaller part, so that they no longer stand for the test. */
function didMostAgentsDrop({ droppedAgents, comparedAgents }: Comparison): boolean {
  return droppedAgents > comparedAgents
}

function agentsStoppedReporting({ droppedAgents }: Comparison): Observation {
  return { reason: { kind: 'agentsStoppedReporting', agents: droppedAgents } }
}

function tooFewRounds(rounds: number, period: Period): Observation {
  return { reason: { kind: 'tooFewRounds', rounds, needed: MIN_ROUNDS, period } }
}

/** Alerts that started before the deploy are not its effect; and only after enough rounds has every alert been raised. */
function evaluateAlerts(condition: Condition, test: MeasuredTest, analysis: GateInput): Evaluation {
  const { alerts, window, deployedAt } = analysis
  if (alerts === undefined) return inconclusive({ kind: 'alertsNotRead' })
  if (deployedAt !== undefined && deployedAt >= window.to) return inconclusive({ kind: 'windowEndsBeforeDeploy' })
  const counted = alerts.filter(
    ({ startedAt }) => deployedAt === undefined || startedAt === undefined || startedAt >= deployedAt,
  )
  const [value, unattributed] = [countAlerts(counted, test.testId), countAlerts(counted, undefined)]
  const rounds = test.measurement?.metrics[0].rounds ?? []
  const roundsSince = deployedAt && rounds.filter(({ startedAt }) => startedAt >= deployedAt).length
  const tooFewRounds = roundsSince !== undefined && roundsSince < MIN_ROUNDS ? roundsSince : undefined
  const period = deployedAt === undefined ? 'window' : 'sinceDeploy'
  const actual: ActualAlerts = { kind: 'alerts', value, period, unattributed, tooFewRounds }

  const highest = tooFewRounds === undefined ? value + unattributed : Number.POSITIVE_INFINITY
  if (isMet(condition, value) !== isMet(condition, highest)) return inconclusive({ kind: 'uncertainAlerts', actual })
  return { verdict: isMet(condition, value) ? 'fail' : 'pass', actual }
}

/** The number of a test's alerts, without those suppressed, as during maintenance. */
export function countAlerts(alerts: readonly Alert[], testId: string | undefined): number {
  return alerts.filter(alert => alert.testId === testId && !alert.isSuppressed).length
}

function inconclusive(reason: Reason): Evaluation {
  return { verdict: 'unknown', reason }
}
