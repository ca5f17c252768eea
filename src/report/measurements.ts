import { MIN_ROUNDS } from '../analysis/comparison.ts'
import type { ConditionResult, Gate, GateInput } from '../analysis/gate.ts'
import { lostAvailability, type Measurement, type MetricMeasurement } from '../analysis/rounds.ts'
import { formatUtc } from '../time.ts'
import { type Buckets, toBuckets } from './buckets.ts'
import { chart } from './charts.ts'
import {
  alertLines,
  beforeAndAfter,
  describeAlert,
  formatAssessment,
  formatCleared,
  formatConditionResult,
  formatValue,
  roundsCompared,
} from './format.ts'
import { code, link, MAX_REASON_LENGTH, tableRow } from './markdown.ts'
import { list, type Section } from './section.ts'
import { sparkline } from './sparkline.ts'

/** What the tests saw, and what the gate says of it. */
export interface ReportedAnalysis extends GateInput {
  /** Why something could not be had, one line each. */
  readonly problems: readonly string[]
  readonly gate: Gate | undefined
}

type Alert = NonNullable<GateInput['alerts']>[number]

const SPARKLINE_POINTS = 20
const CHART_POINTS = 60
const MAX_AGENTS = 5
const MAX_CODES = 5

/** The main metric in a few words, to end a cell of the table: a picture, and what changed; and what availability was lost. */
export function inlineSummary(id: string, { tests, deployedAt }: ReportedAnalysis): string {
  const measurement = tests.find(({ testId }) => testId === id)?.measurement
  if (measurement === undefined) return ''
  const [main] = measurement.metrics
  const { comparison } = main
  const compared = comparison === undefined ? [] : [formatAssessment(comparison), roundsCompared(comparison)]
  const lost = lostAvailability(measurement)
  const picture = toBuckets(main.rounds, SPARKLINE_POINTS, deployedAt)
  const lines = [
    ...(picture === undefined ? [] : [sparkline(picture)]),
    meanWords(main),
    ...compared,
    ...(lost.length > 0 ? [`availability ${lost.map(mean => formatValue(mean, '%')).join(' → ')}`] : []),
  ]
  return lines.map(line => `<br>${line}`).join('')
}

/** `responseTime 120 ms → 341 ms` */
function meanWords({ metric: { name, unit }, statistics, comparison }: MetricMeasurement): string {
  return `${name} ${comparison === undefined ? formatValue(statistics.mean, unit) : beforeAndAfter(comparison, unit)}`
}

/** The gate and its findings, what could not be had, the alerts, and all the numbers, in this order. */
export function analysisSections(analysis: ReportedAnalysis): readonly Section[] {
  const { tests, alerts = [], deployedAt, problems, gate } = analysis
  const measured = tests.flatMap(({ measurement }) => (measurement === undefined ? [] : [measurement]))
  return [
    list(
      `**The gate${deployedAt === undefined ? '' : `, after the deploy of ${formatUtc(deployedAt)}`}:**`,
      gate === undefined ? [] : gateLines(gate),
    ),
    list(
      '**Not measured:**',
      problems.map(problem => `- ${code(problem, MAX_REASON_LENGTH)}`),
    ),
    list(
      '**Alerts in the window:**',
      alertLines(alerts, alertLine).map(line => `- ${line}`),
    ),
    { header: [], lines: measured.map(one => detailsBlock(one, deployedAt)), separator: '\n\n' },
  ]
}

function gateLines({ results }: Gate): readonly string[] {
  return results.map(result => `- ${VERDICTS[result.verdict]}: ${formatConditionResult(result, code)}`)
}

const VERDICTS: Readonly<Record<ConditionResult['verdict'], string>> = {
  pass: 'passed',
  fail: '**failed**',
  unknown: '**not known**',
}

function alertLine(alert: Alert): string {
  const { state, url } = alert
  const facts = [
    ...describeAlert(alert, code),
    state === 'active' ? '**still active**' : formatCleared(alert),
    ...(url === undefined ? [] : [link('open', url)]),
  ]
  return facts.join(' · ')
}

/** All of a test's numbers, folded away. */
function detailsBlock(measurement: Measurement, deployedAt: Date | undefined): string {
  const { testId, metrics, worstAgents, codes } = measurement
  const [main] = metrics
  const buckets = toBuckets(main.rounds, CHART_POINTS, deployedAt)
  return [
    `<details><summary>What test ${testId} saw</summary>`,
    metricsTable(metrics, deployedAt),
    ...agentsLine(main, worstAgents, deployedAt),
    ...leftOutLine(main),
    ...(codes.length > 0
      ? [
          `Response codes: ${codes
            .slice(0, MAX_CODES)
            .map(([status, times]) => `${status} × ${times}`)
            .join(', ')}`,
        ]
      : []),
    ...(buckets === undefined ? [] : [chartBlock(main, buckets, deployedAt)]),
    '</details>',
  ].join('\n\n')
}

function chartBlock(
  { metric: { name, unit } }: MetricMeasurement,
  buckets: Buckets,
  deployedAt: Date | undefined,
): string {
  const origin =
    deployedAt === undefined ? { at: buckets.to, called: 'the last round' } : { at: deployedAt, called: 'the deploy' }
  return chart({ name, unit, buckets, origin })
}

function metricsTable(metrics: readonly MetricMeasurement[], deployedAt: Date | undefined): string {
  const header =
    deployedAt === undefined
      ? ['| Metric | Mean | Median | p95 | Values |', '| --- | --- | --- | --- | --- |']
      : [
          '| Metric | Before → after (means) | Change | Median after | p95 after | Values after |',
          '| --- | --- | --- | --- | --- | --- |',
        ]
  return [...header, ...metrics.map(metricRow)].join('\n')
}

function metricRow({ metric, statistics, comparison }: MetricMeasurement): string {
  const { mean, median, p95, count: values } = comparison?.all.after.statistics ?? statistics
  const [shownMedian, shownP95] = [formatValue(median, metric.unit), formatValue(p95, metric.unit)]
  const cells =
    comparison === undefined
      ? [formatValue(mean, metric.unit)]
      : [beforeAndAfter(comparison, metric.unit), formatAssessment(comparison)]
  return tableRow([metric.name, ...cells, shownMedian, shownP95, values])
}

function agentsLine(
  main: MetricMeasurement,
  worst: Measurement['worstAgents'],
  deployedAt: Date | undefined,
): readonly string[] {
  if (worst.length === 0) return []
  const { name, unit } = main.metric
  const agents = worst.map(({ agentName, mean }) => {
    return `${code(agentName)} ${Number.isNaN(mean) ? 'no value' : formatValue(mean, unit)}`
  })
  return [`Worst agents by ${name}${deployedAt === undefined ? '' : ' after the deploy'}: ${agents.join(', ')}`]
}

function leftOutLine({ metric, comparison }: MetricMeasurement): readonly string[] {
  const { excludedAgents = [] } = comparison ?? {}
  if (excludedAgents.length === 0) return []
  const why = `with fewer than ${MIN_ROUNDS} rounds of ${metric.name} before or after the deploy`
  return [`Agents that are not compared, ${why}: ${agentNames(excludedAgents)}`]
}

function agentNames(names: readonly string[]): string {
  const more = names.length - MAX_AGENTS
  const shown = names.slice(0, MAX_AGENTS).map(name => code(name))
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
