import { hasMetric } from '../thousandeyes/metrics.ts'
import { type ConditionInput, type ConditionResult, evaluateCondition, unknown } from './condition-result.ts'
import { ALERTS, type Condition } from './conditions.ts'
import type { MeasuredTest } from './measure.ts'
import type { TestRounds } from './round-counter.ts'

export type Verdict = 'pass' | 'warn' | 'unknown' | 'fail'

/** The conditions of the step. */
export interface GateConditions {
  readonly failOn?: Conditions | undefined
  readonly warnOn?: Conditions | undefined
}

/** The input `failOn` or `warnOn`. */
export interface Conditions {
  readonly conditions: readonly Condition[]
  /** Whether a verdict of `unknown` fails the step. */
  readonly failOnUnknown: boolean
}

export interface Gate {
  readonly verdict: Verdict
  /** Whether the step fails. */
  readonly failed: boolean
  /** Those of `failOn` first. */
  readonly results: readonly ConditionResult[]
  /** The tests that do not have the metric of a condition that other tests of the step have. */
  readonly notApplied: readonly NotApplied[]
  /** The tests that have fewer rounds than were waited for. */
  readonly missingRounds: readonly TestRounds[]
}

export interface NotApplied {
  readonly condition: Condition
  readonly testId: string
}

interface GateInput extends ConditionInput {
  readonly tests: readonly MeasuredTest[]
}

/**
 * Evaluates every condition for every test that has its metric. The verdict is `fail`, else `unknown`, else `warn`, else `pass`;
 * it is `unknown` as well where a test has fewer rounds than were waited for. A condition of `failOn` whose metric no test has fails
 * the step, since it can never be met, but not the verdict: a rollback must not hang on a mistake in the workflow.
 *
 * @returns `undefined` where the step has no conditions
 */
export function evaluateGate(
  { failOn, warnOn }: GateConditions,
  analysis: GateInput,
  missingRounds: readonly TestRounds[] = [],
): Gate | undefined {
  if (failOn === undefined && warnOn === undefined) return undefined
  const evaluate = (given: Conditions | undefined) =>
    (given?.conditions ?? []).flatMap(condition => evaluateForTests(condition, analysis))
  const fromFailOn = evaluate(failOn)
  const fromWarnOn = evaluate(warnOn).map(result => (result.verdict === 'fail' ? warningOf(result) : result))
  const verdict = verdictOf([...fromFailOn, ...fromWarnOn], missingRounds)
  // A condition of `warnOn` fails nothing, also where it is inconclusive.
  const isUnknown = verdictOf(fromFailOn, missingRounds) === 'unknown'
  const results = [...fromFailOn, ...fromWarnOn]
  return {
    verdict,
    failed: verdict === 'fail' || (failOn?.failOnUnknown === true && isUnknown) || fromFailOn.some(isMisconfigured),
    results,
    notApplied: findNotApplied(results, analysis),
    missingRounds,
  }
}

/** The gate of a step that could not evaluate it. */
export function unknownGate({ failOn, warnOn }: GateConditions): Gate | undefined {
  if (failOn === undefined && warnOn === undefined) return undefined
  return { verdict: 'unknown', failed: failOn?.failOnUnknown === true, results: [], notApplied: [], missingRounds: [] }
}

function warningOf(result: ConditionResult & { readonly verdict: 'pass' | 'warn' | 'fail' }): ConditionResult {
  return { ...result, verdict: 'warn' }
}

function verdictOf(results: readonly ConditionResult[], missingRounds: readonly TestRounds[]): Verdict {
  const verdicts = new Set(results.map(({ verdict }) => verdict))
  if (verdicts.has('fail')) return 'fail'
  if (verdicts.has('unknown') || missingRounds.length > 0) return 'unknown'
  return verdicts.has('warn') ? 'warn' : 'pass'
}

/** For every test that has the metric; one of a type that is not known may have it. */
function evaluateForTests(condition: Condition, analysis: GateInput): readonly ConditionResult[] {
  const tests = analysis.tests.filter(test => isApplicable(condition, test))
  if (tests.length === 0) return [{ condition, testId: undefined, ...unknown({ kind: 'noTestHasMetric' }) }]
  return tests.map(test => ({ condition, testId: test.testId, ...evaluateCondition(condition, test, analysis) }))
}

function isApplicable({ metric }: Condition, { testType }: MeasuredTest): boolean {
  return metric === ALERTS || testType === undefined || hasMetric(testType, metric)
}

function findNotApplied(results: readonly ConditionResult[], { tests }: GateInput): readonly NotApplied[] {
  const conditions = new Set(results.flatMap(({ condition, testId }) => (testId === undefined ? [] : [condition])))
  return [...conditions].flatMap(condition =>
    tests.flatMap(test => (isApplicable(condition, test) ? [] : [{ condition, testId: test.testId }])),
  )
}

/** Whether no test of the step has the metric of the condition. */
function isMisconfigured(result: ConditionResult): boolean {
  return result.verdict === 'unknown' && result.reason.kind === 'noTestHasMetric'
}
