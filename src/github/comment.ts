import * as v from 'valibot'
import { quote, redact } from '../text.ts'
import { createGitHubClient, type GitHub, type GitHubContext, type GitHubResponse } from './client.ts'
import { describeError } from './errors.ts'
import type { PullRequestRef } from './event.ts'
import { CommentLink } from './link.ts'
import { markerOf, withMarker } from './marker.ts'
import { type Comment, findPullRequest, type PullRequestPage, type Repository } from './pull-request.ts'

/** The comment that is asked for. */
export interface CommentRequest {
  readonly repository: Repository
  readonly target: PullRequestRef
  /** Whether a pull request from a fork started the run, see `isForkRun`. */
  readonly fromFork: boolean
  /** Tells comments apart: one key, one comment. */
  readonly key: string
  /** Markdown, up to `BODY_LIMIT` characters; may come late, since looking for the comment does not need it. */
  readonly body: string | Promise<string>
}

export interface WrittenComment {
  readonly kind: 'written'
  readonly action: 'created' | 'updated'
  readonly prNumber: number
  readonly commentId: number
  readonly commentUrl: string
}

/** What came of it; `notice` and `warning` are one line. */
export type CommentOutcome =
  | WrittenComment
  | { readonly kind: 'noPullRequest'; readonly notice: string }
  | { readonly kind: 'failed'; readonly warning: string }

/**
 * Writes the one comment of a key on the pull request: changes it where there is one, creates it otherwise. Never rejects.
 *
 * Only comments that the token itself wrote count: anybody may begin a comment of their own with our marker, to have their
 * words taken for ours.
 */
export async function writeComment(order: CommentRequest, context: GitHubContext): Promise<CommentOutcome> {
  const { target } = order
  if (target.kind === 'none') return noPullRequest(target.why)
  const wrongToken = wrongTokenIn(context)
  if (wrongToken !== undefined) return failed(wrongToken)
  try {
    const outcome = await upsertComment({ ...order, target }, context, await createGitHubClient(context))
    return outcome.kind === 'failed' && context.signal.aborted ? failed(CANCELLED) : outcome
  } catch (error) {
    if (context.signal.aborted) return failed(CANCELLED)
    return failed(`${quote(redact(String(error), [context.token]))}. The action did not expect this: please report it.`)
  }
}

interface FoundOrder extends CommentRequest {
  readonly target: Exclude<PullRequestRef, { kind: 'none' }>
}

const CANCELLED = 'The job was cancelled.'

const MAX_ATTEMPTS = 3
const RETRY_DELAY_MS = 2_000

/**
 * A comment is never created a second time without looking first: GitHub may have created it although its answer was lost
 * or an error. So the whole of look and write is repeated, and the look finds what the lost try did.
 */
async function upsertComment(order: FoundOrder, context: GitHubContext, github: GitHub): Promise<CommentOutcome> {
  for (let attempts = 1; ; attempts++) {
    const found = await findComments(order, github)
    if (found.kind === 'none') return noPullRequest(notFoundReason(order.target))
    if (found.kind === 'trouble') return failed(describeError(found.response, { ...context, ...order }))

    const { page, comments } = found
    const [first, ...duplicates] = comments
    const response = await (first === undefined ? create(order, page, github) : update(order, first, github))
    if (attempts < MAX_ATTEMPTS && isStale(first, response)) {
      context.log.debug('GitHub: looking again for the comment before it is written again.')
      await context.clock.sleep(RETRY_DELAY_MS, context.signal)
      continue
    }
    const outcome = outcomeOf(response, first === undefined ? 'created' : 'updated', page.number, order, context)
    if (outcome.kind === 'written') await removeDuplicates(duplicates, order, github)
    return outcome
  }
}

type Found =
  | { readonly kind: 'found'; readonly page: PullRequestPage; readonly comments: readonly Comment[] }
  | Exclude<Awaited<ReturnType<typeof findPullRequest>>, { kind: 'found' }>

/**
 * Our comments with this key on the newest page that has any, the oldest first: all runs agree on which one stays when two
 * that ran at the same time have created one each.
 */
async function findComments({ repository, target, key }: FoundOrder, github: GitHub): Promise<Found> {
  let result = await findPullRequest(github, repository, target)
  for (;;) {
    if (result.kind !== 'found') return result
    const { page } = result
    const comments = page.comments.filter(({ isOwn, body }) => isOwn && body.startsWith(markerOf(key)))
    if (comments.length > 0 || page.olderBefore === undefined) return { kind: 'found', page, comments }
    result = await findPullRequest(github, repository, { kind: 'number', number: page.number }, page.olderBefore)
  }
}

async function create(
  { repository, key, body }: FoundOrder,
  page: PullRequestPage,
  github: GitHub,
): Promise<GitHubResponse> {
  const path = `${pathOf(repository)}/issues/${page.number}/comments`
  return await github.requestOnce('POST', path, { body: withMarker(key, await body) })
}

async function update({ repository, key, body }: FoundOrder, { id }: Comment, github: GitHub): Promise<GitHubResponse> {
  return await github.send('PATCH', `${pathOf(repository)}/issues/comments/${id}`, {
    body: withMarker(key, await body),
  })
}

/** One that stays, since it cannot be deleted, is the next run's to delete. */
async function removeDuplicates(
  duplicates: readonly Comment[],
  { repository }: FoundOrder,
  github: GitHub,
): Promise<void> {
  for (const { id } of duplicates) await github.send('DELETE', `${pathOf(repository)}/issues/comments/${id}`)
}

function pathOf({ owner, name }: Repository): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`
}

/** Whether what was found is no longer what there is: we may have created one, or somebody deleted the one we had. */
function isStale(comment: Comment | undefined, response: GitHubResponse): boolean {
  if (comment !== undefined) return response.kind === 'response' && response.status === 404
  return response.kind === 'noResponse' || response.status >= 500
}

const Written = v.object({ id: v.pipe(v.number(), v.safeInteger()), html_url: CommentLink })

function outcomeOf(
  response: GitHubResponse,
  action: 'created' | 'updated',
  prNumber: number,
  order: FoundOrder,
  context: GitHubContext,
): CommentOutcome {
  if (response.kind === 'noResponse' || response.status >= 300)
    return failed(describeError(response, { ...context, ...order }))
  const { success, output } = v.safeParse(Written, response.data)
  if (!success) return failed(`GitHub answered ${response.status} without a usable link to the comment.`)
  return { kind: 'written', action, prNumber, commentId: output.id, commentUrl: output.html_url }
}

/** What was given is not shown. */
function wrongTokenIn({ token }: GitHubContext): string | undefined {
  if (token === '')
    return "githubToken is empty: leave it out to use the job's own token, or check the secret it is set to."
  return /^[\x21-\x7e]+$/.test(token)
    ? undefined
    : 'githubToken holds blanks, line breaks or other characters that no token has: check the secret.'
}

function notFoundReason(target: FoundOrder['target']): string {
  return target.kind === 'number'
    ? `There is no pull request #${target.number} here.`
    : `No pull request belongs to commit ${target.sha.slice(0, 7)}.`
}

function noPullRequest(why: string): CommentOutcome {
  return { kind: 'noPullRequest', notice: `No comment was written: ${why} Set prNumber to name the pull request.` }
}

function failed(why: string): CommentOutcome {
  return { kind: 'failed', warning: `The comment was not written: ${why}` }
}
