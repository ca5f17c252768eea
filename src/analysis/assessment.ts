import type { Metric } from '../thousandeyes/metrics.ts'
import { hasMovedBefore, magnitudeChange, typicalValue } from './change.ts'
import { findSlowTail, imperfectRounds, isSpread, shareChange } from './deviations.ts'
import {
  type AgentSeries,
  countEach,
  countRoundsAfter,
  groupByAgent,
  type MetricRows,
  roundIdsOf,
  type Side,
  type Sides,
  type Value,
} from './series.ts'
import { type Count, MIN_CHANGE_PERCENT, MIN_ROUNDS_AFTER, MIN_ROUNDS_BEFORE } from './significance.ts'
import { meanOf, median } from './statistics.ts'

/** What the method needs to know of a metric; `%` is a share of rounds or packets, which is never compared by its median. */
export type MetricKind = Pick<Metric, 'unit' | 'better'>

export interface Assessment {
  readonly result: /** Only these two are more than noise, and only with them a relative condition fails. */
    | 'better'
    | 'worse'
    /** A change of 3 % or more that is no more than noise. */
    | 'withinNoise'
    /** A change of less than 3 %, significant or not; of a share, none beyond rounding. */
    | 'same'
    /** The last rounds before the deploy had already moved this way (load, drift): not taken for the deploy's. */
    | 'movedBefore'
    | 'tooFewRounds'
    /** More agents stopped reporting at the deploy than are left to compare. */
    | 'agentsDropped'
    /** No deploy, or too few rounds before it. */
    | 'notCompared'
  /** Of times and the like, the median over the agents; of shares, and of counts that are mostly 0, a mean. */
  readonly statistic: 'median' | 'mean'
  /** Of the agents that are compared; if none is, of all. `NaN` without a deploy, or without values before it. */
  readonly before: number
  /** After the deploy, or of the whole window; `NaN` without values. What an absolute condition is about. */
  readonly after: number
  /** From `before` to `after`; infinite from 0, `NaN` if no agent is compared. What a relative condition is about. */
  readonly changePercent: number
  /** The same in percentage points, of a `%` metric only. */
  readonly changePoints: number | undefined
  /** One-sided: how often chance alone makes such a change; `NaN` if not tested. */
  readonly p: number
  /** How far 95 % of the rounds before the deploy stay from `before` at most, in percent of it; `NaN` if unknown. */
  readonly noisePercent: number
  /**
   * `after` counts those of at least half of the agents; `needed` is how many it takes after the deploy (in the window, without
   * one), `neededBefore` for a comparison.
   */
  readonly rounds: Readonly<Record<'before' | 'after' | 'needed' | 'neededBefore', number>>
  /** Of shares and counts: rows that deviate from perfect. Without a deploy, all are `after`. */
  readonly imperfect: Sides<Count> | undefined
  /** Rows that take over twice their agent's own median, if significantly more do than before and the median is not worse. */
  readonly slowTail: Sides<Count> | undefined
  /** Whether rows after the deploy (of the window, without one) are less than perfect in several rounds, and not of one agent of many. */
  readonly isRecurrent: boolean
  readonly comparedAgents: readonly string[]
  /** Have values, but too few on a side to be compared; with the dropped ones. */
  readonly excludedAgents: readonly string[]
  /** Stopped reporting at the deploy. */
  readonly droppedAgents: readonly string[]
  /** Reported only after the deploy. */
  readonly newAgents: readonly string[]
  /** Got worse far beyond their own noise, while the test as a whole did not. */
  readonly locallyWorseAgents: readonly string[]
}

/**
 * The one method behind the words of the report and the conditions of the gate, so that they never contradict each other.
 *
 * @param strictness - how many series of the metric are assessed: the more there are, the less chance may explain of each
 * @param allRounds - how many rounds after the deploy anyone reported, of whichever part of the test
 */
export function assess(
  rows: MetricRows,
  metric: MetricKind,
  strictness = 1,
  allRounds = countRoundsAfter(rows),
): Assessment {
  const all = groupByAgent(rows)
  const known = all.filter(({ before }) => before.length >= MIN_ROUNDS_BEFORE)
  const present = known.filter(({ after }) => after.length > 0)
  // One that reported a few rounds more, and then no longer, has no say.
  const usualRounds = median(present.map(({ after }) => after.length))
  const compared = present.filter(({ after }) => after.length * 2 >= usualRounds)
  const seen = compared.length > 0 ? compared : all.filter(({ after }) => after.length > 0)
  // Agents that are compared together, or could be.
  const candidates = compared.length > 0 ? [compared] : all.map(one => [one])
  const minRounds = seen.length < 3 ? MIN_ROUNDS_AFTER.fewAgents : MIN_ROUNDS_AFTER.threeAgents
  const rounds = {
    before: Math.max(0, ...candidates.map(some => roundIdsOf(some, 'before').length)),
    after: countSharedRounds(seen),
    // If most rounds after the deploy are missing, the few that are left prove nothing, however fine.
    needed: Math.max(minRounds, Math.ceil(allRounds / 2)),
    neededBefore: MIN_ROUNDS_BEFORE,
  }
  const dropped = known.filter(({ after }) => after.length === 0)
  const tooFewRounds = rounds.after < rounds.needed ? 'tooFewRounds' : undefined
  const insufficiency = dropped.length > compared.length ? 'agentsDropped' : tooFewRounds
  const isCompared = rounds.before >= MIN_ROUNDS_BEFORE && compared.length > 0
  return {
    ...(isCompared
      ? assessChange(compared, metric, strictness, insufficiency)
      : assessWindow(seen, all, metric, insufficiency)),
    rounds,
    isRecurrent: isSpread(seen.map(({ after }) => imperfectRounds(after, metric))),
    comparedAgents: namesOf(compared),
    excludedAgents: namesOf(all.filter(one => !seen.includes(one))),
    droppedAgents: namesOf(dropped),
    newAgents: rows.isAfter === undefined ? [] : namesOf(all.filter(({ before }) => before.length === 0)),
  }
}

type Series = readonly AgentSeries[]
type Insufficiency = 'agentsDropped' | 'tooFewRounds' | undefined

function assessChange(series: Series, metric: MetricKind, strictness: number, insufficiency: Insufficiency) {
  const worse = metric.better === 'lower' ? 1 : -1
  const valuesBefore = series.map(one => one.before)
  const statistic = statisticFor(metric, valuesBefore)
  const changeOf = statistic === 'median' ? magnitudeChange : shareChange
  const change = changeOf(series, worse, strictness)
  const { before, after, p, isSignificant, noisePercent, worseAgents } = change
  const difference = after - before
  const changePercent = difference === 0 ? 0 : (difference / Math.abs(before)) * 100
  const tested = () => {
    if (Math.abs(changePercent) < (statistic === 'median' ? MIN_CHANGE_PERCENT : Number.MIN_VALUE)) return 'same'
    if (hasMovedBefore(changeOf, series, worse, change)) return 'movedBefore'
    if (!isSignificant) return 'withinNoise'
    return difference * worse > 0 ? 'worse' : 'better'
  }
  const ofMedian = insufficiency ?? tested()
  const mayHaveTail = metric.unit === 'ms' && statistic === 'median' && NOT_WORSE.has(ofMedian)
  const slowTail = mayHaveTail ? findSlowTail(series, strictness) : undefined
  const result: Assessment['result'] = slowTail === undefined ? ofMedian : 'worse'
  const isLocal = (NOT_WORSE.has(result) || result === 'movedBefore') && worseAgents.length * 2 <= series.length
  return {
    result,
    statistic,
    before,
    after,
    changePercent,
    p,
    noisePercent,
    slowTail,
    changePoints: metric.unit === '%' ? difference : undefined,
    imperfect: imperfectOf(statistic, series, metric),
    locallyWorseAgents: isLocal ? worseAgents : [],
  }
}

const NOT_WORSE: ReadonlySet<Assessment['result']> = new Set(['better', 'same', 'withinNoise'])

/** Without a comparison: `before` is only shown. */
function assessWindow(series: Series, all: Series, metric: MetricKind, insufficiency: Insufficiency) {
  const [before, after] = [all.map(one => one.before).filter(own => own.length > 0), series.map(one => one.after)]
  const statistic = statisticFor(metric, after.length > 0 ? after : before)
  const centreOf = (values: readonly (readonly Value[])[]) =>
    statistic === 'median' ? typicalValue(values) : meanOf(values.flat().map(({ value }) => value))
  const result: Assessment['result'] = insufficiency ?? 'notCompared'
  return {
    result,
    statistic,
    before: centreOf(before),
    after: centreOf(after),
    changePercent: Number.NaN,
    changePoints: metric.unit === '%' ? Number.NaN : undefined,
    p: Number.NaN,
    noisePercent: Number.NaN,
    imperfect: imperfectOf(statistic, series, metric),
    slowTail: undefined,
    locallyWorseAgents: [],
  }
}

function statisticFor({ unit }: MetricKind, series: readonly (readonly Value[])[]): Assessment['statistic'] {
  return unit === '%' || typicalValue(series) === 0 ? 'mean' : 'median'
}

function imperfectOf(statistic: Assessment['statistic'], series: Series, metric: MetricKind) {
  if (statistic === 'median') return undefined
  const countIn = (side: Side) => {
    const values = series.flatMap(one => one[side])
    return { part: imperfectRounds(values, metric).length, whole: values.length }
  }
  return { before: countIn('before'), after: countIn('after') }
}

/** How many rounds after the deploy at least half of the agents reported. */
function countSharedRounds(series: Series): number {
  const agentsIn = countEach(series.flatMap(one => roundIdsOf([one], 'after')))
  return [...agentsIn.values()].filter(agents => agents * 2 >= series.length).length
}

function namesOf(series: Series): readonly string[] {
  return series.map(({ agentName }) => agentName)
}
