import type { StepApiContext } from '../thousandeyes/client.ts'
import type { ApiConfig } from '../thousandeyes/config.ts'
import type { SnapshotResult } from '../thousandeyes/create-snapshots.ts'
import { describeSnapshot, readTests, type Test } from '../thousandeyes/tests.ts'
import { type ReadFailure, type Settled, settleWithin } from './settle.ts'

/** The list of tests is one request, which may have to wait for the organization's requests of the next minute. */
const MAX_LISTING_MS = 60_000

/**
 * Reads the list of tests. Never rejects.
 *
 * @param untilMs - monotonic
 */
export async function listTests(
  api: ApiConfig,
  context: StepApiContext,
  untilMs?: number,
): Promise<Settled<ReadonlyMap<string, Test>>> {
  return await settleWithin(MAX_LISTING_MS, context, limited => readTests(api, limited), untilMs)
}

/**
 * Completes the snapshots with the names and types of their tests where the responses left them out. The list of
 * tests is read only where a type is missing, since nothing can be measured without it. Never rejects.
 *
 * @param known - the list of tests, where it has been read already
 * @returns the same results where nothing is missing, or the list cannot be read
 */
export async function describeSnapshots(
  api: ApiConfig,
  results: readonly SnapshotResult[],
  known: ReadonlyMap<string, Test> | undefined,
  context: StepApiContext,
): Promise<{ readonly results: readonly SnapshotResult[]; readonly error?: ReadFailure }> {
  const isComplete = results.every(({ snapshot }) => snapshot === undefined || snapshot.testType !== undefined)
  if (api.version === 'v6' || isComplete) return { results }
  const { value: tests, error } = known === undefined ? await listTests(api, context) : { value: known }
  if (error !== undefined) return { results, error }
  const described = results.map(result => {
    const { testId, snapshot } = result
    return snapshot === undefined ? result : { ...result, snapshot: describeSnapshot(snapshot, tests.get(testId)) }
  })
  return { results: described }
}
