import { afterEach, describe, expect, test as it } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { NOW, PRIVATE_LINK, runWith } from './helpers.ts'

const running: GitHub[] = []
afterEach(async () => {
  for (const gitHub of running.splice(0)) await gitHub.close()
})

async function commentOn(prNumber: string, inputs: Readonly<Record<string, string>> = {}) {
  const gitHub = await startGitHub(manualClock(NOW))
  running.push(gitHub)
  const env = { GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
  const given = { comment: 'true', prNumber, githubToken: STOREFRONT.workflow.token, ...inputs }
  return { gitHub, ...(await runWith(given, undefined, { env })) }
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

  it('sends nothing in a dry run, which logs the comment', async () => {
    const { gitHub, lines, sent } = await commentOn('14', { dryRun: 'true' })
    expect({ toGitHub: gitHub.received, toThousandEyes: sent }).toEqual({ toGitHub: [], toThousandEyes: [] })
    expect(lines).toContain('info ### ThousandEyes: 1 snapshot taken')
  })
})

describe('writeSummary', () => {
  it('logs a warning when the summary cannot be written, and the step succeeds', async () => {
    const { exitCode, lines } = await runWith({}, undefined, { summaryFails: true })
    expect(exitCode).toBe(0)
    expect(lines).toContain('warning The job summary was not written: Error: the disk is full.')
  })
})
