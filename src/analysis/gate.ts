import type { Alert } from '../thousandeyes/alerts.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import { RESULTS_DELAY_MS, type Window } from '../window.ts'
import { countedAlerts, hasStartedSince } from './alerts.ts'
import type { Assessment } from './assessment.ts'
import { ALERTS, type Condition, isMet, unitOf } from './conditions.ts'
import type { Measurement, MetricMeasurement, PartAssessment } from './measurement.ts'
import { MAX_EVIDENCE_P } from './significance.ts'
import { medianInterval } from './statistics.ts'

export type Verdict = 'pass' | 'warn' | 'unknown' | 'fail'

/** One condition, judged for one test. `measured` is missing if numbers are hidden. */
export type ConditionResult = { readonly condition: Condition } & Judgement

export type Judgement =
  | { readonly verdict: 'pass' | 'warn' | 'fail'; readonly measured?: Measured }
  | { readonly verdict: 'unknown'; readonly reason: Reason }

export type Measured = MeasuredMetric | MeasuredAlerts

export interface MeasuredMetric {
  /** `value` of an absolute condition, `change` of a relative one. */
  readonly kind: 'value' | 'change'
  /** In the metric's unit; of a `change` in percent. */
  readonly value: number
  readonly unit: Metric['unit']
  /** What `value` is from: the part of the test that decides. */
  readonly assessment: PartAssessment
}

/** Of the test since the deploy; without one, in the window. */
export interface MeasuredAlerts {
  readonly kind: 'alerts'
  readonly value: number
  /** Alerts that may be the test's, or may be new. */
  readonly uncertain: number
  /** The test's rounds, if they are too few to have raised every alert. */
  readonly rounds: number | undefined
}

/** Why a condition is inconclusive. What was measured is missing if numbers are hidden. */
export type Reason =
  /** `period`: `before` the deploy, `since` it, or in the `window`. `intervalSeconds`: between two rounds, if known. */
  | {
      readonly kind: 'tooFewRounds'
      readonly rounds: number
      readonly needed: number
      readonly period: 'before' | 'since' | 'window'
      readonly intervalSeconds: number | undefined
    }
  /** Over the limit and within noise, with some evidence that it is more. A single imperfect row is no evidence. */
  | { readonly kind: 'withinNoise'; readonly measured?: MeasuredMetric }
  | { readonly kind: 'movedBefore'; readonly measured?: MeasuredMetric }
  /** Nothing, or not all, could be read or has a value. Also a relative condition without a deploy. */
  | { readonly kind: 'notMeasured' }
  | { readonly kind: 'agentsDropped'; readonly agentNames?: readonly string[] }
  /** Alerts may be of another test or older, or there are too few rounds for one. */
  | { readonly kind: 'alertsUncertain'; readonly measured?: MeasuredAlerts }

export interface JudgedTest {
  readonly measurement?: Measurement | undefined
  /** Missing if they could not be read. */
  readonly alerts?: readonly Alert[] | undefined
  /** Between two rounds, as the test is configured now. */
  readonly intervalSeconds?: number | undefined
}

interface JudgedPeriod {
  readonly window: Window
  readonly deployedAt: Date | undefined
  /** Alerts in the window whose test ThousandEyes doesn't name. */
  readonly alertsOfNoTest: readonly Alert[]
}

/** Judges one condition for one test that has its metric. The verdict is never `warn`: that is for the conditions of `warnOn`. */
export function judgeCondition(condition: Condition, test: JudgedTest, period: JudgedPeriod): ConditionResult {
  const judge = condition.metric === ALERTS ? judgeAlerts : judgeMeasurement
  const judgement = judge(condition, test, period)
  const gap = judgement.verdict === 'pass' ? findGap(condition, test, period) : undefined
  return { condition, ...(gap === undefined ? judgement : unknown(gap)) }
}

/** If a test stopped after the deploy, or runs only now and then, what it measured meanwhile is no pass. */
function findGap(
  { metric: name }: Condition,
  { measurement, intervalSeconds: configured }: JudgedTest,
  { window, deployedAt }: JudgedPeriod,
): Reason | undefined {
  const measured = measurement?.metrics.find(({ metric }) => metric.name === name) ?? measurement?.metrics[0]
  if (deployedAt === undefined || measured === undefined) return undefined
  const since = roundsSince(measured, deployedAt)
  // The interval may have changed at the deploy.
  const seen = medianInterval(since.map(({ startedAt }) => startedAt.getTime() / 1000))
  const intervalSeconds = configured ?? (Number.isNaN(seen) ? measurement?.intervalSeconds : seen)
  if (intervalSeconds === undefined) return undefined
  const intervalMs = intervalSeconds * 1000
  const expected = Math.floor((window.to.getTime() - deployedAt.getTime() - intervalMs - RESULTS_DELAY_MS) / intervalMs)
  const [rounds, needed] = [since.length, Math.ceil(expected / 2)]
  return rounds < needed ? { kind: 'tooFewRounds', rounds, needed, period: 'since', intervalSeconds } : undefined
}

function roundsSince({ rounds }: MetricMeasurement, deployedAt: Date | undefined) {
  return rounds.filter(round => hasStartedSince(round, deployedAt))
}

function judgeMeasurement(condition: Condition, test: JudgedTest, { deployedAt }: JudgedPeriod): Judgement {
  const measured = test.measurement?.metrics.find(({ metric }) => metric.name === condition.metric)
  if (measured === undefined) return unknown({ kind: 'notMeasured' })
  const intervalSeconds = test.intervalSeconds ?? test.measurement?.intervalSeconds
  const period = deployedAt === undefined ? 'window' : 'since'
  const judgement = judgeMetric(condition, measured.assessments, { period, intervalSeconds })
  // The rows that could not be read may be those that fail.
  return judgement.verdict === 'pass' && !measured.isComplete ? unknown({ kind: 'notMeasured' }) : judgement
}

type Schedule = Pick<Extract<Reason, { kind: 'tooFewRounds' }>, 'period' | 'intervalSeconds'>

/** Each direction, server or prefix is judged alone, and the worst decides: a mean of them would hide it. */
export function judgeMetric(
  condition: Condition,
  assessments: readonly PartAssessment[],
  schedule: Schedule,
): Judgement {
  const { relative } = condition
  if (relative && schedule.period === 'window') return unknown({ kind: 'notMeasured' })
  const judgements = assessments.map((assessment): Judgement => {
    const kind = relative ? 'change' : 'value'
    const value = relative ? assessment.changePercent : assessment.after
    const measured = { kind, value, unit: unitOf(condition.metric), assessment } as const
    const insufficiency = findInsufficiency(assessment, relative, schedule)
    if (insufficiency !== undefined) return unknown(insufficiency)
    if (!isMet(condition, value)) return { verdict: 'pass', measured }
    if (isCertain(condition, assessment)) return { verdict: 'fail', measured }
    if (relative && assessment.result === 'movedBefore') return unknown({ kind: 'movedBefore', measured })
    return hasEvidence(condition, assessment)
      ? unknown({ kind: 'withinNoise', measured })
      : { verdict: 'pass', measured }
  })
  return worstOf(judgements, condition)
}

function findInsufficiency(
  { result, after, changePercent, rounds, droppedAgents }: Assessment,
  relative: boolean,
  schedule: Schedule,
): Reason | undefined {
  if (Number.isNaN(after)) return { kind: 'notMeasured' }
  if (result === 'agentsDropped') return { kind: result, agentNames: droppedAgents }
  const tooFew = { kind: 'tooFewRounds', ...schedule } as const
  if (result === 'tooFewRounds') return { ...tooFew, rounds: rounds.after, needed: rounds.needed }
  return relative && Number.isNaN(changePercent)
    ? { ...tooFew, rounds: rounds.before, needed: rounds.neededBefore, period: 'before' }
    : undefined
}

/**
 * A change must be more than chance, and towards the limit. So must a share that was within the limit before the deploy; if it
 * was not, or is not compared, several rounds must be beyond it. A median always is certain.
 */
function isCertain(condition: Condition, assessment: Assessment): boolean {
  const { result, statistic, before, isRecurrent, slowTail } = assessment
  // What a broken tail is worse by is not what conditions are about.
  const isMore = (result === 'worse' && slowTail === undefined) || result === 'better'
  if (condition.relative) return isMore && isTowards(condition, assessment)
  const wasMet = result === 'notCompared' || isMet(condition, before)
  return statistic === 'median' || result === 'worse' || (wasMet && isRecurrent)
}

function isTowards({ operator }: Condition, { before, after }: Assessment): boolean {
  return operator.startsWith('>') ? after > before : after < before
}

/**
 * Whether what is beyond the limit may be more than noise after all: chance seldom does it, one agent alone shows it, or several
 * rows of a share are imperfect.
 */
function hasEvidence(condition: Condition, assessment: Assessment): boolean {
  const { p, locallyWorseAgents, imperfect } = assessment
  if (Number.isNaN(p) || locallyWorseAgents.length > 0) return true
  if (imperfect !== undefined && imperfect.after.part < 2) return false
  if (imperfect !== undefined && !condition.relative) return true
  return p < MAX_EVIDENCE_P && isTowards(condition, assessment)
}

/** `fail`, else `unknown`, else `pass`; among passes the value nearest to the limit, among failures the farthest beyond it. */
function worstOf(judgements: readonly Judgement[], { operator }: Condition): Judgement {
  const order = ['fail', 'unknown', 'pass']
  const sign = operator.startsWith('>') ? -1 : 1
  const distance = (judgement: Judgement) => ('measured' in judgement ? sign * (judgement.measured?.value ?? 0) : 0)
  const [worst = unknown({ kind: 'notMeasured' })] = judgements.toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || distance(a) - distance(b),
  )
  return worst
}

/** Alert rules look at several rounds: after fewer, an alert may still come. A test without any raises none. */
const MIN_ROUNDS_FOR_ALERTS = { window: 1, sinceDeploy: 3 }

function judgeAlerts(
  condition: Condition,
  { alerts, measurement }: JudgedTest,
  { deployedAt, alertsOfNoTest }: JudgedPeriod,
): Judgement {
  if (alerts === undefined) return unknown({ kind: 'notMeasured' })
  const needed = MIN_ROUNDS_FOR_ALERTS[deployedAt === undefined ? 'window' : 'sinceDeploy']
  const counted = measurement === undefined ? 0 : roundsSince(measurement.metrics[0], deployedAt).length
  const rounds = counted < needed ? counted : undefined
  const value = countedAlerts(alerts, deployedAt).length
  const undated = deployedAt === undefined ? [] : alerts.filter(({ startedAt }) => startedAt === undefined)
  const mayCount = [...alertsOfNoTest, ...undated].map(alert => ({
    ...alert,
    startedAt: alert.startedAt ?? deployedAt,
  }))
  const uncertain = countedAlerts(mayCount, deployedAt).length
  const measured: MeasuredAlerts = { kind: 'alerts', value, uncertain, rounds }
  const most = rounds === undefined ? value + uncertain : Number.POSITIVE_INFINITY
  if (isMet(condition, value) !== isMet(condition, most)) return unknown({ kind: 'alertsUncertain', measured })
  return { verdict: isMet(condition, value) ? 'fail' : 'pass', measured }
}

function unknown(reason: Reason): Judgement {
  return { verdict: 'unknown', reason }
}
