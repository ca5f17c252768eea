import { type Comparison, MIN_ROUNDS } from '../analysis/comparison.ts'
import { ALERTS, type Condition, unitOf } from '../analysis/conditions.ts'
import type { Actual, ActualAlerts, ConditionResult, Period, Reason } from '../analysis/gate.ts'
import type { Problem, ReadFailure } from '../analysis/measure.ts'
import type { MetricMeasurement } from '../analysis/rounds.ts'
import type { TestRounds } from '../analysis/wait-for-rounds.ts'
import { count, quote } from '../text.ts'
import { formatDuration } from '../time.ts'
import { formatBeforeAndAfter, formatChange, formatPoints, formatValue } from './numbers.ts'

const EXPECTED = { '>': '≤', '>=': '<', '<': '≥', '<=': '>' } as const

/** What a condition expects, the opposite of what it fails on: `responseTime > +20%` is `responseTime ≤ +20 %`. */
export function formatExpectation(condition: Condition, hasDeploy: boolean): string {
  const { metric, operator, limit } = condition
  const isUpperLimit = operator === '>' || operator === '>='
  if (metric !== ALERTS || !isUpperLimit) return `${metric} ${formatLimit(condition)}`
  const most = operator === '>' ? Math.floor(limit) : Math.ceil(limit) - 1
  const what = hasDeploy ? 'new alert' : 'alert'
  return most <= 0 ? `no ${what}` : `at most ${count(most, what)}`
}

/** `≤ +20 %`, `≥ 99.5 %` */
export function formatLimit({ metric, operator, limit, relative }: Condition): string {
  return `${EXPECTED[operator]} ${relative ? formatChange(limit, limit) : formatValue(limit, unitOf(metric), limit)}`
}

export interface ActualOptions {
  /** The value before the deploy, where it is known. */
  readonly before?: number | undefined
  /** Applied to the value that decides. */
  readonly emphasize?: (text: string) => string
  /** Says what the value is of, so that a time of the deploy that was left empty by mistake is noticed. */
  readonly showsPeriod?: boolean
}

const PERIODS: Readonly<Record<Period, string>> = {
  window: 'in the whole window',
  beforeDeploy: 'before the deploy',
  sinceDeploy: 'since the deploy',
}

/** The value that was compared: `124 → 120 ms (-3.2 %)`, `98.17 → 100 %`, `0`. */
export function formatActual(actual: Actual, { limit }: Condition, options: ActualOptions = {}): string {
  const { before, emphasize = (text: string) => text, showsPeriod = false } = options
  switch (actual.kind) {
    case 'mean': {
      const { value, unit, period, droppedAgents } = actual
      const values =
        before === undefined
          ? emphasize(formatValue(value, unit, limit))
          : formatBeforeAndAfter(before, value, unit, emphasize, limit)
      return `${values}${showsPeriod ? ` ${PERIODS[period]}` : ''}${formatWithout(droppedAgents)}`
    }
    case 'change': {
      const { value, after, unit, excludedAgents } = actual
      const points = unit === '%' ? `, ${formatPoints(after - actual.before)}` : ''
      const change = `${formatChange(value, limit)}${points}${formatWithout(excludedAgents)}`
      return `${formatBeforeAndAfter(actual.before, after, unit, emphasize)} (${change})`
    }
    case 'alerts':
      return emphasize(formatAlertCount(actual, showsPeriod))
  }
}

/** `120 → 341 ms, +184 %, worse`; `341 ms` where the time of the deploy is not known. */
export function formatMeasurement(
  { metric: { unit }, statistics, comparison }: MetricMeasurement,
  emphasize?: (text: string) => string,
): string {
  if (comparison === undefined) return formatValue(statistics.mean, unit)
  const { before, after } = comparison.compared
  return `${formatBeforeAndAfter(before.mean, after.mean, unit, emphasize)}, ${formatAssessment(comparison, unit)}`
}

const ASSESSMENTS = { better: 'better', worse: 'worse', same: 'same within noise' } as const

/** `+184 %, worse`; `-6.5 points, worse` for a share; `too few rounds to judge` */
export function formatAssessment({ changePercent, compared, assessment }: Comparison, unit: string): string {
  if (assessment === 'tooFewRounds') return 'too few rounds to judge'
  const { before, after } = compared
  if (changePercent === 0) return 'same'
  const change = unit === '%' ? formatPoints(after.mean - before.mean) : formatChange(changePercent)
  return `${change}, ${ASSESSMENTS[assessment]}`
}

/** `51 rounds before, 9 after, without 1 agent` */
export function formatComparedRounds({ compared: { before, after }, excludedAgents }: Comparison): string {
  return `${count(before.rounds, 'round')} before, ${after.rounds} after${formatWithout(excludedAgents.length)}`
}

function formatWithout(agents: number): string {
  return agents === 0 ? '' : `, without ${count(agents, 'agent')}`
}

function formatAlertCount({ value, period, unattributed, tooFewRounds }: ActualAlerts, showsPeriod: boolean): string {
  return [
    `${value}${showsPeriod ? ` ${PERIODS[period]}` : ''}`,
    ...(unattributed === 0 ? [] : [`and ${unattributed} of a test that ThousandEyes does not name`]),
    ...(tooFewRounds === undefined ? [] : [`with ${count(tooFewRounds, 'round')} of the test`]),
  ].join(', ')
}

/**
 * Why a condition is inconclusive.
 *
 * @param isDetailed - where it is not, reasons that tell of measurements are left out
 */
export function formatReason(reason: Reason, isDetailed = true): string {
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
      return formatTooFewRounds(reason.rounds, reason.needed, reason.period)
    default:
      return isDetailed ? formatDetailedReason(reason) : 'the measurements do not decide it'
  }
}

function formatTooFewRounds(rounds: number, needed: number, period: Period): string {
  return `${rounds} of ${count(needed, 'round')} ${PERIODS[period]}`
}

/** `1 of 3 rounds since the deploy, one every 5 min` */
export function formatMissingRounds({ intervalSeconds, rounds, needed }: Omit<TestRounds, 'testId'>): string {
  return `${formatTooFewRounds(rounds, needed, 'sinceDeploy')}, one every ${formatDuration(intervalSeconds * 1000)}`
}

type DetailedReason = Extract<Reason, { kind: 'noComparableAgent' | 'agentsStoppedReporting' | 'uncertainAlerts' }>

function formatDetailedReason(reason: DetailedReason): string {
  switch (reason.kind) {
    case 'noComparableAgent':
      return `no agent has ${reason.needed} rounds both before and since the deploy`
    case 'agentsStoppedReporting':
      return `${count(reason.agents, 'agent')} stopped reporting at the deploy`
    case 'uncertainAlerts': {
      const { value, unattributed, tooFewRounds, period } = reason.actual
      return value + unattributed === 0 && tooFewRounds !== undefined
        ? formatTooFewRounds(tooFewRounds, MIN_ROUNDS, period)
        : formatAlertCount(reason.actual, true)
    }
  }
}

/** `loss > 1% on Shop front page: 4.2 % since the deploy`, `loss > 1% on Shop front page: it was not measured` */
export function formatConditionResult(result: ConditionResult, testName: string): string {
  const { condition, testId } = result
  const where = testId === undefined ? '' : ` on ${testName}`
  const detail =
    result.verdict === 'unknown'
      ? formatReason(result.reason)
      : formatActual(result.actual, condition, { showsPeriod: true })
  return `${condition.text}${where}: ${detail}`
}

/** Sentences on why something was not measured, such as `network: ThousandEyes answered 403 Forbidden.` */
export function formatProblem(problem: Problem): string {
  switch (problem.kind) {
    case 'unsupportedApiVersion':
      return 'Measurements need apiVersion v7; measure: false leaves this line out.'
    case 'testsNotRead':
      return `Tests: ${formatReadFailure(problem.error)}`
    case 'unknownTestType':
      return problem.testType === undefined
        ? 'ThousandEyes did not say what type of test it is.'
        : `Tests of type ${quote(problem.testType)} are not known here.`
    case 'noResults':
      return `${problem.resultKinds.join(', ')}: There are no results in the window yet.`
    case 'noValues':
      return `${problem.resultKinds.join(', ')}: Every round failed or measured nothing.`
    case 'resultsNotRead':
      return `${problem.resultKinds.join(', ')}: ${formatReadFailure(problem.error)}`
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
