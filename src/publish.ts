import type { Context } from './context.ts'
import { type CommentOutcome, writeComment } from './github/comment.ts'
import { isForkRun, resolvePullRequest } from './github/event.ts'
import { BODY_LIMIT } from './github/marker.ts'
import type { WorkflowRun } from './github/run.ts'
import type { CommentInputs } from './inputs.ts'
import { type Report, renderComment, renderSummary } from './report/report.ts'

/** Writes the job summary. One that cannot be written is a warning: it must not cost the step. */
export async function writeSummary(report: Report, { core, log }: Context): Promise<void> {
  try {
    await core.writeSummary(renderSummary(report))
  } catch (error) {
    log.warning(`The job summary was not written: ${String(error)}.`)
  }
}

/** Writes the comment on the pull request; whatever stands in the way is said and does not cost the step. */
export async function publishComment(
  report: Report,
  { prNumber, key, token }: CommentInputs,
  run: WorkflowRun,
  context: Context,
): Promise<CommentOutcome> {
  const { apiUrl, graphqlUrl, repository, event } = run
  const body = renderComment(report, BODY_LIMIT)
  const target = resolvePullRequest(event, prNumber)
  const order = { repository, target, fromFork: isForkRun(event), key, body }
  const outcome = await writeComment(order, { ...context, apiUrl, graphqlUrl, token })
  switch (outcome.kind) {
    case 'written':
      context.log.info(`The link is on pull request #${outcome.prNumber}: ${outcome.commentUrl} (${outcome.action})`)
      break
    case 'noPullRequest':
      context.log.notice(outcome.notice)
      break
    case 'failed':
      context.log.warning(outcome.warning)
  }
  return outcome
}
