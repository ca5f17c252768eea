import * as v from 'valibot'
import { quote } from '../text.ts'
import type { Window } from '../window.ts'
import type { Means } from './call.ts'
import { AVAILABILITY, type Metric, RESULT_KINDS, type ResultFields, type ResultKind } from './metrics.ts'
import { readPages, UnreadableError } from './pages.ts'
import { optional } from './schema.ts'
import { type Service, windowUrl } from './service.ts'

/** Results as columns: the same index in each is one row, which is one agent's (or BGP monitor's) round. */
export interface Results {
  /** When the row's round started, in epoch seconds. */
  readonly roundIds: readonly number[]
  /** Index into `agentNames`. */
  readonly agents: readonly number[]
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
  agent: optional(v.object({ agentId: optional(v.string()), agentName: optional(v.string()) })),
  monitor: optional(v.object({ monitorId: optional(v.string()), monitorName: optional(v.string()) })),
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
  service: Service,
  testId: string,
  kind: ResultKind,
  metrics: readonly Metric[],
  window: Window,
  means: Means,
): Promise<Results> {
  const table = new ResultsTable(RESULT_KINDS[kind], metrics)
  const url = windowUrl(service, `/v7/test-results/${testId}/${kind}`, window)
  const [from, to] = [window.from.getTime() / 1000, window.to.getTime() / 1000]
  for await (const { results } of readPages(service, `Test ${testId}, ${kind}`, url, Page, means)) {
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
  if (!success)
    throw new UnreadableError(`ThousandEyes gave a result without a round: ${quote(JSON.stringify(given))}.`)
  return output
}

/** Grows row by row. */
class ResultsTable implements Results {
  readonly roundIds: number[] = []
  readonly agents: number[] = []
  readonly agentNames: string[] = []
  readonly codes = new Map<number, number>()
  readonly columns: readonly { readonly metric: Metric; readonly values: number[] }[]
  readonly #fields: ResultFields
  readonly #agentIndex = new Map<string, number>()

  constructor(fields: ResultFields, metrics: readonly Metric[]) {
    this.#fields = fields
    this.columns = metrics.map(metric => ({ metric, values: [] }))
  }

  add(row: Row): void {
    this.roundIds.push(row.roundId)
    this.agents.push(this.#agentOf(row))
    for (const { metric, values } of this.columns) values.push(valueIn(row, metric, this.#fields))
    const code = row[this.#fields.codeField ?? '']
    if (typeof code === 'number') this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
  }

  #agentOf({ agent, monitor }: Row): number {
    const name = agent?.agentName ?? monitor?.monitorName ?? agent?.agentId ?? monitor?.monitorId ?? ''
    const id = agent?.agentId ?? monitor?.monitorId ?? name
    const known = this.#agentIndex.get(id)
    if (known !== undefined) return known
    this.#agentIndex.set(id, this.agentNames.length)
    return this.agentNames.push(name) - 1
  }
}

/** More than anything that is measured; beyond it, sums lose what they add. */
const MAX_VALUE = 1e15

/**
 * A round that failed has no time and no throughput: how fast an error came says nothing of the service. Its own
 * `availability`, which SIP results have, is better than what the error's absence tells.
 */
function valueIn(row: Row, { name, unit }: Metric, { flag, errorField }: ResultFields): number {
  const value = row[name]
  const hasFailed = errorField !== undefined && isError(row[errorField])
  if (name === flag?.name) return typeof value === 'boolean' ? Number(value) * 100 : Number.NaN
  if (hasFailed && (unit === 'ms' || unit === 'B/s')) return Number.NaN
  if (typeof value === 'number') return Math.abs(value) <= MAX_VALUE ? value : Number.NaN
  return name === AVAILABILITY.name ? Number(!hasFailed) * 100 : Number.NaN
}

/** «None» or «none» where there was no error (API v7). */
function isError(text: unknown): boolean {
  return typeof text === 'string' && !/^(none)?$/i.test(text.trim())
}
