import { utcMinute } from './clock.ts'
import { rehearse } from './dry-run.ts'
import { workflowRun } from './github/run.ts'
import { type Inputs, InputsError, readInputs } from './inputs.ts'
import { type Log, safeLog } from './log.ts'
import { commentOutputs, type Outputs, snapshotOutputs } from './outputs.ts'
import { publishComment, writeSummary } from './publish.ts'
import type { Report } from './report/report.ts'
import { count, quote } from './text.ts'
import { createSnapshot, type Outcome } from './thousandeyes/create.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { Turns } from './thousandeyes/turns.ts'
import { waitBeforeSnapshot } from './wait.ts'
import { type Window, windowFor } from './window.ts'
import type { Toolkit, World } from './world.ts'

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code: 0 is green, 1 is red. */
export async function run(world: World): Promise<0 | 1> {
  const { toolkit, env, clock, signal } = world
  const secrets: string[] = []
  const log = safeLog(toolkit, secrets)
  const mask = (secret: string) => {
    secrets.push(secret)
    toolkit.setSecret(secret)
  }
  try {
    const inputs = readInputs(toolkit.getInput, env, clock.now(), mask)
    if (inputs.dryRun) {
      setOutputs(toolkit, rehearse(inputs, world, log))
      return 0
    }
    await waitBeforeSnapshot(inputs.waitMinutes, clock, log, signal)
    const window = windowFor(inputs, clock.now())
    const outcomes = await takeSnapshots(inputs, window, world, log)
    setOutputs(toolkit, snapshotOutputs(window, inputs.displayName, snapshotsIn(outcomes)))
    if (!signal.aborted) await publish(outcomes, inputs, world, log)
    return turnRedOver(outcomes, log)
  } catch (error) {
    if (error instanceof InputsError) for (const problem of error.problems) log.error(problem)
    else if (signal.aborted) log.error('The job was cancelled before a snapshot was asked for.')
    else reportBug(error, log)
    return 1
  }
}

/** Asks for all snapshots, as fast as the quota allows; the outcomes come in the order of the tests. */
async function takeSnapshots(inputs: Inputs, window: Window, world: World, log: Log): Promise<readonly Outcome[]> {
  log.info(planLine(inputs, window))
  const { testIds, service, maxWaitMinutes } = inputs
  const deadline = new Date(world.clock.now().getTime() + maxWaitMinutes * 60_000)
  const turns = new Turns({ ...world, deadline })
  return await Promise.all(
    testIds.map(async testId => {
      const outcome = await createSnapshot(service, { ...inputs, testId, window }, { ...world, log, deadline, turns })
      // At once, so that the link is not lost, whatever becomes of the other tests.
      if (outcome.kind === 'made') log.info(madeLine(outcome.snapshot))
      return outcome
    }),
  )
}

/** Writes the links where people look. What stands in the way of that is said, and never costs the step. */
async function publish(outcomes: readonly Outcome[], inputs: Inputs, world: World, log: Log): Promise<void> {
  const run = workflowRun(world.env, world.readFile)
  const report: Report = {
    title: inputs.displayName,
    snapshots: outcomes.flatMap(outcome => (outcome.kind === 'made' ? [outcome.snapshot] : [])),
    failures: failuresIn(outcomes),
    run,
    updatedAt: world.clock.now(),
  }
  if (inputs.summary) await writeSummary(report, world, log)
  if (inputs.comment === undefined || outcomes.some(({ kind }) => kind === 'exposed')) return
  const written = await publishComment(report, inputs.comment, run, world, log)
  if (written.kind === 'written') setOutputs(world.toolkit, commentOutputs(written))
}

function snapshotsIn(outcomes: readonly Outcome[]): readonly Snapshot[] {
  return outcomes.flatMap(outcome => (outcome.kind === 'failed' ? [] : [outcome.snapshot]))
}

function failuresIn(outcomes: readonly Outcome[]): readonly Exclude<Outcome, { kind: 'made' }>[] {
  return outcomes.filter(outcome => outcome.kind !== 'made')
}

function turnRedOver(outcomes: readonly Outcome[], log: Log): 0 | 1 {
  const failures = failuresIn(outcomes)
  for (const { testId, reason } of failures) log.error(`Test ${testId}: ${reason}`)
  return failures.length === 0 ? 0 : 1
}

function setOutputs(toolkit: Toolkit, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) toolkit.setOutput(name, value)
}

function planLine({ testIds, isPublic }: Inputs, { from, to }: Window): string {
  const snapshots = count(testIds.length, `${isPublic ? 'public' : 'private'} snapshot`)
  return `Taking ${snapshots} from ${utcMinute(from)} to ${utcMinute(to)}: test ${testIds.join(', ')}.`
}

function madeLine({ testId, testName, isPublic, expiresAt, viewUrl }: Snapshot): string {
  const test = testName === undefined ? testId : `${testId} ${quote(testName)}`
  const audience = isPublic ? 'anyone with the link can open it' : 'opens with a ThousandEyes login'
  return `Test ${test}: ${viewUrl} (${audience}, until ${utcMinute(expiresAt)})`
}

function reportBug(error: unknown, log: Log): void {
  log.error(`The action failed in a way it should not have: ${quote(String(error))}. Please report it.`)
  if (error instanceof Error) log.debug(String(error.stack))
}
