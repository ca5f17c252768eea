import { type HttpRequest, type HttpResponse, type HttpResult, isSuccess } from '../http.ts'
import { debugStack } from '../log.ts'
import { formatUnexpectedError, parsed, parseJson } from '../text.ts'
import { DAY_MS, formatDuration } from '../time.ts'
import { type ApiContext, type RetryOutcome, requestWithRetry, type Wait } from './client.ts'
import { type ApiConfig, authorization, operationUrl, type SnapshotRequest } from './config.ts'
import {
  describeError,
  missingLinkMessage,
  SNAPSHOT_LIST,
  statusMessage,
  unexpectedlyPublicMessage,
  waitMessage,
} from './errors.ts'
import { isShareLink, LinkDomain, serviceLink } from './links.ts'
import { isIndeterminate } from './rate-limiter.ts'
import { API_VERSIONS, type DescribedTest } from './versions.ts'

/** The outcome of the request for a snapshot. `reason`: sentences on one line, without the name of the test. */
export type SnapshotResult =
  | (TakenSnapshot & { readonly test: DescribedTest })
  /** It is public, although a private one was requested: its link must not be shared. No other one should be requested. */
  | (Omit<TakenSnapshot, 'kind'> & { readonly kind: 'exposed'; readonly reason: string; readonly test: DescribedTest })
  | {
      readonly kind: 'notTaken'
      readonly reason: string
      readonly status?: number
      /** Whether no other one would be taken either: ThousandEyes refused the token. */
      readonly endsRequests?: boolean
    }

export interface TakenSnapshot {
  readonly kind: 'taken'
  readonly snapshotId?: string
  /** An `https` link to the service's host. */
  readonly viewUrl: string
  /** Whether anyone with the link can open it: by its link, not by what was requested. */
  readonly isPublic: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** The request that creates a snapshot. */
export function createSnapshotRequest(api: ApiConfig, request: SnapshotRequest): HttpRequest & { body: string } {
  const { accept, path, body } = API_VERSIONS[api.version]
  return {
    method: 'POST',
    url: operationUrl(api, path(request)),
    headers: { authorization: authorization(api.credentials), accept, 'content-type': 'application/json' },
    body: JSON.stringify(body(request)),
  }
}

/**
 * Creates a snapshot of one test, and waits until `deadlineMs` if it has to. Never rejects.
 *
 * After `exposed` or `endsRequests`, the caller should request no other one.
 */
export async function createSnapshot(
  api: ApiConfig,
  request: SnapshotRequest,
  context: ApiContext,
): Promise<SnapshotResult> {
  try {
    const label = `Test ${request.testId}`
    const onWait = createWaitLogger(label, api, request, context)
    const options = { operation: 'snapshot', label, onWait } as const
    const outcome = await requestWithRetry(createSnapshotRequest(api, request), options, api, context)
    const { result } = outcome
    if (result?.kind === 'response' && isSuccess(result)) return toResult(result, api, request, context.clock.now())
    const message = failureMessage(outcome, api, request)
    const reason = outcome.indeterminate > 0 ? `${message} ${MAY_EXIST}` : message
    if (result?.kind !== 'response') return { kind: 'notTaken', reason }
    // More than 120 responses with 401 block the runner's address for an hour, for others too.
    return { kind: 'notTaken', reason, status: result.status, endsRequests: result.status === 401 }
  } catch (error) {
    debugStack(error, context.log)
    return { kind: 'notTaken', reason: `${formatUnexpectedError(error)} ${MAY_EXIST}` }
  }
}

const MAY_EXIST = `A snapshot may have been created anyway: check ${SNAPSHOT_LIST}.`

/** «Snapshots generated through this operation have a 30-day expiration period» (API v7; the same in v6). */
export function expiryOf(createdAt: Date): Date {
  return new Date(createdAt.getTime() + 30 * DAY_MS)
}

/** The link's host alone shows whether a snapshot is public: `test.savedEvent` may be that of the requested test, which is `false`. */
function toResult(response: HttpResponse, api: ApiConfig, request: SnapshotRequest, now: Date): SnapshotResult {
  const version = API_VERSIONS[api.version]
  const body = parseJson(response.body)
  const created = parsed(version.created(serviceLink(api)), body)
  if (created === undefined) {
    const otherDomain = parsed(version.created(LinkDomain), body)?.viewUrl
    const reason = missingLinkMessage(response, version.linkField, otherDomain, request, api)
    return { kind: 'notTaken', reason, status: response.status }
  }
  const { viewUrl, snapshotId, shareDate, test } = created
  // It was created just now: ignore a date from another day.
  const isToday = shareDate !== undefined && Math.abs(shareDate.getTime() - now.getTime()) < DAY_MS
  const createdAt = isToday ? shareDate : now
  const isPublic = isShareLink(viewUrl)
  const taken = { viewUrl, isPublic, createdAt, expiresAt: expiryOf(createdAt), test }
  const snapshot = { ...taken, ...(snapshotId !== undefined && { snapshotId }) }
  return isPublic && !request.isPublic
    ? { kind: 'exposed', reason: unexpectedlyPublicMessage(request), ...snapshot }
    : { kind: 'taken', ...snapshot }
}

const TIME_LIMIT = 'timeoutMinutes (at least 10 min if empty)'

function failureMessage({ result, givenUp }: RetryOutcome, api: ApiConfig, request: SnapshotRequest): string {
  const purpose = { snapshot: request }
  if (givenUp?.kind === 'cancelled') {
    if (givenUp.during === 'request') return 'The job was cancelled while the request was in progress.'
    if (result === undefined) return 'The job was cancelled before this snapshot was requested.'
    return `The job was cancelled before the next try. ${statusMessage(result, api, purpose)}`
  }
  const toldMs = givenUp?.toldMs
  const why =
    toldMs === undefined
      ? `${TIME_LIMIT} has passed`
      : `ThousandEyes asks for a wait of ${formatDuration(toldMs)}, longer than ${TIME_LIMIT} allows`
  if (result === undefined) {
    return `${why}. Raise timeoutMinutes, or run the step again later.`
  }
  const { whatHappened, whatToDo } = describeError(result, api, purpose)
  return `${whatHappened} ${givenUp === undefined ? '' : `Not tried again: ${why}. `}${whatToDo}`
}

/** A minute, since a timer may fire a little early. */
const MIN_LINE_INTERVAL_MS = 59_000

/**
 * Logs the first wait of a test with its cause, and then a line a minute. A failure that may have created a snapshot is
 * always logged, as a warning: a duplicate uses up quota that others need.
 */
function createWaitLogger(
  label: string,
  api: ApiConfig,
  request: SnapshotRequest,
  { clock, log }: ApiContext,
): (wait: Wait) => void {
  let last: { readonly atMs: number; readonly cause: HttpResult | undefined } | undefined
  return wait => {
    const { cause } = wait
    const atMs = clock.monotonicMs()
    const mayDuplicate = cause !== undefined && cause !== last?.cause && isIndeterminate(cause)
    if (last !== undefined && !mayDuplicate && atMs - last.atMs < MIN_LINE_INTERVAL_MS) return
    const isFirst = last === undefined || mayDuplicate
    last = { atMs, cause }
    const line = `${label}: ${waitMessage(wait, isFirst, api, { snapshot: request }, clock.now())}`
    if (mayDuplicate) log.warning(line)
    else log.info(line)
  }
}
