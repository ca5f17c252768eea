import type { Context } from './context.ts'
import { dryRun } from './dry-run.ts'
import { workflowRun } from './github/run.ts'
import { hasGate, InputsError, readInputs } from './inputs.ts'
import { createSafeLogger, debugStack } from './log.ts'
import { OutputsWriter } from './outputs.ts'
import { redact } from './redaction.ts'
import { findTests } from './stages/find-tests.ts'
import { judge, notJudged } from './stages/judge.ts'
import { measure } from './stages/measure.ts'
import { publish } from './stages/publish.ts'
import { takeSnapshots } from './stages/take-snapshots.ts'
import { waitForRounds } from './stages/wait-for-rounds.ts'
import type { Step } from './step.ts'
import { formatUnexpectedError } from './text.ts'
import { RateLimiter } from './thousandeyes/rate-limiter.ts'
import { serviceClock } from './time.ts'

/** One step of a workflow, from its inputs to its outputs. Resolves to the exit code. */
export async function run(environment: Omit<Context, 'log' | 'redact'>): Promise<0 | 1> {
  const { core } = environment
  const secrets: string[] = []
  const log = createSafeLogger(core, secrets)
  const context = { ...environment, log, redact: (text: string) => redact(text, secrets) }
  const outputs = new OutputsWriter(core, secrets)
  const mask = (secret: string) => {
    secrets.push(secret)
    core.setSecret(secret)
  }
  try {
    const isComplete = await runStep(mask, outputs, context)
    if (outputs.error !== undefined) log.error(outputs.error)
    return isComplete && outputs.error === undefined ? 0 : 1
  } catch (error) {
    // A rollback that tests the verdict must not run because of a mistyped input.
    if (hasGate(context) && !outputs.written.has('verdict')) outputs.write({ verdict: 'unknown' })
    logFailure(error, context)
    return 1
  }
}

/**
 * The stages: each takes the step with its tests, and returns it with what it found.
 *
 * @param mask - called with every secret before anything else happens
 * @returns whether every snapshot that was wanted is there, no gate failed, and nothing stopped the step
 * @throws InputsError, or an AbortError when the job is cancelled before a snapshot is requested
 */
async function runStep(mask: (secret: string) => void, outputs: OutputsWriter, environment: Context): Promise<boolean> {
  const workflow = workflowRun(environment)
  const inputs = readInputs(environment, workflow, mask)
  if (inputs.dryRun) {
    outputs.write(dryRun(inputs, workflow, environment))
    return true
  }
  const clock = serviceClock(environment.clock)
  const context = { ...environment, clock, rateLimiter: new RateLimiter({ ...environment, clock }) }
  const startedMs = clock.monotonicMs()
  const take = (step: Step) => takeSnapshots(step, inputs, startedMs, outputs, context)
  const measureAndJudge = async (step: Step) => {
    try {
      return judge(await measure(step, inputs, context), inputs)
    } catch (error) {
      // An error of our own costs the verdict, but no link.
      return notJudged(step, inputs, error, context)
    }
  }

  const found = await findTests(inputs, workflow, startedMs, context)
  const waited = await waitForRounds(found, inputs, startedMs, context)
  const step =
    inputs.takeSnapshot === 'always'
      ? await measureAndJudge(await take(waited))
      : await take(await measureAndJudge(waited))
  await publish(step, inputs, outputs, context)
  const isTaken = step.tests.every(({ snapshot }) => snapshot?.kind === 'taken' || snapshot?.kind === 'notNeeded')
  return step.stopped === undefined && !step.isFailed && isTaken
}

function logFailure(error: unknown, { log, signal }: Pick<Context, 'log' | 'signal'>): void {
  if (error instanceof InputsError) for (const problem of error.problems) log.error(problem)
  else if (signal.aborted) log.error('The job was cancelled. No snapshot was requested.')
  else {
    log.error(formatUnexpectedError(error))
    debugStack(error, log)
  }
}
