import { utcMinute } from '../clock.ts'
import { MIN_ROUNDS } from '../evidence/comparison.ts'
import type { Finding, Gate, GateEvidence } from '../evidence/gate.ts'
import { lostAvailability, type Measurement, type MetricMeasurement } from '../evidence/measurement.ts'
import { type Points, pointsOf } from '../evidence/points.ts'
import {
  alertFacts,
  alertLines,
  beforeAndAfter,
  clearedWords,
  findingWords,
  judgementWords,
  roundsCompared,
  withUnit,
} from '../evidence/words.ts'
import { chart } from './chart.ts'
import { code, link, MAX_REASON_LENGTH, tableRow } from './markdown.ts'
import { list, type Section } from './section.ts'
import { sparkline } from './sparkline.ts'

/** What the tests saw, and what the gate says of it. */
export interface ReportedEvidence extends GateEvidence {
  /** Why something could not be had, one line each. */
  readonly problems: readonly string[]
  readonly gate: Gate | undefined
}

type Alert = NonNullable<GateEvidence['alerts']>[number]

const SPARKLINE_POINTS = 20
const CHART_POINTS = 60
const MAX_AGENTS = 5
const MAX_CODES = 5

/** The main metric in a few words, to end a cell of the table: a picture, and what changed; and what availability was lost. */
export function glance(id: string, { tests, deployedAt }: ReportedEvidence): string {
  const measurement = tests.find(({ testId }) => testId === id)?.measurement
  if (measurement === undefined) return ''
  const [main] = measurement.metrics
  const { comparison } = main
  const compared = comparison === undefined ? [] : [judgementWords(comparison), roundsCompared(comparison)]
  const lost = lostAvailability(measurement)
  const picture = pointsOf(main.rounds, SPARKLINE_POINTS, deployedAt)
  const lines = [
    ...(picture === undefined ? [] : [sparkline(picture)]),
    meanWords(main),
    ...compared,
    ...(lost.length > 0 ? [`availability ${lost.map(mean => withUnit(mean, '%')).join(' → ')}`] : []),
  ]
  return lines.map(line => `<br>${line}`).join('')
}

/** `responseTime 120 ms → 341 ms` */
function meanWords({ metric: { name, unit }, statistics, comparison }: MetricMeasurement): string {
  return `${name} ${comparison === undefined ? withUnit(statistics.mean, unit) : beforeAndAfter(comparison, unit)}`
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

function alertLine(alert: Alert): string {
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
  const points = pointsOf(main.rounds, CHART_POINTS, deployedAt)
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
    ...(points === undefined ? [] : [drawing(main, points, deployedAt)]),
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
          '| Metric | Before → after (means) | Change | Median after | p95 after | Values after |',
          '| --- | --- | --- | --- | --- | --- |',
        ]
  return [...header, ...metrics.map(metricRow)].join('\n')
}

function metricRow({ metric, statistics, comparison }: MetricMeasurement): string {
  const { mean, median, p95, count: values } = comparison?.all.after.statistics ?? statistics
  const [shownMedian, shownP95] = [withUnit(median, metric.unit), withUnit(p95, metric.unit)]
  const cells =
    comparison === undefined
      ? [withUnit(mean, metric.unit)]
      : [beforeAndAfter(comparison, metric.unit), judgementWords(comparison)]
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
    return `${code(agentName)} ${Number.isNaN(mean) ? 'no value' : withUnit(mean, unit)}`
  })
  return [`Worst agents by ${name}${deployedAt === undefined ? '' : ' after the deploy'}: ${agents.join(', ')}`]
}

function leftOutLine({ metric, comparison }: MetricMeasurement): readonly string[] {
  const { leftOut = [] } = comparison ?? {}
  if (leftOut.length === 0) return []
  const why = `with fewer than ${MIN_ROUNDS} rounds of ${metric.name} before or after the deploy`
  return [`Agents that are not compared, ${why}: ${agentNames(leftOut)}`]
}

function agentNames(names: readonly string[]): string {
  const more = names.length - MAX_AGENTS
  const shown = names.slice(0, MAX_AGENTS).map(name => code(name))
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
