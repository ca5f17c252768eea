import { isoSeconds } from './clock.ts'
import type { WrittenComment } from './github/comment.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import type { Window } from './window.ts'

/** What later steps get, by name. An output without a value stays empty, as GitHub has it. */
export type Outputs = Readonly<Record<string, string>>

export function snapshotOutputs(window: Window, displayName: string, snapshots: readonly Snapshot[]): Outputs {
  const first = snapshots[0]
  return {
    viewUrl: first?.viewUrl ?? '',
    snapshotId: first?.snapshotId ?? '',
    from: isoSeconds(window.from),
    to: isoSeconds(window.to),
    expiresAt: first === undefined ? '' : isoSeconds(first.expiresAt),
    displayName,
    snapshots: JSON.stringify(snapshots.map(asJson)),
  }
}

export function commentOutputs({ prNumber, commentId, commentUrl }: WrittenComment): Outputs {
  return { prNumber: String(prNumber), commentId: String(commentId), commentUrl }
}

function asJson({ window, createdAt, expiresAt, ...snapshot }: Snapshot): Record<string, unknown> {
  return {
    testId: snapshot.testId,
    testName: snapshot.testName,
    snapshotId: snapshot.snapshotId,
    viewUrl: snapshot.viewUrl,
    from: isoSeconds(window.from),
    to: isoSeconds(window.to),
    isPublic: snapshot.isPublic,
    createdAt: isoSeconds(createdAt),
    expiresAt: isoSeconds(expiresAt),
  }
}
