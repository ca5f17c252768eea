import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column, Results } from '../thousandeyes/results.ts'
import { type Assessment, assess } from './assessment.ts'
import { countRoundsAfter, groupByAgent, type MetricRows, type Value } from './series.ts'
import { at, meanByKey, meanOf, median, medianInterval, type Statistics, statisticsOf } from './statistics.ts'

/** What one test measured in the window. */
export interface Measurement {
  /** The main metric first; only metrics that have a value. */
  readonly metrics: readonly [MetricMeasurement, ...MetricMeasurement[]]
  /** The most frequent first. */
  readonly codes: readonly CodeCount[]
  /** How often the test runs; `undefined` if it ran less than twice. */
  readonly intervalSeconds: number | undefined
}

/** How many rows have a response code. Without a deploy, all of them are `after`. */
interface CodeCount {
  readonly code: number
  readonly before: number
  readonly after: number
}

export interface MetricMeasurement {
  readonly metric: Metric
  readonly statistics: Statistics
  /** Whether every row could be read. */
  readonly isComplete: boolean
  /** All rounds, the oldest first; with a deploy, the means of the agents that are compared. */
  readonly rounds: readonly Round[]
  /** The values of each side, of the agents that are compared; `undefined` without a deploy. */
  readonly sides: { readonly before: Statistics; readonly after: Statistics } | undefined
  /** What words and conditions are about. One for each part of the test, the worst first; most tests have one. */
  readonly assessments: readonly [PartAssessment, ...PartAssessment[]]
}

export interface PartAssessment extends Assessment {
  /** A direction, server or prefix that is assessed alone; `undefined` if there is only one. */
  readonly part: string | undefined
  /** Those that have a value. */
  readonly agents: readonly AgentValues[]
}

/** The median or the mean of one agent's values, as the assessment's `statistic`; `NaN` without values. */
interface AgentValues {
  readonly agentName: string
  readonly before: number
  /** After the deploy, or of the whole window. */
  readonly after: number
}

export interface Round {
  /** A round that was measured on both sides of the deploy is two: the later one starts at the deploy. */
  readonly startedAt: Date
  /** Over the agents; `NaN` if no agent has a value. */
  readonly mean: number
}

/**
 * Reduces the results of a test to what is reported.
 *
 * @param allResults - one for each kind of result, the kind with the main metric first
 * @returns `undefined` if they have no values
 */
export function toMeasurement(allResults: readonly Results[], deployedAt: Date | undefined): Measurement | undefined {
  const measured = allResults.flatMap(results => {
    const isAfter = deployedAt && results.roundIds.map((_, row) => isAfterDeploy(results, row, deployedAt))
    const parts = splitByPart(results)
    return results.columns.filter(hasValues).map(column => {
      const assessments = assessParts(results, column, parts, isAfter)
      const values = valuesOfCompared(results, column, assessments)
      const measurement: MetricMeasurement = {
        metric: column.metric,
        statistics: statisticsOf(column.values),
        isComplete: results.unreadRows === 0,
        rounds: toRounds(results, values, deployedAt),
        sides: isAfter && toSides(values, isAfter),
        assessments,
      }
      return { results, measurement }
    })
  })
  const [main, ...others] = measured
  if (main === undefined) return undefined
  return {
    metrics: [main.measurement, ...others.map(({ measurement }) => measurement)],
    codes: allResults.flatMap(results => countCodes(results, deployedAt)),
    intervalSeconds: intervalOf(main.results),
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
  return at(measuredAt, row) >= deployedAt.getTime() / 1000
}

/** A direction, server or prefix with its rows. */
type Part = readonly [part: string, rows: readonly number[]]

function splitByPart({ agents, agentParts }: Results): readonly Part[] {
  return [...Map.groupBy(agents.keys(), row => agentParts[agents[row] ?? -1] ?? '')]
}

function assessParts(
  { agents, agentNames, roundIds }: Results,
  { metric, values }: Column,
  parts: readonly Part[],
  isAfter: readonly boolean[] | undefined,
): MetricMeasurement['assessments'] {
  const allRounds = countRoundsAfter({ roundIds, isAfter })
  const assessRows = ([part, rows]: Part): PartAssessment => {
    // Most tests have one part with all the rows, which may be many.
    const pick = <Value>(column: readonly Value[]) =>
      parts.length === 1 ? column : rows.map(row => column[row]).filter(value => value !== undefined)
    const metricRows = {
      agents: pick(agents),
      agentNames,
      roundIds: pick(roundIds),
      values: pick(values),
      isAfter: isAfter && pick(isAfter),
    }
    const assessment = assess(metricRows, metric, parts.length, allRounds)
    return { ...assessment, part: parts.length === 1 ? undefined : part, agents: toAgents(metricRows, assessment) }
  }
  const [first = assessRows(['', []]), ...others] = parts.map(assessRows).sort(byBadness(metric))
  return [first, ...others]
}

function toAgents(rows: MetricRows, { statistic }: Assessment): readonly AgentValues[] {
  const centreOf = statistic === 'median' ? median : meanOf
  const centre = (values: readonly Value[]) => centreOf(values.map(({ value }) => value))
  return groupByAgent(rows).map(({ agentName, before, after }) => {
    return { agentName, before: centre(before), after: centre(after) }
  })
}

/** What got worse first, then the worst values; a part without values is the last. */
function byBadness({ better }: Metric) {
  const rank = ({ result, after }: Assessment) => (Number.isNaN(after) ? 2 : result === 'worse' ? 0 : 1)
  const badness = ({ after }: Assessment) => (better === 'lower' ? after : -after)
  return (a: Assessment, b: Assessment) => rank(a) - rank(b) || badness(b) - badness(a) || 0
}

/** An agent that began or stopped at the deploy would look like a change of the mean. */
function valuesOfCompared(
  { agents, agentNames }: Results,
  { values }: Column,
  assessments: MetricMeasurement['assessments'],
): readonly number[] {
  const compared = new Set(assessments.flatMap(({ comparedAgents }) => comparedAgents))
  if (compared.size === 0) return values
  const isCompared = agentNames.map(name => compared.has(name))
  return values.map((value, row) => (isCompared[agents[row] ?? -1] ? value : Number.NaN))
}

function toSides(values: readonly number[], isAfter: readonly boolean[]): MetricMeasurement['sides'] {
  return {
    before: statisticsOf(values.filter((_, row) => !isAfter[row])),
    after: statisticsOf(values.filter((_, row) => isAfter[row])),
  }
}

function intervalOf({ roundIds }: Results): number | undefined {
  const interval = medianInterval([...new Set(roundIds)].sort((a, b) => a - b))
  return Number.isNaN(interval) ? undefined : interval
}

function toRounds(results: Results, values: readonly number[], deployedAt: Date | undefined): readonly Round[] {
  const startTimes = results.roundIds.map((roundId, row) => {
    if (deployedAt === undefined || !isAfterDeploy(results, row, deployedAt)) return roundId * 1000
    return Math.max(roundId * 1000, deployedAt.getTime())
  })
  const meanByStart = meanByKey(startTimes, values)
  return [...new Set(startTimes)]
    .sort((a, b) => a - b)
    .map(startTime => ({ startedAt: new Date(startTime), mean: meanByStart.get(startTime) ?? Number.NaN }))
}
