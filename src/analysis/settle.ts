import { debugStack } from '../log.ts'
import type { ApiContext, StepApiContext } from '../thousandeyes/client.ts'
import { ReadError } from '../thousandeyes/paginate.ts'

export interface ReadFailure {
  /** A sentence on one line; where `isUnexpected`, the text of the error. */
  readonly message: string
  /** Whether it is a bug of the action. */
  readonly isUnexpected: boolean
  /** The HTTP status, where a response was the cause. */
  readonly status?: number | undefined
}

export type Settled<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: ReadFailure }

/** What cannot be read is an error on one line; one of our own has its stack in the debug log. */
export async function settle<T>({ log }: Pick<ApiContext, 'log'>, read: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await read() }
  } catch (error) {
    if (error instanceof ReadError) {
      return { error: { message: error.message, isUnexpected: false, status: error.status } }
    }
    debugStack(error, log)
    return { error: { message: String(error), isUnexpected: true } }
  }
}

/** As `settle`, for at most `maxMs`, and no longer than until `untilMs`, which is monotonic. */
export async function settleWithin<T>(
  maxMs: number,
  context: StepApiContext,
  read: (context: ApiContext) => Promise<T>,
  untilMs = Number.POSITIVE_INFINITY,
): Promise<Settled<T>> {
  const limited = { ...context, deadlineMs: Math.min(context.clock.monotonicMs() + maxMs, untilMs) }
  return await settle(limited, () => read(limited))
}

/** Bounds the memory, and the requests that are under way at once; not their number, of which the organization has 240 a minute. */
const MAX_CONCURRENT_TESTS = 4

/** As `Promise.all` of a few items after the other, which are tests here. */
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
