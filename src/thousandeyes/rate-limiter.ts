import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from '../context.ts'
import { type HttpResult, isSuccess } from '../http.ts'

/** Which limits apply to a request: only snapshots have a quota in addition to the requests per minute. */
export type Operation = 'snapshot' | 'read'

export interface Delay {
  /** Until the next try; 0: it may be sent now. */
  readonly ms: number
  /** Until the time that the service named; 0: it named none. */
  readonly toldMs: number
}

const BACKOFF_BASE_MS = 5_000
const BACKOFF_MAX_MS = 90_000

/**
 * The documented quotas of an organization, for all its users: the first is API v7's, the second API v6's. They are hints for
 * when to try again, and never a reason to give up, since either may not apply.
 */
const SNAPSHOT_QUOTAS = [
  { snapshots: 5, windowMs: 5 * 60_000 },
  { snapshots: 10, windowMs: 60 * 60_000 },
]

/** The service may count in whole seconds. */
const CLOCK_RESOLUTION_MS = 1_000

/** What the responses to one operation have shown since its last success. */
interface Pause {
  readonly retryAtMs: number
  /** A request that was sent before neither ends nor prolongs the pause. */
  readonly sinceMs: number
  readonly isTold: boolean
  readonly failures: number
  /** Whether a time that the service named has been used. */
  readonly wasTold: boolean
}

const NO_PAUSE: Pause = { retryAtMs: 0, sinceMs: -Infinity, isTold: false, failures: 0, wasTold: false }

/**
 * Decides when the next request may be sent, by the responses to all requests of the step. Times are monotonic; those that the
 * service names are compared with `clock.now()`, which should be the service's.
 *
 * - A time that the service names (`Retry-After`, or a rate limit header whose remaining count is 0) is used once. When the
 *   service refuses again, the later of the new time and the backoff is used.
 * - After a 429 without a time, the next try is at the earlier of the backoff and the next moment at which snapshots of this
 *   step leave the window of a documented quota.
 * - After another failure, the backoff is used.
 * - A success starts the backoff again.
 * - When a response shows that the organization has no requests left, all operations wait for the reset.
 */
export class RateLimiter {
  readonly #clock: Context['clock']
  readonly #random: () => number
  readonly #pauses: Record<Operation, Pause> = { snapshot: NO_PAUSE, read: NO_PAUSE }
  #organizationResetAtMs = 0
  readonly #snapshotsAtMs: number[] = []

  constructor({ clock, random }: Pick<Context, 'clock' | 'random'>) {
    this.#clock = clock
    this.#random = random
  }

  delay(operation: Operation): Delay {
    const nowMs = this.#clock.monotonicMs()
    const { retryAtMs, isTold } = this.#pauses[operation]
    const toldAtMs = Math.max(this.#organizationResetAtMs, isTold ? retryAtMs : 0)
    return { ms: Math.max(0, toldAtMs - nowMs, retryAtMs - nowMs), toldMs: Math.max(0, toldAtMs - nowMs) }
  }

  /** Takes note of the result of a request that was sent at `sentAtMs`. */
  note(operation: Operation, result: HttpResult, sentAtMs: number): void {
    const nowMs = this.#clock.monotonicMs()
    const headers = result.kind === 'response' ? result.headers : {}
    // The headers of the organization's rate limit come with every response.
    const resetMs = resetDelayMs(headers, 'organization', this.#clock.now())
    if (resetMs > 0) this.#organizationResetAtMs = nowMs + resetMs
    const { retryAtMs, sinceMs, failures, wasTold } = this.#pauses[operation]
    if (nowMs < retryAtMs && sentAtMs <= sinceMs) return
    if (isSuccess(result)) {
      this.#pauses[operation] = NO_PAUSE
      if (operation === 'snapshot') this.#snapshotsAtMs.push(nowMs)
    }
    if (!isRetryable(result)) return
    const toldMs = toldDelayMs(headers, this.#clock.now())
    const backoffMs = this.#backoffMs(failures)
    const isTold = toldMs > 0 && !(wasTold && backoffMs > toldMs)
    const quotaMs = operation === 'snapshot' && isRateLimited(result) ? this.#quotaDelaysMs(nowMs) : []
    const untoldMs = toldMs > 0 ? backoffMs : Math.min(backoffMs, ...quotaMs)
    this.#pauses[operation] = {
      retryAtMs: nowMs + (isTold ? toldMs : untoldMs),
      sinceMs: nowMs,
      isTold,
      failures: failures + 1,
      wasTold: wasTold || isTold,
    }
  }

  /** How long until snapshots of this step leave the windows of the documented quotas. */
  #quotaDelaysMs(nowMs: number): readonly number[] {
    return SNAPSHOT_QUOTAS.map(({ snapshots, windowMs }) => {
      return (this.#snapshotsAtMs.at(-snapshots) ?? -Infinity) + windowMs + CLOCK_RESOLUTION_MS - nowMs
    }).filter(ms => ms > 0)
  }

  /** 5 s, doubling up to 90 s, with a jitter of 25 %. */
  #backoffMs(failures: number): number {
    const ms = Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** failures)
    return Math.min(BACKOFF_MAX_MS, Math.round(ms * (0.75 + this.#random() / 2)))
  }
}

export function isRateLimited(result: HttpResult): boolean {
  return result.kind === 'response' && result.status === 429
}

/**
 * Whether the service may have done what was requested. API v7 says so of 500 and 502, and gateways add codes of their own; with
 * 501 and 503 nothing was done.
 */
export function isIndeterminate(result: HttpResult): boolean {
  if (result.kind !== 'response') return result.kind === 'noResponse'
  const { status } = result
  return status === 408 || (status >= 500 && status < 600 && status !== 501 && status !== 503)
}

/** Whether a later try may succeed. */
export function isRetryable(result: HttpResult): boolean {
  if (result.kind === 'unreachable') return !result.permanent
  return isIndeterminate(result) || isRateLimited(result) || (result.kind === 'response' && result.status === 503)
}

const RATE_LIMIT_HEADER = /^x-(?<name>[a-z-]+)-rate-limit-remaining$/

/**
 * How long to wait, according to the service, after a request that failed: the longest of `Retry-After` and of every rate limit whose
 * remaining count is 0. 0 if it names no time to come.
 */
function toldDelayMs(headers: IncomingHttpHeaders, now: Date): number {
  const limits = Object.keys(headers).flatMap(name => RATE_LIMIT_HEADER.exec(name)?.groups?.['name'] ?? [])
  const resetsMs = limits.map(limit => resetDelayMs(headers, limit, now))
  return Math.max(0, retryAfterMs(headers, now), ...resetsMs)
}

/** Seconds, also with a fraction, or a date of HTTP, which begins with the day of the week. */
function retryAfterMs({ 'retry-after': header = '' }: IncomingHttpHeaders, now: Date): number {
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(header)) return Math.ceil(Number(header)) * 1000
  return /^[a-z]{3,9},? /i.test(header) ? (Date.parse(header) || 0) - now.getTime() : 0
}

/** No remaining time in seconds is this large, and no epoch is smaller. */
const MIN_EPOCH_SECONDS = 1_000_000_000

/** The organization's reset is an epoch in seconds; others, such as that of dashboard snapshots, are the remaining seconds. */
function resetDelayMs(headers: IncomingHttpHeaders, limit: string, now: Date): number {
  const reset = String(headers[`x-${limit}-rate-limit-reset`])
  if (headers[`x-${limit}-rate-limit-remaining`] !== '0' || !/^\d{1,12}$/.test(reset)) return 0
  const seconds = Number(reset)
  return seconds >= MIN_EPOCH_SECONDS ? seconds * 1000 - now.getTime() : seconds * 1000
}
