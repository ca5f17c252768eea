import type { Clock } from '../src/clock.ts'

/** A clock that stands still until somebody moves it; an hour of sleep takes no time. */
export interface MovableClock extends Clock {
  moveTo(time: Date): void
}

export function movableClock(start: Date): MovableClock {
  let nowMs = start.getTime()
  const moveTo = (ms: number) => {
    nowMs = Math.max(nowMs, ms)
  }
  return {
    now: () => new Date(nowMs),
    moveTo: time => moveTo(time.getTime()),
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      moveTo(nowMs + ms)
    },
    timeout: ms => AbortSignal.timeout(ms),
  }
}
