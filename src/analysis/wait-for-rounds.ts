import type { ApiConfig } from '../thousandeyes/api.ts'
import { metricsByKind, type ResultKind } from '../thousandeyes/metrics.ts'
import { readResults } from '../thousandeyes/results.ts'
import type { ApiContext } from '../thousandeyes/retry.ts'
import type { Test } from '../thousandeyes/tests.ts'
import { listTests, mapBatched, type ReadFailure, settle } from './measure.ts'
import { completeRounds, expectedCompletion, type RoundSchedule, scheduleOf } from './round-schedule.ts'

export interface RoundsRequest {
  readonly testIds: readonly string[]
  readonly deployedAt: Date
  /** How many rounds each test needs. */
  readonly rounds: number
  readonly maxWaitMs: number
}

/** How far a test is. */
export interface TestRounds {
  readonly testId: string
  readonly testName: string | undefined
  readonly intervalSeconds: number
  /** Since the deploy. */
  readonly rounds: number
  readonly needed: number
}

export interface RoundsWait {
  /** The tests with too few rounds. */
  readonly missing: readonly TestRounds[]
  /** The start of the last round that was waited for; `undefined` where there is none. */
  readonly lastRoundAt: Date | undefined
  /** The tests of the account group by id; `undefined` where they could not be read. */
  readonly tests: ReadonlyMap<string, Test> | undefined
}

/** Why the rounds of some tests cannot be counted. The wait then lasts until they can be, or `maxWaitMs`. */
export type RoundsProblem =
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

type WaitContext = Omit<ApiContext, 'deadlineMs'>

const PROGRESS_MS = 5 * 60_000

/** What takes longer to read is read again later. */
const MAX_READING_MS = 60_000

/**
 * Waits until each test has so many rounds since the deploy. What cannot be read costs nothing but time: the wait then lasts
 * `maxWaitMs`.
 *
 * @throws AbortError when the job is cancelled
 */
export async function waitForRounds(
  api: ApiConfig,
  request: RoundsRequest,
  context: WaitContext,
  listener: RoundsListener,
): Promise<RoundsWait> {
  const { clock, signal } = context
  const deadlineMs = clock.monotonicMs() + request.maxWaitMs
  let nextProgressMs = clock.monotonicMs() + PROGRESS_MS
  const { tests, counters } = await startCounting(api, request, context, listener)
  for (;;) {
    const isProgressDue = clock.monotonicMs() >= nextProgressMs
    await readDue(counters, isProgressDue, listener)
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
  context: WaitContext,
  listener: RoundsListener,
): Promise<{ readonly tests: RoundsWait['tests']; readonly counters: readonly RoundCounter[] }> {
  const { signal } = context
  if (api.version === 'v6') {
    listener.onProblem({ kind: 'unsupportedApiVersion' })
    return { tests: undefined, counters: [] }
  }
  const { value: tests, error } = await listTests(api, context)
  signal.throwIfAborted()
  if (tests === undefined) {
    if (error !== undefined) listener.onProblem({ kind: 'testsNotRead', error })
    return { tests, counters: [] }
  }
  const counters = request.testIds.flatMap(testId => {
    const test = countableTest(tests.get(testId))
    return test === undefined ? [] : [new RoundCounter(api, test, request, context)]
  })
  const testIds = request.testIds.filter(testId => !counters.some(({ test }) => test.testId === testId))
  if (testIds.length > 0) listener.onProblem({ kind: 'testsNotListed', testIds })
  return { tests, counters }
}

/** A test with what is needed to count its rounds. */
interface CountableTest {
  readonly testId: string
  readonly testName: string | undefined
  readonly type: string
  readonly intervalSeconds: number
  /** The one with the main metric. */
  readonly kind: ResultKind
}

function countableTest(test: Test | undefined): CountableTest | undefined {
  const { type, intervalSeconds = 0 } = test ?? {}
  const [kind] = (type === undefined ? undefined : metricsByKind(type)?.keys()) ?? []
  if (test === undefined || type === undefined || kind === undefined || intervalSeconds <= 0) return undefined
  return { ...test, type, intervalSeconds, kind }
}

/** Reads the results of the tests whose next round can be there. Tests that fail for the same reason share a problem. */
async function readDue(
  counters: readonly RoundCounter[],
  isProgressDue: boolean,
  { onProblem }: RoundsListener,
): Promise<void> {
  const due = counters.filter(counter => counter.isDue(isProgressDue))
  const failures = (await mapBatched(due, counter => counter.read())).flatMap(failure => failure ?? [])
  for (const [first, ...others] of Map.groupBy(failures, ({ error }) => error.message).values()) {
    if (first === undefined) continue
    const testIds = [first, ...others].map(({ testId }) => testId)
    onProblem({ kind: 'resultsNotRead', testIds, error: first.error })
  }
}

/** Rounds before the deploy that tell which agents a test has, and when they measure. */
const ROUNDS_BEFORE = 2

/** Counts the rounds of one test since the deploy. */
class RoundCounter {
  readonly test: CountableTest
  readonly #api: ApiConfig
  readonly #request: RoundsRequest
  readonly #context: WaitContext
  /** `undefined` until something is read. */
  #schedule: RoundSchedule | undefined
  #rounds: readonly number[] = []
  #readAtMs = Number.NEGATIVE_INFINITY
  #hasFailed = false
  #isReported = false

  constructor(api: ApiConfig, test: CountableTest, request: RoundsRequest, context: WaitContext) {
    this.test = test
    this.#api = api
    this.#request = request
    this.#context = context
  }

  /** Whether the last try to read failed, so that nobody knows how many rounds there are. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  get isComplete(): boolean {
    return this.#rounds.length >= this.#request.rounds
  }

  get progress(): TestRounds {
    const { testId, testName, intervalSeconds } = this.test
    return { testId, testName, intervalSeconds, rounds: this.#rounds.length, needed: this.#request.rounds }
  }

  /** The start of the last round that is needed, or of the last there is, in epoch seconds. */
  get lastRound(): number | undefined {
    return this.#rounds[this.#request.rounds - 1] ?? this.#rounds.at(-1)
  }

  /** Monotonic: when the last round that is needed can be there. */
  get nextReadMs(): number {
    return this.#readTimeMs(this.#request.rounds)
  }

  /** @param isProgressDue - whether to look for any new round, and at a test that could not be read */
  isDue(isProgressDue: boolean): boolean {
    if (this.isComplete) return false
    if (this.#hasFailed) return isProgressDue
    const round = isProgressDue ? this.#rounds.length + 1 : this.#request.rounds
    return this.#readTimeMs(round) <= this.#context.clock.monotonicMs()
  }

  /** Reads the results since the deploy, the first time with some rounds before it. */
  async read(): Promise<{ readonly testId: string; readonly error: ReadFailure } | undefined> {
    const { clock } = this.#context
    const { testId, type, intervalSeconds, kind } = this.test
    const deployedAtSeconds = this.#request.deployedAt.getTime() / 1000
    const roundOfDeploy = Math.floor(deployedAtSeconds / intervalSeconds)
    const firstRound = this.#schedule === undefined ? roundOfDeploy - ROUNDS_BEFORE : roundOfDeploy
    const window = { from: new Date(firstRound * intervalSeconds * 1000), to: clock.now() }
    const query = { testId, kind, metrics: [], window, isBidirectional: type === 'agent-to-agent' }
    const readContext = { ...this.#context, deadlineMs: clock.monotonicMs() + MAX_READING_MS }
    const { value: results, error } = await settle(readContext, () => readResults(this.#api, query, readContext))
    this.#readAtMs = clock.monotonicMs()
    this.#hasFailed = error !== undefined
    if (results !== undefined) {
      this.#schedule ??= scheduleOf(results, deployedAtSeconds, intervalSeconds)
      this.#rounds = completeRounds(results, this.#schedule)
    }
    if (error === undefined || this.#isReported) return undefined
    this.#isReported = true
    return { testId, error }
  }

  /** Monotonic: when the `n`-th round since the deploy can be there; after that, at a pace of half an interval, 20 to 60 s. */
  #readTimeMs(n: number): number {
    const { clock } = this.#context
    const paceMs = Math.min(Math.max(this.test.intervalSeconds * 500, 20_000), 60_000)
    if (this.#schedule === undefined) return this.#readAtMs + paceMs
    const untilRoundMs = expectedCompletion(n, this.#schedule) * 1000 - clock.now().getTime()
    const roundMs = clock.monotonicMs() + untilRoundMs
    return roundMs > this.#readAtMs ? roundMs : this.#readAtMs + paceMs
  }
}
