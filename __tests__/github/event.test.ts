import { describe, expect, test as it } from '@jest/globals'
import { deploymentTime, isForkRun, isPublicRepository, resolvePullRequest } from '../../src/github/event.ts'

const HEAD = 'c'.repeat(40)
const SHA = 'a'.repeat(40)

const event = (name: string, payload: unknown = {}, sha: string | undefined = SHA) => ({ name, payload, sha })
const resolve = (name: string, payload?: unknown) => resolvePullRequest(event(name, payload), undefined)

describe('resolvePullRequest', () => {
  it.each(['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment'])(
    'takes the number from the event %s',
    name => {
      expect(resolve(name, { pull_request: { number: 7 } })).toEqual({ kind: 'number', number: 7 })
    },
  )

  it('takes the number from issue_comment on a pull request', () => {
    const payload = { issue: { number: 8, pull_request: { url: 'https://api.github.com/…' } } }
    expect(resolve('issue_comment', payload)).toEqual({ kind: 'number', number: 8 })
  })

  it('finds none for issue_comment on an issue, although GITHUB_SHA is set', () => {
    expect(resolve('issue_comment', { issue: { number: 8 } })).toEqual({
      kind: 'none',
      reason: 'The comment that started this run is on issue #8, not on a pull request.',
    })
  })

  it.each([
    ['main', `refs/heads/gh-readonly-queue/main/pr-123-${SHA}`],
    ['a base branch with the form of a queue branch', `refs/heads/gh-readonly-queue/pr-5-abc/pr-123-${SHA}`],
  ])('takes the number from the branch of merge_group onto %s', (_base, head_ref) => {
    expect(resolve('merge_group', { merge_group: { head_ref } })).toEqual({ kind: 'number', number: 123 })
  })

  it('finds none for merge_group with a branch of another form', () => {
    expect(resolve('merge_group', { merge_group: { head_ref: 'refs/heads/main' } })).toEqual({
      kind: 'none',
      reason: 'The event merge_group names neither a pull request nor a commit.',
    })
  })

  it.each(['deployment', 'deployment_status'])('takes the deployed commit from the event %s', name => {
    expect(resolve(name, { deployment: { sha: HEAD } })).toEqual({ kind: 'commit', sha: HEAD })
  })

  it.each(['push', 'workflow_dispatch', 'schedule', 'release', 'repository_dispatch'])(
    'takes the commit of the run for the event %s',
    name => {
      expect(resolve(name)).toEqual({ kind: 'commit', sha: SHA })
    },
  )

  it.each([
    ['a payload of another shape', event('pull_request', { pull_request: { number: 'seven' } })],
    ['a run without a commit', { name: 'schedule', payload: {}, sha: undefined }],
    ['a branch in place of a commit', event('deployment', { deployment: { sha: 'main' } })],
    ['a commit that is too long', event('deployment', { deployment: { sha: `${HEAD}0` } })],
    ['a commit with a prefix', event('deployment', { deployment: { sha: `refs/${HEAD}` } })],
  ])('finds none for %s, and names the event', (_situation, trigger) => {
    expect(resolvePullRequest(trigger, undefined)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining(trigger.name),
    })
  })

  it('prefers the input prNumber to the event', () => {
    const ref = resolvePullRequest(event('pull_request', { pull_request: { number: 7 } }), 99)
    expect(ref).toEqual({ kind: 'number', number: 99 })
  })
})

describe('resolvePullRequest for workflow_run', () => {
  const OWN = { id: 1 }
  const OTHER = { id: 2 }
  const pullRequest = (number: number, repo: { readonly id: number }) => ({ number, base: { repo } })
  const payload = (pull_requests?: readonly unknown[], head_branch: string | null = 'typo') => ({
    repository: OWN,
    workflow_run: { head_sha: HEAD, head_branch, pull_requests },
  })

  it('takes the number of the pull request of the run before', () => {
    expect(resolve('workflow_run', payload([pullRequest(9, OWN)]))).toEqual({ kind: 'number', number: 9 })
  })

  it('ignores a pull request of another repository', () => {
    const ref = resolve('workflow_run', payload([pullRequest(5, OTHER), pullRequest(9, OWN)]))
    expect(ref).toEqual({ kind: 'number', number: 9 })
  })

  it('takes the commit and the branch when all pull requests are of other repositories', () => {
    const ref = resolve('workflow_run', payload([pullRequest(5, OTHER)]))
    expect(ref).toEqual({ kind: 'commit', sha: HEAD, headBranch: 'typo' })
  })

  it('takes the commit and the branch after a run for a pull request from a fork', () => {
    expect(resolve('workflow_run', payload([]))).toEqual({ kind: 'commit', sha: HEAD, headBranch: 'typo' })
  })

  it('takes only the commit when there is no branch', () => {
    expect(resolve('workflow_run', payload(undefined, null))).toEqual({ kind: 'commit', sha: HEAD })
  })

  it.each([
    ['a pull request has another shape', payload([null, { number: 5 }, 'text'])],
    ['the repository is missing', { workflow_run: payload([pullRequest(5, OWN)]).workflow_run }],
  ])('takes the commit and the branch when %s', (_situation, given) => {
    expect(resolve('workflow_run', given)).toEqual({ kind: 'commit', sha: HEAD, headBranch: 'typo' })
  })
})

describe('isForkRun', () => {
  const payload = (head: { full_name: string } | null) => ({
    pull_request: { head: { repo: head }, base: { repo: { full_name: 'octo-shop/storefront' } } },
  })

  it('is true for pull_request from a fork', () => {
    expect(isForkRun(event('pull_request', payload({ full_name: 'mallory/storefront' })))).toBe(true)
  })

  it('is true for pull_request from a deleted fork', () => {
    expect(isForkRun(event('pull_request', payload(null)))).toBe(true)
  })

  it('is false for pull_request from a branch of the repository', () => {
    expect(isForkRun(event('pull_request', payload({ full_name: 'octo-shop/storefront' })))).toBe(false)
  })

  it('is false for pull_request_target, which has a token of the base repository', () => {
    expect(isForkRun(event('pull_request_target', payload({ full_name: 'mallory/storefront' })))).toBe(false)
  })

  it('is false for push', () => {
    expect(isForkRun(event('push'))).toBe(false)
  })
})

describe('isPublicRepository', () => {
  it.each([
    [{ private: true }, false],
    [{ visibility: 'private' }, false],
    [{ visibility: 'internal', private: false }, false],
    [{ visibility: 'public', private: false }, true],
    [{ private: false }, true],
    [{ visibility: null, private: false }, true],
    [{ visibility: 'PUBLIC' }, true],
    [{ private: 'false' }, true],
    [{}, true],
  ])('of the repository %j in the event is %j', (repository, expected) => {
    expect(isPublicRepository({ name: 'push', payload: { repository }, sha: undefined }, true)).toBe(expected)
  })

  it.each([true, false])('without an event that can be read, is %j as whether the run is on GitHub', isOnGitHub => {
    expect(isPublicRepository({ name: 'push', payload: undefined, sha: undefined }, isOnGitHub)).toBe(isOnGitHub)
  })
})

describe('deploymentTime', () => {
  const status = { state: 'success', created_at: '2026-11-23T08:30:00Z' }

  it.each([
    {
      what: 'of a deployment that succeeded',
      name: 'deployment_status',
      given: status,
      expected: new Date(status.created_at),
    },
    {
      what: 'of one that failed',
      name: 'deployment_status',
      given: { ...status, state: 'failure' },
      expected: undefined,
    },
    { what: 'of another event', name: 'push', given: status, expected: undefined },
  ])('$what is $expected', ({ name, given, expected }) => {
    expect(deploymentTime({ name, payload: { deployment_status: given }, sha: undefined })).toEqual(expected)
  })
})
