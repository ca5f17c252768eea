import type { StepApiContext } from '../thousandeyes/client.ts'
import type { ApiConfig } from '../thousandeyes/config.ts'
import type { Test } from '../thousandeyes/tests.ts'
import { listTests } from './describe-snapshots.ts'
import { countableTest, RoundCounter, type RoundsRequest, type TestRounds } from './round-counter.ts'
import { mapBatched, type ReadFailure } from './settle.ts'

export interface RoundsWait {
  /** The tests with too few rounds. */
  readonly missing: readonly TestRounds[]
  /** The start of the last round that was waited for; `undefined` where there is none. */
  readonly lastRoundAt: Date | undefined
  /** The tests of the account group by id; `undefined` where they could not be read. */
  readonly tests: ReadonlyMap<string, Test> | undefined
}

/** Why the rounds of some tests cannot be counted. The wait then lasts until they can be, or `longestWaitMs`. */
export type RoundsProblem =
  /** The token is refused: the wait ends at once, since no snapshot can be taken either. */
  | { readonly kind: 'unauthorized'; readonly error: ReadFailure }
  /** API v6 has no results to read. */
  | { readonly kind: 'unsupportedApiVersion' }
  | { readonly kind: 'testsNotRead'; readonly error: ReadFailure }
  /** The list of tests does not have them with a known type and an interval. */
  | { readonly kind: 'testsNotListed'; readonly testIds: readonly string[] }
  | { readonly kind: 'resultsNotRead'; readonly testIds: readonly string[]; readonly error: ReadFailure }

export interface RoundsListener {
  /** Called every five minutes with the tests that need more rounds. */
  onProgress(pending: readonly TestRounds[], leftMs: number): void
  /** Called once for each test at most. */
  onProblem(problem: RoundsProblem): void
}

const PROGRESS_MS = 5 * 60_000

/** So long the last reading of all tests may take, although the wait is over. */
const MIN_READING_MS = 10_000

/**
 * Waits until each test has so many rounds since the deploy. What cannot be read costs nothing but time: the wait then lasts
 * `longestWaitMs`.
 *
 * @throws AbortError when the job is cancelled
 */
export async function waitForRounds(
  api: ApiConfig,
  request: RoundsRequest & { readonly longestWaitMs: number },
  context: StepApiContext,
  listener: RoundsListener,
): Promise<RoundsWait> {
  const { clock, signal } = context
  const deadlineMs = clock.monotonicMs() + request.longestWaitMs
  let nextProgressMs = clock.monotonicMs() + PROGRESS_MS
  const readUntilMs = () => Math.max(deadlineMs, clock.monotonicMs() + MIN_READING_MS)
  const { tests, counters, isHopeless } = await startCounting(api, request, context, listener, readUntilMs())
  if (isHopeless) return { missing: [], lastRoundAt: undefined, tests }
  for (;;) {
    const isProgressDue = clock.monotonicMs() >= nextProgressMs
    const isLast = clock.monotonicMs() >= deadlineMs
    await readDue(counters, isProgressDue || isLast, listener, readUntilMs())
    signal.throwIfAborted()
    const pending = counters.filter(({ isComplete, hasFailed }) => !isComplete && !hasFailed)
    const nowMs = clock.monotonicMs()
    const isOver = counters.length === request.testIds.length && counters.every(({ isComplete }) => isComplete)
    if (isOver || nowMs >= deadlineMs)
      return { missing: pending.map(one => one.progress), tests, ...lastRound(counters) }
    if (isProgressDue) {
      listener.onProgress(
        pending.map(({ progress }) => progress),
        deadlineMs - nowMs,
      )
      nextProgressMs += PROGRESS_MS
    }
    const wakeMs = Math.min(deadlineMs, nextProgressMs, ...pending.map(({ nextReadMs }) => nextReadMs))
    await clock.sleep(wakeMs - nowMs, signal)
  }
}

function lastRound(counters: readonly RoundCounter[]): Pick<RoundsWait, 'lastRoundAt'> {
  const seconds = counters.flatMap(({ lastRound }) => lastRound ?? [])
  return { lastRoundAt: seconds.length === 0 ? undefined : new Date(Math.max(...seconds) * 1000) }
}

/** Reads the list of tests; one that it does not describe has no counter. */
async function startCounting(
  api: ApiConfig,
  request: RoundsRequest,
  context: StepApiContext,
  listener: RoundsListener,
  readUntilMs: number,
): Promise<{
  readonly tests: RoundsWait['tests']
  readonly counters: readonly RoundCounter[]
  readonly isHopeless?: boolean
}> {
  const { signal } = context
  if (api.version === 'v6') {
    listener.onProblem({ kind: 'unsupportedApiVersion' })
    return { tests: undefined, counters: [] }
  }
  const { value: tests, error } = await listTests(api, context, readUntilMs)
  signal.throwIfAborted()
  if (error !== undefined) {
    const isHopeless = error.status === 401
    listener.onProblem({ kind: isHopeless ? 'unauthorized' : 'testsNotRead', error })
    return { tests: undefined, counters: [], isHopeless }
  }
  const counters = request.testIds.flatMap(testId => {
    const test = countableTest(tests.get(testId))
    return test === undefined ? [] : [new RoundCounter(api, test, request, context)]
  })
  const testIds = request.testIds.filter(testId => !counters.some(({ test }) => test.testId === testId))
  if (testIds.length > 0) listener.onProblem({ kind: 'testsNotListed', testIds })
  return { tests, counters }
}

/** Reads the results of the tests whose next round can be there. Tests that fail for the same reason share a problem. */
async function readDue(
  counters: readonly RoundCounter[],
  looksForAny: boolean,
  { onProblem }: RoundsListener,
  readUntilMs: number,
): Promise<void> {
  const due = counters.filter(counter => counter.isDue(looksForAny))
  const failures = (await mapBatched(due, counter => counter.read(readUntilMs))).flatMap(failure => failure ?? [])
  for (const [first, ...others] of Map.groupBy(failures, ({ error }) => error.message).values()) {
    if (first === undefined) continue
    const testIds = [first, ...others].map(({ testId }) => testId)
    onProblem({ kind: 'resultsNotRead', testIds, error: first.error })
  }
}
