import * as v from 'valibot'
import { IsoTime } from '../time.ts'
import { lenientOptional, ShownText } from './config.ts'
import { AVAILABILITY, LOSS, type Metric, type ResultFields } from './metrics.ts'

/** What one agent (or BGP monitor) measured in one round; the other fields depend on the kind of result. */
export const Row = v.looseObject({
  roundId: v.number(),
  startTime: lenientOptional(v.number()),
  date: lenientOptional(IsoTime),
  agent: lenientOptional(v.object({ agentId: lenientOptional(v.string()), agentName: lenientOptional(ShownText) })),
  monitor: lenientOptional(
    v.object({ monitorId: lenientOptional(v.string()), monitorName: lenientOptional(ShownText) }),
  ),
})
export type Row = v.InferOutput<typeof Row>

/** More than anything that is measured; beyond it, sums lose what they add. */
const MAX_VALUE = 1e15

/** Which of them a kind has differs; each is absent or empty when there was no error (API v7). */
const ERROR_TEXTS = ['errorDetails', 'errorDetail', 'problemDetail']

/**
 * A failed row has no time and no throughput, since how fast an error came says nothing of the service; and no perfect value: what
 * it counted 0 of may not have been reached. Without a loss of its own («omitted when no loss measurement is available»), it counts
 * as lost, so that an outage never passes for no loss.
 */
export function valueIn(row: Row, metric: Metric, fields: ResultFields, failed: boolean): number {
  const value = numberIn(row, metric, fields, failed)
  if (!failed) return value
  if (metric === LOSS && Number.isNaN(value)) return 100
  if (metric === AVAILABILITY && isPerfect(value, metric)) return 0
  return hasNoValueWhenFailed(metric.unit) || isPerfect(value, metric) ? Number.NaN : value
}

function numberIn(row: Row, { name, unit }: Metric, fields: ResultFields, failed: boolean): number {
  const value = row[name]
  if (name === fields.flag?.name) return typeof value === 'boolean' ? Number(value) * 100 : Number.NaN
  if (typeof value === 'number') return isMeasurable(value, unit) ? value : Number.NaN
  return name === AVAILABILITY.name ? availabilityIn(row, fields, failed) : Number.NaN
}

/** Whether a metric has something else than the API describes: what was measured is not known. */
export function hasUnknownValue(
  row: Row,
  columns: readonly { readonly metric: Metric }[],
  { flag }: ResultFields,
  failed: boolean,
): boolean {
  return columns.some(({ metric: { name, unit } }) => {
    const value = row[name] ?? undefined
    if (value === undefined || (failed && hasNoValueWhenFailed(unit))) return false
    if (name === flag?.name) return typeof value !== 'boolean'
    return typeof value !== 'number' || !isMeasurable(value, unit)
  })
}

function hasNoValueWhenFailed(unit: Metric['unit']): boolean {
  return unit === 'ms' || unit === 'B/s'
}

/** Nothing that is measured is below 0, and no share is above 100 %. */
function isMeasurable(value: number, unit: Metric['unit']): boolean {
  return value >= 0 && value <= (unit === '%' ? 100 : MAX_VALUE)
}

/** Of a server, prefix or direction. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? v.parse(ShownText, String(value)) : ''
}

function isPerfect(value: number, { better, unit }: Metric): boolean {
  return better === 'lower' ? value === 0 : unit === '%' && value === 100
}

export function hasFailed(row: Row, { failureMarker }: ResultFields): boolean {
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
