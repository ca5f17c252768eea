import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { type Comparison, compare } from './comparison.ts'
import { meanOf, type Statistics, statisticsOf } from './statistics.ts'

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
      const measured = metricMeasurementOf(results, column, deployedAt)
      if (measured.statistics.count > 0 && !metrics.has(column.metric.name)) metrics.set(column.metric.name, measured)
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

/** One row's value, and when its round started, in epoch milliseconds. */
interface Value {
  readonly startedAtMs: number
  readonly agent: number
  readonly value: number
}

function valuesOf({ roundIds, agents }: Results, { values }: Column): readonly Value[] {
  return values.flatMap((value, row) => {
    const [roundId, agent] = [roundIds[row], agents[row]]
    if (Number.isNaN(value) || roundId === undefined || agent === undefined) return []
    return [{ startedAtMs: roundId * 1000, agent, value }]
  })
}

function metricMeasurementOf(results: Results, column: Column, deployedAt: Date | undefined): MetricMeasurement {
  const values = valuesOf(results, column)
  const rounds = roundsOf(values)
  return {
    metric: column.metric,
    statistics: statisticsOf(values.map(({ value }) => value)),
    rounds,
    comparison: deployedAt === undefined ? undefined : compare(values, rounds, column.metric, deployedAt),
  }
}

function roundsOf(values: readonly Value[]): readonly Round[] {
  return [...means(values, ({ startedAtMs }) => startedAtMs)]
    .sort(([a], [b]) => a - b)
    .map(([startedAtMs, mean]) => ({ startedAt: new Date(startedAtMs), mean }))
}

function worstAgentsOf(results: Results, deployedAt: Date | undefined): readonly AgentMean[] {
  const [main] = results.columns
  if (main === undefined) return []
  const values = valuesOf(results, main)
  const after = values.filter(({ startedAtMs }) => startedAtMs >= (deployedAt?.getTime() ?? 0))
  const byAgent = means(after, ({ agent }) => agent)
  if (byAgent.size < 2) return []
  const sign = main.metric.better === 'lower' ? -1 : 1
  return [...byAgent]
    .map(([agent, mean]) => ({ agentName: results.agentNames[agent] ?? '', mean }))
    .sort((a, b) => sign * (a.mean - b.mean))
    .slice(0, WORST_AGENTS)
}

function means(values: readonly Value[], keyOf: (value: Value) => number): ReadonlyMap<number, number> {
  const groups = Map.groupBy(values, keyOf)
  return new Map([...groups].map(([key, group]) => [key, meanOf(group.map(({ value }) => value))]))
}
