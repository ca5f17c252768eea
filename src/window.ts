/** The span of time a snapshot shows, from `from` up to `to`. */
export interface Window {
  readonly from: Date
  readonly to: Date
}

/** Lengths that the service accepts, in hours (API v7, `createTestSnapshot`; API v6, Snapshots). */
export const WINDOW_HOURS = [1, 2, 4, 6, 12, 24, 48] as const

export type WindowHours = (typeof WINDOW_HOURS)[number]

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS

/** Results may arrive this long after a round ends. */
export const RESULTS_DELAY_MS = 2 * MINUTE_MS

export function windowEnding(to: Date, hours: WindowHours): Window {
  return { from: new Date(to.getTime() - hours * HOUR_MS), to }
}

/**
 * The end of the window: `endTime` if it is past, else the last full minute, since the service refuses a window that ends in its
 * future.
 *
 * @param lastRoundAt - the start of a round that agents have measured, so it is past for the service; the window holds it
 */
export function endOfWindow(endTime: Date | undefined, now: Date, lastRoundAt = new Date(0)): Date {
  if (endTime !== undefined && endTime < now) return endTime
  const lastMinuteMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  return new Date(Math.max(lastMinuteMs, lastRoundAt.getTime() + SECOND_MS))
}

/** More rounds before the deploy than that make the comparison hardly better. */
const ROUNDS_BEFORE_DEPLOY = 10

/**
 * The smallest length that holds the deploy and ten rounds before it; 48 at most, and 1 without a deploy.
 *
 * @param intervalMs - of the slowest test; 0 if it is unknown
 */
export function hoursHolding(deployedAt: Date | undefined, to: Date, intervalMs: number): WindowHours {
  if (deployedAt === undefined) return 1
  const neededMs = to.getTime() - deployedAt.getTime() + ROUNDS_BEFORE_DEPLOY * intervalMs
  return WINDOW_HOURS.find(hours => hours * HOUR_MS >= neededMs) ?? 48
}
