import { utcMinute } from '../clock.ts'
import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import type { Comparison } from './comparison.ts'
import type { Finding } from './gate.ts'

/**
 * For people: `341 ms`, `99.93 %`, `4.2`; `–` where there is none.
 *
 * @param isFaithful - whether a rounded value still says what the value does, such as which side of a limit it is on
 */
export function withUnit(value: number, unit: Metric['unit'], isFaithful = (_shown: number) => true): string {
  if (Number.isNaN(value)) return '–'
  return `${rounded(value, unit, isFaithful)}${unit === '' ? '' : ` ${unit}`}`
}

/** `+184 %`, `-3 %`; `from 0` where the change has no measure. */
export function signedPercent(percent: number, isFaithful = (_shown: number) => true): string {
  if (Number.isNaN(percent)) return '–'
  if (!Number.isFinite(percent)) return 'from 0'
  return `${percent > 0 ? '+' : ''}${rounded(percent, '', isFaithful)} %`
}

/** `120 ms → 341 ms` */
export function beforeAndAfter({ compared: { before, after } }: Comparison, unit: Metric['unit']): string {
  return [before, after].map(({ mean }) => withUnit(mean, unit)).join(' → ')
}

/** `+184 %, worse`; says so where there are too few rounds to judge. */
export function judgementWords({ changePercent, judgement: said }: Comparison): string {
  if (said === 'too few rounds') return 'too few rounds to judge'
  return `${signedPercent(changePercent)}, ${said === 'same' ? 'same within noise' : said}`
}

/** `51 rounds before, 9 after, without 1 agent`: that many cannot be compared. */
export function roundsCompared({ compared: { before, after }, leftOut }: Comparison): string {
  return `${count(before.rounds, 'round')} before, ${after.rounds} after${without(leftOut.length)}`
}

/** `, without 1 agent` */
export function without(agents: number): string {
  return agents === 0 ? '' : `, without ${count(agents, 'agent')}`
}

/** `loss > 1% on test 123 saw 4.2 %`; `loss > 1% on test 123: it was not measured` */
export function findingWords({ condition, testId, saw, verdict }: Finding, show = (text: string) => text): string {
  const where = testId === undefined ? '' : ` on test ${show(testId)}`
  return `${show(condition.text)}${where}${verdict === 'unknown' ? ':' : ' saw'} ${saw}`
}

/** `major`, `http-server`, `on test 123`, `since 2026-11-23 08:40 UTC` */
export function alertFacts(
  { severity, alertType, testId, startedAt, isSuppressed }: Alert,
  show: (text: string) => string,
): readonly string[] {
  return [
    show(severity),
    ...(alertType === undefined ? [] : [show(alertType)]),
    testId === undefined ? 'on a test that ThousandEyes does not name' : `on test ${show(testId)}`,
    `since ${utcMinute(startedAt)}`,
    ...(isSuppressed ? ['suppressed'] : []),
  ]
}

/** `cleared 2026-11-23 08:50 UTC` */
export function clearedWords({ clearedAt }: Pick<Alert, 'clearedAt'>): string {
  return clearedAt === undefined ? 'cleared' : `cleared ${utcMinute(clearedAt)}`
}

const MAX_ALERTS = 20

/** A line for each alert; a storm of them tells its tale by the newest. */
export function alertLines<SomeAlert>(
  alerts: readonly SomeAlert[],
  lineOf: (alert: SomeAlert) => string,
): readonly string[] {
  const earlier = alerts.length - MAX_ALERTS
  return [...(earlier > 0 ? [`${earlier} earlier`] : []), ...alerts.slice(-MAX_ALERTS).map(lineOf)]
}

/** Rounded, with as many more digits as it takes to be faithful; never with an exponent. */
function rounded(value: number, unit: Metric['unit'], isFaithful: (shown: number) => boolean): string {
  let digits = fractionDigits(value, unit)
  while (digits < MAX_FRACTION_DIGITS && !isFaithful(Number(value.toFixed(digits)))) digits++
  // Adding 0 makes 0 of -0.
  const shown = Number(value.toFixed(digits)) + 0
  return shown.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: digits })
}

const MAX_FRACTION_DIGITS = 12

/** Shares keep what tells 99.993 from 100 and 0.004 from 0; of other numbers, three digits tell enough. */
function fractionDigits(value: number, unit: Metric['unit']): number {
  const size = Math.abs(value)
  if (size === 0 || (unit !== '%' && size >= 100)) return 0
  const digits = unit === '%' ? Math.max(2, -magnitude(Math.min(size, Math.abs(100 - value)))) : 2 - magnitude(size)
  return Math.min(digits, MAX_FRACTION_DIGITS)
}

/** 2 of 100 up to 999, -3 of 0.004. */
function magnitude(size: number): number {
  return Math.floor(Math.log10(size))
}
