import type { Condition } from './analysis/conditions.ts'
import type { Context } from './context.ts'
import { BODY_LIMIT } from './github/comment.ts'
import type { WorkflowRun } from './github/run.ts'
import { type Inputs, InputsError } from './inputs.ts'
import { type Outputs, snapshotOutputs } from './outputs.ts'
import { formatLimit } from './report/conditions.ts'
import { renderReport } from './report/render.ts'
import { deployMessage, deployOf, newRecord, newStep, periodWarnings } from './stages/find-tests.ts'
import { idsIn } from './stages/match-tests.ts'
import { planWindow } from './stages/plan-window.ts'
import type { Snapshot } from './step.ts'
import { createSnapshotRequest, expiryOf } from './thousandeyes/snapshots.ts'

/**
 * Logs the requests and the comment instead of sending them; returns the outputs that are known without a snapshot.
 *
 * @throws InputsError
 */
export function dryRun(inputs: Inputs, run: WorkflowRun, { clock, log }: Pick<Context, 'clock' | 'log'>): Outputs {
  const { api, testLines, displayName, isPublic, takeSnapshot, comment, waitForRounds } = inputs
  const now = clock.now()
  const deploy = deployOf(inputs, now, now)
  const { window, errors, warnings } = planWindow(inputs, deploy, now)
  if (errors.length > 0) throw new InputsError(errors)
  const wait =
    waitForRounds === 0 ? '' : ` The step would wait for ${waitForRounds} rounds first, so that the window ends later.`
  log.info(`Dry run: the inputs are valid, and nothing is sent.${wait}`)
  for (const warning of [...warnings, ...periodWarnings(inputs, deploy, run)]) log.warning(warning)
  if (deploy !== undefined) log.info(deployMessage(deploy))
  const ids = idsIn(testLines)
  if (ids === undefined)
    log.info(`The tests would be found by name: ${testLines.join(', ')}. The request, with testId for the id:`)
  for (const testId of ids ?? ['testId']) {
    const { method, url, body } = createSnapshotRequest(api, { ...inputs, testId, window })
    log.info(`${method} ${url.href} ${body}`)
  }
  for (const line of judgementLines(inputs)) log.info(line)
  const { to: createdAt } = window
  const snapshot: Snapshot =
    takeSnapshot === 'never'
      ? { kind: 'notNeeded' }
      : { kind: 'taken', viewUrl: '', isPublic, createdAt, expiresAt: expiryOf(createdAt) }
  const tests = (ids ?? testLines).map(testId => ({ ...newRecord(testId), snapshot }))
  // Without conditions, since nothing is judged.
  const step = { ...newStep(inputs, { tests, problems: [], window, deploy, run }), conditions: [] }
  if (comment !== undefined) {
    const when = comment.mode === 'onFailure' ? ', if something is wrong' : ''
    log.info(`The comment would look like this, with links, and with the names of the tests${when}:`)
    for (const line of renderReport(step, { maxCharacters: BODY_LIMIT }).split('\n')) log.info(line)
  }
  return snapshotOutputs({ ...step, tests: [] }, displayName)
}

/** What would be read, the conditions as they were read, and whether they decide on the snapshots. */
function judgementLines({ measure, failOn, warnOn, takeSnapshot }: Inputs): readonly string[] {
  const conditions = Object.entries({ failOn, warnOn }).flatMap(([input, given]) => {
    if (given === undefined) return []
    const texts = given.conditions.map(formatCondition)
    return [`${input}: ${[...texts, ...(given.failOnUnknown ? ['unknown'] : [])].join('; ')}.`]
  })
  return [
    ...(measure === false ? [] : ['Then it would read results and alerts of the tests in this window.']),
    ...conditions,
    ...(takeSnapshot === 'onFailure' ? ['It would take snapshots only of tests that fail or are inconclusive.'] : []),
    ...(takeSnapshot === 'never' ? ['It would take no snapshot (takeSnapshot: never).'] : []),
  ]
}

/** With the unit, which the input leaves out. */
function formatCondition(condition: Condition): string {
  return `${condition.metric} ${condition.operator} ${formatLimit(condition)}`
}
