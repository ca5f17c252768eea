import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { hasMetric } from '../thousandeyes/metrics.ts'
import { MIN_ROUNDS } from './comparison.ts'
import { ALERTS, type Condition, OPERATORS } from './condition.ts'
import type { Measurement, MetricMeasurement } from './measurement.ts'
import { isNear } from './statistics.ts'
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

/** A test, and what it saw. */
export interface MeasuredTest {
  readonly testId: string
  /** `undefined`: not known. */
  readonly testType: string | undefined
  /** `undefined`: it was not measured. */
  readonly measurement: Measurement | undefined
}

/** What the gate looks at. */
export interface GateEvidence {
  /** All tests of the step, also those without a snapshot. */
  readonly tests: readonly MeasuredTest[]
  /** Those in the window of these tests, and those of which nobody knows of what test they are; `undefined`: not known. */
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
  const concerned = evidence.tests.filter(({ testType }) => mayConcern(condition, testType))
  if (concerned.length === 0) {
    return [{ condition, testId: undefined, verdict: 'unknown', saw: 'no test here that measures it' }]
  }
  return concerned.map(({ testId, measurement }) => {
    const seen = condition.metric === ALERTS ? seenAlerts(testId, evidence) : seenMetric(condition, measurement)
    return { condition, testId, ...held(condition, seen) }
  })
}

function mayConcern({ metric }: Condition, testType: string | undefined): boolean {
  return metric === ALERTS || testType === undefined || hasMetric(testType, metric)
}

/** A value with its words, or the reason why there is none. */
type Seen =
  | {
      readonly value: number
      /** The highest that it may be, where it is not known for sure. */
      readonly atMost?: number
      /** `isFaithful` tells whether a rounded value is on the same side of the limit. */
      readonly words: (isFaithful: (shown: number) => boolean) => string
    }
  | { readonly missing: string }

function held({ operator, limit }: Condition, seen: Seen): Pick<Finding, 'verdict' | 'saw'> {
  if ('missing' in seen) return { verdict: 'unknown', saw: seen.missing }
  const { value, atMost = value, words } = seen
  const isBeyond = (number: number) => OPERATORS[operator](isNear(number, limit) ? limit : number, limit)
  const hasFailed = isBeyond(value)
  const saw = words(shown => isBeyond(shown) === hasFailed)
  if (isBeyond(atMost) !== hasFailed) return { verdict: 'unknown', saw }
  return { verdict: hasFailed ? 'fail' : 'pass', saw }
}

/** With a deploy time, only alerts that began since then are the deploy's. */
function seenAlerts(testId: string, { alerts, deployedAt }: GateEvidence): Seen {
  if (alerts === undefined) return { missing: 'the alerts could not be read' }
  const recent = deployedAt === undefined ? alerts : alerts.filter(({ startedAt }) => startedAt >= deployedAt)
  const countOf = (id: string | undefined) => recent.filter(alert => alert.testId === id).length
  const [value, unclear] = [countOf(testId), countOf(undefined)]
  const since = deployedAt === undefined ? '' : ' since the deploy'
  const doubt = unclear === 0 ? '' : `, and ${unclear} of a test that ThousandEyes does not name`
  return { value, atMost: value + unclear, words: () => `${value}${since}${doubt}` }
}

function seenMetric({ metric, relative }: Condition, measurement: Measurement | undefined): Seen {
  const measured = measurement?.metrics.find(({ metric: { name } }) => name === metric)
  if (measured === undefined) return { missing: measurement === undefined ? 'not measured' : 'no results' }
  return relative ? seenChange(measured) : seenMean(measured)
}

function seenMean({ metric: { unit }, statistics, rounds, comparison }: MetricMeasurement): Seen {
  const [mean, roundCount, when] =
    comparison === undefined
      ? [statistics.mean, rounds.length, 'in the window']
      : [comparison.after.statistics.mean, comparison.after.roundMeans.length, 'after the deploy']
  if (roundCount < MIN_ROUNDS) return { missing: tooFew(roundCount, when) }
  return { value: mean, words: isFaithful => withUnit(mean, unit, isFaithful) }
}

function seenChange({ metric: { unit }, comparison }: MetricMeasurement): Seen {
  if (comparison === undefined) return { missing: 'the time of the deploy is not known' }
  const { compared, changePercent } = comparison
  const [before, after] = [compared.before.roundMeans.length, compared.after.roundMeans.length]
  if (before < MIN_ROUNDS) return { missing: tooFew(before, 'before the deploy') }
  if (after < MIN_ROUNDS) return { missing: tooFew(after, 'after the deploy') }
  const words = (isFaithful: (shown: number) => boolean) =>
    `${signedPercent(changePercent, isFaithful)} (${beforeAndAfter(comparison, unit)})`
  return { value: changePercent, words }
}

function tooFew(rounds: number, when: string): string {
  return `${count(rounds, 'round')} ${when}, and it takes ${MIN_ROUNDS} to judge`
}
