import * as v from 'valibot'
import { ResultKindLinks } from './api-v7.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl, ShownText } from './config.ts'
import { readPages } from './paginate.ts'

/** A test as the list of tests has it. */
export interface ListedTest {
  readonly testId: string
  readonly testName?: string
  /** Such as `http-server`. */
  readonly testType?: string
  /** Seconds between two rounds. */
  readonly intervalSeconds?: number
  readonly isDisabled: boolean
  /** Whether it is a private snapshot, which the list has as well (`savedEvent`). */
  readonly isSnapshot: boolean
  /** The kinds of result that ThousandEyes links, such as `network`. */
  readonly resultKinds: readonly string[]
}

const ApiTest = v.object({
  testId: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  testName: lenientOptional(ShownText),
  type: lenientOptional(ShownText),
  interval: lenientOptional(v.number()),
  enabled: lenientOptional(v.boolean()),
  savedEvent: lenientOptional(v.boolean()),
  _links: v.optional(ResultKindLinks, {}),
})

/**
 * Reads the list of tests of the account group (API v7, `GET /tests`), snapshots included. One that can't be parsed is left out.
 *
 * @throws ReadError
 */
export async function listTests(api: ApiConfig, context: ApiContext): Promise<readonly ListedTest[]> {
  const tests: ListedTest[] = []
  const list = { label: 'Tests', url: operationUrl(api, '/v7/tests'), field: 'tests' } as const
  await readPages(api, list, context, items => {
    for (const given of items) {
      const { success, output } = v.safeParse(ApiTest, given)
      if (success) tests.push(toListedTest(output))
    }
  })
  return tests
}

function toListedTest(test: v.InferOutput<typeof ApiTest>): ListedTest {
  const { testId, testName, type: testType, interval, enabled, savedEvent, _links: resultKinds } = test
  return {
    testId,
    isDisabled: enabled === false,
    isSnapshot: savedEvent === true,
    resultKinds,
    ...(testName !== undefined && { testName }),
    ...(testType !== undefined && { testType }),
    ...(interval !== undefined && interval > 0 && { intervalSeconds: interval }),
  }
}
