import type { Verdict } from '../analysis/gate.ts'
import type { Measurement, MetricMeasurement, PartAssessment } from '../analysis/measurement.ts'
import { availabilityOf, nameOf, type Step, type TestRecord } from '../step.ts'
import { count, listSome } from '../text.ts'
import { alertLines } from './alerts.ts'
import { formatAssessment, formatImperfect, formatSize, formatValues, listAgents } from './change.ts'
import { renderChart } from './chart.ts'
import { formatExpectation } from './conditions.ts'
import { findingsOf } from './findings.ts'
import { formatBeforeAndAfter, formatValue } from './format.ts'
import { foldSection, MARKDOWN, renderSection, type Section, safeText, tableRow, unemphasized } from './markdown.ts'

const MAX_CODES = 5
const MAX_ALERTS = 20
const MAX_AGENTS = 3

/** All that was measured, in collapsed sections; and the alerts. */
export function detailsSections(step: Step): readonly Section[] {
  const measured = step.tests.flatMap(test =>
    test.measurement === undefined ? [] : [{ test, blocks: measurementBlocks(test, test.measurement, step) }],
  )
  const blocks =
    measured.length === 1
      ? measured.flatMap(one => one.blocks)
      : measured.map(({ test, blocks }) =>
          renderSection(foldSection(nameOf(test), [...conditionLines(test, step), ...blocks])),
        )
  const alerts = alertLines(step, MARKDOWN, ' · ')
  const earlier = alerts.length - MAX_ALERTS
  const newest = alerts.slice(-MAX_ALERTS).map(line => `- ${line}`)
  return [
    foldSection('All metrics, agents, chart', blocks),
    foldSection('Alerts in the window', [...(earlier > 0 ? [`- ${earlier} earlier`] : []), ...newest], '\n'),
  ]
}

/** All conditions of one of several tests: the table of tests has only those that decide. */
function conditionLines(test: TestRecord, step: Step): readonly string[] {
  if (test.conditions === undefined) return []
  const judged = new Set(test.conditions.map(({ condition }) => condition.text))
  const lines = [
    ...findingsOf(test, step, MARKDOWN).map(({ subjects, detail }) => `- ${subjects.join(', ')}: ${detail}`),
    ...step.conditions
      .filter(({ text }) => !judged.has(text))
      .map(condition => `- ${formatExpectation(condition, step)}: not applied, the test has no such metric`),
  ]
  return lines.length === 0 ? [] : [lines.join('\n')]
}

function measurementBlocks(test: TestRecord, measurement: Measurement, { deploy }: Step): readonly string[] {
  const { metrics, codes } = measurement
  const [main] = metrics
  const shown = decisiveMetric(test, metrics)
  const { before, after } = shown.assessments[0].rounds
  return [
    metricsTable(test, metrics),
    shown.sides && `${count(before, 'round')} of ${shown.metric.name} before the deploy, ${after} after`,
    worstAgentsLine(shown),
    ...agentLines(availabilityOf(test) ?? main),
    codesLine(codes, deploy !== undefined),
    renderChart(shown, deploy?.at),
  ].filter(block => block !== undefined)
}

/** The metric whose condition decides the verdict, otherwise the main one. */
function decisiveMetric({ conditions = [] }: TestRecord, metrics: Measurement['metrics']): MetricMeasurement {
  const isOf = (verdict: Verdict) => (measured: MetricMeasurement) =>
    conditions.some(one => one.verdict === verdict && one.condition.metric === measured.metric.name)
  return metrics.find(isOf('fail')) ?? metrics.find(isOf('unknown')) ?? metrics.find(isOf('warn')) ?? metrics[0]
}

function metricsTable(test: TestRecord, metrics: Measurement['metrics']): string {
  const header = metrics.some(({ sides }) => sides !== undefined)
    ? ['| Metric | Before → after | p95 after |', '| :-- | :-- | :-- |']
    : ['| Metric | Median | Mean | p95 |', '| :-- | :-- | :-- | :-- |']
  return [...header, ...metrics.map(measured => metricRow(measured, test))].join('\n')
}

function metricRow({ metric, statistics, sides, assessments: [worst] }: MetricMeasurement, test: TestRecord): string {
  const { name, unit } = metric
  // Of a share, the median and p95 are 100 % whatever failed.
  const ofTimes = (value: number) => (unit === '%' ? '–' : formatValue(value, unit))
  if (sides === undefined) {
    return tableRow([name, ofTimes(statistics.median), formatValue(statistics.mean, unit), ofTimes(statistics.p95)])
  }
  const values = formatValues(worst, unit, unemphasized(MARKDOWN))
  return tableRow([name, `${values} (${changeWords(name, worst, test)})`, ofTimes(sides.after.p95)])
}

/** What a change is. That of a failed condition is never called noise: what decided it is shown. */
function changeWords(metric: string, assessment: PartAssessment, { conditions = [] }: TestRecord): string {
  const { result } = assessment
  if (result === 'tooFewRounds' || result === 'notCompared') return 'too few rounds to compare'
  const words = formatAssessment(assessment, metric, MARKDOWN)
  const isFailed = conditions.some(({ condition, verdict }) => {
    return condition.metric === metric && (verdict === 'fail' || verdict === 'warn')
  })
  if (!isFailed) return words
  const isChance = result === 'withinNoise' || result === 'movedBefore'
  return [isChance ? formatSize(assessment) : words, ...formatImperfect(assessment, metric)].join('; ')
}

/** Who is measured from, the worst first; `undefined` if the worst is less than a quarter away from the best of those shown. */
function worstAgentsLine({ metric, assessments: [worst] }: MetricMeasurement): string | undefined {
  const { name, unit, better } = metric
  const sign = better === 'lower' ? -1 : 1
  const agents = worst.agents
    .filter(({ after }) => !Number.isNaN(after))
    .sort((a, b) => sign * (a.after - b.after))
    .slice(0, MAX_AGENTS)
  const latest = agents.map(({ after }) => after)
  const areAlike = Math.max(...latest) <= Math.min(...latest) * 1.25
  const isOnly = worst.agents.length === 1 && agents.length === 1
  if (areAlike && !isOnly) return undefined
  const shown = agents.map(({ agentName, before, after }) => {
    const values = Number.isNaN(before) ? formatValue(after, unit) : formatBeforeAndAfter(before, after, unit)
    return `${safeText(agentName)} ${values}`
  })
  const title = isOnly ? `Only one agent measures ${name}` : `Worst agents by ${name}`
  return `${title}: ${shown.join(' · ')}`
}

/**
 * Agents that stopped or began at the deploy, and others that are not compared.
 *
 * @param measured - the availability, since an agent whose rounds fail has no other value
 */
function agentLines({ sides, assessments }: MetricMeasurement): readonly string[] {
  if (sides === undefined) return []
  const namesOf = (key: 'droppedAgents' | 'newAgents' | 'excludedAgents') => [
    ...new Set(assessments.flatMap(assessment => assessment[key])),
  ]
  const [dropped, added] = [namesOf('droppedAgents'), namesOf('newAgents')]
  const others = namesOf('excludedAgents').filter(name => !dropped.includes(name) && !added.includes(name))
  const line = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${title}: ${listAgents(names, MARKDOWN)}`]
  return [
    ...line('Stopped reporting at the deploy', dropped),
    ...line('New since the deploy, not compared', added),
    ...line('Too few rounds to compare', others),
  ]
}

function codesLine(codes: Measurement['codes'], hasDeploy: boolean): string | undefined {
  if (codes.length === 0) return undefined
  const counts = codes.map(({ code, before, after }) => `${code}: ${hasDeploy ? `${before} → ` : ''}${after}`)
  return `Response codes${hasDeploy ? ', before → after' : ''}: ${listSome(counts, MAX_CODES)}`
}
