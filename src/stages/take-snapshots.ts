import type { Inputs } from '../inputs.ts'
import { type OutputsWriter, snapshotOutputs } from '../outputs.ts'
import { formatSnapshot } from '../report/log-lines.ts'
import { nameOf, type Step, stateOf, type TestRecord } from '../step.ts'
import { count, listSome } from '../text.ts'
import type { StepApiContext } from '../thousandeyes/client.ts'
import { createSnapshot, type SnapshotResult } from '../thousandeyes/snapshots.ts'
import { formatUtc } from '../time.ts'
import { endOfWindow, MINUTE_MS, type Window } from '../window.ts'

const ANOTHER_EXPOSED =
  'Another snapshot of this step is public, although a private one was requested, and this one might be, too.'

/**
 * Takes a snapshot of every test that needs one, one after the other, and writes the links into the outputs before anything else can
 * fail. After one that is exposed, or a refused token, it requests no other.
 *
 * @param startedMs - monotonic: when the step started, from which `timeoutMinutes` counts
 */
export async function takeSnapshots(
  step: Step,
  inputs: Inputs,
  startedMs: number,
  outputs: OutputsWriter,
  context: StepApiContext,
): Promise<Step> {
  const { log, clock } = context
  const wanted = step.tests.filter(test => needsSnapshot(test, step))
  if (step.stopped === undefined) log.info(planMessage(wanted, step))
  const limited = { ...context, deadlineMs: deadlineFor(wanted.length, inputs, startedMs, clock.monotonicMs()) }
  const unneeded = (test: TestRecord): TestRecord => ({ ...test, snapshot: { kind: 'notNeeded' } })
  let taken: Step = { ...step, tests: step.tests.map(test => (wanted.includes(test) ? test : unneeded(test))) }
  let endedBy = step.stopped
  const create = (testId: string) => createSnapshot(inputs.api, { ...inputs, testId, window: taken.window }, limited)
  const add = (record: TestRecord) => {
    taken = { ...taken, tests: taken.tests.map(test => (test.testId === record.testId ? record : test)) }
  }
  try {
    for (const test of wanted) {
      if (endedBy !== undefined) {
        add({ ...test, snapshot: { kind: 'notTaken', reason: endedBy } })
        continue
      }
      let result = await create(test.testId)
      const window = earlierWindow(result, taken.window, inputs, clock.now())
      if (window !== undefined) {
        taken = { ...taken, window }
        log.info(`The runner's clock is fast. The window is from ${formatPeriod(window)}.`)
        result = await create(test.testId)
      }
      if (result.kind === 'exposed') endedBy = ANOTHER_EXPOSED
      if (result.kind === 'notTaken' && result.endsRequests) {
        endedBy = result.reason
        taken = { ...taken, stopped: result.reason }
      }
      const record = withSnapshot(test, result)
      add(record)
      log.info(formatSnapshot(record, step))
    }
  } finally {
    outputs.write(snapshotOutputs(taken, inputs.displayName))
  }
  return taken
}

/** With `onFailure`, only a test that fails or is inconclusive itself, or that an error kept from being judged. */
export function needsSnapshot(test: TestRecord, { takeSnapshot, deploy, stopped }: Step): boolean {
  if (takeSnapshot !== 'onFailure') return takeSnapshot === 'always'
  const state = stateOf(test, deploy)
  return stopped !== undefined || test.conditions === undefined || state === 'fail' || state === 'unknown'
}

/** Without `timeoutMinutes`, the step waits five minutes for every five snapshots of the quota, and ten at least. */
function deadlineFor(snapshots: number, { timeoutMinutes }: Inputs, startedMs: number, nowMs: number): number {
  return timeoutMinutes === undefined
    ? nowMs + Math.max(10, Math.ceil(snapshots / 5) * 5) * MINUTE_MS
    : Math.max(nowMs, startedMs + timeoutMinutes * MINUTE_MS)
}

/**
 * Without the list of tests, no response has corrected the runner's clock before the first snapshot: a fast one asks for a window
 * that ends in the service's future, which is a 400. That response corrects the clock.
 *
 * @returns the window to request in its place
 */
function earlierWindow(
  result: SnapshotResult,
  { from, to }: Window,
  { endTime }: Inputs,
  now: Date,
): Window | undefined {
  const isRefused = result.kind === 'notTaken' && result.status === 400 && to > now
  const end = endOfWindow(endTime, now)
  return isRefused ? { from: new Date(from.getTime() + end.getTime() - to.getTime()), to: end } : undefined
}

/** The response completes what the list of tests lacks. */
function withSnapshot(test: TestRecord, result: SnapshotResult): TestRecord {
  if (result.kind === 'notTaken') return { ...test, snapshot: { kind: 'notTaken', reason: result.reason } }
  const { test: described, ...snapshot } = result
  const { resultKinds, ...named } = described
  return { ...named, ...test, resultKinds: test.resultKinds.length > 0 ? test.resultKinds : resultKinds, snapshot }
}

function formatPeriod({ from, to }: Window): string {
  return `${formatUtc(from)} to ${formatUtc(to)}`
}

function planMessage(wanted: readonly TestRecord[], { window, isPublicRequested, takeSnapshot }: Step): string {
  if (wanted.length === 0) return `No snapshot is needed (takeSnapshot: ${takeSnapshot}).`
  const snapshots = count(wanted.length, `${isPublicRequested ? 'public' : 'private'} snapshot`)
  return `Taking ${snapshots} from ${formatPeriod(window)}: ${listSome(wanted.map(nameOf), 50)}.`
}
