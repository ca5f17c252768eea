import { describe, expect, it } from '@jest/globals'
import type { GitHub } from '../../sandbox/github/server.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import {
  addOwnComment,
  addTwoPages,
  COMMENT,
  COMMENT_SITUATIONS,
  type CommentSituation,
  expectSnapshotInSpiteOfGitHub,
  isWrittenAfter,
  ON_PULL_REQUEST,
  QUERY,
} from './comment-outcomes.ts'
import { FAULTS, isSlow, REPRESENTATIVES, TIMEOUT_MS } from './faults.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'
import { withSandbox } from './sandbox.ts'

const slow = FAULTS.filter(({ name }) => name === 'processes the request and does not respond')
const isCreation = ({ when }: CommentSituation) => when === 'when the comment is created'
const behindProxy = (use: Parameters<typeof withSandbox>[0]) => withProxiedSandbox(use)

/** One fault of each category, and one that only the time limit ends. `__tests__/integration/` has all of them. */
const rows = COMMENT_SITUATIONS.flatMap(situation => [
  ...[...REPRESENTATIVES, ...(isCreation(situation) ? slow : [])].map(faultCase => {
    return { way: 'directly', open: withSandbox, situation, faultCase }
  }),
  ...(isCreation(situation) ? [...REPRESENTATIVES, ...slow] : []).map(faultCase => {
    return { way: 'behind a proxy', open: behindProxy, situation, faultCase }
  }),
]).map(row => ({ ...row, name: row.faultCase.name, when: row.situation.when }))

describe('a step that comments', () => {
  it.concurrent.each(rows)(
    'writes one comment or warns once when GitHub $name, $when, $way',
    async ({ open, situation, faultCase }) => {
      await open(async sandbox => {
        const { step, gitHub } = sandbox
        const { route, prepare, before = [] } = situation
        const { fault, message } = faultCase
        prepare?.(gitHub)
        gitHub.fail([...before, fault], route)
        const result = await step(COMMENT, ON_PULL_REQUEST, isSlow(fault) ? { timeoutMs: TIMEOUT_MS } : {})
        const warnings = expectSnapshotInSpiteOfGitHub(result, sandbox)
        const isWritten = isWrittenAfter(faultCase, situation)
        expect({ isWritten: 'commentUrl' in result.outputs, warnings }).toEqual({
          isWritten,
          warnings: isWritten ? [] : [expect.stringContaining(message)],
        })
      })
    },
  )
})

describe('a step that loses the connection to GitHub after its first request', () => {
  const [unknownName, notListening, untrusted] = LOSSES
  const leaveAsIs = (_: GitHub) => {}

  it.concurrent.each([
    { loss: unknownName, when: 'before the second page of comments', prepare: addTwoPages },
    { loss: unknownName, when: 'before the comment is created', prepare: leaveAsIs },
    { loss: notListening, when: 'before the comment is created', prepare: leaveAsIs },
    { loss: untrusted, when: 'before the comment is created', prepare: leaveAsIs },
    { loss: notListening, when: 'before the comment is updated', prepare: addOwnComment },
  ])('keeps the snapshot and warns once when $loss.0, $when', async ({ loss: [loss, message], prepare }) => {
    await withDisconnectableSandbox(async sandbox => {
      const { step, gitHub, disconnect } = sandbox
      prepare(gitHub)
      const comments = structuredClone(gitHub.comments)
      gitHub.fail([{ kind: 'connectionClose', onReached: () => disconnect('gitHub', loss) }], QUERY)
      const result = await step(COMMENT, ON_PULL_REQUEST)
      expect({
        warnings: expectSnapshotInSpiteOfGitHub(result, sandbox),
        requests: gitHub.received.length,
        comments: gitHub.comments,
      }).toEqual({ warnings: [expect.stringContaining(message)], requests: 1, comments })
    })
  })
})
