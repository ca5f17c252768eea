import type { IncomingHttpHeaders } from 'node:http'
import type { HttpResponse, HttpResult } from './http.ts'

/** How often a request was sent, and how often its outcome was uncertain. */
export interface Tries {
  readonly sent: number
  readonly uncertain: number
}

/** What to do after a request that did not succeed. */
export type NextStep =
  | { readonly kind: 'stop' }
  /** `mayRepeat`: the request that failed may have done its work, so that the next one may do it a second time. */
  | { readonly kind: 'wait'; readonly ms: number; readonly mayRepeat: boolean }

const BACKOFF_BASE_MS = 2_000
const BACKOFF_MAX_MS = 60_000

/** Nobody knows whether the service did what it was asked for. */
export function isUncertain(result: HttpResult): boolean {
  return result.kind === 'noResponse' || (result.kind === 'response' && isUncertainStatus(result.status))
}

/** API v7 says so of 500 and 502, and gateways have others of their own; with 501 and 503, certainly nothing was done. */
export function isUncertainStatus(status: number): boolean {
  return status === 408 || (status >= 500 && status < 600 && status !== 501 && status !== 503)
}

/**
 * The policy. What certainly did nothing (503, no connection) is tried again for as long as the caller's patience lasts, and
 * so is a spent quota (429), in turns; what may have made a snapshot is tried once more; nothing else is repeated.
 */
export function nextStep(result: HttpResult, tries: Tries, now: Date, random: () => number): NextStep {
  if (isUncertain(result)) {
    return tries.uncertain > 1 ? { kind: 'stop' } : { kind: 'wait', ms: backoffMs(tries.sent, random), mayRepeat: true }
  }
  if (result.kind === 'response' && result.status === 503) {
    const ms = Math.max(askedWaitMs(result, now) ?? 0, backoffMs(tries.sent, random))
    return { kind: 'wait', ms, mayRepeat: false }
  }
  if (result.kind === 'unreachable' && !result.permanent) {
    return { kind: 'wait', ms: backoffMs(tries.sent, random), mayRepeat: false }
  }
  return { kind: 'stop' }
}

/** The policy for what only reads: the same, and a 429 is waited out, since reading takes no turn. */
export function nextRead(result: HttpResult, tries: Tries, now: Date, random: () => number): NextStep {
  if (result.kind !== 'response' || result.status !== 429) return nextStep(result, tries, now, random)
  return { kind: 'wait', ms: closedMs(result, now) ?? backoffMs(tries.sent, random), mayRepeat: false }
}

/** Exponential backoff with full jitter: anything up to 2 s, 4 s, 8 s … 60 s. */
export function backoffMs(tries: number, random: () => number): number {
  return Math.round(random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (tries - 1)))
}

/** For how long the organization need not send any request, if the answer says so: a 429 may, and so does the last one left. */
export function closedMs(result: HttpResult, now: Date): number | undefined {
  if (result.kind !== 'response') return undefined
  const isClosed = result.status === 429 || result.headers['x-organization-rate-limit-remaining'] === '0'
  return isClosed ? askedWaitMs(result, now) : undefined
}

/**
 * For how long what only reads leaves the last eighth of the minute's requests to snapshots, and to its own requests that are
 * under way.
 */
export function restMs(result: HttpResult, now: Date): number | undefined {
  if (result.kind !== 'response') return undefined
  const { headers } = result
  const limit = wholeNumber(headers['x-organization-rate-limit-limit']) ?? 0
  const remaining = wholeNumber(headers['x-organization-rate-limit-remaining'])
  const isScarce = remaining !== undefined && remaining <= limit / 8
  const ms = isScarce ? resetTimeMs(headers) - serviceTimeMs(headers, now) : 0
  return ms > 0 ? ms : closedMs(result, now)
}

/** Whether the organization has sent more than half of the requests that it may send within a minute. */
export function isBusy({ headers }: HttpResponse): boolean {
  const limit = wholeNumber(headers['x-organization-rate-limit-limit']) ?? 0
  return (wholeNumber(headers['x-organization-rate-limit-remaining']) ?? limit) < limit / 2
}

/**
 * How long the answer asks us to wait, if it does. Times are measured against the service's own clock where the answer
 * gives it, since the runner's may be wrong.
 */
function askedWaitMs({ headers }: HttpResponse, now: Date): number | undefined {
  const serviceNowMs = serviceTimeMs(headers, now)
  const ms = Math.max(resetMs(headers), retryAfterMs(headers, serviceNowMs)) - serviceNowMs
  return ms > 0 ? ms : undefined
}

/**
 * When the organization may send requests again, in epoch milliseconds; 0 when unknown. The header comes with every
 * answer, also when it is the snapshot quota that is spent, so it counts only while no request remains.
 */
function resetMs(headers: IncomingHttpHeaders): number {
  const remaining = wholeNumber(headers['x-organization-rate-limit-remaining']) ?? 0
  return remaining > 0 ? 0 : resetTimeMs(headers)
}

function resetTimeMs(headers: IncomingHttpHeaders): number {
  return (wholeNumber(headers['x-organization-rate-limit-reset']) ?? 0) * 1000
}

/** What time it is there, where the answer says so. */
function serviceTimeMs({ date }: IncomingHttpHeaders, now: Date): number {
  return Date.parse(date ?? '') || now.getTime()
}

/** `Retry-After`, in seconds or as a date, as epoch milliseconds; 0 when absent. */
function retryAfterMs(headers: IncomingHttpHeaders, serviceNowMs: number): number {
  const seconds = wholeNumber(headers['retry-after'])
  return seconds === undefined ? Date.parse(headers['retry-after'] ?? '') || 0 : serviceNowMs + seconds * 1000
}

function wholeNumber(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) : undefined
}
