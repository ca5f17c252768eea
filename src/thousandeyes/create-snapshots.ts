import { type HttpResponse, type HttpResult, isSuccess } from '../http.ts'
import { debugStack } from '../log.ts'
import { formatUnexpectedError, parseJson } from '../text.ts'
import { formatDuration } from '../time.ts'
import { type ApiConfig, adapterFor, createSnapshotRequest } from './api.ts'
import {
  describeError,
  missingLinkMessage,
  SNAPSHOT_LIST,
  statusMessage,
  unexpectedlyPublicMessage,
  waitMessage,
} from './errors.ts'
import { isIndeterminate } from './rate-limiter.ts'
import { type ApiContext, type RetryOutcome, requestWithRetry, type Wait } from './retry.ts'
import { type Snapshot, type SnapshotRequest, toSnapshot } from './snapshot.ts'

/**
 * What came of the request for a snapshot. `exposed`: it is public, although a private one was requested.
 *
 * `error` says what went wrong and what to do about it: sentences on one line, without the name of the test.
 */
export type SnapshotResult = { readonly testId: string } & (
  | { readonly kind: 'taken'; readonly snapshot: Snapshot; readonly error?: undefined }
  | { readonly kind: 'exposed'; readonly snapshot: Snapshot; readonly error: string }
  /** `reasonToEnd`: why no other one of the step would be taken either. */
  | { readonly kind: 'notTaken'; readonly snapshot?: undefined; readonly error: string; readonly reasonToEnd?: string }
)

/**
 * Creates snapshots one after the other, in the order given, and yields the result of each test at once, so that no link is lost
 * whatever happens to the others. After one that is exposed, or a refused token, requests no other. Never rejects.
 */
export async function* createSnapshots(
  api: ApiConfig,
  requests: readonly SnapshotRequest[],
  context: ApiContext,
): AsyncGenerator<SnapshotResult, void> {
  let reasonToEnd: string | undefined
  for (const request of requests) {
    const { testId } = request
    if (reasonToEnd !== undefined) {
      yield { kind: 'notTaken', testId, error: reasonToEnd }
      continue
    }
    const result = await createSnapshot(api, request, context).catch(error => unexpectedResult(error, request, context))
    yield result
    if (result.kind === 'notTaken') reasonToEnd = result.reasonToEnd
    if (result.kind === 'exposed') reasonToEnd = ANOTHER_EXPOSED
  }
}

const ANOTHER_EXPOSED =
  'No snapshot was requested: another one of this step is public, although a private one was requested, and this one might be too.'

async function createSnapshot(api: ApiConfig, request: SnapshotRequest, context: ApiContext): Promise<SnapshotResult> {
  const { testId } = request
  const label = `Test ${testId}`
  const onWait = createWaitLogger(label, api, request, context)
  const options = { operation: 'snapshot', label, onWait } as const
  const outcome = await requestWithRetry(createSnapshotRequest(api, request), options, api, context)
  const { result } = outcome
  if (result?.kind === 'response' && isSuccess(result)) {
    return toResult(result, api, request, context.clock.now())
  }
  const message = failureMessage(outcome, api, request, context)
  const error = outcome.indeterminate > 0 ? `${message} ${MAY_EXIST}` : message
  // More than 120 answers 401 block the runner's address for an hour, for others too.
  const isRefused = result?.kind === 'response' && result.status === 401
  return { kind: 'notTaken', testId, error, ...(isRefused && { reasonToEnd: message }) }
}

/** A bug of ours costs one test only, and nobody knows what it was about to say of the snapshot. */
function unexpectedResult(error: unknown, { testId }: SnapshotRequest, { log }: ApiContext): SnapshotResult {
  debugStack(error, log)
  return { kind: 'notTaken', testId, error: `${formatUnexpectedError(error)} ${MAY_EXIST}` }
}

const MAY_EXIST = `A snapshot may have been created all the same: look in ${SNAPSHOT_LIST}.`

function toResult(response: HttpResponse, api: ApiConfig, request: SnapshotRequest, now: Date): SnapshotResult {
  const { testId } = request
  const parsed = adapterFor(api).parseResponse(parseJson(response.body), api)
  if (parsed === undefined) return { kind: 'notTaken', testId, error: missingLinkMessage(response, api, request) }
  const snapshot = toSnapshot(request, parsed, now)
  const isUnexpectedlyPublic = snapshot.isPublic && !request.isPublic
  return isUnexpectedlyPublic
    ? { kind: 'exposed', testId, snapshot, error: unexpectedlyPublicMessage(request) }
    : { kind: 'taken', testId, snapshot }
}

function failureMessage(
  outcome: RetryOutcome,
  api: ApiConfig,
  request: SnapshotRequest,
  { clock }: ApiContext,
): string {
  const { kind, result } = outcome
  if (kind === 'cancelled') return cancelledMessage(outcome, api, request)
  const why = kind === 'deadline' ? deadlineReason(outcome.toldMs) : ''
  if (result === undefined) {
    return `No snapshot was requested: ${why}. Raise maxWaitMinutes, or run the step again later.`
  }
  const { whatHappened, whatToDo } = describeError(result, api, request, clock.now())
  return kind === 'completed' ? `${whatHappened} ${whatToDo}` : `${whatHappened} Not tried again: ${why}. ${whatToDo}`
}

function cancelledMessage(
  { result, during }: RetryOutcome & { readonly kind: 'cancelled' },
  api: ApiConfig,
  request: SnapshotRequest,
): string {
  if (during === 'request') return 'The job was cancelled while the request was in progress.'
  if (result === undefined) return 'The job was cancelled before this snapshot was requested.'
  return `The job was cancelled before the next try. ${statusMessage(result, api, request)}`
}

function deadlineReason(toldMs: number | undefined): string {
  return toldMs === undefined
    ? 'maxWaitMinutes have passed'
    : `the service asks to wait ${formatDuration(toldMs)}, longer than maxWaitMinutes allows`
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
    const isFirst = last === undefined || mayDuplicate
    if (!isFirst && last !== undefined && atMs - last.atMs < MIN_LINE_INTERVAL_MS) return
    last = { atMs, cause }
    const line = `${label}: ${waitMessage(wait, isFirst, api, request, clock.now())}`
    if (mayDuplicate) log.warning(line)
    else log.info(line)
  }
}
