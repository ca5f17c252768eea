import { formatDuration } from '../time.ts'
import { type ApiConfig, adapterFor, snapshotRequest } from './api.ts'
import { type ApiContext, call, successIn } from './client.ts'
import { parseJson } from './error-body.ts'
import { describeError, type ErrorMessage, missingLinkProblem, noTurnProblem, WHERE_SNAPSHOTS_ARE } from './errors.ts'
import type { HttpResponse, HttpResult } from './http.ts'
import { exposureReason, isExposed } from './privacy.ts'
import { isUncertain, nextStep, type Tries } from './retry.ts'
import { type Snapshot, type SnapshotRequest, snapshotOf } from './snapshot.ts'
import type { Turn, Turns, Wait } from './turns.ts'

/** `reason`: sentences on one line that say what went wrong and what to do next, without naming the test. */
export type Outcome =
  | { readonly kind: 'made'; readonly snapshot: Snapshot }
  /** It was made, but public where a private one was asked for. */
  | { readonly kind: 'exposed'; readonly testId: string; readonly snapshot: Snapshot; readonly reason: string }
  | { readonly kind: 'failed'; readonly testId: string; readonly reason: string }

/**
 * Asks the service for a snapshot until there is one, or until asking again cannot help or would take too long.
 *
 * @param turns - shared by all tests of the step
 */
export async function createSnapshot(
  api: ApiConfig,
  order: SnapshotRequest,
  context: ApiContext,
  turns: Turns,
): Promise<Outcome> {
  const request = snapshotRequest(api, order)
  const place = turns.join()
  let tries: Tries = { sent: 0, uncertain: 0 }
  let last: ErrorMessage | undefined
  const ask = async () => {
    const result = await call(request, api, `Test ${order.testId}`, context)
    tries = { sent: tries.sent + 1, uncertain: tries.uncertain + (isUncertain(result) ? 1 : 0) }
    if (successIn(result) === undefined) last = describeError(result, api, order)
    return result
  }
  let isExplained = false
  const onWait = (wait: Wait) => {
    context.log.info(`Test ${order.testId}: ${waitLine(wait, isExplained ? '429 again.' : last?.whatHappened)}`)
    // In full only the first time: a wait of an hour has a hundred of these lines.
    isExplained ||= wait.isRefused
  }
  for (;;) {
    const turn = await turns.take(place, { ask, onWait, isRetry: tries.sent > 0 })
    if (turn.kind !== 'had') return failed(order, noTurn(turn, last, order, context), tries.uncertain > 0)
    const { result } = turn

    const success = successIn(result)
    if (success !== undefined) return outcomeOf(success, api, order, context.clock.now())
    const giveUp = await waitForNextTry(result, tries, describeError(result, api, order), order, context)
    if (giveUp !== undefined) return failed(order, giveUp, tries.uncertain > 0)
  }
}

function waitLine({ ms, isFirst, isRefused }: Wait, whatHappened = ''): string {
  const least = `Waiting for the quota, ${formatDuration(ms)} at least.`
  if (!isRefused) return least
  return `${whatHappened} ${isFirst ? `Trying again in ${formatDuration(ms)}.` : least}`
}

/** Why there was no turn, or no other after the last problem. */
function noTurn(
  turn: Exclude<Turn, { kind: 'had' }>,
  problem: ErrorMessage | undefined,
  { testId }: SnapshotRequest,
  { log }: ApiContext,
): string {
  if (problem !== undefined) return turn.kind === 'late' ? tooLate(turn.ms, problem) : cancelled(problem)
  if (turn.kind === 'cancelled') return 'The job was cancelled before this snapshot was asked for.'
  const reason = noTurnProblem(turn.ms)
  // At once: the tests before it may take their time, and the step turns red only after them.
  log.info(`Test ${testId}: ${reason}`)
  return reason
}

function tooLate(ms: number, { whatHappened, whatToDo }: ErrorMessage): string {
  if (ms === 0) return `${whatHappened} Not tried again: maxWaitMinutes have passed. ${whatToDo}`
  return `${whatHappened} Not tried again: a wait of ${formatDuration(ms)} would end after maxWaitMinutes. ${whatToDo}`
}

function cancelled({ whatHappened }: ErrorMessage): string {
  return `The job was cancelled while it waited to try again. ${whatHappened}`
}

function outcomeOf(success: HttpResponse, api: ApiConfig, order: SnapshotRequest, now: Date): Outcome {
  const answer = adapterFor(api).read(parseJson(success.body))
  if (answer === undefined) return failed(order, missingLinkProblem(success, api, order))
  const snapshot = snapshotOf(order, answer, now)
  return isExposed(order, snapshot)
    ? { kind: 'exposed', testId: order.testId, snapshot, reason: exposureReason(order) }
    : { kind: 'made', snapshot }
}

/** Resolves to `undefined` when it is time for another try, else to the reason why there is none. */
async function waitForNextTry(
  result: HttpResult,
  tries: Tries,
  problem: ErrorMessage,
  { testId }: SnapshotRequest,
  { clock, log, random, signal, deadline }: ApiContext,
): Promise<string | undefined> {
  if (signal.aborted) return 'The job was cancelled while the request was under way.'
  const { whatHappened, whatToDo } = problem
  const step = nextStep(result, tries, clock.now(), random)
  if (step.kind === 'stop') return `${whatHappened} ${whatToDo}`

  // In numbers: a date so far away that none can hold it would come after no deadline.
  if (clock.now().getTime() + step.ms > deadline.getTime()) return tooLate(step.ms, problem)
  const plan = `Trying again in ${formatDuration(step.ms)}.`
  if (step.mayRepeat) {
    log.warning(
      `Test ${testId}: ${whatHappened} It may have made a snapshot, and the next try may make a second. ${plan}`,
    )
  } else {
    log.info(`Test ${testId}: ${whatHappened} ${plan}`)
  }
  // A cancelled job ends the sleep early, and then there is no other turn.
  await clock.sleep(step.ms, signal).catch(() => undefined)
  return undefined
}

function failed({ testId }: SnapshotRequest, reason: string, mayExist = false): Outcome {
  const doubt = mayExist ? ` A snapshot may have been made all the same: look in ${WHERE_SNAPSHOTS_ARE}.` : ''
  return { kind: 'failed', testId, reason: `${reason}${doubt}` }
}
