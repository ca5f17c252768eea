import type { Comparison } from '../analysis/comparison.ts'
import type { ConditionResult } from '../analysis/gate.ts'
import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import { formatUtc } from '../time.ts'

/**
 * For people: `341 ms`, `99.93 %`, `4.2`; `–` where there is none.
 *
 * @param isFaithful - whether a rounded value still says what the value does, such as which side of a limit it is on
 */
export function formatValue(value: number, unit: Metric['unit'], keepsMeaning = (_shown: number) => true): string {
  if (Number.isNaN(value)) return '–'
  return `${rounded(value, unit, keepsMeaning)}${unit === '' ? '' : ` ${unit}`}`
}

/** `+184 %`, `-3 %`; `from 0` where the change has no measure. */
export function signedPercent(percent: number, keepsMeaning = (_shown: number) => true): string {
  if (Number.isNaN(percent)) return '–'
  if (!Number.isFinite(percent)) return 'from 0'
  return `${percent > 0 ? '+' : ''}${rounded(percent, '', keepsMeaning)} %`
}

/** `120 ms → 341 ms` */
export function beforeAndAfter({ compared: { before, after } }: Comparison, unit: Metric['unit']): string {
  return [before, after].map(({ mean }) => formatValue(mean, unit)).join(' → ')
}

/** `+184 %, worse`; says so where there are too few rounds to judge. */
export function formatAssessment({ changePercent, assessment: message }: Comparison): string {
  if (message === 'too few rounds') return 'too few rounds to judge'
  return `${signedPercent(changePercent)}, ${message === 'same' ? 'same within noise' : message}`
}

/** `51 rounds before, 9 after, without 1 agent`: that many cannot be compared. */
export function roundsCompared({ compared: { before, after }, excludedAgents }: Comparison): string {
  return `${count(before.rounds, 'round')} before, ${after.rounds} after${without(excludedAgents.length)}`
}

/** `, without 1 agent` */
export function without(agents: number): string {
  return agents === 0 ? '' : `, without ${count(agents, 'agent')}`
}

/** `loss > 1% on test 123 saw 4.2 %`; `loss > 1% on test 123: it was not measured` */
export function formatConditionResult(
  { condition, testId, actual, verdict }: ConditionResult,
  show = (text: string) => text,
): string {
  const where = testId === undefined ? '' : ` on test ${show(testId)}`
  return `${show(condition.text)}${where}${verdict === 'unknown' ? ':' : ' saw'} ${actual}`
}

/** `major`, `http-server`, `on test 123`, `since 2026-11-23 08:40 UTC` */
export function describeAlert(
  { severity, alertType, testId, startedAt, isSuppressed }: Alert,
  show: (text: string) => string,
): readonly string[] {
  return [
    show(severity),
    ...(alertType === undefined ? [] : [show(alertType)]),
    testId === undefined ? 'on a test that ThousandEyes does not name' : `on test ${show(testId)}`,
    ...(startedAt === undefined ? [] : [`since ${formatUtc(startedAt)}`]),
    ...(isSuppressed ? ['suppressed'] : []),
  ]
}

/** `cleared 2026-11-23 08:50 UTC` */
export function formatCleared({ clearedAt }: Pick<Alert, 'clearedAt'>): string {
  return clearedAt === undefined ? 'cleared' : `cleared ${formatUtc(clearedAt)}`
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
function rounded(value: number, unit: Metric['unit'], keepsMeaning: (shown: number) => boolean): string {
  let digits = fractionDigits(value, unit)
  while (digits < MAX_FRACTION_DIGITS && !keepsMeaning(Number(value.toFixed(digits)))) digits++
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
