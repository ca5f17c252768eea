import { ALERTS } from '../analysis/conditions.ts'
import type { ConditionResult, Reason } from '../analysis/evaluate-gate.ts'
import type { Verdict } from '../analysis/gate.ts'
import type { Problem } from '../analysis/measure.ts'
import type { MetricMeasurement } from '../analysis/measurement.ts'
import { summarizeAlerts } from './alerts.ts'
import { formatExpectation, formatLimit } from './expectations.ts'
import { formatActual, formatMeasurement, formatMissingRounds, formatReason } from './format.ts'
import { formatProblem } from './problems.ts'
import { headlineMetrics, type Report, type ReportedTest, stateOf, worseWithoutCondition } from './report.ts'
import type { Style } from './style.ts'

/** One thing to say of a test. */
export interface Finding {
  /** `undefined` without a gate. */
  readonly verdict: Verdict | undefined
  /** What was expected, or what was measured; several share an answer. */
  readonly subjects: readonly string[]
  readonly detail: string
  /** Both in one phrase: `responseTime 122 → 289 ms (≤ +20 %)`. */
  readonly phrase: string
}

/**
 * The conditions of the gate, or without one the main measurements; then what is not measured.
 *
 * Why conditions are unknown is said once for all of them: first what was not measured, else missing rounds, else each one's reason.
 */
export function findingsOf(test: ReportedTest, report: Report, style: Style): readonly Finding[] {
  const results = test.results.filter(({ verdict }) => isRead(test) || verdict !== 'unknown')
  const findings = mergeSameDetails(results.map(result => conditionFinding(result, test, report, style)))
  const measured =
    report.gate === undefined ? measuredFindings(test, report, style) : unjudgedFindings(test, report, style)
  const unread = test.problems.map(problem => {
    const cause = style.message(formatProblem(problem))
    return missingFinding('not measured', cause, `not measured: ${cause}`)
  })
  const tooFew = missingRoundsOf(test).map(detail => missingFinding('rounds', detail, detail))
  const missing = [...unread, ...tooFew].filter(({ detail }) => !findings.some(one => one.detail.includes(detail)))
  const byVerdict = Map.groupBy([...findings, ...measured, ...missing], ({ verdict }) => verdict)
  return URGENCY.flatMap(verdict => byVerdict.get(verdict) ?? [])
}

const URGENCY = ['fail', 'unknown', 'warn', undefined, 'pass'] as const

function missingFinding(subject: string, detail: string, phrase: string): Finding {
  return { verdict: 'unknown', subjects: [subject], detail, phrase }
}

/** Whether there is more to say of a test than why it has no snapshot. */
function isRead({ outcome, metrics }: ReportedTest): boolean {
  return !('reason' in outcome) || metrics.length > 0
}

/**
 * The test's results of the gate whose reason is not given elsewhere: by a missing snapshot, by missing rounds, or by what was not
 * measured.
 */
export function ownResults(test: ReportedTest, report: Report): readonly ConditionResult[] {
  return test.results.filter(
    result =>
      result.verdict !== 'unknown' ||
      (isRead(test) && test.missingRounds === undefined && causesOf(result.reason, test, report).length === 0),
  )
}

function conditionFinding(result: ConditionResult, test: ReportedTest, report: Report, style: Style): Finding {
  const { condition, verdict } = result
  const expected = formatExpectation(condition, report.analysis?.deployedAt !== undefined)
  const detail = conditionDetail(result, test, report, style)
  return { verdict, subjects: [expected], detail, phrase: phraseOf(result, expected, detail, report) }
}

function phraseOf(result: ConditionResult, expected: string, detail: string, report: Report): string {
  const { condition, verdict } = result
  // Other reasons are about the test, or name the metric.
  if (result.verdict === 'unknown')
    return result.reason.kind === 'inconclusive' ? detail.replace(/^inconclusive: /, `$&${condition.metric} `) : detail
  if (!report.isDetailed) return `${expected}: ${detail}`
  const isPlain = verdict === 'pass' || condition.metric === ALERTS
  return `${condition.metric} ${detail}${isPlain ? '' : `, expected ${formatLimit(condition)}`}`
}

const WITHOUT_NUMBERS = { pass: 'passed', warn: 'exceeded', fail: 'failed' } as const

function conditionDetail(result: ConditionResult, test: ReportedTest, report: Report, style: Style): string {
  const { condition, verdict } = result
  const emphasize = verdict === 'pass' ? (text: string) => text : style.emphasize
  if (verdict === 'unknown') {
    const causes = causesOf(result.reason, test, report).map(problem => style.message(formatProblem(problem)))
    if (causes.length > 0) return `not measured: ${causes.join('; ')}`
    const [rounds] = isAboutRounds(result.reason, test) ? roundsCauses(test, style) : []
    return rounds ?? `inconclusive: ${formatReason(result.reason, condition, style, report.isDetailed)}`
  }
  if (!report.isDetailed) return emphasize(WITHOUT_NUMBERS[verdict])
  const { actual } = result
  const isNamed = actual.kind === 'alerts' && actual.unattributed === 0 && test.alerts.length > 0
  if (isNamed) return emphasize(summarizeAlerts(test.alerts, style))
  return formatActual(actual, condition, style, { emphasize })
}

/** Missing rounds explain whatever else is inconclusive of a test. */
function isAboutRounds(reason: Reason, { missingRounds }: ReportedTest): boolean {
  if (missingRounds !== undefined || reason.kind === 'tooFewRounds') return true
  return reason.kind === 'uncertainAlerts' && reason.actual.tooFewRounds !== undefined
}

/** Why something was not measured, where that is why a condition is inconclusive. */
function causesOf({ kind }: Reason, test: ReportedTest, report: Report): readonly Problem[] {
  if (kind === 'alertsNotRead') return problemsOfStep(report)
  const isUnmeasured = test.metrics.length === 0
  if (kind !== 'noResults' && !isUnmeasured) return []
  const ofStep = problemsOfStep(report).filter(problem => problem.kind !== 'alertsNotRead')
  return [...test.problems.filter(problem => problem.kind !== 'rowsNotRead'), ...ofStep]
}

/** What is not measured of any test. */
export function problemsOfStep({ analysis }: Report): readonly Problem[] {
  return analysis?.problems.filter(problem => !('testId' in problem)) ?? []
}

/** Conditions that are inconclusive for one reason share a finding. */
function mergeSameDetails(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ verdict, detail, phrase }: Finding) => (verdict === 'unknown' ? detail : phrase)
  return [...Map.groupBy(findings, keyOf).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    return [{ ...first, subjects: [first, ...others].flatMap(({ subjects }) => subjects) }]
  })
}

function measuredFindings(test: ReportedTest, report: Report, style: Style): readonly Finding[] {
  if (!report.isDetailed) return []
  const metrics = headlineMetrics(test).map(measured => measuredFinding(measured, style))
  return [...metrics, ...alertsFinding(test.alerts, report, style)]
}

/** What no condition is about, and got worse all the same; and why nothing of the test is judged. */
function unjudgedFindings(test: ReportedTest, report: Report, style: Style): readonly Finding[] {
  const { metrics, alerts } = worseWithoutCondition(test)
  const isJudged = test.results.length > 0
  const isAfterDeploy = report.analysis?.deployedAt !== undefined
  const lacking = [...new Set(test.notApplied.map(({ metric }) => metric))].join(', ')
  const detail = lacking === '' ? 'no condition is about it' : `it has no ${lacking}`
  const notJudged: Finding = { verdict: undefined, subjects: ['not judged'], detail, phrase: `not judged: ${detail}` }
  return [
    ...(report.isDetailed ? metrics.map(measured => measuredFinding(measured, style)) : []),
    ...(report.isDetailed && isJudged && isAfterDeploy ? alertsFinding(alerts, report, style) : []),
    ...(isJudged || (lacking === '' && stateOf(test, report) !== 'taken') ? [] : [notJudged]),
  ]
}

function measuredFinding(measured: MetricMeasurement, style: Style): Finding {
  const isWorse = measured.assessments[0].result === 'worse'
  const detail = formatMeasurement(measured, style)
  const { name } = measured.metric
  return { verdict: isWorse ? 'warn' : undefined, subjects: [name], detail, phrase: `${name} ${detail}` }
}

function alertsFinding(alerts: ReportedTest['alerts'], report: Report, style: Style): readonly Finding[] {
  if (alerts.length === 0) return []
  const detail = summarizeAlerts(alerts, style)
  const subject = report.analysis?.deployedAt === undefined ? 'alerts' : 'new alerts'
  return [{ verdict: 'warn', subjects: [subject], detail, phrase: `${subject} ${detail}` }]
}

/** Why there are too few rounds: one cause, also where several conditions lack them. */
function roundsCauses(test: ReportedTest, style: Style): readonly string[] {
  const ofMetrics = test.results.flatMap(result =>
    result.verdict === 'unknown' && result.reason.kind === 'tooFewRounds'
      ? [`inconclusive: ${formatReason(result.reason, result.condition, style)}`]
      : [],
  )
  return [...missingRoundsOf(test), ...ofMetrics]
}

/** How many rounds a test has, where it has fewer than were waited for. */
function missingRoundsOf({ missingRounds }: ReportedTest): readonly string[] {
  return missingRounds === undefined ? [] : [`inconclusive: ${formatMissingRounds(missingRounds)}`]
}
