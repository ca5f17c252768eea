import type { Context } from '../context.ts'
import { type HttpRequest, type HttpResult, isSuccess, REQUEST_TIMEOUT_MS } from '../http.ts'
import { redact } from '../redaction.ts'
import type { ServiceClock } from '../time.ts'
import { type ApiConfig, secretVariants } from './config.ts'
import { hideShareLinks } from './links.ts'
import { type Delay, isIndeterminate, isRetryable, type Operation, type RateLimiter } from './rate-limiter.ts'

export interface ApiContext extends Pick<Context, 'sendRequest' | 'log' | 'signal'> {
  /** Corrected by every response; the one that `rateLimiter` has. */
  readonly clock: ServiceClock
  /** Shared by all requests of the step. */
  readonly rateLimiter: RateLimiter
  /** Monotonic; no wait ends after it. */
  readonly deadlineMs: number
}

/** Of a step: each of its operations has a deadline of its own. */
export type StepApiContext = Omit<ApiContext, 'deadlineMs'>

export interface Wait {
  readonly ms: number
  readonly leftMs: number
  /** The result of the last try; `undefined` if another request of the step has to wait, and so does this one. */
  readonly cause: HttpResult | undefined
}

interface RetryOptions {
  readonly operation: Operation
  /** Names the request in the debug log, such as `Test 123`. */
  readonly label: string
  /** Called when a wait begins, and every minute while it lasts. */
  readonly onWait?: (wait: Wait) => void
}

/** Why a request is not sent, or not sent again. */
type GivenUp =
  /** `toldMs`: the wait that the service requests, if that is longer than until the deadline. */
  | { readonly kind: 'deadline'; readonly toldMs: number | undefined }
  | { readonly kind: 'cancelled'; readonly during: 'wait' | 'request' }

/** How the tries of a request ended. */
export interface RetryOutcome {
  /** Of the last try; missing if there was none. */
  readonly result?: HttpResult
  /** How many tries may have done their work although no success came back. */
  readonly indeterminate: number
  /** Missing if the last try succeeded, or another one can't help. */
  readonly givenUp?: GivenUp
}

/** The first try and one retry: a request whose result is indeterminate may have done its work. */
const MAX_INDETERMINATE = 2

const PROGRESS_MS = 60_000

/**
 * Sends a request until it succeeds, until a retry cannot help, or until the deadline. A rate limited request (429) and one that
 * certainly did nothing (503, no connection) are repeated until the deadline, one with an indeterminate result once. Never rejects.
 *
 * The last try to create a snapshot is made at the deadline, unless the service names a later time. In that case, there is no last try.
 */
export async function requestWithRetry(
  httpRequest: HttpRequest,
  options: RetryOptions,
  api: ApiConfig,
  context: ApiContext,
): Promise<RetryOutcome> {
  const { operation, label } = options
  const { clock, rateLimiter, deadlineMs, signal } = context
  let tries: RetryOutcome = { indeterminate: 0 }
  for (;;) {
    const givenUp = await waitUntilAllowed(options, tries.result, context)
    if (givenUp !== undefined) return { ...tries, givenUp }
    const sentAtMs = clock.monotonicMs()
    const timeout =
      operation === 'read' ? { timeoutMs: Math.ceil(Math.min(REQUEST_TIMEOUT_MS, deadlineMs - sentAtMs)) } : {}
    const result = await request({ ...httpRequest, ...timeout }, api, label, context)
    if (result.kind === 'response') clock.observe(result.headers.date, sentAtMs)
    rateLimiter.note(operation, result, sentAtMs)
    tries = { result, indeterminate: tries.indeterminate + (isIndeterminate(result) ? 1 : 0) }
    if (signal.aborted && result.kind !== 'response') {
      return { ...tries, givenUp: { kind: 'cancelled', during: 'request' } }
    }
    if (!isRetryable(result) || tries.indeterminate === MAX_INDETERMINATE) return tries
  }
}

/** `undefined` as soon as the request may be sent. */
async function waitUntilAllowed(
  { operation, onWait = () => {} }: RetryOptions,
  cause: HttpResult | undefined,
  { clock, rateLimiter, deadlineMs, signal }: ApiContext,
): Promise<GivenUp | undefined> {
  for (;;) {
    if (signal.aborted) return { kind: 'cancelled', during: 'wait' }
    const delay = rateLimiter.delay(operation)
    const leftMs = deadlineMs - clock.monotonicMs()
    if (isTooLate(delay, operation, leftMs)) {
      return { kind: 'deadline', toldMs: delay.toldMs > Math.max(0, leftMs) ? delay.toldMs : undefined }
    }
    if (delay.ms === 0) return undefined
    const ms = Math.min(delay.ms, leftMs)
    onWait({ ms, leftMs, cause })
    // A cancelled job ends the sleep early; the next round returns.
    await clock.sleep(Math.min(ms, PROGRESS_MS), signal).catch(() => undefined)
    const isLastTry = operation === 'snapshot' && clock.monotonicMs() >= deadlineMs
    if (isLastTry && !signal.aborted) return undefined
  }
}

/** A read needs time after the wait; a snapshot may be requested at the deadline. */
function isTooLate({ ms, toldMs }: Delay, operation: Operation, leftMs: number): boolean {
  return operation === 'read' ? ms >= leftMs : ms > 0 && (leftMs <= 0 || toldMs > leftMs)
}

/**
 * One try, in the debug log. Whatever comes back is without the credentials.
 *
 * Of bodies, the log has only one that refuses a snapshot, without public links: that of a success may have a link that must not
 * be shown, and what is read may name agents and targets, in a log that may be public.
 */
async function request(
  httpRequest: HttpRequest,
  { credentials }: ApiConfig,
  label: string,
  { sendRequest, signal, log }: ApiContext,
): Promise<HttpResult> {
  const { method, url, body: sent = '' } = httpRequest
  const secrets = secretVariants(credentials)
  log.debug(`${label}: ${method} ${url.href} ${sent}`)
  const result = await sendRequest(httpRequest, signal)
  if (result.kind !== 'response') {
    const reason = redact(result.reason, secrets)
    log.debug(`${label}: ${result.kind}: ${reason}`)
    return { ...result, reason }
  }
  const body = redact(result.body, secrets)
  const isQuoted = method === 'POST' && !isSuccess(result)
  log.debug(`${label}: ${result.status}, ${isQuoted ? hideShareLinks(body) : `${body.length} characters`}`)
  const { location } = result.headers
  const redacted = location === undefined ? {} : { location: redact(location, secrets) }
  return { ...result, headers: { ...result.headers, ...redacted }, body }
}
