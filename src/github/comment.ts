import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { formatUnexpectedError } from '../text.ts'
import { isSecureUrl } from '../url.ts'
import {
  createGitHubClient,
  type GitHubClient,
  type GitHubConfig,
  type GitHubContext,
  type GitHubResponse,
} from './client.ts'
import { describeError } from './errors.ts'
import type { PullRequestRef } from './event.ts'
import { findPullRequest, type PullRequestLookup } from './pull-request.ts'
import type { Repository } from './run.ts'

/** The comment to write. */
export interface CommentRequest {
  readonly repository: Repository
  readonly pullRequest: PullRequestRef
  /** Whether a pull request from a fork triggered the run, see `isForkRun`. */
  readonly fromFork: boolean
  /** A pull request has one comment for each key. */
  readonly key: string
  /**
   * Decides what happens to the comments with this key.
   *
   * @param existing - the oldest first; several if runs wrote at the same time
   * @param hasCreated - whether this run has just created one of them: it creates no other then
   */
  readonly plan: (existing: readonly ExistingComment[], hasCreated: boolean) => CommentPlan
}

export interface ExistingComment {
  readonly id: number
  /** Markdown, as it was written. */
  readonly body: string
  /** Whether somebody hid it. */
  readonly isHidden: boolean
}

/** `body`: Markdown, up to `BODY_LIMIT` characters. All other comments with the key are deleted afterwards. */
export type CommentPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'create'; readonly body: string }
  | { readonly kind: 'edit'; readonly id: number; readonly body: string }

export interface WrittenComment {
  readonly kind: 'written'
  /** `replaced`: created, and the one before deleted. */
  readonly action: 'created' | 'updated' | 'replaced'
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
  if (pullRequest.kind === 'none') return noPullRequest(pullRequest.reason)
  if (config.token === '') {
    return failed("githubToken is empty: leave it out to use the job's own token, or check the secret it is set to.")
  }
  if (!/^[\x21-\x7e]+$/.test(config.token)) {
    return failed('githubToken has whitespace or other characters that no token has: check the secret.')
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

interface ResolvedRequest extends CommentRequest {
  readonly pullRequest: Exclude<PullRequestRef, { kind: 'none' }>
}

const CANCELLED = 'The job was cancelled.'
const MAX_ATTEMPTS = 3
const RETRY_DELAY_MS = 2_000

/**
 * A comment is created only right after a search: GitHub may have created it although the response was lost or an error. So a
 * retry searches again, and finds what the first attempt created.
 */
async function findAndWrite(
  request: ResolvedRequest,
  config: GitHubConfig,
  context: GitHubContext,
  client: GitHubClient,
): Promise<CommentResult> {
  const failure = (response: GitHubResponse) =>
    failed(describeError(response, { ...config, ...request, now: context.clock.now() }))
  for (let attempts = 1; ; attempts++) {
    const lookup = await findOwnComments(request, client)
    if (lookup.kind === 'none') return noPullRequest(notFoundReason(request))
    if (lookup.kind === 'error') return failure(lookup.response)

    const { number: prNumber, comments: existing, others } = lookup.page
    const plan = request.plan(existing, false)
    if (plan.kind === 'none') return { kind: 'notNeeded' }
    const response = await write(plan, prNumber, request, client)
    if (isStale(plan, response) && attempts < MAX_ATTEMPTS) {
      context.log.debug('GitHub: searching for the comment again before another attempt to write it.')
      await context.clock.sleep(RETRY_DELAY_MS, context.signal)
      continue
    }
    const { success, output } = v.safeParse(WrittenResponse, response)
    if (!success) return failure(response)

    const { id: commentId, html_url: commentUrl } = output.data
    const written = { kind: 'written', prNumber, commentId, commentUrl, ...noticeOf(others) } as const
    if (plan.kind === 'create') return await settle(written, plan.body, existing, request, client)
    await deleteOthers(commentId, existing, request, client)
    return { ...written, action: 'updated' }
  }
}

/**
 * Looks again after a comment was created. Another run may have created one as well, or have written to one that is replaced: one
 * comment stays, with the links of all. The next run does what cannot be done now.
 */
async function settle(
  written: Omit<WrittenComment, 'action'>,
  body: string,
  before: readonly ExistingComment[],
  request: ResolvedRequest,
  client: GitHubClient,
): Promise<WrittenComment> {
  const { prNumber, commentId } = written
  const created = { ...written, action: before.length === 0 ? 'created' : 'replaced' } as const
  const lookup = await findOwnComments({ ...request, pullRequest: { kind: 'number', number: prNumber } }, client)
  if (lookup.kind !== 'found') return created
  const { comments: found } = lookup.page
  const known = [...before, { id: commentId, body, isHidden: false }]
  const all = [...found, ...known.filter(({ id }) => !found.some(one => one.id === id))].sort((a, b) => a.id - b.id)
  const plan = request.plan(all, true)
  if (plan.kind !== 'edit') return created

  const kept = all.find(({ id }) => id === plan.id)
  if (plan.id === commentId && kept?.body.trimEnd() === plan.body.trimEnd()) {
    await deleteOthers(commentId, all, request, client)
    return created
  }
  const { success, output } = v.safeParse(WrittenResponse, await write(plan, prNumber, request, client))
  if (!success) return created
  await deleteOthers(plan.id, all, request, client)
  return plan.id === commentId
    ? created
    : { ...written, action: 'updated', commentId: output.data.id, commentUrl: output.data.html_url }
}

/** One that cannot be deleted now is deleted by the next run. */
async function deleteOthers(
  keptId: number,
  comments: readonly ExistingComment[],
  { repository }: ResolvedRequest,
  client: GitHubClient,
): Promise<void> {
  for (const { id } of comments) {
    if (id !== keptId) await client.request('DELETE', `${issuesPath(repository)}/comments/${id}`)
  }
}

function noticeOf(others: readonly number[]): Pick<WrittenComment, 'notice'> {
  if (others.length === 0) return {}
  const names = `pull request${others.length === 1 ? '' : 's'} ${others.map(number => `#${number}`).join(', ')}`
  return { notice: `The commit is the head of ${names} as well: set prNumber to comment there.` }
}

/**
 * Goes back page by page to the latest one with own comments of this key; `page.comments` has only these, without the marker, the
 * oldest first.
 */
async function findOwnComments(
  { repository, pullRequest, key }: ResolvedRequest,
  client: GitHubClient,
): Promise<PullRequestLookup> {
  const marker = markerOf(key)
  const seen = new Set<string>()
  let lookup = await findPullRequest(client, repository, pullRequest)
  for (;;) {
    if (lookup.kind !== 'found') return lookup
    const { number, others, comments, olderBefore } = lookup.page
    const own = comments
      .filter(({ isOwn, body }) => isOwn && body.startsWith(marker))
      .map(comment => ({ ...comment, body: comment.body.slice(marker.length).trimStart() }))
    const isLast = olderBefore === undefined || seen.has(olderBefore)
    if (own.length > 0 || isLast) return { kind: 'found', page: { ...lookup.page, comments: own } }
    seen.add(olderBefore)
    lookup = await findPullRequest(client, repository, { kind: 'number', number, others }, olderBefore)
  }
}

async function write(
  plan: Exclude<CommentPlan, { kind: 'none' }>,
  prNumber: number,
  { repository, key }: ResolvedRequest,
  client: GitHubClient,
): Promise<GitHubResponse> {
  const content = { body: `${markerOf(key)}\n${plan.body}` }
  return plan.kind === 'create'
    ? await client.requestOnce('POST', `${issuesPath(repository)}/${prNumber}/comments`, content)
    : await client.request('PATCH', `${issuesPath(repository)}/comments/${plan.id}`, content)
}

function issuesPath({ owner, name }: Repository): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/issues`
}

/** Whether the search is out of date: the comment has been deleted since, or GitHub may have created it. */
function isStale(plan: CommentPlan, response: GitHubResponse): boolean {
  if (plan.kind === 'edit') return response.kind === 'response' && response.status === 404
  return response.kind === 'noResponse' || (response.kind === 'response' && response.status >= 500)
}

const WrittenResponse = v.object({
  kind: v.literal('response'),
  status: v.pipe(v.number(), v.maxValue(299)),
  data: v.object({
    id: v.pipe(v.number(), v.safeInteger()),
    html_url: v.pipe(
      v.string(),
      v.check(URL.canParse),
      v.transform(text => new URL(text)),
      v.check(isSecureUrl),
      v.transform(({ href }) => href),
    ),
  }),
})

/** The first line of a comment, which is not visible; it identifies the comment of a key. */
export function markerOf(key: string): string {
  return `<!-- thousandeyes-snapshot: ${createHash('sha256').update(key).digest('hex').slice(0, 16)} -->`
}

/** The characters that GitHub's limit for a comment leaves for the body, after the marker and its line break. */
export const BODY_LIMIT = 65_536 - markerOf('').length - 1

function notFoundReason({ repository: { owner, name }, pullRequest }: ResolvedRequest): string {
  return pullRequest.kind === 'number'
    ? `There is no pull request #${pullRequest.number} in ${owner}/${name}.`
    : `No pull request belongs to commit ${pullRequest.sha.slice(0, 7)} in ${owner}/${name}.`
}

function noPullRequest(reason: string): CommentResult {
  return {
    kind: 'noPullRequest',
    message: `No comment was written: ${reason} Set prNumber to the number of the pull request.`,
  }
}

function failed(reason: string): CommentResult {
  return { kind: 'failed', message: `The comment was not written: ${reason}` }
}
