import { describe, expect, test } from '@jest/globals'
import { isForkRun, resolvePullRequest } from '../../src/github/event.ts'

const HEAD = 'c'.repeat(40)
const SHA = 'a'.repeat(40)

const event = (name: string, payload: unknown = {}, sha: string | undefined = SHA) => ({ name, payload, sha })

describe('where the pull request is', () => {
  test.each(['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment'])(
    '%s names its pull request',
    name => {
      const target = resolvePullRequest(event(name, { pull_request: { number: 7 } }), undefined)
      expect(target).toEqual({ kind: 'number', number: 7 })
    },
  )

  test('issue_comment on a pull request names it', () => {
    const payload = { issue: { number: 8, pull_request: { url: 'https://api.github.com/…' } } }
    expect(resolvePullRequest(event('issue_comment', payload), undefined)).toEqual({ kind: 'number', number: 8 })
  })

  test('issue_comment on an issue has none, although GITHUB_SHA is set', () => {
    expect(resolvePullRequest(event('issue_comment', { issue: { number: 8 } }), undefined)).toEqual({
      kind: 'none',
      why: 'The comment that started this run is on issue #8, not on a pull request.',
    })
  })

  test('workflow_run names the pull request of the run before', () => {
    const payload = { workflow_run: { head_sha: HEAD, head_branch: 'typo', pull_requests: [{ number: 9 }] } }
    expect(resolvePullRequest(event('workflow_run', payload), undefined)).toEqual({ kind: 'number', number: 9 })
  })

  test('workflow_run after a run for a fork gives the commit and the branch of that run', () => {
    const payload = { workflow_run: { head_sha: HEAD, head_branch: 'typo', pull_requests: [] } }
    expect(resolvePullRequest(event('workflow_run', payload), undefined)).toEqual({
      kind: 'commit',
      sha: HEAD,
      headBranch: 'typo',
    })
  })

  test('workflow_run without a branch gives the commit alone', () => {
    const payload = { workflow_run: { head_sha: HEAD, head_branch: null } }
    expect(resolvePullRequest(event('workflow_run', payload), undefined)).toEqual({ kind: 'commit', sha: HEAD })
  })

  test.each([
    ['main', `refs/heads/gh-readonly-queue/main/pr-123-${SHA}`],
    ['a base branch that looks like a pull request', `refs/heads/gh-readonly-queue/pr-5-abc/pr-123-${SHA}`],
  ])('merge_group onto %s has the number in its branch', (_base, head_ref) => {
    expect(resolvePullRequest(event('merge_group', { merge_group: { head_ref } }), undefined)).toEqual({
      kind: 'number',
      number: 123,
    })
  })

  test('merge_group with a branch of another form has none', () => {
    const target = resolvePullRequest(event('merge_group', { merge_group: { head_ref: 'refs/heads/main' } }), undefined)
    expect(target).toEqual({ kind: 'none', why: 'The event merge_group names neither a pull request nor a commit.' })
  })

  test.each(['deployment', 'deployment_status'])('%s gives the commit that is deployed', name => {
    const target = resolvePullRequest(event(name, { deployment: { sha: HEAD } }), undefined)
    expect(target).toEqual({ kind: 'commit', sha: HEAD })
  })

  test.each(['push', 'workflow_dispatch', 'schedule', 'release', 'repository_dispatch'])(
    '%s gives the commit of the run',
    name => {
      expect(resolvePullRequest(event(name), undefined)).toEqual({ kind: 'commit', sha: SHA })
    },
  )

  test.each([
    ['a payload that holds no such thing', event('pull_request', { pull_request: { number: 'seven' } })],
    ['a run without a commit', { name: 'schedule', payload: {}, sha: undefined }],
    ['a commit that is none', event('deployment', { deployment: { sha: 'main' } })],
    ['a commit that is too long', event('deployment', { deployment: { sha: `${HEAD}0` } })],
    ['a commit behind something else', event('deployment', { deployment: { sha: `refs/${HEAD}` } })],
  ])('%s has none', (_situation, run) => {
    expect(resolvePullRequest(run, undefined)).toMatchObject({ kind: 'none', why: expect.stringContaining(run.name) })
  })

  test('the number that the workflow gives goes before the event', () => {
    const target = resolvePullRequest(event('pull_request', { pull_request: { number: 7 } }), 99)
    expect(target).toEqual({ kind: 'number', number: 99 })
  })
})

describe('a run whose token is read-only since a fork started it', () => {
  const payload = (head: { full_name: string } | null) => ({
    pull_request: { head: { repo: head }, base: { repo: { full_name: 'octo-shop/storefront' } } },
  })

  test('is a pull_request from a fork', () => {
    expect(isForkRun(event('pull_request', payload({ full_name: 'mallory/storefront' })))).toBe(true)
  })

  test('is a pull_request from a fork that was deleted', () => {
    expect(isForkRun(event('pull_request', payload(null)))).toBe(true)
  })

  test('is not a pull_request from a branch', () => {
    expect(isForkRun(event('pull_request', payload({ full_name: 'octo-shop/storefront' })))).toBe(false)
  })

  test('is not pull_request_target, whose token is of the repository', () => {
    expect(isForkRun(event('pull_request_target', payload({ full_name: 'mallory/storefront' })))).toBe(false)
  })

  test('is not a push', () => {
    expect(isForkRun(event('push'))).toBe(false)
  })
})
