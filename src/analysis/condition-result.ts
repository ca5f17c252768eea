import type { Alert } from '../thousandeyes/alerts.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import { ALERTS, type Condition, isMet } from './conditions.ts'
import type { Analysis, MeasuredTest } from './measure.ts'
import type { MetricMeasurement, PartAssessment } from './measurement.ts'

/** One condition, evaluated for one test. */
export type ConditionResult = {
  readonly condition: Condition
  /** `undefined` where no test has the metric. */
  readonly testId: string | undefined
} & Evaluation

export type Evaluation =
  | { readonly verdict: 'pass' | 'warn' | 'fail'; readonly actual: Actual }
  | { readonly verdict: 'unknown'; readonly reason: Reason }

/** What was compared with the limit. */
export type Actual = ActualMetric | ActualAlerts

export interface ActualMetric {
  /** `value` of an absolute condition, `change` of a relative one. */
  readonly kind: 'value' | 'change'
  /** Of a `change` in percent. */
  readonly value: number
  /** Of the metric. */
  readonly unit: Metric['unit']
  readonly period: Period
  /** What `value` is from. */
  readonly assessment: PartAssessment
}

export interface ActualAlerts {
  readonly kind: 'alerts'
  /** The number of the test's alerts. */
  readonly value: number
  readonly period: Period
  /** Alerts that may be the test's: the service does not name their test. */
  readonly unattributed: number
  /** Alerts of the test that may have started before the deploy: the service does not say when. */
  readonly undated: number
  /** The test's rounds in this period, where they are too few to have raised every alert. */
  readonly tooFewRounds: number | undefined
}

/** Where the time of the deploy is known, only what follows it counts. */
export type Period = 'window' | 'beforeDeploy' | 'sinceDeploy'

/** Why a condition is neither met nor passed. */
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
  /** There are results of the metric, but none in this period: every row failed, or measured nothing. */
  | { readonly kind: 'noValues'; readonly period: Period }
  | TooFewRounds
  /** No agent has so many rounds before the deploy, and one after it. */
  | { readonly kind: 'noComparison'; readonly needed: number }
  /** Most rounds since the deploy are missing, so that it is not known what they would have been. */
  | { readonly kind: 'roundsMissing'; readonly rounds: number; readonly expected: number }
  | { readonly kind: 'mostAgentsDropped'; readonly agentNames: readonly string[] }
  /** Over the limit, but no more than noise; a share also where one agent alone, or one round, is. */
  | { readonly kind: 'inconclusive'; readonly actual: ActualMetric }
  | { readonly kind: 'uncertainAlerts'; readonly actual: ActualAlerts }

export interface TooFewRounds {
  readonly kind: 'tooFewRounds'
  readonly rounds: number
  readonly needed: number
  readonly period: Period
  /** How often the test runs; `undefined` where it ran less than twice. */
  readonly intervalSeconds: number | undefined
}

export function evaluateCondition(condition: Condition, test: MeasuredTest, analysis: ConditionInput): Evaluation {
  const evaluate = condition.metric === ALERTS ? evaluateAlerts : evaluateMeasurement
  const evaluation = evaluate(condition, test, analysis)
  const gap = evaluation.verdict === 'pass' ? findGap(condition, test, analysis) : undefined
  return gap === undefined ? evaluation : unknown(gap)
}

/** So late the results of a round may come, after its end. */
const RESULTS_DELAY_MS = 2 * 60_000

/** Where a test stopped after the deploy, or runs only now and then, what it measured meanwhile is no pass. */
function findGap(
  { metric: name }: Condition,
  { measurement }: MeasuredTest,
  { window, deployedAt }: ConditionInput,
): Reason | undefined {
  const { metrics, intervalSeconds } = measurement ?? {}
  if (intervalSeconds === undefined || deployedAt === undefined) return undefined
  const intervalMs = intervalSeconds * 1000
  const expected = Math.floor((window.to.getTime() - deployedAt.getTime() - intervalMs - RESULTS_DELAY_MS) / intervalMs)
  const rounds = countRounds(metrics?.find(({ metric }) => metric.name === name) ?? metrics?.[0], deployedAt)
  return rounds * 2 < expected ? { kind: 'roundsMissing', rounds, expected } : undefined
}

/** Since the deploy, where its time is known. */
function countRounds(measured: MetricMeasurement | undefined, deployedAt: Date | undefined): number {
  return measured?.rounds.filter(round => hasStartedSince(round, deployedAt)).length ?? 0
}

function evaluateMeasurement(condition: Condition, test: MeasuredTest, analysis: ConditionInput): Evaluation {
  if (test.measurement === undefined) return unknown({ kind: 'notMeasured' })
  const { metrics, intervalSeconds } = test.measurement
  const period = periodOf(analysis)
  const measured = metrics.find(({ metric }) => metric.name === condition.metric)
  if (measured === undefined) return unknown({ kind: 'noResults' })
  const evaluation = evaluateMetric(condition, measured, { period, intervalSeconds })
  // The rows that could not be read may be those that fail.
  const isUncertain = evaluation.verdict === 'pass' && !measured.isComplete
  return isUncertain ? unknown({ kind: 'rowsNotRead' }) : evaluation
}

function periodOf({ deployedAt }: ConditionInput): Exclude<Period, 'beforeDeploy'> {
  return deployedAt === undefined ? 'window' : 'sinceDeploy'
}

/** Each direction, server or prefix counts by itself, and the worst decides: a mean of them would hide it. */
export function evaluateMetric(
  condition: Condition,
  { metric: { unit }, assessments }: Pick<MetricMeasurement, 'metric' | 'assessments'>,
  schedule: Pick<TooFewRounds, 'period' | 'intervalSeconds'>,
): Evaluation {
  const { relative } = condition
  const { period } = schedule
  if (relative && period === 'window') return unknown({ kind: 'noDeployTime' })
  const evaluations = assessments.map((assessment): Evaluation => {
    const value = relative ? assessment.changePercent : assessment.after
    const actual = { kind: relative ? 'change' : 'value', value, unit, period, assessment } as const
    const insufficiency = findInsufficiency(assessment, relative, schedule)
    if (insufficiency !== undefined) return unknown(insufficiency)
    if (!isMet(condition, value)) return { verdict: 'pass', actual }
    return isCertain(condition, assessment) ? { verdict: 'fail', actual } : unknown({ kind: 'inconclusive', actual })
  })
  return worstOf(evaluations, condition)
}

function findInsufficiency(
  { result, after, changePercent, rounds, droppedAgents }: PartAssessment,
  relative: boolean,
  schedule: Pick<TooFewRounds, 'period' | 'intervalSeconds'>,
): Reason | undefined {
  if (Number.isNaN(after)) return { kind: 'noValues', period: schedule.period }
  if (result === 'mostAgentsDropped') return { kind: result, agentNames: droppedAgents }
  const tooFew = { kind: 'tooFewRounds', ...schedule } as const
  if (result === 'tooFewRounds') return { ...tooFew, rounds: rounds.after, needed: rounds.needed }
  if (!relative || !Number.isNaN(changePercent)) return undefined
  return rounds.before < rounds.neededBefore
    ? { ...tooFew, rounds: rounds.before, needed: rounds.neededBefore, period: 'beforeDeploy' }
    : { kind: 'noComparison', needed: rounds.neededBefore }
}

/**
 * A change must be more than chance, and towards the limit. So must a share that was within the limit before the deploy; where it
 * was not, or is not compared, several rounds must be beyond it. A median always is certain.
 */
function isCertain(condition: Condition, { result, statistic, before, changePercent, isRecurrent }: PartAssessment) {
  if (condition.relative) {
    const isTowards = condition.operator.startsWith('>') ? changePercent > 0 : changePercent < 0
    return isTowards && (result === 'better' || result === 'worse')
  }
  const wasMet = result === 'notCompared' || isMet(condition, before)
  return statistic === 'median' || result === 'worse' || (wasMet && isRecurrent)
}

/** `fail`, else `unknown`, else `pass`; among passes the value nearest to the limit, among failures the farthest beyond it. */
function worstOf(evaluations: readonly Evaluation[], { operator }: Condition): Evaluation {
  const order = ['fail', 'unknown', 'pass']
  const sign = operator.startsWith('>') ? -1 : 1
  const distance = (evaluation: Evaluation) => ('actual' in evaluation ? sign * evaluation.actual.value : 0)
  const [worst = unknown({ kind: 'noResults' })] = evaluations.toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || distance(a) - distance(b),
  )
  return worst
}

export type ConditionInput = Pick<Analysis, 'alerts' | 'window' | 'deployedAt'>

/** Alerts that a condition looks at: with the time of the deploy, those that started since then. */
export function countAlertsFor(
  { testId }: Pick<MeasuredTest, 'testId'>,
  alerts: readonly Alert[],
  deployedAt: Date | undefined,
) {
  const undated = deployedAt === undefined ? [] : alerts.filter(({ startedAt }) => startedAt === undefined)
  const since = alerts.filter(alert => hasStartedSince(alert, deployedAt))
  return {
    value: countAlerts(since, testId),
    unattributed: countAlerts([...since, ...undated], undefined),
    undated: countAlerts(undated, testId),
  }
}

/** Whether an alert or a round has; without a deploy, every one has. */
export function hasStartedSince({ startedAt }: Pick<Alert, 'startedAt'>, deployedAt: Date | undefined): boolean {
  return deployedAt === undefined || (startedAt !== undefined && startedAt >= deployedAt)
}

/** Alert rules look at several rounds: after fewer, an alert may still come. A test without any raises none. */
const MIN_ROUNDS_FOR_ALERTS = { window: 1, sinceDeploy: 3 }

function evaluateAlerts(condition: Condition, test: MeasuredTest, analysis: ConditionInput): Evaluation {
  const { alerts, window, deployedAt } = analysis
  if (alerts === undefined) return unknown({ kind: 'alertsNotRead' })
  if (deployedAt !== undefined && deployedAt >= window.to) return unknown({ kind: 'windowEndsBeforeDeploy' })
  const counts = countAlertsFor(test, alerts, deployedAt)
  const period = periodOf(analysis)
  const counted = countRounds(test.measurement?.metrics[0], deployedAt)
  const tooFewRounds = counted < MIN_ROUNDS_FOR_ALERTS[period] ? counted : undefined
  const actual: ActualAlerts = { kind: 'alerts', ...counts, period, tooFewRounds }
  const highest = counts.value + counts.unattributed + counts.undated
  const most = tooFewRounds === undefined ? highest : Number.POSITIVE_INFINITY
  if (isMet(condition, counts.value) !== isMet(condition, most)) return unknown({ kind: 'uncertainAlerts', actual })
  return { verdict: isMet(condition, counts.value) ? 'fail' : 'pass', actual }
}

/** The number of a test's alerts, without those suppressed, as during maintenance. */
export function countAlerts(alerts: readonly Alert[], testId: string | undefined): number {
  return alerts.filter(alert => alert.testId === testId && !alert.isSuppressed).length
}

export function unknown(reason: Reason): Evaluation {
  return { verdict: 'unknown', reason }
}
