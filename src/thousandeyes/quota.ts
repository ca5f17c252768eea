/** At most so many snapshots within any span of `spanMs`, for all users of an organization together. */
export interface Limit {
  readonly snapshots: number
  readonly spanMs: number
}

/** The description of v7 names the first, the page of v6 the second; either may hold, and an organization may have more. */
export const LIMITS: readonly Limit[] = [
  { snapshots: 5, spanMs: 5 * 60_000 },
  { snapshots: 10, spanMs: 60 * 60_000 },
]

/** The service may count in whole seconds. */
const SLACK_MS = 1_000

/**
 * The earliest times at which the next `count` snapshots can be made, in order; all times in epoch milliseconds.
 *
 * @param usedAtMs - when the quota was used, ascending
 */
export function earliestMs(
  count: number,
  usedAtMs: readonly number[],
  limits: readonly Limit[],
  nowMs: number,
): readonly number[] {
  const times = [...usedAtMs]
  for (let index = 0; index < count; index++) {
    const freeMs = limits.map(({ snapshots, spanMs }) => (times.at(-snapshots) ?? -Infinity) + spanMs + SLACK_MS)
    times.push(Math.max(nowMs, ...freeMs))
  }
  return times.slice(usedAtMs.length)
}

/** Whether more snapshots were made than the limit allows, so that it cannot be in force. */
export function isExceeded({ snapshots, spanMs }: Limit, madeAtMs: readonly number[]): boolean {
  return madeAtMs.some((fromMs, index) => (madeAtMs[index + snapshots] ?? Infinity) - fromMs < spanMs)
}
