import { type AgentSeries, roundIdsOf, type Value } from './series.ts'
import {
  LARGE_CHANGE,
  LAST_ROUNDS,
  MAD_PER_DEVIATION,
  MAX_AGENT_P,
  MAX_P,
  MAX_SHARED_P,
  MAX_TURNS,
  MIN_DRIFT,
  MIN_ROUNDS_BEFORE,
  MOVED_PART,
  MOVED_STRICTNESS,
  riseP,
} from './significance.ts'
import { at, median, statisticsOf } from './statistics.ts'

/** 1 is up, -1 is down. */
export type Direction = 1 | -1

/** From before to after the deploy, over agents that have values on both sides. */
export interface Change {
  readonly before: number
  readonly after: number
  /** One-sided: how often chance alone moves the metric this far in this direction. */
  readonly p: number
  /** More than chance, seen in more than one round, and by more than one agent if there are several. */
  readonly isSignificant: boolean
  /** The part of the change that came before the deploy, if it is far more than one round differs from the next; else 0. */
  readonly drift: number
  /** In percent of `before`, how far 95 % of the rounds before stay from it at most; `NaN` of a share. */
  readonly noisePercent: number
  /** Agents that got worse far beyond their own noise. */
  readonly worseAgents: readonly string[]
}

/**
 * @param worse - the direction that is worse
 * @param strictness - divides the chance that may explain a change that counts
 */
export type ChangeOf = (series: readonly AgentSeries[], worse: Direction, strictness?: number) => Change

/**
 * Times, throughput, scores. Each value is compared with the agent's own median before, a round is the median over its agents,
 * so that the trouble of one of them moves nothing, and the change is that from the median round before to the median after.
 */
export const magnitudeChange: ChangeOf = (series, worse, strictness = 1) => {
  const before = typicalValue(series.map(one => one.before))
  const ratios = series.map(one => logRatios(one, before))
  const rounds = { before: byRound(ratios.map(one => one.before)), after: byRound(ratios.map(one => one.after)) }
  const [base, level] = [median(rounds.before), median(rounds.after)]
  // If half of the rounds before have nothing but zeros, the agents' own medians are the base.
  const change = Math.expm1(Number.isFinite(base) ? level - base : level)
  const direction = change < 0 ? -1 : 1
  const oriented = (values: readonly number[]) => values.map(value => direction * value)
  const p = change === 0 ? 1 : riseP(oriented(rounds.before), oriented(rounds.after))
  const maxP = (series.length < 3 ? MAX_P.fewAgents : MAX_P.threeAgents) / strictness
  const isShared = ratios.filter(one => agentP(one, direction) < MAX_SHARED_P).length * 2 > ratios.length
  const noise = statisticsOf(rounds.before.map(value => Math.abs(value - base))).p95
  const size = Math.abs(Math.log1p(change))
  const isClear = size > noise || size > LARGE_CHANGE
  return {
    before,
    after: before + change * Math.abs(before),
    p,
    isSignificant: isShared && isClear && p < maxP,
    drift: driftOf(rounds.before, base, level),
    noisePercent: Number.isFinite(noise) ? Math.expm1(noise) * 100 : Number.NaN,
    worseAgents: ratios.filter(one => agentP(one, worse) < MAX_AGENT_P).map(({ agentName }) => agentName),
  }
}

/**
 * In a slow rise or fall, rounds resemble each other so much that the test for a step takes it for noise. It passes its half
 * once, and a few times more by noise; bursts go up and down.
 */
function driftOf(before: readonly number[], base: number, level: number): number {
  const moved = median(before.slice(-LAST_ROUNDS)) - base
  const pairs = before.slice(1).map((value, round) => [at(before, round), value] as const)
  const deviation = median(pairs.map(([one, next]) => Math.abs(next - one))) / MAD_PER_DEVIATION / Math.SQRT2
  const hasMoved = (value: number) => (value - base) / moved >= 0.5
  const turns = pairs.filter(([one, next]) => hasMoved(one) !== hasMoved(next)).length
  return Math.abs(moved) > MIN_DRIFT * deviation && turns <= MAX_TURNS ? moved / (level - base) : 0
}

/** The median over the agents of each agent's median: one timeout among sixty rounds, or one far agent, decides nothing. */
export function typicalValue(series: readonly (readonly Value[])[]): number {
  return median(series.map(own => median(own.map(({ value }) => value))))
}

/** 0 is the agent's own median before, 0.69 twice as much. An agent whose median is 0 is measured by the typical one. */
function logRatios({ agentName, before, after }: AgentSeries, typical: number): AgentSeries {
  const own = typicalValue([before])
  const scale = Math.abs(own) || Math.abs(typical)
  const toLog = ({ roundId, value }: Value) => ({
    roundId,
    value: Math.log(Math.max(0, 1 + (value - own) / scale)),
  })
  return { agentName, before: before.map(toLog), after: after.map(toLog) }
}

/** The median of each round, in the order of time. */
function byRound(series: readonly (readonly Value[])[]): readonly number[] {
  const rounds = Map.groupBy(series.flat(), ({ roundId }) => roundId)
  return [...rounds].sort(([a], [b]) => a - b).map(([, values]) => median(values.map(({ value }) => value)))
}

function agentP({ before, after }: AgentSeries, direction: Direction): number {
  const oriented = (values: readonly Value[]) => values.map(({ value }) => direction * value)
  const [earlier, later] = [oriented(before), oriented(after)]
  return median(later) > median(earlier) ? riseP(earlier, later) : 1
}

/**
 * Whether the metric moved before the deploy already, by load or drift: the last rounds before it are compared with the earlier
 * ones, as if the deploy had been between them.
 */
export function hasMovedBefore(changeOf: ChangeOf, series: readonly AgentSeries[], worse: Direction, change: Change) {
  if (change.drift >= MOVED_PART) return true
  const start = roundIdsOf(series, 'before').at(-LAST_ROUNDS) ?? Number.NaN
  const earlier = series
    .map(({ agentName, before }) => ({
      agentName,
      before: before.filter(({ roundId }) => roundId < start),
      after: before.filter(({ roundId }) => roundId >= start),
    }))
    .filter(({ before, after }) => before.length >= MIN_ROUNDS_BEFORE && after.length > 0)
  if (earlier.length === 0) return false
  const { before, after, isSignificant } = changeOf(earlier, worse, MOVED_STRICTNESS)
  return isSignificant && (after - before) / (change.after - before) >= MOVED_PART
}
