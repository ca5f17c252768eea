import type { Metric } from '../thousandeyes/metrics.ts'

type Unit = Metric['unit']

/**
 * `341 ms`, `99.93 %`, `485 kB/s`, `4.2`; `–` for `NaN`.
 *
 * @param limit - the rounded value stays on the same side of it as the value
 */
export function formatValue(value: number, unit: Unit, limit?: number): string {
  const { divisor, symbol } = scaleFor(unit, value)
  return withSymbol(formatScaled(value, unit, divisor, limit), symbol)
}

/**
 * `120 → 341 ms`, `120 ms → –`
 *
 * @param emphasize - applied to the later value
 */
export function formatBeforeAndAfter(
  before: number,
  after: number,
  unit: Unit,
  emphasize = (text: string) => text,
  limit?: number,
): string {
  const [scale, other] = [scaleFor(unit, after), scaleFor(unit, before)]
  const isShared = scale.symbol === other.symbol || before === 0
  const symbolBefore = isShared && !Number.isNaN(after) ? '' : other.symbol
  const from = withSymbol(formatScaled(before, unit, isShared ? scale.divisor : other.divisor, limit), symbolBefore)
  return `${from} → ${emphasize(withSymbol(formatScaled(after, unit, scale.divisor, limit), scale.symbol))}`
}

/** `+184 %`, `-3.2 %`; `from 0` for an infinite change, `–` for `NaN`. */
export function formatChange(percent: number, limit?: number): string {
  if (Number.isNaN(percent)) return '–'
  if (!Number.isFinite(percent)) return 'from 0'
  return `${signed(formatRounded(percent, Math.abs(percent) < 10 ? 1 : 0, limit))} %`
}

/** The difference of two shares: `-6.5 points`. */
export function formatPoints(difference: number): string {
  return `${signed(formatRounded(difference, Math.abs(difference) < 0.1 ? 2 : 1, undefined))} points`
}

/** With a plus, unless it is negative or rounded to 0. */
function signed(number: string): string {
  return number === '0' || number.startsWith('-') ? number : `+${number}`
}

const NO_VALUE = '–'
const DECIMAL_PREFIXES = [
  { divisor: 1e9, symbol: 'GB/s' },
  { divisor: 1e6, symbol: 'MB/s' },
  { divisor: 1e3, symbol: 'kB/s' },
]

function scaleFor(unit: Unit, size: number): { readonly divisor: number; readonly symbol: string } {
  const prefixed = unit === 'B/s' ? DECIMAL_PREFIXES.find(({ divisor }) => Math.abs(size) >= divisor) : undefined
  return prefixed ?? { divisor: 1, symbol: unit }
}

function withSymbol(number: string, symbol: string): string {
  return symbol === '' || number === NO_VALUE ? number : `${number} ${symbol}`
}

function formatScaled(value: number, unit: Unit, divisor: number, limit: number | undefined): string {
  if (Number.isNaN(value)) return NO_VALUE
  const scaled = value / divisor
  const number = formatRounded(scaled, fractionDigits(scaled, unit), limit === undefined ? undefined : limit / divisor)
  return number === '0' && scaled > 0 ? '< 0.01' : number
}

const MAX_FRACTION_DIGITS = 12

function formatRounded(value: number, minDigits: number, limit: number | undefined): string {
  const roundedTo = (digits: number) => Number(value.toFixed(digits))
  const crossesLimit = (digits: number) =>
    limit !== undefined && Math.sign(roundedTo(digits) - limit) !== Math.sign(value - limit)
  let digits = minDigits
  while (digits < MAX_FRACTION_DIGITS && crossesLimit(digits)) digits++
  const text = withoutTrailingZeros(value.toFixed(digits))
  return text === '-0' ? '0' : text
}

/** `1.5e+30`, as numbers of 22 digits are written, stays as it is. */
function withoutTrailingZeros(decimal: string): string {
  if (!decimal.includes('.') || decimal.includes('e')) return decimal
  let end = decimal.length
  while (decimal[end - 1] === '0') end--
  return decimal.slice(0, decimal[end - 1] === '.' ? end - 1 : end)
}

/** Enough for a share to differ from 0 and 100 where it does; three significant digits of other numbers, two of them decimals. */
function fractionDigits(value: number, unit: Unit): number {
  const size = Math.abs(value)
  if (size === 0) return 0
  const magnitudeOf = (number: number) => Math.floor(Math.log10(number))
  if (unit !== '%') return Math.min(2, Math.max(0, 2 - magnitudeOf(size)))
  const distance = Math.min(size, Math.abs(100 - value))
  return distance === 0 ? 0 : Math.min(Math.max(2, -magnitudeOf(distance)), MAX_FRACTION_DIGITS)
}
