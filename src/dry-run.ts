import type { Context } from './context.ts'
import { BODY_LIMIT } from './github/comment.ts'
import { workflowRun } from './github/run.ts'
import type { Inputs } from './inputs.ts'
import { type Outputs, snapshotOutputs } from './outputs.ts'
import { renderComment } from './report/report.ts'
import { createSnapshotRequest } from './thousandeyes/api.ts'
import { expiryOf } from './thousandeyes/snapshot.ts'
import { windowFor } from './window.ts'

/** Shows what would be sent to whom, without sending it; returns the outputs that are known without an answer. */
export function dryRun(inputs: Inputs, context: Context): Outputs {
  const { clock, log } = context
  const { api, testIds, isPublic, waitMinutes, displayName } = inputs
  const takenAt = new Date(clock.now().getTime() + waitMinutes * 60_000)
  const window = windowFor(inputs, takenAt)
  const wait = waitMinutes > 0 ? ` After a wait of ${waitMinutes} min, this would be:` : ' This would be:'
  log.info(`Dry run: every input is fine, and nothing is sent.${wait}`)
  for (const testId of testIds) {
    const { method, url, body } = createSnapshotRequest(api, { ...inputs, testId, window })
    log.info(`${method} ${url.href} ${body}`)
  }
  if (inputs.measure && api.version === 'v7') {
    log.info('Then the results and alerts of the tests in this window would be read.')
  }
  if (inputs.comment !== undefined) {
    log.info('The comment would look like this, with the names of the tests and the links:')
    const expected = { testName: undefined, window, isPublic, viewUrl: '', expiresAt: expiryOf(takenAt) }
    const run = workflowRun(context)
    const snapshots = testIds.map(testId => ({ ...expected, testId }))
    const report = { title: displayName, snapshots, failures: [], analysis: undefined, run, updatedAt: takenAt }
    for (const line of renderComment(report, BODY_LIMIT).split('\n')) log.info(line)
  }
  return snapshotOutputs(window, displayName, [])
}
