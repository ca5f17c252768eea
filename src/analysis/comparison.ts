import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { isNear, Mean, meanByKey, meanOf, type Statistics, squaredErrorOf, statisticsOf } from './statistics.ts'

/** Before the deploy against after it. A round counts as after when it started at or after the deploy. */
export interface Comparison {
  /** All values of each side. */
  readonly all: { readonly before: Values; readonly after: Values }
  /**
   * What the change is from and to: the mean over those agents that have enough rounds on both sides, since one that falls
   * silent, or a new one, would move the mean by itself. On both sides, an agent counts by its rounds on the side where it has
   * fewer. Of all values, where there is no such agent.
   */
  readonly compared: { readonly before: Side; readonly after: Side }
  readonly comparedAgents: number
  /** The names of the agents that are not compared; none, where no agent is. */
  readonly excludedAgents: readonly string[]
  /** How many of them have enough rounds before the deploy, and none since. */
  readonly droppedAgents: number
  /** From mean to mean; infinite from a mean of 0, `NaN` without values on a side. */
  readonly changePercent: number
  /** `same`: no more than the noise of the rounds explains. */
  readonly assessment: 'better' | 'worse' | 'same' | 'too few rounds'
}

export interface Side {
  readonly mean: number
  readonly rounds: number
}

export interface Values {
  readonly statistics: Statistics
  readonly rounds: number
}

/** Fewer rounds on a side are not judged. */
export const MIN_ROUNDS = 3

/** How many standard errors a difference must exceed to be more than noise. */
const NOISE_ERRORS = 3

/** Which row is of which round and agent. */
type RowIndex = Pick<Results, 'roundIds' | 'agents' | 'agentNames'>

export function compare(grid: RowIndex, { metric, values }: Column, deployedAt: Date): Comparison {
  const { roundIds, agentNames } = grid
  const deployed = deployedAt.getTime() / 1000
  const isAfter = (row: number) => (roundIds[row] ?? Number.NaN) >= deployed
  const mask = (isKept: (row: number) => boolean) => values.map((value, row) => (isKept(row) ? value : Number.NaN))
  const [before, after] = [mask(row => !isAfter(row)), mask(isAfter)]
  const all = { before: valuesOf(grid, before), after: valuesOf(grid, after) }
  const [seriesBefore, seriesAfter] = [seriesOf(grid, before), seriesOf(grid, after)]
  const { weights, excludedAgents, droppedAgents } = agentsOf(seriesBefore, seriesAfter)
  const isComparable = weights.size > 0
  const weighed = isComparable
    ? { before: weightedMean(seriesBefore, weights), after: weightedMean(seriesAfter, weights) }
    : { before: unweighed(all.before), after: unweighed(all.after) }
  return {
    all,
    compared: weighed,
    comparedAgents: weights.size,
    excludedAgents: isComparable ? excludedAgents.map(agent => agentNames[agent] ?? '') : [],
    droppedAgents,
    changePercent: changePercent(weighed.before.mean, weighed.after.mean),
    assessment: isComparable ? assess(weighed.before, weighed.after, metric) : 'too few rounds',
  }
}

function valuesOf({ roundIds }: RowIndex, values: readonly number[]): Values {
  return { statistics: statisticsOf(values), rounds: meanByKey(roundIds, values).size }
}

/** Of each agent, the value of each round that has one. */
type Series = ReadonlyMap<number, ReadonlyMap<number, number>>

function seriesOf({ roundIds, agents }: RowIndex, values: readonly number[]): Series {
  const series = new Map<number, Map<number, number>>()
  for (const [row, value] of values.entries()) {
    const [agent, roundId] = [agents[row], roundIds[row]]
    if (agent === undefined || roundId === undefined || Number.isNaN(value)) continue
    const own = series.get(agent) ?? new Map<number, number>()
    series.set(agent, own.set(roundId, value))
  }
  return series
}

/** Those that have enough rounds on both sides, with their weights; the others; and how many fell silent at the deploy. */
function agentsOf(before: Series, after: Series) {
  const all = [...new Set([...before.keys(), ...after.keys()])]
  const fewest = (agent: number) => Math.min(before.get(agent)?.size ?? 0, after.get(agent)?.size ?? 0)
  const isSilent = (agent: number) => (before.get(agent)?.size ?? 0) >= MIN_ROUNDS && !after.has(agent)
  return {
    weights: new Map(all.flatMap(agent => (fewest(agent) < MIN_ROUNDS ? [] : [[agent, fewest(agent)] as const]))),
    excludedAgents: all.filter(agent => fewest(agent) < MIN_ROUNDS),
    droppedAgents: all.filter(isSilent).length,
  }
}

interface WeightedMean extends Side {
  /** The standard error of the mean, squared. */
  readonly squaredError: number
}

function unweighed({ statistics: { mean }, rounds }: Values): WeightedMean {
  return { mean, rounds, squaredError: Number.NaN }
}

/**
 * The noise is that of each agent by itself, or that which they share, whichever is larger. Agents differ from each other by
 * more than rounds do, and not all are in every round, so what they share is seen in their distances from their own means.
 */
function weightedMean(series: Series, weights: ReadonlyMap<number, number>): WeightedMean {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const distances = new Map<number, Mean>()
  let [mean, ownError] = [0, 0]
  for (const [agent, weight] of weights) {
    const own = series.get(agent) ?? new Map<number, number>()
    const ownMean = meanOf(own.values())
    mean += (ownMean * weight) / total
    ownError += squaredErrorOf([...own.values()]) * (weight / total) ** 2
    for (const [roundId, value] of own) {
      const distance = distances.get(roundId) ?? new Mean()
      distance.add(value - ownMean)
      distances.set(roundId, distance)
    }
  }
  const sharedError = squaredErrorOf([...distances.values()].map(({ value }) => value))
  return { mean, rounds: distances.size, squaredError: Math.max(ownError, sharedError) }
}

function changePercent(before: number, after: number): number {
  return isNear(before, after) ? 0 : ((after - before) / Math.abs(before)) * 100
}

function assess(before: WeightedMean, after: WeightedMean, { better }: Metric): Comparison['assessment'] {
  const noise = NOISE_ERRORS * Math.sqrt(before.squaredError + after.squaredError)
  if (isNear(before.mean, after.mean) || Math.abs(after.mean - before.mean) <= noise) return 'same'
  return after.mean < before.mean === (better === 'lower') ? 'better' : 'worse'
}
