import * as v from 'valibot'
import type { Window } from '../window.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, operationUrl, toDateParams } from './config.ts'
import { type Metric, RESULT_KINDS, type ResultFields, type ResultKind } from './metrics.ts'
import { ReadError, readPages } from './paginate.ts'
import { agentOf, codeIn, measuredAt, Row, valuesIn } from './rows.ts'

/** Results as columns: the same index in each is one row, which is the measurement of one agent (or BGP monitor) in one round. */
export interface Results {
  /** When the row's round started, in epoch seconds. */
  readonly roundIds: readonly number[]
  /** When the agent measured, in epoch seconds: up to an interval after the round started. */
  readonly measuredAt: readonly number[]
  /** Index into `agentNames`. An agent that queries several servers or sees several prefixes counts as one for each. */
  readonly agents: readonly number[]
  /** `Paris`, or `Paris, ns1.example.com` if there are several servers. */
  readonly agentNames: readonly string[]
  /** By the same index: the direction, server or prefix that the agent measures, or an empty string. */
  readonly agentParts: readonly string[]
  readonly columns: readonly Column[]
  /** The status code of each row; `NaN` if it has none. */
  readonly codes: readonly number[]
  /** How many rows are not what the API describes: left out, or without the values that are of another form. */
  readonly unreadRows: number
}

export interface Column {
  readonly metric: Metric
  /** `NaN` if the row has none. */
  readonly values: readonly number[]
}

/** Which results to read. */
export interface ResultsQuery {
  readonly testId: string
  readonly kind: ResultKind
  /** The metrics of the kind that are kept. */
  readonly metrics: readonly Metric[]
  readonly window: Window
  /** Whether the test measures in both directions, as agent-to-agent tests do. */
  readonly isBidirectional: boolean
}

/**
 * Reads the results of one kind whose rounds started in the window (API v7, `GET /test-results/{testId}/{kind}`). Of each
 * page only the numbers are kept: a window of 48 hours may have more than 100,000 rows.
 *
 * @throws ReadError
 */
export async function readResults(api: ApiConfig, query: ResultsQuery, context: ApiContext): Promise<Results> {
  if (!query.isBidirectional) return await readDirection(api, query, undefined, context)
  try {
    return await readDirection(api, query, 'bidirectional', context)
  } catch (error) {
    // A test that measures in one direction only refuses the other: «it will trigger an error response».
    const isRefused = error instanceof ReadError && (error.status === 400 || error.status === 404)
    if (isRefused) return await readDirection(api, query, undefined, context)
    throw error
  }
}

async function readDirection(
  api: ApiConfig,
  { testId, kind, metrics, window }: ResultsQuery,
  direction: 'bidirectional' | undefined,
  context: ApiContext,
): Promise<Results> {
  const table = new ResultsTable(RESULT_KINDS[kind], metrics)
  const url = operationUrl(api, `/v7/test-results/${testId}/${kind}`, { ...toDateParams(window), direction })
  const [from, to] = [window.from.getTime() / 1000, window.to.getTime() / 1000]
  const list = { label: `Test ${testId}, ${kind}`, url, field: 'results' } as const
  await readPages(api, list, context, items => {
    for (const given of items) {
      const { success, output: row } = v.safeParse(Row, given)
      if (!success) table.unreadRows++
      // «the results might include a round that started just before the specified start time»
      else if (row.roundId >= from && row.roundId < to) table.add(row)
    }
  })
  return table
}

class ResultsTable implements Results {
  readonly roundIds: number[] = []
  readonly measuredAt: number[] = []
  readonly agents: number[] = []
  readonly codes: number[] = []
  unreadRows = 0
  readonly columns: readonly { readonly metric: Metric; readonly values: number[] }[]
  readonly #fields: ResultFields
  readonly #metrics: readonly Metric[]
  readonly #agentIndex = new Map<string, number>()
  readonly #agents: { readonly name: string; readonly part: string }[] = []

  constructor(fields: ResultFields, metrics: readonly Metric[]) {
    this.#fields = fields
    this.#metrics = metrics
    this.columns = metrics.map(metric => ({ metric, values: [] }))
  }

  add(row: Row): void {
    const values = valuesIn(row, this.#metrics, this.#fields)
    if (values.includes(undefined)) this.unreadRows++
    this.roundIds.push(row.roundId)
    this.measuredAt.push(measuredAt(row))
    this.agents.push(this.#indexOfAgent(row))
    this.codes.push(codeIn(row, this.#fields))
    for (const [index, column] of this.columns.entries()) column.values.push(values[index] ?? Number.NaN)
  }

  get agentNames(): readonly string[] {
    const hasParts = new Set(this.agentParts).size > 1
    return this.#agents.map(({ name, part }) => (hasParts && part !== '' ? `${name}, ${part}` : name))
  }

  get agentParts(): readonly string[] {
    return this.#agents.map(({ part }) => part)
  }

  #indexOfAgent(row: Row): number {
    const { id, name, part } = agentOf(row, this.#fields)
    const key = `${id}\n${part}`
    const known = this.#agentIndex.get(key)
    if (known !== undefined) return known
    this.#agentIndex.set(key, this.#agents.length)
    return this.#agents.push({ name, part }) - 1
  }
}
