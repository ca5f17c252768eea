import type { AgentSeries, Value } from './agent-series.ts'
import { type Count, fisherExact, riseP } from './significance.ts'
import { isNear, meanOf, median } from './statistics.ts'

/** 1 is up, -1 is down. */
export type Direction = 1 | -1

/** From before to after the deploy, over agents that have values on both sides. */
export interface Change {
  readonly before: number
  readonly after: number
  /** One-sided: how often chance alone moves the metric so far in this direction. */
  readonly p: number
  /** More than chance, seen in more than one round, and by more than one agent where there are several. */
  readonly isSignificant: boolean
  /** Agents that got worse far beyond their own noise. */
  readonly worseAgents: readonly string[]
}

/**
 * What chance may explain of a change that counts. Three agents find a real one in any case, and can do with fewer false alarms:
 * `npm run bench -- gate` measures both.
 */
const MAX_P = { fewAgents: 0.05, threeAgents: 0.02 }

/** Fisher's exact test gives fewer false alarms than this by itself. */
const MAX_FISHER_P = 0.05

/** More than half of the agents must show the change by themselves, if only faintly: one of a few still moves their median. */
const MAX_SHARED_P = 0.15

/** Stricter for a single agent, since there are many of them. */
const MAX_AGENT_P = 0.001

/**
 * Times, throughput, scores. Each value is compared with the agent's own median before, a round is the median over its agents,
 * so that the trouble of one of them moves nothing, and the change is that from the median round before to the median after.
 *
 * @param strictness - divides the chance that may explain a change that counts
 */
export function magnitudeChange(series: readonly AgentSeries[], worse: Direction, strictness = 1): Change {
  const before = typicalValue(series.map(one => one.before))
  const ratios = series.map(one => logRatios(one, before))
  const rounds = { before: byRound(ratios.map(one => one.before)), after: byRound(ratios.map(one => one.after)) }
  const [base, level] = [median(rounds.before.map(median)), median(rounds.after.map(median))]
  // Where half of the rounds before have nothing but zeros, the agents' own medians are the base.
  const change = Math.expm1(Number.isFinite(base) ? level - base : level)
  const direction = change < 0 ? -1 : 1
  const oriented = (values: readonly (readonly number[])[]) => values.map(round => direction * median(round))
  const p = change === 0 ? 1 : riseP(oriented(rounds.before), oriented(rounds.after))
  const maxP = (series.length < 3 ? MAX_P.fewAgents : MAX_P.threeAgents) / strictness
  const ownP = ratios.map(one => agentP(one, direction))
  const worseP = direction === worse ? ownP : ratios.map(one => agentP(one, worse))
  const agreeing = ownP.filter(own => own < MAX_SHARED_P)
  const isShared = agreeing.length * 2 > ratios.length
  return {
    before,
    after: before + change * Math.abs(before),
    p,
    isSignificant: isShared && p < maxP,
    worseAgents: ratios.filter((_, index) => (worseP[index] ?? 1) < MAX_AGENT_P).map(({ agentName }) => agentName),
  }
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

/** The values of each round, in the order of time. */
function byRound(series: readonly (readonly Value[])[]): readonly (readonly number[])[] {
  const rounds = new Map<number, number[]>()
  for (const { roundId, value } of series.flat()) {
    const round = rounds.get(roundId)
    if (round === undefined) rounds.set(roundId, [value])
    else round.push(value)
  }
  return [...rounds].sort(([a], [b]) => a - b).map(([, values]) => values)
}

function agentP({ before, after }: AgentSeries, direction: Direction): number {
  const oriented = (values: readonly Value[]) => values.map(({ value }) => direction * value)
  const rounds = { before: oriented(before), after: oriented(after) }
  return median(rounds.after) > median(rounds.before) ? riseP(rounds.before, rounds.after) : 1
}

/**
 * Percentages such as availability and loss, and counts that are mostly 0, where a median sees nothing: the means, and Fisher's
 * exact test on how many rows are beyond the agent's own median before. One retransmit is one row, however much was lost in it.
 *
 * @param strictness - divides the chance that may explain a change that counts
 */
export function shareChange(series: readonly AgentSeries[], worse: Direction, strictness = 1): Change {
  const weights = series.map(({ after }) => after.length)
  const meansOf = (period: 'before' | 'after') => series.map(one => meanOf(one[period].map(({ value }) => value)))
  const [before, after] = [weightedMean(meansOf('before'), weights), weightedMean(meansOf('after'), weights)]
  const side = busierSide(series)
  const deviations = series.map(one => deviationsOf(one, side))
  const outliers = deviations.filter(one => Math.min(moreP([one]), fewerP([one])) < MAX_AGENT_P)
  // What half of the agents or fewer see is theirs, not the deploy's.
  const isLocal = outliers.length * 2 <= deviations.length
  const shared = isLocal ? deviations.filter(one => !outliers.includes(one)) : deviations
  const rises = after > before
  const isMore = rises === (side === 1)
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
    worseAgents: outliers.filter(one => isWorse([one]) < MAX_AGENT_P).map(({ agentName }) => agentName),
  }
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

/** Rows above the agents' medians are counted, or those below: availability has only lower ones, most losses are higher. */
function busierSide(series: readonly AgentSeries[]): Direction {
  const rowsOn = (side: Direction) =>
    series
      .map(one => deviationsOf(one, side))
      .reduce((sum, { before, after }) => sum + before.rounds.length + after.rounds.length, 0)
  return rowsOn(1) >= rowsOn(-1) ? 1 : -1
}

function deviationsOf({ agentName, before, after }: AgentSeries, side: Direction): Deviations {
  const own = typicalValue([before])
  // More than sums of decimals lose.
  const tolerance = Math.abs(own) * 1e-9
  const deviating = (values: readonly Value[]) => ({
    rounds: values.filter(({ value }) => side * (value - own) > tolerance).map(({ roundId }) => roundId),
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

/** In two rounds, and by two agents where there are three: neither a moment of all nor one agent's trouble is the deploy's. */
export function isSpread(byAgent: readonly { readonly rounds: readonly number[] }[], agents: number): boolean {
  const affected = byAgent.filter(({ rounds }) => rounds.length > 0)
  const rounds = new Set(affected.flatMap(one => one.rounds))
  return rounds.size >= 2 && affected.length >= (agents < 3 ? 1 : 2)
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total
}
