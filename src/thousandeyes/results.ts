import * as v from 'valibot'
import type { Window } from '../window.ts'
import { type ApiConfig, windowUrl } from './api.ts'
import { AVAILABILITY, LOSS, type Metric, RESULT_KINDS, type ResultFields, type ResultKind } from './metrics.ts'
import { ReadError, readPages } from './paginate.ts'
import type { ApiContext } from './retry.ts'
import { IsoTime, lenientOptional } from './schemas.ts'

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
}

export interface Column {
  readonly metric: Metric
  /** `NaN` where the row has none. */
  readonly values: readonly number[]
}

const Page = v.object({ results: v.array(v.unknown()) })

/** A row; its other fields depend on the kind. */
const Row = v.looseObject({
  roundId: v.number(),
  startTime: lenientOptional(v.number()),
  date: lenientOptional(IsoTime),
  agent: lenientOptional(v.object({ agentId: lenientOptional(v.string()), agentName: lenientOptional(v.string()) })),
  monitor: lenientOptional(
    v.object({ monitorId: lenientOptional(v.string()), monitorName: lenientOptional(v.string()) }),
  ),
})
type Row = v.InferOutput<typeof Row>

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
  const url = windowUrl(api, `/v7/test-results/${testId}/${kind}`, window, { direction })
  const [from, to] = [window.from.getTime() / 1000, window.to.getTime() / 1000]
  let [total, unparsed] = [0, 0]
  await readPages(api, `Test ${testId}, ${kind}`, url, Page, context, ({ results }) => {
    for (const given of results) {
      const { success, output: row } = v.safeParse(Row, given)
      total++
      if (!success) unparsed++
      // «the results might include a round that started just before the specified start time»
      if (success && row.roundId >= from && row.roundId < to) table.add(row)
    }
  })
  if (unparsed > total / 2) {
    throw new ReadError(`ThousandEyes sent ${unparsed} of ${total} rows otherwise than its documentation describes.`)
  }
  return table
}

class ResultsTable implements Results {
  readonly roundIds: number[] = []
  readonly measuredAt: number[] = []
  readonly agents: number[] = []
  readonly codes: number[] = []
  readonly columns: readonly { readonly metric: Metric; readonly values: number[] }[]
  readonly #fields: ResultFields
  readonly #agentIndex = new Map<string, number>()
  readonly #agents: { readonly name: string; readonly part: string }[] = []

  constructor(fields: ResultFields, metrics: readonly Metric[]) {
    this.#fields = fields
    this.columns = metrics.map(metric => ({ metric, values: [] }))
  }

  add(row: Row): void {
    this.roundIds.push(row.roundId)
    this.measuredAt.push(row.startTime ?? (row.date === undefined ? row.roundId : row.date.getTime() / 1000))
    this.agents.push(this.#agentOf(row))
    const failed = hasFailed(row, this.#fields)
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
    const part = String(row[this.#fields.subKeyField ?? ''] ?? '')
    const id = JSON.stringify([agent?.agentId ?? monitor?.monitorId ?? name, part])
    const known = this.#agentIndex.get(id)
    if (known !== undefined) return known
    this.#agentIndex.set(id, this.#agents.length)
    return this.#agents.push({ name, part }) - 1
  }
}

/** More than anything that is measured; beyond it, sums lose what they add. */
const MAX_VALUE = 1e15

/** Which of them a kind has differs; each is absent or empty when there was no error (API v7). */
const ERROR_TEXTS = ['errorDetails', 'errorDetail', 'problemDetail']

/**
 * A failed row has no time and no throughput, since how fast an error came says nothing of the service; and no perfect value: what
 * it counted 0 of may not have been reached. Without a loss of its own («omitted when no loss measurement is available»), it counts
 * as lost, so that an outage never passes for no loss.
 */
function valueIn(row: Row, metric: Metric, fields: ResultFields, failed: boolean): number {
  const value = numberIn(row, metric, fields, failed)
  if (!failed) return value
  if (metric === LOSS && Number.isNaN(value)) return 100
  const isMeaningless = metric.unit === 'ms' || metric.unit === 'B/s' || isPerfect(value, metric)
  return isMeaningless ? Number.NaN : value
}

function numberIn(row: Row, { name }: Metric, fields: ResultFields, failed: boolean): number {
  const value = row[name]
  if (name === fields.flag?.name) return typeof value === 'boolean' ? Number(value) * 100 : Number.NaN
  if (typeof value === 'number') return Math.abs(value) <= MAX_VALUE ? value : Number.NaN
  return name === AVAILABILITY.name ? availabilityIn(row, fields, failed) : Number.NaN
}

function isPerfect(value: number, { better, unit }: Metric): boolean {
  return better === 'lower' ? value === 0 : unit === '%' && value === 100
}

function hasFailed(row: Row, { failureMarker }: ResultFields): boolean {
  if (failureMarker !== undefined && row[failureMarker[0]] === failureMarker[1]) return true
  return row[AVAILABILITY.name] === 0 || hasError(row)
}

/** The type decides, where there is one: the examples of API v7 pair the type "None" with a text in `errorDetails`. */
function hasError({ errorType, ...row }: Row): boolean {
  return isFilled(errorType)
    ? !isNone(errorType)
    : ERROR_TEXTS.some(field => isFilled(row[field]) && !isNone(row[field]))
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null
}

function isNone(value: unknown): boolean {
  return typeof value === 'string' && value.trim().toLowerCase() === 'none'
}

/** Where the row has none of its own, as those of SIP servers do. A row without any value has no availability either. */
function availabilityIn(row: Row, fields: ResultFields, failed: boolean): number {
  if (failed) return 0
  const informativeFields = [
    'errorType',
    ...ERROR_TEXTS,
    ...fields.metrics.map(({ name }) => name),
    fields.flag?.name ?? '',
  ]
  return informativeFields.some(field => isFilled(row[field])) ? 100 : Number.NaN
}
