import { describe, expect, test } from '@jest/globals'
import { STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import type { Step } from '../../sandbox/runner.ts'
import { annotations, FRONT_PAGE, openSandbox } from './sandbox.ts'

const BOT = STOREFRONT.workflow.login
const COMMENT = { comment: 'true' }
const onPullRequest = (number: number, name = 'pull_request'): Pick<Step, 'event'> => ({
  event: { name, payload: { pull_request: { number } } },
})

describe('a comment on the pull request', () => {
  test('shows the link, and its own address is an output', async () => {
    const { step, gitHub, thousandEyes } = await openSandbox()
    const { exitCode, log, outputs } = await step(COMMENT, onPullRequest(14))
    expect(exitCode).toBe(0)
    expect(gitHub.comments).toMatchObject([{ prNumber: 14, login: BOT }])
    expect(gitHub.comments[0]?.body).toContain(`**[Open the snapshot](${thousandEyes.made[0]?.link})**`)
    const commentUrl = `https://github.com/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`
    expect(outputs).toMatchObject({ prNumber: '14', commentId: String(gitHub.comments[0]?.id), commentUrl })
    expect(log).toContain(`The link is on pull request #14: ${commentUrl} (created)\n`)
    expect(gitHub.received).toHaveLength(2)
  })

  test('is the same one for the next run, in two round trips', async () => {
    const { step, gitHub, thousandEyes } = await openSandbox()
    await step(COMMENT, onPullRequest(14))
    const { log } = await step(COMMENT, onPullRequest(14))
    expect(log).toContain('(updated)')
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain(thousandEyes.made[1]?.link)
    expect(gitHub.received).toHaveLength(4)
  })

  test('is not asked for by default', async () => {
    const { step, gitHub } = await openSandbox()
    const { outputs } = await step({}, onPullRequest(14))
    expect(gitHub.received).toEqual([])
    expect(outputs).not.toHaveProperty('commentUrl')
  })

  test.each([
    ['commentKey', { commentKey: 'staging' }],
    ['other tests, as in the cells of a matrix', { testId: '281474976710707' }],
  ])('is another one with %s', async (_, inputs) => {
    const { step, gitHub } = await openSandbox()
    await step(COMMENT, onPullRequest(14))
    await step({ ...COMMENT, ...inputs }, onPullRequest(14))
    expect(gitHub.comments).toHaveLength(2)
  })

  test("never is somebody else's, whatever they plant in it", async () => {
    const { step, gitHub } = await openSandbox()
    await step(COMMENT, onPullRequest(14))
    const planted = gitHub.addComment(14, 'mallory', `${gitHub.comments[0]?.body}\nhttps://evil.example`)
    gitHub.removeComment(gitHub.comments[0]?.id ?? 0)
    await step(COMMENT, onPullRequest(14))
    expect(planted.body).toContain('evil.example')
    expect(gitHub.comments).toMatchObject([{ login: 'mallory' }, { login: BOT }])
    expect(gitHub.comments[1]?.body).not.toContain('evil.example')
  })

  test('among 5,000 others is found within its round trips', async () => {
    const { step, gitHub } = await openSandbox()
    await step(COMMENT, onPullRequest(14))
    for (let n = 1; n < 100; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    await step(COMMENT, onPullRequest(14))
    expect(gitHub.received).toHaveLength(4)
    for (let n = 100; n <= 5_000; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    const { log } = await step(COMMENT, onPullRequest(14))
    expect(log).toContain('(updated)')
    expect(gitHub.received).toHaveLength(4 + 2 + 50)
  })

  test('is one again after two runs at the same time have each created theirs', async () => {
    const { step, gitHub, thousandEyes } = await openSandbox()
    gitHub.synchronize(2, 'POST /graphql')
    const both = await Promise.all([step(COMMENT, onPullRequest(14)), step(COMMENT, onPullRequest(14))])
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(gitHub.comments).toHaveLength(2)
    await step(COMMENT, onPullRequest(14))
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain(thousandEyes.made[2]?.link)
  })

  test('quotes what came from outside, and nothing in it commands GitHub', async () => {
    const { step, gitHub } = await openSandbox()
    const displayName = 'a|b @octo-shop/everyone #12 <img src=x> [x](https://evil.example) `'
    const { summary } = await step({ ...COMMENT, displayName }, onPullRequest(14))
    for (const markdown of [gitHub.comments[0]?.body, summary]) {
      expect(markdown).toContain('`` a|b @octo-shop/everyone #12 <img src=x> [x](https://evil.example) ` ``')
    }
  })

  test('too long for GitHub is shortened and says so', async () => {
    const { step, gitHub } = await openSandbox({ requestsPerMinute: 1_000 })
    const testId = Array.from({ length: 400 }, (_, n) => n + 1).join(' ')
    await step({ ...COMMENT, testId }, onPullRequest(14))
    const body = gitHub.comments[0]?.body ?? ''
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(body).toMatch(/There is no room here for \d+ more lines: see the step's log\./)
  })

  test('works on GitHub Enterprise Server', async () => {
    const { step, gitHub } = await openSandbox({}, { kind: 'enterprise' })
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

  test.each<[string, unknown, Readonly<Record<string, string>>, number]>([
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
    ['repository_dispatch', {}, openHead, 14],
  ])('for %s %j %j', async (name, payload, env, number) => {
    const { step, gitHub } = await openSandbox()
    const { exitCode, outputs } = await step(COMMENT, { event: { name, payload }, env })
    expect([exitCode, outputs['prNumber']]).toEqual([0, String(number)])
    expect(gitHub.comments).toMatchObject([{ prNumber: number }])
    expect(gitHub.received).toHaveLength(2)
  })

  test('by prNumber, whatever the event says', async () => {
    const { step, gitHub } = await openSandbox()
    await step({ ...COMMENT, prNumber: '14' })
    expect(gitHub.comments).toMatchObject([{ prNumber: 14 }])
  })

  test.each<[string, Pick<Step, 'event' | 'env'>]>([
    ['the commit belongs to none', { env: { GITHUB_SHA: sha('0') } }],
    ['the comment was on an issue', { event: { name: 'issue_comment', payload: { issue: { number: 3 } } } }],
    ['its number does not exist', onPullRequest(99)],
  ])('nowhere when %s: a notice, and the step stays green', async (_, where) => {
    const { step, gitHub } = await openSandbox()
    const result = await step(COMMENT, where)
    expect(result.exitCode).toBe(0)
    expect(annotations(result, 'notice')).toEqual([expect.stringMatching(/^No comment was written: .* Set prNumber/)])
    expect([gitHub.comments, annotations(result, 'warning')]).toEqual([[], []])
  })
})

describe('trouble with GitHub is a warning and does not cost the snapshot', () => {
  const fork = {
    head: { repo: { full_name: 'mallory/storefront' } },
    base: { repo: { full_name: 'octo-shop/storefront' } },
  }

  test.each<[string, Readonly<Record<string, string>>, Pick<Step, 'event'>, string]>([
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
    ['a wrong token', { githubToken: 'ghs_wrong' }, onPullRequest(14), 'githubToken is wrong, expired or revoked'],
    ['an empty token', { githubToken: '' }, onPullRequest(14), 'githubToken is empty'],
  ])('%s', async (_, inputs, where, remedyFor) => {
    const { step, gitHub } = await openSandbox()
    const result = await step({ ...COMMENT, ...inputs }, where)
    expect(result.exitCode).toBe(0)
    expect(result.outputs['viewUrl']).toMatch(/^https:/)
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining(remedyFor)])
    expect([gitHub.comments, result.outputs['commentUrl']]).toEqual([[], undefined])
  })

  test('a rate limit', async () => {
    const { step, gitHub } = await openSandbox()
    gitHub.exhaustRateLimit()
    const result = await step(COMMENT, onPullRequest(14))
    expect([result.exitCode, gitHub.received.length]).toEqual([0, 1])
    expect(annotations(result, 'warning')).toEqual([
      expect.stringContaining('The rate limit of githubToken is exhausted'),
    ])
  })

  test('an outage, after three tries', async () => {
    const { step, gitHub } = await openSandbox()
    gitHub.fail(Array.from({ length: 3 }, () => ({ kind: 'status', status: 502 })))
    const result = await step(COMMENT, onPullRequest(14))
    expect([result.exitCode, gitHub.received.length]).toEqual([0, 3])
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining('502 Bad Gateway')])
  })

  test('a fault that passes costs the comment nothing either', async () => {
    const { step, gitHub } = await openSandbox()
    gitHub.fail([{ kind: 'status', status: 503 }, { kind: 'reset' }])
    const result = await step(COMMENT, onPullRequest(14))
    expect([result.exitCode, gitHub.comments.length, annotations(result, 'warning')]).toEqual([0, 1, []])
  })

  test('a GitHub that is not there', async () => {
    const { step, gitHub } = await openSandbox()
    await gitHub.close()
    const result = await step(COMMENT, onPullRequest(14))
    expect(result.exitCode).toBe(0)
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining('ECONNREFUSED')])
  })
})

describe('no comment is written', () => {
  test('in a dry run, which shows it in the log', async () => {
    const { step, gitHub, thousandEyes } = await openSandbox()
    const { exitCode, log, summary } = await step({ ...COMMENT, dryRun: 'true' }, onPullRequest(14))
    expect([exitCode, gitHub.received, thousandEyes.received, summary]).toEqual([0, [], [], ''])
    expect(log).toContain(
      'The comment would look like this, with the names of the tests and the links:\n### ThousandEyes: 1 snapshot taken\n',
    )
    expect(log).toContain(`| \`${FRONT_PAGE}\` | **Open the snapshot**<br>private: needs a ThousandEyes login`)
  })

  test('when a private snapshot came out public; the summary has the reason and not the link', async () => {
    const { step, gitHub } = await openSandbox({ isPublicMeans: 'inverted' })
    const { exitCode, summary } = await step(COMMENT, onPullRequest(14))
    expect([exitCode, gitHub.received]).toEqual([1, []])
    expect(summary).toContain('A private snapshot was asked for, but ThousandEyes made a public one')
    expect(summary).not.toContain('share.thousandeyes.com')
  })
})

describe('the job summary', () => {
  test('is the same report as the comment', async () => {
    const { step, gitHub } = await openSandbox()
    const { summary } = await step(COMMENT, onPullRequest(14))
    expect(gitHub.comments[0]?.body.split('\n').slice(1).join('\n').trim()).toBe(summary.trim())
  })

  test('names the tests that failed, and why', async () => {
    const { step } = await openSandbox()
    const { exitCode, summary } = await step({ testId: `${FRONT_PAGE} 5` })
    expect(exitCode).toBe(1)
    expect(summary).toMatch(/^### ThousandEyes: 1 of 2 snapshots taken\n/)
    expect(summary).toContain('- Test `5`: `ThousandEyes answered 404 Not Found')
  })

  test('is left out when it is not wanted', async () => {
    const { step } = await openSandbox()
    expect((await step({ summary: 'false' })).summary).toBe('')
  })

  test('that the runner does not offer is a warning', async () => {
    const { step } = await openSandbox()
    const result = await step({}, { env: { GITHUB_STEP_SUMMARY: '' } })
    expect(result.exitCode).toBe(0)
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining('The job summary was not written')])
  })
})
