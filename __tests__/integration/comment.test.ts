import { describe, expect, it } from '@jest/globals'
import { STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import type { Step } from '../../sandbox/runner.ts'
import { annotations, FRONT_PAGE } from '../e2e/sandbox.ts'
import { EXPOSED } from '../e2e/snapshot-outcomes.ts'
import { openInProcessSandbox } from './sandbox.ts'

const BOT = STOREFRONT.workflow.login
const COMMENT = { comment: 'true' }
const onPullRequest = (number: number, name = 'pull_request'): Pick<Step, 'event'> => ({
  event: { name, payload: { pull_request: { number } } },
})

/** A run of that number on pull request 14. */
const inRun = (number: number): Step => ({
  ...onPullRequest(14),
  env: { GITHUB_RUN_ID: String(6000 + number), GITHUB_RUN_NUMBER: String(number) },
})
const NO_PERMISSION = { kind: 'status', status: 403 } as const

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
    expect(gitHub.received).toHaveLength(3)
  })

  it('is updated by the next run in two requests', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    await step(COMMENT, inRun(41))
    const { log } = await step(COMMENT, inRun(42))
    expect(log).toContain('(updated)')
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain(`**[Open the snapshot](${thousandEyes.made[1]?.link})**`)
    expect(gitHub.received).toHaveLength(5)
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
    expect(gitHub.received).toHaveLength(5)
    for (let n = 100; n <= 5_000; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    const { log } = await step(COMMENT, onPullRequest(14))
    expect(log).toContain('(updated)')
    expect(gitHub.received).toHaveLength(5 + 2 + 50)
  })

  it('is one, with both links, after two first runs at once', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    gitHub.synchronize(2, 'POST /graphql')
    const both = await Promise.all([step(COMMENT, inRun(41)), step(COMMENT, inRun(42))])
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(gitHub.comments).toHaveLength(1)
    for (const { link } of thousandEyes.made) expect(gitHub.comments[0]?.body).toContain(`](${link})`)
  })

  it('keeps the failure of a newer run on top of an older one that ends later', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    thousandEyes.fail([NO_PERMISSION])
    await step(COMMENT, inRun(43))
    await step(COMMENT, inRun(42))
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain('### 🚫')
    expect(gitHub.comments[0]?.body).toContain(`run 42: 📸 [Shop front page](${thousandEyes.made[0]?.link})`)
  })

  it('keeps the failure of one job of a run on top of another job of the key', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    thousandEyes.fail([NO_PERMISSION])
    await step({ ...COMMENT, commentKey: 'shop' }, inRun(42))
    await step({ ...COMMENT, commentKey: 'shop' }, inRun(42))
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain('### 🚫')
  })

  it('is a new one when something goes wrong, with the link of the run before', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    await step(COMMENT, inRun(41))
    const first = gitHub.comments[0]?.id
    thousandEyes.fail([NO_PERMISSION])
    const { log } = await step(COMMENT, inRun(42))
    expect(log).toContain('(replaced)')
    expect(gitHub.comments.map(({ id }) => id)).not.toContain(first)
    expect(gitHub.comments).toHaveLength(1)
    expect(gitHub.comments[0]?.body).toContain(`](${thousandEyes.made[0]?.link})`)
  })

  it('is one that people see when a failure follows a comment that was hidden', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    thousandEyes.fail([NO_PERMISSION, NO_PERMISSION])
    await step(COMMENT, inRun(41))
    gitHub.hideComment(gitHub.comments[0]?.id ?? 0)
    await step(COMMENT, inRun(42))
    expect(gitHub.comments.map(({ isMinimized = false }) => isMinimized)).toEqual([false])
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
      '/api/graphql',
    ])
    expect(outputs['commentUrl']).toBe(
      `${new URL(gitHub.url).origin}/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`,
    )
    expect(gitHub.comments[0]?.body).toContain('](https://github.shop.example/octo-shop/storefront/actions/runs/6001/')
  })
})

function withTwoOf(head: string) {
  const updatedAt = '2026-11-23T08:00:00Z'
  const other = { number: 18, state: 'OPEN', headBranch: 'new-banner', commits: [head], updatedAt } as const
  return { ...STOREFRONT, pullRequests: [...STOREFRONT.pullRequests, other] }
}

describe('the pull request is found', () => {
  const [MERGED, HEAD] = ['4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d', sha('c')]

  /** `GITHUB_SHA` is the merge of pull request 12. */
  it.each<[string, unknown, number, string]>([
    ['pull_request', { pull_request: { number: 14, head: { sha: HEAD } } }, 14, HEAD],
    ['workflow_run', { workflow_run: { head_sha: sha('d'), head_branch: 'typo', pull_requests: [] } }, 15, sha('d')],
    ['check_run', { check_run: { head_sha: HEAD, pull_requests: [] } }, 14, HEAD],
    ['repository_dispatch', { client_payload: { git: { sha: HEAD } } }, 14, HEAD],
    ['push', {}, 12, MERGED],
  ])('for %s %j, with its commit in the footer', async (name, payload, number, commit) => {
    const { step, gitHub } = await openInProcessSandbox()
    const { exitCode, outputs } = await step(COMMENT, { event: { name, payload } })
    expect({ exitCode, prNumber: outputs['prNumber'] }).toEqual({ exitCode: 0, prNumber: String(number) })
    expect(gitHub.comments).toMatchObject([{ prNumber: number }])
    expect(gitHub.comments[0]?.body).toContain(`/commit/${commit})`)
  })

  it('for a comment on it, without a commit', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    await step(COMMENT, { event: { name: 'issue_comment', payload: { issue: { number: 14, pull_request: {} } } } })
    expect(gitHub.comments).toMatchObject([{ prNumber: 14 }])
    expect(gitHub.comments[0]?.body).not.toContain('commit')
  })

  it('as one of two for a branch that has two, and a line names the other', async () => {
    const { step, gitHub } = await openInProcessSandbox({}, { repository: withTwoOf(HEAD) })
    const result = await step(COMMENT, { event: { name: 'check_run', payload: { check_run: { head_sha: HEAD } } } })
    expect(gitHub.comments).toMatchObject([{ prNumber: 18 }])
    expect(annotations(result, 'notice')[0]).toBe(
      'The commit is the head of pull request #14 as well: set prNumber to comment there.',
    )
  })

  it('by prNumber, whatever the event is', async () => {
    const { step, gitHub } = await openInProcessSandbox()
    await step({ ...COMMENT, prNumber: '14' })
    expect(gitHub.comments).toMatchObject([{ prNumber: 14 }])
  })

  it.each<[string, Pick<Step, 'event' | 'env'>]>([
    ['the commit belongs to none', { env: { GITHUB_SHA: sha('0') } }],
    ['the event is about no commit', { event: { name: 'label', payload: { label: { name: 'bug' } } } }],
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
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    thousandEyes.fail([EXPOSED])
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
    expect(gitHub.comments[0]?.body.replaceAll(/<!--.*?-->\n*/g, '').trim()).toBe(summary.trim())
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
