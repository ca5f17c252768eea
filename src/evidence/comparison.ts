import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { isNear, meanOf, meansBy, type Statistics, squaredErrorOf, statisticsOf } from './statistics.ts'

/** Before the deploy against after it. A round counts as after when it started at or after the deploy. */
export interface Comparison {
  /** All values of each side. */
  readonly before: Side
  readonly after: Side
  /**
   * The values that the change and the judgement are of: those of the agents that have some on both sides, since an agent
   * that falls silent, or a new one, would move the mean by itself. All, where a side has none.
   */
  readonly compared: { readonly before: Side; readonly after: Side }
  /** The names of the agents that are not compared. */
  readonly onlyBefore: readonly string[]
  readonly onlyAfter: readonly string[]
  /** From mean to mean; infinite from a mean of 0, `NaN` without values on a side. */
  readonly changePercent: number
  /** `same`: no more than the noise of the rounds explains. */
  readonly judgement: 'better' | 'worse' | 'same' | 'too few rounds'
}

export interface Side {
  readonly statistics: Statistics
  /** One for each round, over its agents. */
  readonly roundMeans: readonly number[]
}

/** Fewer rounds on a side are not judged. */
export const MIN_ROUNDS = 3

/** How many standard errors a difference must exceed to be more than noise. */
const NOISE_ERRORS = 3

export function compare(
  { roundIds, agents, agentNames }: Pick<Results, 'roundIds' | 'agents' | 'agentNames'>,
  { metric, values }: Column,
  deployedAt: Date,
): Comparison {
  const deployed = deployedAt.getTime() / 1000
  const only = (own: readonly number[], isKept: (row: number) => boolean) =>
    own.map((value, row) => (isKept(row) ? value : Number.NaN))
  const isAfter = (row: number) => (roundIds[row] ?? Number.NaN) >= deployed
  const [before, after] = [only(values, row => !isAfter(row)), only(values, isAfter)]
  const { onlyBefore, onlyAfter } = notOnBoth(agentsWith(agents, before), agentsWith(agents, after))
  const leftOut = new Set([...onlyBefore, ...onlyAfter])
  const isCompared = (row: number) => !leftOut.has(agents[row] ?? Number.NaN)

  const all = { before: sideOf(roundIds, before), after: sideOf(roundIds, after) }
  const compared =
    leftOut.size === 0
      ? all
      : { before: sideOf(roundIds, only(before, isCompared)), after: sideOf(roundIds, only(after, isCompared)) }
  const namesOf = (some: readonly number[]) => some.map(agent => agentNames[agent] ?? '')
  return {
    ...all,
    compared,
    onlyBefore: namesOf(onlyBefore),
    onlyAfter: namesOf(onlyAfter),
    changePercent: changePercent(compared.before.statistics.mean, compared.after.statistics.mean),
    judgement: judge(compared.before.roundMeans, compared.after.roundMeans, metric),
  }
}

function sideOf(roundIds: readonly number[], values: readonly number[]): Side {
  return { statistics: statisticsOf(values), roundMeans: [...meansBy(roundIds, values).values()] }
}

function agentsWith(agents: readonly number[], values: readonly number[]): ReadonlySet<number> {
  return new Set(agents.filter((_, row) => !Number.isNaN(values[row])))
}

/** None, where a side has no agents at all. */
function notOnBoth(before: ReadonlySet<number>, after: ReadonlySet<number>) {
  if (before.size === 0 || after.size === 0) return { onlyBefore: [], onlyAfter: [] }
  return {
    onlyBefore: [...before].filter(agent => !after.has(agent)),
    onlyAfter: [...after].filter(agent => !before.has(agent)),
  }
}

function changePercent(before: number, after: number): number {
  return isNear(before, after) ? 0 : ((after - before) / Math.abs(before)) * 100
}

/** Agents differ from each other by more than rounds do, so the rounds' means are compared. */
function judge(before: readonly number[], after: readonly number[], { better }: Metric): Comparison['judgement'] {
  if (before.length < MIN_ROUNDS || after.length < MIN_ROUNDS) return 'too few rounds'
  const [meanBefore, meanAfter] = [meanOf(before), meanOf(after)]
  const noise = NOISE_ERRORS * Math.sqrt(squaredErrorOf(before) + squaredErrorOf(after))
  if (isNear(meanBefore, meanAfter) || Math.abs(meanAfter - meanBefore) <= noise) return 'same'
  return meanAfter < meanBefore === (better === 'lower') ? 'better' : 'worse'
}
