import * as v from 'valibot'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl, ShownText } from './config.ts'
import type { Snapshot } from './create-snapshots.ts'
import { readPages } from './paginate.ts'

/** A configured test. */
export interface Test {
  readonly testId: string
  readonly testName: string | undefined
  /** Such as `http-server`. */
  readonly type: string | undefined
  /** Seconds between two rounds. */
  readonly intervalSeconds: number | undefined
}

const ApiTest = v.object({
  testId: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  testName: lenientOptional(ShownText),
  type: lenientOptional(ShownText),
  interval: lenientOptional(v.number()),
})

/**
 * Reads the tests of the account group, by their id (API v7, `GET /tests`). One that cannot be parsed is left out.
 *
 * @throws ReadError
 */
export async function readTests(api: ApiConfig, context: ApiContext): Promise<ReadonlyMap<string, Test>> {
  const tests = new Map<string, Test>()
  const list = { label: 'Tests', url: operationUrl(api, '/v7/tests'), field: 'tests' } as const
  await readPages(api, list, context, items => {
    for (const given of items) {
      const { success, output } = v.safeParse(ApiTest, given)
      if (!success) continue
      const { testId, testName, type, interval: intervalSeconds } = output
      tests.set(testId, { testId, testName, type, intervalSeconds })
    }
  })
  return tests
}

/** The snapshot with its test's name and type where the response to its creation left them out. */
export function describeSnapshot(snapshot: Snapshot, test: Test | undefined): Snapshot {
  return {
    ...snapshot,
    testName: snapshot.testName ?? test?.testName,
    testType: snapshot.testType ?? test?.type,
  }
}
