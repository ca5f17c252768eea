import { describe, expect, it } from '@jest/globals'
import { COMMENT, expectSnapshotInSpiteOfGitHub, ON_PULL_REQUEST, QUERY } from './comment-outcomes.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'

/** `__tests__/integration/github-faults.test.ts` has all the faults, in this process. */
describe('a step that loses the connection to GitHub before the comment is created', () => {
  it.concurrent.each(LOSSES)('keeps the snapshot and warns once when %s', async (loss, message) => {
    await withDisconnectableSandbox(async sandbox => {
      const { step, gitHub, disconnect } = sandbox
      gitHub.fail([{ kind: 'connectionClose', onReached: () => disconnect('gitHub', loss) }], QUERY)
      const result = await step(COMMENT, ON_PULL_REQUEST)
      expect({
        warnings: expectSnapshotInSpiteOfGitHub(result, sandbox),
        requests: gitHub.received.length,
        comments: gitHub.comments,
      }).toEqual({ warnings: [expect.stringContaining(message)], requests: 1, comments: [] })
    })
  })
})
