import type { Clock } from '../time.ts'
import { successIn } from './client.ts'
import type { HttpResponse, HttpResult } from './http.ts'
import { earliestMs, isExceeded, LIMITS } from './quota.ts'
import { backoffMs, closedMs, isBusy, isUncertain } from './retry.ts'

/** A wait for a turn. */
export interface Wait {
  /** For the first in line all of it, for the others the least that it takes. */
  readonly ms: number
  readonly isFirst: boolean
  /** Whether there was a 429 since the turn was asked for. */
  readonly isRefused: boolean
}

/** Somebody whose request waits for its turn. */
export interface Asker {
  /** Sends the request. */
  readonly ask: () => Promise<HttpResult>
  /** Hears of each wait once, when it begins. */
  readonly onWait: (wait: Wait) => void
  /** Whether it was sent before, and waited since. */
  readonly isRetry: boolean
}

/** What came of waiting for a turn. */
export type Turn =
  /** The request was sent, and its answer, if one came, is no 429. */
  | { readonly kind: 'had'; readonly result: HttpResult }
  /** It would have come in `ms` at the earliest, after the deadline; 0 when the deadline has passed. */
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'cancelled' }

interface Waiting extends Asker {
  readonly place: number
  readonly isRefused: boolean
  readonly end: (turn: Turn | Promise<never>) => void
  /** Whether `onWait` was called. */
  readonly told: boolean
}

/** With more, a step for hundreds of tests would only use up what the organization may send in a minute sooner. */
const MAX_IN_FLIGHT = 5

/** A probe comes no later after the quota is free than a twentieth of the wait so far; below 2 s, that would be hasty. */
const PROBE_MIN_MS = 2_000
const PROBE_MAX_MS = 60_000
const PROBE_LATENESS = 1 / 20

/**
 * Whose turn it is: the tests of a step spend one quota, in the order in which they joined.
 *
 * Nothing tells how much is left, so the first ones go together, as many as the documented limits allow, and then one at a
 * time for as long as none is refused. A 429 shows that the limits hold: from then on everybody has a time, told by what this
 * step spent itself. A 429 at such a time means that others spend, too: then the first in line probes, and the rest wait.
 *
 * Once the step has waited, for a turn, to try again, or for an answer that never came, nothing is sent after the deadline.
 */
export class Turns {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #signal: AbortSignal
  readonly #deadlineMs: number
  readonly #startedMs: number
  #joined = 0
  #waiting: readonly Waiting[] = []
  #inFlight = 0
  #isAsleep = false
  /** Nobody goes before: the service said so, or a probe was refused. */
  #notBeforeMs = 0
  /** Whether a 429 showed that the limits hold. */
  #isSpent = false
  /** From then on, nothing goes after the deadline. */
  #hasWaited = false
  #probes = 0
  #limits = LIMITS
  readonly #madeAtMs: number[] = []
  /** When one was made, or may have been. */
  readonly #usedAtMs: number[] = []

  constructor(context: { clock: Clock; random: () => number; signal: AbortSignal; deadline: Date }) {
    this.#clock = context.clock
    this.#random = context.random
    this.#signal = context.signal
    this.#deadlineMs = context.deadline.getTime()
    this.#startedMs = this.#nowMs
  }

  /** A place in the order, behind everybody who joined before. */
  join(): number {
    this.#joined += 1
    return this.#joined
  }

  /** Sends the request when its turn comes, and again after each 429. */
  take(place: number, asker: Asker): Promise<Turn> {
    if (asker.isRetry) this.#hasWaited = true
    return new Promise(end => {
      this.#queue({ ...asker, place, end, isRefused: false, told: false })
      this.#serve()
    })
  }

  get #nowMs(): number {
    return this.#clock.now().getTime()
  }

  /** Whether times are to be kept. */
  get #isLimited(): boolean {
    return this.#isSpent || this.#nowMs < this.#notBeforeMs
  }

  get #isOver(): boolean {
    return this.#hasWaited && this.#nowMs > this.#deadlineMs
  }

  #queue(one: Waiting): void {
    this.#waiting = [...this.#waiting, one].sort((a, b) => a.place - b.place)
  }

  /** Lets go who may go, turns away who would come too late, and sleeps until the next one may go. */
  #serve(): void {
    if (this.#signal.aborted) {
      for (const { end } of this.#waiting) end({ kind: 'cancelled' })
      this.#waiting = []
    }
    while (this.#waiting.length > 0 && this.#mayGo()) {
      const [first, ...rest] = this.#waiting
      this.#waiting = rest
      if (first !== undefined) void this.#go(first)
    }
    // What is under way may or may not use the quota: until that is known, nobody has a time.
    if (this.#inFlight > 0 || !(this.#isLimited || this.#isOver)) return
    this.#tell()
    if (this.#waiting.length > 0 && !this.#isAsleep) void this.#sleep()
  }

  #mayGo(): boolean {
    if (this.#isOver) return false
    const fits = this.#timesMs(1, this.#limits).every(ms => ms <= this.#nowMs)
    if (this.#inFlight === 0) return fits || !this.#isLimited
    return fits && !this.#isLimited && this.#inFlight < MAX_IN_FLIGHT
  }

  /** When the next `count` may go under these limits, as far as this step alone spends them. */
  #timesMs(count: number, limits = this.#isSpent ? this.#limits : []): readonly number[] {
    const nowMs = this.#nowMs
    const usedAtMs = [...this.#usedAtMs, ...Array<number>(this.#inFlight).fill(nowMs)]
    return earliestMs(count, usedAtMs, limits, Math.max(nowMs, this.#notBeforeMs))
  }

  async #go(one: Waiting): Promise<void> {
    this.#inFlight += 1
    try {
      const result = await one.ask()
      this.#note(result)
      if (isApiError(result)) this.#queue({ ...one, isRefused: true, told: false })
      else one.end({ kind: 'had', result })
    } catch (error) {
      one.end(Promise.reject(error))
    }
    this.#inFlight -= 1
    this.#serve()
  }

  #note(result: HttpResult): void {
    const nowMs = this.#nowMs
    const isMade = successIn(result) !== undefined
    if (isMade || isUncertain(result)) this.#usedAtMs.push(nowMs)
    if (isMade) {
      this.#probes = 0
      this.#madeAtMs.push(nowMs)
      this.#limits = this.#limits.filter(limit => !isExceeded(limit, this.#madeAtMs))
    }
    if (result.kind !== 'response') this.#hasWaited = true
    if (isApiError(result)) this.#noteRefusal(result, nowMs)
    // It is the least: a short `Retry-After` does not make a probe come sooner.
    const shutMs = closedMs(result, this.#clock.now()) ?? 0
    this.#notBeforeMs = Math.max(this.#notBeforeMs, nowMs + shutMs)
  }

  #noteRefusal(refused: HttpResponse, nowMs: number): void {
    this.#isSpent = true
    this.#hasWaited = true
    // Of several that went together, the first refusal says it all.
    if (nowMs < this.#notBeforeMs) return
    this.#probes += 1
    // Dozens of workflows that wait together must not use up what the organization may send in a minute.
    const probeMs = isBusy(refused)
      ? backoffMs(this.#probes, this.#random)
      : beforeProbeMs(nowMs - this.#startedMs, this.#random)
    this.#notBeforeMs = nowMs + probeMs
  }

  /** Tells everybody who waits, once, for how long; it is the end for those who would wait beyond the deadline. */
  #tell(): void {
    const nowMs = this.#nowMs
    const timesMs = this.#timesMs(this.#waiting.length)
    const stays: Waiting[] = []
    for (const [index, one] of this.#waiting.entries()) {
      const { end, onWait, isRefused, told } = one
      const timeMs = timesMs[index] ?? Infinity
      const ms = timeMs - nowMs
      if (timeMs > this.#deadlineMs) {
        end({ kind: 'late', ms })
        continue
      }
      if (!told) onWait({ ms, isFirst: index === 0, isRefused })
      stays.push({ ...one, told: true })
    }
    this.#waiting = stays
  }

  async #sleep(): Promise<void> {
    const [nextMs = 0] = this.#timesMs(1)
    this.#isAsleep = true
    this.#hasWaited = true
    // A cancelled job ends the sleep early, and #serve sees that.
    await this.#clock.sleep(nextMs - this.#nowMs, this.#signal).catch(() => undefined)
    this.#isAsleep = false
    this.#serve()
  }
}

/** At least half of the most that it may be: full jitter would send more probes, and be no sooner. */
function beforeProbeMs(waitedMs: number, random: () => number): number {
  const maxMs = Math.min(PROBE_MAX_MS, Math.max(PROBE_MIN_MS, waitedMs * PROBE_LATENESS))
  return Math.round((maxMs * (1 + random())) / 2)
}

function isApiError(result: HttpResult): result is HttpResponse {
  return result.kind === 'response' && result.status === 429
}
