import { ALERTS } from '../analysis/conditions.ts'
import type { WorkflowRun } from '../github/run.ts'
import { type Inputs, InputsError } from '../inputs.ts'
import { type Deploy, isRerunFromStart, nameOf, type Step, type TestRecord } from '../step.ts'
import { count, listSome, quote } from '../text.ts'
import type { StepApiContext } from '../thousandeyes/client.ts'
import { metricNames } from '../thousandeyes/metrics.ts'
import { type ListedTest, listTests } from '../thousandeyes/tests.ts'
import { formatDuration, formatIso } from '../time.ts'
import { idsIn, matchTests } from './match-tests.ts'
import { planWindow } from './plan-window.ts'
import { read } from './read.ts'

/**
 * Finds the tests of the step in the list of tests, which is read once and first: what can be known before a wait or a snapshot is
 * reported now.
 *
 * @param startedMs - monotonic: when the step started
 * @throws InputsError
 */
export async function findTests(
  inputs: Inputs,
  run: WorkflowRun,
  startedMs: number,
  context: StepApiContext,
): Promise<Step> {
  const { clock, log } = context
  const found = await findRecords(inputs, context)
  const { tests, stopped = reasonToStop(tests, inputs) } = found
  const deploy = deployOf(inputs, clock.at(startedMs), clock.now())
  const { window, ...plan } = planWindow(inputs, deploy, clock.now(), slowestOf(tests))
  const errors = [...plan.errors, ...(stopped === undefined ? metricErrors(inputs, tests) : [])]
  if (errors.length > 0) throw new InputsError(errors)
  if (deploy !== undefined) log.info(deployMessage(deploy))
  const unsure = [
    ...(isRerunFromStart({ run, deploy }) ? [rerunMessage(run)] : []),
    ...(inputs.measure === false || inputs.api.version === 'v6' ? [] : plan.unsure),
  ]
  const disabled = stopped === undefined ? disabledWarnings(tests) : []
  for (const warning of [...plan.warnings, ...disabled, ...unsure, ...periodWarnings(inputs, deploy, run)]) {
    log.warning(warning)
  }
  const problems = [...found.problems, ...unsure.map(message => ({ subject: '', message }))]
  return newStep(inputs, { tests, problems, window, deploy, run, stopped })
}

/** A step before it waits, takes snapshots or measures. */
export function newStep(
  { failOn, warnOn, isPublic, takeSnapshot }: Inputs,
  known: Pick<Step, 'tests' | 'problems' | 'window' | 'deploy' | 'run' | 'stopped'>,
): Step {
  return {
    ...known,
    conditions: [...(failOn?.conditions ?? []), ...(warnOn?.conditions ?? [])],
    isFailed: false,
    alertsOfNoTest: [],
    isPublicRequested: isPublic,
    takeSnapshot,
    areNumbersHidden: false,
  }
}

/** A test of which only the id is known. */
export function newRecord(testId: string): TestRecord {
  return { testId, listed: 'unknown', problems: [], resultKinds: [] }
}

const DEPLOY_SOURCES: Readonly<Record<Deploy['source'], string>> = {
  deployedAt: 'from the input deployedAt',
  deployment_status: 'from the event deployment_status',
  step: 'the start of this step',
}

export function deployMessage({ at, source }: Deploy): string {
  return `Time of the deploy: ${formatIso(at)}, ${DEPLOY_SOURCES[source]}.`
}

/** The slowest of the tests whose interval is known. */
export function slowestOf(tests: readonly TestRecord[]): TestRecord | undefined {
  return tests.toSorted((a, b) => (b.intervalSeconds ?? 0) - (a.intervalSeconds ?? 0)).at(0)
}

/** The time of the deploy by the service's clock: at most now, and if nothing gives it, the start of the step. */
export function deployOf({ deploy }: Inputs, startedAt: Date, now: Date): Deploy | undefined {
  if (deploy === undefined) return undefined
  const { at = startedAt, source } = deploy
  return { at: at < now ? at : now, source }
}

type Found = Pick<Step, 'tests' | 'problems' | 'stopped'>

async function findRecords({ api, testLines, timeoutMinutes = 1 }: Inputs, context: StepApiContext): Promise<Found> {
  const { clock, log, signal } = context
  const ids = idsIn(testLines)
  const tests = (ids ?? []).map(newRecord)
  if (api.version === 'v6') {
    if (ids === undefined)
      throw new InputsError(['Input testId: names require apiVersion v7, since API v6 takes only IDs.'])
    return { tests, problems: [] }
  }
  // Time for one request, also with `timeoutMinutes: 0`; it may have to wait for the organization's limit of the next minute.
  const limitMs = Math.max(10_000, Math.min(60_000, timeoutMinutes * 60_000))
  const { value, failure } = await read(context, clock.monotonicMs() + limitMs, limited => listTests(api, limited))
  signal.throwIfAborted()
  if (failure === undefined) return recordsIn(value, testLines, context)
  const { message, status } = failure
  if (status === 401) return { tests, problems: [{ subject: '', message }], stopped: message }
  if (ids === undefined) {
    // Other failures than a missing permission concern the requests for snapshots, too.
    const hint = status === 403 ? ' With ids, the step takes snapshots without the list.' : ''
    throw new InputsError([`Input testId: names need the list of tests, which could not be read. ${message}${hint}`])
  }
  log.warning(`The list of tests could not be read. ${message}`)
  return { tests, problems: [{ subject: 'Tests', message }] }
}

function recordsIn(listed: readonly ListedTest[], lines: readonly string[], { log }: StepApiContext): Found {
  const { tests, problems } = matchTests(lines, listed)
  if (problems.length > 0) throw new InputsError(problems.map(problem => `Input testId: ${problem}`))
  const records = tests.map(toRecord)
  log.info(`Found ${count(records.length, 'test')}: ${listSome(records.map(describe), 50)}.`)
  return { tests: records, problems: [] }
}

function describe({ testId, testName, intervalSeconds, listed }: TestRecord): string {
  if (listed === 'no') return `${testId} (not in the list of tests)`
  const interval = intervalSeconds === undefined ? '' : `, every ${formatDuration(intervalSeconds * 1000)}`
  return `${testName === undefined ? '' : `${quote(testName)} `}(${testId}${interval})`
}

const DISABLED = 'The test is disabled in ThousandEyes: enable it, or take it out of testId.'
const UNLISTED =
  "The test isn't in the list of tests that this token can read, so it can't be measured: check testId and aid."

function toRecord(test: ListedTest | string): TestRecord {
  return typeof test === 'string'
    ? { ...newRecord(test), listed: 'no', problems: [{ subject: '', message: UNLISTED }] }
    : { ...test, listed: 'yes', problems: test.isDisabled ? [{ subject: '', message: DISABLED }] : [] }
}

/** One, since GitHub shows no more than ten annotations of a step. */
function disabledWarnings(tests: readonly TestRecord[]): readonly string[] {
  const disabled = tests.filter(({ isDisabled }) => isDisabled)
  if (disabled.length < 2) return disabled.map(test => `${nameOf(test)}: ${DISABLED}`)
  const names = listSome(disabled.map(nameOf), 50)
  return [`${disabled.length} tests are disabled in ThousandEyes: ${names}. Enable them, or take them out of testId.`]
}

function rerunMessage({ attempt }: WorkflowRun): string {
  return `This is attempt ${attempt} of the run, and the time of the deploy is the start of this attempt. If an earlier attempt deployed, set deployedAt to its time: let the job that deploys hand it over as an output.`
}

/** Events that people start to look at a period, not because something was deployed. */
const WITHOUT_DEPLOY = ['schedule', 'workflow_dispatch']

export function periodWarnings(inputs: Inputs, deploy: Deploy | undefined, run: WorkflowRun): readonly string[] {
  const isMeant = deploy !== undefined || WITHOUT_DEPLOY.includes(run.event.name)
  if (isMeant || (inputs.failOn ?? inputs.warnOn) === undefined) return []
  return [
    'The conditions judge the whole window, most of it before the deploy, since the time of the deploy is unknown: set waitForRounds or deployedAt.',
  ]
}

/** A disabled test runs no rounds: a step about nothing else has nothing to wait for or to judge. */
function reasonToStop(tests: readonly TestRecord[], { waitForRounds, failOn, warnOn }: Inputs): string | undefined {
  const hasToRun = (failOn ?? warnOn) !== undefined || waitForRounds > 0
  return hasToRun && tests.every(({ isDisabled }) => isDisabled) ? DISABLED : undefined
}

/** Conditions whose metric none of the tests has: they could never fail. Tests whose metrics are unknown may have any. */
function metricErrors({ failOn, warnOn }: Inputs, tests: readonly TestRecord[]): readonly string[] {
  const known = tests.map(metricNames)
  if (known.some(names => names === undefined)) return []
  const names = [...new Set(known.flatMap(one => one ?? [])), ALERTS]
  const who = tests.length === 1 ? `The test ${tests.map(nameOf).join()} has no` : 'No test has'
  return Object.entries({ failOn, warnOn }).flatMap(([input, given]) =>
    (given?.conditions ?? [])
      .filter(({ metric }) => !names.includes(metric))
      .map(
        ({ text, metric }) =>
          `Input ${input}: ${quote(text, 100)} can never be judged. ${who} ${metric}; use one of ${names.join(', ')}.`,
      ),
  )
}
