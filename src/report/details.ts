import type { Measurement, MetricMeasurement } from '../analysis/measurement.ts'
import { listSome } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { alertLines, describeAlert } from './alerts.ts'
import { renderChart, toBuckets } from './charts.ts'
import { formatExpectation } from './expectations.ts'
import { findingsOf } from './findings.ts'
import { formatAssessed, formatAssessment, formatComparedRounds, formatLocallyWorse } from './format.ts'
import { fold, foldSection, type Section, safeText, tableRow } from './markdown.ts'
import { formatValue } from './numbers.ts'
import { nameOf, type Report, type ReportedTest } from './report.ts'
import { MARKDOWN } from './style.ts'

const CHART_BUCKETS = 60
const MAX_AGENTS = 5
const MAX_CODES = 5

/** All that was measured, in collapsed sections; and the alerts. */
export function detailsSections(report: Report): readonly Section[] {
  const { tests, analysis, isDetailed } = report
  if (analysis === undefined || !isDetailed) return []
  const measured = tests.flatMap(test =>
    test.measurement === undefined ? [] : [{ test, blocks: measurementBlocks(test.measurement, analysis.deployedAt) }],
  )
  const alerts = alertLines(analysis.alerts ?? [], alert => alertLine(alert, tests)).map(line => `- ${line}`)
  const [only, ...others] = measured
  const blocks =
    only !== undefined && others.length === 0
      ? only.blocks
      : measured.map(({ test, blocks }) => fold(nameOf(test), [...conditionLines(test, report), ...blocks]))
  return [
    ...(measured.length === 0 ? [] : [foldSection('All metrics, agents, chart', blocks)]),
    ...(alerts.length === 0 ? [] : [{ ...foldSection('Alerts in the window', alerts), separator: '\n' } as const]),
  ]
}

/** All conditions of one of several tests: the table of tests has only those that decide. */
function conditionLines(test: ReportedTest, report: Report): readonly string[] {
  if (report.gate === undefined) return []
  const hasDeploy = report.analysis?.deployedAt !== undefined
  const lines = [
    ...findingsOf(test, report, MARKDOWN).map(({ subjects, detail }) => `- ${subjects.join(', ')}: ${detail}`),
    ...test.notApplied.map(
      condition => `- ${formatExpectation(condition, hasDeploy)}: not applied, it has no such metric`,
    ),
  ]
  return lines.length === 0 ? [] : [lines.join('\n')]
}

function alertLine(alert: Alert, tests: readonly ReportedTest[]): string {
  return describeAlert(alert, tests, MARKDOWN).join(' · ')
}

function measurementBlocks(measurement: Measurement, deployedAt: Date | undefined): readonly string[] {
  const { metrics, worstAgents, codes } = measurement
  const [main] = metrics
  return [
    metricsTable(metrics, deployedAt),
    ...roundsLine(main),
    ...worstAgentsLine(main, worstAgents, deployedAt),
    ...excludedAgentsLine(main),
    ...codesLine(codes, deployedAt),
    ...chartBlock(main, deployedAt),
  ]
}

function roundsLine({ metric, sides, assessments: [worst] }: MetricMeasurement): readonly string[] {
  if (sides === undefined) return []
  return [[`${metric.name}: ${formatComparedRounds(worst)}`, ...formatLocallyWorse(worst, MARKDOWN)].join('; ')]
}

function metricsTable(metrics: readonly MetricMeasurement[], deployedAt: Date | undefined): string {
  const header =
    deployedAt === undefined
      ? ['| Metric | Value | Mean | p95 |', '| :-- | :-- | :-- | :-- |']
      : ['| Metric | Before → after | Change | p95 after |', '| :-- | :-- | :-- | :-- |']
  return [...header, ...metrics.map(metricRow)].join('\n')
}

function metricRow({ metric: { name, unit }, statistics, sides, assessments: [worst] }: MetricMeasurement): string {
  return tableRow([
    name,
    formatAssessed(worst, unit, sides !== undefined, MARKDOWN),
    sides === undefined ? formatValue(statistics.mean, unit) : formatAssessment(worst),
    formatValue((sides?.after ?? statistics).p95, unit),
  ])
}

function worstAgentsLine(
  { metric: { name, unit } }: MetricMeasurement,
  worstAgents: Measurement['worstAgents'],
  deployedAt: Date | undefined,
): readonly string[] {
  if (worstAgents.length === 0) return []
  const agents = worstAgents.map(({ agentName, mean }) => {
    return `${safeText(agentName)} ${Number.isNaN(mean) ? 'no value' : formatValue(mean, unit)}`
  })
  return [`Worst agents by ${name}${deployedAt === undefined ? '' : ' after the deploy'}: ${agents.join(' · ')}`]
}

function excludedAgentsLine({ metric, sides, assessments }: MetricMeasurement): readonly string[] {
  const excludedAgents = assessments.flatMap(one => one.excludedAgents)
  if (sides === undefined || excludedAgents.length === 0) return []
  const reason = `with fewer than ${assessments[0].rounds.neededBefore} rounds of ${metric.name} before the deploy, or few after it`
  const names = excludedAgents.map(name => safeText(name))
  return [`Agents that are not compared, ${reason}: ${listSome(names, MAX_AGENTS, ' · ')}`]
}

function codesLine(codes: Measurement['codes'], deployedAt: Date | undefined): readonly string[] {
  if (codes.length === 0) return []
  const counts = codes
    .slice(0, MAX_CODES)
    .map(({ code, before, after }) => (deployedAt ? `${code}: ${before} → ${after}` : `${code}: ${after}`))
  return [`Response codes${deployedAt ? ', before → after' : ''}: ${counts.join(', ')}`]
}

function chartBlock({ metric, rounds }: MetricMeasurement, deployedAt: Date | undefined): readonly string[] {
  const buckets = toBuckets(rounds, CHART_BUCKETS, deployedAt)
  return buckets === undefined ? [] : [renderChart({ name: metric.name, unit: metric.unit, buckets })]
}
