import { MIN_ROUNDS_BEFORE } from '../analysis/significance.ts'
import type { Inputs } from '../inputs.ts'
import { type Deploy, nameOf, type TestRecord } from '../step.ts'
import { count } from '../text.ts'
import { formatDuration, formatIso } from '../time.ts'
import {
  endOfWindow,
  HOUR_MS,
  hoursHolding,
  MINUTE_MS,
  RESULTS_DELAY_MS,
  SECOND_MS,
  WINDOW_HOURS,
  type Window,
  type WindowHours,
  windowEnding,
} from '../window.ts'

interface WindowPlan {
  /** As it is now; after a wait, it ends later. */
  readonly window: Window
  /** What the step can't be right with. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  /** Why what is measured can't be judged. */
  readonly unsure: readonly string[]
}

/**
 * The window as it is known before a wait, and what is wrong with it.
 *
 * @param slowest - of the tests, by their interval; missing without the list of tests
 */
export function planWindow(inputs: Inputs, deploy: Deploy | undefined, now: Date, slowest?: TestRecord): WindowPlan {
  const { endTime, waitForRounds } = inputs
  const intervalMs = (slowest?.intervalSeconds ?? 0) * SECOND_MS
  // If every round comes as soon as it can.
  const roundsEndMs = (deploy?.at.getTime() ?? 0) + waitForRounds * intervalMs
  const end = new Date(Math.max(roundsEndMs, endOfWindow(endTime, now).getTime()))
  const hours = inputs.hours ?? hoursHolding(deploy?.at, end, intervalMs)
  const window = windowEnding(endOfWindow(endTime, now), hours)
  const { errors, warnings } = timesAhead(inputs, now)
  if (deploy === undefined || errors.length > 0) return { window, errors, warnings, unsure: [] }

  if (deploy.at < window.from || (endTime !== undefined && endTime <= deploy.at)) {
    const outside = outsideMessage(inputs, deploy, window, end)
    return (inputs.failOn ?? inputs.warnOn) === undefined
      ? { window, errors, warnings: [...warnings, outside], unsure: [] }
      : { window, errors: [outside], warnings, unsure: [] }
  }
  const roundsBefore = (deploy.at.getTime() - windowEnding(end, hours).from.getTime()) / intervalMs
  const tooFew = `The window holds fewer than ${MIN_ROUNDS_BEFORE} rounds before the deploy, so nothing can be compared: leave hours empty, or set it to more than ${hours}.`
  return {
    window,
    errors: slowest === undefined ? [] : waitErrors(inputs, deploy.at, now, hours, slowest),
    warnings: roundsBefore < MIN_ROUNDS_BEFORE ? [...warnings, tooFew] : warnings,
    unsure: slowest === undefined ? [] : tooEarly(inputs, deploy.at, window.to, slowest),
  }
}

/** What other clocks may be ahead of the service's. */
const MAX_AHEAD_MS = 5 * MINUTE_MS

/** Times of the inputs that are still to come, such as a local time with a `Z`: by more than an hour, they are errors. */
function timesAhead({ deploy, endTime }: Inputs, now: Date): Pick<WindowPlan, 'errors' | 'warnings'> {
  const deployedAt = deploy?.source === 'deployedAt' ? deploy.at : undefined
  const ahead = Object.entries({ deployedAt, endTime }).flatMap(([input, at = now]) => {
    const aheadMs = at.getTime() - now.getTime()
    return aheadMs > MAX_AHEAD_MS
      ? [{ start: `Input ${input}: ${formatIso(at)} is in the future`, isFar: aheadMs > HOUR_MS }]
      : []
  })
  const [far, near] = [ahead.filter(({ isFar }) => isFar), ahead.filter(({ isFar }) => !isFar)]
  const check = 'Check the time and its zone.'
  return {
    errors: far.map(({ start }) => `${start}: it is ${formatIso(now)} now. ${check}`),
    warnings: near.map(({ start }) => `${start}, so the step uses ${formatIso(now)} instead. ${check}`),
  }
}

/** Right after a deploy, the slowest test hasn't run since. */
function tooEarly({ waitForRounds, endTime }: Inputs, at: Date, to: Date, slowest: TestRecord): readonly string[] {
  const { intervalSeconds = 60 } = slowest
  if (waitForRounds > 0 || to.getTime() - at.getTime() >= intervalSeconds * SECOND_MS) return []
  const remedy = endTime === undefined ? 'yet: set waitForRounds' : 'in the window: set a later endTime'
  return [`${nameOf(slowest)} has no complete round since the deploy at ${formatIso(at)} ${remedy}.`]
}

/** Whether the rounds that are waited for fit into the window, and into the time that the step may wait. */
function waitErrors(inputs: Inputs, at: Date, now: Date, hours: WindowHours, slowest: TestRecord): readonly string[] {
  const { waitForRounds: rounds, timeoutMinutes = Number.POSITIVE_INFINITY } = inputs
  const intervalMs = (slowest.intervalSeconds ?? 0) * SECOND_MS
  const what = `${count(rounds, 'round')} of ${nameOf(slowest)} (one every ${formatDuration(intervalMs)})`
  const needed = hoursHolding(at, new Date(at.getTime() + rounds * intervalMs), intervalMs)
  const tooShort = `Input hours: ${hours} is too short for ${what}: leave it empty, or set hours: ${needed}.`
  const longest = formatDuration(longestWaitMs(rounds, intervalMs))
  const tooSoon = `Input timeoutMinutes: ${timeoutMinutes} min is too short for ${what}: leave it empty, which waits ${longest} at most.`
  const waitMs = at.getTime() + (rounds - 1) * intervalMs - now.getTime()
  return [
    ...(rounds * intervalMs > hours * HOUR_MS ? [tooShort] : []),
    ...(rounds > 0 && waitMs > timeoutMinutes * MINUTE_MS ? [tooSoon] : []),
  ]
}

/** How long after the deploy the rounds of a test are waited for, unless `timeoutMinutes` limits it. */
export function longestWaitMs(rounds: number, intervalMs: number): number {
  return (rounds + 1) * intervalMs + RESULTS_DELAY_MS
}

function outsideMessage({ endTime }: Inputs, { at, source }: Deploy, { from, to }: Window, end: Date): string {
  if (endTime !== undefined && endTime <= at) {
    return `Input endTime: ${formatIso(endTime)} is not after the deploy at ${formatIso(at)}, so there is no before and after: leave it empty, or set a later time.`
  }
  const isEvent = source === 'deployment_status'
  const hours = WINDOW_HOURS.find(one => at >= windowEnding(end, one).from && at < end)
  // The time of an event stays what it is, also in a later attempt of the run.
  const otherTime = isEvent ? 'deploy again, or set deployedAt' : 'check the time'
  const remedy = hours === undefined ? otherTime : `leave hours empty, or set hours: ${hours}`
  const origin = isEvent ? 'The time of the deployment_status event' : 'Input deployedAt'
  return `${origin}: ${formatIso(at)} is outside the window from ${formatIso(from)} to ${formatIso(to)}, so there is no before and after: ${remedy}.`
}
