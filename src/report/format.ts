import type { Metric } from '../thousandeyes/metrics.ts'

type Unit = Metric['unit']

/**
 * `341 ms`, `99.93 %`, `485 kB/s`, `4.2`; `–` for `NaN`.
 *
 * @param limit - the rounded value stays on the same side of it as the value
 */
export function formatValue(value: number, unit: Unit, limit?: number): string {
  return formatScaled(value, unit, scaleFor(value, unit), limit)
}

/**
 * `120 → 341 ms`, `120 ms → –`
 *
 * @param emphasize - applied to the later value
 */
export function formatBeforeAndAfter(before: number, after: number, unit: Unit, emphasize = unchanged, limit?: number) {
  const [divisor, symbol] = scaleFor(before, unit)
  const isShared = before === 0 || divisor === scaleFor(after, unit)[0]
  const shown = isShared && !Number.isNaN(after) ? '' : symbol
  return `${formatScaled(before, unit, [divisor, shown], limit)} → ${emphasize(formatValue(after, unit, limit))}`
}

const unchanged = (text: string) => text

/** `+184 %`, `-3.2 %`; `from 0` for an infinite change, `–` for `NaN`. */
export function formatChange(percent: number, limit?: number): string {
  if (Number.isNaN(percent)) return NO_VALUE
  if (!Number.isFinite(percent)) return 'from 0'
  return `${signed(formatRounded(percent, Math.abs(percent) < 10 ? 1 : 0, limit))} %`
}

/** The difference of two shares: `-6.5 points`. */
export function formatPoints(difference: number): string {
  return `${signed(formatRounded(difference, Math.abs(difference) < 0.1 ? 2 : 1))} points`
}

/** With a plus, unless it is negative or rounded to 0. */
function signed(number: string): string {
  return number === '0' || number.startsWith('-') ? number : `+${number}`
}

const NO_VALUE = '–'

type Scale = readonly [divisor: number, symbol: string]

const BYTE_SCALES: readonly Scale[] = [
  [1e9, 'GB/s'],
  [1e6, 'MB/s'],
  [1e3, 'kB/s'],
]

function scaleFor(value: number, unit: Unit): Scale {
  const scales = unit === 'B/s' ? BYTE_SCALES : []
  return scales.find(([divisor]) => Math.abs(value) >= divisor) ?? [1, unit]
}

function formatScaled(value: number, unit: Unit, [divisor, symbol]: Scale, limit: number | undefined): string {
  if (Number.isNaN(value)) return NO_VALUE
  const scaled = value / divisor
  const rounded = formatRounded(scaled, fractionDigits(scaled, unit), limit && limit / divisor)
  const number = rounded === '0' && scaled > 0 ? '< 0.01' : rounded
  return symbol === '' ? number : `${number} ${symbol}`
}

const MAX_FRACTION_DIGITS = 12

/** With `digits` decimals at least, and enough to stay on its side of the limit. */
function formatRounded(value: number, digits: number, limit?: number): string {
  const rounded = Number(value.toFixed(digits))
  const isAcross = limit !== undefined && Math.sign(rounded - limit) !== Math.sign(value - limit)
  return isAcross && digits < MAX_FRACTION_DIGITS ? formatRounded(value, digits + 1, limit) : String(rounded)
}

/** Enough for a share to differ from 0 and 100 if it does; three significant digits of other numbers, two of them decimals. */
function fractionDigits(value: number, unit: Unit): number {
  const size = Math.abs(value)
  if (size === 0) return 0
  const magnitudeOf = (number: number) => Math.floor(Math.log10(number))
  if (unit !== '%') return Math.min(2, Math.max(0, 2 - magnitudeOf(size)))
  const distance = Math.min(size, Math.abs(100 - value))
  return distance === 0 ? 0 : Math.min(Math.max(2, -magnitudeOf(distance)), MAX_FRACTION_DIGITS)
}
