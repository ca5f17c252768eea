/** The fields of a pull request that its lookup and its comments depend on. */
export interface PullRequest {
  readonly number: number
  readonly state: 'OPEN' | 'MERGED' | 'CLOSED'
  readonly headBranch: string
  /** The head is the last one. */
  readonly commits: readonly [string, ...string[]]
  /** GitHub does not associate the commits of a fork with an open pull request. */
  readonly fromFork?: boolean
  /** The merge commit and its time. */
  readonly merge?: { readonly sha: string; readonly at: string }
  readonly updatedAt: string
  readonly locked?: boolean
}

/** A token's permission for pull requests. */
export type Access = 'none' | 'read' | 'write'

/** The user that a token authenticates. */
export interface TokenUser {
  readonly token: string
  readonly login: string
  readonly access: Access
}

/** A comment on a pull request. */
export interface Comment {
  readonly id: number
  readonly prNumber: number
  readonly login: string
  body: string
  /** Whether somebody hid it, as outdated. */
  isMinimized?: boolean
}

export interface Repository {
  readonly owner: string
  readonly name: string
  /** Commits of the default branch without a pull request. */
  readonly commits: readonly string[]
  readonly pullRequests: readonly PullRequest[]
  readonly users: readonly TokenUser[]
}

/** A commit id that is easy to recognize: the same digit forty times. */
export function sha(digit: string): string {
  return digit.repeat(40)
}

const WORKFLOW: TokenUser = { token: 'ghs_sandbox0workflow', login: 'github-actions[bot]', access: 'write' }
const FORK: TokenUser = { token: 'ghs_sandbox0fork', login: 'github-actions[bot]', access: 'read' }
const NOBODY: TokenUser = { token: 'ghs_sandbox0nobody', login: 'github-actions[bot]', access: 'none' }

/** The repository of the demo and of most tests. The commit in the runner's `GITHUB_SHA` is the merge of pull request 12. */
export const STOREFRONT: Repository & Record<'workflow' | 'fork' | 'nobody', TokenUser> = {
  owner: 'octo-shop',
  name: 'storefront',
  workflow: WORKFLOW,
  fork: FORK,
  nobody: NOBODY,
  users: [WORKFLOW, FORK, NOBODY],
  commits: [sha('0')],
  pullRequests: [
    {
      number: 12,
      state: 'MERGED',
      headBranch: 'faster-checkout',
      commits: [sha('a'), sha('b')],
      merge: { sha: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d', at: '2026-11-23T07:40:00Z' },
      updatedAt: '2026-11-23T07:40:00Z',
    },
    { number: 14, state: 'OPEN', headBranch: 'new-banner', commits: [sha('c')], updatedAt: '2026-11-23T07:00:00Z' },
    {
      number: 15,
      state: 'OPEN',
      headBranch: 'typo',
      commits: [sha('d')],
      fromFork: true,
      updatedAt: '2026-11-23T07:10:00Z',
    },
    {
      number: 16,
      state: 'OPEN',
      headBranch: 'heated-debate',
      commits: [sha('e')],
      updatedAt: '2026-11-23T07:20:00Z',
      locked: true,
    },
    { number: 17, state: 'CLOSED', headBranch: 'gave-up', commits: [sha('f')], updatedAt: '2026-11-22T07:20:00Z' },
  ],
}

/**
 * The pull requests that GitHub associates with a commit; `undefined` when the repository does not have the commit, as for
 * the commits of a fork.
 */
export function pullRequestsOf({ commits, pullRequests }: Repository, oid: string): readonly PullRequest[] | undefined {
  const here = pullRequests.filter(({ fromFork, state }) => !fromFork || state === 'MERGED')
  const contains = (pullRequest: PullRequest) => pullRequest.commits.includes(oid) || pullRequest.merge?.sha === oid
  const known = commits.includes(oid) || here.some(contains)
  if (!known) return undefined
  const inDefaultBranch = commits.includes(oid) || here.some(({ merge }) => merge?.sha === oid)
  return here.filter(one => contains(one) && (one.state === 'MERGED' || (one.state === 'OPEN' && !inDefaultBranch)))
}
