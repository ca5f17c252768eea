import type { Context } from './context.ts'
import { BODY_LIMIT } from './github/comment.ts'
import type { WorkflowRun } from './github/run.ts'
import type { Inputs } from './inputs.ts'
import { deployMessage, dryRunMessages } from './messages.ts'
import { type Outputs, snapshotOutputs } from './outputs.ts'
import { renderMarkdown } from './report/render.ts'
import { addJudgement, type Report } from './report/report.ts'
import { createSnapshotRequest, expiryOf } from './thousandeyes/snapshots.ts'
import { earliestSnapshotAt, windowFor } from './window.ts'

/** Logs the requests and the comment instead of sending them; returns the outputs that are known without a snapshot. */
export function dryRun(inputs: Inputs, run: WorkflowRun, { clock, log }: Pick<Context, 'clock' | 'log'>): Outputs {
  const { api, testIds, isPublic, displayName } = inputs
  const takenAt = earliestSnapshotAt(inputs, clock.now())
  const window = windowFor(inputs, takenAt)
  log.info(dryRunMessages.start(inputs))
  for (const testId of testIds) {
    const { method, url, body } = createSnapshotRequest(api, { ...inputs, testId, window })
    log.info(`${method} ${url.href} ${body}`)
  }
  if (inputs.measure && api.version === 'v7') log.info(dryRunMessages.measure)
  for (const line of judgementLines(inputs)) log.info(line)
  if (inputs.comment !== undefined) {
    log.info(dryRunMessages.comment)
    const outcome = {
      kind: 'taken',
      viewUrl: '',
      isPublic,
      isPublicRequested: isPublic,
      createdAt: takenAt,
      expiresAt: expiryOf(takenAt),
    } as const
    const tests = testIds.map(testId => ({ testId, testName: undefined, outcome }))
    const judgement = { analysis: undefined, gate: undefined }
    const report: Report = { ...judgement, tests: addJudgement(tests, judgement), window, isDetailed: true, run }
    for (const line of renderMarkdown(report, BODY_LIMIT).split('\n')) log.info(line)
  }
  return snapshotOutputs(window, displayName, [])
}

/** The time of the deploy, the conditions as they were read, and whether they decide on the snapshot. */
function judgementLines({ deployedAt, deployedAtSource, failOn, warnOn, takeSnapshot }: Inputs): readonly string[] {
  return [
    ...(deployedAt === undefined ? [] : [deployMessage(deployedAt, deployedAtSource)]),
    ...(failOn === undefined ? [] : [dryRunMessages.conditions('failOn', failOn)]),
    ...(warnOn === undefined ? [] : [dryRunMessages.conditions('warnOn', warnOn)]),
    ...(takeSnapshot === 'onFailure' ? [dryRunMessages.onFailure] : []),
  ]
}
