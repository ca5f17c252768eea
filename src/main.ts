import { describeSnapshots } from './analysis/describe-snapshots.ts'
import type { Gate } from './analysis/evaluate-gate.ts'
import type { RoundsWait } from './analysis/wait-for-rounds.ts'
import type { Context } from './context.ts'
import { dryRun } from './dry-run.ts'
import { type WorkflowRun, workflowRun } from './github/run.ts'
import { hasGate, type Inputs, InputsError, readInputs } from './inputs.ts'
import { type DescribedTests, describeByList, describeBySnapshots, type Judgement, judge } from './judge.ts'
import { createSafeLogger, debugStack } from './log.ts'
import {
  CANCELLED_BEFORE_SNAPSHOT,
  deployMessage,
  formatPlan,
  NO_SNAPSHOT_NEEDED,
  notPublicMessage,
  outputsErrorMessage,
  testNameLines,
  testsNotReadMessage,
} from './messages.ts'
import { commentOutputs, OutputsWriter, reportOutputs, snapshotOutputs } from './outputs.ts'
import { createReport, logMeasurements, logOutcome, publishComment, writeSummary } from './publish.ts'
import { redact } from './redaction.ts'
import { formatSnapshotResult } from './report/log-lines.ts'
import type { Report } from './report/report.ts'
import { formatUnexpectedError } from './text.ts'
import type { ApiContext } from './thousandeyes/client.ts'
import type { Snapshot } from './thousandeyes/create-snapshots.ts'
import { createSnapshots, type SnapshotResult } from './thousandeyes/create-snapshots.ts'
import { RateLimiter } from './thousandeyes/rate-limiter.ts'
import { serviceClock } from './time.ts'
import { waitAfterDeploy } from './wait.ts'
import { type Window, windowFor } from './window.ts'

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code. */
export async function run(environment: Omit<Context, 'log' | 'redact'>): Promise<0 | 1> {
  const { core, signal } = environment
  const secrets: string[] = []
  const log = createSafeLogger(core, secrets)
  const redactSecrets = (text: string) => redact(text, secrets)
  const clock = serviceClock(environment.clock)
  const rateLimiter = new RateLimiter({ ...environment, clock })
  const context = { ...environment, clock, log, redact: redactSecrets, rateLimiter }
  const outputs = new OutputsWriter(core, secrets)
  const mask = (secret: string) => {
    secrets.push(secret)
    core.setSecret(secret)
  }
  try {
    const given = workflowRun(environment)
    const inputs = readInputs(context, given, mask)
    // Before the report cuts a long name, which leaves the beginning of a secret that nobody would find.
    const workflow = { ...given, workflow: redactSecrets(given.workflow) }
    if (!inputs.dryRun) return await runStep(inputs, workflow, outputs, context)
    outputs.write(dryRun(inputs, workflow, context))
    return exitCodeOf([], undefined, outputs, context)
  } catch (error) {
    // A rollback that tests the verdict must not run because of a mistyped input.
    if (hasGate(context) && !outputs.has('verdict')) outputs.write({ verdict: 'unknown' })
    if (error instanceof InputsError) for (const problem of error.problems) log.error(problem)
    else if (signal.aborted) log.error(CANCELLED_BEFORE_SNAPSHOT)
    else reportUnexpectedError(error, context)
    return 1
  }
}

/** What the parts of a step share. */
interface Step {
  readonly inputs: Inputs
  readonly workflow: WorkflowRun
  readonly waited: RoundsWait
  readonly window: Window
  readonly outputs: OutputsWriter
  readonly context: StepContext
}

type StepContext = Context & Pick<ApiContext, 'rateLimiter' | 'clock'>

async function runStep(
  inputs: Inputs,
  workflow: WorkflowRun,
  outputs: OutputsWriter,
  context: StepContext,
): Promise<0 | 1> {
  const { deployedAt, deployedAtSource } = inputs
  if (deployedAt !== undefined) context.log.info(deployMessage(deployedAt, deployedAtSource))
  const waited = await waitAfterDeploy(inputs, context)
  const window = windowFor(inputs, context.clock.now(), waited.lastRoundAt)
  const step = { inputs, workflow, waited, window, outputs, context }
  const { results, judgement } =
    inputs.takeSnapshot === 'always' ? await takeSnapshotsAndJudge(step) : await judgeAndTakeSnapshots(step)
  const report = createReport(inputs, results, judgement, window, workflow, waited.tests)
  logMeasurements(report, context)
  outputs.write(reportOutputs(report))
  await publish(report, step)
  logOutcome(report, context)
  return exitCodeOf(results, judgement.gate, outputs, context)
}

interface StepResult {
  readonly results: readonly SnapshotResult[]
  readonly judgement: Judgement
}

async function takeSnapshotsAndJudge(step: Step): Promise<StepResult> {
  const results = await takeSnapshots(step)
  // An exposed snapshot ends the requests, and says nothing of the tests that are left.
  const isExposed = results.some(({ kind }) => kind === 'exposed')
  const described = isExposed
    ? await describeByList(step.inputs, step.waited, step.context)
    : describeBySnapshots(results)
  return { results, judgement: await judgeTests(described, step) }
}

/** Takes snapshots only where the verdict is `fail` or `unknown`. */
async function judgeAndTakeSnapshots(step: Step): Promise<StepResult> {
  const { inputs, waited, window, outputs, context } = step
  const judgement = await judgeTests(await describeByList(inputs, waited, context), step)
  if (needsSnapshot(judgement)) return { results: await takeSnapshots(step), judgement }
  context.log.info(NO_SNAPSHOT_NEEDED)
  outputs.write(snapshotOutputs(window, inputs.displayName, []))
  return { results: [], judgement }
}

/** Writes the links into the outputs before anything else can fail. */
async function takeSnapshots(step: Step): Promise<readonly SnapshotResult[]> {
  const { inputs, window, outputs, context } = step
  const { log, clock } = context
  log.info(formatPlan(inputs, window))
  const deadlineMs = clock.monotonicMs() + inputs.maxWaitMinutes * 60_000
  const requests = inputs.testIds.map(testId => ({ ...inputs, testId, window }))
  const created: SnapshotResult[] = []
  try {
    for await (const result of createSnapshots(inputs.api, requests, { ...context, deadlineMs })) {
      created.push(result)
      const { snapshot } = result
      log.info(formatSnapshotResult(result, inputs.isPublic))
      if (inputs.isPublic && snapshot?.isPublic === false) log.warning(notPublicMessage(snapshot))
    }
  } finally {
    outputs.write(snapshotOutputs(window, inputs.displayName, allSnapshots(created)))
  }
  return await completeSnapshots(created, step)
}

/** Adds the names and types of tests that the responses to the snapshots leave out. */
async function completeSnapshots(
  created: readonly SnapshotResult[],
  { inputs, waited, window, outputs, context }: Step,
): Promise<readonly SnapshotResult[]> {
  if (!inputs.measure) return created
  const { results, error } = await describeSnapshots(inputs.api, created, waited.tests, context)
  if (error !== undefined) context.log.info(testsNotReadMessage(error))
  if (results === created) return created
  for (const line of testNameLines(allSnapshots(results))) context.log.info(line)
  outputs.write(snapshotOutputs(window, inputs.displayName, allSnapshots(results)))
  return results
}

async function judgeTests(described: DescribedTests, step: Step): Promise<Judgement> {
  const { inputs, waited, window, outputs, context } = step
  if (!inputs.measure) return { analysis: undefined, gate: undefined }
  const judgement = await judge(inputs, described, window, waited.missing, context)
  outputs.write({ verdict: judgement.gate?.verdict ?? '' })
  return judgement
}

function needsSnapshot({ gate }: Judgement): boolean {
  return gate === undefined || gate.verdict === 'fail' || gate.verdict === 'unknown'
}

/** Writes the report to the job summary and the pull request. A failure is a warning: it does not fail the step. */
async function publish(report: Report, { inputs, workflow, outputs, context }: Step): Promise<void> {
  if (inputs.summary) await writeSummary(report, context)
  if (inputs.comment === undefined) return
  const comment = await publishComment(report, inputs.comment, workflow, inputs.api, context)
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
  const isComplete = results.every(({ kind }) => kind === 'taken')
  return isComplete && outputsError === undefined && !gate?.failed ? 0 : 1
}

function reportUnexpectedError(error: unknown, { log }: Context): void {
  log.error(formatUnexpectedError(error))
  debugStack(error, log)
}
