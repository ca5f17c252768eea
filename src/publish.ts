import type { Context } from './context.ts'
import { BODY_LIMIT, upsertComment, type WrittenComment } from './github/comment.ts'
import { isForkRun, resolvePullRequest } from './github/event.ts'
import type { WorkflowRun } from './github/run.ts'
import type { CommentInputs } from './inputs.ts'
import { type Report, renderComment, renderSummary } from './report/report.ts'

/** Writes the job summary. A failure is a warning: it does not fail the step. */
export async function writeSummary(report: Report, { core, log }: Context): Promise<void> {
  try {
    await core.writeSummary(renderSummary(report))
  } catch (error) {
    log.warning(`The job summary was not written: ${String(error)}.`)
  }
}

/** Writes the comment on the pull request. A failure is a warning, and `undefined`: it does not fail the step. */
export async function publishComment(
  report: Report,
  { prNumber, key, token }: CommentInputs,
  { repository, event, apiUrl, graphqlUrl }: WorkflowRun,
  context: Context,
): Promise<WrittenComment | undefined> {
  const pullRequest = resolvePullRequest(event, prNumber)
  const body = renderComment(report, BODY_LIMIT)
  const request = { repository, pullRequest, fromFork: isForkRun(event), key, body }
  const result = await upsertComment(request, { apiUrl, graphqlUrl, token }, context)
  switch (result.kind) {
    case 'written':
      context.log.info(`The link is on pull request #${result.prNumber}: ${result.commentUrl} (${result.action})`)
      return result
    case 'noPullRequest':
      context.log.notice(result.message)
      return undefined
    case 'failed':
      context.log.warning(result.message)
      return undefined
  }
}
