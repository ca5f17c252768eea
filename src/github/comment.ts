import * as v from 'valibot'
import { isSecureUrl } from '../http.ts'
import { formatUnexpectedError, parsed } from '../text.ts'
import { createGitHubClient, type GitHubClient, type GitHubConfig, type GitHubContext } from './client.ts'
import { describeError } from './errors.ts'
import type { PullRequestRef } from './event.ts'
import { type ExistingComment, findPullRequest, markerOf, type PullRequestQuery } from './pull-request.ts'
import type { GitHubResponse } from './response.ts'
import type { Repository } from './run.ts'

export type { ExistingComment } from './pull-request.ts'

/** The comment to write. */
export interface CommentRequest extends Omit<PullRequestQuery, 'pullRequest'> {
  readonly pullRequest: PullRequestRef
  /** Whether a pull request from a fork triggered the run, see `isForkRun`. */
  readonly fromFork: boolean
  /**
   * Decides what happens to the comments with this key, and which run's report they show: `report/history.ts`.
   *
   * @param existing - the oldest first; several if runs wrote at the same time
   * @param hasWritten - whether this run has just written one of them: it creates no other then
   */
  readonly plan: (existing: readonly ExistingComment[], hasWritten: boolean) => CommentPlan
}

/** `body`: Markdown, up to `BODY_LIMIT` characters. All other comments with the key are deleted afterwards. */
export type CommentPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'create'; readonly body: string }
  /** `isOnTop`: whether the report is this run's; otherwise only links were added to the report of another. */
  | { readonly kind: 'edit'; readonly id: number; readonly body: string; readonly isOnTop: boolean }

export interface WrittenComment {
  readonly kind: 'written'
  /** `replaced`: created, and the one before deleted. `linksAdded`: the report of another run stays. */
  readonly action: 'created' | 'updated' | 'replaced' | 'linksAdded'
  readonly prNumber: number
  readonly commentId: number
  readonly commentUrl: string
  /** A sentence on other pull requests that it could have been as well. */
  readonly notice?: string
}

/** `message` is one line. */
export type CommentResult =
  | WrittenComment
  /** The plan writes none. */
  | { readonly kind: 'notNeeded' }
  | { readonly kind: 'noPullRequest'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Writes the comment with this key on the pull request. Never rejects, and takes at most 45 s.
 *
 * Only comments of the token's own user count, since anybody can begin a comment with our marker.
 */
export async function upsertComment(
  request: CommentRequest,
  config: GitHubConfig,
  context: GitHubContext,
): Promise<CommentResult> {
  const { pullRequest } = request
  if (pullRequest.kind === 'none') return noPullRequest(`${pullRequest.reason} Set prNumber to choose a pull request.`)
  if (config.token === '') {
    return failed("githubToken is empty: leave it out to use the job's own token, or check the secret it is set to.")
  }
  try {
    const client = await createGitHubClient(config, context)
    const result = await findAndWrite({ ...request, pullRequest }, config, context, client)
    return result.kind === 'failed' && context.signal.aborted ? failed(CANCELLED) : result
  } catch (error) {
    if (context.signal.aborted) return failed(CANCELLED)
    return failed(formatUnexpectedError(context.redact(String(error))))
  }
}

const CANCELLED = 'The job was cancelled.'
const MAX_ATTEMPTS = 3
const RETRY_DELAY_MS = 2_000

/** Before the second look at a comment that was edited: a run that read it before the edit overwrites it within this time. */
const SETTLE_DELAY_MS = 1_000

/**
 * A comment is created only right after a search: GitHub may have created it although the response was lost or an error. So a
 * retry searches again, and finds what the first attempt created.
 */
async function findAndWrite(
  request: CommentRequest & PullRequestQuery,
  config: GitHubConfig,
  context: GitHubContext,
  client: GitHubClient,
): Promise<CommentResult> {
  const failure = (response: GitHubResponse) =>
    failed(describeError(response, { ...config, ...request, now: context.clock.now() }))
  for (let attempts = 1; ; attempts++) {
    const lookup = await findPullRequest(client, request)
    if (lookup.kind === 'none') return notFound(request)
    if (lookup.kind === 'error') return failure(lookup.response)

    const { number: prNumber, comments: existing, others } = lookup
    const plan = request.plan(existing, false)
    if (plan.kind === 'none') return { kind: 'notNeeded' }
    const response = await write(plan, prNumber, request, client)
    if (isStale(plan, response) && attempts < MAX_ATTEMPTS) {
      context.log.debug('GitHub: searching for the comment again before another attempt to write it.')
      await context.clock.sleep(RETRY_DELAY_MS, context.signal)
      continue
    }
    const { data } = parsed(WrittenResponse, response) ?? {}
    if (data === undefined) return failure(response)

    const action = actionOf(plan, existing)
    const { id: commentId, html_url: commentUrl } = data
    const written = { kind: 'written', action, prNumber, commentId, commentUrl, ...noticeOf(others) } as const
    const own = { id: commentId, body: plan.body, isHidden: false }
    const known = [...existing.filter(({ id }) => id !== commentId), own]
    // The comment is there, whatever becomes of the second look.
    return await settle(written, known, request, context, client).catch(() => written)
  }
}

function actionOf(plan: CommentPlan, existing: readonly ExistingComment[]): WrittenComment['action'] {
  if (plan.kind === 'edit') return plan.isOnTop ? 'updated' : 'linksAdded'
  return existing.length === 0 ? 'created' : 'replaced'
}

/**
 * Looks again: another run may have written at the same time, and know nothing of this one. One comment stays, with what both have
 * to say. The next run does what cannot be done now.
 *
 * @param known - the comments as this run left them: a search may not have the newest yet
 */
async function settle(
  written: WrittenComment,
  known: readonly ExistingComment[],
  request: CommentRequest & PullRequestQuery,
  { clock, signal }: GitHubContext,
  client: GitHubClient,
): Promise<WrittenComment> {
  const { prNumber, action } = written
  if (action === 'updated' || action === 'linksAdded') await clock.sleep(SETTLE_DELAY_MS, signal)
  const lookup = await findPullRequest(client, { ...request, pullRequest: { kind: 'number', number: prNumber } })
  if (lookup.kind !== 'found') return written
  const found = new Set(lookup.comments.map(({ id }) => id))
  const all = [...lookup.comments, ...known.filter(({ id }) => !found.has(id))].sort((a, b) => a.id - b.id)
  const plan = request.plan(all, true)
  if (plan.kind !== 'edit') return written
  const isAsPlanned = all.find(({ id }) => id === plan.id)?.body.trimEnd() === plan.body.trimEnd()
  if (!isAsPlanned && !v.is(WrittenResponse, await write(plan, prNumber, request, client))) return written
  for (const { id } of all) {
    if (id !== plan.id) await client.request('DELETE', `${issuesPath(request.repository)}/comments/${id}`)
  }
  if (plan.id === written.commentId) return written
  const commentUrl = written.commentUrl.replace(`issuecomment-${written.commentId}`, `issuecomment-${plan.id}`)
  return { ...written, action: actionOf(plan, all), commentId: plan.id, commentUrl }
}

function noticeOf(others: readonly number[]): Pick<WrittenComment, 'notice'> {
  if (others.length === 0) return {}
  const names = `pull request${others.length === 1 ? '' : 's'} ${others.map(number => `#${number}`).join(', ')}`
  return { notice: `The commit is the head of ${names} as well: set prNumber to comment there.` }
}

async function write(
  plan: Exclude<CommentPlan, { kind: 'none' }>,
  prNumber: number,
  { repository, key }: PullRequestQuery,
  client: GitHubClient,
): Promise<GitHubResponse> {
  const content = { body: `${markerOf(key)}\n${plan.body}` }
  return plan.kind === 'create'
    ? await client.request('POST', `${issuesPath(repository)}/${prNumber}/comments`, content)
    : await client.request('PATCH', `${issuesPath(repository)}/comments/${plan.id}`, content)
}

function issuesPath({ owner, name }: Repository): string {
  return `/repos/${owner}/${name}/issues`
}

/** Whether the search is out of date: the comment has been deleted since, or GitHub may have created it. */
function isStale(plan: CommentPlan, response: GitHubResponse): boolean {
  if (plan.kind === 'edit') return response.kind === 'response' && response.status === 404
  return response.kind === 'noResponse' || (response.kind === 'response' && response.status >= 500)
}

const WrittenResponse = v.object({
  status: v.pipe(v.number(), v.maxValue(299)),
  data: v.object({
    id: v.pipe(v.number(), v.safeInteger()),
    html_url: v.pipe(v.string(), v.check(isSecureUrl)),
  }),
})

/** The characters that GitHub's limit for a comment leaves for the body, after the marker and its newline. */
export const BODY_LIMIT = 65_536 - markerOf('').length - 1

function notFound({ repository: { owner, name }, pullRequest }: PullRequestQuery): CommentResult {
  return pullRequest.kind === 'number'
    ? noPullRequest(`${owner}/${name} has no pull request #${pullRequest.number}. Check prNumber.`)
    : noPullRequest(
        `No open or merged pull request in ${owner}/${name} has commit ${pullRequest.sha.slice(0, 7)}. Set prNumber if you expected one.`,
      )
}

function noPullRequest(reason: string): CommentResult {
  return { kind: 'noPullRequest', message: `No comment was written: ${reason}` }
}

function failed(reason: string): CommentResult {
  return { kind: 'failed', message: `The comment was not written: ${reason}` }
}
