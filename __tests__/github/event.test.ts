import { describe, expect, test as it } from '@jest/globals'
import { deploymentTime, environmentOf, isForkRun, isPublicRepository } from '../../src/github/event.ts'
import { type PullRequestRef, subjectOf } from '../../src/github/subject.ts'

const HEAD = 'c'.repeat(40)
/** `GITHUB_SHA` of every event; for many, only the default branch's last commit. */
const SHA = 'a'.repeat(40)

const event = (name: string, payload?: unknown, sha: string | undefined = SHA) => ({ name, payload, sha })

const OWN = { id: 1 }
const linked = (number: number, repo = OWN) => ({ number, base: { repo } })
const head = (pull_requests: readonly unknown[] = [], head_branch: string | null = 'typo') => ({
  head_sha: HEAD,
  head_branch,
  pull_requests,
})
const afterRun = (run: object) => ({ repository: OWN, workflow_run: run })
const afterPullRequest = (run: object) => afterRun({ ...run, event: 'pull_request' })
const QUEUE = `gh-readonly-queue/main/pr-123-${SHA}`

const number = (value: number, others?: readonly number[]): PullRequestRef => ({
  kind: 'number',
  number: value,
  ...(others && { others }),
})
const commit = (sha: string, headBranch?: string): PullRequestRef => ({
  kind: 'commit',
  sha,
  ...(headBranch && { headBranch }),
})

/** For pull request 7 of a repository, sent to a workflow of storefront. */
const dispatchFor = (full_name: string) => ({
  repository: { full_name: 'octo-shop/storefront' },
  client_payload: { pull_request: { number: 7, base: { repo: { full_name } } } },
})

describe('subjectOf', () => {
  const merged = { number: 7, head: { sha: HEAD }, merge_commit_sha: SHA }
  const pullRequest = { pull_request: { number: 7, head: { sha: HEAD } } }
  const issue = { issue: { number: 8, pull_request: { url: 'https://api.github.com/…' } } }

  it.each<[string, unknown, PullRequestRef, string | undefined]>([
    ['pull_request', pullRequest, number(7), HEAD],
    ['pull_request', { pull_request: { ...merged, merged: false } }, number(7), HEAD],
    ['pull_request', { pull_request: { ...merged, merged: true } }, number(7), SHA],
    ['pull_request_target', pullRequest, number(7), HEAD],
    ['pull_request_review', pullRequest, number(7), HEAD],
    ['pull_request_review_comment', pullRequest, number(7), HEAD],
    ['issue_comment', issue, number(8), undefined],
    ['workflow_run', afterPullRequest(head([linked(7)])), number(7), HEAD],
    ['workflow_run', afterPullRequest(head([linked(3, { id: 2 }), linked(7), linked(9)])), number(7, [9]), HEAD],
    ['workflow_run', afterRun({ ...head([linked(14)]), event: 'push' }), commit(HEAD, 'typo'), HEAD],
    ['workflow_run', afterRun(head()), commit(HEAD, 'typo'), HEAD],
    ['workflow_run', { workflow_run: { ...head([linked(5)]), event: 'pull_request' } }, commit(HEAD, 'typo'), HEAD],
    ['workflow_run', afterRun(head([], null)), commit(HEAD), HEAD],
    ['workflow_run', afterRun({ ...head([], QUEUE), event: 'merge_group' }), number(123), HEAD],
    ['merge_group', { merge_group: { head_ref: `refs/heads/${QUEUE}`, head_sha: HEAD } }, number(123), HEAD],
    [
      'merge_group',
      { merge_group: { head_ref: `refs/heads/gh-readonly-queue/pr-5-abc/pr-123-${SHA}` } },
      number(123),
      undefined,
    ],
    ['deployment', { deployment: { sha: HEAD } }, commit(HEAD), HEAD],
    ['deployment_status', { deployment: { sha: HEAD, ref: 'refs/pull/14/merge' } }, number(14), undefined],
    ['page_build', { build: { commit: HEAD } }, commit(HEAD), HEAD],
    ['deployment_status', { deployment: { sha: HEAD }, workflow_run: head() }, commit(HEAD), HEAD],
    ['check_run', { repository: OWN, check_run: head([linked(7)]) }, commit(HEAD, 'typo'), HEAD],
    [
      'check_run',
      { repository: OWN, check_run: { head_sha: HEAD, pull_requests: [], check_suite: { head_branch: 'typo' } } },
      commit(HEAD, 'typo'),
      HEAD,
    ],
    ['check_run', { check_run: { head_sha: HEAD, check_suite: null } }, commit(HEAD), HEAD],
    ['check_suite', { repository: OWN, check_suite: head([linked(7)]) }, commit(HEAD, 'typo'), HEAD],
    ['check_suite', { repository: OWN, check_suite: head() }, commit(HEAD, 'typo'), HEAD],
    ['status', { sha: HEAD }, commit(HEAD), HEAD],
    ['repository_dispatch', { client_payload: { git: { sha: HEAD } } }, commit(HEAD), HEAD],
    ['repository_dispatch', { client_payload: pullRequest }, number(7), HEAD],
    ['repository_dispatch', { client_payload: { sha: HEAD } }, commit(HEAD), HEAD],
    ['repository_dispatch', dispatchFor('octo-shop/storefront'), number(7), undefined],
    ['push', { created: true, ref: 'refs/tags/v1', commits: [] }, commit(SHA), SHA],
    ['push', { created: true, ref: 'refs/heads/typo', commits: [{}] }, commit(SHA), SHA],
    ...['push', 'schedule', 'workflow_dispatch', 'release', 'create', 'registry_package'].map(
      (name): [string, unknown, PullRequestRef, string] => [name, {}, commit(SHA), SHA],
    ),
  ])('of %s %j', (name, payload, pullRequest, sha) => {
    expect(subjectOf(event(name, payload))).toEqual({ pullRequest, commit: sha })
  })

  it.each<[string, unknown]>([
    ...['issues', 'label', 'watch', 'fork', 'gollum', 'discussion', 'milestone', 'page_build', 'delete', 'public'].map(
      (name): [string, unknown] => [name, { issue: { number: 8 } }],
    ),
    ['issue_comment', { issue: { number: 8 } }],
    ['repository_dispatch', {}],
    ['repository_dispatch', dispatchFor('octo-shop/checkout')],
    ['push', { deleted: true }],
    ['repository_dispatch', { client_payload: { sha: 'main' } }],
    ['workflow_run', afterRun({ ...head([linked(5)]), event: 'issue_comment' })],
    ['merge_group', { merge_group: { head_ref: 'refs/heads/main' } }],
    ['deployment', { deployment: { sha: 'main' } }],
    ['deployment', { deployment: { sha: `${HEAD}0` } }],
    ['pull_request', { pull_request: { number: 'seven' } }],
  ])('of %s %j is nothing, although GITHUB_SHA is set', (name, payload) => {
    expect(subjectOf(event(name, payload))).toEqual({
      pullRequest: { kind: 'none', reason: expect.stringMatching(/^The (event|comment that started this run) .+\.$/) },
      commit: undefined,
    })
  })

  it.each<[string, unknown]>([
    ['push', { created: true, ref: 'refs/heads/typo', commits: [] }],
    ['create', { ref_type: 'branch' }],
  ])('of %s %j is a commit that is in the pull request of another branch', (name, payload) => {
    expect(subjectOf(event(name, payload))).toMatchObject({ pullRequest: { kind: 'none' }, commit: SHA })
  })

  it('of a run without a commit is nothing, with the name of the event', () => {
    expect(subjectOf({ name: 'schedule', payload: {}, sha: undefined }).pullRequest).toEqual({
      kind: 'none',
      reason: 'The event schedule names neither a pull request nor a commit of its own.',
    })
  })
})

it('the environment is the one of the deployment', () => {
  const deployment = { deployment: { environment: 'staging' } }
  expect(environmentOf(event('deployment', deployment))).toBe('staging')
  expect(
    environmentOf(event('deployment_status', { ...deployment, deployment_status: { environment: 'production' } })),
  ).toBe('production')
  expect(environmentOf(event('push'))).toBeUndefined()
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

it.each([
  [{ repository: { visibility: 'private', private: true } }, false],
  [{ repository: { visibility: 'public', private: false } }, true],
  [{}, true],
  [undefined, true],
])('a repository is public unless the event says that it is private: %j', (payload, expected) => {
  expect(isPublicRepository(event('push', payload))).toBe(expected)
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
