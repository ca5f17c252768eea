import type {
  Actual,
  ActualAlerts,
  ActualMetric,
  ConditionResult,
  Period,
  Reason,
  TooFewRounds,
} from '../analysis/condition-result.ts'
import type { Problem, ReadFailure } from '../analysis/measure.ts'
import type { TestRounds } from '../analysis/round-counter.ts'
import type { PartAssessment } from '../analysis/rounds.ts'
import { count, quote, singleLine } from '../text.ts'
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

/** `+184 %`; of a share `-6.5 points` */
function formatDifference({ changePercent, changePoints }: PartAssessment): string {
  if (changePoints === undefined) return formatChange(changePercent)
  return `${changePoints > 0 ? '+' : ''}${formatRounded(changePoints, '', undefined)} points`
}

const RESULTS: Readonly<Record<PartAssessment['result'], string>> = {
  better: 'better',
  worse: 'worse',
  same: 'same within noise',
  tooFewRounds: 'too few rounds to judge',
  mostAgentsDropped: 'most agents have no value since the deploy',
  notCompared: 'too few rounds before to judge',
}

/** `+184 %, worse`, `-6.5 points, same within noise`, `too few rounds to judge` */
export function formatAssessment(assessment: PartAssessment): string {
  const { result } = assessment
  const isCompared = result === 'better' || result === 'worse' || result === 'same'
  return isCompared ? `${formatDifference(assessment)}, ${RESULTS[result]}` : RESULTS[result]
}

/** `120 ms → 341 ms`; `341 ms` where the time of the deploy is not known; with the direction, server or prefix. */
export function formatAssessed(
  { before, after, part }: PartAssessment,
  unit: Metric['unit'],
  hasDeploy: boolean,
  code = singleLine,
): string {
  const values = hasDeploy ? formatBeforeAndAfter(before, after, unit) : formatValue(after, unit)
  return `${values}${part === undefined ? '' : ` (${code(part)})`}`
}

/** `51 rounds before, 9 after, without 1 agent` */
export function formatComparedRounds({ rounds: { before, after }, excludedAgents }: PartAssessment): string {
  return `${count(before, 'round')} before, ${after} after${formatWithout(excludedAgents.length)}`
}

function formatWithout(agents: number): string {
  return agents === 0 ? '' : `, without ${count(agents, 'agent')}`
}

/**
 * Agents that alone got worse, which is not taken for the deploy: `worse for Paris alone`, `worse for Paris, Rome alone`
 *
 * @param code - applied to the names
 */
export function formatLocallyWorse({ locallyWorseAgents }: PartAssessment, code = singleLine): readonly string[] {
  if (locallyWorseAgents.length === 0) return []
  const shown = locallyWorseAgents.slice(0, MAX_AGENTS).map(name => code(name))
  const more = locallyWorseAgents.length - shown.length
  return [`worse for ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} alone`]
}

const MAX_AGENTS = 5

/**
 * `loss > 1% on test 123: 4.2 % since the deploy`, `loss > 1% on test 123: it was not measured`
 *
 * @param code - applied to the condition and to the test's id
 */
export function formatConditionResult(result: ConditionResult, code = singleLine): string {
  const { condition, testId } = result
  const where = testId === undefined ? '' : ` on test ${code(testId)}`
  const detail =
    result.verdict === 'unknown'
      ? formatReason(result.reason, condition.limit, code)
      : formatActual(result.actual, condition.limit, code)
  return `${code(condition.text)}${where}: ${detail}`
}

/** With the period, so that a time of the deploy that was left empty by mistake is noticed. */
const PERIODS: Readonly<Record<Period, string>> = {
  window: 'in the whole window',
  beforeDeploy: 'before the deploy',
  sinceDeploy: 'since the deploy',
}

type Code = (text: string) => string

function formatActual(actual: Actual, limit: number, code: Code): string {
  return actual.kind === 'alerts' ? formatAlertCount(actual) : formatActualMetric(actual, limit, code)
}

function formatActualMetric(
  { kind, value, unit, period, assessment }: ActualMetric,
  limit: number,
  code: Code,
): string {
  const { before, after, part, excludedAgents } = assessment
  const where = part === undefined ? '' : ` (${code(part)})`
  const without = formatWithout(excludedAgents.length)
  if (kind === 'value') return `${formatValue(value, unit, limit)} ${PERIODS[period]}${where}${without}`
  const points = unit === '%' && before !== after ? `, ${formatDifference(assessment)}` : ''
  return `${formatChange(value, limit)} (${formatBeforeAndAfter(before, after, unit)}${points}${without})${where}`
}

function formatAlertCount({ value, period, unattributed, undated, tooFewRounds }: ActualAlerts): string {
  return [
    `${value} ${PERIODS[period]}`,
    ...(unattributed === 0 ? [] : [`and ${unattributed} of a test that ThousandEyes does not name`]),
    ...(undated === 0 ? [] : [`and ${undated} of which ThousandEyes does not say when it began`]),
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

function formatReason(reason: Reason, limit: number, code: Code): string {
  switch (reason.kind) {
    case 'noTestHasMetric':
      return 'no test of this step measures it, so correct the condition'
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
    case 'noValues':
      return `no round ${PERIODS[reason.period]} has a value of it`
    case 'tooFewRounds':
      return formatTooFewRounds(reason)
    case 'noComparison':
      return `no agent has ${reason.needed} rounds before the deploy and one since`
    case 'mostAgentsDropped':
      return `${count(reason.agentNames.length, 'agent')} stopped reporting at the deploy`
    case 'inconclusive':
      return formatInconclusive(reason.actual, limit, code)
    case 'uncertainAlerts':
      return formatAlertCount(reason.actual)
  }
}

/** `2 of 3 rounds since the deploy; this test runs every 5 min: waitForRounds: 3` */
function formatTooFewRounds({ rounds, needed, period, intervalSeconds }: TooFewRounds): string {
  const interval =
    intervalSeconds === undefined ? '' : `; this test runs every ${formatDuration(intervalSeconds * 1000)}`
  const remedy = period === 'sinceDeploy' ? `waitForRounds: ${needed}` : 'set hours to a longer window'
  return `${rounds} of ${count(needed, 'round')} ${PERIODS[period]}${interval}: ${remedy}`
}

/** `inconclusive: +23 % (100 ms → 123 ms), but no more than noise` */
function formatInconclusive(actual: ActualMetric, limit: number, code: Code): string {
  const [alone = 'no more than noise'] = formatLocallyWorse(actual.assessment, code)
  return `inconclusive: ${formatActualMetric(actual, limit, code)}, but ${alone}`
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
