import { countedAlerts } from './analysis/alerts.ts'
import { ALERTS, type Condition } from './analysis/conditions.ts'
import type { ConditionResult, Verdict } from './analysis/gate.ts'
import type { Measurement, MetricMeasurement } from './analysis/measurement.ts'
import type { WorkflowRun } from './github/run.ts'
import type { Alert } from './thousandeyes/alerts.ts'
import type { TakenSnapshot } from './thousandeyes/snapshots.ts'
import type { Window } from './window.ts'

/**
 * A test of the step, with all that is known of it. Every stage takes records and returns records with its own fields filled; a
 * missing field means that the stage did nothing for the test.
 */
export interface TestRecord {
  /** Digits. */
  readonly testId: string
  /** What could not be read or done for this test, each cause once. `findTests` and `measure` add theirs. */
  readonly problems: readonly Problem[]

  // findTests; takeSnapshots fills in what the list lacks.
  /** Whether the list of tests has it; `unknown` if there is no list: it could not be read, or API v6 has none. */
  readonly listed: 'yes' | 'no' | 'unknown'
  readonly testName?: string
  /** Such as `http-server`. */
  readonly testType?: string
  /** Between two rounds. */
  readonly intervalSeconds?: number
  readonly isDisabled?: boolean
  /** The kinds of result that ThousandEyes links, such as `network`; empty if it links none. */
  readonly resultKinds: readonly string[]

  // waitForRounds
  readonly rounds?: RoundCount

  // takeSnapshots
  readonly snapshot?: Snapshot

  // measure
  /** Missing if nothing was measured, or if nothing could be read. */
  readonly measurement?: Measurement | undefined
  /** Alerts of this test that were active in the window, the oldest first; missing if they could not be read. */
  readonly alerts?: readonly Alert[]

  // judge
  /** One for each condition whose metric the test has, those of `failOn` first. */
  readonly conditions?: readonly ConditionResult[]
}

/** Something that could not be read or done. */
export interface Problem {
  /** What it is about: `Tests`, `Alerts`, or the results, such as `http-server and network`; empty for the test itself. */
  readonly subject: string
  /** Sentences on one line, such as `ThousandEyes answered 403 Forbidden. …`. */
  readonly message: string
}

/** The rounds of a test since the deploy, when `waitForRounds` is over. */
export type RoundCount =
  | { readonly needed: number; readonly counted: number }
  /** `notCounted`: a sentence on why. */
  | { readonly needed: number; readonly notCounted: string }

/** The outcome of the request for a snapshot. `reason`: sentences on one line, without the name of the test. */
export type Snapshot =
  | TakenSnapshot
  | { readonly kind: 'notTaken'; readonly reason: string }
  /** It is public, although a private one was requested: its link is in the outputs only. */
  | (Omit<TakenSnapshot, 'kind'> & { readonly kind: 'exposed'; readonly reason: string })
  /** `takeSnapshot` is `never`, or `onFailure` and the test passed. */
  | { readonly kind: 'notNeeded' }

export interface Deploy {
  readonly at: Date
  /** Where its time is from: the input, the event, or the start of the step. */
  readonly source: 'deployedAt' | 'deployment_status' | 'step'
}

/** What is true of the whole step; the report renders it. */
export interface Step {
  /** In the order given. */
  readonly tests: readonly TestRecord[]
  readonly window: Window
  /** Missing if the time of the deploy is unknown: nothing is compared then. */
  readonly deploy?: Deploy | undefined
  /** Of `failOn` and `warnOn`, in this order; empty without a gate. */
  readonly conditions: readonly Condition[]
  /** Missing without conditions. */
  readonly verdict?: Verdict
  /** Whether the gate fails the step. */
  readonly isFailed: boolean
  /** Why the step sends ThousandEyes no more requests, such as a refused token: a sentence or two. Later stages request nothing then: no snapshot is taken, and the verdict is unknown. */
  readonly stopped?: string | undefined
  /** What could not be read or done, and is about no single test, each cause once. */
  readonly problems: readonly Problem[]
  /** Alerts in the window whose test ThousandEyes doesn't name: they may be of any test. */
  readonly alertsOfNoTest: readonly Alert[]
  /** The input `isPublic`. */
  readonly isPublicRequested: boolean
  readonly takeSnapshot: 'always' | 'onFailure' | 'never'
  /** Whether numbers were taken out of the records and of this, because the repository is public and the snapshots are private. */
  readonly areNumbersHidden: boolean
  readonly run: WorkflowRun
}

/** The states of a test, the most urgent first. */
export const TEST_STATES = ['exposed', 'fail', 'notTaken', 'unknown', 'warn', 'worse', 'down', 'taken', 'pass'] as const

/**
 * `fail`, `unknown`, `warn` and `pass` are the gate's. `worse`: more than noise got worse, and no condition is about it. `down`:
 * without a gate, no round succeeded, neither before the deploy nor after it. `taken`: nothing to judge it by.
 */
export type TestState = (typeof TEST_STATES)[number]

/** @param deploy - missing if its time is unknown */
export function stateOf(test: TestRecord, deploy?: Deploy): TestState {
  const { snapshot, conditions } = test
  const verdicts = new Set<Verdict>(conditions?.map(({ verdict }) => verdict))
  if (snapshot?.kind === 'exposed') return 'exposed'
  if (verdicts.has('fail')) return 'fail'
  if (snapshot?.kind === 'notTaken') return 'notTaken'
  if (verdicts.has('unknown') || (conditions !== undefined && lacksRounds(test))) return 'unknown'
  if (verdicts.has('warn')) return 'warn'
  const { metrics, alerts } = worseWithoutCondition(test, deploy)
  if (metrics.length > 0 || alerts.length > 0) return 'worse'
  if (conditions === undefined && isDown(test)) return 'down'
  return verdicts.has('pass') ? 'pass' : 'taken'
}

/** The state of the most urgent test; `unknown` if the verdict is, although no test is that urgent. */
export function stepState({ tests, deploy, verdict }: Step): TestState {
  const states = new Set(tests.map(test => stateOf(test, deploy)))
  if (tests.length === 0) states.add('notTaken')
  if (verdict === 'unknown') states.add('unknown')
  return TEST_STATES.find(state => states.has(state)) ?? 'taken'
}

/**
 * What got worse and no condition is about: headline metrics (conditions are not about a slow tail) and, if the gate judged the test,
 * new alerts.
 */
export function worseWithoutCondition(test: TestRecord, deploy?: Deploy) {
  const { conditions = [], alerts = [] } = test
  const judged = new Set(conditions.map(({ condition }) => condition.metric))
  const countsAlerts = deploy !== undefined && conditions.length > 0 && !judged.has(ALERTS)
  return {
    metrics: headlineMetrics(test).filter(
      ({ metric, assessments: [worst] }) =>
        worst.result === 'worse' && (worst.slowTail !== undefined || !judged.has(metric.name)),
    ),
    alerts: countsAlerts ? countedAlerts(alerts, deploy.at) : [],
  }
}

/** Missing for tests without requests that succeed or fail, such as BGP. */
export function availabilityOf({ measurement }: TestRecord): MetricMeasurement | undefined {
  return measurement?.metrics.find(({ metric }) => metric.name === 'availability')
}

/** Whether no round of the window succeeded, before the deploy or after it. */
export function isDown(test: TestRecord): boolean {
  const availability = availabilityOf(test)
  if (availability === undefined) return false
  const [{ before, after }] = availability.assessments
  return after === 0 && (before === 0 || availability.sides === undefined)
}

export function nameOf({ testId, testName }: Pick<TestRecord, 'testId' | 'testName'>): string {
  return testName ?? `test ${testId}`
}

/** Whether a test has fewer rounds than were waited for, or if they could not be counted. */
export function lacksRounds({ rounds }: TestRecord): boolean {
  return rounds !== undefined && !('counted' in rounds && rounds.counted >= rounds.needed)
}

/** What a test shows first: its main metric, and its availability. */
export function headlineMetrics({ measurement }: TestRecord): readonly MetricMeasurement[] {
  return measurement?.metrics.filter(({ metric }, index) => index === 0 || metric.name === 'availability') ?? []
}

/**
 * Whether this is a later attempt of a run that takes its own start for the time of the deploy: with "Re-run failed jobs", the
 * deploy was in an earlier attempt, so what follows it counts as before.
 */
export function isRerunFromStart({ deploy, run }: Pick<Step, 'deploy' | 'run'>): boolean {
  return deploy?.source === 'step' && run.attempt > 1
}
