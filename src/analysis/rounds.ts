import { AVAILABILITY, type Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { type Comparison, compare } from './comparison.ts'
import { meanByKey, type Statistics, statisticsOf } from './statistics.ts'

/** What a test saw in the window. */
export interface Measurement {
  readonly testId: string
  /** The main metric first. Only those that have a value. */
  readonly metrics: readonly [MetricMeasurement, ...MetricMeasurement[]]
  /** By the main metric, after the deploy where there was one; the worst first, at most three, none where there is but one agent. */
  readonly worstAgents: readonly AgentMean[]
  /** How often each status code came, the most frequent first. */
  readonly codes: readonly (readonly [code: number, times: number])[]
}

export interface MetricMeasurement {
  readonly metric: Metric
  readonly statistics: Statistics
  /** All rounds, in the order of time. */
  readonly rounds: readonly Round[]
  /** `undefined`: no deploy time is known. */
  readonly comparison: Comparison | undefined
}

export interface Round {
  readonly startedAt: Date
  /** Over the agents; `NaN` where none has a value. */
  readonly mean: number
}

export interface AgentMean {
  readonly agentName: string
  /** `NaN`: it has no value, which is the worst. */
  readonly mean: number
}

const WORST_AGENTS = 3

/**
 * @param all - the results of the test's kinds, the one with the main metric first
 * @returns `undefined` where they have no values
 */
export function measurementOf(
  testId: string,
  all: readonly Results[],
  deployedAt: Date | undefined,
): Measurement | undefined {
  const measured = all.flatMap(results => results.columns.filter(hasValues).map(column => ({ results, column })))
  const [main, ...others] = measured
  if (main === undefined) return undefined
  const measure = ({ results, column }: (typeof measured)[number]) => metricMeasurementOf(results, column, deployedAt)
  return {
    testId,
    metrics: [measure(main), ...others.map(measure)],
    worstAgents: worstAgentsOf(main.results, main.column, deployedAt),
    codes: all.flatMap(({ codes }) => [...codes]).sort(([, a], [, b]) => b - a),
  }
}

/** Whether there is any value in the column. */
export function hasValues({ values }: Column): boolean {
  return values.some(value => !Number.isNaN(value))
}

function metricMeasurementOf(results: Results, column: Column, deployedAt: Date | undefined): MetricMeasurement {
  return {
    metric: column.metric,
    statistics: statisticsOf(column.values),
    rounds: roundsOf(results, column),
    comparison: deployedAt === undefined ? undefined : compare(results, column, deployedAt),
  }
}

function roundsOf({ roundIds }: Results, { values }: Column): readonly Round[] {
  const context = meanByKey(roundIds, values)
  return [...new Set(roundIds)]
    .sort((a, b) => a - b)
    .map(roundId => ({ startedAt: new Date(roundId * 1000), mean: context.get(roundId) ?? Number.NaN }))
}

function worstAgentsOf(
  { roundIds, agents, agentNames }: Results,
  { metric, values }: Column,
  deployedAt: Date | undefined,
): readonly AgentMean[] {
  if (agentNames.length < 2) return []
  const since = (deployedAt?.getTime() ?? 0) / 1000
  const after = values.map((value, row) => ((roundIds[row] ?? 0) >= since ? value : Number.NaN))
  const context = meanByKey(agents, after)
  if (context.size === 0) return []
  const sign = metric.better === 'lower' ? -1 : 1
  return agentNames
    .map((agentName, agent) => ({ agentName, mean: context.get(agent) ?? Number.NaN }))
    .sort((a, b) => Number(Number.isNaN(b.mean)) - Number(Number.isNaN(a.mean)) || sign * (a.mean - b.mean))
    .slice(0, WORST_AGENTS)
}

/** The means of the availability beside the main metric, before and after a deploy, where some of it is missing at the end. */
export function lostAvailability({ metrics: [, ...others] }: Measurement): readonly number[] {
  const availability = others.find(({ metric }) => metric.name === AVAILABILITY.name)
  if (availability === undefined) return []
  const { statistics, comparison } = availability
  const context =
    comparison === undefined
      ? [statistics.mean]
      : [comparison.all.before, comparison.all.after].map(side => side.statistics.mean)
  return (context.at(-1) ?? 100) < 100 ? context : []
}
