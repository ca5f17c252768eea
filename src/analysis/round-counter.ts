import type { StepApiContext } from '../thousandeyes/client.ts'
import type { ApiConfig } from '../thousandeyes/config.ts'
import { metricsByKind, type ResultKind } from '../thousandeyes/metrics.ts'
import { readResults } from '../thousandeyes/results.ts'
import type { Test } from '../thousandeyes/tests.ts'
import { DAY_MS } from '../time.ts'
import { completeRounds, expectedCompletion, type RoundSchedule, scheduleOf } from './round-schedule.ts'
import { type ReadFailure, settleWithin } from './settle.ts'

export interface RoundsRequest {
  readonly testIds: readonly string[]
  readonly deployedAt: Date
  /** How many rounds each test needs. */
  readonly rounds: number
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

/** A test with what is needed to count its rounds. */
export interface CountableTest {
  readonly testId: string
  readonly testName: string | undefined
  readonly type: string
  readonly intervalSeconds: number
  /** The one with the main metric. */
  readonly kind: ResultKind
}

/** @returns `undefined` where the list does not have the test with a known type and an interval */
export function countableTest(test: Test | undefined): CountableTest | undefined {
  const { type, intervalSeconds = 0 } = test ?? {}
  const [kind] = (type === undefined ? undefined : metricsByKind(type)?.keys()) ?? []
  if (test === undefined || type === undefined || kind === undefined || !isInterval(intervalSeconds)) return undefined
  return { ...test, type, intervalSeconds, kind }
}

/** From a second to a day; the service has 1 to 60 minutes. */
function isInterval(seconds: number): boolean {
  return seconds >= 1 && seconds <= DAY_MS / 1000
}

/** What takes longer to read is read again later. */
const MAX_COUNTING_MS = 60_000

/** Rounds before the deploy that tell which agents a test has, and when they measure. */
const ROUNDS_BEFORE = 2

/** Counts the rounds of one test since the deploy. */
export class RoundCounter {
  readonly test: CountableTest
  readonly #api: ApiConfig
  readonly #request: RoundsRequest
  readonly #context: StepApiContext
  /** `undefined` until something is read. */
  #schedule: RoundSchedule | undefined
  #rounds: readonly number[] = []
  #readAtMs = Number.NEGATIVE_INFINITY
  #hasFailed = false
  #isReported = false

  constructor(api: ApiConfig, test: CountableTest, request: RoundsRequest, context: StepApiContext) {
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

  /** @param looksForAny - whether to look for any new round, and at a test that could not be read */
  isDue(looksForAny: boolean): boolean {
    if (this.isComplete) return false
    if (this.#hasFailed) return looksForAny
    const round = looksForAny ? this.#rounds.length + 1 : this.#request.rounds
    return this.#readTimeMs(round) <= this.#context.clock.monotonicMs()
  }

  /**
   * Reads the results since the deploy, the first time with some rounds before it.
   *
   * @param untilMs - monotonic
   */
  async read(untilMs: number): Promise<{ readonly testId: string; readonly error: ReadFailure } | undefined> {
    const { clock } = this.#context
    const { testId, type, intervalSeconds, kind } = this.test
    const deployedAtSeconds = this.#request.deployedAt.getTime() / 1000
    const roundOfDeploy = Math.floor(deployedAtSeconds / intervalSeconds)
    const firstRound = this.#schedule === undefined ? roundOfDeploy - ROUNDS_BEFORE : roundOfDeploy
    const window = { from: new Date(firstRound * intervalSeconds * 1000), to: clock.now() }
    const query = { testId, kind, metrics: [], window, isBidirectional: type === 'agent-to-agent' }
    const { value: results, error } = await settleWithin(
      MAX_COUNTING_MS,
      this.#context,
      context => readResults(this.#api, query, context),
      untilMs,
    )
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
