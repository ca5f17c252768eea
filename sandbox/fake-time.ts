/**
 * Loaded into the action's process before it starts (`node --import`): `Date` starts at `SANDBOX_TIME`, and it and
 * `performance.now()` advance only when the process sleeps. A sleep takes no time, but waits until the sandbox has moved
 * its own clock. `Math.random()` is always 0.5, and a request times out after `SANDBOX_TIMEOUT_MS`, if that is set.
 */
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

/** What the process sends the sandbox when it falls asleep, and what the sandbox returns when it may wake. */
export interface SleepMessage {
  readonly sleepUntilMs: number
}

const { SANDBOX_TIME = '', SANDBOX_TIMEOUT_MS } = process.env
const startMs = Date.parse(SANDBOX_TIME)
let nowMs = startMs

const MovedDate = new Proxy(Date, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [nowMs] : given, newTarget),
  get: (target, name) => (name === 'now' ? () => nowMs : Reflect.get(target, name)),
})

const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>()
process.on('message', ({ sleepUntilMs }: SleepMessage) => {
  for (const sleeper of sleepers) if (sleeper.untilMs <= sleepUntilMs) sleeper.wake()
})
process.channel?.unref()

async function sleep(ms = 0, _value?: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  signal?.throwIfAborted()
  const untilMs = nowMs + ms
  const { promise, resolve: wake, reject } = Promise.withResolvers<void>()
  const sleeper = { untilMs, wake }
  sleepers.add(sleeper)
  process.channel?.ref()
  signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  process.send?.({ sleepUntilMs: untilMs } satisfies SleepMessage)
  try {
    await promise
    nowMs = Math.max(nowMs, untilMs)
  } finally {
    sleepers.delete(sleeper)
    if (sleepers.size === 0) process.channel?.unref()
  }
}

const realTimeout = AbortSignal.timeout.bind(AbortSignal)

Object.assign(globalThis, { Date: MovedDate })
Object.assign(performance, { now: () => nowMs - startMs })
Object.assign(timers, { setTimeout: sleep })
Object.assign(AbortSignal, { timeout: (ms: number) => realTimeout(Number(SANDBOX_TIMEOUT_MS ?? ms)) })
Math.random = () => 0.5
syncBuiltinESMExports()
