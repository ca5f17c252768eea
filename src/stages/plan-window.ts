import { type Deploy, nameOf, type TestRecord } from '../step.ts'
import { count } from '../text.ts'
import { formatDuration, formatIso } from '../time.ts'
import {
  endOfWindow,
  HOUR_MS,
  hoursHolding,
  MINUTE_MS,
  SECOND_MS,
  WINDOW_HOURS,
  type Window,
  type WindowHours,
  windowEnding,
} from '../window.ts'

/** What `planWindow` looks at. */
export interface WindowInputs {
  readonly hours?: WindowHours | undefined
  readonly endTime?: Date | undefined
  readonly waitForRounds: number
  readonly timeoutMinutes?: number | undefined
  readonly failOn?: unknown
  readonly warnOn?: unknown
}

type Slowest = Pick<TestRecord, 'testId' | 'testName' | 'intervalSeconds'>

export interface WindowPlan {
  /** As it is now; after a wait, it ends later. */
  readonly window: Window
  /** What the step can't be right with. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
}

/** Fewer can't be compared with what follows. */
const MIN_ROUNDS_BEFORE = 3

/**
 * The window as it is known before a wait, and what is wrong with it.
 *
 * @param slowest - of the tests, by their interval; missing without the list of tests
 */
export function planWindow(inputs: WindowInputs, deploy: Deploy | undefined, now: Date, slowest?: Slowest): WindowPlan {
  const intervalSeconds = slowest?.intervalSeconds ?? 0
  const end = earliestEnd(inputs, deploy, now, intervalSeconds)
  const hours = inputs.hours ?? hoursHolding(deploy?.at, end, intervalSeconds)
  const window = windowEnding(endOfWindow(inputs.endTime, now), hours)
  if (deploy === undefined) return { window, errors: [], warnings: [] }

  const isOutside = deploy.at < window.from || (inputs.endTime !== undefined && deploy.at >= window.to)
  if (isOutside) {
    const outside = [outsideMessage(deploy, window, end)]
    const hasGate = (inputs.failOn ?? inputs.warnOn) !== undefined
    return { window, errors: hasGate ? outside : [], warnings: hasGate ? [] : outside }
  }
  const roundsBefore = (deploy.at.getTime() - windowEnding(end, hours).from.getTime()) / (intervalSeconds * SECOND_MS)
  const tooFew = `The window holds fewer than ${MIN_ROUNDS_BEFORE} rounds before the deploy, so nothing can be compared: leave hours empty, or set it to more than ${hours}.`
  return {
    window,
    errors: slowest === undefined ? [] : waitErrors(inputs, deploy, now, hours, slowest),
    warnings: roundsBefore < MIN_ROUNDS_BEFORE ? [tooFew] : [],
  }
}

/** The end of the window, if every round comes as soon as it can. */
function earliestEnd(
  { waitForRounds, endTime }: WindowInputs,
  deploy: Deploy | undefined,
  now: Date,
  intervalSeconds: number,
): Date {
  const roundsEndMs = (deploy?.at.getTime() ?? 0) + waitForRounds * intervalSeconds * SECOND_MS
  return new Date(Math.max(roundsEndMs, endOfWindow(endTime, now).getTime()))
}

/** Whether the rounds that are waited for fit into the window, and into the time that the step may wait. */
function waitErrors(
  { waitForRounds: rounds, timeoutMinutes = Number.POSITIVE_INFINITY }: WindowInputs,
  deploy: Deploy,
  now: Date,
  hours: WindowHours,
  slowest: Slowest,
): readonly string[] {
  const { intervalSeconds = 0 } = slowest
  const intervalMs = intervalSeconds * SECOND_MS
  const deployMs = deploy.at.getTime()
  const what = `${count(rounds, 'round')} of ${nameOf(slowest)} (one every ${formatDuration(intervalMs)})`
  const needed = hoursHolding(deploy.at, new Date(deployMs + rounds * intervalMs), intervalSeconds)
  const tooShort = `Input hours: ${hours} is too short for ${what}: leave it empty, or set hours: ${needed}.`
  const longest = formatDuration(longestWaitMs(rounds, intervalSeconds))
  const tooSoon = `Input timeoutMinutes: ${timeoutMinutes} min are too short for ${what}: leave it empty, which waits ${longest} at most.`
  const waitMs = deployMs + (rounds - 1) * intervalMs - now.getTime()
  return [
    ...(rounds * intervalMs > hours * HOUR_MS ? [tooShort] : []),
    ...(rounds > 0 && waitMs > timeoutMinutes * MINUTE_MS ? [tooSoon] : []),
  ]
}

/** Results may arrive this long after a round ends. */
const RESULTS_DELAY_MS = 2 * MINUTE_MS

/** How long after the deploy the rounds of a test are waited for, unless `timeoutMinutes` limits it. */
export function longestWaitMs(rounds: number, intervalSeconds: number): number {
  return (rounds + 1) * intervalSeconds * SECOND_MS + RESULTS_DELAY_MS
}

function outsideMessage({ at, source }: Deploy, { from, to }: Window, end: Date): string {
  const hours = WINDOW_HOURS.find(one => at >= windowEnding(end, one).from && at < end)
  const remedy = hours === undefined ? 'check the time' : `leave hours empty, or set hours: ${hours}`
  const origin = source === 'deployment_status' ? 'The time of the deployment_status event' : 'Input deployedAt'
  return `${origin}: ${formatIso(at)} is outside the window from ${formatIso(from)} to ${formatIso(to)}, so there is no before and after: ${remedy}.`
}
