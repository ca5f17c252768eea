import { beforeAndAfter, formatValue, signedPercent, without } from '../report/format.ts'
import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { hasMetric } from '../thousandeyes/metrics.ts'
import type { Window } from '../window.ts'
import { type Comparison, MIN_ROUNDS } from './comparison.ts'
import { ALERTS, type Condition, OPERATORS } from './condition.ts'
import type { Measurement, MetricMeasurement } from './rounds.ts'
import { isNear } from './statistics.ts'

export type Verdict = 'pass' | 'fail' | 'unknown'

/** What `failOn` asks for. */
export interface Conditions {
  readonly conditions: readonly Condition[]
  /** Whether a verdict of `unknown` ends the step red, too. */
  readonly failOnUnknown: boolean
}

/** A condition against one test. */
export interface ConditionResult {
  readonly condition: Condition
  /** `undefined` where no test has the metric. */
  readonly testId: string | undefined
  readonly verdict: Verdict
  /** For people: the value it saw, or why it saw none. */
  readonly actual: string
}

export interface Gate {
  readonly verdict: Verdict
  readonly failed: boolean
  readonly results: readonly ConditionResult[]
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
export interface GateInput {
  /** All tests of the step, also those without a snapshot. */
  readonly tests: readonly MeasuredTest[]
  /** Those in the window of these tests, and those of which nobody knows of what test they are; `undefined`: not known. */
  readonly alerts: readonly Alert[] | undefined
  readonly window: Window
  readonly deployedAt: Date | undefined
}

/** Holds every condition against every test that has its metric. */
export function evaluateGate({ conditions, failOnUnknown }: Conditions, analysis: GateInput): Gate {
  const results = conditions.flatMap(condition => evaluateCondition(condition, analysis))
  const verdict = verdictOf(results.map(result => result.verdict))
  return { verdict, results, failed: verdict === 'fail' || (failOnUnknown && verdict === 'unknown') }
}

function verdictOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.includes('unknown') ? 'unknown' : 'pass'
}

function evaluateCondition(condition: Condition, analysis: GateInput): readonly ConditionResult[] {
  const concerned = analysis.tests.filter(({ testType }) => appliesTo(condition, testType))
  if (concerned.length === 0) {
    return [{ condition, testId: undefined, verdict: 'unknown', actual: 'no test here measures it' }]
  }
  return concerned.map(test => {
    const seen =
      condition.metric === ALERTS ? observeAlerts(test, analysis) : observeMetric(condition, test.measurement)
    return { condition, testId: test.testId, ...evaluate(condition, seen) }
  })
}

function appliesTo({ metric }: Condition, testType: string | undefined): boolean {
  return metric === ALERTS || testType === undefined || hasMetric(testType, metric)
}

/** A value with its words, or the reason why there is none. */
type Observation =
  | {
      readonly value: number
      /** The highest that it may be, where it is not known for sure. */
      readonly upperBound?: number
      /** `isFaithful` tells whether a rounded value is on the same side of the limit. */
      readonly words: (keepsMeaning: (shown: number) => boolean) => string
    }
  | { readonly reason: string }

function evaluate({ operator, limit }: Condition, seen: Observation): Pick<ConditionResult, 'verdict' | 'actual'> {
  if ('reason' in seen) return { verdict: 'unknown', actual: seen.reason }
  const { value, upperBound = value, words } = seen
  const isBeyond = (number: number) => OPERATORS[operator](isNear(number, limit) ? limit : number, limit)
  const hasFailed = isBeyond(value)
  const actual = words(shown => isBeyond(shown) === hasFailed)
  if (isBeyond(upperBound) !== hasFailed) return { verdict: 'unknown', actual }
  return { verdict: hasFailed ? 'fail' : 'pass', actual }
}

/** With a deploy time, only alerts that began since then are the deploy's; and that there are none, only rounds since then tell. */
function observeAlerts({ testId, measurement }: MeasuredTest, { alerts, window, deployedAt }: GateInput): Observation {
  if (alerts === undefined) return { reason: 'the alerts could not be read' }
  if (deployedAt !== undefined && deployedAt >= window.to) return { reason: 'the window ends before the deploy' }
  const recent = alerts.filter(
    ({ startedAt }) => deployedAt === undefined || startedAt === undefined || startedAt >= deployedAt,
  )
  const [value, unclear] = [alertCount(recent, testId), alertCount(recent, undefined)]
  const rounds =
    measurement?.metrics[0].rounds.filter(({ startedAt }) => startedAt >= (deployedAt ?? window.from)) ?? []
  const isEarly = deployedAt !== undefined && rounds.length < MIN_ROUNDS
  const doubts = [
    ...(unclear === 0 ? [] : [`, and ${unclear} of a test that ThousandEyes does not name`]),
    ...(isEarly ? [`, of which the test has ${count(rounds.length, 'round')}`] : []),
  ]
  const upperBound = isEarly ? Number.POSITIVE_INFINITY : value + unclear
  return { value, upperBound, words: () => `${value} ${period(deployedAt)}${doubts.join('')}` }
}

/** How many alerts count for a test: not those that are suppressed, as they are during maintenance. */
export function alertCount(alerts: readonly Alert[], testId: string | undefined): number {
  return alerts.filter(alert => alert.testId === testId && !alert.isSuppressed).length
}

/** Said with each value, so that a deploy time that came out empty is seen. */
function period(deploy: unknown): string {
  return deploy === undefined ? 'in the whole window' : 'since the deploy'
}

function observeMetric({ metric, relative }: Condition, measurement: Measurement | undefined): Observation {
  if (measurement === undefined) return { reason: 'it was not measured' }
  const measured = measurement.metrics.find(({ metric: { name } }) => name === metric)
  if (measured === undefined) return { reason: 'there are no results' }
  return relative ? observeChange(measured) : observeMean(measured)
}

function observeMean({ metric: { unit }, statistics, rounds, comparison }: MetricMeasurement): Observation {
  const inWindow = { statistics, rounds: rounds.filter(({ mean }) => !Number.isNaN(mean)).length }
  const seen = comparison === undefined ? inWindow : comparison.all.after
  const when = period(comparison)
  if (seen.rounds < MIN_ROUNDS) return { reason: tooFew(seen.rounds, when) }
  if (comparison !== undefined && didMostDrop(comparison)) return { reason: droppedReason(comparison) }
  const { mean } = seen.statistics
  const words = (keepsMeaning: (shown: number) => boolean) =>
    `${formatValue(mean, unit, keepsMeaning)} ${when}${without(comparison?.droppedAgents ?? 0)}`
  return { value: mean, words }
}

function observeChange({ metric: { unit }, comparison }: MetricMeasurement): Observation {
  if (comparison === undefined) return { reason: 'the time of the deploy is not known' }
  const { all, changePercent, assessment, excludedAgents } = comparison
  if (all.before.rounds < MIN_ROUNDS) return { reason: tooFew(all.before.rounds, 'before the deploy') }
  if (all.after.rounds < MIN_ROUNDS) return { reason: tooFew(all.after.rounds, 'since the deploy') }
  if (assessment === 'too few rounds')
    return { reason: `no agent has ${MIN_ROUNDS} rounds before and ${MIN_ROUNDS} since` }
  if (didMostDrop(comparison)) return { reason: droppedReason(comparison) }
  const words = (keepsMeaning: (shown: number) => boolean) =>
    `${signedPercent(changePercent, keepsMeaning)} (${beforeAndAfter(comparison, unit)}${without(excludedAgents.length)})`
  return { value: changePercent, words }
}

/** Of those that could be compared, had they gone on. */
function didMostDrop({ droppedAgents, comparedAgents }: Comparison): boolean {
  return droppedAgents > comparedAgents
}

function droppedReason({ droppedAgents }: Comparison): string {
  return `${count(droppedAgents, 'agent')} fell silent at the deploy`
}

function tooFew(rounds: number, when: string): string {
  return `${count(rounds, 'round')} ${when}, and it takes ${MIN_ROUNDS} to judge`
}
