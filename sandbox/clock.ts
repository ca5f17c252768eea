import type { Clock } from '../src/time.ts'

/** A clock that stands still until somebody moves it; an hour of sleep takes no time. */
export interface ManualClock extends Clock {
  /** Lets time pass until `time`; never back. */
  moveTo(time: Date): void
  /** Sets the wall clock, without time passing. */
  setWallClock(time: Date): void
}

export function manualClock(start: Date): ManualClock {
  let startMs = start.getTime()
  let elapsedMs = 0
  return {
    now: () => new Date(startMs + elapsedMs),
    monotonicMs: () => elapsedMs,
    moveTo: time => {
      elapsedMs = Math.max(elapsedMs, time.getTime() - startMs)
    },
    setWallClock: time => {
      startMs = time.getTime() - elapsedMs
    },
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      elapsedMs += Math.max(ms, 0)
    },
    timeout: ms => AbortSignal.timeout(ms),
  }
}

/** A clock for several who sleep at once: it moves on to the next of them who wakes. */
export function sharedClock(start: Date): Clock {
  let nowMs = start.getTime()
  let isTicking = false
  let sleepers: readonly { readonly wakeMs: number; readonly wake: () => void }[] = []

  // What follows from the last thing done has run by the next turn of the event loop.
  const tick = () => {
    if (isTicking) return
    isTicking = true
    setImmediate(() => {
      isTicking = false
      const [next] = sleepers
      if (next === undefined) return
      sleepers = sleepers.slice(1)
      nowMs = Math.max(nowMs, next.wakeMs)
      next.wake()
      tick()
    })
  }
  return {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs - start.getTime(),
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const cancel = () => reject(signal.reason)
      signal.addEventListener('abort', cancel, { once: true })
      const wake = () => {
        signal.removeEventListener('abort', cancel)
        resolve()
      }
      sleepers = [...sleepers, { wakeMs: nowMs + ms, wake }].sort((a, b) => a.wakeMs - b.wakeMs)
      tick()
      await promise
    },
    timeout: ms => AbortSignal.timeout(ms),
  }
}
