import { STATUS_CODES } from 'node:http'
import * as v from 'valibot'
import { type Clock, formatIso } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import { SnapshotBodyV7 } from './contract.ts'
import type { Organization } from './organization.ts'
import { type ApiError, type CreatedSnapshot, epochSeconds, type SnapshotRequest } from './snapshots.ts'
import { describeTest } from './tests.ts'

/** The snapshot request in a body of API v7, or the field that is wrong. */
export function parseRequest(
  testId: string,
  aid: string | undefined,
  body: unknown,
): SnapshotRequest | { readonly wrong: string } {
  const { success, output, issues } = v.safeParse(v.object(SnapshotBodyV7.entries), body)
  if (!success) return { wrong: v.getDotPath(issues[0]) ?? 'body' }
  const { displayName, startDate, endDate, isPublic = false } = output
  return { testId, displayName, start: startDate, end: endDate, isPublic, aid }
}

/** The bodies are as captured from the service: none for 404, no `detail` for 400, and two forms for 401. */
export function refuse(
  { status, title, detail }: ApiError,
  instance: string,
  { errorBody }: Organization,
  clock: Clock,
): Answer {
  if (status === 404) return { status, headers: {}, body: '' }
  if (status !== 401 && errorBody === 'Spring') {
    const error = STATUS_CODES[status]
    const message = detail ?? title
    return json(status, 'json', { timestamp: clock.now().getTime(), status, error, message, path: instance })
  }
  if (status !== 401) return json(status, 'problem+json', { type: 'about:blank', title, status, detail, instance })
  const unknownToken = { error: 'invalid_token', error_description: detail }
  return json(status, 'json', detail === undefined ? { errorMessage: title } : unknownToken)
}

export function created(snapshot: CreatedSnapshot, base: string, { snapshotTest }: Organization): Answer {
  const { id, testId, request, test, shareDate, link } = snapshot
  const startRoundId = epochSeconds(request.start)
  const tests = { present: describeTest(test, base), missing: undefined, 'empty list': [] }
  return json(201, 'hal+json', {
    id,
    displayName: request.displayName,
    startRoundId,
    endRoundId: epochSeconds(request.end),
    roundId: startRoundId,
    shareDate: formatIso(shareDate),
    sourceTestId: test.testId,
    testId,
    uid: '5784',
    extraParams: '',
    test: tests[snapshotTest],
    _links: { self: { href: `${base}/v7/tests/${test.testId}/snapshot` }, appLink: { href: link } },
  })
}

/** A field that is `undefined` is left out. */
export function json(status: number, type: 'json' | 'hal+json' | 'problem+json', body: unknown): Answer {
  return { status, headers: { 'content-type': `application/${type};charset=UTF-8` }, body: JSON.stringify(body) }
}
