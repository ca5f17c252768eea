import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from '../context.ts'
import { type HttpResult, isSuccess } from '../http.ts'

/** What a request does decides which limits it meets: only snapshots have a quota beside the requests per minute. */
export type Operation = 'snapshot' | 'read'

export interface Delay {
  /** 0: the request may be sent now. */
  readonly ms: number
  /** Whether the service named the time. */
  readonly isTold: boolean
}

const BACKOFF_BASE_MS = 5_000
const BACKOFF_MAX_MS = 90_000

/**
 * At most so many snapshots in so long a window, for all users of an organization: the description of API v7 has the first,
 * the page of v6 the second. They are times to try at and never a reason to give up, since either may not apply.
 */
const SNAPSHOT_QUOTAS = [
  { snapshots: 5, windowMs: 5 * 60_000 },
  { snapshots: 10, windowMs: 60 * 60_000 },
]

/** The service may count in whole seconds. */
const CLOCK_RESOLUTION_MS = 1_000

interface Pause {
  readonly retryAtMs: number
  readonly isTold: boolean
}

const NO_PAUSE: Pause = { retryAtMs: 0, isTold: false }

/**
 * Decides when the next request may be sent, by the responses to all requests of the step. Times are monotonic.
 *
 * - A time that the service names (`Retry-After`, or a rate limit header whose remaining count is 0) is used. When the service
 *   refuses again at that time, the later of the new time and the backoff is used.
 * - After a 429 without a time, the next try is at the earlier of the backoff and the next moment at which snapshots of this
 *   step leave the window of a documented quota.
 * - After a failure that is no refusal, the backoff is used.
 */
export class RateLimiter {
  readonly #clock: Context['clock']
  readonly #random: () => number
  readonly #pauses: Record<Operation | 'organization', Pause> = {
    snapshot: NO_PAUSE,
    read: NO_PAUSE,
    organization: NO_PAUSE,
  }
  readonly #failures: Record<Operation, number> = { snapshot: 0, read: 0 }
  readonly #snapshotsAtMs: number[] = []

  constructor({ clock, random }: Pick<Context, 'clock' | 'random'>) {
    this.#clock = clock
    this.#random = random
  }

  /** How long a request has to wait. */
  delay(operation: Operation): Delay {
    const { organization, [operation]: own } = this.#pauses
    const { retryAtMs, isTold } = organization.retryAtMs > own.retryAtMs ? organization : own
    const ms = Math.max(0, retryAtMs - this.#clock.monotonicMs())
    return { ms, isTold: isTold && ms > 0 }
  }

  /** Takes note of what a request resulted in. */
  note(operation: Operation, result: HttpResult): void {
    const nowMs = this.#clock.monotonicMs()
    const toldMs = toldDelayMs(result, this.#clock.now())
    if (isSuccess(result)) {
      this.#failures[operation] = 0
      this.#pauses[operation] = NO_PAUSE
      if (operation === 'snapshot') this.#snapshotsAtMs.push(nowMs)
    } else if (isRetryable(result) && nowMs >= this.#pauses[operation].retryAtMs) {
      // Of several requests that were sent together, the first failure counts.
      this.#pause(operation, this.#nextDelay(operation, result, toldMs))
    }
    if (toldMs !== undefined && hasNoRequestsLeft(result)) this.#pause('organization', { ms: toldMs, isTold: true })
  }

  #pause(scope: Operation | 'organization', { ms, isTold }: Delay): void {
    this.#pauses[scope] = { retryAtMs: this.#clock.monotonicMs() + ms, isTold }
  }

  #nextDelay(operation: Operation, result: HttpResult, toldMs: number | undefined): Delay {
    const backoffMs = this.#backoffMs(this.#failures[operation]++)
    if (toldMs !== undefined) {
      const isRefusedAgain = this.#pauses[operation].isTold && backoffMs > toldMs
      return isRefusedAgain ? { ms: backoffMs, isTold: false } : { ms: toldMs, isTold: true }
    }
    const isQuota = operation === 'snapshot' && isRateLimited(result)
    return { ms: Math.min(backoffMs, ...(isQuota ? this.#quotaDelaysMs() : [])), isTold: false }
  }

  /** How long until snapshots of this step leave the windows of the documented quotas. */
  #quotaDelaysMs(): readonly number[] {
    const nowMs = this.#clock.monotonicMs()
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
 * Whether nobody knows if the service did what was requested. API v7 says so of 500 and 502, and gateways add codes of their
 * own; with 501 and 503 nothing was done.
 */
export function isIndeterminate(result: HttpResult): boolean {
  if (result.kind !== 'response') return result.kind === 'noResponse'
  const { status } = result
  return status === 408 || (status >= 500 && status < 600 && status !== 501 && status !== 503)
}

/** Whether a later try may succeed. */
export function isRetryable(result: HttpResult): boolean {
  if (result.kind === 'unreachable') return !result.permanent
  return isIndeterminate(result) || (result.kind === 'response' && (result.status === 429 || result.status === 503))
}

const RATE_LIMIT_HEADER = /^x-(?<name>[a-z-]+)-rate-limit-remaining$/

/** Whether the organization has used up its requests of this minute; its headers come with every response. */
function hasNoRequestsLeft(result: HttpResult): boolean {
  return result.kind === 'response' && result.headers['x-organization-rate-limit-remaining'] === '0'
}

/**
 * How long the service asks to wait: the longest of `Retry-After`, where the request failed, and of every rate limit whose
 * remaining count is 0. Times are compared with the service's own clock, where the response has it.
 */
function toldDelayMs(result: HttpResult, now: Date): number | undefined {
  if (result.kind !== 'response') return undefined
  const { headers } = result
  const serviceNowMs = Date.parse(headers.date ?? '') || now.getTime()
  const retryAfterMs = isRetryable(result) ? parseRetryAfter(headers['retry-after'], serviceNowMs) : 0
  const resetsMs = Object.keys(headers).map(name => {
    const limit = RATE_LIMIT_HEADER.exec(name)?.groups?.['name']
    return limit !== undefined && headers[name] === '0' ? parseReset(headers, limit, serviceNowMs) : 0
  })
  const ms = Math.max(retryAfterMs, ...resetsMs)
  return ms > 0 ? ms : undefined
}

/** Seconds, or a date. */
function parseRetryAfter(header: string | undefined, serviceNowMs: number): number {
  const seconds = parseWholeNumber(header)
  return seconds === undefined ? (Date.parse(header ?? '') || 0) - serviceNowMs : seconds * 1000
}

/** No remaining time in seconds is this large, and no epoch is smaller. */
const MIN_EPOCH_SECONDS = 1_000_000_000

/** The organization's reset is an epoch in seconds; others, such as that of dashboard snapshots, are the remaining seconds. */
function parseReset(headers: IncomingHttpHeaders, limit: string, serviceNowMs: number): number {
  const seconds = parseWholeNumber(headers[`x-${limit}-rate-limit-reset`]) ?? 0
  return seconds >= MIN_EPOCH_SECONDS ? seconds * 1000 - serviceNowMs : seconds * 1000
}

function parseWholeNumber(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) : undefined
}
