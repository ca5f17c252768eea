import { type Count, fisherExact, median, riseP } from './significance.ts'

/** What one agent measured before and after the deploy; an agent that asks several servers counts as one for each. */
export interface AgentSeries {
  readonly agent: number
  readonly before: readonly Value[]
  readonly after: readonly Value[]
}

export interface Value {
  readonly roundId: number
  readonly value: number
}

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
  readonly worseAgents: readonly number[]
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
 */
export function magnitudeChange(series: readonly AgentSeries[], worse: Direction): Change {
  const before = typicalValue(series.map(one => one.before))
  const ratios = series.map(one => logRatios(one, before))
  const rounds = { before: byRound(ratios.map(one => one.before)), after: byRound(ratios.map(one => one.after)) }
  const difference = median(rounds.after.map(median)) - median(rounds.before.map(median))
  const change = Number.isNaN(difference) ? 0 : Math.expm1(difference)
  const direction = change < 0 ? -1 : 1
  const oriented = (values: readonly (readonly number[])[]) => values.map(round => direction * median(round))
  const p = change === 0 ? 1 : riseP(oriented(rounds.before), oriented(rounds.after))
  const agreeing = ratios.filter(one => agentP(one, direction) < MAX_SHARED_P)
  const isShared = agreeing.length * 2 > ratios.length
  return {
    before,
    after: before + change * Math.abs(before),
    p,
    isSignificant: isShared && p < (series.length < 3 ? MAX_P.fewAgents : MAX_P.threeAgents),
    worseAgents: ratios.filter(one => agentP(one, worse) < MAX_AGENT_P).map(({ agent }) => agent),
  }
}

/** The median over the agents of each agent's median: one timeout among sixty rounds, or one far agent, decides nothing. */
export function typicalValue(series: readonly (readonly Value[])[]): number {
  return median(series.map(own => median(own.map(({ value }) => value))))
}

/** 0 is the agent's own median before, 0.69 twice as much. An agent whose median is 0 is measured by the typical one. */
function logRatios({ agent, before, after }: AgentSeries, typical: number): AgentSeries {
  const own = typicalValue([before])
  const scale = Math.abs(own) || Math.abs(typical)
  const toLog = ({ roundId, value }: Value) => ({
    roundId,
    value: Math.log(Math.max(0, 1 + (value - own) / scale)),
  })
  return { agent, before: before.map(toLog), after: after.map(toLog) }
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
  const oriented = (values: readonly Value[]) => byRound([values]).map(round => direction * median(round))
  const rounds = { before: oriented(before), after: oriented(after) }
  return median(rounds.after) > median(rounds.before) ? riseP(rounds.before, rounds.after) : 1
}

/**
 * Percentages such as availability and loss, and counts that are mostly 0, where a median sees nothing: the means, and Fisher's
 * exact test on how many rows are beyond the agent's own median before. One retransmit is one row, however much was lost in it.
 */
export function shareChange(series: readonly AgentSeries[], worse: Direction): Change {
  const weights = series.map(({ after }) => after.length)
  const before = weightedMean(
    series.map(one => meanOf(one.before)),
    weights,
  )
  const after = weightedMean(
    series.map(one => meanOf(one.after)),
    weights,
  )
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
  return {
    before,
    after,
    p: before === after ? 1 : p,
    isSignificant: before !== after && p < MAX_FISHER_P && isSpread(shared, isMore ? 'after' : 'before', series.length),
    worseAgents: outliers.filter(one => isWorse([one]) < MAX_AGENT_P).map(({ agent }) => agent),
  }
}

interface Deviations {
  readonly agent: number
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

function deviationsOf({ agent, before, after }: AgentSeries, side: Direction): Deviations {
  const own = typicalValue([before])
  // More than sums of decimals lose.
  const tolerance = Math.abs(own) * 1e-9
  const deviating = (values: readonly Value[]) => ({
    rounds: values.filter(({ value }) => side * (value - own) > tolerance).map(({ roundId }) => roundId),
    whole: values.length,
  })
  return { agent, before: deviating(before), after: deviating(after) }
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
function isSpread(deviations: readonly Deviations[], period: 'before' | 'after', agents: number): boolean {
  const affected = deviations.filter(one => one[period].rounds.length > 0)
  const rounds = new Set(affected.flatMap(one => one[period].rounds))
  return rounds.size >= 2 && affected.length >= (agents < 3 ? 1 : 2)
}

export function meanOf(values: readonly Value[]): number {
  return values.reduce((sum, { value }) => sum + value, 0) / values.length
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total
}
