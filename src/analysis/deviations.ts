import type { Metric } from '../thousandeyes/metrics.ts'
import { type ChangeOf, type Direction, typicalValue } from './change.ts'
import { type AgentSeries, roundIdsOf, type Value } from './series.ts'
import {
  type Count,
  fisherExact,
  MAX_AGENT_P,
  MAX_BUNCH_PART,
  MAX_FISHER_P,
  MAX_TAIL_P,
  SLOW_FACTOR,
} from './significance.ts'
import { at, isNear, meanOf } from './statistics.ts'

/**
 * Percentages such as availability and loss, and counts that are mostly 0, which a median doesn't show: the means, and Fisher's
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
    !hadBunch(shared, series)
  return isBroken ? { before: countOf(slow, 'before'), after: countOf(slow, 'after') } : undefined
}

/** Whether as many rounds in a row before the deploy had a good part of the slow rows after it: they come in bunches. */
function hadBunch(slow: readonly Deviations[], series: readonly AgentSeries[]): boolean {
  const [before, after] = [roundIdsOf(series, 'before'), roundIdsOf(series, 'after').length]
  const bunch = slow.reduce((sum, one) => sum + one.after.rounds.length, 0)
  const slowIn = Map.groupBy(
    slow.flatMap(one => one.before.rounds),
    roundId => roundId,
  )
  const counts = before.map(roundId => slowIn.get(roundId)?.length ?? 0)
  const sumFrom = (start: number) => counts.slice(start, start + after).reduce((sum, one) => sum + one, 0)
  return counts.some((_, start) => sumFrom(start) >= bunch * MAX_BUNCH_PART)
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
  return values.reduce((sum, value, index) => sum + value * at(weights, index), 0) / total
}

/** The round of each row that is less than perfect; of a metric that has no perfect value, of each row. */
export function imperfectRounds(
  values: readonly Value[],
  { better, unit }: Pick<Metric, 'better' | 'unit'>,
): readonly number[] {
  const isPerfect = (value: number) => (better === 'lower' ? value <= 0 : unit === '%' && value >= 100)
  return values.filter(({ value }) => !isPerfect(value)).map(({ roundId }) => roundId)
}
