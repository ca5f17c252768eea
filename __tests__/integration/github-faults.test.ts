import { describe, expect, it } from '@jest/globals'
import { certificateFor } from '../e2e/certificate.ts'
import {
  COMMENT,
  COMMENT_SITUATIONS,
  type CommentSituation,
  CREATION,
  expectSnapshotInSpiteOfGitHub,
  isWrittenAfter,
  ON_PULL_REQUEST,
  QUERY,
  requestsTo,
} from '../e2e/comment-outcomes.ts'
import { always, FAULTS, isTransient, OVERSIZED_BYTES, REPRESENTATIVES } from '../e2e/faults.ts'
import { annotations } from '../e2e/sandbox.ts'
import { mutated } from '../json.ts'
import { type InProcessSandbox, withInProcessSandbox } from './sandbox.ts'

/** Runs a step that comments, and checks what holds whatever GitHub did. */
async function comment(sandbox: InProcessSandbox) {
  const result = await sandbox.step(COMMENT, ON_PULL_REQUEST)
  return { result, warnings: expectSnapshotInSpiteOfGitHub(result, sandbox) }
}

/** The pages of comments are queries of one kind: the second one meets one fault of each category. */
const faultsFor = ({ before }: CommentSituation) =>
  before === undefined ? FAULTS.filter(({ fault }) => fault.kind !== 'oversized') : REPRESENTATIVES

const once = COMMENT_SITUATIONS.flatMap(situation =>
  faultsFor(situation).map(faultCase => ({ situation, faultCase, name: faultCase.name, when: situation.when })),
)
const lasting = COMMENT_SITUATIONS.flatMap(situation =>
  REPRESENTATIVES.filter(isTransient).map(faultCase => ({
    situation,
    faultCase,
    name: faultCase.name,
    when: situation.when,
  })),
)

describe('a step that comments', () => {
  it.each(once)('writes one comment or warns once when GitHub $name, $when', async ({ situation, faultCase }) => {
    await withInProcessSandbox(async sandbox => {
      const { gitHub, exhaustTime } = sandbox
      const { route, prepare, before = [] } = situation
      const { fault, category, message } = faultCase
      prepare?.(gitHub)
      gitHub.fail([...before, exhaustTime(fault, gitHub.url)], route)
      const { result, warnings } = await comment(sandbox)

      const isWritten = isWrittenAfter(faultCase, situation)
      expect({ isWritten: 'commentUrl' in result.outputs, warnings }).toEqual({
        isWritten,
        warnings: isWritten ? [] : [expect.stringContaining(message)],
      })
      if (category === 'refused' && !isWritten) expect(requestsTo(route, gitHub)).toBe(before.length + 1)
    })
  })

  it.each(lasting)(
    'never has two comments when GitHub $name at every request, $when',
    async ({ situation, faultCase }) => {
      await withInProcessSandbox(async sandbox => {
        const { gitHub, clock } = sandbox
        const { route, prepare, before = [] } = situation
        prepare?.(gitHub)
        gitHub.fail([...before, ...always(faultCase.fault)], route)
        const startMs = clock.now().getTime()
        const { result, warnings } = await comment(sandbox)
        // A comment that was created although the response says otherwise is found by the next query.
        if ('commentUrl' in result.outputs) expect(warnings).toEqual([])
        else expect(warnings).toEqual([expect.stringContaining(faultCase.message)])
        expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(60_000)
      })
    },
  )

  it.each<[string, string, unknown]>([
    ...[null, 5, 'text', [], {}, true, ['x'], [[]], { repository: 5 }, { repository: { pullRequest: 5 } }].map(
      (data): [string, string, unknown] => [QUERY, 'data', data],
    ),
    ...[null, 5, 'text', [], {}, 'javascript:alert(1)', 'data:text/html,x', 'http://github.com/', 'github://x'].map(
      (url): [string, string, unknown] => [CREATION, 'html_url', url],
    ),
    ...[null, 'text', [], {}, 1.5, 1e300].map((id): [string, string, unknown] => [CREATION, 'id', id]),
  ])('trusts no response to %s with a wrong %s: %j', async (route, field, value) => {
    await withInProcessSandbox(async sandbox => {
      sandbox.gitHub.fail([{ kind: 'rewritten', rewrite: message => mutated(message, [field], value) }], route)
      const { result } = await comment(sandbox)
      expect(result.outputs).not.toHaveProperty('commentUrl')
    })
  })

  it.each([QUERY, CREATION])('reads no more than the beginning of a response of 1 GiB to %s', async route => {
    await withInProcessSandbox(async sandbox => {
      const sent = Promise.withResolvers<number>()
      sandbox.gitHub.fail([{ kind: 'oversized', bytes: OVERSIZED_BYTES, onEnd: sent.resolve }], route)
      await comment(sandbox)
      expect(await sent.promise).toBeLessThan(OVERSIZED_BYTES / 8)
    })
  })
})

describe('a step without a connection to GitHub', () => {
  it('warns when the host name is unknown', async () => {
    await withInProcessSandbox(async sandbox => {
      const unknown = `https://${'x'.repeat(64)}.example`
      const env = { GITHUB_API_URL: unknown, GITHUB_GRAPHQL_URL: `${unknown}/graphql` }
      const result = await sandbox.step(COMMENT, { ...ON_PULL_REQUEST, env })
      expect(expectSnapshotInSpiteOfGitHub(result, sandbox)).toEqual([expect.stringContaining('ENOTFOUND')])
    })
  })

  it('warns when the certificate is not trusted', async () => {
    const tls = await certificateFor(['localhost'])
    await withInProcessSandbox(
      async sandbox => {
        const { warnings } = await comment(sandbox)
        expect(warnings).toEqual([expect.stringContaining('self-signed certificate')])
      },
      {},
      { tls },
    )
  })

  it('warns when nothing listens at the address', async () => {
    await withInProcessSandbox(async sandbox => {
      await sandbox.gitHub.close()
      const { result, warnings } = await comment(sandbox)
      expect(warnings).toEqual([expect.stringContaining('ECONNREFUSED')])
      expect(annotations(result, 'error')).toEqual([])
    })
  })
})
