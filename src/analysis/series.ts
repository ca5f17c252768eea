import { at, median } from './statistics.ts'

/** One metric of one test as columns: a row is what one agent measured in one round. */
export interface MetricRows {
  /** Indexes into `agentNames`. */
  readonly agents: readonly number[]
  readonly agentNames: readonly string[]
  /** When the round started, in epoch seconds. */
  readonly roundIds: readonly number[]
  /** `NaN`: none. */
  readonly values: readonly number[]
  /** Whether the row was measured after the deploy; `undefined` without a deploy: the window is not split. */
  readonly isAfter: readonly boolean[] | undefined
}

/** Something of each side of the deploy. */
export interface Sides<T> {
  readonly before: T
  readonly after: T
}

export type Side = keyof Sides<unknown>

/** What one agent measured, in the order of time. */
export interface AgentSeries extends Sides<readonly Value[]> {
  readonly agentName: string
}

export interface Value {
  readonly roundId: number
  readonly value: number
}

/** In the order of the agents, without a first or last round of a side that only a few of them reported there. */
export function groupByAgent(rows: MetricRows): readonly AgentSeries[] {
  const { agents, agentNames, roundIds, values } = rows
  const isAfter = (row: number) => rows.isAfter?.[row] ?? true
  const isComplete = {
    before: wellReportedRounds(rows, row => !isAfter(row)),
    after: wellReportedRounds(rows, isAfter),
  }
  // A part of a test has few of its agents.
  const byAgent = new Map<number, { before: Value[]; after: Value[] }>()
  for (let row = 0; row < values.length; row++) {
    const [agent, roundId, value] = [at(agents, row), at(roundIds, row), at(values, row)]
    const side = isAfter(row) ? 'after' : 'before'
    if (Number.isNaN(value) || !isComplete[side](roundId)) continue
    const own = byAgent.get(agent) ?? { before: [], after: [] }
    byAgent.set(agent, own)
    own[side].push({ roundId, value })
  }
  const byTime = (values: readonly Value[]) => values.toSorted((a, b) => a.roundId - b.roundId || a.value - b.value)
  return [...byAgent]
    .sort(([a], [b]) => a - b)
    .map(([agent, { before, after }]) => ({
      agentName: agentNames[agent] ?? '',
      before: byTime(before),
      after: byTime(after),
    }))
}

/**
 * All but the first and the last round of a side that have fewer than half as many values as its median round: they are parts of
 * the round in which the deploy falls, or of one that isn't over. Other rounds may lack agents that the deploy has cut off.
 */
function wellReportedRounds({ roundIds, values }: MetricRows, isOnSide: (row: number) => boolean) {
  const sizes = countEach(roundIds.filter((_, row) => !Number.isNaN(values[row]) && isOnSide(row)))
  const medianSize = median([...sizes.values()])
  const [first, last] = [Math.min(...sizes.keys()), Math.max(...sizes.keys())]
  return (roundId: number) => (sizes.get(roundId) ?? 0) * 2 >= medianSize || (roundId !== first && roundId !== last)
}

/** The rounds of one side of the deploy, in the order of time. */
export function roundIdsOf(series: readonly AgentSeries[], side: Side): readonly number[] {
  return [...new Set(series.flatMap(one => one[side].map(({ roundId }) => roundId)))].sort((a, b) => a - b)
}

/** How many rounds anyone reported after the deploy, also if nothing was measured in them. */
export function countRoundsAfter({ roundIds, isAfter }: Pick<MetricRows, 'roundIds' | 'isAfter'>): number {
  return new Set(roundIds.filter((_, row) => isAfter?.[row] ?? true)).size
}

export function countEach(numbers: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return counts
}
