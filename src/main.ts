import { type Clock, utcMinute } from './clock.ts'
import { type Environment, type Inputs, InputsError, readInputs } from './inputs.ts'
import { type Log, safeLog } from './log.ts'
import { outputsOf } from './outputs.ts'
import { count, quote } from './text.ts'
import { createSnapshot } from './thousandeyes/create.ts'
import type { Send } from './thousandeyes/http.ts'
import { snapshotRequest } from './thousandeyes/service.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { waitBeforeSnapshot } from './wait.ts'
import { type Window, windowFor } from './window.ts'

/** What the action uses of `@actions/core`. */
export interface Toolkit extends Log {
  /** The text of an input, trimmed; empty when it was not given. */
  getInput(name: string): string
  setSecret(secret: string): void
  setOutput(name: string, value: string): void
}

/** Everything that comes from outside. */
export interface World {
  readonly toolkit: Toolkit
  readonly env: Environment
  readonly clock: Clock
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly send: Send
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
}

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code: 0 is green, 1 is red. */
export async function run(world: World): Promise<0 | 1> {
  const { toolkit, env, clock } = world
  const secrets: string[] = []
  const log = safeLog(toolkit, secrets)
  const mask = (secret: string) => {
    secrets.push(secret)
    toolkit.setSecret(secret)
  }
  try {
    const inputs = readInputs(toolkit.getInput, env, clock.now(), mask)
    if (inputs.dryRun) {
      rehearse(inputs, world, log)
      return 0
    }
    const problems = await takeSnapshots(inputs, world, log)
    for (const problem of problems) log.error(problem)
    return problems.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof InputsError) for (const problem of error.problems) log.error(problem)
    else if (world.signal.aborted) log.error('The job was cancelled before a snapshot was asked for.')
    else reportBug(error, log)
    return 1
  }
}

/** Shows what would be sent, without sending it. */
function rehearse(inputs: Inputs, { toolkit, clock }: World, log: Log): void {
  const { service, testIds, waitMinutes } = inputs
  const window = windowFor(inputs, minutesAfter(clock.now(), waitMinutes))
  const wait = waitMinutes > 0 ? ` After a wait of ${waitMinutes} min, this would be:` : ' This would be:'
  log.info(`Dry run: every input is fine, and nothing is sent.${wait}`)
  for (const testId of testIds) {
    const { method, url, body } = snapshotRequest(service, { ...inputs, testId, window })
    log.info(`${method} ${url.href} ${body}`)
  }
  setOutputs(toolkit, outputsOf(window, inputs.displayName, []))
}

/** Resolves to what went wrong, a line each. What was made is in the log and in the outputs by then. */
async function takeSnapshots(inputs: Inputs, world: World, log: Log): Promise<readonly string[]> {
  const { toolkit, clock, signal } = world
  await waitBeforeSnapshot(inputs.waitMinutes, clock, log, signal)

  const window = windowFor(inputs, clock.now())
  log.info(planLine(inputs, window))

  const means = { ...world, log, deadline: minutesAfter(clock.now(), inputs.maxWaitMinutes) }
  const outcomes = await Promise.all(
    inputs.testIds.map(async testId => {
      const outcome = await createSnapshot(inputs.service, { ...inputs, testId, window }, means)
      // At once, so that the link is not lost, whatever becomes of the other tests.
      if (outcome.kind === 'made') log.info(madeLine(outcome.snapshot))
      return outcome
    }),
  )

  const snapshots = outcomes.flatMap(outcome => (outcome.kind === 'failed' ? [] : [outcome.snapshot]))
  setOutputs(toolkit, outputsOf(window, inputs.displayName, snapshots))
  return outcomes.flatMap(outcome => (outcome.kind === 'made' ? [] : [outcome.problem]))
}

function setOutputs(toolkit: Toolkit, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) toolkit.setOutput(name, value)
}

function minutesAfter(time: Date, minutes: number): Date {
  return new Date(time.getTime() + minutes * 60_000)
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
