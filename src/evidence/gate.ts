import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { hasMetric } from '../thousandeyes/metrics.ts'
import type { Window } from '../window.ts'
import { type Comparison, MIN_ROUNDS } from './comparison.ts'
import { ALERTS, type Condition, OPERATORS } from './condition.ts'
import type { Measurement, MetricMeasurement } from './measurement.ts'
import { isNear } from './statistics.ts'
import { beforeAndAfter, signedPercent, without, withUnit } from './words.ts'

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
  readonly window: Window
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
    return [{ condition, testId: undefined, verdict: 'unknown', saw: 'no test here measures it' }]
  }
  return concerned.map(test => {
    const seen = condition.metric === ALERTS ? seenAlerts(test, evidence) : seenMetric(condition, test.measurement)
    return { condition, testId: test.testId, ...held(condition, seen) }
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

/** With a deploy time, only alerts that began since then are the deploy's; and that there are none, only rounds since then tell. */
function seenAlerts({ testId, measurement }: MeasuredTest, { alerts, window, deployedAt }: GateEvidence): Seen {
  if (alerts === undefined) return { missing: 'the alerts could not be read' }
  if (deployedAt !== undefined && deployedAt >= window.to) return { missing: 'the window ends before the deploy' }
  const recent = alerts.filter(({ startedAt }) => deployedAt === undefined || startedAt >= deployedAt)
  const [value, unclear] = [alertCount(recent, testId), alertCount(recent, undefined)]
  const rounds =
    measurement?.metrics[0].rounds.filter(({ startedAt }) => startedAt >= (deployedAt ?? window.from)) ?? []
  const isEarly = deployedAt !== undefined && rounds.length < MIN_ROUNDS
  const doubts = [
    ...(unclear === 0 ? [] : [`, and ${unclear} of a test that ThousandEyes does not name`]),
    ...(isEarly ? [`, of which the test has ${count(rounds.length, 'round')}`] : []),
  ]
  const atMost = isEarly ? Number.POSITIVE_INFINITY : value + unclear
  return { value, atMost, words: () => `${value} ${period(deployedAt)}${doubts.join('')}` }
}

/** How many alerts count for a test: not those that are suppressed, as they are during maintenance. */
export function alertCount(alerts: readonly Alert[], testId: string | undefined): number {
  return alerts.filter(alert => alert.testId === testId && !alert.isSuppressed).length
}

/** Said with each value, so that a deploy time that came out empty is seen. */
function period(deploy: unknown): string {
  return deploy === undefined ? 'in the whole window' : 'since the deploy'
}

function seenMetric({ metric, relative }: Condition, measurement: Measurement | undefined): Seen {
  if (measurement === undefined) return { missing: 'it was not measured' }
  const measured = measurement.metrics.find(({ metric: { name } }) => name === metric)
  if (measured === undefined) return { missing: 'there are no results' }
  return relative ? seenChange(measured) : seenMean(measured)
}

function seenMean({ metric: { unit }, statistics, rounds, comparison }: MetricMeasurement): Seen {
  const inWindow = { statistics, rounds: rounds.filter(({ mean }) => !Number.isNaN(mean)).length }
  const seen = comparison === undefined ? inWindow : comparison.all.after
  const when = period(comparison)
  if (seen.rounds < MIN_ROUNDS) return { missing: tooFew(seen.rounds, when) }
  if (comparison !== undefined && areMostSilent(comparison)) return { missing: fellSilent(comparison) }
  const { mean } = seen.statistics
  const words = (isFaithful: (shown: number) => boolean) =>
    `${withUnit(mean, unit, isFaithful)} ${when}${without(comparison?.silentAgents ?? 0)}`
  return { value: mean, words }
}

function seenChange({ metric: { unit }, comparison }: MetricMeasurement): Seen {
  if (comparison === undefined) return { missing: 'the time of the deploy is not known' }
  const { all, changePercent, judgement, leftOut } = comparison
  if (all.before.rounds < MIN_ROUNDS) return { missing: tooFew(all.before.rounds, 'before the deploy') }
  if (all.after.rounds < MIN_ROUNDS) return { missing: tooFew(all.after.rounds, 'since the deploy') }
  if (judgement === 'too few rounds')
    return { missing: `no agent has ${MIN_ROUNDS} rounds before and ${MIN_ROUNDS} since` }
  if (areMostSilent(comparison)) return { missing: fellSilent(comparison) }
  const words = (isFaithful: (shown: number) => boolean) =>
    `${signedPercent(changePercent, isFaithful)} (${beforeAndAfter(comparison, unit)}${without(leftOut.length)})`
  return { value: changePercent, words }
}

/** Of those that could be compared, had they gone on. */
function areMostSilent({ silentAgents, comparedAgents }: Comparison): boolean {
  return silentAgents > comparedAgents
}

function fellSilent({ silentAgents }: Comparison): string {
  return `${count(silentAgents, 'agent')} fell silent at the deploy`
}

function tooFew(rounds: number, when: string): string {
  return `${count(rounds, 'round')} ${when}, and it takes ${MIN_ROUNDS} to judge`
}
