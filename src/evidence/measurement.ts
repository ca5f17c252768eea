import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { type Comparison, compare } from './comparison.ts'
import { meansBy, type Statistics, statisticsOf } from './statistics.ts'

/** What a test saw in the window. */
export interface Measurement {
  readonly testId: string
  /** The main metric first. Only those that have a value. */
  readonly metrics: readonly MetricMeasurement[]
  /** By the main metric, after the deploy where there was one; the worst first, at most three, none where there is but one agent. */
  readonly worstAgents: readonly AgentMean[]
  /** How often each status code came, the most frequent first. */
  readonly codes: readonly (readonly [code: number, times: number])[]
}

export interface MetricMeasurement {
  readonly metric: Metric
  readonly statistics: Statistics
  /** The mean over the agents, in the order of time. */
  readonly rounds: readonly Round[]
  /** `undefined`: no deploy time is known. */
  readonly comparison: Comparison | undefined
}

export interface Round {
  readonly startedAt: Date
  readonly mean: number
}

export interface AgentMean {
  readonly agentName: string
  readonly mean: number
}

const WORST_AGENTS = 3

/** @param all - the results of the test's kinds, the one with the main metric first */
export function measurementOf(testId: string, all: readonly Results[], deployedAt: Date | undefined): Measurement {
  const measured = all.flatMap(results => results.columns.filter(hasValues).map(column => ({ results, column })))
  const [main] = measured
  return {
    testId,
    metrics: measured.map(({ results, column }) => metricMeasurementOf(results, column, deployedAt)),
    worstAgents: main === undefined ? [] : worstAgentsOf(main.results, main.column, deployedAt),
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
  return [...meansBy(roundIds, values)]
    .sort(([a], [b]) => a - b)
    .map(([roundId, mean]) => ({ startedAt: new Date(roundId * 1000), mean }))
}

function worstAgentsOf(
  { roundIds, agents, agentNames }: Results,
  { metric, values }: Column,
  deployedAt: Date | undefined,
): readonly AgentMean[] {
  const since = (deployedAt?.getTime() ?? 0) / 1000
  const after = values.map((value, row) => ((roundIds[row] ?? 0) >= since ? value : Number.NaN))
  const byAgent = meansBy(agents, after)
  if (byAgent.size < 2) return []
  const sign = metric.better === 'lower' ? -1 : 1
  return [...byAgent]
    .map(([agent, mean]) => ({ agentName: agentNames[agent] ?? '', mean }))
    .sort((a, b) => sign * (a.mean - b.mean))
    .slice(0, WORST_AGENTS)
}
