import { describe, expect, it } from '@jest/globals'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { CHECKOUT, openStep, response } from '../open-step.ts'

const COMMENT = { comment: 'true', measure: 'false' }
const onPullRequest = (number: number, more: object = {}) => ({
  event: { name: 'pull_request', payload: { pull_request: { number, ...more } } },
})
/** A run of that number on pull request 14. */
const inRun = (number: number) => {
  return { ...onPullRequest(14), env: { GITHUB_RUN_ID: String(6000 + number), GITHUB_RUN_NUMBER: String(number) } }
}
const toGitHub = ({ sent }: Pick<ReturnType<typeof openStep>, 'sent'>) =>
  sent.filter(({ url }) => url.hostname === 'api.github.com')

describe('the comment', () => {
  it('has the report; the next run updates it in three requests, and keeps the link', async () => {
    const world = openStep()
    const first = await world.step(COMMENT, inRun(41))
    expect(world.comments).toMatchObject([{ prNumber: 14, login: STOREFRONT.workflow.login }])
    const [comment] = world.comments
    expect(comment?.body.replaceAll(/<!--.*?-->\n*/gs, '').trim()).toBe(first.summary.trim())
    const commentUrl = `https://github.com/octo-shop/storefront/pull/14#issuecomment-${comment?.id}`
    expect(first.outputs).toMatchObject({ prNumber: '14', commentId: String(comment?.id), commentUrl })
    expect(first.lines).toContain(`info The report is on pull request #14: ${commentUrl} (created)`)
    const second = await world.step(COMMENT, inRun(42))
    expect(second.lines.join()).toContain('(updated)')
    expect(world.comments).toHaveLength(1)
    for (const { link } of world.snapshots) expect(world.comments[0]?.body).toContain(`](${link})`)
    expect(toGitHub(world)).toHaveLength(6)
  })

  it('is written anew by a run that fails, so that people see it', async () => {
    const world = openStep()
    await world.step(COMMENT, inRun(41))
    const first = world.comments[0]?.id
    world.respond('POST /v7', response(403))
    const { lines } = await world.step(COMMENT, inRun(42))
    expect(lines.join()).toContain('(replaced)')
    expect(world.comments.map(({ id }) => id)).not.toContain(first)
    expect(world.comments).toHaveLength(1)
    expect(world.comments[0]?.body).toContain(`](${world.snapshots[0]?.link})`)
    // An older run that ends later doesn't hide the failure; it has links only if it took a snapshot.
    world.respond('POST /v7', response(403))
    const without = await world.step(COMMENT, inRun(39))
    expect(without.lines.join()).toContain('keeps a report that is newer or more urgent: https')
    const older = await world.step(COMMENT, inRun(40))
    expect(world.comments[0]?.body).toMatch(/### 🚫/)
    expect(older.lines.join()).toContain("keeps a report that is newer or more urgent, and has this run's links now")
    expect(toGitHub(world).filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })

  it.each([
    ['another commentKey', { commentKey: 'staging' }],
    ['other tests, as in the jobs of a matrix', { testId: CHECKOUT }],
  ])('is a separate one for %s', async (_, inputs) => {
    const { step, comments } = openStep()
    await step(COMMENT, onPullRequest(14))
    await step({ ...COMMENT, ...inputs }, onPullRequest(14))
    expect(comments).toHaveLength(2)
  })

  it('is one after two first runs at once', async () => {
    const world = openStep()
    await Promise.all([world.step(COMMENT, inRun(41)), world.step(COMMENT, inRun(42))])
    expect(world.comments).toHaveLength(1)
  })

  it('with onFailure is not begun by a cancelled job', async () => {
    const { step, comments } = openStep()
    const signal = AbortSignal.abort()
    await step({ ...COMMENT, comment: 'onFailure' }, { ...onPullRequest(14), signal })
    expect(comments).toEqual([])
  })

  it('is on the pull request of prNumber, whatever the event is', async () => {
    const { step, comments } = openStep()
    await step({ ...COMMENT, prNumber: '14' })
    expect(comments).toMatchObject([{ prNumber: 14 }])
  })

  it('is on the pull request that was merged as the commit, with the commit in its footer', async () => {
    const { step, comments } = openStep()
    await step(COMMENT)
    expect(comments).toMatchObject([{ prNumber: 12 }])
    expect(comments[0]?.body).toContain('/commit/4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d)')
  })

  it('is not written unless comment is set', async () => {
    const world = openStep()
    const { outputs } = await world.step({ measure: 'false' }, onPullRequest(14))
    expect({ requests: toGitHub(world), commentUrl: outputs['commentUrl'] }).toEqual({ requests: [] })
  })
})

describe('what keeps the comment from being written never fails the step', () => {
  const fork = {
    head: { repo: { full_name: 'mallory/storefront' } },
    base: { repo: { full_name: 'octo-shop/storefront' } },
  }
  const label = { event: { name: 'label', payload: { label: { name: 'bug' } } } }

  it.each<[string, 'notices' | 'warnings', Readonly<Record<string, string>>, object, RegExp]>([
    [
      'there is no pull request',
      'notices',
      {},
      { env: { GITHUB_SHA: '0'.repeat(40) } },
      /^No comment was written: .* Set prNumber/,
    ],
    ['the event is about no commit', 'notices', {}, label, /^No comment was written: .* Set prNumber/],
    [
      'a permission is missing',
      'warnings',
      { githubToken: STOREFRONT.fork.token },
      onPullRequest(14),
      /pull-requests: write/,
    ],
    [
      'a fork has a read-only token',
      'warnings',
      { githubToken: STOREFRONT.fork.token },
      onPullRequest(15, fork),
      /from a fork/,
    ],
    ['githubToken is empty', 'warnings', { githubToken: '' }, onPullRequest(14), /githubToken is empty/],
    ['the conversation is locked', 'warnings', {}, onPullRequest(16), /The conversation is locked/],
  ])('if %s', async (_, level, inputs, where, message) => {
    const { step, comments, snapshots } = openStep()
    const result = await step({ ...COMMENT, ...inputs }, where)
    expect(result).toMatchObject({ exitCode: 0, outputs: { viewUrl: snapshots[0]?.link } })
    expect(result[level].filter(line => message.test(line))).toHaveLength(1)
    expect(comments).toEqual([])
  })
})
