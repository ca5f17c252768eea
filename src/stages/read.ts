import { debugStack } from '../log.ts'
import { formatUnexpectedError } from '../text.ts'
import type { ApiContext, StepApiContext } from '../thousandeyes/client.ts'
import { ReadError } from '../thousandeyes/paginate.ts'

/** What could not be read, and why. */
export interface ReadFailure {
  /** Sentences on one line. */
  readonly message: string
  /** The HTTP status, if a response was the cause. */
  readonly status: number | undefined
}

export type ReadResult<T> =
  | { readonly value: T; readonly failure?: undefined }
  | { readonly value?: undefined; readonly failure: ReadFailure }

/**
 * Reads for at most until `deadlineMs`, which is monotonic. Never rejects: what can't be read costs nothing else. An error of our
 * own has its stack in the debug log.
 */
export async function read<T>(
  context: StepApiContext,
  deadlineMs: number,
  work: (context: ApiContext) => Promise<T>,
): Promise<ReadResult<T>> {
  try {
    return { value: await work({ ...context, deadlineMs }) }
  } catch (error) {
    if (error instanceof ReadError) return { failure: { message: error.message, status: error.status } }
    debugStack(error, context.log)
    return { failure: { message: formatUnexpectedError(error), status: undefined } }
  }
}

/** Bounds the memory and the requests that are under way at once. */
const MAX_CONCURRENT_TESTS = 4

/** As `Promise.all`, of a few tests after the other. */
export async function mapBatched<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += MAX_CONCURRENT_TESTS) {
    results.push(...(await Promise.all(items.slice(start, start + MAX_CONCURRENT_TESTS).map(work))))
  }
  return results
}
