import * as v from 'valibot'
import { IsoTime } from '../time.ts'
import { lenientOptional, ShownText } from './config.ts'
import { AVAILABILITY, LOSS, type Metric, type ResultFields } from './metrics.ts'

const Id = lenientOptional(v.string())
const Name = lenientOptional(ShownText)

/** What one agent (or BGP monitor) measured in one round; the other fields depend on the kind of result. */
export const Row = v.looseObject({
  roundId: v.number(),
  startTime: lenientOptional(v.number()),
  date: lenientOptional(IsoTime),
  agent: lenientOptional(v.object({ agentId: Id, agentName: Name })),
  monitor: lenientOptional(v.object({ monitorId: Id, monitorName: Name })),
})
export type Row = v.InferOutput<typeof Row>

/** The longest interval of a test. */
const MAX_ROUND_SECONDS = 3600

/** When the agent measured, in epoch seconds. A time that is not within the round, as of another zone, could be on the wrong side of the deploy. */
export function measuredAt({ roundId, startTime, date }: Row): number {
  const seconds = startTime ?? (date === undefined ? roundId : date.getTime() / 1000)
  return seconds >= roundId && seconds <= roundId + MAX_ROUND_SECONDS ? seconds : roundId
}

/** The agent (or BGP monitor) of a row. `part`: the direction, server or prefix that it measures, or an empty string. */
export function agentOf(row: Row, { subKeyField = '' }: ResultFields) {
  const id = row.agent?.agentId ?? row.monitor?.monitorId
  const name = row.agent?.agentName ?? row.monitor?.monitorName ?? id ?? ''
  const part = row[subKeyField]
  const isPart = typeof part === 'string' || typeof part === 'number'
  return { id: id ?? name, name, part: isPart ? v.parse(ShownText, String(part)) : '' }
}

/** The status code of a row; `NaN` if it has none. */
export function codeIn(row: Row, { codeField = '' }: ResultFields): number {
  const code = row[codeField]
  return typeof code === 'number' && code > 0 ? code : Number.NaN
}

/**
 * The value of each metric; `NaN` if the row has none, and `undefined` if it is not what the API describes.
 *
 * A failed row has no time and no throughput, since how fast an error came says nothing about the service; and no perfect value:
 * what it counted 0 of may not have been reached. Without a loss of its own («omitted when no loss measurement is available»), it
 * counts as lost, so that an outage never passes for no loss.
 */
export function valuesIn(row: Row, metrics: readonly Metric[], fields: ResultFields): readonly (number | undefined)[] {
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

function valueIn(row: Row, { name }: Metric, fields: ResultFields, failed: boolean): number | undefined {
  const value = row[name] ?? undefined
  if (value === undefined) return name === AVAILABILITY.name ? availabilityIn(row, fields, failed) : Number.NaN
  if (name === fields.flag?.name) return typeof value === 'boolean' ? Number(value) * 100 : undefined
  return typeof value === 'number' && value >= 0 ? value : undefined
}

function isPerfect(value: number, { better, unit }: Metric): boolean {
  return better === 'lower' ? value === 0 : unit === '%' && value === 100
}

/** Of a row without one, as those of SIP servers may be. A row without any value has no availability either. */
function availabilityIn(row: Row, { metrics, flag }: ResultFields, failed: boolean): number {
  if (failed) return 0
  const names = ['errorType', ...ERROR_TEXTS, ...metrics.map(({ name }) => name), flag?.name ?? '']
  return names.some(name => isFilled(row[name])) ? 100 : Number.NaN
}

function hasFailed(row: Row, { failureMarker }: ResultFields): boolean {
  if (failureMarker !== undefined && row[failureMarker[0]] === failureMarker[1]) return true
  return row[AVAILABILITY.name] === 0 || hasError(row)
}

/** Which of them a kind has differs; each is absent or empty if there was no error (API v7). */
const ERROR_TEXTS = ['errorDetails', 'errorDetail', 'problemDetail']

/** The type decides, if there is one: the examples of API v7 pair the type "None" with a text in `errorDetails`. */
function hasError({ errorType, ...row }: Row): boolean {
  const texts = isFilled(errorType) ? [errorType] : ERROR_TEXTS.map(field => row[field])
  return texts.some(text => isFilled(text) && !isNone(text))
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null
}

function isNone(value: unknown): boolean {
  return typeof value === 'string' && value.trim().toLowerCase() === 'none'
}
