import * as v from 'valibot'
import { formatIso, IsoTime } from '../time.ts'
import { type ApiAdapter, lenientOptional, ShownText } from './config.ts'

/** `2018-10-19 03:02:01`, in UTC. */
const ShareDate = v.pipe(
  v.string(),
  v.transform(text => `${text}Z`),
  IsoTime,
)

/** `POST /v6/snapshot` of the ThousandEyes API v6, which is deprecated but still available in some installations. */
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

  parseResponse: (response, viewLink) => {
    const link = v.object({
      linkId: lenientOptional(ShownText),
      shareDate: lenientOptional(ShareDate),
      viewUrl: viewLink,
    })
    const { success, output } = v.safeParse(v.object({ link }), response)
    if (!success) return undefined
    const { viewUrl, linkId: snapshotId, shareDate } = output.link
    return { viewUrl, snapshotId, shareDate, testName: undefined, testType: undefined, resultKinds: [] }
  },
}

/** As in the page's example; its table writes a space instead of the `T`. */
function withoutZone(date: Date): string {
  return formatIso(date).slice(0, -1)
}
