import type { Context } from './context.ts'
import { BODY_LIMIT } from './github/comment.ts'
import type { WorkflowRun } from './github/run.ts'
import { type Inputs, InputsError } from './inputs.ts'
import { type Outputs, snapshotOutputs } from './outputs.ts'
import { renderReport } from './report/render.ts'
import { deployMessage, deployOf } from './stages/find-tests.ts'
import { idsIn } from './stages/match-tests.ts'
import { planWindow } from './stages/plan-window.ts'
import type { Step, TestRecord } from './step.ts'
import { createSnapshotRequest, expiryOf } from './thousandeyes/snapshots.ts'

/**
 * Logs the requests and the comment instead of sending them; returns the outputs that are known without a snapshot.
 *
 * @throws InputsError
 */
export function dryRun(inputs: Inputs, run: WorkflowRun, { clock, log }: Pick<Context, 'clock' | 'log'>): Outputs {
  const { api, testLines, displayName, comment } = inputs
  const now = clock.now()
  const deploy = deployOf(inputs, now, now)
  const { window, errors, warnings } = planWindow(inputs, deploy, now)
  if (errors.length > 0) throw new InputsError(errors)
  const { waitForRounds } = inputs
  const wait =
    waitForRounds === 0 ? '' : ` The step would wait for ${waitForRounds} rounds first, so that the window ends later.`
  log.info(`Dry run: the inputs are valid, and nothing is sent.${wait}`)
  for (const warning of warnings) log.warning(warning)
  if (deploy !== undefined) log.info(deployMessage(deploy))
  const ids = idsIn(testLines)
  if (ids === undefined) log.info(`The tests would be found by name: ${testLines.join(', ')}.`)
  for (const testId of ids ?? []) {
    const { method, url, body } = createSnapshotRequest(api, { ...inputs, testId, window })
    log.info(`${method} ${url.href} ${body}`)
  }
  for (const line of judgementLines(inputs)) log.info(line)
  const step = exampleStep(inputs, ids ?? testLines, { window, run, ...(deploy && { deploy }) })
  if (comment !== undefined) {
    const when = comment.mode === 'onFailure' ? ', if something is wrong' : ''
    log.info(`The comment would look like this, with links, and with the names of the tests${when}:`)
    for (const line of renderReport(step, { maxCharacters: BODY_LIMIT }).split('\n')) log.info(line)
  }
  return snapshotOutputs({ ...step, tests: [] }, displayName)
}

/** What would be read, the conditions as they were read, and whether they decide on the snapshots. */
function judgementLines({ api, measure, failOn, warnOn, takeSnapshot }: Inputs): readonly string[] {
  const reads = measure !== false && api.version === 'v7'
  const conditions = Object.entries({ failOn, warnOn }).flatMap(([input, given]) => {
    const texts = [...(given?.conditions.map(({ text }) => text) ?? []), ...(given?.failOnUnknown ? ['unknown'] : [])]
    return texts.length === 0 ? [] : [`${input}: ${texts.join('; ')}.`]
  })
  return [
    ...(reads ? ['Then it would read results and alerts of the tests in this window.'] : []),
    ...conditions,
    ...(takeSnapshot === 'onFailure' ? ['It would take snapshots only of tests that fail or are inconclusive.'] : []),
    ...(takeSnapshot === 'never' ? ['It would take no snapshot (takeSnapshot: never).'] : []),
  ]
}

function exampleStep(
  { isPublic, takeSnapshot }: Inputs,
  names: readonly string[],
  known: Pick<Step, 'window' | 'run' | 'deploy'>,
): Step {
  const { to: createdAt } = known.window
  const snapshot =
    takeSnapshot === 'never'
      ? ({ kind: 'notNeeded' } as const)
      : ({ kind: 'taken', viewUrl: '', isPublic, createdAt, expiresAt: expiryOf(createdAt) } as const)
  const tests = names.map(
    (testId): TestRecord => ({ testId, listed: 'unknown', resultKinds: [], problems: [], snapshot }),
  )
  return {
    ...known,
    tests,
    conditions: [],
    isFailed: false,
    problems: [],
    alertsOfNoTest: [],
    isPublicRequested: isPublic,
    takeSnapshot,
    areNumbersHidden: false,
  }
}
