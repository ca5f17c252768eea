import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { type Comparison, compare } from './comparison.ts'
import { Mean, type Statistics, statisticsOf } from './statistics.ts'

/** What a test saw in the window. */
export interface Measurement {
  readonly testId: string
  readonly testType: string
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
export function measurementOf(
  testId: string,
  testType: string,
  all: readonly Results[],
  deployedAt: Date | undefined,
): Measurement {
  const metrics = new Map<string, MetricMeasurement>()
  for (const results of all) {
    for (const column of results.columns) {
      if (metrics.has(column.metric.name)) continue
      const measured = metricMeasurementOf(results, column, deployedAt)
      if (measured.statistics.count > 0) metrics.set(column.metric.name, measured)
    }
  }
  return {
    testId,
    testType,
    metrics: [...metrics.values()],
    worstAgents: all[0] === undefined ? [] : worstAgentsOf(all[0], deployedAt),
    codes: all.flatMap(({ codes }) => [...codes]).sort(([, a], [, b]) => b - a),
  }
}

function metricMeasurementOf(results: Results, column: Column, deployedAt: Date | undefined): MetricMeasurement {
  const rounds = roundsOf(results, column)
  return {
    metric: column.metric,
    statistics: statisticsOf(column.values),
    rounds,
    comparison: deployedAt === undefined ? undefined : compare(results.roundIds, column, rounds, deployedAt),
  }
}

function roundsOf({ roundIds }: Results, { values }: Column): readonly Round[] {
  return [...meansBy(roundIds, values)]
    .sort(([a], [b]) => a - b)
    .map(([roundId, mean]) => ({ startedAt: new Date(roundId * 1000), mean }))
}

function worstAgentsOf(results: Results, deployedAt: Date | undefined): readonly AgentMean[] {
  const [main] = results.columns
  if (main === undefined) return []
  const since = (deployedAt?.getTime() ?? 0) / 1000
  const after = main.values.map((value, row) => ((results.roundIds[row] ?? 0) >= since ? value : Number.NaN))
  const byAgent = meansBy(results.agents, after)
  if (byAgent.size < 2) return []
  const sign = main.metric.better === 'lower' ? -1 : 1
  return [...byAgent]
    .map(([agent, mean]) => ({ agentName: results.agentNames[agent] ?? '', mean }))
    .sort((a, b) => sign * (a.mean - b.mean))
    .slice(0, WORST_AGENTS)
}

/** The mean of the values with the same key; rows without a value do not count. */
function meansBy(keys: readonly number[], values: readonly number[]): ReadonlyMap<number, number> {
  const means = new Map<number, Mean>()
  for (const [row, value] of values.entries()) {
    const key = keys[row]
    if (key === undefined || Number.isNaN(value)) continue
    const mean = means.get(key) ?? new Mean()
    mean.add(value)
    means.set(key, mean)
  }
  return new Map([...means].map(([key, { value }]) => [key, value]))
}
