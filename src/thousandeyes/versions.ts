import * as v from 'valibot'
import { formatIso, IsoTime } from '../time.ts'
import { type ApiConfig, lenientOptional, ShownText, type SnapshotRequest, toDateParams } from './config.ts'
import { lastSegment } from './links.ts'

/** What a response shows of a test. */
export interface DescribedTest {
  readonly testName?: string
  /** Such as `http-server`. */
  readonly testType?: string
  /** The kinds of result that it links, such as `network` of `…/v7/test-results/123/network`; empty if it links none. */
  readonly resultKinds: readonly string[]
}

/** The fields of a test in API v7, all of them optional. */
export const TestFields = v.object({
  testName: lenientOptional(ShownText),
  type: lenientOptional(ShownText),
  _links: lenientOptional(v.object({ testResults: lenientOptional(v.array(v.object({ href: v.string() }))) })),
})

export function describeTest({ testName, type, _links }: v.InferOutput<typeof TestFields>): DescribedTest {
  return {
    ...(testName !== undefined && { testName }),
    ...(type !== undefined && { testType: type }),
    resultKinds: _links?.testResults?.map(({ href }) => lastSegment(href)) ?? [],
  }
}

/** What the response shows of a created snapshot. Only the link is required. */
interface CreatedSnapshot {
  readonly viewUrl: string
  readonly snapshotId: string | undefined
  readonly shareDate: Date | undefined
  readonly test: DescribedTest
}

/** The request for a snapshot and its response. */
interface ApiVersion {
  readonly accept: string
  /** Where the response has the link, as the API's documentation writes it. */
  readonly linkField: string
  path(request: SnapshotRequest): string
  body(request: SnapshotRequest): Readonly<Record<string, unknown>>
  created(link: v.GenericSchema<unknown, string>): v.GenericSchema<unknown, CreatedSnapshot>
}

/** `createTestSnapshot` */
const v7: ApiVersion = {
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

  created: link =>
    v.pipe(
      v.object({
        id: lenientOptional(ShownText),
        shareDate: lenientOptional(IsoTime),
        test: lenientOptional(TestFields),
        _links: v.object({ appLink: v.object({ href: link }) }),
      }),
      v.transform(({ id: snapshotId, shareDate, test = {}, _links }) => {
        return { viewUrl: _links.appLink.href, snapshotId, shareDate, test: describeTest(test) }
      }),
    ),
}

/** `POST /v6/snapshot`, which is deprecated but still available in some installations. Its dates are in UTC, without a zone. */
const v6: ApiVersion = {
  accept: 'application/json',
  linkField: 'link.viewUrl',
  path: () => '/v6/snapshot.json',

  // The page's example has a `T` in its dates, its table a space.
  body: ({ testId, displayName, window, isPublic }) => ({
    testId: Number(testId),
    displayName,
    from: formatIso(window.from).slice(0, -1),
    to: formatIso(window.to).slice(0, -1),
    isPublic: isPublic ? 1 : 0,
  }),

  created: viewUrl => {
    const ShareDate = v.pipe(
      v.string(),
      v.transform(text => `${text}Z`),
      IsoTime,
    )
    const link = v.object({ linkId: lenientOptional(ShownText), shareDate: lenientOptional(ShareDate), viewUrl })
    return v.pipe(
      v.object({ link }),
      v.transform(({ link: { viewUrl, linkId: snapshotId, shareDate } }) => {
        return { viewUrl, snapshotId, shareDate, test: { resultKinds: [] } }
      }),
    )
  },
}

export const API_VERSIONS: Readonly<Record<ApiConfig['version'], ApiVersion>> = { v7, v6 }
