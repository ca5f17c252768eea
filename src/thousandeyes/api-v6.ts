import * as v from 'valibot'
import { formatIso } from '../time.ts'
import { HttpsLink } from './link.ts'
import { lenientOptional } from './schema.ts'
import type { ApiAdapter } from './snapshot.ts'

/** `2018-10-19 03:02:01`, in UTC. */
const ShareDate = v.pipe(
  v.string(),
  v.transform(text => `${text}Z`),
  v.isoTimestamp(),
  v.toDate(),
)

const Answer = v.object({
  link: v.object({
    linkId: lenientOptional(v.string()),
    shareDate: lenientOptional(ShareDate),
    viewUrl: HttpsLink,
  }),
})

/** `POST /v6/snapshot` of the ThousandEyes API v6, which is deprecated but still answers in some installations. */
export const v6: ApiAdapter = {
  accept: 'application/json',
  linkField: 'link.viewUrl',
  path: () => '/v6/snapshot.json',

  body: ({ testId, displayName, window, isPublic }) => ({
    testId: Number(testId),
    displayName,
    from: withoutZone(window.from),
    to: withoutZone(window.to),
    isPublic: isPublic ? 1 : 0,
  }),

  read: answer => {
    const { success, output } = v.safeParse(Answer, answer)
    if (!success) return undefined
    const { viewUrl, linkId, shareDate } = output.link
    return { viewUrl, snapshotId: linkId, testName: undefined, testType: undefined, resultKinds: [], shareDate }
  },
}

/** The form of the page's example; its table writes a blank for the `T`. */
function withoutZone(date: Date): string {
  return formatIso(date).slice(0, -1)
}
