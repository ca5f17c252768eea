import * as v from 'valibot'
import { formatIso, IsoTime } from '../time.ts'
import type { Window } from '../window.ts'
import { lastSegment, serviceLink } from './links.ts'
import { lenientOptional, ShownText } from './schemas.ts'
import type { ApiAdapter } from './snapshot.ts'

const ResultLinks = v.object({ testResults: lenientOptional(v.array(v.object({ href: v.string() }))) })

/** Every field of the response is optional in the API's description; `test` may also be an empty list. */
const Test = v.object({
  testName: lenientOptional(ShownText),
  type: lenientOptional(ShownText),
  _links: lenientOptional(ResultLinks),
})

/** A window as query parameters or fields of API v7. */
export function toDateParams({ from, to }: Window): { readonly startDate: string; readonly endDate: string } {
  return { startDate: formatIso(from), endDate: formatIso(to) }
}

/** `createTestSnapshot` of the ThousandEyes API v7. */
export const v7: ApiAdapter = {
  accept: 'application/hal+json, application/json, application/problem+json',
  linkField: '_links.appLink.href',
  path: ({ testId }) => `/v7/tests/${testId}/snapshot`,

  body: ({ displayName, window, isPublic }) => ({
    displayName,
    ...toDateParams(window),
    // The description of v7 says the opposite in words, against the field's name, v6 and its own note on 403. `toSnapshot` tells
    // by the response what was created.
    isPublic,
  }),

  parseResponse: (response, api) => {
    const schema = v.object({
      id: lenientOptional(ShownText),
      shareDate: lenientOptional(IsoTime),
      test: lenientOptional(Test),
      _links: v.object({ appLink: v.object({ href: serviceLink(api) }) }),
    })
    const { success, output } = v.safeParse(schema, response)
    if (!success) return undefined
    const { id: snapshotId, shareDate, test, _links } = output
    return {
      viewUrl: _links.appLink.href,
      snapshotId,
      testName: test?.testName,
      testType: test?.type,
      resultKinds: test?._links?.testResults?.map(({ href }) => lastSegment(href)) ?? [],
      shareDate,
    }
  },
}
