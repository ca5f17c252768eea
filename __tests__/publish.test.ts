import { afterEach, describe, expect, test as it } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import type { HttpResult } from '../src/http.ts'
import { createdSnapshot } from './analysis/helpers.ts'
import { answer, made, NOW, PRIVATE_LINK, runWith, SHARE_LINK } from './helpers.ts'

const running: GitHub[] = []
afterEach(async () => {
  for (const gitHub of running.splice(0)) await gitHub.close()
})

async function openGitHub(): Promise<GitHub> {
  const gitHub = await startGitHub(manualClock(NOW))
  running.push(gitHub)
  return gitHub
}

/** Runs a step that comments on a pull request. */
async function commentOn(
  prNumber: string,
  inputs: Readonly<Record<string, string>> = {},
  gitHub?: GitHub,
  response?: HttpResult,
) {
  const server = gitHub ?? (await openGitHub())
  const env = { GITHUB_API_URL: server.url, GITHUB_GRAPHQL_URL: server.graphqlUrl }
  const given = { comment: 'true', prNumber, githubToken: STOREFRONT.workflow.token, ...inputs }
  return { gitHub: server, ...(await runWith(given, response && [response], { env })) }
}

describe('publishComment', () => {
  it('logs where the comment is and sets its outputs', async () => {
    const { exitCode, gitHub, lines, outputs } = await commentOn('14')
    const commentUrl = `https://github.com/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`
    expect({ exitCode, outputs }).toMatchObject({ exitCode: 0, outputs: { commentUrl, prNumber: '14' } })
    expect(lines).toContain(`info The link is on pull request #14: ${commentUrl} (created)`)
  })

  it('logs a notice when the repository has no such pull request, and the step succeeds', async () => {
    const { exitCode, lines } = await commentOn('99')
    expect(exitCode).toBe(0)
    expect(lines).toContain(
      'notice No comment was written: There is no pull request #99 in octo-shop/storefront. Set prNumber to the number of the pull request.',
    )
  })

  it('logs a warning without the token when the token may not write, and the step succeeds', async () => {
    const { exitCode, lines, masked, outputs } = await commentOn('14', { githubToken: STOREFRONT.fork.token })
    expect({ exitCode, outputs }).toMatchObject({ exitCode: 0, outputs: { viewUrl: PRIVATE_LINK } })
    expect(lines).toContainEqual(expect.stringMatching(/^warning The comment was not written: GitHub answered 403/))
    expect(masked).toContain(STOREFRONT.fork.token)
    expect(lines.join('\n')).not.toContain(STOREFRONT.fork.token)
  })

  it('keeps the link of the run before when a run takes no snapshot', async () => {
    const gitHub = await openGitHub()
    await commentOn('14', {}, gitHub)
    await commentOn('14', {}, gitHub, answer(401))
    expect(gitHub.comments).toHaveLength(1)
    const [{ body = '' } = {}] = gitHub.comments
    expect(body).toContain('🚫 ThousandEyes: no snapshot of test 1 was taken')
    expect(body).toContain(`- 23 Nov 08:37 UTC, run 42: 📸 [Shop](${PRIVATE_LINK})`)
  })

  it("takes no links from comments of others, and none to another host than the service's", async () => {
    const gitHub = await openGitHub()
    await commentOn('14', {}, gitHub)
    const [own] = gitHub.comments
    if (own === undefined) throw new Error('The first run writes a comment')
    gitHub.addComment(14, 'mallory', own.body.replaceAll(PRIVATE_LINK, `${PRIVATE_LINK}&planted`))
    own.body = own.body.replaceAll('app.thousandeyes.com', 'app.thousandeyes.com.evil.example')
    await commentOn('14', {}, gitHub, answer(401))
    expect(gitHub.comments.at(-1)?.body).not.toMatch(/evil|planted|Earlier/)
  })

  it('writes none where a snapshot is public by mistake', async () => {
    const { exitCode, gitHub } = await commentOn('14', {}, undefined, made(SHARE_LINK))
    expect({ exitCode, comments: gitHub.comments }).toEqual({ exitCode: 1, comments: [] })
  })

  it('sends nothing in a dry run, which logs the comment', async () => {
    const { gitHub, lines, sent } = await commentOn('14', { dryRun: 'true' })
    expect({ toGitHub: gitHub.received, toThousandEyes: sent }).toEqual({ toGitHub: [], toThousandEyes: [] })
    expect(lines).toContain('info ### 📸 ThousandEyes: snapshot of test 1 taken')
  })
})

describe('writeSummary', () => {
  it('logs a warning when the summary cannot be written, and the step succeeds', async () => {
    const { exitCode, lines } = await runWith({}, undefined, { summaryFails: true })
    expect(exitCode).toBe(0)
    expect(lines).toContain('warning The job summary was not written: Error: the disk is full.')
  })
})

describe('a step in a public repository', () => {
  const ROWS = [8, 9, 10, 11, 12, 13].map(minute => ({
    roundId: Date.parse('2026-11-23T08:00:00Z') / 1000 + minute * 60,
    agent: { agentId: '1', agentName: 'Secret agent' },
    responseTime: 4321,
  }))
  const ALERT = { alertSeverity: 'critical', startDate: '2026-11-23T08:09:00Z', _links: { test: { href: '/tests/1' } } }
  const PUBLIC = { repository: { private: false, visibility: 'public' } }

  /** Everything that a step shows anywhere, and its verdict. */
  async function shownBy(
    inputs: Readonly<Record<string, string>>,
    event: object,
    snapshot = createdSnapshot('http-server'),
  ) {
    const { lines, summary, outputs, exitCode } = await runWith(
      { failOn: 'responseTime > 500', ...inputs },
      [snapshot],
      {
        eventPayload: JSON.stringify(event),
        onRead: ({ url }) =>
          answer(200, { results: url.pathname.endsWith('/http-server') ? ROWS : [], alerts: [ALERT] }),
      },
    )
    return { shown: [...lines, summary, ...Object.values(outputs)].join('\n'), verdict: outputs['verdict'], exitCode }
  }

  it('shows no number, agent or alert of a private snapshot, but the verdict, the link and how to change that', async () => {
    const { shown, verdict, exitCode } = await shownBy({}, PUBLIC)
    expect({ verdict, exitCode }).toEqual({ verdict: 'fail', exitCode: 1 })
    expect(shown).not.toMatch(/4321|4\.32|Secret agent|critical/)
    expect(shown).toContain(PRIVATE_LINK)
    expect(shown).toContain('`measure: true` shows them to everybody')
  })

  it('shows them with measure: true', async () => {
    expect((await shownBy({ measure: 'true' }, PUBLIC)).shown).toContain('4321 ms')
  })

  it('shows those of a public snapshot', async () => {
    const response = createdSnapshot('http-server', SHARE_LINK)
    expect((await shownBy({ isPublic: 'true' }, PUBLIC, response)).shown).toContain('4321 ms')
  })

  it.each([
    ['private', { repository: { private: true, visibility: 'private' } }],
    ['internal', { repository: { private: true, visibility: 'internal' } }],
  ])('shows them in a repository that is %s', async (_visibility, event) => {
    expect((await shownBy({}, event)).shown).toContain('4321 ms')
  })
})
