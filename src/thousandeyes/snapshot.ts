import { DAY_MS } from '../time.ts'
import type { Window } from '../window.ts'
import type { ApiConfig } from './api.ts'
import { isShareLink } from './links.ts'

/** A request for a snapshot. */
export interface SnapshotRequest {
  /** Digits. */
  readonly testId: string
  readonly displayName: string
  readonly window: Window
  readonly isPublic: boolean
}

/** A snapshot that was created. */
export interface Snapshot {
  /** The test that was requested; the snapshot itself gets a test id of its own. */
  readonly testId: string
  readonly testName: string | undefined
  /** Such as `http-server`. */
  readonly testType: string | undefined
  /** The kinds of result that the response links; empty when it links none. */
  readonly resultKinds: readonly string[]
  readonly snapshotId: string | undefined
  /** An `https` link to the service's host. */
  readonly viewUrl: string
  readonly window: Window
  /** Whether anyone with the link can open it, by what the service created and not by what was requested. */
  readonly isPublic: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** What the response says of a created snapshot. Only the link is required. */
export interface SnapshotResponse {
  readonly viewUrl: string
  readonly snapshotId: string | undefined
  readonly testName: string | undefined
  readonly testType: string | undefined
  readonly resultKinds: readonly string[]
  readonly shareDate: Date | undefined
}

/** The requests and responses of one version of the API. */
export interface ApiAdapter {
  /** The value of the `Accept` header. */
  readonly accept: string
  /** Where the response has the link, as the API's documentation writes it. */
  readonly linkField: string
  path(request: SnapshotRequest): string
  body(request: SnapshotRequest): Readonly<Record<string, unknown>>
  /** `undefined` when the response has no usable link. */
  parseResponse(response: unknown, api: ApiConfig): SnapshotResponse | undefined
}

/** «Snapshots generated through this operation have a 30-day expiration period» (API v7; v6 says the same). */
export function expiryOf(createdAt: Date): Date {
  return new Date(createdAt.getTime() + 30 * DAY_MS)
}

/**
 * The snapshot that a response describes. The link's host alone shows whether it is public: `test.savedEvent` may be that of the
 * requested test, which is `false` (API v7 pairs `isPublic: false` with `true` in one example and with `false` in another).
 */
export function toSnapshot(
  { testId, window }: SnapshotRequest,
  { shareDate, ...response }: SnapshotResponse,
  now: Date,
): Snapshot {
  // It was created just now: another day is none that the expiry could be told from.
  const isToday = shareDate !== undefined && Math.abs(shareDate.getTime() - now.getTime()) < DAY_MS
  const createdAt = isToday ? shareDate : now
  return {
    testId,
    window,
    ...response,
    isPublic: isShareLink(response.viewUrl),
    createdAt,
    expiresAt: expiryOf(createdAt),
  }
}
