import { quote } from '../text.ts'
import { WHERE_SNAPSHOTS_ARE } from './errors.ts'
import type { Snapshot, SnapshotRequest } from './snapshot.ts'

/** Whether a private snapshot was asked for and a public one was made: its link must not be spread any further. */
export function isExposed(order: SnapshotRequest, snapshot: Snapshot): boolean {
  return snapshot.isPublic && !order.isPublic
}

/** What happened, without the link, and how to end it: the API cannot take a share link back. */
export function exposureReason({ displayName }: SnapshotRequest): string {
  return `A private snapshot was asked for, but ThousandEyes made a public one: anyone who gets its link can open it. Delete the share link titled ${quote(displayName)} in ${WHERE_SNAPSHOTS_ARE}, and do not use this step's outputs; nothing else has the link.`
}
