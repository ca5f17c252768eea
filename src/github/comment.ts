import * as v from 'valibot'
import { isSecureUrl } from '../http.ts'
import { formatUnexpectedError, parsed } from '../text.ts'
import { createGitHubClient, type GitHubClient, type GitHubConfig, type GitHubContext } from './client.ts'
import { describeError } from './errors.ts'
import { type ExistingComment, findPullRequest, markerOf, type PullRequestQuery } from './pull-request.ts'
import type { GitHubResponse } from './response.ts'
import type { Repository } from './run.ts'
import type { PullRequestRef } from './subject.ts'

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

type WritingPlan = Exclude<CommentPlan, { kind: 'none' }>

interface WrittenComment {
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
 * Writes the comment with this key on the pull request. Never rejects, and takes at most a minute.
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

/** Before the next look at a comment: a run that read it before it was written overwrites it within this time. */
const SETTLE_DELAY_MS = 1_000
const MAX_LOOKS = 4

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
    const result = asPlanned(plan, existing) ?? (await write(plan, prNumber, request, client))
    if ('kind' in result) {
      if (!isStale(plan, result) || attempts === MAX_ATTEMPTS) return failure(result)
      context.log.debug('GitHub: searching for the comment again before another attempt to write it.')
      await context.clock.sleep(RETRY_DELAY_MS, context.signal)
      continue
    }
    const { id: commentId, url: commentUrl } = result
    const action = actionOf(plan, existing)
    const written = { kind: 'written', action, prNumber, commentId, commentUrl, ...noticeOf(others) } as const
    // The comment is there, whatever becomes of the next looks.
    return await settle(written, result, Number(plan.kind === 'edit'), request, context, client).catch(() => written)
  }
}

/**
 * Looks and writes again until the comment is as planned, and was so at the look before: other runs may write at the same time, and know
 * nothing of this one. Then deletes the others, since what they say is in it. The next run does what cannot be done now.
 *
 * @param last - the comment at the look before; at first, what this run has written: a search may not have it yet
 * @param look - 0 right after a comment is created: no other run can have read an older text of it
 */
async function settle(
  written: WrittenComment,
  last: ExistingComment,
  look: number,
  request: CommentRequest & PullRequestQuery,
  context: GitHubContext,
  client: GitHubClient,
): Promise<WrittenComment> {
  if (look > MAX_LOOKS) return written
  // Runs that started together drift apart.
  await context.clock.sleep(SETTLE_DELAY_MS * look * (1 + context.random()), context.signal)
  const { prNumber, commentId } = written
  const lookup = await findPullRequest(client, { ...request, pullRequest: { kind: 'number', number: prNumber } })
  if (lookup.kind !== 'found') return written
  const isListed = look > 0 || lookup.comments.some(({ id }) => id === last.id)
  const all = isListed ? lookup.comments : [...lookup.comments, last]
  const plan = request.plan(all, true)
  if (plan.kind !== 'edit') return written
  const keeper = asPlanned(plan, all)
  if (keeper === undefined || asPlanned(plan, [last]) === undefined) {
    const now = keeper ?? (await write(plan, prNumber, request, client))
    return await settle(written, 'kind' in now ? last : now, look + 1, request, context, client)
  }
  for (const { id } of all.filter(({ id }) => id !== keeper.id)) {
    await client.request('DELETE', `${issuesPath(request.repository)}/comments/${id}`)
  }
  const action = plan.isOnTop && keeper.id === commentId ? written.action : actionOf(plan, all)
  return { ...written, action, commentId: keeper.id, commentUrl: keeper.url }
}

/** The comment that is already as planned. */
function asPlanned(plan: WritingPlan, existing: readonly ExistingComment[]): ExistingComment | undefined {
  if (plan.kind === 'create') return undefined
  return existing.find(({ id, body }) => id === plan.id && body.trimEnd() === plan.body.trimEnd())
}

function actionOf(plan: WritingPlan, existing: readonly ExistingComment[]): WrittenComment['action'] {
  if (plan.kind === 'edit') return plan.isOnTop ? 'updated' : 'linksAdded'
  return existing.length === 0 ? 'created' : 'replaced'
}

/** @returns the comment, or the response if it isn't written */
async function write(
  plan: WritingPlan,
  prNumber: number,
  { repository, key }: PullRequestQuery,
  client: GitHubClient,
): Promise<ExistingComment | GitHubResponse> {
  const content = { body: `${markerOf(key)}\n${plan.body}` }
  const response =
    plan.kind === 'create'
      ? await client.request('POST', `${issuesPath(repository)}/${prNumber}/comments`, content)
      : await client.request('PATCH', `${issuesPath(repository)}/comments/${plan.id}`, content)
  const { data } = parsed(WrittenResponse, response) ?? {}
  return data === undefined ? response : { id: data.id, url: data.html_url, body: plan.body, isHidden: false }
}

function issuesPath({ owner, name }: Repository): string {
  return `/repos/${owner}/${name}/issues`
}

const WrittenResponse = v.object({
  status: v.pipe(v.number(), v.maxValue(299)),
  data: v.object({
    id: v.pipe(v.number(), v.safeInteger()),
    html_url: v.pipe(v.string(), v.check(isSecureUrl)),
  }),
})

/** Whether the search is out of date: the comment has been deleted since, or GitHub may have created it. */
function isStale(plan: WritingPlan, response: GitHubResponse): boolean {
  if (plan.kind === 'edit') return response.kind === 'response' && response.status === 404
  return response.kind === 'noResponse' || (response.kind === 'response' && response.status >= 500)
}

function noticeOf(others: readonly number[]): Pick<WrittenComment, 'notice'> {
  if (others.length === 0) return {}
  const names = `pull request${others.length === 1 ? '' : 's'} ${others.map(number => `#${number}`).join(', ')}`
  return { notice: `The commit is the head of ${names} as well: set prNumber to comment there.` }
}

/** The characters that GitHub's limit for a comment leaves for the body, after the marker and its newline. */
export const BODY_LIMIT = 65_536 - markerOf('').length - 1

function notFound({ repository: { owner, name }, pullRequest }: PullRequestQuery): CommentResult {
  return pullRequest.kind === 'number'
    ? noPullRequest(`${owner}/${name} has no pull request #${pullRequest.number}. Set prNumber to the right one.`)
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
