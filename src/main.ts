import { evaluateGate, type Gate } from './analysis/gate.ts'
import { type Analysis, measure, type RequestedTest } from './analysis/measure.ts'
import type { Context } from './context.ts'
import { dryRun } from './dry-run.ts'
import { workflowRun } from './github/run.ts'
import { type Inputs, InputsError, readInputs } from './inputs.ts'
import { createSafeLogger, type Log } from './log.ts'
import {
  analysisLines,
  CANCELLED_BEFORE_SNAPSHOT,
  formatCreated,
  formatPlan,
  gateMessage,
  outputsErrorMessage,
} from './messages.ts'
import { analysisOutputs, commentOutputs, OutputsWriter, snapshotOutputs } from './outputs.ts'
import { publishComment, writeSummary } from './publish.ts'
import { formatUnexpectedError } from './report/format.ts'
import type { Report } from './report/report.ts'
import type { ApiContext } from './thousandeyes/client.ts'
import { createSnapshot, type Outcome } from './thousandeyes/create-snapshots.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { Turns } from './thousandeyes/turns.ts'
import { waitBeforeSnapshot } from './wait.ts'
import { type Window, windowFor } from './window.ts'

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code: 0 is green, 1 is red. */
export async function run(environment: Omit<Context, 'log'>): Promise<0 | 1> {
  const { core, env, clock, signal } = environment
  const secrets: string[] = []
  const outputs = new OutputsWriter(core)
  const log = createSafeLogger(core, secrets)
  const context = { ...environment, log }
  const mask = (secret: string) => {
    secrets.push(secret)
    core.setSecret(secret)
  }
  try {
    const inputs = readInputs(core.getInput, env, clock.now(), mask)
    if (inputs.dryRun) {
      outputs.write(dryRun(inputs, context))
      return reportFailures([], undefined, outputs, log)
    }
    await waitBeforeSnapshot(inputs.waitMinutes, clock, log, signal)
    const window = windowFor(inputs, clock.now())
    const apiContext = { ...context, deadline: new Date(clock.now().getTime() + inputs.maxWaitMinutes * 60_000) }
    const outcomes = await takeSnapshots(inputs, window, apiContext)
    outputs.write(snapshotOutputs(window, inputs.displayName, snapshotsIn(outcomes)))
    const analysis = await collectMeasurements(inputs, outcomes, window, apiContext)
    const gate = analysis && inputs.failOn && evaluateGate(inputs.failOn, analysis)
    if (analysis !== undefined) {
      outputs.write(analysisOutputs(analysis, gate))
      for (const line of analysisLines(analysis, gate)) log.info(line)
    }
    await publish(outcomes, analysis, gate, inputs, outputs, context)
    return reportFailures(outcomes, gate, outputs, log)
  } catch (error) {
    if (error instanceof InputsError) for (const problem of error.problems) log.error(problem)
    else if (signal.aborted) log.error(CANCELLED_BEFORE_SNAPSHOT)
    else reportUnexpectedError(error, log)
    return 1
  }
}

/** Asks for all snapshots, as fast as the quota allows; the outcomes come in the order of the tests. */
async function takeSnapshots(inputs: Inputs, window: Window, context: ApiContext): Promise<readonly Outcome[]> {
  context.log.info(formatPlan(inputs, window))
  const { testIds, api } = inputs
  const turns = new Turns(context)
  return await Promise.all(
    testIds.map(async testId => {
      const outcome = await createSnapshot(api, { ...inputs, testId, window }, context, turns)
      // At once, so that nothing is lost, whatever becomes of the other tests.
      if (outcome.kind === 'made') context.log.info(formatCreated(outcome.snapshot))
      if (outcome.kind === 'exposed') context.log.info(`Test ${testId}: ${outcome.reason}`)
      return outcome
    }),
  )
}

/** Reads what the tests measured; `undefined` where no measurements are requested. */
async function collectMeasurements(
  { measure: isRequested, api, deployedAt }: Inputs,
  outcomes: readonly Outcome[],
  window: Window,
  context: ApiContext,
): Promise<Analysis | undefined> {
  return isRequested ? await measure(api, outcomes.map(requestedTest), window, deployedAt, context) : undefined
}

/** Without an unexpectedly public snapshot, which is not shown. */
function requestedTest(outcome: Outcome): RequestedTest {
  return outcome.kind === 'made'
    ? { testId: outcome.snapshot.testId, snapshot: outcome.snapshot }
    : { testId: outcome.testId, snapshot: undefined }
}

/** Writes the job summary and the comment. An error there is logged and does not fail the step. */
async function publish(
  outcomes: readonly Outcome[],
  analysis: Analysis | undefined,
  gate: Gate | undefined,
  inputs: Inputs,
  outputs: OutputsWriter,
  context: Context,
): Promise<void> {
  const run = workflowRun(context.env, context.readFile)
  const report: Report = {
    title: inputs.displayName,
    snapshots: madeIn(outcomes),
    failures: failuresIn(outcomes),
    analysis,
    gate,
    run,
    updatedAt: context.clock.now(),
  }
  if (inputs.summary) await writeSummary(report, context)
  if (inputs.comment !== undefined && !outcomes.some(({ kind }) => kind === 'exposed')) {
    const written = await publishComment(report, inputs.comment, run, context)
    if (written.kind === 'written') outputs.write(commentOutputs(written))
  }
}

function madeIn(outcomes: readonly Outcome[]): readonly Snapshot[] {
  return outcomes.flatMap(outcome => (outcome.kind === 'made' ? [outcome.snapshot] : []))
}

function snapshotsIn(outcomes: readonly Outcome[]): readonly Snapshot[] {
  return outcomes.flatMap(outcome => (outcome.kind === 'failed' ? [] : [outcome.snapshot]))
}

function failuresIn(outcomes: readonly Outcome[]): readonly Exclude<Outcome, { kind: 'made' }>[] {
  return outcomes.filter(outcome => outcome.kind !== 'made')
}

/** Last, when the links are where people need them. */
function reportFailures(
  outcomes: readonly Outcome[],
  gate: Gate | undefined,
  { error }: OutputsWriter,
  log: Log,
): 0 | 1 {
  const failures = failuresIn(outcomes)
  for (const { testId, reason } of failures) log.error(`Test ${testId}: ${reason}`)
  if (error !== undefined) log.error(outputsErrorMessage(error))
  if (gate?.failed) log.error(gateMessage(gate))
  else if (gate?.verdict === 'unknown') log.warning(gateMessage(gate))
  return failures.length === 0 && error === undefined && !gate?.failed ? 0 : 1
}

function reportUnexpectedError(error: unknown, log: Log): void {
  log.error(formatUnexpectedError(error))
  if (error instanceof Error) log.debug(String(error.stack))
}
