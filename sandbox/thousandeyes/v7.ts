import * as v from 'valibot'
import { formatIso } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import { resultKindsOf } from './results.ts'
import type { ApiError, CreatedSnapshot, Order } from './snapshots.ts'

const utcTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'is not ISO date-time in UTC'),
  v.transform(text => new Date(text)),
)

const Body = v.object({
  displayName: v.pipe(v.string(), v.nonEmpty()),
  startDate: utcTime,
  endDate: utcTime,
  isPublic: v.optional(v.boolean(), false),
})

/** The order in a request of API v7, or the field that is wrong. */
export function readOrder(testId: string, aid: string | undefined, body: unknown): Order | { readonly wrong: string } {
  const { success, output, issues } = v.safeParse(Body, body)
  if (!success) return { wrong: v.getDotPath(issues[0]) ?? 'body' }
  const { displayName, startDate, endDate, isPublic } = output
  return { testId, displayName, start: startDate, end: endDate, isPublic, aid }
}

export function refuse(error: ApiError): Answer {
  const unauthorized = { error: 'invalid_token', error_description: error.detail }
  const problem = { type: 'about:blank', instance: '/v7', ...error }
  return {
    status: error.status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(error.status === 401 ? unauthorized : problem),
  }
}

export function created({ id, order, test, shareDate, link }: CreatedSnapshot, base: string): Answer {
  const startRoundId = order.start.getTime() / 1000
  const body = {
    id,
    displayName: order.displayName,
    startRoundId,
    endRoundId: order.end.getTime() / 1000,
    roundId: startRoundId,
    shareDate: formatIso(shareDate),
    sourceTestId: test.testId,
    testId: `9${test.testId}`,
    uid: '5784',
    extraParams: '',
    test: {
      testId: `9${test.testId}`,
      testName: test.testName,
      type: test.type,
      interval: test.interval,
      savedEvent: link.startsWith('https://app.'),
      _links: {
        testResults: resultKindsOf(test).map(kind => ({ href: `${base}/v7/test-results/${test.testId}/${kind}` })),
      },
    },
    _links: { self: { href: `${base}/v7/tests/${test.testId}/snapshot` }, appLink: { href: link } },
  }
  return { status: 201, headers: { 'content-type': 'application/hal+json' }, body: JSON.stringify(body) }
}
