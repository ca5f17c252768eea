/** The span of time a snapshot shows, from `from` up to `to`. */
export interface Window {
  readonly from: Date
  readonly to: Date
}

/** Lengths that the service accepts, in hours (API v7, `createTestSnapshot`; API v6, Snapshots). */
export const WINDOW_HOURS = [1, 2, 4, 6, 12, 24, 48] as const

export type WindowHours = (typeof WINDOW_HOURS)[number]

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const SECOND_MS = 1000

/** When the snapshot is taken, at the earliest: nobody knows yet how long the rounds take. */
export function earliestSnapshotAt(
  { waitMinutes = 0, waitForRounds }: { readonly waitMinutes?: number | undefined; readonly waitForRounds: number },
  now: Date,
): Date {
  return new Date(now.getTime() + (waitForRounds > 0 ? 0 : waitMinutes * MINUTE_MS))
}

/**
 * The window of exactly `hours` that ends at `endTime`, else at the start of the present minute: the service refuses a
 * window that ends in its future, and a runner's clock may be some seconds fast.
 *
 * @param lastRoundAt - the start of a round that agents have measured, so it is past for the service; the window holds it
 */
export function windowFor(
  { hours, endTime }: { hours: WindowHours; endTime?: Date | undefined },
  now: Date,
  lastRoundAt = new Date(0),
): Window {
  const startOfMinuteMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  const to = endTime ?? new Date(Math.max(startOfMinuteMs, lastRoundAt.getTime() + SECOND_MS))
  return { from: new Date(to.getTime() - hours * HOUR_MS), to }
}
