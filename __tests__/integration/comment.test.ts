import { describe, expect, it } from '@jest/globals'
import { STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import type { Step } from '../../sandbox/runner.ts'
import { annotations, FRONT_PAGE } from '../e2e/sandbox.ts'
import { openInProcessSandbox } from './sandbox.ts'

const BOT = STOREFRONT.workflow.login
const COMMENT = { comment: 'true' }
const onPullRequest = (number: number, name = 'pull_request'): Pick<Step, 'event'> => ({
  event: { name, payload: { pull_request: { number } } },
})

describe('a comment on the pull request', () => {
  it('has the link to the snapshot, and its own address is an output', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    const { exitCode, log, outputs } = await step(COMMENT, onPullRequest(14))
    expect(exitCode).toBe(0)
    expect(gitHub.comments).toMatchObject([{ prNumber: 14, login: BOT }])
    expect(gitHub.comments[0]?.body).toContain(`**[Open the snapshot](${thousandEyes.made[0]?.link})**`)
    const commentUrl = `https://github.com/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`
    expect(outputs).toMatchObject({ prNumber: '14', commentId: String(gitHub.comments[0]?.id), commentUrl })
    expect(log).toContain(`The link is on pull request #14: ${commentUrl} (created)\n`)
    expect(gitHub.received).toHaveLength(2)
  })

  it('is updated by the next run in two requests', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    await step(COMMENT, onPullRequest(14))
    const { log } = await step(COMMENT, onPullRequest(14))
    expect(log).toContain('(updated)')
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain(thousandEyes.made[1]?.link)
    expect(gitHub.received).toHaveLength(4)
  })

  it('is not written by default', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    const { outputs } = await step({}, onPullRequest(14))
    expect(gitHub.received).toEqual([])
    expect(outputs).not.toHaveProperty('commentUrl')
  })

  it.each([
    ['another commentKey', { commentKey: 'staging' }],
    ['other tests, as in the jobs of a matrix', { testId: '281474976710707' }],
  ])('is a separate one for %s', async (_, inputs) => {
    const { step, gitHub } = await openInProcessSandbox()
    await step(COMMENT, onPullRequest(14))
    await step({ ...COMMENT, ...inputs }, onPullRequest(14))
    expect(gitHub.comments).toHaveLength(2)
  })

  it('of another user is never updated, even if it holds the marker', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    await step(COMMENT, onPullRequest(14))
    const planted = gitHub.addComment(14, 'mallory', `${gitHub.comments[0]?.body}\nhttps://evil.example`)
    gitHub.removeComment(gitHub.comments[0]?.id ?? 0)
    await step(COMMENT, onPullRequest(14))
    expect(planted.body).toContain('evil.example')
    expect(gitHub.comments).toMatchObject([{ login: 'mallory' }, { login: BOT }])
    expect(gitHub.comments[1]?.body).not.toContain('evil.example')
  })

  it('is found among 5,000 others with one request a page', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    await step(COMMENT, onPullRequest(14))
    for (let n = 1; n < 100; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    await step(COMMENT, onPullRequest(14))
    expect(gitHub.received).toHaveLength(4)
    for (let n = 100; n <= 5_000; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    const { log } = await step(COMMENT, onPullRequest(14))
    expect(log).toContain('(updated)')
    expect(gitHub.received).toHaveLength(4 + 2 + 50)
  })

  it('is the only one again after two concurrent runs have created one each', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    gitHub.synchronize(2, 'POST /graphql')
    const both = await Promise.all([step(COMMENT, onPullRequest(14)), step(COMMENT, onPullRequest(14))])
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(gitHub.comments).toHaveLength(2)
    await step(COMMENT, onPullRequest(14))
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain(thousandEyes.made[2]?.link)
  })

  it('shows text from outside as code, without mentions, links or HTML', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    const workflow = 'a|b @octo-shop/everyone #12 <img src=x> [x](https://evil.example) `'
    const { summary } = await step(COMMENT, { ...onPullRequest(14), env: { GITHUB_WORKFLOW: workflow } })
    for (const markdown of [gitHub.comments[0]?.body, summary]) {
      expect(markdown).toContain('``a|b @octo-shop/everyone #12 <img src=x> [x](https://evil.example) ` #42``')
    }
  })

  it('that is too long for GitHub is shortened and says so', async () => {
    const { step, gitHub } = await openInProcessSandbox({ requestsPerMinute: 1_000 })
    const testId = Array.from({ length: 400 }, (_, n) => n + 1).join(' ')
    await step({ ...COMMENT, testId }, onPullRequest(14))
    const body = gitHub.comments[0]?.body ?? ''
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(body).toMatch(/There is no room here for \d+ more lines: see the step's log\./)
  })

  it('is written on GitHub Enterprise Server', async () => {
    const { step, gitHub } = await openInProcessSandbox({}, { kind: 'enterprise' })
    const env = { GITHUB_SERVER_URL: 'https://github.shop.example' }
    const { outputs } = await step(COMMENT, { ...onPullRequest(14), env })
    expect(gitHub.received.map(({ path }) => path)).toEqual([
      '/api/graphql',
      '/api/v3/repos/octo-shop/storefront/issues/14/comments',
    ])
    expect(outputs['commentUrl']).toBe(
      `${new URL(gitHub.url).origin}/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`,
    )
    expect(gitHub.comments[0]?.body).toContain('](https://github.shop.example/octo-shop/storefront/actions/runs/6001/')
  })
})

describe('the pull request is found', () => {
  const workflowRun = (head_sha: string, head_branch: string, numbers: readonly number[]) => ({
    workflow_run: { head_sha, head_branch, pull_requests: numbers.map(number => ({ number })) },
  })
  const merged = { GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d' }
  const openHead = { GITHUB_SHA: sha('c') }

  it.each<[string, unknown, Readonly<Record<string, string>>, number]>([
    ['pull_request', { pull_request: { number: 14 } }, {}, 14],
    ['pull_request_target', { pull_request: { number: 15 } }, {}, 15],
    ['pull_request_review', { pull_request: { number: 14 } }, {}, 14],
    ['pull_request_review_comment', { pull_request: { number: 14 } }, {}, 14],
    ['issue_comment', { issue: { number: 14, pull_request: {} } }, {}, 14],
    ['workflow_run', workflowRun(sha('c'), 'new-banner', [14]), {}, 14],
    ['workflow_run', workflowRun(sha('d'), 'typo', []), {}, 15],
    ['merge_group', { merge_group: { head_ref: `refs/heads/gh-readonly-queue/main/pr-14-${sha('0')}` } }, {}, 14],
    ['deployment', { deployment: { sha: sha('c') } }, {}, 14],
    ['deployment_status', { deployment: { sha: merged.GITHUB_SHA } }, {}, 12],
    ['push', {}, merged, 12],
    ['push', {}, openHead, 14],
    ['workflow_dispatch', {}, merged, 12],
    ['schedule', {}, merged, 12],
    ['release', {}, merged, 12],
  ])('for %s %j %j', async (name, payload, env, number) => {
    const { step, gitHub } = await openInProcessSandbox()
    const { exitCode, outputs } = await step(COMMENT, { event: { name, payload }, env })
    expect({ exitCode, prNumber: outputs['prNumber'] }).toEqual({ exitCode: 0, prNumber: String(number) })
    expect(gitHub.comments).toMatchObject([{ prNumber: number }])
    expect(gitHub.received).toHaveLength(2)
  })

  it('by prNumber, whatever the event is', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    await step({ ...COMMENT, prNumber: '14' })
    expect(gitHub.comments).toMatchObject([{ prNumber: 14 }])
  })

  it.each<[string, Pick<Step, 'event' | 'env'>]>([
    ['the commit belongs to none', { env: { GITHUB_SHA: sha('0') } }],
    ['the event is a comment on an issue', { event: { name: 'issue_comment', payload: { issue: { number: 3 } } } }],
    ['there is no pull request with that number', onPullRequest(99)],
  ])('nowhere when %s, which is a notice, and the step succeeds', async (_, where) => {
    const { step, gitHub } = await openInProcessSandbox()
    const result = await step(COMMENT, where)
    expect(result.exitCode).toBe(0)
    expect(annotations(result, 'notice')).toEqual([
      expect.stringMatching(/^No comment was written: .* Set prNumber/),
      expect.stringMatching(/^snapshot of Shop front page taken: /),
    ])
    expect({ comments: gitHub.comments, warnings: annotations(result, 'warning') }).toEqual({
      comments: [],
      warnings: [],
    })
  })
})

describe('an error of GitHub is one warning, and the step succeeds', () => {
  const fork = {
    head: { repo: { full_name: 'mallory/storefront' } },
    base: { repo: { full_name: 'octo-shop/storefront' } },
  }

  it.each<[string, Readonly<Record<string, string>>, Pick<Step, 'event'>, string]>([
    [
      'a missing permission',
      { githubToken: STOREFRONT.fork.token },
      onPullRequest(14),
      'permissions: { pull-requests: write }',
    ],
    [
      'the read-only token of a fork',
      { githubToken: STOREFRONT.fork.token },
      { event: { name: 'pull_request', payload: { pull_request: { number: 15, ...fork } } } },
      'a pull request from a fork gets a read-only token',
    ],
    ['a locked conversation', {}, onPullRequest(16), 'The conversation is locked'],
    [
      'a wrong token',
      { githubToken: 'ghs_wrong0123456789' },
      onPullRequest(14),
      'githubToken is wrong, expired or revoked',
    ],
    ['an empty token', { githubToken: '' }, onPullRequest(14), 'githubToken is empty'],
  ])('%s', async (_, inputs, where, remedyFor) => {
    const { step, gitHub } = await openInProcessSandbox()
    const result = await step({ ...COMMENT, ...inputs }, where)
    expect(result.exitCode).toBe(0)
    expect(result.outputs['viewUrl']).toMatch(/^https:/)
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining(remedyFor)])
    expect({ comments: gitHub.comments, commentUrl: result.outputs['commentUrl'] }).toEqual({ comments: [] })
  })

  it('a rate limit', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    gitHub.exhaustRateLimit()
    const result = await step(COMMENT, onPullRequest(14))
    expect({ exitCode: result.exitCode, requests: gitHub.received.length }).toEqual({ exitCode: 0, requests: 1 })
    expect(annotations(result, 'warning')).toEqual([
      expect.stringContaining('The rate limit of githubToken is exhausted'),
    ])
  })

  it('an outage, after three attempts', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    gitHub.fail(Array.from({ length: 3 }, () => ({ kind: 'status', status: 502 })))
    const result = await step(COMMENT, onPullRequest(14))
    expect({ exitCode: result.exitCode, requests: gitHub.received.length }).toEqual({ exitCode: 0, requests: 3 })
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining('502 Bad Gateway')])
  })

  it('a transient fault is not reported, and the comment is written', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    gitHub.fail([{ kind: 'status', status: 503 }, { kind: 'reset' }])
    const result = await step(COMMENT, onPullRequest(14))
    expect({
      exitCode: result.exitCode,
      comments: gitHub.comments.length,
      warnings: annotations(result, 'warning'),
    }).toEqual({ exitCode: 0, comments: 1, warnings: [] })
  })

  it('a GitHub that does not listen', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    await gitHub.close()
    const result = await step(COMMENT, onPullRequest(14))
    expect(result.exitCode).toBe(0)
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining('ECONNREFUSED')])
  })
})

describe('no comment is written', () => {
  it('in a dry run, which shows it in the log', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    const { exitCode, log, summary } = await step({ ...COMMENT, dryRun: 'true' }, onPullRequest(14))
    expect({ exitCode, summary, toGitHub: gitHub.received, toThousandEyes: thousandEyes.received }).toEqual({
      exitCode: 0,
      summary: '',
      toGitHub: [],
      toThousandEyes: [],
    })
    expect(log).toContain(
      'The comment would look like this, with the names of the tests and the links:\n### 📸 ThousandEyes: snapshot of test 281474976710706 taken\n',
    )
    expect(log).toContain('\n**Open the snapshot** · needs a login · until 23 Dec 2026\n')
  })

  it('when a private snapshot is unexpectedly public, and the summary has the reason without the link', async () => {
    const { step, gitHub } = await openInProcessSandbox({ isPublicMeans: 'inverted' })
    const { exitCode, summary } = await step(COMMENT, onPullRequest(14))
    expect({ exitCode, requests: gitHub.received }).toEqual({ exitCode: 1, requests: [] })
    expect(summary).toContain('A private snapshot was requested, but ThousandEyes created a public one')
    expect(summary).not.toContain('share.thousandeyes.com')
  })
})

describe('the job summary', () => {
  it('is the same report as the comment, without what is hidden for the next run', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    const { summary } = await step(COMMENT, onPullRequest(14))
    expect(gitHub.comments[0]?.body.replaceAll(/<!--.*?-->/g, '').trim()).toBe(summary.trim())
  })

  it('names the tests that failed, and why', async () => {
    const { step } = await openInProcessSandbox()
    const { exitCode, summary } = await step({ testId: `${FRONT_PAGE} 5` })
    expect(exitCode).toBe(1)
    expect(summary).toMatch(/^### ⚠️ ThousandEyes: 1 of 2 snapshots taken\n/)
    expect(summary).toContain('| 🚫 test 5 | no snapshot: ThousandEyes answered 404 Not Found')
  })

  it('is not written when summary is false', async () => {
    const { step } = await openInProcessSandbox()
    expect((await step({ summary: 'false' })).summary).toBe('')
  })
})
