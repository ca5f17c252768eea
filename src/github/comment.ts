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
import { type Comment, findPullRequest, type PullRequestLookup } from './pull-request.ts'
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
   * Markdown, up to `BODY_LIMIT` characters.
   *
   * @param previous - the comments with this key that it replaces, as they are
   */
  readonly render: (previous: readonly string[]) => string
}

export interface WrittenComment {
  readonly kind: 'written'
  readonly action: 'created' | 'updated'
  readonly prNumber: number
  readonly commentId: number
  readonly commentUrl: string
}

/** `message` is one line. */
export type CommentResult =
  | WrittenComment
  | { readonly kind: 'noPullRequest'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Updates the comment with this key on the pull request, or creates it. Never rejects.
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
 * A comment is created only right after a search that found none: GitHub may have created it although the response was
 * lost or an error. So a retry searches again, and updates what the first attempt created.
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

    const { number: prNumber, comments } = lookup.page
    const [existing, ...duplicates] = comments
    const body = request.render(comments.map(comment => comment.body))
    const response = await write(existing, prNumber, body, request, client)
    if (isStale(existing, response) && attempts < MAX_ATTEMPTS) {
      context.log.debug('GitHub: searching for the comment again before another attempt to write it.')
      await context.clock.sleep(RETRY_DELAY_MS, context.signal)
      continue
    }
    const { success, output } = v.safeParse(WrittenResponse, response)
    if (!success) return failure(response)

    // A duplicate that cannot be deleted now is deleted by the next run.
    for (const { id } of duplicates) await client.request('DELETE', `${issuesPath(request.repository)}/comments/${id}`)
    const action = existing === undefined ? 'created' : 'updated'
    return { kind: 'written', action, prNumber, commentId: output.data.id, commentUrl: output.data.html_url }
  }
}

/**
 * Goes back page by page to the latest one with own comments of this key; `page.comments` has only these, the oldest first.
 * Two runs that wrote at the same time have created one each, and all runs agree to keep the oldest.
 */
async function findOwnComments(
  { repository, pullRequest, key }: ResolvedRequest,
  client: GitHubClient,
): Promise<PullRequestLookup> {
  const seen = new Set<string>()
  let lookup = await findPullRequest(client, repository, pullRequest)
  for (;;) {
    if (lookup.kind !== 'found') return lookup
    const { number, comments, olderBefore } = lookup.page
    const own = comments.filter(({ isOwn, body }) => isOwn && body.startsWith(markerOf(key)))
    const isLast = olderBefore === undefined || seen.has(olderBefore)
    if (own.length > 0 || isLast) return { kind: 'found', page: { ...lookup.page, comments: own } }
    seen.add(olderBefore)
    lookup = await findPullRequest(client, repository, { kind: 'number', number }, olderBefore)
  }
}

async function write(
  existing: Comment | undefined,
  prNumber: number,
  body: string,
  { repository, key }: ResolvedRequest,
  client: GitHubClient,
): Promise<GitHubResponse> {
  const content = { body: `${markerOf(key)}\n${body}` }
  return existing === undefined
    ? await client.requestOnce('POST', `${issuesPath(repository)}/${prNumber}/comments`, content)
    : await client.request('PATCH', `${issuesPath(repository)}/comments/${existing.id}`, content)
}

function issuesPath({ owner, name }: Repository): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/issues`
}

/** Whether the search is out of date: the comment has been deleted since, or GitHub may have created it. */
function isStale(existing: Comment | undefined, response: GitHubResponse): boolean {
  if (existing !== undefined) return response.kind === 'response' && response.status === 404
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
