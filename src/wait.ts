import { type RoundsWait, waitForRounds } from './analysis/wait-for-rounds.ts'
import type { Inputs } from './inputs.ts'
import { waitMessages } from './messages.ts'
import type { StepApiContext } from './thousandeyes/client.ts'

const NO_ROUNDS: RoundsWait = { missing: [], lastRoundAt: undefined, tests: undefined }

const PROGRESS_MS = 5 * 60_000

/**
 * Waits as the inputs say, with a line every five minutes.
 *
 * @throws AbortError when the job is cancelled meanwhile
 */
export async function waitAfterDeploy(inputs: Inputs, context: StepApiContext): Promise<RoundsWait> {
  const { waitMinutes, waitForRounds: rounds, deployedAt } = inputs
  if (rounds > 0 && deployedAt !== undefined) return await waitRounds(inputs, rounds, deployedAt, context)
  await waitFixed(waitMinutes * 60_000, context)
  return NO_ROUNDS
}

async function waitFixed(totalMs: number, { clock, signal, log }: StepApiContext): Promise<void> {
  if (totalMs > 0) log.info(waitMessages.fixed(totalMs))
  for (let leftMs = totalMs; leftMs > 0; leftMs -= PROGRESS_MS) {
    if (leftMs < totalMs) log.info(waitMessages.left(leftMs))
    await clock.sleep(Math.min(leftMs, PROGRESS_MS), signal)
  }
}

async function waitRounds(
  inputs: Inputs,
  rounds: number,
  deployedAt: Date,
  context: StepApiContext,
): Promise<RoundsWait> {
  const { api, testIds, hours, waitMinutes } = inputs
  const { clock, log } = context
  // Later, the window would not hold the deploy any more.
  const hoursLeftMs = deployedAt.getTime() + hours * 3_600_000 - clock.now().getTime()
  const longestWaitMs = Math.max(0, Math.min(waitMinutes * 60_000, hoursLeftMs))
  log.info(waitMessages.forRounds(rounds, longestWaitMs))
  const waited = await waitForRounds(api, { testIds, deployedAt, rounds, longestWaitMs }, context, {
    onProgress: (pending, leftMs) => log.info(waitMessages.rounds(pending, leftMs)),
    onProblem: problem => log.warning(waitMessages.problem(problem, longestWaitMs)),
  })
  if (waited.missing.length > 0) log.warning(waitMessages.missing(waited.missing, longestWaitMs))
  return waited
}
