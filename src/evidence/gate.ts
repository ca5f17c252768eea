import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { hasMetric } from '../thousandeyes/metrics.ts'
import { MIN_ROUNDS } from './comparison.ts'
import { ALERTS, type Condition, OPERATORS } from './condition.ts'
import type { Measurement, MetricMeasurement } from './measurement.ts'
import { beforeAndAfter, signedPercent, withUnit } from './words.ts'

export type Verdict = 'pass' | 'fail' | 'unknown'

/** What `failOn` asks for. */
export interface Conditions {
  readonly conditions: readonly Condition[]
  /** Whether a verdict of `unknown` ends the step red, too. */
  readonly failOnUnknown: boolean
}

/** A condition against one test. */
export interface Finding {
  readonly condition: Condition
  /** `undefined` where no test has the metric. */
  readonly testId: string | undefined
  readonly verdict: Verdict
  /** For people: the value it saw, or why it saw none. */
  readonly saw: string
}

export interface Gate {
  readonly verdict: Verdict
  readonly isRed: boolean
  readonly findings: readonly Finding[]
}

/** What the gate looks at. */
export interface GateEvidence {
  /** All tests of the step; one that was not measured has no `measurement`. */
  readonly tests: readonly { readonly testId: string; readonly measurement: Measurement | undefined }[]
  /** Those of these tests in the window; `undefined`: not known. */
  readonly alerts: readonly Alert[] | undefined
  readonly deployedAt: Date | undefined
}

/** Holds every condition against every test that has its metric. */
export function judge({ conditions, failOnUnknown }: Conditions, evidence: GateEvidence): Gate {
  const findings = conditions.flatMap(condition => findingsOf(condition, evidence))
  const verdict = verdictOf(findings.map(finding => finding.verdict))
  return { verdict, findings, isRed: verdict === 'fail' || (failOnUnknown && verdict === 'unknown') }
}

function verdictOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.includes('unknown') ? 'unknown' : 'pass'
}

function findingsOf(condition: Condition, evidence: GateEvidence): readonly Finding[] {
  const concerned = evidence.tests.filter(
    ({ measurement }) =>
      condition.metric === ALERTS || measurement === undefined || hasMetric(measurement.testType, condition.metric),
  )
  if (concerned.length === 0) {
    return [{ condition, testId: undefined, verdict: 'unknown', saw: 'no test here that measures it' }]
  }
  return concerned.map(({ testId, measurement }) => {
    const seen = condition.metric === ALERTS ? seenAlerts(testId, evidence) : seenMetric(condition, measurement)
    return { condition, testId, ...held(condition, seen) }
  })
}

/** A value with its words, or the reason why there is none. */
type Seen = { readonly value: number; readonly words: string } | { readonly missing: string }

function held({ operator, limit }: Condition, seen: Seen): Pick<Finding, 'verdict' | 'saw'> {
  if ('missing' in seen) return { verdict: 'unknown', saw: seen.missing }
  return { verdict: OPERATORS[operator](seen.value, limit) ? 'fail' : 'pass', saw: seen.words }
}

/** With a deploy time, only alerts that began since then are the deploy's. */
function seenAlerts(testId: string, { alerts, deployedAt }: GateEvidence): Seen {
  if (alerts === undefined) return { missing: 'the alerts could not be read' }
  const since = deployedAt?.getTime() ?? 0
  const value = alerts.filter(alert => alert.testId === testId && alert.startedAt.getTime() >= since).length
  return { value, words: `${value}${deployedAt === undefined ? '' : ' since the deploy'}` }
}

function seenMetric({ metric, relative }: Condition, measurement: Measurement | undefined): Seen {
  const measured = measurement?.metrics.find(({ metric: { name } }) => name === metric)
  if (measured === undefined) return { missing: measurement === undefined ? 'not measured' : 'no results' }
  return relative ? seenChange(measured) : seenMean(measured)
}

function seenMean({ metric: { unit }, statistics, rounds, comparison }: MetricMeasurement): Seen {
  const [mean, count, when] =
    comparison === undefined
      ? [statistics.mean, rounds.length, 'in the window']
      : [comparison.after.statistics.mean, comparison.after.rounds, 'after the deploy']
  if (count < MIN_ROUNDS) return { missing: tooFew(count, when) }
  return { value: mean, words: withUnit(mean, unit) }
}

function seenChange({ metric: { unit }, comparison }: MetricMeasurement): Seen {
  if (comparison === undefined) return { missing: 'the time of the deploy is not known' }
  const { before, after, changePercent } = comparison
  if (before.rounds < MIN_ROUNDS) return { missing: tooFew(before.rounds, 'before the deploy') }
  if (after.rounds < MIN_ROUNDS) return { missing: tooFew(after.rounds, 'after the deploy') }
  return { value: changePercent, words: `${signedPercent(changePercent)} (${beforeAndAfter(comparison, unit)})` }
}

function tooFew(rounds: number, when: string): string {
  return `${count(rounds, 'round')} ${when}, and it takes ${MIN_ROUNDS} to judge`
}
