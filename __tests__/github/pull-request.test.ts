import { describe, expect, test as it } from '@jest/globals'
import { type PullRequest, STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import type { PullRequestRef } from '../../src/github/subject.ts'
import { openGitHub, requestsTo, SEARCH, upsert } from './helpers.ts'

const MERGE_SHA = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

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
  expect(gitHub.received).toHaveLength(result.kind === 'written' ? 3 : 1)
  return result.kind === 'written' ? result.prNumber : undefined
}

describe('findPullRequest', () => {
  it.each<[string, PullRequestRef, number]>([
    ['a number', { kind: 'number', number: 15 }, 15],
    ['the commit it was merged as', { kind: 'commit', sha: MERGE_SHA }, 12],
    ['its head', { kind: 'commit', sha: sha('c') }, 14],
    ['its head and its branch in a fork', { kind: 'commit', sha: sha('d'), headBranch: 'typo' }, 15],
  ])('finds a pull request by %s, in one request', async (_by, ref, number) => {
    const gitHub = await openGitHub()
    expect(await upsert(gitHub, { pullRequest: ref })).toMatchObject({ kind: 'written', prNumber: number })
    expect(requestsTo(gitHub).slice(0, 2)).toEqual([
      SEARCH,
      `POST /repos/octo-shop/storefront/issues/${number}/comments`,
    ])
  })

  it('prefers an open pull request with this head to a merged one', async () => {
    const open = pullRequest(21, { commits: [sha('1'), sha('5')] })
    expect(await findByCommit([merged(20, '2026-11-22T00:00:00Z'), open], sha('5'))).toBe(21)
  })

  it('prefers the pull request merged as this commit to an open release with this head, and names that', async () => {
    const release = pullRequest(21, { headBranch: 'develop', commits: [sha('9')] })
    const pullRequests = [release, merged(20, '2026-11-22T00:00:00Z')]
    const gitHub = await openGitHub({ repository: { ...STOREFRONT, pullRequests } })
    const ref = { kind: 'commit', sha: sha('9'), headBranch: 'develop' } as const
    expect(await upsert(gitHub, { pullRequest: ref })).toMatchObject({
      prNumber: 20,
      notice: 'The commit is the head of pull request #21 as well: set prNumber to comment there.',
    })
  })

  it('prefers the latest update of two open pull requests with this head, and names the other', async () => {
    const pullRequests = [pullRequest(23, {}), pullRequest(22, {}), pullRequest(21, { state: 'CLOSED' })]
    const gitHub = await openGitHub({ repository: { ...STOREFRONT, pullRequests } })
    expect(await upsert(gitHub, { pullRequest: { kind: 'commit', sha: sha('5') } })).toMatchObject({
      prNumber: 23,
      notice: 'The commit is the head of pull request #22 as well: set prNumber to comment there.',
    })
  })

  it('names the other pull requests of the event', async () => {
    const ref = { kind: 'number', number: 14, others: [15, 16] } as const
    expect(await upsert(await openGitHub(), { pullRequest: ref })).toMatchObject({
      prNumber: 14,
      notice: 'The commit is the head of pull requests #15, #16 as well: set prNumber to comment there.',
    })
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
      'No open or merged pull request in octo-shop/storefront has commit 0000000. Set prNumber if you expected one.',
    ],
    [
      'a commit of another repository',
      { kind: 'commit', sha: sha('3') },
      'No open or merged pull request in octo-shop/storefront has commit 3333333. Set prNumber if you expected one.',
    ],
    [
      'a number that does not exist',
      { kind: 'number', number: 404 },
      'octo-shop/storefront has no pull request #404. Set prNumber to the right one.',
    ],
    [
      'an event without a pull request',
      { kind: 'none', reason: 'It is an issue.' },
      'It is an issue. Set prNumber to choose a pull request.',
    ],
  ] as const)('finds none for %s, and says in which repository', async (_situation, ref, reason) => {
    const gitHub = await openGitHub()
    expect(await upsert(gitHub, { pullRequest: ref })).toEqual({
      kind: 'noPullRequest',
      message: `No comment was written: ${reason}`,
    })
    expect(gitHub.comments).toEqual([])
  })
})
