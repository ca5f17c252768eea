import type { AgentSeries, Value } from './series.ts'
import {
  type Count,
  fisherExact,
  LARGE_CHANGE,
  LAST_ROUNDS,
  MAD_PER_DEVIATION,
  MAX_AGENT_P,
  MAX_FISHER_P,
  MAX_P,
  MAX_SHARED_P,
  MAX_TAIL_P,
  MIN_DRIFT,
  MIN_ROUNDS_BEFORE,
  MOVED_PART,
  MOVED_STRICTNESS,
  riseP,
  SLOW_FACTOR,
} from './significance.ts'
import { isNear, meanOf, median, statisticsOf } from './statistics.ts'

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
  /** The part of the change that the last rounds before the deploy have already, if it is far more than one round differs from the next. */
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
type ChangeOf = (series: readonly AgentSeries[], worse: Direction, strictness?: number) => Change

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
  const ownP = ratios.map(one => agentP(one, direction))
  const worseP = direction === worse ? ownP : ratios.map(one => agentP(one, worse))
  const agreeing = ownP.filter(own => own < MAX_SHARED_P)
  const isShared = agreeing.length * 2 > ratios.length
  const noise = statisticsOf(rounds.before.map(value => Math.abs(value - base))).p95
  const isClear = Math.abs(level - base) > Math.min(noise, LARGE_CHANGE)
  return {
    before,
    after: before + change * Math.abs(before),
    p,
    isSignificant: isShared && isClear && p < maxP,
    drift: driftOf(rounds.before, base, level),
    noisePercent: Math.expm1(noise) * 100,
    worseAgents: ratios.filter((_, index) => (worseP[index] ?? 1) < MAX_AGENT_P).map(({ agentName }) => agentName),
  }
}

/** A slow rise or fall resembles itself from round to round so much that the test for a step takes it for noise. */
function driftOf(before: readonly number[], base: number, level: number): number {
  const moved = median(before.slice(-LAST_ROUNDS)) - base
  const steps = before.slice(1).map((value, round) => Math.abs(value - (before[round] ?? Number.NaN)))
  const deviation = median(steps) / MAD_PER_DEVIATION / Math.SQRT2
  return Math.abs(moved) > MIN_DRIFT * deviation ? moved / (level - base) : 0
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
  const rounds = { before: oriented(before), after: oriented(after) }
  return median(rounds.after) > median(rounds.before) ? riseP(rounds.before, rounds.after) : 1
}

/**
 * Percentages such as availability and loss, and counts that are mostly 0, of which a median sees nothing: the means, and Fisher's
 * exact test on how many rows are beyond the agent's own median before. One retransmit is one row, however much was lost in it.
 */
export const shareChange: ChangeOf = (series, worse, strictness = 1) => {
  const weights = series.map(({ after }) => after.length)
  const meansOf = (period: 'before' | 'after') => series.map(one => meanOf(one[period].map(({ value }) => value)))
  const [before, after] = [weightedMean(meansOf('before'), weights), weightedMean(meansOf('after'), weights)]
  const side = busierSide(series)
  const deviations = series.map(one => deviationsOf(one, side))
  const outliers = deviations.filter(one => Math.min(moreP([one]), fewerP([one])) < MAX_AGENT_P)
  const shared = withoutFew(deviations, outliers)
  const isMore = after > before === (side === 1)
  const p = isMore ? moreP(shared) : fewerP(shared)
  const isWorse = side === worse ? moreP : fewerP
  const isSame = isNear(before, after)
  const isSignificant =
    p < MAX_FISHER_P / strictness &&
    isSpread(
      shared.map(one => one[isMore ? 'after' : 'before']),
      series.length,
    )
  return {
    before,
    after: isSame ? before : after,
    p: isSame ? 1 : p,
    isSignificant: !isSame && isSignificant,
    drift: 0,
    noisePercent: Number.NaN,
    worseAgents: outliers.filter(one => isWorse([one]) < MAX_AGENT_P).map(({ agentName }) => agentName),
  }
}

/**
 * Whether the metric moved before the deploy already, by load or drift: the last rounds before it are compared with the earlier
 * ones, as if the deploy had been between them.
 */
export function hasMovedBefore(changeOf: ChangeOf, series: readonly AgentSeries[], worse: Direction, change: Change) {
  if (change.drift >= MOVED_PART) return true
  const start = roundsOf(series, 'before').at(-LAST_ROUNDS) ?? Number.NaN
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

function roundsOf(series: readonly AgentSeries[], period: 'before' | 'after'): readonly number[] {
  return [...new Set(series.flatMap(one => one[period].map(({ roundId }) => roundId)))].sort((a, b) => a - b)
}

/**
 * A broken tail, which a median does not see: significantly more rows than before take over twice their agent's own median, in
 * several rounds, and of several agents if there are.
 *
 * @returns the slow rows; `undefined` if there are not more
 */
export function findSlowTail(
  series: readonly AgentSeries[],
  strictness: number,
): { readonly before: Count; readonly after: Count } | undefined {
  const slow = series.map(one => deviationsOf(one, 1, own => own * (SLOW_FACTOR - 1)))
  const shared = withoutFew(
    slow,
    slow.filter(one => moreP([one]) < MAX_AGENT_P),
  )
  const isBroken =
    moreP(shared) < (series.length < 3 ? MAX_TAIL_P.fewAgents : MAX_TAIL_P.threeAgents) / strictness &&
    isSpread(
      shared.map(one => one.after),
      series.length,
    ) &&
    !hadAsMany(shared, series)
  return isBroken ? { before: countOf(slow, 'before'), after: countOf(slow, 'after') } : undefined
}

/** Whether as many rounds in a row before the deploy had as many slow rows: they come in bunches. */
function hadAsMany(slow: readonly Deviations[], series: readonly AgentSeries[]): boolean {
  const [before, after] = [roundsOf(series, 'before'), roundsOf(series, 'after').length]
  const bunch = slow.reduce((sum, one) => sum + one.after.rounds.length, 0)
  const slowIn = Map.groupBy(
    slow.flatMap(one => one.before.rounds),
    roundId => roundId,
  )
  const counts = before.map(roundId => slowIn.get(roundId)?.length ?? 0)
  return counts.some((_, start) => counts.slice(start, start + after).reduce((sum, one) => sum + one, 0) >= bunch)
}

interface Deviations {
  readonly agentName: string
  readonly before: Deviating
  readonly after: Deviating
}

/** The rounds of the deviating rows, out of how many rows. */
interface Deviating {
  readonly rounds: readonly number[]
  readonly whole: number
}

/** What half of the agents or fewer see is theirs, not the deploy's. */
function withoutFew(all: readonly Deviations[], outliers: readonly Deviations[]): readonly Deviations[] {
  const isOutlier = new Set(outliers)
  return outliers.length * 2 <= all.length ? all.filter(one => !isOutlier.has(one)) : all
}

/** Rows above the agents' medians are counted, or those below: availability has only lower ones, most losses are higher. */
function busierSide(series: readonly AgentSeries[]): Direction {
  const rowsOn = (side: Direction) =>
    series
      .map(one => deviationsOf(one, side))
      .reduce((sum, { before, after }) => sum + before.rounds.length + after.rounds.length, 0)
  return rowsOn(1) >= rowsOn(-1) ? 1 : -1
}

/** Rows on this side of the agent's own median before, by more than `margin`: more than sums of decimals lose. */
function deviationsOf(
  { agentName, before, after }: AgentSeries,
  side: Direction,
  margin = (own: number) => Math.abs(own) * 1e-9,
): Deviations {
  const own = typicalValue([before])
  const deviating = (values: readonly Value[]) => ({
    rounds: values.filter(({ value }) => side * (value - own) > margin(own)).map(({ roundId }) => roundId),
    whole: values.length,
  })
  return { agentName, before: deviating(before), after: deviating(after) }
}

function countOf(deviations: readonly Deviations[], period: 'before' | 'after'): Count {
  return {
    part: deviations.reduce((sum, one) => sum + one[period].rounds.length, 0),
    whole: deviations.reduce((sum, one) => sum + one[period].whole, 0),
  }
}

function moreP(deviations: readonly Deviations[]): number {
  return fisherExact(countOf(deviations, 'after'), countOf(deviations, 'before'))
}

function fewerP(deviations: readonly Deviations[]): number {
  return fisherExact(countOf(deviations, 'before'), countOf(deviations, 'after'))
}

/** In two rounds, and by two agents if there are three: neither a moment of all nor one agent's trouble is the deploy's. */
export function isSpread(byAgent: readonly { readonly rounds: readonly number[] }[], agents: number): boolean {
  const affected = byAgent.filter(({ rounds }) => rounds.length > 0)
  const rounds = new Set(affected.flatMap(one => one.rounds))
  return rounds.size >= 2 && affected.length >= (agents < 3 ? 1 : 2)
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total
}
