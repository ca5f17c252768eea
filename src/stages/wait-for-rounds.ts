import { isAfterDeploy } from '../analysis/measurement.ts'
import type { Inputs } from '../inputs.ts'
import { lacksRounds, nameOf, type RoundCount, type Step, type TestRecord } from '../step.ts'
import { count, listSome } from '../text.ts'
import type { StepApiContext } from '../thousandeyes/client.ts'
import { metricsByKind, type ResultKind } from '../thousandeyes/metrics.ts'
import { type Results, readResults } from '../thousandeyes/results.ts'
import { formatDuration } from '../time.ts'
import { endOfWindow, HOUR_MS, hoursHolding, MINUTE_MS, SECOND_MS, windowEnding } from '../window.ts'
import { slowestOf } from './find-tests.ts'
import { longestWaitMs } from './plan-window.ts'
import { mapBatched, type ReadFailure, read } from './read.ts'

const PROGRESS_MS = 5 * MINUTE_MS

/** A reading may take this long, also at the end of the wait. */
const MAX_READING_MS = 30_000

/** Rounds before the deploy show which agents a test has. */
const ROUNDS_BEFORE = 2

/** A test whose rounds can be counted, and how far it is. */
interface Waiting {
  readonly test: TestRecord
  readonly kind: ResultKind
  readonly intervalMs: number
  /** The starts of its rounds since the deploy, in epoch seconds, the earliest first; missing until they are read. */
  readonly rounds?: readonly number[]
  /** Monotonic. */
  readonly nextReadMs: number
  /** Of the last reading. */
  readonly failure?: ReadFailure | undefined
}

/**
 * Waits until every test has finished `waitForRounds` rounds since the deploy, and moves the window to its end.
 *
 * A test is not read before the last of these rounds can be there; then every half interval, 20 to 60 s. A test that isn't listed,
 * or is disabled, or whose results ThousandEyes refuses, is not waited for.
 *
 * @param startedMs - monotonic: when the step started, from which `timeoutMinutes` counts
 * @throws AbortError when the job is cancelled
 */
export async function waitForRounds(
  step: Step,
  inputs: Inputs,
  startedMs: number,
  context: StepApiContext,
): Promise<Step> {
  const { deploy } = step
  const { waitForRounds: needed, timeoutMinutes, hours = 48 } = inputs
  if (step.stopped !== undefined || needed === 0 || deploy === undefined) return step
  const { clock, log } = context
  const nowMs = clock.monotonicMs()
  const sinceDeployMs = clock.now().getTime() - deploy.at.getTime()
  const slowestMs = (slowestOf(step.tests)?.intervalSeconds ?? 0) * SECOND_MS
  const waiting: readonly Waiting[] = step.tests.flatMap(test => {
    const { intervalSeconds, isDisabled } = test
    const [kind] = metricsByKind(test).keys()
    if (isDisabled || kind === undefined || intervalSeconds === undefined) return []
    const intervalMs = intervalSeconds * SECOND_MS
    return [{ test, kind, intervalMs, nextReadMs: nowMs + Math.max(0, (needed - 1) * intervalMs - sinceDeployMs) }]
  })
  const ownMs = nowMs + longestWaitMs(needed, slowestMs) - sinceDeployMs
  const givenMs = timeoutMinutes === undefined ? ownMs : startedMs + timeoutMinutes * MINUTE_MS
  // A longer window would no longer hold the deploy.
  const limitMs = Math.max(nowMs, Math.min(givenMs, nowMs + hours * HOUR_MS - sinceDeployMs))
  if (waiting.length > 0 && limitMs > nowMs) log.info(startMessage(waiting, needed, limitMs - nowMs))
  const polled = await poll(waiting, limitMs, deploy.at, inputs, context)
  const tests = step.tests.map(test => ({ ...test, rounds: roundCount(test, polled, needed, step) }))
  const missing = tests.filter(lacksRounds)
  if (missing.length > 0) log.warning(missingMessage(missing, clock.monotonicMs() >= limitMs))
  const lastRounds = polled.flatMap(({ rounds }) => rounds?.at(-1) ?? [])
  const to = endOfWindow(inputs.endTime, clock.now(), new Date(Math.max(0, ...lastRounds) * SECOND_MS))
  return { ...step, tests, window: windowEnding(to, inputs.hours ?? hoursHolding(deploy.at, to, slowestMs)) }
}

/** Counts the rounds of the tests until all are there or `limitMs`, which is monotonic, and then once more. */
async function poll(
  tests: readonly Waiting[],
  limitMs: number,
  deployedAt: Date,
  inputs: Inputs,
  context: StepApiContext,
): Promise<readonly Waiting[]> {
  const { clock, log, signal } = context
  const needed = inputs.waitForRounds
  let nextProgressMs = clock.monotonicMs() + PROGRESS_MS
  for (let waiting = tests; ; ) {
    const nowMs = clock.monotonicMs()
    const isOver = nowMs >= limitMs
    waiting = await mapBatched(waiting, async one =>
      isPending(one, needed) && (isOver || one.nextReadMs <= nowMs)
        ? countRounds(one, deployedAt, inputs, context)
        : one,
    )
    signal.throwIfAborted()
    const pending = waiting.filter(one => isPending(one, needed))
    if (isOver || pending.length === 0) return waiting
    if (clock.monotonicMs() >= nextProgressMs) {
      log.info(progressMessage(pending, needed, limitMs, clock.monotonicMs()))
      nextProgressMs += PROGRESS_MS
    }
    const wakeMs = Math.min(limitMs, nextProgressMs, ...pending.map(({ nextReadMs }) => nextReadMs))
    await clock.sleep(Math.max(0, wakeMs - clock.monotonicMs()), signal)
  }
}

/** A refusal (4xx) comes again; other failures may pass. */
function isPending({ rounds = [], failure }: Waiting, needed: number): boolean {
  const { status = 500 } = failure ?? {}
  return rounds.length < needed && (status === 429 || status < 400 || status >= 500)
}

async function countRounds(waiting: Waiting, at: Date, { api }: Inputs, context: StepApiContext): Promise<Waiting> {
  const { clock } = context
  const { kind, intervalMs } = waiting
  const { testId, testType } = waiting.test
  const firstRound = Math.floor(at.getTime() / intervalMs) - ROUNDS_BEFORE
  const window = { from: new Date(firstRound * intervalMs), to: clock.now() }
  const query = { testId, kind, metrics: [], window, testType }
  const { value, failure } = await read(context, clock.monotonicMs() + MAX_READING_MS, limited =>
    readResults(api, query, limited),
  )
  const nextReadMs = clock.monotonicMs() + Math.min(Math.max(intervalMs / 2, 20_000), 60_000)
  return { ...waiting, nextReadMs, failure, ...(value && { rounds: finishedRounds(value, at) }) }
}

/**
 * The starts of the rounds that at least half of the agents seen before the deploy measured after it, in epoch seconds, the earliest
 * first. An agent measures up to an interval after its round starts, so the round in which the deploy falls may count as well.
 */
export function finishedRounds(
  results: Pick<Results, 'roundIds' | 'measuredAt' | 'agents'>,
  deployedAt: Date,
): readonly number[] {
  const { roundIds, agents } = results
  const isAfter = (row: number) => isAfterDeploy(results, row, deployedAt)
  const agentsIn = (rows: readonly number[]) => new Set(rows.map(row => agents[row]))
  const rows = [...roundIds.keys()]
  const after = rows.filter(isAfter)
  const before = agentsIn(rows.filter(row => !isAfter(row)))
  const expected = before.size > 0 ? before : agentsIn(after)
  return [...Map.groupBy(after, row => roundIds[row] ?? 0)]
    .filter(([, round]) => [...agentsIn(round)].filter(agent => expected.has(agent)).length * 2 >= expected.size)
    .map(([roundId]) => roundId)
    .sort((a, b) => a - b)
}

function roundCount(test: TestRecord, waiting: readonly Waiting[], needed: number, { problems }: Step): RoundCount {
  const { testId, listed, isDisabled } = test
  const own = waiting.find(one => one.test.testId === testId)
  if (own?.failure !== undefined) return { needed, notCounted: own.failure.message }
  if (own !== undefined) return { needed, counted: own.rounds?.length ?? 0 }
  if (isDisabled) return { needed, notCounted: 'The test is disabled.' }
  if (listed === 'unknown') {
    const causes = problems.filter(({ subject }) => subject === 'Tests').map(({ message }) => message)
    return { needed, notCounted: ['The list of tests could not be read.', ...causes].join(' ') }
  }
  if (listed === 'no') return { needed, notCounted: "The test isn't in the list of tests." }
  return { needed, notCounted: "ThousandEyes doesn't list its interval, or lists no results that could be counted." }
}

function startMessage(waiting: readonly Waiting[], needed: number, limitMs: number): string {
  const interval = formatDuration(Math.max(...waiting.map(({ intervalMs }) => intervalMs)))
  return `Waiting for ${count(needed, 'round')} of ${count(waiting.length, 'test')} since the deploy (the slowest runs every ${interval}), ${formatDuration(limitMs)} at most.`
}

function progressMessage(pending: readonly Waiting[], needed: number, limitMs: number, nowMs: number): string {
  const tests = pending.map(({ test, rounds, nextReadMs, failure }) => {
    if (failure !== undefined) return `${nameOf(test)}: ${failure.message}`
    return rounds === undefined
      ? `${nameOf(test)} is first read in ${formatDuration(nextReadMs - nowMs)}`
      : `${nameOf(test)} has ${rounds.length} of ${needed}`
  })
  return `Rounds since the deploy: ${listSome(tests, 5)}. ${formatDuration(limitMs - nowMs)} left at most.`
}

function missingMessage(missing: readonly (TestRecord & { readonly rounds: RoundCount })[], isTimeUp: boolean): string {
  const tests = missing.map(({ rounds, ...test }) =>
    'counted' in rounds
      ? `${nameOf(test)} has ${rounds.counted} of ${rounds.needed}`
      : `${nameOf(test)}: ${rounds.notCounted}`,
  )
  const why = isTimeUp ? 'The time for waitForRounds is over' : 'Not every round can be counted'
  return `${why}. ${listSome(tests, 5)}`
}
