import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { isNear, meanByKey, meanOf, type Statistics, squaredErrorOf, statisticsOf } from './statistics.ts'

/** A metric before and after the deploy. */
export interface Comparison {
  /** All values of each side. */
  readonly all: { readonly before: Values; readonly after: Values }
  /**
   * The sides of `changePercent`: means over the agents that have enough rounds on both sides, because an agent that stops
   * reporting, or a new one, would move the mean by itself. An agent has the same weight on both sides: its number of rounds
   * on the side where it has fewer. Where no agent has enough rounds, the means of all values.
   */
  readonly compared: { readonly before: Side; readonly after: Side }
  readonly comparedAgents: number
  /** Names of the agents without enough rounds on both sides; empty where no agent is compared. */
  readonly excludedAgents: readonly string[]
  /** The number of agents with enough rounds before the deploy and none after it. */
  readonly droppedAgents: number
  /** Infinite from a mean of 0, `NaN` where a side has no values. */
  readonly changePercent: number
  /** `same`: the change is no more than the noise of the rounds. */
  readonly assessment: 'better' | 'worse' | 'same' | 'tooFewRounds'
}

export interface Side {
  readonly mean: number
  readonly rounds: number
}

export interface Values {
  readonly statistics: Statistics
  readonly rounds: number
}

/** A side with fewer rounds is not assessed. */
export const MIN_ROUNDS = 3

/** A change of at most this many standard errors is noise. */
const NOISE_STANDARD_ERRORS = 3

/** The round and agent of each row. */
type RowIndex = Pick<Results, 'roundIds' | 'agents' | 'agentNames'>

/** @param isAfter - whether a row was measured after the deploy */
export function compare(index: RowIndex, { metric, values }: Column, isAfter: (row: number) => boolean): Comparison {
  const valuesBefore = values.map((value, row) => (isAfter(row) ? Number.NaN : value))
  const valuesAfter = values.map((value, row) => (isAfter(row) ? value : Number.NaN))
  const all = { before: summarize(index, valuesBefore), after: summarize(index, valuesAfter) }

  const [seriesBefore, seriesAfter] = [seriesByAgent(index, valuesBefore), seriesByAgent(index, valuesAfter)]
  const { weights, excludedAgents, droppedAgents } = groupAgents(seriesBefore, seriesAfter)
  const isComparable = weights.size > 0
  const [before, after] = isComparable
    ? [weightedMean(seriesBefore, weights), weightedMean(seriesAfter, weights)]
    : [unweightedMean(all.before), unweightedMean(all.after)]
  return {
    all,
    compared: { before, after },
    comparedAgents: weights.size,
    excludedAgents: isComparable ? excludedAgents.map(agent => index.agentNames[agent] ?? '') : [],
    droppedAgents,
    changePercent: isNear(before.mean, after.mean) ? 0 : ((after.mean - before.mean) / Math.abs(before.mean)) * 100,
    assessment: isComparable ? assess(before, after, metric) : 'tooFewRounds',
  }
}

function summarize({ roundIds }: RowIndex, values: readonly number[]): Values {
  return { statistics: statisticsOf(values), rounds: meanByKey(roundIds, values).size }
}

/** For each agent, its value by round, without the rounds that have none. */
type SeriesByAgent = ReadonlyMap<number, ReadonlyMap<number, number>>

function seriesByAgent({ roundIds, agents }: RowIndex, values: readonly number[]): SeriesByAgent {
  const byAgent = new Map<number, Map<number, number>>()
  for (const [row, value] of values.entries()) {
    const [agent, roundId] = [agents[row], roundIds[row]]
    if (agent === undefined || roundId === undefined || Number.isNaN(value)) continue
    const series = byAgent.get(agent) ?? new Map<number, number>()
    byAgent.set(agent, series.set(roundId, value))
  }
  return byAgent
}

/** The weights of the agents that can be compared, the other agents, and how many agents stopped reporting at the deploy. */
function groupAgents(before: SeriesByAgent, after: SeriesByAgent) {
  const agents = [...new Set([...before.keys(), ...after.keys()])]
  const roundsBefore = (agent: number) => before.get(agent)?.size ?? 0
  const roundsAfter = (agent: number) => after.get(agent)?.size ?? 0
  const weightOf = (agent: number) => Math.min(roundsBefore(agent), roundsAfter(agent))
  const comparable = agents.filter(agent => weightOf(agent) >= MIN_ROUNDS)
  return {
    weights: new Map(comparable.map(agent => [agent, weightOf(agent)])),
    excludedAgents: agents.filter(agent => weightOf(agent) < MIN_ROUNDS),
    droppedAgents: agents.filter(agent => roundsBefore(agent) >= MIN_ROUNDS && roundsAfter(agent) === 0).length,
  }
}

interface Mean extends Side {
  /** The square of the standard error of the mean; `NaN` where it is not known. */
  readonly squaredError: number
}

function unweightedMean({ statistics: { mean }, rounds }: Values): Mean {
  return { mean, rounds, squaredError: Number.NaN }
}

/**
 * The standard error is that of the agents' own rounds or that of the noise all agents share, whichever is larger. Shared
 * noise shows in the rounds' mean deviation from each agent's own mean: agents differ by more than rounds do, and not every
 * agent is in every round.
 */
function weightedMean(seriesOf: SeriesByAgent, weights: ReadonlyMap<number, number>): Mean {
  const totalWeight = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const [roundIds, deviations]: [number[], number[]] = [[], []]
  let [mean, ownSquaredError] = [0, 0]
  for (const [agent, weight] of weights) {
    const series = seriesOf.get(agent) ?? new Map<number, number>()
    const agentMean = meanOf(series.values())
    mean += (agentMean * weight) / totalWeight
    ownSquaredError += squaredErrorOf([...series.values()]) * (weight / totalWeight) ** 2
    for (const [roundId, value] of series) {
      roundIds.push(roundId)
      deviations.push(value - agentMean)
    }
  }
  const deviationByRound = meanByKey(roundIds, deviations)
  const sharedSquaredError = squaredErrorOf([...deviationByRound.values()])
  return { mean, rounds: deviationByRound.size, squaredError: Math.max(ownSquaredError, sharedSquaredError) }
}

function assess(before: Mean, after: Mean, { better }: Metric): Comparison['assessment'] {
  const noise = NOISE_STANDARD_ERRORS * Math.sqrt(before.squaredError + after.squaredError)
  if (isNear(before.mean, after.mean) || Math.abs(after.mean - before.mean) <= noise) return 'same'
  return after.mean < before.mean === (better === 'lower') ? 'better' : 'worse'
}
