import { listTests } from './analysis/describe-snapshots.ts'
import { evaluateGate, type Gate, unknownGate } from './analysis/evaluate-gate.ts'
import { type Analysis, measure, type Problem, type RequestedTest } from './analysis/measure.ts'
import type { TestRounds } from './analysis/round-counter.ts'
import type { RoundsWait } from './analysis/wait-for-rounds.ts'
import type { Inputs } from './inputs.ts'
import { debugStack } from './log.ts'
import { formatUnexpectedError } from './text.ts'
import type { StepApiContext } from './thousandeyes/client.ts'
import type { SnapshotResult } from './thousandeyes/create-snapshots.ts'
import type { Window } from './window.ts'

/** What the tests measured, and what the conditions say of it. */
export interface Judgement {
  /** `undefined` where no measurements are requested. */
  readonly analysis: Analysis | undefined
  /** `undefined` where the step has no conditions. */
  readonly gate: Gate | undefined
}

/** The tests to measure, and what is not known of them. */
export interface DescribedTests {
  readonly tests: readonly RequestedTest[]
  readonly problems: readonly Problem[]
}

/** Reads what the tests measured and evaluates the conditions. Never rejects: an error of our own is an unknown verdict. */
export async function judge(
  inputs: Inputs,
  { tests, problems }: DescribedTests,
  window: Window,
  missingRounds: readonly TestRounds[],
  context: StepApiContext,
): Promise<Judgement> {
  try {
    const measured = await measure(inputs.api, tests, window, inputs.deployedAt, context)
    const analysis = { ...measured, problems: [...problems, ...measured.problems] }
    return { analysis, gate: evaluateGate(inputs, analysis, missingRounds) }
  } catch (error) {
    context.log.warning(formatUnexpectedError(error))
    debugStack(error, context.log)
    return { analysis: undefined, gate: unknownGate(inputs) }
  }
}

/** A snapshot that must not be shared is not reported, so there is no place for its measurements. */
export function describeBySnapshots(results: readonly SnapshotResult[]): DescribedTests {
  const tests = results.map(({ kind, testId, snapshot }) => ({
    testId,
    description: kind === 'taken' ? snapshot : undefined,
  }))
  return { tests, problems: [] }
}

/** Describes the tests by the list of tests, which is read unless the wait did. */
export async function describeByList(
  { api, testIds }: Inputs,
  { tests: known }: RoundsWait,
  context: StepApiContext,
): Promise<DescribedTests> {
  const { value: listed, error } = known === undefined ? await listTests(api, context) : { value: known }
  const tests = testIds.map(testId => {
    const { testName, type: testType } = listed?.get(testId) ?? {}
    return { testId, description: listed && { testName, testType, resultKinds: [] } }
  })
  return { tests, problems: error === undefined ? [] : [{ kind: 'testsNotRead', error }] }
}
