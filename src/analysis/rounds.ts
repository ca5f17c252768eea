import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { type Comparison, compare } from './comparison.ts'
import { meanByKey, type Statistics, statisticsOf } from './statistics.ts'

/** What one test measured in the window. */
export interface Measurement {
  readonly testId: string
  /** The main metric first; only metrics that have a value. */
  readonly metrics: readonly [MetricMeasurement, ...MetricMeasurement[]]
  /** By the main metric, after the deploy where its time is known: the worst first, at most three; empty for a single agent. */
  readonly worstAgents: readonly AgentMean[]
  /** The most frequent first. */
  readonly codes: readonly CodeCount[]
}

/** How many rows have a response code. Where the time of the deploy is not known, all of them are `after`. */
export interface CodeCount {
  readonly code: number
  readonly before: number
  readonly after: number
}

export interface MetricMeasurement {
  readonly metric: Metric
  readonly statistics: Statistics
  /** All rounds, the oldest first. */
  readonly rounds: readonly Round[]
  /** `undefined` where the time of the deploy is not known. */
  readonly comparison: Comparison | undefined
}

export interface Round {
  /** A round that was measured on both sides of the deploy is two: the later one starts at the deploy. */
  readonly startedAt: Date
  /** Over the agents; `NaN` where no agent has a value. */
  readonly mean: number
}

export interface AgentMean {
  readonly agentName: string
  /** `NaN` where the agent has no value, which ranks as the worst. */
  readonly mean: number
}

const MAX_WORST_AGENTS = 3

/**
 * Reduces the results of a test to what is reported.
 *
 * @param allResults - one for each kind of result, the kind with the main metric first
 * @returns `undefined` where they have no values
 */
export function toMeasurement(
  testId: string,
  allResults: readonly Results[],
  deployedAt: Date | undefined,
): Measurement | undefined {
  const measured = allResults.flatMap(results =>
    results.columns.filter(hasValues).map(column => ({
      results,
      column,
      measurement: {
        metric: column.metric,
        statistics: statisticsOf(column.values),
        rounds: toRounds(results, column, deployedAt),
        comparison: deployedAt && compare(results, column, row => isAfterDeploy(results, row, deployedAt)),
      },
    })),
  )
  const [main, ...others] = measured
  if (main === undefined) return undefined
  return {
    testId,
    metrics: [main.measurement, ...others.map(({ measurement }) => measurement)],
    worstAgents: rankAgents(main.results, main.column, deployedAt),
    codes: allResults.flatMap(results => countCodes(results, deployedAt)),
  }
}

function countCodes(results: Results, deployedAt: Date | undefined): readonly CodeCount[] {
  const counts = new Map<number, { before: number; after: number }>()
  for (const [row, code] of results.codes.entries()) {
    if (Number.isNaN(code)) continue
    const count = counts.get(code) ?? { before: 0, after: 0 }
    counts.set(code, count)
    count[deployedAt === undefined || isAfterDeploy(results, row, deployedAt) ? 'after' : 'before']++
  }
  return [...counts]
    .map(([code, count]) => ({ code, ...count }))
    .sort((a, b) => b.before + b.after - (a.before + a.after))
}

export function hasValues({ values }: Column): boolean {
  return values.some(value => !Number.isNaN(value))
}

/**
 * Whether a row was measured at or after the time of the deploy. The agent's own time decides, since it measures up to an
 * interval after its round started.
 */
export function isAfterDeploy({ measuredAt }: Pick<Results, 'measuredAt'>, row: number, deployedAt: Date): boolean {
  return (measuredAt[row] ?? Number.NaN) >= deployedAt.getTime() / 1000
}

function toRounds(results: Results, { values }: Column, deployedAt: Date | undefined): readonly Round[] {
  const startTimes = results.roundIds.map((roundId, row) => {
    if (deployedAt === undefined || !isAfterDeploy(results, row, deployedAt)) return roundId * 1000
    return Math.max(roundId * 1000, deployedAt.getTime())
  })
  const meanByStart = meanByKey(startTimes, values)
  return [...new Set(startTimes)]
    .sort((a, b) => a - b)
    .map(startTime => ({ startedAt: new Date(startTime), mean: meanByStart.get(startTime) ?? Number.NaN }))
}

function rankAgents(results: Results, { metric, values }: Column, deployedAt: Date | undefined): readonly AgentMean[] {
  const { agents, agentNames } = results
  if (agentNames.length < 2) return []
  const counts = (row: number) => deployedAt === undefined || isAfterDeploy(results, row, deployedAt)
  const valuesSince = values.map((value, row) => (counts(row) ? value : Number.NaN))
  const meanByAgent = meanByKey(agents, valuesSince)
  if (meanByAgent.size === 0) return []
  const sign = metric.better === 'lower' ? -1 : 1
  return agentNames
    .map((agentName, agent) => ({ agentName, mean: meanByAgent.get(agent) ?? Number.NaN }))
    .sort((a, b) => Number(Number.isNaN(b.mean)) - Number(Number.isNaN(a.mean)) || sign * (a.mean - b.mean))
    .slice(0, MAX_WORST_AGENTS)
}
