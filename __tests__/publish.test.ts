import { afterEach, describe, expect, test } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { NOW, PRIVATE_LINK, runWith } from './helpers.ts'

const opened: GitHub[] = []
afterEach(async () => {
  for (const gitHub of opened.splice(0)) await gitHub.close()
})

async function commentOn(prNumber: string, inputs: Readonly<Record<string, string>> = {}) {
  const gitHub = await startGitHub(manualClock(NOW))
  opened.push(gitHub)
  const env = { GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
  const given = { comment: 'true', prNumber, githubToken: STOREFRONT.workflow.token, ...inputs }
  return { gitHub, ...(await runWith(given, undefined, { env })) }
}

describe('a step that comments', () => {
  test('says where the comment is and gives its address', async () => {
    const { exitCode, gitHub, lines, outputs } = await commentOn('14')
    const commentUrl = `https://github.com/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`
    expect([exitCode, outputs['commentUrl'], outputs['prNumber']]).toEqual([0, commentUrl, '14'])
    expect(lines).toContain(`info The link is on pull request #14: ${commentUrl} (created)`)
  })

  test('is green with a notice when there is no such pull request', async () => {
    const { exitCode, lines } = await commentOn('99')
    expect(exitCode).toBe(0)
    expect(lines).toContainEqual(expect.stringMatching(/^notice No comment was written: There is no pull request #99/))
  })

  test('is green with a warning when it may not write, and its token appears nowhere', async () => {
    const { exitCode, lines, masked, outputs } = await commentOn('14', { githubToken: STOREFRONT.fork.token })
    expect([exitCode, outputs['viewUrl']]).toEqual([0, PRIVATE_LINK])
    expect(lines).toContainEqual(expect.stringMatching(/^warning The comment was not written: GitHub answered 403/))
    expect(masked).toContain(STOREFRONT.fork.token)
    expect(lines.join('\n')).not.toContain(STOREFRONT.fork.token)
  })

  test('shows the comment in a dry run and asks nobody', async () => {
    const { gitHub, lines, sent } = await commentOn('14', { dryRun: 'true' })
    expect([gitHub.received, sent]).toEqual([[], []])
    expect(lines).toContain('info ### ThousandEyes: 1 snapshot taken')
  })
})

test('a summary that cannot be written is a warning', async () => {
  const { exitCode, lines } = await runWith({}, undefined, { summaryFails: true })
  expect(exitCode).toBe(0)
  expect(lines).toContainEqual('warning The job summary was not written: Error: the disk is full.')
})
