import { describe, expect, test as it } from '@jest/globals'
import { STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import { BODY_LIMIT } from '../../src/github/comment.ts'
import { CREATE, failureOf, openGitHub, requestsTo, SEARCH, upsert } from './helpers.ts'

describe('describeError', () => {
  it('names the permission to add when the token may not write', async () => {
    const gitHub = await openGitHub()
    expect(failureOf(await upsert(gitHub, {}, { token: STOREFRONT.fork.token }))).toBe(
      'The comment was not written: GitHub answered 403 Forbidden: "Resource not accessible by integration". Add to the job: permissions: { pull-requests: write } and keep the lines that are there, since permissions: removes what it does not name.',
    )
    expect(requestsTo(gitHub)).toEqual([SEARCH, CREATE])
  })

  it('names both permissions when the token may not search by commit', async () => {
    const gitHub = await openGitHub()
    const request = { pullRequest: { kind: 'commit', sha: sha('c') } } as const
    expect(failureOf(await upsert(gitHub, request, { token: STOREFRONT.nobody.token }))).toContain(
      'permissions: { contents: read, pull-requests: write }',
    )
  })

  it('does not put the status 200 before an error of GraphQL', async () => {
    const gitHub = await openGitHub()
    expect(failureOf(await upsert(gitHub, {}, { token: STOREFRONT.nobody.token }))).toContain(
      'GitHub answered "Resource not accessible by integration". Add to the job: permissions: { pull-requests: write }',
    )
  })

  it('explains the read-only token of a pull request from a fork', async () => {
    const gitHub = await openGitHub()
    const request = { pullRequest: { kind: 'number', number: 15 }, fromFork: true } as const
    const failure = failureOf(await upsert(gitHub, request, { token: STOREFRONT.fork.token }))
    expect(failure).toContain('It cannot work in this run: a pull request from a fork gets a read-only token')
    expect(failure).toContain('workflow_run')
    expect(failure).not.toContain('Add to the job')
  })

  it('names the permission that a personal access token lacks', async () => {
    const gitHub = await openGitHub()
    const body = JSON.stringify({ message: 'Resource not accessible by personal access token' })
    gitHub.fail([{ kind: 'status', status: 403, body }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain('with the permission "Pull requests: Read and write"')
  })

  it('names a repository that the token cannot see', async () => {
    const gitHub = await openGitHub()
    const failure = failureOf(await upsert(gitHub, { repository: { owner: 'octo-shop', name: 'secret' } }))
    expect(failure).toContain(`GitHub answered "Could not resolve to a Repository with the name 'octo-shop/secret'."`)
    expect(failure).toContain('pull-requests: write')
  })

  it('asks to renew a wrong token, without showing it', async () => {
    const gitHub = await openGitHub()
    const failure = failureOf(await upsert(gitHub, {}, { token: 'ghs_unknown0123456789' }))
    expect(failure).toContain('GitHub answered 401 Unauthorized: "Bad credentials". githubToken is wrong')
    expect(failure).not.toContain('ghs_unknown0123456789')
  })

  it('explains a locked conversation', async () => {
    const gitHub = await openGitHub()
    expect(failureOf(await upsert(gitHub, { pullRequest: { kind: 'number', number: 16 } }))).toBe(
      'The comment was not written: GitHub answered 403 Forbidden: "Unable to create comment because issue is locked.". The conversation is locked, and githubToken may not write there: unlock it on GitHub, or set comment to false.',
    )
  })

  it('quotes the details of a validation error', async () => {
    const gitHub = await openGitHub()
    expect(failureOf(await upsert(gitHub, { body: 'x'.repeat(BODY_LIMIT + 1) }))).toContain(
      '422 Unprocessable Entity: "Validation Failed · Body is too long (maximum is 65536 characters)"',
    )
  })

  it('ignores details that are not objects', async () => {
    const gitHub = await openGitHub()
    const body = JSON.stringify({ message: 'Validation Failed', errors: ['strange'] })
    gitHub.fail([{ kind: 'status', status: 422, body }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain('"Validation Failed". This is unexpected')
  })

  it('describes a success with JSON of an unknown shape', async () => {
    const gitHub = await openGitHub()
    const body = '{"data":{"repository":{"pullRequest":{"number":"14"}}}}'
    gitHub.fail([{ kind: 'overrideResponse', status: 200, body }], SEARCH)
    expect(failureOf(await upsert(gitHub))).toContain(
      'GitHub answered 200 OK with JSON of an unknown shape. This is unexpected',
    )
    expect(gitHub.comments).toEqual([])
  })

  it('shows the target of a redirect without the token in it', async () => {
    const gitHub = await openGitHub()
    const headers = { location: `https://elsewhere.example/?t=${STOREFRONT.workflow.token}` }
    gitHub.fail([{ kind: 'status', status: 307, headers }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain(
      'GitHub answered 307 Temporary Redirect. It points to "https://elsewhere.example/?t=***"; redirects are not followed, which protects the token.',
    )
  })

  it('describes a redirect without a target', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([{ kind: 'status', status: 300 }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain('It points to "nowhere"')
  })

  it('says when an exhausted rate limit is reset', async () => {
    const gitHub = await openGitHub()
    gitHub.exhaustRateLimit()
    expect(failureOf(await upsert(gitHub))).toContain(
      'The rate limit of githubToken is exhausted until 2026-11-23 09:00 UTC.',
    )
    expect(gitHub.received).toHaveLength(1)
  })

  it.each([403, 429])('says how long a secondary rate limit with status %i lasts', async status => {
    const gitHub = await openGitHub()
    const body = JSON.stringify({ message: 'You have exceeded a secondary rate limit.' })
    gitHub.fail([{ kind: 'status', status, body, headers: { 'retry-after': '60' } }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain('The rate limit of githubToken is exhausted for 60 s. Run the')
    expect(gitHub.received).toHaveLength(2)
  })

  it('names no time when the response to a rate limit has none', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([{ kind: 'status', status: 429 }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain(
      '429 Too Many Requests. The rate limit of githubToken is exhausted. Run',
    )
  })

  it('redacts a token that GitHub repeats before the message is cut', async () => {
    const gitHub = await openGitHub()
    const { token } = STOREFRONT.workflow
    const body = JSON.stringify({ message: `${'x'.repeat(290)} ${token}` })
    gitHub.fail([{ kind: 'status', status: 403, body }], CREATE)
    const failure = failureOf(await upsert(gitHub))
    expect(failure).toContain('***')
    expect(failure).not.toContain(token.slice(0, 8))
  })

  it('puts a message of several lines on one line', async () => {
    const gitHub = await openGitHub()
    const body = JSON.stringify({ message: 'one\ntwo "three"' })
    gitHub.fail([{ kind: 'status', status: 418, body }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain(`"one two 'three'"`)
  })
})
