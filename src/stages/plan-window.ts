import { type Deploy, type DeploySource, nameOf, type Problem, type TestRecord } from '../step.ts'
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

/** What `planWindow` looks at. */
export interface WindowInputs {
  readonly deploy?: { readonly at?: Date; readonly source: DeploySource } | undefined
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
  /** Why what is measured can't be judged; warnings as well. */
  readonly problems: readonly Problem[]
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
  const ahead = timesAhead(inputs, now)
  if (deploy === undefined || ahead.errors.length > 0) return { window, ...ahead, problems: [] }

  const isOutside = deploy.at < window.from || (inputs.endTime !== undefined && inputs.endTime <= deploy.at)
  if (isOutside) {
    const outside = [outsideMessage(inputs, deploy, window, end)]
    const hasGate = (inputs.failOn ?? inputs.warnOn) !== undefined
    return {
      window,
      errors: hasGate ? outside : [],
      warnings: [...ahead.warnings, ...(hasGate ? [] : outside)],
      problems: [],
    }
  }
  const roundsBefore = (deploy.at.getTime() - windowEnding(end, hours).from.getTime()) / (intervalSeconds * SECOND_MS)
  const tooFew = `The window holds fewer than ${MIN_ROUNDS_BEFORE} rounds before the deploy, so nothing can be compared: leave hours empty, or set it to more than ${hours}.`
  return {
    window,
    errors: slowest === undefined ? [] : waitErrors(inputs, deploy, now, hours, slowest),
    warnings: [...ahead.warnings, ...(roundsBefore < MIN_ROUNDS_BEFORE ? [tooFew] : [])],
    problems: slowest === undefined ? [] : tooEarly(inputs, deploy, window, slowest),
  }
}

/** What other clocks may be ahead of the service's. */
const MAX_SKEW_MS = 5 * MINUTE_MS

/** Times of the inputs that are still to come, such as a local time with a `Z`: by more than an hour, they are errors. */
function timesAhead({ deploy, endTime }: WindowInputs, now: Date): Pick<WindowPlan, 'errors' | 'warnings'> {
  const deployedAt = deploy?.source === 'deployedAt' ? deploy.at : undefined
  const given = Object.entries({ deployedAt, endTime }).flatMap(([input, at]) => {
    const aheadMs = (at?.getTime() ?? 0) - now.getTime()
    return at === undefined || aheadMs <= MAX_SKEW_MS ? [] : [{ start: `Input ${input}: ${formatIso(at)}`, aheadMs }]
  })
  const [far, near] = [given.filter(({ aheadMs }) => aheadMs > HOUR_MS), given.filter(one => one.aheadMs <= HOUR_MS)]
  const check = 'Check the time and its zone.'
  return {
    errors: far.map(({ start }) => `${start} is in the future: it is ${formatIso(now)} now. ${check}`),
    warnings: near.map(
      ({ start }) => `${start} is in the future, so the step uses ${formatIso(now)} instead. ${check}`,
    ),
  }
}

/** Right after a deploy, the slowest test hasn't run since. */
function tooEarly(
  { waitForRounds, endTime }: WindowInputs,
  { at }: Deploy,
  { to }: Window,
  slowest: Slowest,
): readonly Problem[] {
  const { intervalSeconds = 60 } = slowest
  if (waitForRounds > 0 || to.getTime() - at.getTime() >= intervalSeconds * SECOND_MS) return []
  const remedy = endTime === undefined ? 'yet: set waitForRounds' : 'in the window: set a later endTime'
  const message = `${nameOf(slowest)} has no complete round since the deploy at ${formatIso(at)} ${remedy}.`
  return [{ subject: '', message }]
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

/** How long after the deploy the rounds of a test are waited for, unless `timeoutMinutes` limits it. */
export function longestWaitMs(rounds: number, intervalSeconds: number): number {
  return (rounds + 1) * intervalSeconds * SECOND_MS + RESULTS_DELAY_MS
}

function outsideMessage({ endTime }: WindowInputs, { at, source }: Deploy, { from, to }: Window, end: Date): string {
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
