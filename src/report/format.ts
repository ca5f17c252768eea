import type { Comparison } from '../analysis/comparison.ts'
import type { Actual, ActualAlerts, ConditionResult, Period, Reason } from '../analysis/gate.ts'
import type { Problem, ReadFailure } from '../analysis/measure.ts'
import type { TestRounds } from '../analysis/wait-for-rounds.ts'
import { count, quote } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import { formatDuration, formatUtc } from '../time.ts'

/**
 * `341 ms`, `99.93 %`, `4.2`; `–` for `NaN`.
 *
 * @param limit - the rounded value stays on the same side of it as the value
 */
export function formatValue(value: number, unit: Metric['unit'], limit?: number): string {
  if (Number.isNaN(value)) return '–'
  return `${formatRounded(value, unit, limit)}${unit === '' ? '' : ` ${unit}`}`
}

/** `+184 %`, `-3 %`; `from 0` for an infinite change, `–` for `NaN`. */
export function formatChange(percent: number, limit?: number): string {
  if (Number.isNaN(percent)) return '–'
  if (!Number.isFinite(percent)) return 'from 0'
  return `${percent > 0 ? '+' : ''}${formatRounded(percent, '', limit)} %`
}

const MAX_FRACTION_DIGITS = 12

function formatRounded(value: number, unit: Metric['unit'], limit: number | undefined): string {
  const roundedTo = (digits: number) => Number(value.toFixed(digits))
  const crossesLimit = (digits: number) =>
    limit !== undefined && Math.sign(roundedTo(digits) - limit) !== Math.sign(value - limit)
  let digits = fractionDigits(value, unit)
  while (digits < MAX_FRACTION_DIGITS && crossesLimit(digits)) digits++
  // Adding 0 turns -0 into 0.
  return (roundedTo(digits) + 0).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: digits })
}

/** Enough for a share to differ from 0 and 100 where it does; three significant digits of other numbers. */
function fractionDigits(value: number, unit: Metric['unit']): number {
  const size = Math.abs(value)
  if (size === 0 || (unit !== '%' && size >= 100)) return 0
  const magnitudeOf = (number: number) => Math.floor(Math.log10(number))
  const digits = unit === '%' ? Math.max(2, -magnitudeOf(Math.min(size, Math.abs(100 - value)))) : 2 - magnitudeOf(size)
  return Math.min(digits, MAX_FRACTION_DIGITS)
}

/** `120 ms → 341 ms` */
export function formatBeforeAndAfter(before: number, after: number, unit: Metric['unit']): string {
  return `${formatValue(before, unit)} → ${formatValue(after, unit)}`
}

const ASSESSMENTS = { better: 'better', worse: 'worse', same: 'same within noise' } as const

/** `+184 %, worse`, `too few rounds to judge` */
export function formatAssessment({ changePercent, assessment }: Comparison): string {
  if (assessment === 'tooFewRounds') return 'too few rounds to judge'
  return `${formatChange(changePercent)}, ${ASSESSMENTS[assessment]}`
}

/** `51 rounds before, 9 after, without 1 agent` */
export function formatComparedRounds({ compared: { before, after }, excludedAgents }: Comparison): string {
  return `${count(before.rounds, 'round')} before, ${after.rounds} after${formatWithout(excludedAgents.length)}`
}

function formatWithout(agents: number): string {
  return agents === 0 ? '' : `, without ${count(agents, 'agent')}`
}

/**
 * `loss > 1% on test 123: 4.2 % since the deploy`, `loss > 1% on test 123: it was not measured`
 *
 * @param code - applied to the condition and to the test's id
 */
export function formatConditionResult(result: ConditionResult, code = (text: string) => text): string {
  const { condition, testId } = result
  const where = testId === undefined ? '' : ` on test ${code(testId)}`
  const detail =
    result.verdict === 'unknown' ? formatReason(result.reason) : formatActual(result.actual, condition.limit)
  return `${code(condition.text)}${where}: ${detail}`
}

/** With the period, so that a time of the deploy that was left empty by mistake is noticed. */
const PERIODS: Readonly<Record<Period, string>> = {
  window: 'in the whole window',
  beforeDeploy: 'before the deploy',
  sinceDeploy: 'since the deploy',
}

function formatActual(actual: Actual, limit: number): string {
  switch (actual.kind) {
    case 'mean': {
      const { value, unit, period, droppedAgents } = actual
      return `${formatValue(value, unit, limit)} ${PERIODS[period]}${formatWithout(droppedAgents)}`
    }
    case 'change': {
      const { value, before, after, unit, excludedAgents } = actual
      const sides = formatBeforeAndAfter(before, after, unit)
      return `${formatChange(value, limit)} (${sides}${formatWithout(excludedAgents)})`
    }
    case 'alerts':
      return formatAlertCount(actual)
  }
}

function formatAlertCount({ value, period, unattributed, tooFewRounds }: ActualAlerts): string {
  return [
    `${value} ${PERIODS[period]}`,
    ...(unattributed === 0 ? [] : [`and ${unattributed} of a test that ThousandEyes does not name`]),
    ...(tooFewRounds === undefined ? [] : [`with ${count(tooFewRounds, 'round')} of the test`]),
  ].join(', ')
}

/** `test 123: 1 of 3 rounds since the deploy, one every 5 min` */
export function formatMissingRounds(
  { testId, intervalSeconds, rounds, needed }: TestRounds,
  code = (text: string) => text,
): string {
  const interval = formatDuration(intervalSeconds * 1000)
  return `test ${code(testId)}: ${rounds} of ${count(needed, 'round')} since the deploy, one every ${interval}`
}

function formatReason(reason: Reason): string {
  switch (reason.kind) {
    case 'noTestHasMetric':
      return 'no test here measures it'
    case 'notMeasured':
      return 'it was not measured'
    case 'noResults':
      return 'no round has a value of it'
    case 'noDeployTime':
      return 'the time of the deploy is not known'
    case 'alertsNotRead':
      return 'the alerts could not be read'
    case 'windowEndsBeforeDeploy':
      return 'the window ends before the deploy'
    case 'tooFewRounds':
      return `${count(reason.rounds, 'round')} ${PERIODS[reason.period]}, and it takes ${reason.needed} to judge`
    case 'noComparableAgent':
      return `no agent has ${reason.needed} rounds both before and since the deploy`
    case 'agentsStoppedReporting':
      return `${count(reason.agents, 'agent')} stopped reporting at the deploy`
    case 'uncertainAlerts':
      return formatAlertCount(reason.actual)
  }
}

/** A sentence on why something was not measured, such as `Test 123, network: ThousandEyes answered 403 Forbidden.` */
export function formatProblem(problem: Problem): string {
  switch (problem.kind) {
    case 'unsupportedApiVersion':
      return 'Measurements need apiVersion v7; measure: false leaves this line out.'
    case 'testsNotRead':
      return `Tests: ${formatReadFailure(problem.error)}`
    case 'unknownTestType': {
      const { testId, testType } = problem
      return testType === undefined
        ? `Test ${testId}: ThousandEyes did not say what type of test it is.`
        : `Test ${testId}: Tests of type ${quote(testType)} are not known here.`
    }
    case 'noResults':
      return `Test ${problem.testId}, ${problem.resultKinds.join(', ')}: There are no results in the window yet.`
    case 'noValues':
      return `Test ${problem.testId}, ${problem.resultKinds.join(', ')}: Every round failed or measured nothing.`
    case 'resultsNotRead':
      return `Test ${problem.testId}, ${problem.resultKinds.join(', ')}: ${formatReadFailure(problem.error)}`
    case 'alertsNotRead':
      return `Alerts: ${formatReadFailure(problem.error)}`
  }
}

export function formatReadFailure({ message, isUnexpected }: ReadFailure): string {
  return isUnexpected ? formatUnexpectedError(message) : message
}

/** For a bug of the action. */
export function formatUnexpectedError(error: unknown): string {
  return `Unexpected error: ${quote(String(error))}. Please report it.`
}

/**
 * `major`, `http-server`, `on test 123`, `since 2026-11-23 08:40 UTC`, `cleared 2026-11-23 08:50 UTC`
 *
 * @param code - applied to text from outside
 */
export function describeAlert(
  { severity, alertType, testId, startedAt, isSuppressed, state, clearedAt }: Alert,
  code: (text: string) => string,
  active = 'still active',
): readonly string[] {
  const cleared = clearedAt === undefined ? 'cleared' : `cleared ${formatUtc(clearedAt)}`
  return [
    code(severity),
    ...(alertType === undefined ? [] : [code(alertType)]),
    testId === undefined ? 'on a test that ThousandEyes does not name' : `on test ${code(testId)}`,
    ...(startedAt === undefined ? [] : [`since ${formatUtc(startedAt)}`]),
    ...(isSuppressed ? ['suppressed'] : []),
    state === 'active' ? active : cleared,
  ]
}

const MAX_ALERTS = 20

/** A line for each of the newest alerts, below the number of earlier ones. */
export function alertLines(alerts: readonly Alert[], lineOf: (alert: Alert) => string): readonly string[] {
  const earlier = alerts.length - MAX_ALERTS
  return [...(earlier > 0 ? [`${earlier} earlier`] : []), ...alerts.slice(-MAX_ALERTS).map(lineOf)]
}
