import { type AgentSeries, groupByAgent, type MetricRows, type Value } from './agent-series.ts'
import { isSpread, magnitudeChange, shareChange, typicalValue } from './change.ts'
import { meanOf, median } from './statistics.ts'

export interface MetricKind {
  /** `%` is a share of rounds or packets, which is never compared by its median. */
  readonly unit: 'ms' | '%' | 'B/s' | ''
  readonly better: 'lower' | 'higher'
}

export interface Assessment {
  /**
   * `same`: within noise. Only `better` and `worse` are more than that, and only with them a relative condition fails.
   * `notCompared`: without a deploy, or without enough rounds before it.
   */
  readonly result: 'better' | 'worse' | 'same' | 'tooFewRounds' | 'mostAgentsDropped' | 'notCompared'
  /** Of times and the like, the median over the agents; of shares, and of counts that are mostly 0, a mean. */
  readonly statistic: 'median' | 'mean'
  /** Of the agents that are compared, or where none is, of all; `NaN` without a deploy, or without values before it. */
  readonly before: number
  /** After the deploy, or of the whole window; `NaN` without values. What an absolute condition looks at. */
  readonly after: number
  /** From `before` to `after`; infinite from 0, `NaN` where no agent is compared. What a relative condition looks at. */
  readonly changePercent: number
  /** The same in percentage points, of a `%` metric only. */
  readonly changePoints: number | undefined
  /** One-sided: how often chance alone makes such a change; `NaN` where none could be tested. */
  readonly p: number
  /**
   * `after` counts those of at least half of the agents; `needed` is how many it takes after the deploy (in the window, without
   * one), `neededBefore` for a comparison.
   */
  readonly rounds: {
    readonly before: number
    readonly after: number
    readonly needed: number
    readonly neededBefore: number
  }
  /** Whether rows after the deploy (of the window, without one) are less than perfect in several rounds, and not of one agent of many. */
  readonly isRecurrent: boolean
  readonly comparedAgents: readonly string[]
  /** Have values, but too few on a side to be compared; with the dropped ones. */
  readonly excludedAgents: readonly string[]
  /** Stopped reporting at the deploy. */
  readonly droppedAgents: readonly string[]
  /** Got worse far beyond their own noise, where the test as a whole did not. */
  readonly locallyWorseAgents: readonly string[]
}

const MIN_ROUNDS_BEFORE = 3
const MIN_ROUNDS_AFTER = { fewAgents: 5, threeAgents: 3 }

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
  const isSeen = new Set(seen)
  const facts = {
    rounds: roundsOf(seen, all, allRounds),
    isRecurrent: isSpread(
      seen.map(one => imperfectRounds(one, metric)),
      seen.length,
    ),
    comparedAgents: namesOf(compared),
    excludedAgents: namesOf(all.filter(one => !isSeen.has(one))),
    droppedAgents: namesOf(known.filter(({ after }) => after.length === 0)),
  }
  return compared.length > 0 && facts.rounds.before >= MIN_ROUNDS_BEFORE
    ? assessChange(compared, metric, facts, strictness)
    : assessWindow(seen, all, metric, facts)
}

type Facts = Pick<Assessment, 'rounds' | 'isRecurrent' | 'comparedAgents' | 'excludedAgents' | 'droppedAgents'>

function assessChange(
  series: readonly AgentSeries[],
  metric: MetricKind,
  facts: Facts,
  strictness: number,
): Assessment {
  const worse = metric.better === 'lower' ? 1 : -1
  const statistic = statisticFor(
    metric,
    series.map(one => one.before),
  )
  const changeOf = statistic === 'median' ? magnitudeChange : shareChange
  const { before, after, p, isSignificant, worseAgents } = changeOf(series, worse, strictness)
  const difference = after - before
  const tested = !isSignificant || difference === 0 ? 'same' : difference * worse > 0 ? 'worse' : 'better'
  const result = insufficiency(facts) ?? tested
  const isLocal = (result === 'same' || result === 'better') && worseAgents.length * 2 <= series.length
  return {
    ...facts,
    result,
    statistic,
    before,
    after,
    changePercent: difference === 0 ? 0 : (difference / Math.abs(before)) * 100,
    changePoints: metric.unit === '%' ? difference : undefined,
    p,
    locallyWorseAgents: isLocal ? worseAgents : [],
  }
}

/** Without a comparison: `before` is only shown. */
function assessWindow(
  series: readonly AgentSeries[],
  all: readonly AgentSeries[],
  metric: MetricKind,
  facts: Facts,
): Assessment {
  const [before, after] = [all.map(one => one.before).filter(own => own.length > 0), series.map(one => one.after)]
  const statistic = statisticFor(metric, after.length > 0 ? after : before)
  const centreOf = (values: readonly (readonly Value[])[]) =>
    statistic === 'median' ? typicalValue(values) : meanOf(values.flat().map(({ value }) => value))
  return {
    ...facts,
    result: insufficiency(facts) ?? 'notCompared',
    statistic,
    before: centreOf(before),
    after: centreOf(after),
    changePercent: Number.NaN,
    changePoints: metric.unit === '%' ? Number.NaN : undefined,
    p: Number.NaN,
    locallyWorseAgents: [],
  }
}

function statisticFor({ unit }: MetricKind, series: readonly (readonly Value[])[]): Assessment['statistic'] {
  return unit === '%' || typicalValue(series) === 0 ? 'mean' : 'median'
}

function imperfectRounds({ after }: AgentSeries, { better, unit }: MetricKind) {
  const isPerfect = (value: number) => (better === 'lower' ? value <= 0 : unit === '%' && value >= 100)
  return { rounds: after.flatMap(({ roundId, value }) => (isPerfect(value) ? [] : [roundId])) }
}

function insufficiency({ rounds, comparedAgents, droppedAgents }: Facts) {
  if (droppedAgents.length > comparedAgents.length) return 'mostAgentsDropped'
  return rounds.after < rounds.needed ? 'tooFewRounds' : undefined
}

/** With those in which nothing was measured. */
export function countRoundsAfter({ roundIds, isAfter }: Pick<MetricRows, 'roundIds' | 'isAfter'>): number {
  return new Set(Array.from(roundIds).filter((_, row) => isAfter?.[row] ?? true)).size
}

/** Where most rounds after the deploy are missing, the few that are left prove nothing, however fine. */
function roundsOf(
  series: readonly AgentSeries[],
  all: readonly AgentSeries[],
  allRounds: number,
): Assessment['rounds'] {
  const known = series.length > 0 ? series : all
  const agentsByRound = Map.groupBy(
    series.flatMap(({ after }) => [...new Set(after.map(({ roundId }) => roundId))]),
    roundId => roundId,
  )
  const minRounds = series.length < 3 ? MIN_ROUNDS_AFTER.fewAgents : MIN_ROUNDS_AFTER.threeAgents
  return {
    before: new Set(known.flatMap(({ before }) => before.map(({ roundId }) => roundId))).size,
    after: [...agentsByRound.values()].filter(agents => agents.length * 2 >= series.length).length,
    needed: Math.max(minRounds, Math.ceil(allRounds / 2)),
    neededBefore: MIN_ROUNDS_BEFORE,
  }
}

function namesOf(series: readonly AgentSeries[]): readonly string[] {
  return series.map(({ agentName }) => agentName)
}
