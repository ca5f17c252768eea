import { describe, expect, it } from '@jest/globals'
import { openSandbox } from './sandbox.ts'

const COMMENT = { comment: 'true' }
const ON_PULL_REQUEST = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }

/** `__tests__/integration/comment.test.ts` has all the situations, in this process. */
describe('the comment of a step', () => {
  it('is created by the first run, and updated by the next one', async () => {
    const { step, gitHub, thousandEyes } = await openSandbox()
    const first = await step(COMMENT, ON_PULL_REQUEST)
    const second = await step(COMMENT, { ...ON_PULL_REQUEST, env: { GITHUB_RUN_ID: '6002', GITHUB_RUN_NUMBER: '43' } })
    expect({ first: first.exitCode, second: second.exitCode, comments: gitHub.comments.length }).toEqual({
      first: 0,
      second: 0,
      comments: 1,
    })
    expect(first.outputs['commentUrl']).toBe(
      `https://github.com/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`,
    )
    expect(gitHub.comments[0]?.body).toContain(`**[Open the snapshot](${thousandEyes.made[1]?.link})**`)
    expect(gitHub.comments[0]?.body).toContain(`run 42: 📸 [Shop front page](${thousandEyes.made[0]?.link})`)
  })

  it('is written on GitHub Enterprise Server', async () => {
    const { step, gitHub } = await openSandbox({}, { kind: 'enterprise' })
    const env = { GITHUB_SERVER_URL: 'https://github.shop.example' }
    const { outputs } = await step(COMMENT, { ...ON_PULL_REQUEST, env })
    expect(gitHub.comments).toHaveLength(1)
    expect(outputs['commentUrl']).toContain(`#issuecomment-${gitHub.comments[0]?.id}`)
  })
})
