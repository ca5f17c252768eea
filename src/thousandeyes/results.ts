import * as v from 'valibot'
import { quote } from '../text.ts'
import type { Window } from '../window.ts'
import { type ApiConfig, windowUrl } from './api.ts'
import { AVAILABILITY, type Metric, RESULT_KINDS, type ResultFields, type ResultKind } from './metrics.ts'
import { paginate, type ReadContext, ReadError } from './paginate.ts'
import { lenientOptional } from './schema.ts'

/** Results as columns: the same index in each is one row, which is one agent's (or BGP monitor's) round. */
export interface Results {
  /** When the row's round started, in epoch seconds. */
  readonly roundIds: readonly number[]
  /** Index into `agentNames`. An agent that asks several servers, or sees several prefixes, counts as one for each. */
  readonly agents: readonly number[]
  /** `Paris`, or `Paris, ns1.example.com` where there are several servers. */
  readonly agentNames: readonly string[]
  readonly columns: readonly Column[]
  /** How often each status code came. */
  readonly codes: ReadonlyMap<number, number>
}

export interface Column {
  readonly metric: Metric
  /** `NaN` where the row has none. */
  readonly values: readonly number[]
}

const Page = v.object({ results: v.array(v.unknown()) })

/** A row; its other fields are the kind's own. */
const Row = v.looseObject({
  roundId: v.number(),
  agent: lenientOptional(v.object({ agentId: lenientOptional(v.string()), agentName: lenientOptional(v.string()) })),
  monitor: lenientOptional(
    v.object({ monitorId: lenientOptional(v.string()), monitorName: lenientOptional(v.string()) }),
  ),
})
type Row = v.InferOutput<typeof Row>

/**
 * Reads the results of one kind whose rounds started in the window (API v7, `GET /test-results/{testId}/{kind}`). Of each
 * page only the numbers are kept: a window of 48 hours may have more than 100,000 rows.
 *
 * @param metrics - those of the kind that are kept
 * @throws UnreadableError
 */
export async function readResults(
  api: ApiConfig,
  testId: string,
  kind: ResultKind,
  metrics: readonly Metric[],
  window: Window,
  context: ReadContext,
): Promise<Results> {
  const table = new ResultsTable(RESULT_KINDS[kind], metrics)
  const url = windowUrl(api, `/v7/test-results/${testId}/${kind}`, window)
  const [from, to] = [window.from.getTime() / 1000, window.to.getTime() / 1000]
  for await (const { results } of paginate(api, `Test ${testId}, ${kind}`, url, Page, context)) {
    // «the results might include a round that started just before the specified start time»
    for (const given of results) {
      const row = rowOf(given)
      if (row.roundId >= from && row.roundId < to) table.add(row)
    }
  }
  return table
}

function rowOf(given: unknown): Row {
  const { success, output } = v.safeParse(Row, given)
  if (!success) throw new ReadError(`ThousandEyes gave a result without a round: ${quote(JSON.stringify(given))}.`)
  return output
}

/** Grows row by row. */
class ResultsTable implements Results {
  readonly roundIds: number[] = []
  readonly agents: number[] = []
  readonly codes = new Map<number, number>()
  readonly columns: readonly { readonly metric: Metric; readonly values: number[] }[]
  readonly #fields: ResultFields
  readonly #agentIndex = new Map<string, number>()
  readonly #agentParts: { readonly name: string; readonly part: string }[] = []

  constructor(fields: ResultFields, metrics: readonly Metric[]) {
    this.#fields = fields
    this.columns = metrics.map(metric => ({ metric, values: [] }))
  }

  add(row: Row): void {
    this.roundIds.push(row.roundId)
    this.agents.push(this.#agentOf(row))
    const failed = hasFailed(row, this.#fields)
    for (const { metric, values } of this.columns) values.push(valueIn(row, metric, this.#fields, failed))
    const code = row[this.#fields.codeField ?? '']
    if (typeof code === 'number' && code > 0) this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
  }

  get agentNames(): readonly string[] {
    const hasParts = new Set(this.#agentParts.map(({ part }) => part)).size > 1
    return this.#agentParts.map(({ name, part }) => (hasParts && part !== '' ? `${name}, ${part}` : name))
  }

  #agentOf(row: Row): number {
    const { agent, monitor } = row
    const name = agent?.agentName ?? monitor?.monitorName ?? agent?.agentId ?? monitor?.monitorId ?? ''
    const part = String(row[this.#fields.subKeyField ?? ''] ?? '')
    const id = JSON.stringify([agent?.agentId ?? monitor?.monitorId ?? name, part])
    const known = this.#agentIndex.get(id)
    if (known !== undefined) return known
    this.#agentIndex.set(id, this.#agentParts.length)
    return this.#agentParts.push({ name, part }) - 1
  }
}

/** More than anything that is measured; beyond it, sums lose what they add. */
const MAX_VALUE = 1e15

/** Which of them a kind has differs; each is absent, empty or "None" when there was no error (API v7). */
const ERROR_FIELDS = ['errorType', 'errorDetails', 'errorDetail', 'problemDetail']

/**
 * A round that failed has no time and no throughput, since how fast an error came says nothing of the service; and nothing
 * perfect: what it counted 0 of, it may not have got to.
 */
function valueIn(row: Row, metric: Metric, fields: ResultFields, failed: boolean): number {
  const value = numberIn(row, metric, fields, failed)
  const isLost = metric.unit === 'ms' || metric.unit === 'B/s' || isPerfect(value, metric)
  return isLost && failed ? Number.NaN : value
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

function hasFailed(row: Row, { hasErrorFields, failureMarker }: ResultFields): boolean {
  if (failureMarker !== undefined && row[failureMarker[0]] === failureMarker[1]) return true
  return hasErrorFields === true && (row[AVAILABILITY.name] === 0 || ERROR_FIELDS.some(field => isError(row[field])))
}

/** Where the row has none of its own, as those of SIP servers do. A row that says nothing says nothing of it either. */
function availabilityIn(row: Row, fields: ResultFields, failed: boolean): number {
  if (failed) return 0
  const informativeFields = [...ERROR_FIELDS, ...fields.metrics.map(({ name }) => name), fields.flag?.name ?? '']
  return informativeFields.some(field => row[field] !== undefined && row[field] !== null) ? 100 : Number.NaN
}

function isError(message: unknown): boolean {
  if (typeof message === 'string') return !/^(none)?$/i.test(message.trim())
  return message !== undefined && message !== null
}
