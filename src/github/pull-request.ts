import * as v from 'valibot'
import type { GitHubClient, GitHubResponse } from './client.ts'
import type { PullRequestRef } from './event.ts'
import type { Repository } from './run.ts'

/** A comment on a pull request. */
export interface Comment {
  readonly id: number
  /** Whether the token's user wrote it. */
  readonly isOwn: boolean
  /** Whether somebody hid it; GitHub says minimized. It stays hidden when it is edited. */
  readonly isHidden: boolean
  readonly body: string
}

/** A pull request and one page of its comments. */
export interface PullRequestPage {
  readonly number: number
  /** Other open ones that it could have been as well. */
  readonly others: readonly number[]
  /** The oldest first. */
  readonly comments: readonly Comment[]
  /** The cursor of the page with older comments; `undefined` if there are no older ones. */
  readonly olderBefore: string | undefined
}

export type PullRequestLookup =
  | { readonly kind: 'found'; readonly page: PullRequestPage }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly response: GitHubResponse }

/**
 * Finds a pull request and its latest 100 comments, in one request.
 *
 * @param before - a page's `olderBefore`, to get the 100 comments before that page; only with a pull request's number
 */
export async function findPullRequest(
  client: GitHubClient,
  { owner, name }: Repository,
  ref: Exclude<PullRequestRef, { kind: 'none' }>,
  before?: string,
): Promise<PullRequestLookup> {
  if (ref.kind === 'number') {
    const response = await client.query(BY_NUMBER, { owner, name, number: ref.number, before })
    const pullRequest = parse(NumberData, response)?.data.repository.pullRequest
    return toLookup(pullRequest, ref.others ?? [], response)
  }
  const { sha, headBranch: branch } = ref
  const response = await client.query(BY_COMMIT, { owner, name, sha, branch, hasBranch: branch !== undefined })
  const repository = parse(CommitData, response)?.data.repository
  if (repository === undefined) return { kind: 'error', response }
  const withThisHead = repository.ofBranch?.nodes.filter(({ headRefOid }) => headRefOid === sha) ?? []
  const candidates = [...(repository.object?.associatedPullRequests?.nodes ?? []), ...withThisHead]
  const picked = pickPullRequest(candidates, sha)
  const others = new Set(
    isOpenHead(picked, sha) ? candidates.filter(one => isOpenHead(one, sha)).map(one => one.number) : [],
  )
  others.delete(picked?.number ?? 0)
  return toLookup(picked ?? null, [...others], response)
}

/** 100 comments are the most that a page can have. `databaseId` has 32 bits, which the ids of today exceed. */
const PAGE = `
  fragment page on PullRequest {
    number
    comments(last: 100, before: $before) {
      nodes { fullDatabaseId viewerDidAuthor isMinimized body }
      pageInfo { hasPreviousPage startCursor }
    }
  }`

const BY_NUMBER = `
  query ($owner: String!, $name: String!, $number: Int!, $before: String) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) { ...page }
    }
  }
  ${PAGE}`

/**
 * A commit has fewer than ten pull requests in practice, and with all their comments the query still costs one point of
 * the rate limit. Those of the branch are for a commit that may be in a fork.
 */
const BY_COMMIT = `
  query ($owner: String!, $name: String!, $sha: GitObjectID!, $branch: String, $hasBranch: Boolean!, $before: String) {
    repository(owner: $owner, name: $name) {
      object(oid: $sha) {
        ... on Commit {
          associatedPullRequests(first: 10, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { ...candidate } }
        }
      }
      ofBranch: pullRequests(headRefName: $branch, first: 10, orderBy: { field: UPDATED_AT, direction: DESC })
        @include(if: $hasBranch) { nodes { ...candidate } }
    }
  }
  fragment candidate on PullRequest { state headRefOid mergeCommit { oid } mergedAt ...page }
  ${PAGE}`

/** A GraphQL list has `null` in place of what the token may not see. */
const list = <Output>(node: v.GenericSchema<unknown, Output>) =>
  v.pipe(
    v.array(v.nullable(node)),
    v.transform(nodes => nodes.filter(one => one !== null)),
  )

const CommentNode = v.object({
  fullDatabaseId: v.pipe(v.string(), v.digits(), v.toNumber(), v.safeInteger()),
  viewerDidAuthor: v.boolean(),
  isMinimized: v.boolean(),
  body: v.string(),
})

const PullRequestNode = v.object({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  comments: v.object({
    nodes: list(CommentNode),
    pageInfo: v.object({ hasPreviousPage: v.boolean(), startCursor: v.nullable(v.string()) }),
  }),
})

const Candidate = v.object({
  ...PullRequestNode.entries,
  state: v.string(),
  headRefOid: v.string(),
  mergeCommit: v.nullable(v.object({ oid: v.string() })),
  mergedAt: v.nullable(v.string()),
})
type Candidate = v.InferOutput<typeof Candidate>
const Candidates = v.object({ nodes: list(Candidate) })

const NumberData = v.object({
  data: v.object({ repository: v.object({ pullRequest: v.nullable(PullRequestNode) }) }),
})

/** `object` is `null` for an unknown commit, and has no `associatedPullRequests` when it is not a commit. */
const CommitData = v.object({
  data: v.object({
    repository: v.object({
      object: v.nullable(v.object({ associatedPullRequests: v.optional(v.nullable(Candidates)) })),
      ofBranch: v.optional(Candidates),
    }),
  }),
})

/** Errors come beside the data, or in its place. */
const Errors = v.object({ errors: v.array(v.object({ type: v.optional(v.string()) })) })

/**
 * Picks one of several pull requests, the latest update first: an open one with this head, else the one merged as this
 * commit, else the one merged last, else an open one with later commits.
 */
function pickPullRequest(candidates: readonly Candidate[], sha: string): Candidate | undefined {
  const open = candidates.filter(({ state }) => state === 'OPEN')
  const merged = candidates
    .filter(({ state }) => state === 'MERGED')
    .sort((a, b) => (b.mergedAt ?? '').localeCompare(a.mergedAt ?? ''))
  return (
    open.find(one => isOpenHead(one, sha)) ??
    merged.find(({ mergeCommit }) => mergeCommit?.oid === sha) ??
    merged[0] ??
    open[0]
  )
}

function isOpenHead(candidate: Candidate | undefined, sha: string): boolean {
  return candidate?.state === 'OPEN' && candidate.headRefOid === sha
}

/** @param node - `null` if the response has no such pull request, `undefined` if it has another shape */
function toLookup(
  node: v.InferOutput<typeof PullRequestNode> | null | undefined,
  others: readonly number[],
  response: GitHubResponse,
): PullRequestLookup {
  if (node === undefined) return { kind: 'error', response }
  if (node === null) {
    const errors = parse(Errors, response)?.errors ?? []
    return errors.every(({ type }) => type === 'NOT_FOUND') ? { kind: 'none' } : { kind: 'error', response }
  }
  const { nodes, pageInfo } = node.comments
  const comments = nodes.map(({ fullDatabaseId: id, viewerDidAuthor: isOwn, isMinimized: isHidden, body }) => {
    return { id, isOwn, isHidden, body }
  })
  const olderBefore = (pageInfo.hasPreviousPage && pageInfo.startCursor) || undefined
  return { kind: 'found', page: { number: node.number, others, comments, olderBefore } }
}

function parse<Output>(schema: v.GenericSchema<unknown, Output>, response: GitHubResponse): Output | undefined {
  const { success, output } = v.safeParse(schema, response.kind === 'response' ? response.data : undefined)
  return success ? output : undefined
}
