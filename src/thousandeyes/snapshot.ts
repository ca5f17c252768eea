import type { Window } from '../window.ts'
import { isShareLink } from './link.ts'

/** The snapshot that is asked for. */
export interface SnapshotRequest {
  /** Digits. */
  readonly testId: string
  readonly displayName: string
  readonly window: Window
  readonly isPublic: boolean
}

/** The snapshot that was made. */
export interface Snapshot {
  /** The test it was asked for; the service gives the snapshot itself a test id of its own. */
  readonly testId: string
  readonly testName: string | undefined
  /** `http-server`, for one. */
  readonly testType: string | undefined
  /** The kinds of result that the service names for the test; empty when it names none. */
  readonly resultKinds: readonly string[]
  readonly snapshotId: string | undefined
  /** An `https` link. */
  readonly viewUrl: string
  readonly window: Window
  /** Whether anyone with the link can open it, told by the link and not by what was asked for. */
  readonly isPublic: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** What an answer says of the snapshot that was made. Only the link is worth failing for. */
export interface SnapshotResponse {
  readonly viewUrl: string
  readonly snapshotId: string | undefined
  readonly testName: string | undefined
  readonly testType: string | undefined
  readonly resultKinds: readonly string[]
  readonly shareDate: Date | undefined
}

/** One version of the API: how our order looks on the wire, and where its answer holds what we want to know. */
export interface ApiAdapter {
  /** The value of the `Accept` header. */
  readonly accept: string
  /** Where the answer holds the link, as its documentation writes it. */
  readonly linkField: string
  path(order: SnapshotRequest): string
  body(order: SnapshotRequest): Readonly<Record<string, unknown>>
  /** `undefined` when there is no usable `https` link in the answer. */
  read(answer: unknown): SnapshotResponse | undefined
}

const DAY_MS = 24 * 60 * 60 * 1000

/** «Snapshots generated through this operation have a 30-day expiration period» (API v7; v6 says the same). */
export function expiryOf(createdAt: Date): Date {
  return new Date(createdAt.getTime() + 30 * DAY_MS)
}

export function snapshotOf({ testId, window }: SnapshotRequest, answer: SnapshotResponse, now: Date): Snapshot {
  const { shareDate: createdAt = now, ...rest } = answer
  const isPublic = isShareLink(answer.viewUrl)
  return { testId, window, ...rest, isPublic, createdAt, expiresAt: expiryOf(createdAt) }
}
