import * as v from 'valibot'
import { DAY_MS } from '../time.ts'
import type { Window } from '../window.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, operationUrl, toDateParams } from './config.ts'
import { type Metric, RESULT_KINDS, type ResultFields, type ResultKind } from './metrics.ts'
import { ReadError, readPages } from './paginate.ts'
import { hasFailed, hasUnknownValue, Row, textOf, valueIn } from './result-row.ts'

/** Results as columns: the same index in each is one row, which is the measurement of one agent (or BGP monitor) in one round. */
export interface Results {
  /** When the row's round started, in epoch seconds. */
  readonly roundIds: readonly number[]
  /** When the agent measured, in epoch seconds: up to an interval after the round started. */
  readonly measuredAt: readonly number[]
  /** Index into `agentNames`. An agent that queries several servers or sees several prefixes counts as one for each. */
  readonly agents: readonly number[]
  /** `Paris`, or `Paris, ns1.example.com` where there are several servers. */
  readonly agentNames: readonly string[]
  /** By the same index: the direction, server or prefix that the agent measures; empty where there is none. */
  readonly agentParts: readonly string[]
  readonly columns: readonly Column[]
  /** The status code of each row; `NaN` where it has none. */
  readonly codes: readonly number[]
  /** How many rows could not be read, or not whole. */
  readonly unreadRows: number
}

export interface Column {
  readonly metric: Metric
  /** `NaN` where the row has none. */
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
 * page only the numbers are kept: a window of 48 hours may have more than 100,000 rows. A row that cannot be parsed is left
 * out.
 *
 * @throws ReadError, also where more than half of the rows cannot be parsed
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
  let [total, unparsed] = [0, 0]
  const list = { label: `Test ${testId}, ${kind}`, url, field: 'results' } as const
  await readPages(api, list, context, items => {
    total += items.length
    for (const given of items) {
      const { success, output: row } = v.safeParse(Row, given)
      if (!success || row.roundId < from - DAY_SECONDS || row.roundId > to + DAY_SECONDS) {
        unparsed++
        continue
      }
      // «the results might include a round that started just before the specified start time»
      if (row.roundId < from || row.roundId >= to) continue
      table.add(row)
    }
  })
  if (unparsed > total / 2) {
    throw new ReadError(`ThousandEyes sent ${unparsed} of ${total} rows otherwise than its documentation describes.`)
  }
  table.unreadRows += unparsed
  return table
}

/** A row so far from the window is none that was asked for: its time is not known. */
const DAY_SECONDS = DAY_MS / 1000

/** A round takes an hour at most, the longest interval of a test. */
const MAX_ROUND_SECONDS = 3600

/** The start of the round, where the row says nothing, or a time that cannot be: it would be on the wrong side of the deploy. */
function measuredAt({ roundId, startTime, date }: Row): number {
  const seconds = startTime ?? (date === undefined ? roundId : date.getTime() / 1000)
  return seconds >= roundId && seconds <= roundId + MAX_ROUND_SECONDS ? seconds : roundId
}

class ResultsTable implements Results {
  readonly roundIds: number[] = []
  readonly measuredAt: number[] = []
  readonly agents: number[] = []
  readonly codes: number[] = []
  unreadRows = 0
  readonly columns: readonly { readonly metric: Metric; readonly values: number[] }[]
  readonly #fields: ResultFields
  readonly #agentIndex = new Map<string, number>()
  readonly #agents: { readonly name: string; readonly part: string }[] = []

  constructor(fields: ResultFields, metrics: readonly Metric[]) {
    this.#fields = fields
    this.columns = metrics.map(metric => ({ metric, values: [] }))
  }

  add(row: Row): void {
    const failed = hasFailed(row, this.#fields)
    if (hasUnknownValue(row, this.columns, this.#fields, failed)) this.unreadRows++
    this.roundIds.push(row.roundId)
    this.measuredAt.push(measuredAt(row))
    this.agents.push(this.#agentOf(row))
    for (const { metric, values } of this.columns) values.push(valueIn(row, metric, this.#fields, failed))
    const code = row[this.#fields.codeField ?? '']
    this.codes.push(typeof code === 'number' && code > 0 ? code : Number.NaN)
  }

  get agentNames(): readonly string[] {
    const hasParts = new Set(this.#agents.map(({ part }) => part)).size > 1
    return this.#agents.map(({ name, part }) => (hasParts && part !== '' ? `${name}, ${part}` : name))
  }

  get agentParts(): readonly string[] {
    return this.#agents.map(({ part }) => part)
  }

  #agentOf(row: Row): number {
    const { agent, monitor } = row
    const name = agent?.agentName ?? monitor?.monitorName ?? agent?.agentId ?? monitor?.monitorId ?? ''
    const part = textOf(row[this.#fields.subKeyField ?? ''])
    const id = JSON.stringify([agent?.agentId ?? monitor?.monitorId ?? name, part])
    const known = this.#agentIndex.get(id)
    if (known !== undefined) return known
    this.#agentIndex.set(id, this.#agents.length)
    return this.#agents.push({ name, part }) - 1
  }
}
