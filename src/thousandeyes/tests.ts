import * as v from 'valibot'
import { ResultKindLinks } from './api-v7.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl, ShownText } from './config.ts'
import type { Snapshot } from './create-snapshots.ts'
import { readPages } from './paginate.ts'

/** A test, or a snapshot, that the account group has. */
export interface ListedTest {
  readonly testId: string
  readonly testName?: string
  /** Such as `http-server`. */
  readonly testType?: string
  /** Between two rounds. */
  readonly intervalSeconds?: number
  readonly isDisabled: boolean
  /** Whether it is a snapshot («saved event») of a test. */
  readonly isSnapshot: boolean
  /** The kinds of result that ThousandEyes links, such as `network`; empty if it links none. */
  readonly resultKinds: readonly string[]
}

const ApiTest = v.object({
  testId: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  testName: lenientOptional(ShownText),
  type: lenientOptional(ShownText),
  interval: lenientOptional(v.number()),
  enabled: lenientOptional(v.boolean()),
  savedEvent: lenientOptional(v.boolean()),
  _links: v.optional(ResultKindLinks),
})

/**
 * Reads the tests and snapshots of the account group (API v7, `GET /tests`). One without an id is left out.
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

function toListedTest({
  testId,
  testName,
  type,
  interval,
  enabled,
  savedEvent,
  _links,
}: v.InferOutput<typeof ApiTest>) {
  return {
    testId,
    ...(testName !== undefined && { testName }),
    ...(type !== undefined && { testType: type }),
    ...(interval !== undefined && { intervalSeconds: interval }),
    isDisabled: enabled === false,
    isSnapshot: savedEvent === true,
    resultKinds: _links ?? [],
  }
}

/** A configured test. */
export interface Test {
  readonly testId: string
  readonly testName: string | undefined
  readonly type: string | undefined
  readonly intervalSeconds: number | undefined
}

/** As `listTests`, by the id. */
export async function readTests(api: ApiConfig, context: ApiContext): Promise<ReadonlyMap<string, Test>> {
  const tests = await listTests(api, context)
  return new Map(
    tests.map(({ testId, testName, testType: type, intervalSeconds }) => {
      return [testId, { testId, testName, type, intervalSeconds }]
    }),
  )
}

/** The snapshot with its test's name and type if the response to its creation left them out. */
export function describeSnapshot(snapshot: Snapshot, test: Test | undefined): Snapshot {
  return {
    ...snapshot,
    testName: snapshot.testName ?? test?.testName,
    testType: snapshot.testType ?? test?.type,
  }
}
