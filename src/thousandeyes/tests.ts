import * as v from 'valibot'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl } from './config.ts'
import { readList } from './paginate.ts'
import { type DescribedTest, describeTest, TestFields } from './versions.ts'

/** A test as the list of tests has it. */
export interface ListedTest extends DescribedTest {
  readonly testId: string
  /** Seconds between two rounds. */
  readonly intervalSeconds?: number
  readonly isDisabled: boolean
  /** Whether it is a private snapshot, which the list has as well (`savedEvent`). */
  readonly isSnapshot: boolean
}

const ApiTest = v.object({
  ...TestFields.entries,
  testId: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  interval: lenientOptional(v.pipe(v.number(), v.gtValue(0))),
  enabled: lenientOptional(v.boolean()),
  savedEvent: lenientOptional(v.boolean()),
})

/**
 * Reads the list of tests of the account group (API v7, `GET /tests`), snapshots included. One that can't be parsed is left out.
 *
 * @throws ReadError
 */
export async function listTests(api: ApiConfig, context: ApiContext): Promise<readonly ListedTest[]> {
  const tests: ListedTest[] = []
  const list = { label: 'Tests', url: operationUrl(api, '/v7/tests'), field: 'tests', schema: ApiTest } as const
  await readList(api, list, context, ({ testId, interval, enabled, savedEvent, ...test }) => {
    tests.push({
      ...describeTest(test),
      testId,
      isDisabled: enabled === false,
      isSnapshot: savedEvent === true,
      ...(interval !== undefined && { intervalSeconds: interval }),
    })
  })
  return tests
}
