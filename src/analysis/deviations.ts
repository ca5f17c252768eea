import { isPerfect, type Metric } from '../thousandeyes/metrics.ts'
import { type ChangeOf, type Direction, typicalValue } from './change.ts'
import { type AgentSeries, countEach, roundIdsOf, type Side, type Sides, type Value } from './series.ts'
import {
  type Count,
  fisherExact,
  MAX_AGENT_P,
  MAX_BUNCH_PART,
  MAX_FISHER_P,
  MAX_TAIL_P,
  SLOW_FACTOR,
} from './significance.ts'
import { isNear, meanOf, sumOf } from './statistics.ts'

/**
 * Percentages such as availability and loss, and counts that are mostly 0, which a median doesn't show: the means, and Fisher's
 * exact test on how many rows are beyond the agent's own median before. One retransmit is one row, however much was lost in it.
 */
export const shareChange: ChangeOf = (series, worse, strictness = 1) => {
  const rowsAfter = sumOf(series.map(one => one.after.length))
  const weightedMean = (side: Side) =>
    sumOf(series.map(one => meanOf(one[side].map(({ value }) => value)) * one.after.length)) / rowsAfter
  const [before, after] = [weightedMean('before'), weightedMean('after')]
  // Availability has only rows below the medians, most losses are above them.
  const [above, below] = [series.map(one => deviationsOf(one, 1)), series.map(one => deviationsOf(one, -1))]
  const rowsOf = (some: readonly Deviations[]) => countOf(some, 'before').part + countOf(some, 'after').part
  const direction = rowsOf(above) >= rowsOf(below) ? 1 : -1
  const deviations = direction === 1 ? above : below
  const outliers = deviations.filter(one => Math.min(mostP([one], 'after'), mostP([one], 'before')) < MAX_AGENT_P)
  const shared = withoutFew(deviations, outliers)
  const side = after > before === (direction === 1) ? 'after' : 'before'
  const worseSide = direction === worse ? 'after' : 'before'
  const p = mostP(shared, side)
  const roundsByAgent = shared.map(one => one[side].rounds)
  const isSame = isNear(before, after)
  return {
    before,
    after: isSame ? before : after,
    p: isSame ? 1 : p,
    isSignificant: !isSame && p < MAX_FISHER_P / strictness && isSpread(roundsByAgent, series.length),
    drift: 0,
    noisePercent: Number.NaN,
    worseAgents: outliers.filter(one => mostP([one], worseSide) < MAX_AGENT_P).map(({ agentName }) => agentName),
  }
}

/**
 * A broken tail, which a median does not see: significantly more rows than before take over twice their agent's own median, in
 * several rounds, and of several agents if there are.
 *
 * @returns the slow rows; `undefined` if there are not more
 */
export function findSlowTail(series: readonly AgentSeries[], strictness: number): Sides<Count> | undefined {
  const slow = series.map(one => deviationsOf(one, 1, own => own * (SLOW_FACTOR - 1)))
  const outliers = slow.filter(one => mostP([one], 'after') < MAX_AGENT_P)
  const shared = withoutFew(slow, outliers)
  const maxP = (series.length < 3 ? MAX_TAIL_P.fewAgents : MAX_TAIL_P.threeAgents) / strictness
  const roundsByAgent = shared.map(one => one.after.rounds)
  const isBroken = mostP(shared, 'after') < maxP && isSpread(roundsByAgent, series.length) && !hadBunch(shared, series)
  return isBroken ? { before: countOf(slow, 'before'), after: countOf(slow, 'after') } : undefined
}

/** Whether as many rounds in a row before the deploy had a good part of the slow rows after it: they come in bunches. */
function hadBunch(slow: readonly Deviations[], series: readonly AgentSeries[]): boolean {
  const [before, after] = [roundIdsOf(series, 'before'), roundIdsOf(series, 'after').length]
  const bunch = countOf(slow, 'after').part
  const slowIn = countEach(slow.flatMap(one => one.before.rounds))
  const counts = before.map(roundId => slowIn.get(roundId) ?? 0)
  return counts.some((_, start) => sumOf(counts.slice(start, start + after)) >= bunch * MAX_BUNCH_PART)
}

interface Deviations extends Sides<Deviating> {
  readonly agentName: string
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

function countOf(deviations: readonly Deviations[], side: Side): Count {
  const sides = deviations.map(one => one[side])
  return { part: sumOf(sides.map(({ rounds }) => rounds.length)), whole: sumOf(sides.map(({ whole }) => whole)) }
}

/** The probability that chance alone puts at least this many of the deviating rows on this side of the deploy. */
function mostP(deviations: readonly Deviations[], side: Side): number {
  return fisherExact(countOf(deviations, side), countOf(deviations, side === 'after' ? 'before' : 'after'))
}

/** In two rounds, and by two agents if there are three: neither a moment of all nor one agent's trouble is the deploy's. */
export function isSpread(roundsByAgent: readonly (readonly number[])[], agents = roundsByAgent.length): boolean {
  const affected = roundsByAgent.filter(rounds => rounds.length > 0)
  return new Set(affected.flat()).size >= 2 && affected.length >= (agents < 3 ? 1 : 2)
}

/** The round of each row that is less than perfect; of a metric that has no perfect value, of each row. */
export function imperfectRounds(values: readonly Value[], metric: Pick<Metric, 'better' | 'unit'>): readonly number[] {
  return values.filter(({ value }) => !isPerfect(value, metric)).map(({ roundId }) => roundId)
}
