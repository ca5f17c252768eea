import { expect, it } from '@jest/globals'
import { openSandbox } from './sandbox.ts'

const ON_PULL_REQUEST = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }

/** `__tests__/stages/comment.test.ts` has all the situations, in this process. */
it('the first run of a workflow creates the comment, and the next one updates it', async () => {
  const { step, gitHub, thousandEyes } = await openSandbox()
  const first = await step({ comment: 'true' }, ON_PULL_REQUEST)
  const secondRun = { ...ON_PULL_REQUEST, env: { GITHUB_RUN_ID: '6002', GITHUB_RUN_NUMBER: '43' } }
  const second = await step({ comment: 'true' }, secondRun)
  expect([first.exitCode, second.exitCode, gitHub.comments.length]).toEqual([0, 0, 1])
  const [{ id, body } = { id: 0, body: '' }] = gitHub.comments
  expect(first.outputs).toMatchObject({
    prNumber: '14',
    commentId: String(id),
    commentUrl: `https://github.com/octo-shop/storefront/pull/14#issuecomment-${id}`,
  })
  expect(body).toContain(`**[Open the snapshot](${thousandEyes.made[1]?.link})**`)
  expect(body).toContain(`run 42: 📸 [Shop front page](${thousandEyes.made[0]?.link})`)
})
