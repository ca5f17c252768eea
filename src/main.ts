import { rehearse } from './dry-run.ts'
import { judge } from './evidence/gate.ts'
import { workflowRun } from './github/run.ts'
import { type Inputs, InputsError, readInputs } from './inputs.ts'
import { type Log, safeLog } from './log.ts'
import { bugLine, evidenceLines, gateReasons, madeLine, planLine } from './log-lines.ts'
import { measure, type Subject } from './measure.ts'
import { commentOutputs, evidenceOutputs, OutputsWriter, snapshotOutputs } from './outputs.ts'
import { publishComment, writeSummary } from './publish.ts'
import type { ReportedEvidence } from './report/evidence.ts'
import type { Report } from './report/report.ts'
import type { Means } from './thousandeyes/call.ts'
import { createSnapshot, type Outcome } from './thousandeyes/create.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { Turns } from './thousandeyes/turns.ts'
import { waitBeforeSnapshot } from './wait.ts'
import { type Window, windowFor } from './window.ts'
import type { World } from './world.ts'

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code: 0 is green, 1 is red. */
export async function run(world: World): Promise<0 | 1> {
  const { toolkit, env, clock, signal } = world
  const secrets: string[] = []
  const outputs = new OutputsWriter(toolkit)
  const log = safeLog(toolkit, secrets)
  const mask = (secret: string) => {
    secrets.push(secret)
    toolkit.setSecret(secret)
  }
  try {
    const inputs = readInputs(toolkit.getInput, env, clock.now(), mask)
    if (inputs.dryRun) {
      outputs.write(rehearse(inputs, world, log))
      return turnRedOver([], undefined, outputs, log)
    }
    await waitBeforeSnapshot(inputs.waitMinutes, clock, log, signal)
    const window = windowFor(inputs, clock.now())
    const means = { ...world, log, deadline: new Date(clock.now().getTime() + inputs.maxWaitMinutes * 60_000) }
    const outcomes = await takeSnapshots(inputs, window, means)
    outputs.write(snapshotOutputs(window, inputs.displayName, snapshotsIn(outcomes)))
    const evidence = gatherEvidence(inputs, outcomes, window, outputs, means)
    await publish(outcomes, evidence, inputs, outputs, world, log)
    return turnRedOver(outcomes, await evidence, outputs, log)
  } catch (error) {
    if (error instanceof InputsError) for (const problem of error.problems) log.error(problem)
    else if (signal.aborted) log.error('The job was cancelled before a snapshot was asked for.')
    else reportBug(error, log)
    return 1
  }
}

/** Asks for all snapshots, as fast as the quota allows; the outcomes come in the order of the tests. */
async function takeSnapshots(inputs: Inputs, window: Window, means: Means): Promise<readonly Outcome[]> {
  means.log.info(planLine(inputs, window))
  const { testIds, service } = inputs
  const turns = new Turns(means)
  return await Promise.all(
    testIds.map(async testId => {
      const outcome = await createSnapshot(service, { ...inputs, testId, window }, means, turns)
      // At once, so that nothing is lost, whatever becomes of the other tests.
      if (outcome.kind === 'made') means.log.info(madeLine(outcome.snapshot))
      if (outcome.kind === 'exposed') means.log.info(`Test ${testId}: ${outcome.reason}`)
      return outcome
    }),
  )
}

/** Reads what the tests saw and holds it against the gate; `undefined` when no measurements are asked for. */
async function gatherEvidence(
  { measure: isAskedFor, service, deployedAt, failOn }: Inputs,
  outcomes: readonly Outcome[],
  window: Window,
  outputs: OutputsWriter,
  means: Means,
): Promise<ReportedEvidence | undefined> {
  if (!isAskedFor) return undefined
  const evidence = await measure(service, outcomes.map(subjectOf), window, deployedAt, means)
  const gate = failOn && judge(failOn, evidence)
  outputs.write(evidenceOutputs(evidence, gate))
  for (const line of evidenceLines(evidence, gate)) means.log.info(line)
  return { ...evidence, gate }
}

/**
 * Writes the links where people look. What stands in the way of that is said, and never costs the step. The evidence may
 * come while the comment is being looked for.
 */
async function publish(
  outcomes: readonly Outcome[],
  evidence: Promise<ReportedEvidence | undefined>,
  inputs: Inputs,
  outputs: OutputsWriter,
  world: World,
  log: Log,
): Promise<void> {
  const run = workflowRun(world.env, world.readFile)
  const report = evidence.then(
    (gathered): Report => ({
      title: inputs.displayName,
      snapshots: madeIn(outcomes),
      failures: failuresIn(outcomes),
      evidence: gathered,
      run,
      updatedAt: world.clock.now(),
    }),
  )
  const summary = inputs.summary ? writeSummary(report, world, log) : undefined
  if (inputs.comment !== undefined && !outcomes.some(({ kind }) => kind === 'exposed')) {
    const written = await publishComment(report, inputs.comment, run, world, log)
    if (written.kind === 'written') outputs.write(commentOutputs(written))
  }
  await summary
}

/** One that must not be spread is not shown, so that there is nothing to show its numbers beside. */
function subjectOf(outcome: Outcome): Subject {
  return outcome.kind === 'made'
    ? { testId: outcome.snapshot.testId, snapshot: outcome.snapshot }
    : { testId: outcome.testId, snapshot: undefined }
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
function turnRedOver(
  outcomes: readonly Outcome[],
  evidence: ReportedEvidence | undefined,
  { problem }: OutputsWriter,
  log: Log,
): 0 | 1 {
  const failures = failuresIn(outcomes)
  for (const { testId, reason } of failures) log.error(`Test ${testId}: ${reason}`)
  if (problem !== undefined) log.error(problem)
  const gate = evidence?.gate
  if (gate?.isRed) log.error(`The gate (failOn) stops here: ${gateReasons(gate)}.`)
  else if (gate?.verdict === 'unknown') log.warning(`The gate (failOn) cannot tell: ${gateReasons(gate)}.`)
  return failures.length === 0 && problem === undefined && !gate?.isRed ? 0 : 1
}

function reportBug(error: unknown, log: Log): void {
  log.error(bugLine(error))
  if (error instanceof Error) log.debug(String(error.stack))
}
