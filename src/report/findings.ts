import { countedAlerts } from '../analysis/alerts.ts'
import type { Verdict } from '../analysis/gate.ts'
import type { MetricMeasurement } from '../analysis/measurement.ts'
import { headlineMetrics, type Step, type TestRecord, worseWithoutCondition } from '../step.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { countAlerts, summarizeAlerts } from './alerts.ts'
import { formatMeasurement, formatSize, formatSlowTail } from './change.ts'
import {
  type Description,
  describeCondition,
  describeLackingRounds,
  formatExpectation,
  weightOf,
} from './conditions.ts'
import type { Style } from './markdown.ts'
import { reasonOf } from './problems.ts'

/** One thing to show of a test. */
export interface Finding extends Description {
  /** `warn` for what got worse and no condition is about; otherwise missing without a condition. */
  readonly verdict?: Verdict
  /** What was expected, or what was measured; several share a detail. */
  readonly subjects: readonly string[]
}

/** What a test shows: its conditions in their order, then what got worse without one; without a gate, what was measured. */
export function findingsOf(test: TestRecord, step: Step, style: Style): readonly Finding[] {
  // Why there is no snapshot is why nothing was measured.
  const hasNeither = test.measurement === undefined && reasonOf(test) !== ''
  const judged = (test.conditions ?? [])
    .filter(({ verdict }) => verdict !== 'unknown' || !hasNeither)
    .map((result): Finding => {
      const subjects = [formatExpectation(result.condition, step)]
      return { verdict: result.verdict, subjects, ...describeCondition(result, test, step, style) }
    })
  if (hasNeither) return mergeSameDetails(judged)
  const rounds = roundsFinding(test, style).filter(({ detail }) => judged.every(one => one.detail !== detail))
  return mergeSameDetails([...judged, ...unjudgedFindings(test, step, style), ...rounds])
}

/** What did not pass, the most urgent first; otherwise the first finding. */
export function decisiveFindings(test: TestRecord, step: Step, style: Style): readonly Finding[] {
  const findings = findingsOf(test, step, style)
  const ofVerdict = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted)
  const decisive = [...ofVerdict('fail'), ...ofVerdict('unknown'), ...ofVerdict('warn')]
  return decisive.length > 0 ? decisive : findings.slice(0, 1)
}

/** Conditions that are inconclusive for one reason share a finding. */
function mergeSameDetails(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ verdict, detail, phrase }: Finding) => (verdict === 'unknown' ? detail : phrase)
  return [...Map.groupBy(findings, keyOf).values()].flatMap(same =>
    same.slice(0, 1).map(first => ({ ...first, subjects: same.flatMap(({ subjects }) => subjects) })),
  )
}

function roundsFinding(test: TestRecord, style: Style): readonly Finding[] {
  const lacking = describeLackingRounds(test, style)
  if (lacking === undefined) return []
  return [{ ...lacking, subjects: ['rounds'], ...(test.conditions && { verdict: 'unknown' }) }]
}

/** What no condition is about: without a gate, all that is shown first; with one, what got worse, and why nothing is judged. */
function unjudgedFindings(test: TestRecord, step: Step, style: Style): readonly Finding[] {
  const { conditions } = test
  const { metrics, alerts } =
    conditions === undefined
      ? { metrics: headlineMetrics(test), alerts: countedAlerts(test.alerts ?? [], step.deploy?.at) }
      : worseWithoutCondition(test, step.deploy)
  return [
    ...metrics.map(one => metricFinding(one, test, style)),
    ...alertsFinding(alerts, step, style),
    ...(conditions?.length === 0 ? [notJudged(step)] : []),
  ]
}

function notJudged({ conditions }: Step): Finding {
  const lacking = new Set(conditions.map(({ metric }) => metric))
  const detail = `it has no ${[...lacking].join(', ')}`
  return { subjects: ['not judged'], detail, phrase: `not judged: ${detail}`, weight: 0 }
}

function metricFinding(measured: MetricMeasurement, test: TestRecord, style: Style): Finding {
  const { metric, assessments } = measured
  const [worst] = assessments
  const { result, slowTail } = worst
  const isJudged = test.conditions?.some(({ condition }) => condition.metric === metric.name)
  // What its condition shows is not repeated.
  const detail =
    isJudged && slowTail !== undefined
      ? style.emphasize(formatSlowTail(slowTail, worst))
      : formatMeasurement(measured, test, style)
  return {
    ...(result === 'worse' && { verdict: 'warn' }),
    subjects: [metric.name],
    detail,
    phrase: `${metric.name} ${detail}`,
    size: slowTail === undefined ? `${metric.name} ${formatSize(worst)}` : formatSlowTail(slowTail, worst),
    weight: ['better', 'worse', 'movedBefore'].includes(result) ? weightOf(worst) : 0,
  }
}

function alertsFinding(alerts: readonly Alert[], step: Step, style: Style): readonly Finding[] {
  if (alerts.length === 0) return []
  const detail = style.emphasize(summarizeAlerts(alerts, style))
  const subject = step.deploy === undefined ? 'alerts' : 'new alerts'
  const size = countAlerts(alerts.length, step)
  return [{ verdict: 'warn', subjects: [subject], detail, phrase: `${subject} ${detail}`, size, weight: 0 }]
}
