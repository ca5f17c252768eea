import * as v from 'valibot'
import type { GitHub, GitHubResponse } from './client.ts'
import type { PullRequestRef } from './event.ts'

export interface Repository {
  readonly owner: string
  readonly name: string
}

/** A comment on a pull request. */
export interface Comment {
  readonly id: number
  /** Whether the token that asks wrote it. */
  readonly isOwn: boolean
  readonly body: string
}

/** A pull request and a page of its comments. */
export interface PullRequestPage {
  readonly number: number
  /** The oldest first. */
  readonly comments: readonly Comment[]
  /** Where the page before this one ends; `undefined` when there is none. */
  readonly olderBefore: string | undefined
}

export type LookUp =
  | { readonly kind: 'found'; readonly page: PullRequestPage }
  | { readonly kind: 'none' }
  | { readonly kind: 'trouble'; readonly response: GitHubResponse }

/** 100 is the most that GitHub gives at a time. The ids are beyond the 32 bits of `databaseId`. */
const PAGE = `
  fragment page on PullRequest {
    number
    comments(last: 100, before: $before) {
      nodes { fullDatabaseId viewerDidAuthor body }
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
 * Ten pull requests are more than a commit has in practice, and with the comments of each the query still costs one point
 * of the rate limit. Those of the branch are asked for where the commit may be in a fork.
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

const CommentNode = v.pipe(
  v.object({
    fullDatabaseId: v.pipe(v.string(), v.digits(), v.toNumber(), v.safeInteger()),
    viewerDidAuthor: v.boolean(),
    body: v.string(),
  }),
  v.transform(({ fullDatabaseId, viewerDidAuthor, body }): Comment => {
    return { id: fullDatabaseId, isOwn: viewerDidAuthor, body }
  }),
)

/** GraphQL lists may hold `null` for what the token must not see. */
const list = <Output>(node: v.GenericSchema<unknown, Output>) =>
  v.pipe(
    v.array(v.nullable(node)),
    v.transform(nodes => nodes.filter(one => one !== null)),
  )

const pageEntries = {
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  comments: v.object({
    nodes: list(CommentNode),
    pageInfo: v.object({ hasPreviousPage: v.boolean(), startCursor: v.nullable(v.string()) }),
  }),
}
const Page = v.object(pageEntries)

const Candidate = v.object({
  state: v.string(),
  headRefOid: v.string(),
  mergeCommit: v.nullable(v.object({ oid: v.string() })),
  mergedAt: v.nullable(v.string()),
  ...pageEntries,
})
type Candidate = v.InferOutput<typeof Candidate>
const Candidates = v.object({ nodes: list(Candidate) })

/** An answer by number. An error of type `NOT_FOUND` comes beside the `null`. */
const NumberAnswer = v.object({ data: v.object({ repository: v.object({ pullRequest: v.nullable(Page) }) }) })

/** An answer by commit: `null` is a commit that is not here, and an object without the field is no commit. */
const CommitAnswer = v.object({
  data: v.object({
    repository: v.object({
      object: v.nullable(v.object({ associatedPullRequests: v.optional(v.nullable(Candidates)) })),
      ofBranch: v.optional(Candidates),
    }),
  }),
})

/** The errors beside or in place of an answer's data. */
const Errors = v.object({ errors: v.array(v.object({ type: v.optional(v.string()) })) })

/**
 * Finds the pull request and the last 100 of its comments, or with `before` the 100 that are older; one round trip.
 */
export async function findPullRequest(
  github: GitHub,
  { owner, name }: Repository,
  target: Exclude<PullRequestRef, { kind: 'none' }>,
  before?: string,
): Promise<LookUp> {
  if (target.kind === 'number') {
    const response = await github.query(BY_NUMBER, { owner, name, number: target.number, before })
    return byNumber(response)
  }
  const { sha, headBranch: branch } = target
  return byCommit(await github.query(BY_COMMIT, { owner, name, sha, branch, hasBranch: branch !== undefined }), sha)
}

function byNumber(response: GitHubResponse): LookUp {
  const answer = read(NumberAnswer, response)
  if (answer === undefined) return { kind: 'trouble', response }
  const { pullRequest } = answer.data.repository
  if (pullRequest !== null) return { kind: 'found', page: pageOf(pullRequest) }
  return errorTypes(response).every(type => type === 'NOT_FOUND') ? { kind: 'none' } : { kind: 'trouble', response }
}

function byCommit(response: GitHubResponse, sha: string): LookUp {
  const answer = read(CommitAnswer, response)
  if (answer === undefined) return { kind: 'trouble', response }
  const { object, ofBranch } = answer.data.repository
  const ofThisHead = ofBranch?.nodes.filter(({ headRefOid }) => headRefOid === sha) ?? []
  const chosen = pickPullRequest([...(object?.associatedPullRequests?.nodes ?? []), ...ofThisHead], sha)
  if (chosen !== undefined) return { kind: 'found', page: pageOf(chosen) }
  return errorTypes(response).length === 0 ? { kind: 'none' } : { kind: 'trouble', response }
}

/**
 * Among several, the ones that were updated last coming first: an open one with this head, else the one merged as this
 * commit, else the latest merged, else an open one that was pushed to since.
 */
function pickPullRequest(candidates: readonly Candidate[], sha: string): Candidate | undefined {
  const open = candidates.filter(({ state }) => state === 'OPEN')
  const merged = candidates
    .filter(({ state }) => state === 'MERGED')
    .sort((a, b) => (b.mergedAt ?? '').localeCompare(a.mergedAt ?? ''))
  return (
    open.find(({ headRefOid }) => headRefOid === sha) ??
    merged.find(({ mergeCommit }) => mergeCommit?.oid === sha) ??
    merged[0] ??
    open[0]
  )
}

function pageOf({ number, comments: { nodes, pageInfo } }: v.InferOutput<typeof Page>): PullRequestPage {
  const { hasPreviousPage, startCursor } = pageInfo
  return { number, comments: nodes, olderBefore: (hasPreviousPage && startCursor) || undefined }
}

function read<Output>(schema: v.GenericSchema<unknown, Output>, response: GitHubResponse): Output | undefined {
  const { success, output } = v.safeParse(schema, response.kind === 'response' ? response.data : undefined)
  return success ? output : undefined
}

function errorTypes(response: GitHubResponse): readonly (string | undefined)[] {
  return read(Errors, response)?.errors.map(({ type }) => type) ?? []
}
