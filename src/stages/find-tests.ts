import { ALERTS } from '../analysis/conditions.ts'
import type { WorkflowRun } from '../github/run.ts'
import { type Inputs, InputsError } from '../inputs.ts'
import { type Deploy, isRerunFromStart, nameOf, type Problem, type Step, type TestRecord } from '../step.ts'
import { count, listSome, quote } from '../text.ts'
import type { StepApiContext } from '../thousandeyes/client.ts'
import { metricNames } from '../thousandeyes/metrics.ts'
import { type ListedTest, listTests } from '../thousandeyes/tests.ts'
import { formatDuration, formatIso } from '../time.ts'
import { idsIn, matchTests } from './match-tests.ts'
import { planWindow } from './plan-window.ts'
import { type ReadFailure, read } from './read.ts'

/** The list of tests is one request, which may have to wait for the organization's requests of the next minute. */
const MAX_LISTING_MS = 60_000

/** Enough for one request, also with `timeoutMinutes: 0`. */
const MIN_LISTING_MS = 10_000

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
  const { tests, ...found } = await findRecords(inputs, context)
  const stopped = found.stopped ?? reasonToStop(tests, inputs)
  const deploy = deployOf(inputs, clock.at(startedMs), clock.now())
  const rerun = isRerunFromStart({ run, ...(deploy && { deploy }) }) ? [rerunProblem(run)] : []
  const plan = planWindow(inputs, deploy, clock.now(), slowestOf(tests))
  const isMeasured = inputs.measure !== false && inputs.api.version === 'v7'
  const unsure = [...rerun, ...(isMeasured ? plan.problems : [])]
  const problems = [...found.problems, ...unsure]
  const wrong = [...plan.errors, ...(stopped === undefined ? metricErrors(inputs, tests) : [])]
  if (wrong.length > 0) throw new InputsError(wrong)
  if (deploy !== undefined) log.info(deployMessage(deploy))
  for (const warning of [
    ...plan.warnings,
    ...(stopped === undefined ? disabledWarnings(tests) : []),
    ...unsure.map(({ message }) => message),
    ...periodWarnings(inputs, deploy, run),
  ])
    log.warning(warning)
  return {
    tests,
    problems,
    window: plan.window,
    conditions: [...(inputs.failOn?.conditions ?? []), ...(inputs.warnOn?.conditions ?? [])],
    isFailed: false,
    alertsOfNoTest: [],
    isPublicRequested: inputs.isPublic,
    takeSnapshot: inputs.takeSnapshot,
    areNumbersHidden: false,
    run,
    ...(deploy && { deploy }),
    ...(stopped !== undefined && { stopped }),
  }
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

async function findRecords({ api, testLines, timeoutMinutes }: Inputs, context: StepApiContext): Promise<Found> {
  const ids = idsIn(testLines)
  const byId = (found: Omit<Found, 'tests'>): Found => {
    return {
      tests: (ids ?? []).map(testId => ({ testId, listed: 'unknown', problems: [], resultKinds: [] })),
      ...found,
    }
  }
  if (api.version === 'v6') {
    if (ids === undefined) throw new InputsError(['Input testId: API v6 takes ids only: names require apiVersion v7.'])
    if (ids.some(id => !Number.isSafeInteger(Number(id)))) {
      throw new InputsError(['Input testId: API v6 sends ids as numbers below 2^53, and one of them is larger.'])
    }
    return byId({ problems: [] })
  }
  const limitMs = Math.max(MIN_LISTING_MS, Math.min(MAX_LISTING_MS, (timeoutMinutes ?? 360) * 60_000))
  const { value: listed, failure } = await read(context, context.clock.monotonicMs() + limitMs, limited =>
    listTests(api, limited),
  )
  context.signal.throwIfAborted()
  if (failure === undefined) return recordsIn(listed, testLines, context)
  if (failure.status === 401)
    return byId({ problems: [{ subject: '', message: failure.message }], stopped: failure.message })
  if (ids === undefined) throw new InputsError([namesUnknown(failure)])
  context.log.warning(`The list of tests could not be read. ${failure.message}`)
  return byId({ problems: [{ subject: 'Tests', message: failure.message }] })
}

/** With ids, a step can do without a list that the token may not read; what else is wrong concerns its other requests, too. */
function namesUnknown({ message, status }: ReadFailure): string {
  const ids = status === 403 ? ' With ids, the step takes snapshots without the list.' : ''
  return `Input testId: names need the list of tests, which could not be read. ${message}${ids}`
}

function recordsIn(listed: readonly ListedTest[], lines: readonly string[], { log }: StepApiContext): Found {
  const { tests, problems } = matchTests(lines, listed)
  if (problems.length > 0) throw new InputsError(problems.map(problem => `Input testId: ${problem}`))
  const records = tests.map(test => (typeof test === 'string' ? unlistedRecord(test) : recordOf(test)))
  log.info(`Found ${count(records.length, 'test')}: ${listSome(records.map(describe), 50)}.`)
  return { tests: records, problems: [] }
}

function describe({ testId, testName, intervalSeconds, listed }: TestRecord): string {
  if (listed === 'no') return `${testId} (not in the list of tests)`
  const interval = intervalSeconds === undefined ? '' : `, every ${formatDuration(intervalSeconds * 1000)}`
  return `${testName === undefined ? '' : `${quote(testName)} `}(${testId}${interval})`
}

function recordOf({ testId, testName, testType, intervalSeconds, isDisabled, resultKinds }: ListedTest): TestRecord {
  return {
    testId,
    listed: 'yes',
    resultKinds,
    problems: isDisabled ? [{ subject: '', message: DISABLED }] : [],
    ...(testName !== undefined && { testName }),
    ...(testType !== undefined && { testType }),
    ...(intervalSeconds !== undefined && { intervalSeconds }),
    ...(isDisabled && { isDisabled }),
  }
}

const DISABLED = 'The test is disabled in ThousandEyes: enable it, or take it out of testId.'

function unlistedRecord(testId: string): TestRecord {
  const message =
    "The test isn't in the list of tests that this token can read, so it can't be measured: check testId and aid."
  return { testId, listed: 'no', resultKinds: [], problems: [{ subject: '', message }] }
}

/** One, since GitHub shows no more than ten annotations of a step. */
function disabledWarnings(tests: readonly TestRecord[]): readonly string[] {
  const disabled = tests.filter(({ isDisabled }) => isDisabled)
  if (disabled.length < 2) return disabled.map(test => `${nameOf(test)}: ${DISABLED}`)
  const names = listSome(disabled.map(nameOf), 50)
  return [`${disabled.length} tests are disabled in ThousandEyes: ${names}. Enable them, or take them out of testId.`]
}

function rerunProblem({ attempt }: WorkflowRun): Problem {
  const message = `This is attempt ${attempt} of the run, and the time of the deploy is the start of this attempt. If an earlier attempt deployed, set deployedAt to its time: let the job that deploys hand it over as an output.`
  return { subject: '', message }
}

/** Events that people start to look at a period, not because something was deployed. */
const WITHOUT_DEPLOY = ['schedule', 'workflow_dispatch']

function periodWarnings(
  { failOn, warnOn }: Inputs,
  deploy: Deploy | undefined,
  { event }: WorkflowRun,
): readonly string[] {
  const isMeant = deploy !== undefined || WITHOUT_DEPLOY.includes(event.name)
  if (isMeant || (failOn ?? warnOn) === undefined) return []
  return [
    'The conditions judge the whole window, most of it before the deploy, since the time of the deploy is unknown: set waitForRounds or deployedAt.',
  ]
}

/** A disabled test runs no rounds: a step about nothing else has nothing to wait for or to judge. */
function reasonToStop(tests: readonly TestRecord[], { waitForRounds, failOn, warnOn }: Inputs): string | undefined {
  const isIdle = tests.every(({ isDisabled }) => isDisabled === true)
  const hasToRun = (failOn ?? warnOn) !== undefined || waitForRounds > 0
  return isIdle && hasToRun ? DISABLED : undefined
}

/** Conditions whose metric none of the tests has: they could never fail. Tests whose metrics are unknown may have any. */
function metricErrors({ failOn, warnOn }: Inputs, tests: readonly TestRecord[]): readonly string[] {
  const known = tests.map(metricNames)
  if (known.some(names => names === undefined)) return []
  const names = [...new Set(known.flatMap(one => one ?? [])), ALERTS]
  return Object.entries({ failOn, warnOn }).flatMap(([input, given]) =>
    (given?.conditions ?? [])
      .filter(({ metric }) => !names.includes(metric))
      .map(({ text, metric }) => {
        const who =
          tests.length === 1 ? `The test ${tests.map(nameOf).join()} has no ${metric}` : `No test has ${metric}`
        return `Input ${input}: ${quote(text, 100)} can never be judged. ${who}; use one of ${names.join(', ')}.`
      }),
  )
}
