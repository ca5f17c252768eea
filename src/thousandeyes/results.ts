import * as v from 'valibot'
import { IsoTime } from '../time.ts'
import type { Window } from '../window.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl, ShownText, toDateParams } from './config.ts'
import {
  AVAILABILITY,
  isPerfect,
  LOSS,
  type Metric,
  RESULT_KINDS,
  type ResultFields,
  type ResultKind,
} from './metrics.ts'
import { ReadError, readList } from './paginate.ts'

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

export interface ResultsQuery {
  readonly testId: string
  readonly kind: ResultKind
  /** The metrics of the kind that are kept. */
  readonly metrics: readonly Metric[]
  readonly window: Window
  /** Tests of the type agent-to-agent measure in both directions. */
  readonly testType: string | undefined
}

const Id = lenientOptional(v.string())
const Name = lenientOptional(ShownText)

/** What one agent (or BGP monitor) measured in one round; the other fields depend on the kind of result. */
const Row = v.looseObject({
  roundId: v.number(),
  startTime: lenientOptional(v.number()),
  date: lenientOptional(IsoTime),
  agent: lenientOptional(v.object({ agentId: Id, agentName: Name })),
  monitor: lenientOptional(v.object({ monitorId: Id, monitorName: Name })),
})
type Row = v.InferOutput<typeof Row>

/**
 * Reads the results of one kind whose rounds started in the window (API v7, `GET /test-results/{testId}/{kind}`). Of each
 * page only the numbers are kept: a window of 48 hours may have more than 100,000 rows.
 *
 * @throws ReadError
 */
export async function readResults(api: ApiConfig, query: ResultsQuery, context: ApiContext): Promise<Results> {
  if (query.testType !== 'agent-to-agent') return await readDirection(api, query, undefined, context)
  try {
    return await readDirection(api, query, 'bidirectional', context)
  } catch (error) {
    // A test that measures in one direction only refuses the other: «it will trigger an error response».
    const isRefused = error instanceof ReadError && (error.status === 400 || error.status === 404)
    if (!isRefused) throw error
    return await readDirection(api, query, undefined, context)
  }
}

async function readDirection(
  api: ApiConfig,
  { testId, kind, metrics, window }: ResultsQuery,
  direction: 'bidirectional' | undefined,
  context: ApiContext,
): Promise<Results> {
  const fields: ResultFields = RESULT_KINDS[kind]
  const rows: Record<'roundIds' | 'measuredAt' | 'agents' | 'codes', number[]> = {
    roundIds: [],
    measuredAt: [],
    agents: [],
    codes: [],
  }
  const columns = metrics.map((metric): { metric: Metric; values: number[] } => ({ metric, values: [] }))
  const known = new Map<string, { readonly index: number; readonly name: string; readonly part: string }>()
  let badRows = 0
  const url = operationUrl(api, `/v7/test-results/${testId}/${kind}`, { ...toDateParams(window), direction })
  const [from, to] = [window.from.getTime() / 1000, window.to.getTime() / 1000]
  const list = { label: `Test ${testId}, ${kind}`, url, field: 'results', schema: Row } as const
  const unreadRows = await readList(api, list, context, row => {
    // «the results might include a round that started just before the specified start time»
    if (row.roundId < from || row.roundId >= to) return
    const { id, name, part } = agentOf(row, fields)
    const key = `${id}\n${part}`
    const agent = known.get(key) ?? { index: known.size, name, part }
    known.set(key, agent)
    const values = valuesIn(row, metrics, fields)
    if (values.includes(undefined)) badRows++
    for (const [index, column] of columns.entries()) column.values.push(values[index] ?? Number.NaN)
    rows.roundIds.push(row.roundId)
    rows.measuredAt.push(measuredAt(row))
    rows.agents.push(agent.index)
    const code = row[fields.codeField ?? '']
    rows.codes.push(typeof code === 'number' && code > 0 ? code : Number.NaN)
  })
  const seen = [...known.values()]
  const agentParts = seen.map(({ part }) => part)
  const hasParts = new Set(agentParts).size > 1
  const agentNames = seen.map(({ name, part }) => (hasParts && part !== '' ? `${name}, ${part}` : name))
  return { ...rows, agentNames, agentParts, columns, unreadRows: unreadRows + badRows }
}

/** The longest interval of a test. */
const MAX_ROUND_SECONDS = 3600

/** When the agent measured, in epoch seconds. A time that is not within the round, as of another zone, could be on the wrong side of the deploy. */
function measuredAt({ roundId, startTime, date }: Row): number {
  const seconds = startTime ?? (date === undefined ? roundId : date.getTime() / 1000)
  return seconds >= roundId && seconds <= roundId + MAX_ROUND_SECONDS ? seconds : roundId
}

/** The agent (or BGP monitor) of a row. `part`: the direction, server or prefix that it measures, or an empty string. */
function agentOf(row: Row, { subKeyField = '' }: ResultFields) {
  const id = row.agent?.agentId ?? row.monitor?.monitorId
  const name = row.agent?.agentName ?? row.monitor?.monitorName ?? id ?? ''
  const part = row[subKeyField]
  const isPart = typeof part === 'string' || typeof part === 'number'
  return { id: id ?? name, name, part: isPart ? v.parse(ShownText, String(part)) : '' }
}

/**
 * The value of each metric; `NaN` if the row has none, and `undefined` if it is not what the API describes.
 *
 * A failed row has no time and no throughput, since how fast an error came says nothing about the service; and no perfect value:
 * what it counted 0 of may not have been reached. Without a loss of its own («omitted when no loss measurement is available»), it
 * counts as lost, so that an outage never passes for no loss.
 */
function valuesIn(row: Row, metrics: readonly Metric[], fields: ResultFields): readonly (number | undefined)[] {
  const failed = hasFailed(row, fields)
  return metrics.map(metric => {
    const { unit } = metric
    if (failed && (unit === 'ms' || unit === 'B/s')) return Number.NaN
    const value = valueIn(row, metric, fields, failed)
    if (!failed || value === undefined) return value
    if (metric === LOSS && Number.isNaN(value)) return 100
    if (!isPerfect(value, metric)) return value
    return metric === AVAILABILITY ? 0 : Number.NaN
  })
}

function valueIn(row: Row, { name, unit }: Metric, fields: ResultFields, failed: boolean): number | undefined {
  const value = row[name] ?? undefined
  if (value === undefined) return name === AVAILABILITY.name ? availabilityIn(row, fields, failed) : Number.NaN
  // Of DNSSEC.
  if (unit === '%' && typeof value === 'boolean') return value ? 100 : 0
  return typeof value === 'number' && value >= 0 ? value : undefined
}

/** Of a row without one, as those of SIP servers may be. A row without any value has no availability either. */
function availabilityIn(row: Row, { metrics }: ResultFields, failed: boolean): number {
  if (failed) return 0
  const names = ['errorType', ...ERROR_TEXTS, ...metrics.map(({ name }) => name)]
  return names.some(name => isFilled(row[name])) ? 100 : Number.NaN
}

/** Which of them a kind has differs; each is absent or empty if there was no error (API v7). */
const ERROR_TEXTS = ['errorDetails', 'errorDetail', 'problemDetail']

function hasFailed(row: Row, { failureMarker: [field, value] = [AVAILABILITY.name, 0] }: ResultFields): boolean {
  if (row[field] === value || row[AVAILABILITY.name] === 0) return true
  // The type decides, if there is one: the examples of API v7 pair the type "None" with a text in `errorDetails`.
  const { errorType } = row
  const texts = isFilled(errorType) ? [errorType] : ERROR_TEXTS.map(name => row[name])
  return texts.some(text => isFilled(text) && String(text).trim().toLowerCase() !== 'none')
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null
}
