import { countedAlerts } from '../analysis/alerts.ts'
import { ALERTS, type Condition, isMet, unitOf } from '../analysis/conditions.ts'
import type { ConditionResult, MeasuredAlerts, MeasuredMetric } from '../analysis/gate.ts'
import type { PartAssessment } from '../analysis/measurement.ts'
import { availabilityOf, lacksRounds, type Problem, type Step, type TestRecord } from '../step.ts'
import { count } from '../text.ts'
import { countAlerts, formatAlertCount, summarizeAlerts } from './alerts.ts'
import {
  formatAssessment,
  formatDropped,
  formatExcuse,
  formatImperfect,
  formatLocallyWorse,
  formatRoundCount,
  formatSize,
  formatValues,
} from './change.ts'
import { formatChange, formatPoints, formatValue } from './format.ts'
import { type Style, unemphasized } from './markdown.ts'
import { formatProblem, summarizeProblem } from './problems.ts'

/** How a condition, a metric or the alerts of a test are shown. */
export interface Description {
  readonly detail: string
  /** With the metric, for a test's row or line: `responseTime 122 → 289 ms (+137 %), expected ≤ +20 %`. */
  readonly phrase: string
  /** For a headline: `responseTime +137 %`; missing if numbers are hidden. */
  readonly size?: string
  /** How large a change is: percent of times, points of shares, so that an outage is more than a slow page. */
  readonly weight: number
}

const EXPECTED = { '>': '≤', '>=': '<', '<': '≥', '<=': '>' } as const

/** The opposite of what a condition fails on: `responseTime > +20%` is `responseTime ≤ +20 %`. */
export function formatExpectation(condition: Condition, { deploy }: Step): string {
  const { metric, operator, limit } = condition
  const isUpperLimit = operator === '>' || operator === '>='
  if (metric !== ALERTS || !isUpperLimit) return `${metric} ${formatExpected(condition)}`
  const most = operator === '>' ? Math.floor(limit) : Math.ceil(limit) - 1
  const what = deploy === undefined ? 'alert' : 'new alert'
  return most <= 0 ? `no ${what}` : `at most ${count(most, what)}`
}

/** `≤ +20 %`, `≥ 99.5 %` */
function formatExpected(condition: Condition): string {
  return `${EXPECTED[condition.operator]} ${formatLimit(condition)}`
}

/** `+20 %`, `99.5 %` */
export function formatLimit({ metric, limit, relative }: Condition): string {
  return relative ? formatChange(limit, limit) : formatValue(limit, unitOf(metric), limit)
}

const WITHOUT_NUMBERS = {
  withinNoise: 'within noise',
  movedBefore: 'began before the deploy',
  agentsDropped: 'agents stopped reporting at the deploy',
  alertsUncertain: 'an alert may still come, or may be of another test',
} as const

/** What was measured, or why the condition is inconclusive. */
export function describeCondition(result: ConditionResult, test: TestRecord, step: Step, style: Style): Description {
  if (result.verdict === 'unknown') return describeUnknown(result, test, step, style)
  const { condition, verdict, measured } = result
  const isFailed = verdict !== 'pass'
  const shown = isFailed ? style : unemphasized(style)
  if (measured === undefined) {
    const detail = shown.emphasize(isFailed ? 'not met' : 'met')
    return { detail, phrase: `${formatExpectation(condition, step)}: ${detail}`, weight: 0 }
  }
  if (measured.kind !== 'alerts') return describeMetric(measured, condition, isFailed, style)
  const alerts = countedAlerts(test.alerts ?? [], step.deploy?.at)
  const isNamed = alerts.length > 0 && measured.uncertain === 0
  const detail = shown.emphasize(isNamed ? summarizeAlerts(alerts, style) : formatAlertCount(measured))
  return { detail, phrase: `${ALERTS}: ${detail}`, size: countAlerts(measured.value, step), weight: 0 }
}

function describeMetric(measured: MeasuredMetric, condition: Condition, isFailed: boolean, style: Style): Description {
  const { metric, limit } = condition
  const { kind, value, unit, assessment } = measured
  // An absolute condition that would have failed before the deploy, too.
  const wasBeyond = isFailed && kind === 'value' && isMet(condition, assessment.before)
  const describe = (style: Style) => {
    if (!wasBeyond) return formatMeasured(measured, condition, isFailed, style)
    const after = formatValues({ ...assessment, before: Number.NaN }, unit, style, limit)
    return `${after}, and ${formatValue(assessment.before, unit, limit)} before the deploy`
  }
  const detail = describe(style)
  const size = kind === 'change' ? formatChange(value, limit) : describe(unemphasized(style))
  return {
    detail,
    phrase: `${metric} ${detail}${isFailed ? `, expected ${formatExpected(condition)}` : ''}`,
    size: `${metric} ${size}${assessment.agents.length === 1 ? ' (one agent only)' : ''}`,
    weight: wasBeyond ? 0 : weightOf(assessment),
  }
}

/** `123 → **286 ms** (+133 %)`, `123 → 150 ms (+22 %, within the usual ±25 %)` */
function formatMeasured(measured: MeasuredMetric, condition: Condition, isFailed: boolean, style: Style): string {
  const { kind, value, unit, assessment } = measured
  const { changePercent, changePoints } = assessment
  const { metric, limit } = condition
  const shown = isFailed ? style : unemphasized(style)
  const values = formatValues(assessment, unit, shown, kind === 'value' ? limit : undefined)
  const isExcused = isMet(condition, value) && !isFailed
  const change = [formatChange(value, limit), ...(changePoints ? [formatPoints(changePoints)] : [])]
  const size = isExcused && Math.abs(changePercent) >= 3 ? [formatSize(assessment)] : []
  const excuse = isExcused ? [formatExcuse(assessment, metric, style)] : []
  const imperfect = isFailed ? formatImperfect(assessment, metric) : []
  const remarks = [...(kind === 'change' ? change : size), ...excuse, ...imperfect].join(', ')
  const alone = isExcused ? [] : formatLocallyWorse(assessment, metric, style)
  return [remarks === '' ? values : `${values} (${remarks})`, ...alone].join('; ')
}

type Unknown = Extract<ConditionResult, { verdict: 'unknown' }>

function describeUnknown({ condition, reason }: Unknown, test: TestRecord, step: Step, style: Style): Description {
  const { metric } = condition
  switch (reason.kind) {
    case 'tooFewRounds':
      return describeLackingRounds(test, style) ?? describeReason(formatRoundCount(reason))
    case 'agentsDropped':
      return describeReason(
        reason.agentNames === undefined ? WITHOUT_NUMBERS.agentsDropped : formatDropped(reason.agentNames, style),
      )
    case 'withinNoise':
    case 'movedBefore': {
      if (reason.measured === undefined) return describeReason(WITHOUT_NUMBERS[reason.kind])
      const { assessment } = reason.measured
      const detail = formatMeasured(reason.measured, condition, false, style)
      const isExcused = assessment.result === 'withinNoise' || assessment.result === 'movedBefore'
      const size = `${metric} ${isExcused ? formatAssessment(assessment, metric, style) : detail}`
      const phrase = `${metric} ${detail}, expected ${formatExpected(condition)}`
      return { detail, phrase, size, weight: weightOf(assessment) }
    }
    case 'alertsUncertain':
      return reason.measured === undefined
        ? describeReason(WITHOUT_NUMBERS.alertsUncertain)
        : describeUncertainAlerts(reason.measured, test, step, style)
    case 'notMeasured':
      return describeUnread(metric, test, step, style)
  }
}

/** Missing rounds explain whatever else is inconclusive of a test. */
function describeUncertainAlerts(measured: MeasuredAlerts, test: TestRecord, step: Step, style: Style): Description {
  const other = test.conditions?.find(isTooFewRounds)
  const detail = formatAlertCount(measured)
  const own = { ...describeReason(`${ALERTS}: ${detail}`), detail }
  if (measured.rounds === undefined) return own
  return describeLackingRounds(test, style) ?? (other === undefined ? own : describeUnknown(other, test, step, style))
}

function describeReason(detail: string): Description {
  return { detail, phrase: detail, size: detail, weight: 0 }
}

/** Why a metric, or the alerts, could not be read: the test's own causes, otherwise the step's. */
function describeUnread(metric: string, test: TestRecord, step: Step, style: Style): Description {
  const isAbout = ({ subject }: Problem) => (subject === 'Alerts') === (metric === ALERTS)
  const own = test.problems.filter(isAbout)
  const problems = own.length > 0 ? own : step.problems.filter(isAbout)
  const [problem] = problems
  if (problem === undefined) {
    if (metric === ALERTS) return describeReason('alerts could not be read')
    const isDown = availabilityOf(test)?.assessments[0].after === 0
    return describeReason(isDown ? 'not measured: no request succeeded' : `no value of ${metric}`)
  }
  const detail = problems.map(one => style.message(formatProblem(one))).join(' ')
  return { ...describeReason(detail), size: style.message(summarizeProblem(problem)) }
}

function isTooFewRounds(result: ConditionResult): result is Unknown {
  return result.verdict === 'unknown' && result.reason.kind === 'tooFewRounds'
}

/** The rounds that the step waited for and a test doesn't have; `undefined` if it has them all. */
export function describeLackingRounds(test: TestRecord, style: Style): Description | undefined {
  const { rounds, intervalSeconds } = test
  if (rounds === undefined || !lacksRounds(test)) return undefined
  return describeReason(
    'counted' in rounds
      ? formatRoundCount({ needed: rounds.needed, rounds: rounds.counted, intervalSeconds })
      : `needs ${count(rounds.needed, 'round')}: ${style.message(rounds.notCounted)}`,
  )
}

export function weightOf({ changePoints, changePercent }: PartAssessment): number {
  return Math.abs(changePoints ?? changePercent) || 0
}
