import * as v from 'valibot'
import type { Answer } from '../fault.ts'
import { SnapshotBodyV6 } from './contract.ts'
import { type ApiError, type CreatedSnapshot, epochSeconds, type SnapshotRequest } from './snapshots.ts'

/** The snapshot request in a body of API v6, or the field that is wrong. */
export function parseRequest(aid: string | undefined, body: unknown): SnapshotRequest | { readonly wrong: string } {
  const { success, output, issues } = v.safeParse(v.object(SnapshotBodyV6.entries), body)
  if (!success) return { wrong: v.getDotPath(issues[0]) ?? 'body' }
  const { testId, displayName, from, to, isPublic = 0 } = output
  return { testId: String(testId), displayName, start: from, end: to, isPublic: isPublic === 1, aid }
}

export function refuse({ status, title, detail }: ApiError): Answer {
  return json(status, { errorMessage: detail === undefined ? title : `${title}. ${detail}` })
}

export function created({ id, testId, request, test, shareDate, link }: CreatedSnapshot): Answer {
  const startRoundId = epochSeconds(request.start)
  return json(201, {
    link: {
      displayName: request.displayName,
      endRoundId: epochSeconds(request.end),
      extraParams: '',
      linkId: id,
      roundId: startRoundId,
      shareDate: shareDate.toISOString().slice(0, 19).replace('T', ' '),
      sourceTestId: Number(test.testId),
      startRoundId,
      testId: Number(testId),
      uid: 5784,
      viewUrl: link,
    },
    test: [],
  })
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(body) }
}
