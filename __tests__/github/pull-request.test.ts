import { describe, expect, test as it } from '@jest/globals'
import { type PullRequest, STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import { isForkRun, resolvePullRequest } from '../../src/github/event.ts'
import { openGitHub, requestsTo, upsert } from './helpers.ts'

const MERGE_SHA = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'
const OWN = { id: 1 }

const pullRequest = (number: number, more: Partial<PullRequest>): PullRequest => ({
  number,
  state: 'OPEN',
  headBranch: `branch-${number}`,
  commits: [sha('5')],
  updatedAt: `2026-11-2${number % 10}T00:00:00Z`,
  ...more,
})

const merged = (number: number, at: string, mergeSha = sha('9')) =>
  pullRequest(number, { state: 'MERGED', merge: { sha: mergeSha, at } })

/** Resolves to the number of the pull request that is found for a commit. */
async function findByCommit(pullRequests: readonly PullRequest[], commit: string): Promise<number | undefined> {
  const gitHub = await openGitHub({ repository: { ...STOREFRONT, pullRequests } })
  const result = await upsert(gitHub, { pullRequest: { kind: 'commit', sha: commit } })
  expect(gitHub.received).toHaveLength(result.kind === 'written' ? 2 : 1)
  return result.kind === 'written' ? result.prNumber : undefined
}

describe('findPullRequest', () => {
  it.each([
    ['pull_request', { pull_request: { number: 14 } }, undefined, 14],
    ['pull_request_target', { pull_request: { number: 14 } }, undefined, 14],
    ['pull_request_review', { pull_request: { number: 14 } }, undefined, 14],
    ['pull_request_review_comment', { pull_request: { number: 14 } }, undefined, 14],
    ['issue_comment', { issue: { number: 14, pull_request: {} } }, undefined, 14],
    [
      'workflow_run',
      {
        repository: OWN,
        workflow_run: { head_sha: sha('0'), pull_requests: [{ number: 14, base: { repo: OWN } }] },
      },
      undefined,
      14,
    ],
    ['workflow_run', { workflow_run: { head_sha: sha('d'), head_branch: 'typo', pull_requests: [] } }, undefined, 15],
    [
      'merge_group',
      { merge_group: { head_ref: `refs/heads/gh-readonly-queue/main/pr-14-${sha('1')}` } },
      undefined,
      14,
    ],
    ['deployment', { deployment: { sha: MERGE_SHA } }, sha('0'), 12],
    ['deployment_status', { deployment: { sha: sha('c') } }, sha('0'), 14],
    ['push', {}, MERGE_SHA, 12],
    ['push', {}, sha('c'), 14],
    ['workflow_dispatch', {}, MERGE_SHA, 12],
    ['schedule', {}, MERGE_SHA, 12],
    ['release', {}, MERGE_SHA, 12],
  ])(
    'finds the pull request of %s %j at commit %s, number %i, in one request',
    async (name, payload, commit, number) => {
      const gitHub = await openGitHub()
      const event = { name, payload, sha: commit }
      const request = { pullRequest: resolvePullRequest(event, undefined), fromFork: isForkRun(event) }
      expect(await upsert(gitHub, request)).toMatchObject({ kind: 'written', prNumber: number })
      expect(requestsTo(gitHub)).toEqual([
        'POST /graphql',
        `POST /repos/octo-shop/storefront/issues/${number}/comments`,
      ])
    },
  )

  it('prefers an open pull request with this head to a merged one', async () => {
    const open = pullRequest(21, { commits: [sha('1'), sha('5')] })
    expect(await findByCommit([merged(20, '2026-11-22T00:00:00Z'), open], sha('5'))).toBe(21)
  })

  it('prefers the latest update of two open pull requests with this head', async () => {
    expect(await findByCommit([pullRequest(23, {}), pullRequest(22, {})], sha('5'))).toBe(23)
  })

  it('prefers the pull request merged as this commit to one that was merged later', async () => {
    const mergedAsCommit = merged(21, '2026-11-20T00:00:00Z', sha('7'))
    const later = pullRequest(22, {
      state: 'MERGED',
      commits: [sha('7')],
      merge: { sha: sha('8'), at: '2026-11-22T00:00:00Z' },
    })
    expect(await findByCommit([later, mergedAsCommit], sha('7'))).toBe(21)
  })

  it('prefers the pull request merged last to an open one with later commits', async () => {
    const open = pullRequest(29, { commits: [sha('5'), sha('6')] })
    const older = merged(21, '2026-11-20T00:00:00Z', sha('7'))
    const latest = merged(22, '2026-11-22T00:00:00Z', sha('8'))
    expect(await findByCommit([open, older, latest], sha('5'))).toBe(22)
  })

  it('takes an open pull request with later commits when there is no other', async () => {
    expect(await findByCommit([pullRequest(29, { commits: [sha('5'), sha('6')] })], sha('5'))).toBe(29)
  })

  it('ignores a pull request that was closed without a merge', async () => {
    expect(await findByCommit([pullRequest(29, { state: 'CLOSED' })], sha('5'))).toBeUndefined()
  })

  it('ignores a branch of the same name with another head in a fork', async () => {
    const gitHub = await openGitHub()
    const result = await upsert(gitHub, { pullRequest: { kind: 'commit', sha: sha('2'), headBranch: 'typo' } })
    expect(result).toMatchObject({ kind: 'noPullRequest' })
  })

  it.each([
    [
      'a commit without a pull request',
      { kind: 'commit', sha: sha('0') },
      'No pull request belongs to commit 0000000 in octo-shop/storefront.',
    ],
    [
      'a commit of another repository',
      { kind: 'commit', sha: sha('3') },
      'No pull request belongs to commit 3333333 in octo-shop/storefront.',
    ],
    [
      'a number that does not exist',
      { kind: 'number', number: 404 },
      'There is no pull request #404 in octo-shop/storefront.',
    ],
    ['an event without a pull request', { kind: 'none', reason: 'It is an issue.' }, 'It is an issue.'],
  ] as const)('finds none for %s, and says in which repository', async (_situation, ref, reason) => {
    const gitHub = await openGitHub()
    expect(await upsert(gitHub, { pullRequest: ref })).toEqual({
      kind: 'noPullRequest',
      message: `No comment was written: ${reason} Set prNumber to the number of the pull request.`,
    })
    expect(gitHub.comments).toEqual([])
  })
})
