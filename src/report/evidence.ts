import { utcMinute } from '../clock.ts'
import type { Finding, Gate, MeasuredTest } from '../evidence/gate.ts'
import type { Measurement, MetricMeasurement } from '../evidence/measurement.ts'
import { type Points, pointsOf } from '../evidence/points.ts'
import {
  alertFacts,
  alertLines,
  beforeAndAfter,
  clearedWords,
  findingWords,
  judgement,
  roundsCompared,
  withUnit,
} from '../evidence/words.ts'
import { chart } from './chart.ts'
import { code, link, MAX_REASON_LENGTH, tableRow } from './markdown.ts'
import { list, type Section } from './section.ts'
import { sparkline } from './sparkline.ts'

/** What the tests saw, and what the gate says of it. */
export interface ReportedEvidence {
  readonly tests: readonly MeasuredTest[]
  readonly alerts: readonly ReportedAlert[] | undefined
  readonly deployedAt: Date | undefined
  /** Why something could not be had, one line each. */
  readonly problems: readonly string[]
  readonly gate: Gate | undefined
}

export interface ReportedAlert {
  readonly testId: string | undefined
  readonly severity: string
  readonly alertType: string | undefined
  readonly startedAt: Date
  readonly state: 'active' | 'cleared'
  readonly clearedAt: Date | undefined
  readonly url: string | undefined
}

const SPARKLINE_POINTS = 20
const CHART_POINTS = 60
const MAX_AGENTS = 5
const MAX_CODES = 5

/** The main metric in a few words, to end a cell of the table: a picture, and what changed. */
export function glance(id: string, { tests, deployedAt }: ReportedEvidence): string {
  const main = tests.find(({ testId }) => testId === id)?.measurement?.metrics[0]
  const points = main && pointsOf(main.rounds, SPARKLINE_POINTS, deployedAt)
  if (main === undefined || points === undefined) return ''
  const { metric, statistics, comparison } = main
  const words =
    comparison === undefined
      ? withUnit(statistics.mean, metric.unit)
      : `${beforeAndAfter(comparison, metric.unit)}<br>${judgement(comparison)}<br>${roundsCompared(comparison)}`
  return `<br>${sparkline(points)}<br>${metric.name} ${words}`
}

/** The gate and its findings, what could not be had, the alerts, and all the numbers, in this order. */
export function evidenceSections(evidence: ReportedEvidence): readonly Section[] {
  const { tests, alerts = [], deployedAt, problems, gate } = evidence
  const measured = tests.flatMap(({ measurement }) => (measurement === undefined ? [] : [measurement]))
  return [
    list(
      `**The gate${deployedAt === undefined ? '' : `, after the deploy of ${utcMinute(deployedAt)}`}:**`,
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
    { header: [], lines: measured.map(one => fold(one, deployedAt)), gap: '\n\n' },
  ]
}

function gateLines({ findings }: Gate): readonly string[] {
  return findings.map(finding => `- ${VERDICTS[finding.verdict]}: ${findingWords(finding, code)}`)
}

const VERDICTS: Readonly<Record<Finding['verdict'], string>> = {
  pass: 'passed',
  fail: '**failed**',
  unknown: '**not known**',
}

function alertLine(alert: ReportedAlert): string {
  const { state, url } = alert
  const facts = [
    ...alertFacts(alert, code),
    state === 'active' ? '**still active**' : clearedWords(alert),
    ...(url === undefined ? [] : [link('open', url)]),
  ]
  return facts.join(' · ')
}

/** All of a test's numbers, folded away. */
function fold(measurement: Measurement, deployedAt: Date | undefined): string {
  const { testId, metrics, worstAgents, codes } = measurement
  const [main] = metrics
  const points = main && pointsOf(main.rounds, CHART_POINTS, deployedAt)
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
    ...(main === undefined || points === undefined ? [] : [drawing(main, points, deployedAt)]),
    '</details>',
  ].join('\n\n')
}

function drawing({ metric: { name, unit } }: MetricMeasurement, points: Points, deployedAt: Date | undefined): string {
  const zero =
    deployedAt === undefined ? { at: points.to, called: 'the last round' } : { at: deployedAt, called: 'the deploy' }
  return chart({ name, unit, points, zero })
}

function metricsTable(metrics: readonly MetricMeasurement[], deployedAt: Date | undefined): string {
  const header =
    deployedAt === undefined
      ? ['| Metric | Mean | Median | p95 | Values |', '| --- | --- | --- | --- | --- |']
      : [
          '| Metric | Before → after (means) | Change | Median | p95 | Values |',
          '| --- | --- | --- | --- | --- | --- |',
        ]
  return [...header, ...metrics.map(metricRow)].join('\n')
}

function metricRow({ metric, statistics, comparison }: MetricMeasurement): string {
  const { mean, median, p95, count: values } = statistics
  const [shownMedian, shownP95] = [withUnit(median, metric.unit), withUnit(p95, metric.unit)]
  const cells =
    comparison === undefined
      ? [withUnit(mean, metric.unit)]
      : [beforeAndAfter(comparison, metric.unit), judgement(comparison)]
  return tableRow([metric.name, ...cells, shownMedian, shownP95, values])
}

function agentsLine(
  main: MetricMeasurement | undefined,
  worst: Measurement['worstAgents'],
  deployedAt: Date | undefined,
): readonly string[] {
  if (main === undefined || worst.length === 0) return []
  const { name, unit } = main.metric
  const agents = worst.map(({ agentName, mean }) => `${code(agentName)} ${withUnit(mean, unit)}`)
  return [`Worst agents by ${name}${deployedAt === undefined ? '' : ' after the deploy'}: ${agents.join(', ')}`]
}

function leftOutLine(main: MetricMeasurement | undefined): readonly string[] {
  const { onlyBefore = [], onlyAfter = [] } = main?.comparison ?? {}
  const sides = [
    ...(onlyBefore.length > 0 ? [`only before the deploy: ${agentNames(onlyBefore)}`] : []),
    ...(onlyAfter.length > 0 ? [`only after the deploy: ${agentNames(onlyAfter)}`] : []),
  ]
  return sides.length === 0
    ? []
    : [`Agents that are not compared, since they have ${main?.metric.name} ${sides.join('; ')}`]
}

function agentNames(names: readonly string[]): string {
  const more = names.length - MAX_AGENTS
  const shown = names.slice(0, MAX_AGENTS).map(name => code(name))
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
