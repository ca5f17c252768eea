import type { Inputs } from '../inputs.ts'
import { type Deploy, lacksRounds, nameOf, type RoundCount, type Step, type TestRecord } from '../step.ts'
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
  readonly intervalSeconds: number
  /** The starts of its rounds since the deploy, in epoch seconds, the earliest first. */
  readonly rounds: readonly number[]
  readonly isRead: boolean
  /** Monotonic. */
  readonly nextReadMs: number
  /** Of the last reading. */
  readonly failure?: ReadFailure
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
  const needed = inputs.waitForRounds
  if (step.stopped !== undefined || needed === 0 || deploy === undefined) return step
  const { clock, log, signal } = context
  const firstReadMs = (intervalSeconds: number) => {
    const roundsAtMs = deploy.at.getTime() + (needed - 1) * intervalSeconds * SECOND_MS
    return clock.monotonicMs() + Math.max(0, roundsAtMs - clock.now().getTime())
  }
  let waiting: readonly Waiting[] = step.tests.flatMap(test => {
    const { intervalSeconds, isDisabled } = test
    const [kind] = metricsByKind(test).keys()
    if (isDisabled || kind === undefined || intervalSeconds === undefined) return []
    return [{ test, kind, intervalSeconds, rounds: [], isRead: false, nextReadMs: firstReadMs(intervalSeconds) }]
  })
  const limitMs = clock.monotonicMs() + longestWait(step, inputs, deploy, startedMs, context)
  if (waiting.length > 0 && limitMs > clock.monotonicMs()) {
    log.info(startMessage(waiting, needed, limitMs - clock.monotonicMs()))
  }
  let nextProgressMs = clock.monotonicMs() + PROGRESS_MS
  for (;;) {
    const nowMs = clock.monotonicMs()
    const isOver = nowMs >= limitMs
    waiting = await mapBatched(waiting, one =>
      isPending(one, needed) && (isOver || one.nextReadMs <= nowMs)
        ? countRounds(one, deploy, inputs, context)
        : Promise.resolve(one),
    )
    signal.throwIfAborted()
    const pending = waiting.filter(one => isPending(one, needed))
    if (isOver || pending.length === 0) break
    if (clock.monotonicMs() >= nextProgressMs) {
      log.info(progressMessage(pending, needed, limitMs, clock.monotonicMs()))
      nextProgressMs += PROGRESS_MS
    }
    const wakeMs = Math.min(limitMs, nextProgressMs, ...pending.map(({ nextReadMs }) => nextReadMs))
    await clock.sleep(Math.max(0, wakeMs - clock.monotonicMs()), signal)
  }
  const tests = step.tests.map(test => ({ ...test, rounds: roundCount(test, waiting, needed, step) }))
  const missing = tests.filter(lacksRounds)
  if (missing.length > 0) log.warning(missingMessage(missing, clock.monotonicMs() >= limitMs))
  return { ...step, tests, window: windowAfter(step, inputs, deploy, waiting, context) }
}

/** Until the rounds can be there, unless `timeoutMinutes` is over before, or the window would no longer hold the deploy. */
function longestWait(
  { tests }: Step,
  { waitForRounds: needed, timeoutMinutes, hours = 48 }: Inputs,
  deploy: Deploy,
  startedMs: number,
  { clock }: StepApiContext,
): number {
  const sinceDeployMs = clock.now().getTime() - deploy.at.getTime()
  const ownMs = longestWaitMs(needed, slowestOf(tests)?.intervalSeconds ?? 0) - sinceDeployMs
  const givenMs = timeoutMinutes === undefined ? ownMs : startedMs + timeoutMinutes * MINUTE_MS - clock.monotonicMs()
  return Math.max(0, Math.min(givenMs, hours * HOUR_MS - sinceDeployMs))
}

/** A refusal (4xx) comes again; other failures may pass. */
function isPending({ rounds, failure }: Waiting, needed: number): boolean {
  const { status = 500 } = failure ?? {}
  return rounds.length < needed && (status === 429 || status < 400 || status >= 500)
}

async function countRounds(
  waiting: Waiting,
  { at }: Deploy,
  { api }: Inputs,
  context: StepApiContext,
): Promise<Waiting> {
  const { clock } = context
  const { test, kind, intervalSeconds } = waiting
  const { testId, testType } = test
  const deployedAtSeconds = at.getTime() / SECOND_MS
  const firstRound = Math.floor(deployedAtSeconds / intervalSeconds) - ROUNDS_BEFORE
  const window = { from: new Date(firstRound * intervalSeconds * SECOND_MS), to: clock.now() }
  const query = { testId, kind, metrics: [], window, isBidirectional: testType === 'agent-to-agent' }
  const { value, failure } = await read(context, clock.monotonicMs() + MAX_READING_MS, limited =>
    readResults(api, query, limited),
  )
  const pauseMs = Math.min(Math.max((intervalSeconds * SECOND_MS) / 2, 20_000), 60_000)
  const nextReadMs = clock.monotonicMs() + pauseMs
  if (failure !== undefined) return { ...waiting, nextReadMs, failure }
  const { failure: _, ...rest } = waiting
  return { ...rest, nextReadMs, isRead: true, rounds: finishedRounds(value, deployedAtSeconds) }
}

/**
 * The starts of the rounds that at least half of the agents seen before the deploy measured after it, in epoch seconds, the earliest
 * first. An agent measures up to an interval after its round starts, so the round in which the deploy falls may count as well.
 */
export function finishedRounds(
  { roundIds, measuredAt, agents }: Pick<Results, 'roundIds' | 'measuredAt' | 'agents'>,
  deployedAtSeconds: number,
): readonly number[] {
  const rows = roundIds.map((roundId, row) => {
    return { roundId, agent: agents[row], isAfter: (measuredAt[row] ?? roundId) >= deployedAtSeconds }
  })
  const agentsOf = (some: typeof rows) => new Set(some.map(({ agent }) => agent))
  const before = agentsOf(rows.filter(({ isAfter }) => !isAfter))
  const after = rows.filter(({ isAfter }) => isAfter)
  const expected = before.size > 0 ? before : agentsOf(after)
  const isFinished = (some: typeof rows) =>
    [...agentsOf(some)].filter(agent => expected.has(agent)).length * 2 >= expected.size
  return [...Map.groupBy(after, ({ roundId }) => roundId)]
    .filter(([, some]) => isFinished(some))
    .map(([roundId]) => roundId)
    .sort((a, b) => a - b)
}

function roundCount(
  { testId, listed, isDisabled }: TestRecord,
  waiting: readonly Waiting[],
  needed: number,
  { problems }: Step,
): RoundCount {
  const own = waiting.find(({ test }) => test.testId === testId)
  if (own?.failure !== undefined) return { needed, notCounted: own.failure.message }
  if (own !== undefined) return { needed, counted: own.rounds.length }
  if (isDisabled) return { needed, notCounted: 'The test is disabled.' }
  if (listed === 'unknown') {
    const list = problems.find(({ subject }) => subject === 'Tests')
    return { needed, notCounted: ['The list of tests could not be read.', list?.message].filter(Boolean).join(' ') }
  }
  if (listed === 'no') return { needed, notCounted: "The test isn't in the list of tests." }
  return { needed, notCounted: 'ThousandEyes lists neither its interval nor results that could be counted.' }
}

function windowAfter(
  { tests }: Step,
  { endTime, hours }: Inputs,
  { at }: Deploy,
  waiting: readonly Waiting[],
  { clock }: StepApiContext,
) {
  const starts = waiting.flatMap(({ rounds }) => rounds.at(-1) ?? [])
  const lastRoundAt = starts.length === 0 ? undefined : new Date(Math.max(...starts) * SECOND_MS)
  const to = endOfWindow(endTime, clock.now(), lastRoundAt)
  return windowEnding(to, hours ?? hoursHolding(at, to, slowestOf(tests)?.intervalSeconds ?? 0))
}

function startMessage(waiting: readonly Waiting[], needed: number, limitMs: number): string {
  const interval = formatDuration(Math.max(...waiting.map(({ intervalSeconds }) => intervalSeconds)) * SECOND_MS)
  return `Waiting for ${count(needed, 'round')} of ${count(waiting.length, 'test')} since the deploy (the slowest runs every ${interval}), ${formatDuration(limitMs)} at most.`
}

function progressMessage(pending: readonly Waiting[], needed: number, limitMs: number, nowMs: number): string {
  const tests = pending.map(({ test, rounds, isRead, nextReadMs, failure }) => {
    if (failure !== undefined) return `${nameOf(test)}: ${failure.message}`
    return isRead
      ? `${nameOf(test)} has ${rounds.length} of ${needed}`
      : `${nameOf(test)} is first read in ${formatDuration(nextReadMs - nowMs)}`
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
