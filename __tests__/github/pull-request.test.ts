import { describe, expect, test } from '@jest/globals'
import { type PullRequest, STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import { isForkRun, resolvePullRequest } from '../../src/github/event.ts'
import { github, requestsTo, run } from './helpers.ts'

const MERGED_AS = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

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

describe('the pull request of every event, in one round trip and one to write', () => {
  test.each([
    ['pull_request', { pull_request: { number: 14 } }, undefined, 14],
    ['pull_request_target', { pull_request: { number: 14 } }, undefined, 14],
    ['pull_request_review', { pull_request: { number: 14 } }, undefined, 14],
    ['pull_request_review_comment', { pull_request: { number: 14 } }, undefined, 14],
    ['issue_comment', { issue: { number: 14, pull_request: {} } }, undefined, 14],
    ['workflow_run', { workflow_run: { head_sha: sha('c'), pull_requests: [{ number: 14 }] } }, undefined, 14],
    ['workflow_run', { workflow_run: { head_sha: sha('d'), head_branch: 'typo', pull_requests: [] } }, undefined, 15],
    [
      'merge_group',
      { merge_group: { head_ref: `refs/heads/gh-readonly-queue/main/pr-14-${sha('1')}` } },
      undefined,
      14,
    ],
    ['deployment', { deployment: { sha: MERGED_AS } }, sha('0'), 12],
    ['deployment_status', { deployment: { sha: sha('c') } }, sha('0'), 14],
    ['push', {}, MERGED_AS, 12],
    ['push', {}, sha('c'), 14],
    ['workflow_dispatch', {}, MERGED_AS, 12],
    ['schedule', {}, MERGED_AS, 12],
    ['release', {}, MERGED_AS, 12],
    ['repository_dispatch', {}, MERGED_AS, 12],
  ])('%s %j at %s: number %i', async (name, payload, commit, number) => {
    const hub = await github()
    const event = { name, payload, sha: commit }
    const outcome = await run(hub, { target: resolvePullRequest(event, undefined), fromFork: isForkRun(event) })
    expect(outcome).toMatchObject({ kind: 'written', prNumber: number })
    expect(requestsTo(hub)).toEqual(['POST /graphql', `POST /repos/octo-shop/storefront/issues/${number}/comments`])
  })
})

describe('among several', () => {
  const pickPullRequest = async (pullRequests: readonly PullRequest[], commit: string) => {
    const hub = await github({ repository: { ...STOREFRONT, pullRequests } })
    const outcome = await run(hub, { target: { kind: 'commit', sha: commit } })
    expect(hub.received).toHaveLength(outcome.kind === 'written' ? 2 : 1)
    return outcome.kind === 'written' ? outcome.prNumber : outcome
  }

  test('an open one with this head goes before merged ones', async () => {
    const open = pullRequest(21, { commits: [sha('1'), sha('5')] })
    expect(await pickPullRequest([merged(20, '2026-11-22T00:00:00Z'), open], sha('5'))).toBe(21)
  })

  test('of two open ones with this head, the one that was updated last', async () => {
    expect(await pickPullRequest([pullRequest(23, {}), pullRequest(22, {})], sha('5'))).toBe(23)
  })

  test('the one merged as this commit goes before one that was merged later', async () => {
    const asThis = merged(21, '2026-11-20T00:00:00Z', sha('7'))
    const later = pullRequest(22, {
      state: 'MERGED',
      commits: [sha('7')],
      merge: { sha: sha('8'), at: '2026-11-22T00:00:00Z' },
    })
    expect(await pickPullRequest([later, asThis], sha('7'))).toBe(21)
  })

  test('the latest merged goes before an open one that was pushed to since', async () => {
    const open = pullRequest(29, { commits: [sha('5'), sha('6')] })
    const older = merged(21, '2026-11-20T00:00:00Z', sha('7'))
    const latest = merged(22, '2026-11-22T00:00:00Z', sha('8'))
    expect(await pickPullRequest([open, older, latest], sha('5'))).toBe(22)
  })

  test('an open one that was pushed to since is better than none', async () => {
    expect(await pickPullRequest([pullRequest(29, { commits: [sha('5'), sha('6')] })], sha('5'))).toBe(29)
  })

  test('one that was closed without a merge does not count', async () => {
    expect(await pickPullRequest([pullRequest(29, { state: 'CLOSED' })], sha('5'))).toMatchObject({
      kind: 'noPullRequest',
    })
  })

  test("a fork's branch of the same name at another commit does not count", async () => {
    const hub = await github()
    const outcome = await run(hub, { target: { kind: 'commit', sha: sha('2'), headBranch: 'typo' } })
    expect(outcome).toMatchObject({ kind: 'noPullRequest' })
  })
})

describe('no pull request is a notice', () => {
  test.each([
    [
      'a commit that was pushed directly',
      { kind: 'commit', sha: sha('0') },
      'No pull request belongs to commit 0000000.',
    ],
    ['a commit that is not here', { kind: 'commit', sha: sha('3') }, 'No pull request belongs to commit 3333333.'],
    ['a number that does not exist', { kind: 'number', number: 404 }, 'There is no pull request #404 here.'],
    ['an event without one', { kind: 'none', why: 'It is an issue.' }, 'It is an issue.'],
  ] as const)('%s', async (_situation, target, why) => {
    const hub = await github()
    expect(await run(hub, { target })).toEqual({
      kind: 'noPullRequest',
      notice: `No comment was written: ${why} Set prNumber to name the pull request.`,
    })
    expect(hub.comments).toEqual([])
  })
})
