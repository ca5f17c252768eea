import * as v from 'valibot'
import { IsoTime } from '../time.ts'
import { type ApiAdapter, lenientOptional, ShownText, toDateParams } from './config.ts'
import { lastSegment } from './links.ts'

/** The kinds of result that a test links, such as `network` of `…/v7/test-results/123/network`; empty if it links none. */
export const ResultKindLinks = v.pipe(
  lenientOptional(v.object({ testResults: lenientOptional(v.array(v.object({ href: v.string() }))) })),
  v.transform(links => links?.testResults?.map(({ href }) => lastSegment(href)) ?? []),
)

/** Every field of the response is optional in the API's description; `test` may also be an empty list. */
const Test = v.object({
  testName: lenientOptional(ShownText),
  type: lenientOptional(ShownText),
  _links: v.optional(ResultKindLinks),
})

/** `createTestSnapshot` of the ThousandEyes API v7. */
export const v7: ApiAdapter = {
  accept: 'application/hal+json, application/json, application/problem+json',
  linkField: '_links.appLink.href',
  path: ({ testId }) => `/v7/tests/${testId}/snapshot`,

  body: ({ displayName, window, isPublic }) => ({
    displayName,
    ...toDateParams(window),
    // The description of v7 says the opposite in words, against the field's name, v6 and its own note on 403. The link of the
    // response shows what was created.
    isPublic,
  }),

  parseResponse: (response, viewLink) => {
    const schema = v.object({
      id: lenientOptional(ShownText),
      shareDate: lenientOptional(IsoTime),
      test: lenientOptional(Test),
      _links: v.object({ appLink: v.object({ href: viewLink }) }),
    })
    const { success, output } = v.safeParse(schema, response)
    if (!success) return undefined
    const { id: snapshotId, shareDate, test, _links } = output
    return {
      viewUrl: _links.appLink.href,
      snapshotId,
      shareDate,
      testName: test?.testName,
      testType: test?.type,
      resultKinds: test?._links ?? [],
    }
  },
}
