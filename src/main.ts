import { evaluateGate, type Gate } from './analysis/gate.ts'
import { type Analysis, describeTests, measure } from './analysis/measure.ts'
import type { Context } from './context.ts'
import { dryRun } from './dry-run.ts'
import { workflowRun } from './github/run.ts'
import { type Inputs, InputsError, readInputs } from './inputs.ts'
import { createSafeLogger } from './log.ts'
import {
  CANCELLED_BEFORE_SNAPSHOT,
  formatPlan,
  formatSnapshotResult,
  notPublicMessage,
  outputsErrorMessage,
  testNameLines,
  testsNotReadMessage,
} from './messages.ts'
import { analysisOutputs, commentOutputs, OutputsWriter, snapshotOutputs } from './outputs.ts'
import { createReport, logMeasurements, logOutcome, publishComment, writeSummary } from './publish.ts'
import { formatUnexpectedError } from './report/format.ts'
import type { Report } from './report/report.ts'
import { createSnapshots, type SnapshotResult } from './thousandeyes/create-snapshots.ts'
import { RateLimiter } from './thousandeyes/rate-limiter.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { waitBeforeSnapshot } from './wait.ts'
import { type Window, windowFor } from './window.ts'

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code. */
export async function run(environment: Omit<Context, 'log'>): Promise<0 | 1> {
  const { core, clock, signal } = environment
  const secrets: string[] = []
  const context = { ...environment, log: createSafeLogger(core, secrets) }
  const outputs = new OutputsWriter(core)
  const mask = (secret: string) => {
    secrets.push(secret)
    core.setSecret(secret)
  }
  try {
    const inputs = readInputs(context, mask)
    if (inputs.dryRun) {
      outputs.write(dryRun(inputs, context))
      return exitCodeOf([], undefined, outputs, context)
    }
    await waitBeforeSnapshot(inputs.waitMinutes, clock, context.log, signal)
    const window = windowFor(inputs, clock.now())
    const rateLimiter = new RateLimiter(context)
    const created = await takeSnapshots(inputs, window, rateLimiter, context)
    outputs.write(snapshotOutputs(window, inputs.displayName, allSnapshots(created)))
    const results = await completeSnapshots(inputs, created, rateLimiter, context)
    if (results !== created) outputs.write(snapshotOutputs(window, inputs.displayName, allSnapshots(results)))
    const analysis = await collectMeasurements(inputs, results, window, rateLimiter, context)
    const gate = analysis && inputs.failOn && evaluateGate(inputs.failOn, analysis)
    if (analysis !== undefined) outputs.write(analysisOutputs(analysis, gate))
    const report = createReport(inputs, results, { analysis, gate }, window, workflowRun(context))
    logMeasurements(report, context)
    await publish(report, inputs, outputs, context)
    logOutcome(report, context)
    return exitCodeOf(results, gate, outputs, context)
  } catch (error) {
    if (error instanceof InputsError) for (const problem of error.problems) context.log.error(problem)
    else if (signal.aborted) context.log.error(CANCELLED_BEFORE_SNAPSHOT)
    else reportUnexpectedError(error, context)
    return 1
  }
}

async function takeSnapshots(
  inputs: Inputs,
  window: Window,
  rateLimiter: RateLimiter,
  context: Context,
): Promise<readonly SnapshotResult[]> {
  const { log, clock } = context
  log.info(formatPlan(inputs, window))
  const deadlineMs = clock.monotonicMs() + inputs.maxWaitMinutes * 60_000
  const requests = inputs.testIds.map(testId => ({ ...inputs, testId, window }))
  return await createSnapshots(inputs.api, requests, { ...context, rateLimiter, deadlineMs }, result => {
    const { snapshot } = result
    log.info(formatSnapshotResult(result))
    if (inputs.isPublic && snapshot?.isPublic === false) log.warning(notPublicMessage(snapshot))
  })
}

/** Adds what the responses leave out of the tests; the links are in the outputs before that. */
async function completeSnapshots(
  { api, measure: isMeasured }: Inputs,
  created: readonly SnapshotResult[],
  rateLimiter: RateLimiter,
  context: Context,
): Promise<readonly SnapshotResult[]> {
  if (!isMeasured) return created
  const { results, error } = await describeTests(api, created, { ...context, rateLimiter })
  if (error !== undefined) context.log.info(testsNotReadMessage(error))
  if (results !== created) for (const line of testNameLines(allSnapshots(results))) context.log.info(line)
  return results
}

/** Reads what the tests measured; `undefined` where no measurements are requested. */
async function collectMeasurements(
  inputs: Inputs,
  results: readonly SnapshotResult[],
  window: Window,
  rateLimiter: RateLimiter,
  context: Context,
): Promise<Analysis | undefined> {
  if (!inputs.measure) return undefined
  // A snapshot that must not be shared is not reported, so there is no place for its measurements.
  const tests = results.map(({ testId, snapshot, error }) => ({
    testId,
    snapshot: error === undefined ? snapshot : undefined,
  }))
  return await measure(inputs.api, tests, window, inputs.deployedAt, { ...context, rateLimiter })
}

/** Writes the report to the job summary and the pull request. A failure is a warning: it does not fail the step. */
async function publish(report: Report, inputs: Inputs, outputs: OutputsWriter, context: Context): Promise<void> {
  if (inputs.summary) await writeSummary(report, context)
  if (inputs.comment === undefined) return
  const comment = await publishComment(report, inputs.comment, workflowRun(context), inputs.api, context)
  if (comment !== undefined) outputs.write(commentOutputs(comment))
}

function allSnapshots(results: readonly SnapshotResult[]): readonly Snapshot[] {
  return results.flatMap(({ snapshot }) => snapshot ?? [])
}

function exitCodeOf(
  results: readonly SnapshotResult[],
  gate: Gate | undefined,
  { error: outputsError }: OutputsWriter,
  { log }: Context,
): 0 | 1 {
  if (outputsError !== undefined) log.error(outputsErrorMessage(outputsError))
  const isComplete = results.every(({ error }) => error === undefined)
  return isComplete && outputsError === undefined && !gate?.failed ? 0 : 1
}

function reportUnexpectedError(error: unknown, { log }: Context): void {
  log.error(formatUnexpectedError(error))
  if (error instanceof Error) log.debug(String(error.stack))
}
