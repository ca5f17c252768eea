import type { Context } from '../context.ts'
import { type HttpRequest, type HttpResult, isSuccess, REQUEST_TIMEOUT_MS } from '../http.ts'
import type { ApiConfig } from './api.ts'
import { request } from './client.ts'
import { type Delay, isIndeterminate, isRetryable, type Operation, type RateLimiter } from './rate-limiter.ts'

/** What the requests of one operation share. */
export interface ApiContext extends Pick<Context, 'sendRequest' | 'clock' | 'log' | 'signal'> {
  /** Shared by all requests of the step. */
  readonly rateLimiter: RateLimiter
  /** Monotonic; no wait ends after it. */
  readonly deadlineMs: number
}

export interface Wait {
  readonly ms: number
  /** How long it is until the deadline. */
  readonly leftMs: number
  /** The result of the last try; `undefined` where another request of the step has to wait, and so does this one. */
  readonly cause: HttpResult | undefined
}

export interface RetryOptions {
  readonly operation: Operation
  /** Names the request in the debug log. */
  readonly label: string
  /** Called when a wait begins, and every minute while it lasts. */
  readonly onWait?: (wait: Wait) => void
}

/** How the tries of a request ended; `result` is that of the last try, if there was one. */
export type RetryOutcome =
  | { readonly kind: 'completed'; readonly result: HttpResult; readonly indeterminate: number }
  /** `toldMs`: the time until the service takes requests again, where it is after the deadline. */
  | {
      readonly kind: 'deadline'
      readonly result?: HttpResult
      readonly indeterminate: number
      readonly toldMs: number | undefined
    }
  | { readonly kind: 'cancelled'; readonly result?: HttpResult; readonly indeterminate: number }

/** The first try and one retry: a request whose result is indeterminate may have done its work. */
const MAX_INDETERMINATE = 2

const PROGRESS_MS = 60_000

/**
 * Sends a request until it succeeds, until a retry cannot help, or until the deadline. A rate limited request (429) and one that
 * certainly did nothing (503, no connection) are repeated until the deadline, one with an indeterminate result once.
 *
 * The last try to create a snapshot is made at the deadline, unless the service names a later time: then there is none.
 */
export async function requestWithRetry(
  httpRequest: HttpRequest,
  options: RetryOptions,
  api: ApiConfig,
  context: ApiContext,
): Promise<RetryOutcome> {
  const { operation, label } = options
  const { clock, rateLimiter, deadlineMs } = context
  let tries: { readonly result?: HttpResult; readonly indeterminate: number } = { indeterminate: 0 }
  for (;;) {
    const permission = await waitUntilAllowed(options, tries.result, context)
    if (permission.kind !== 'allowed') return { ...permission, ...tries }
    const timeoutMs = operation === 'read' ? Math.min(REQUEST_TIMEOUT_MS, deadlineMs - clock.monotonicMs()) : undefined
    const result = await request(
      { ...httpRequest, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
      api,
      label,
      context,
    )
    rateLimiter.note(operation, result)
    tries = { result, indeterminate: tries.indeterminate + (isIndeterminate(result) ? 1 : 0) }
    if (isSuccess(result) || !isRetryable(result) || tries.indeterminate === MAX_INDETERMINATE) {
      return { kind: 'completed', result, indeterminate: tries.indeterminate }
    }
  }
}

type Permission =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'deadline'; readonly toldMs: number | undefined }
  | { readonly kind: 'cancelled' }

async function waitUntilAllowed(
  { operation, onWait = () => {} }: RetryOptions,
  cause: HttpResult | undefined,
  { clock, rateLimiter, deadlineMs, signal }: ApiContext,
): Promise<Permission> {
  let isLastTry = false
  for (;;) {
    if (signal.aborted) return { kind: 'cancelled' }
    const delay = rateLimiter.delay(operation)
    const leftMs = deadlineMs - clock.monotonicMs()
    const isNow = operation === 'snapshot' && (delay.ms === 0 || (isLastTry && leftMs <= 0))
    if (!isNow && isTooLate(delay, operation, leftMs)) {
      return { kind: 'deadline', toldMs: delay.isTold && delay.ms > leftMs ? delay.ms : undefined }
    }
    if (isNow || delay.ms === 0) return { kind: 'allowed' }
    isLastTry = delay.ms >= leftMs
    const ms = Math.min(delay.ms, leftMs)
    onWait({ ms, leftMs, cause })
    // A cancelled job ends the sleep early; the next round returns.
    await clock.sleep(Math.min(ms, PROGRESS_MS), signal).catch(() => undefined)
  }
}

/** A read needs time after the wait; a snapshot may be requested at the deadline. */
function isTooLate({ ms, isTold }: Delay, operation: Operation, leftMs: number): boolean {
  return operation === 'read' ? ms >= leftMs : leftMs <= 0 || (isTold && ms > leftMs)
}
