import * as v from 'valibot'
import type { Answer } from '../fault.ts'
import type { ApiError, CreatedSnapshot, Order } from './snapshots.ts'

const zonelessTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, 'is not a time without a zone'),
  v.transform(text => new Date(`${text}Z`)),
)

const Body = v.object({
  testId: v.pipe(v.number(), v.safeInteger()),
  displayName: v.pipe(v.string(), v.nonEmpty()),
  from: zonelessTime,
  to: zonelessTime,
  isPublic: v.optional(v.picklist([0, 1]), 0),
})

/** The order in a request of API v6, or the field that is wrong. */
export function readOrder(aid: string | undefined, body: unknown): Order | { readonly wrong: string } {
  const { success, output, issues } = v.safeParse(Body, body)
  if (!success) return { wrong: v.getDotPath(issues[0]) ?? 'body' }
  const { testId, displayName, from, to, isPublic } = output
  return { testId: String(testId), displayName, start: from, end: to, isPublic: isPublic === 1, aid }
}

export function refuse({ status, title, detail, errors = [] }: ApiError): Answer {
  const words = [title, detail, ...errors.map(({ field, message }) => `${field}: ${message}`)].join('. ')
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ errorMessage: words }) }
}

export function created({ id, order, test, shareDate, link }: CreatedSnapshot): Answer {
  const startRoundId = order.start.getTime() / 1000
  const body = {
    link: {
      displayName: order.displayName,
      endRoundId: order.end.getTime() / 1000,
      extraParams: '',
      linkId: id,
      roundId: startRoundId,
      shareDate: shareDate.toISOString().slice(0, 19).replace('T', ' '),
      sourceTestId: Number(test.testId),
      startRoundId,
      testId: 58856,
      uid: 5784,
      viewUrl: link,
    },
    test: [],
  }
  return { status: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
