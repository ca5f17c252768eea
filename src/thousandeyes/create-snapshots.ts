import type { Window } from '../window.ts'
import type { ApiContext } from './client.ts'
import type { ApiConfig, SnapshotRequest } from './config.ts'
import { createSnapshot, expiryOf } from './snapshots.ts'

/** A snapshot that was created. */
export interface Snapshot {
  /** The test that was requested; the snapshot itself gets a test id of its own. */
  readonly testId: string
  readonly testName: string | undefined
  readonly testType: string | undefined
  readonly resultKinds: readonly string[]
  readonly snapshotId: string | undefined
  readonly viewUrl: string
  readonly window: Window
  readonly isPublic: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** What came of the request for a snapshot. */
export type SnapshotResult = { readonly testId: string } & (
  | { readonly kind: 'taken'; readonly snapshot: Snapshot; readonly error?: undefined }
  | { readonly kind: 'exposed'; readonly snapshot: Snapshot; readonly error: string }
  | { readonly kind: 'notTaken'; readonly snapshot?: undefined; readonly error: string }
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
    const { testId, window } = request
    if (reasonToEnd !== undefined) {
      yield { kind: 'notTaken', testId, error: reasonToEnd }
      continue
    }
    const result = await createSnapshot(api, request, context)
    if (result.kind === 'notTaken') {
      if (result.endsRequests) reasonToEnd = TOKEN_REFUSED
      yield { kind: 'notTaken', testId, error: result.reason }
      continue
    }
    const { viewUrl, snapshotId, test } = result
    const { testName, testType, resultKinds } = test
    const created = { testId, window, viewUrl, snapshotId, testName, testType, resultKinds }
    if (result.kind === 'exposed') {
      reasonToEnd = ANOTHER_EXPOSED
      const now = context.clock.now()
      const snapshot = { ...created, isPublic: true, createdAt: now, expiresAt: expiryOf(now) }
      yield { kind: 'exposed', testId, snapshot, error: result.reason }
    } else {
      const { isPublic, createdAt, expiresAt } = result
      yield { kind: 'taken', testId, snapshot: { ...created, isPublic, createdAt, expiresAt } }
    }
  }
}

const TOKEN_REFUSED = 'No snapshot was requested: ThousandEyes refused the token (401) for an earlier test.'

const ANOTHER_EXPOSED =
  'No snapshot was requested: another one of this step is public, although a private one was requested, and this one might be too.'
