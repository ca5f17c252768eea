import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { isNear, meanOf, meansBy, type Statistics, squaredErrorOf, statisticsOf } from './statistics.ts'

/** Before the deploy against after it. A round counts as after when it started at or after the deploy. */
export interface Comparison {
  /** All values of each side. */
  readonly all: { readonly before: Values; readonly after: Values }
  /**
   * What the change is from and to: the mean over those agents that have enough rounds on both sides, each of which counts as
   * much as any other, since one that falls silent, or a new one, would move the mean by itself. Of all values, where there is
   * no such agent.
   */
  readonly compared: { readonly before: Side; readonly after: Side }
  /** The names of the agents that are not compared; none, where no agent is. */
  readonly leftOut: readonly string[]
  /** From mean to mean; infinite from a mean of 0, `NaN` without values on a side. */
  readonly changePercent: number
  /** `same`: no more than the noise of the rounds explains. */
  readonly judgement: 'better' | 'worse' | 'same' | 'too few rounds'
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
type Grid = Pick<Results, 'roundIds' | 'agents' | 'agentNames'>

export function compare(grid: Grid, { metric, values }: Column, deployedAt: Date): Comparison {
  const deployed = deployedAt.getTime() / 1000
  const isAfter = (row: number) => (grid.roundIds[row] ?? Number.NaN) >= deployed
  const [before, after] = [only(values, row => !isAfter(row)), only(values, isAfter)]
  const { compared, leftOut } = agentsOf(grid, before, after)
  const weigh =
    compared.size > 0
      ? (side: readonly number[]) => weighAgents(grid, side, compared)
      : (side: readonly number[]) => weighValues(grid, side)
  const [weighedBefore, weighedAfter] = [weigh(before), weigh(after)]
  return {
    all: { before: valuesOf(grid, before), after: valuesOf(grid, after) },
    compared: { before: sideOf(weighedBefore), after: sideOf(weighedAfter) },
    leftOut: [...leftOut].map(agent => grid.agentNames[agent] ?? ''),
    changePercent: changePercent(weighedBefore.mean, weighedAfter.mean),
    judgement: compared.size > 0 ? judgementOf(weighedBefore, weighedAfter, metric) : 'too few rounds',
  }
}

function valuesOf({ roundIds }: Grid, values: readonly number[]): Values {
  return { statistics: statisticsOf(values), rounds: meansBy(roundIds, values).size }
}

function only(values: readonly number[], isKept: (row: number) => boolean): readonly number[] {
  return values.map((value, row) => (isKept(row) ? value : Number.NaN))
}

/** The agents that have enough values on both sides; if there are any, the others with values are left out. */
function agentsOf({ agents }: Grid, before: readonly number[], after: readonly number[]) {
  const countOf = (values: readonly number[]) => {
    const counts = new Map<number, number>()
    for (const [row, agent] of agents.entries()) {
      if (!Number.isNaN(values[row])) counts.set(agent, (counts.get(agent) ?? 0) + 1)
    }
    return counts
  }
  const [countBefore, countAfter] = [countOf(before), countOf(after)]
  const all = new Set([...countBefore.keys(), ...countAfter.keys()])
  const compared = new Set(
    [...all].filter(agent => Math.min(countBefore.get(agent) ?? 0, countAfter.get(agent) ?? 0) >= MIN_ROUNDS),
  )
  return { compared, leftOut: compared.size > 0 ? [...all].filter(agent => !compared.has(agent)) : [] }
}

/** A mean, and around it what the rounds' noise is seen in. */
interface Weighed {
  readonly mean: number
  readonly roundMeans: readonly number[]
}

function weighValues({ roundIds }: Grid, values: readonly number[]): Weighed {
  return { mean: statisticsOf(values).mean, roundMeans: [...meansBy(roundIds, values).values()] }
}

/**
 * Agents differ from each other by more than rounds do, and not all of them are in every round, so each value is seen as a
 * distance from its agent's mean.
 */
function weighAgents({ roundIds, agents }: Grid, values: readonly number[], compared: ReadonlySet<number>): Weighed {
  const own = only(values, row => compared.has(agents[row] ?? Number.NaN))
  const agentMeans = meansBy(agents, own)
  const distances = own.map((value, row) => value - (agentMeans.get(agents[row] ?? Number.NaN) ?? Number.NaN))
  return { mean: meanOf(agentMeans.values()), roundMeans: [...meansBy(roundIds, distances).values()] }
}

function sideOf({ mean, roundMeans }: Weighed): Side {
  return { mean, rounds: roundMeans.length }
}

function changePercent(before: number, after: number): number {
  return isNear(before, after) ? 0 : ((after - before) / Math.abs(before)) * 100
}

function judgementOf(before: Weighed, after: Weighed, { better }: Metric): Comparison['judgement'] {
  const noise = NOISE_ERRORS * Math.sqrt(squaredErrorOf(before.roundMeans) + squaredErrorOf(after.roundMeans))
  if (isNear(before.mean, after.mean) || Math.abs(after.mean - before.mean) <= noise) return 'same'
  return after.mean < before.mean === (better === 'lower') ? 'better' : 'worse'
}
