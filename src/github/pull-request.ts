import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { isSecureUrl } from '../http.ts'
import { parsed } from '../text.ts'
import type { GitHubClient } from './client.ts'
import type { GitHubResponse } from './response.ts'
import type { Repository } from './run.ts'
import type { PullRequestRef } from './subject.ts'

/** Which pull request and which of its comments. */
export interface PullRequestQuery {
  readonly repository: Repository
  readonly pullRequest: Exclude<PullRequestRef, { kind: 'none' }>
  /** A pull request has one comment for each key. */
  readonly key: string
}

/** A comment with the key that the token's user wrote. */
export interface ExistingComment {
  readonly id: number
  readonly url: string
  /** Markdown, without the marker. */
  readonly body: string
  /** Whether somebody hid it (minimized, in GitHub's terms). It stays hidden when it is edited. */
  readonly isHidden: boolean
}

type PullRequestLookup =
  | {
      readonly kind: 'found'
      readonly number: number
      /** Other open ones that it could have been as well. */
      readonly others: readonly number[]
      /** The oldest first. */
      readonly comments: readonly ExistingComment[]
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly response: GitHubResponse }

/** Finds a pull request and its latest 100 comments in one request; goes back page by page to the latest one that has own comments. */
export async function findPullRequest(client: GitHubClient, query: PullRequestQuery): Promise<PullRequestLookup> {
  const marker = markerOf(query.key)
  let ref = query.pullRequest
  let before: string | undefined
  for (;;) {
    const { node, others, response } = await findPage(client, query.repository, ref, before)
    if (!node) return node === null && isNotFound(response) ? { kind: 'none' } : { kind: 'error', response }
    const comments = node.comments.nodes
      .filter(({ viewerDidAuthor, body }) => viewerDidAuthor && body.startsWith(marker))
      .map(({ url, isMinimized: isHidden, body }) => {
        return { ...url, isHidden, body: body.slice(marker.length).trimStart() }
      })
    const { hasPreviousPage, startCursor } = node.comments.pageInfo
    if (comments.length > 0 || !hasPreviousPage || startCursor === null) {
      return { kind: 'found', number: node.number, others, comments }
    }
    ref = { kind: 'number', number: node.number, others }
    before = startCursor
  }
}

/** The first line of a comment, which is not visible; it identifies the comment of a key. */
export function markerOf(key: string): string {
  return `<!-- thousandeyes-snapshot: ${createHash('sha256').update(key).digest('hex').slice(0, 16)} -->`
}

interface Page {
  /** `null` if the response has no such pull request, `undefined` if it has another shape. */
  readonly node: PullRequestNode | null | undefined
  readonly others: readonly number[]
  readonly response: GitHubResponse
}

async function findPage(
  client: GitHubClient,
  { owner, name }: Repository,
  ref: PullRequestQuery['pullRequest'],
  before: string | undefined,
): Promise<Page> {
  if (ref.kind === 'number') {
    const response = await client.query(BY_NUMBER, { owner, name, number: ref.number, before })
    const node = parsed(ByNumber, response)?.data.data.repository.pullRequest
    return { node, others: ref.others ?? [], response }
  }
  const { sha, headBranch: branch } = ref
  const response = await client.query(BY_COMMIT, { owner, name, sha, branch, hasBranch: branch !== undefined })
  const repository = parsed(ByCommit, response)?.data.data.repository
  if (repository === undefined) return { node: undefined, others: [], response }
  const withThisHead = repository.ofBranch?.nodes.filter(({ headRefOid }) => headRefOid === sha) ?? []
  const candidates = [...(repository.object?.associatedPullRequests?.nodes ?? []), ...withThisHead]
  return { ...pickPullRequest(candidates, sha), response }
}

function isNotFound(response: GitHubResponse): boolean {
  return parsed(Errors, response)?.data.errors.every(({ type }) => type === 'NOT_FOUND') ?? true
}

/**
 * Picks one of several pull requests, the latest update first: the one merged as this commit, else an open one with this head, which
 * may be a release that stays open, else the one merged last, else an open one with later commits. `others`: the other open ones with
 * this head.
 */
function pickPullRequest(candidates: readonly Candidate[], sha: string): Pick<Page, 'node' | 'others'> {
  const isOpenHead = ({ state, headRefOid }: Candidate) => state === 'OPEN' && headRefOid === sha
  const mergedLastFirst = candidates.toSorted((a, b) => (b.mergedAt ?? '').localeCompare(a.mergedAt ?? ''))
  const node =
    candidates.find(({ state, mergeCommit }) => state === 'MERGED' && mergeCommit?.oid === sha) ??
    candidates.find(isOpenHead) ??
    mergedLastFirst.find(({ state }) => state === 'MERGED' || state === 'OPEN') ??
    null
  const heads = new Set(candidates.filter(isOpenHead).map(({ number }) => number))
  return { node, others: [...heads].filter(number => number !== node?.number) }
}

/**
 * 100 comments are the most that a page can have. Ids are in `url`: today's exceed the 32 bits of `databaseId`, and an older
 * Enterprise Server has no `fullDatabaseId`.
 */
const PAGE = `
  fragment page on PullRequest {
    number
    comments(last: 100, before: $before) {
      nodes { url viewerDidAuthor isMinimized body }
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

const PullRequestNode = v.object({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  comments: v.object({
    nodes: list(
      v.object({
        url: v.pipe(
          v.string(),
          v.check(isSecureUrl),
          v.transform(url => ({ url, id: Number(/#issuecomment-(\d+)$/.exec(url)?.[1]) })),
          v.object({ url: v.string(), id: v.pipe(v.number(), v.safeInteger()) }),
        ),
        viewerDidAuthor: v.boolean(),
        isMinimized: v.boolean(),
        body: v.string(),
      }),
    ),
    pageInfo: v.object({ hasPreviousPage: v.boolean(), startCursor: v.nullable(v.string()) }),
  }),
})
type PullRequestNode = v.InferOutput<typeof PullRequestNode>

const Candidate = v.object({
  ...PullRequestNode.entries,
  state: v.string(),
  headRefOid: v.string(),
  mergeCommit: v.nullable(v.object({ oid: v.string() })),
  mergedAt: v.nullable(v.string()),
})
type Candidate = v.InferOutput<typeof Candidate>
const Candidates = v.object({ nodes: list(Candidate) })

const responseWith = <Entries extends v.ObjectEntries>(repository: Entries) =>
  v.object({ data: v.object({ data: v.object({ repository: v.object(repository) }) }) })

const ByNumber = responseWith({ pullRequest: v.nullable(PullRequestNode) })

/** `object` is `null` for an unknown commit, and has no `associatedPullRequests` if it is not a commit. */
const ByCommit = responseWith({
  object: v.nullable(v.object({ associatedPullRequests: v.optional(v.nullable(Candidates)) })),
  ofBranch: v.optional(Candidates),
})

/** Errors come with the data or instead of it. */
const Errors = v.object({ data: v.object({ errors: v.array(v.object({ type: v.optional(v.string()) })) }) })
