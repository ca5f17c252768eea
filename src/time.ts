import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'

/** Time as the action sees it; tests pass in a clock that they move. */
export interface Clock {
  /** The wall clock, which the runner may set while the step runs. */
  now(): Date
  /** Milliseconds since some moment. Deadlines count it, since setting the wall clock does not change it. */
  monotonicMs(): number
  /** Resolves after `ms`; rejects with an `AbortError` as soon as `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** A signal that is aborted after `ms`. It does not keep the process alive. */
  timeout(ms: number): AbortSignal
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  // Node refuses fractions, and monotonic times have them.
  timeout: ms => AbortSignal.timeout(Math.ceil(ms)),
}

/** A clock that goes by the service's, since runners' clocks are off by minutes at times. */
export interface ServiceClock extends Clock {
  /**
   * Takes the time from a response that has just arrived.
   *
   * @param date - the response's header `Date`
   * @param sentAtMs - when its request was sent, which is monotonic: the service wrote the header at some time since then
   */
  observe(date: string | undefined, sentAtMs?: number): void
  /** The wall time of a monotonic moment. */
  at(monotonicMs: number): Date
}

/** `Date` counts whole seconds, and the service's own clocks may differ a little. */
const MAX_SKEW_MS = 2_000

/** The clock, whose `now` and `at` follow the service's time once they differ from it by more than two seconds. */
export function serviceClock(clock: Clock): ServiceClock {
  let correctionMs = 0
  const at = (monotonicMs: number) => new Date(clock.now().getTime() + correctionMs + monotonicMs - clock.monotonicMs())
  return {
    ...clock,
    now: () => at(clock.monotonicMs()),
    at,
    observe: (date = '', sentAtMs = clock.monotonicMs()) => {
      const dateMs = Date.parse(date)
      const aheadMs = dateMs - at(clock.monotonicMs()).getTime()
      const behindMs = at(sentAtMs).getTime() - dateMs
      if (aheadMs > MAX_SKEW_MS) correctionMs += aheadMs
      if (behindMs > MAX_SKEW_MS) correctionMs -= behindMs
    },
  }
}

export const DAY_MS = 24 * 60 * 60_000

/** A time in ISO 8601, as services send it. */
export const IsoTime = v.pipe(v.string(), v.isoTimestamp(), v.toDate())

/** ISO 8601 in UTC, to the second: `2026-11-23T06:00:00Z`. */
export function formatIso(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** For people: `2026-11-23 06:00 UTC`. */
export function formatUtc(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `23 Nov 2026`, in UTC. */
export function formatDay(date: Date): string {
  // Fri, 06 Nov 2026 08:37:42 GMT
  return date.toUTCString().slice(5, 16).replace(/^0/, '')
}

/** `06:00`, in UTC. */
export function formatTimeOfDay(date: Date): string {
  return date.toISOString().slice(11, 16)
}

/** `23 Nov 06:00`, in UTC. */
export function formatDayAndTime(date: Date): string {
  return `${formatDay(date).slice(0, -5)} ${formatTimeOfDay(date)}`
}

/** `45 s`, `2 min 5 s`; from 90 min on `1 h 30 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const units = minutes < 90 ? { min: minutes, s: seconds % 60 } : { h: Math.floor(minutes / 60), min: minutes % 60 }
  const shown = Object.entries(units).filter(([, n]) => n > 0)
  return shown.map(([unit, n]) => `${n} ${unit}`).join(' ') || '0 s'
}
