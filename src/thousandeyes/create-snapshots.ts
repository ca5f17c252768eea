import { type HttpResponse, isSuccess } from '../http.ts'
import { parseJson } from '../text.ts'
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

/** A snapshot, an error, or both: a snapshot that is public although a private one was requested. */
export interface SnapshotResult {
  readonly testId: string
  readonly snapshot?: Snapshot
  /** What went wrong and what to do about it: sentences on one line, without the name of the test. */
  readonly error?: string
}

/**
 * Creates snapshots one after the other, in the order given. Never rejects.
 *
 * @param onResult - called for each test at once, so that no link is lost whatever happens to the others
 */
export async function createSnapshots(
  api: ApiConfig,
  requests: readonly SnapshotRequest[],
  context: ApiContext,
  onResult: (result: SnapshotResult) => void,
): Promise<readonly SnapshotResult[]> {
  const results: SnapshotResult[] = []
  for (const request of requests) {
    const result = await createSnapshot(api, request, context)
    onResult(result)
    results.push(result)
  }
  return results
}

async function createSnapshot(api: ApiConfig, request: SnapshotRequest, context: ApiContext): Promise<SnapshotResult> {
  const { testId } = request
  const label = `Test ${testId}`
  const onWait = createWaitLogger(label, api, context)
  const options = { operation: 'snapshot', label, onWait } as const
  const outcome = await requestWithRetry(createSnapshotRequest(api, request), options, api, context)
  const { result } = outcome
  if (result?.kind === 'response' && isSuccess(result)) {
    return toResult(result, api, request, context.clock.now())
  }
  const mayExist =
    outcome.indeterminate > 0 ? ` A snapshot may have been created all the same: look in ${SNAPSHOT_LIST}.` : ''
  return { testId, error: `${failureMessage(outcome, api, request, context)}${mayExist}` }
}

function toResult(response: HttpResponse, api: ApiConfig, request: SnapshotRequest, now: Date): SnapshotResult {
  const { testId } = request
  const parsed = adapterFor(api).parseResponse(parseJson(response.body), api)
  if (parsed === undefined) return { testId, error: missingLinkMessage(response, api, request) }
  const snapshot = toSnapshot(request, parsed, now)
  const isUnexpectedlyPublic = snapshot.isPublic && !request.isPublic
  return isUnexpectedlyPublic ? { testId, snapshot, error: unexpectedlyPublicMessage(request) } : { testId, snapshot }
}

function failureMessage(
  outcome: RetryOutcome,
  api: ApiConfig,
  request: SnapshotRequest,
  { signal, clock }: ApiContext,
): string {
  const { kind, result } = outcome
  if (kind === 'cancelled') {
    if (result === undefined) return 'The job was cancelled before this snapshot was requested.'
    return `The job was cancelled before the next try. ${statusMessage(result, api)}`
  }
  if (result === undefined) {
    return 'No snapshot was requested: maxWaitMinutes passed while the step waited for the tests before it. Raise maxWaitMinutes, or run the step again later.'
  }
  if (signal.aborted) return 'The job was cancelled while the request was in progress.'
  const { whatHappened, whatToDo } = describeError(result, api, request, clock.now())
  if (kind === 'completed') return `${whatHappened} ${whatToDo}`
  const why =
    outcome.toldMs === undefined
      ? 'maxWaitMinutes have passed'
      : `the service asks to wait ${formatDuration(outcome.toldMs)}, longer than maxWaitMinutes allows`
  return `${whatHappened} Not tried again: ${why}. ${whatToDo}`
}

const MIN_LINE_INTERVAL_MS = 60_000

/** Logs the first wait of a test with its cause, and then at most one line a minute. */
function createWaitLogger(label: string, api: ApiConfig, { clock, log }: ApiContext): (wait: Wait) => void {
  let lastLineMs: number | undefined
  return wait => {
    const nowMs = clock.monotonicMs()
    const isFirst = lastLineMs === undefined
    if (lastLineMs !== undefined && nowMs - lastLineMs < MIN_LINE_INTERVAL_MS) return
    lastLineMs = nowMs
    const line = `${label}: ${waitMessage(wait, isFirst, api, clock.now())}`
    // A duplicate would use up quota that others need, so it is worth an annotation.
    if (wait.cause !== undefined && isIndeterminate(wait.cause)) log.warning(line)
    else log.info(line)
  }
}
