import type { Gate, Verdict } from '../analysis/gate.ts'
import type { Analysis } from '../analysis/measure.ts'
import type { Measurement, MetricMeasurement } from '../analysis/rounds.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { formatUtc } from '../time.ts'
import { renderChart, renderSparkline, toBuckets } from './charts.ts'
import {
  alertLines,
  describeAlert,
  formatAssessed,
  formatAssessment,
  formatComparedRounds,
  formatConditionResult,
  formatLocallyWorse,
  formatMissingRounds,
  formatProblem,
  formatValue,
} from './format.ts'
import { codeSpan, link, listSection, MAX_REASON_LENGTH, type Section, tableRow } from './markdown.ts'

const SPARKLINE_BUCKETS = 20
const CHART_BUCKETS = 60
const MAX_AGENTS = 5
const MAX_CODES = 5

/** The main metric in short lines, for the end of a table's cell; and the availability where some of it was lost. */
export function inlineSummary(testId: string, { tests, deployedAt }: Analysis): string {
  const measurement = tests.find(test => test.testId === testId)?.measurement
  if (measurement === undefined) return ''
  const [main] = measurement.metrics
  const { metric, rounds, assessments, sides } = main
  const [worst] = assessments
  const buckets = toBuckets(rounds, SPARKLINE_BUCKETS, deployedAt)
  const lines = [
    ...(buckets === undefined ? [] : [renderSparkline(buckets)]),
    `${metric.name} ${formatMain(main)}`,
    ...(sides === undefined ? [] : [formatAssessment(worst), formatComparedRounds(worst)]),
    ...formatLocallyWorse(worst, codeSpan),
    ...lostAvailability(measurement),
  ]
  return lines.map(line => `<br>${line}`).join('')
}

/** `120 ms`; `120 ms → 341 ms` where the time of the deploy is known. */
function formatMain({ metric: { unit }, assessments: [worst], sides }: MetricMeasurement): string {
  return formatAssessed(worst, unit, sides !== undefined, codeSpan)
}

/** `availability 100 % → 91.67 %`; empty where all is available at the end, or where it is the main metric. */
function lostAvailability({ metrics: [, ...others] }: Measurement): readonly string[] {
  const availability = others.find(({ metric }) => metric.name === 'availability')
  if (availability === undefined) return []
  const [{ after }] = availability.assessments
  return after < 100 ? [`availability ${formatMain(availability)}`] : []
}

/** The gate, what was not measured, the alerts, and each test's measurements: in this order. */
export function analysisSections(analysis: Analysis, gate: Gate | undefined): readonly Section[] {
  const { tests, alerts = [], deployedAt, problems } = analysis
  const measurements = tests.flatMap(({ measurement }) => (measurement === undefined ? [] : [measurement]))
  return [
    listSection(
      `**The gate${deployedAt === undefined ? '' : `, after the deploy of ${formatUtc(deployedAt)}`}:**`,
      gateLines(gate),
    ),
    listSection(
      '**Not measured:**',
      problems.map(problem => codeSpan(formatProblem(problem), MAX_REASON_LENGTH)),
    ),
    listSection('**Alerts in the window:**', alertLines(alerts, alertLine)),
    { header: [], lines: measurements.map(one => detailsBlock(one, deployedAt)), separator: '\n\n' },
  ]
}

function gateLines(gate: Gate | undefined): readonly string[] {
  const { results = [], notApplied = [], missingRounds = [] } = gate ?? {}
  return [
    ...results.map(result => `${VERDICTS[result.verdict]}: ${formatConditionResult(result, codeSpan)}`),
    ...notApplied.map(
      ({ condition, testId }) => `not applied: ${codeSpan(condition.text)} on test ${codeSpan(testId)}`,
    ),
    ...missingRounds.map(test => `${VERDICTS.unknown}: ${formatMissingRounds(test, codeSpan)}`),
  ]
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  warn: '**warning**',
  fail: '**failed**',
  unknown: '**inconclusive**',
}

function alertLine(alert: Alert): string {
  const facts = describeAlert(alert, codeSpan, '**still active**')
  return [...facts, ...(alert.url === undefined ? [] : [link('open', alert.url)])].join(' · ')
}

/** All measurements of a test in a collapsible section. */
function detailsBlock(measurement: Measurement, deployedAt: Date | undefined): string {
  const { testId, metrics, worstAgents, codes } = measurement
  const [main] = metrics
  const codeCounts = codes.slice(0, MAX_CODES).map(([code, rows]) => `${code} × ${rows}`)
  return [
    `<details><summary>Measurements of test ${testId}</summary>`,
    metricsTable(metrics, deployedAt),
    ...worstAgentsLine(main, worstAgents, deployedAt),
    ...excludedAgentsLine(main),
    ...(codeCounts.length > 0 ? [`Response codes: ${codeCounts.join(', ')}`] : []),
    ...chartBlock(main, deployedAt),
    '</details>',
  ].join('\n\n')
}

function metricsTable(metrics: readonly MetricMeasurement[], deployedAt: Date | undefined): string {
  const header =
    deployedAt === undefined
      ? ['| Metric | Value | Mean | Median | p95 | Values |', '| --- | --- | --- | --- | --- | --- |']
      : [
          '| Metric | Before → after | Change | Median after | p95 after | Values after |',
          '| --- | --- | --- | --- | --- | --- |',
        ]
  return [...header, ...metrics.map(metricRow)].join('\n')
}

function metricRow(measured: MetricMeasurement): string {
  const { metric, statistics, assessments, sides } = measured
  const { mean, median, p95, count: values } = sides?.after ?? statistics
  return tableRow([
    metric.name,
    formatMain(measured),
    sides === undefined ? formatValue(mean, metric.unit) : formatAssessment(assessments[0]),
    formatValue(median, metric.unit),
    formatValue(p95, metric.unit),
    values,
  ])
}

function worstAgentsLine(
  { metric: { name, unit } }: MetricMeasurement,
  worstAgents: Measurement['worstAgents'],
  deployedAt: Date | undefined,
): readonly string[] {
  if (worstAgents.length === 0) return []
  const agents = worstAgents.map(({ agentName, mean }) => {
    return `${codeSpan(agentName)} ${Number.isNaN(mean) ? 'no value' : formatValue(mean, unit)}`
  })
  return [`Worst agents by ${name}${deployedAt === undefined ? '' : ' after the deploy'}: ${agents.join(', ')}`]
}

function excludedAgentsLine({ metric, assessments, sides }: MetricMeasurement): readonly string[] {
  const excludedAgents = assessments.flatMap(one => one.excludedAgents)
  if (sides === undefined || excludedAgents.length === 0) return []
  const reason = `with fewer than ${assessments[0].rounds.neededBefore} rounds of ${metric.name} before the deploy, or few after it`
  const shown = excludedAgents.slice(0, MAX_AGENTS).map(name => codeSpan(name))
  const more = excludedAgents.length - shown.length
  return [`Agents that are not compared, ${reason}: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`]
}

function chartBlock({ metric, rounds }: MetricMeasurement, deployedAt: Date | undefined): readonly string[] {
  const buckets = toBuckets(rounds, CHART_BUCKETS, deployedAt)
  if (buckets === undefined) return []
  const origin =
    deployedAt === undefined ? { at: buckets.to, name: 'the last round' } : { at: deployedAt, name: 'the deploy' }
  return [renderChart({ name: metric.name, unit: metric.unit, buckets, origin })]
}
