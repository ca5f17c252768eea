import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { markerOf } from '../../src/github/comment.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { expectInvariants } from './faults.ts'
import { annotations, CHECKOUT, FRONT_PAGE, openSandbox, type Sandbox, withSandbox } from './sandbox.ts'

/** Windows can end another process, but send it no signal. */
const describeWhereSignalsAre = process.platform === 'win32' ? describe.skip : describe

const MAY_EXIST = 'A snapshot may have been made all the same: look in Manage > Sharing in the ThousandEyes app.'

/** What a runner sends, and after how many milliseconds: it asks, asks again, and ends the process. */
const BY_GITHUB = [
  ['SIGINT', 0],
  ['SIGTERM', 7_500],
  ['SIGKILL', 10_000],
] as const

/** Runs a step whose job is cancelled as soon as a request meets this fault; `arrange` says which does. */
async function cancelledStep(
  { step }: Sandbox,
  fault: Fault,
  arrange: (fault: Fault) => void,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
) {
  const sent: NodeJS.Signals[] = []
  const timers: NodeJS.Timeout[] = []
  const onStart = (kill: (signal: NodeJS.Signals) => void) => {
    const cancel = ([signal, ms]: (typeof BY_GITHUB)[number]) =>
      setTimeout(() => {
        sent.push(signal)
        kill(signal)
      }, ms)
    arrange({ ...fault, onReached: () => timers.push(...BY_GITHUB.map(cancel)) })
  }
  const result = await step(inputs, { env }, { onStart })
  for (const timer of timers) clearTimeout(timer)
  return { ...result, sent }
}

/** The step ended when it was first asked to, and says what became of it. */
function expectEndedAtOnce(result: Awaited<ReturnType<typeof cancelledStep>>): void {
  expect(result.sent).toEqual(['SIGINT'])
  expectInvariants(result, [SHOP.deployer.token, STOREFRONT.workflow.token])
}

const SILENCE: Fault = { kind: 'noResponse' }

describeWhereSignalsAre('a job that is cancelled', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'by %s in the middle of a wait ends at once, without a snapshot',
    async signal => {
      const { step, thousandEyes } = await openSandbox()
      const result = await step({ waitMinutes: '60' }, {}, { onSleep: () => signal })
      expect([result.exitCode, thousandEyes.received.length]).toEqual([1, 0])
      expect(annotations(result, 'error')).toEqual(['The job was cancelled before a snapshot was requested.'])
    },
  )

  test('while it waits after an outcome that nobody knows says that there may be a snapshot', async () => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([{ kind: 'overrideResponse', status: 502, body: '' }])
    const result = await step({}, {}, { onSleep: () => 'SIGINT' })
    expectInvariants(result, [SHOP.deployer.token])
    expect([result.exitCode, thousandEyes.received.length, result.outputs['snapshots']]).toEqual([1, 1, '[]'])
    expect(annotations(result, 'error')).toEqual([
      `Test ${FRONT_PAGE}: The job was cancelled while it waited to try again. ThousandEyes answered 502 Bad Gateway. ${MAY_EXIST}`,
    ])
  })

  test('while one test waits keeps the snapshot of the other', async () => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([{ kind: 'status', status: 429 }], CHECKOUT)
    const result = await step(
      { testId: `${CHECKOUT} ${FRONT_PAGE}` },
      {},
      {
        onSleep: () => (thousandEyes.made.length > 0 ? 'SIGTERM' : undefined),
      },
    )
    expect(result.outputs['viewUrl'] ?? '').toContain(FRONT_PAGE)
    expect(result.signal).toBeNull()
  })

  const requests = [
    { when: 'before the service did anything', fault: { kind: 'noResponse', processed: false } as const, made: 0 },
    { when: 'after the service made it', fault: SILENCE, made: 1 },
    { when: 'in the middle of the answer', fault: { kind: 'sendSlowly', everyMs: 50 } as const, made: 1 },
  ]
  test.each([
    ...requests.map(one => ({ ...one, way: 'directly', open: withSandbox })),
    ...requests.map(one => ({ ...one, way: 'behind a proxy', open: withProxiedSandbox })),
  ])('while it asks for a snapshot, $when, $way: says that there may be one', async ({ fault, made, open }) => {
    await open(async sandbox => {
      const { thousandEyes } = sandbox
      const result = await cancelledStep(sandbox, fault, one => thousandEyes.fail([one]))
      expectEndedAtOnce(result)
      expect([result.exitCode, thousandEyes.received.length, thousandEyes.made.length]).toEqual([1, 1, made])
      expect([result.outputs['viewUrl'], result.outputs['snapshots']]).toEqual(['', '[]'])
      expect(annotations(result, 'error')).toEqual([
        `Test ${FRONT_PAGE}: The job was cancelled while the request was under way. ${MAY_EXIST}`,
      ])
    })
  })

  const AGAIN = "process.once('SIGINT', () => setImmediate(() => process.kill(process.pid, 'SIGINT')))"
  test.each([
    ['by the runner', {}],
    ['by a terminal, whose signal comes twice', { NODE_OPTIONS: `--import data:text/javascript,${encodeURI(AGAIN)}` }],
  ])('while it asks for the second of two snapshots, %s, keeps the first', async (_, env) => {
    const sandbox = await openSandbox()
    const { thousandEyes, gitHub } = sandbox
    // The second try comes only after the answer to the other test.
    thousandEyes.fail([{ kind: 'status', status: 429 }], CHECKOUT)
    const inputs = { testId: `${CHECKOUT} ${FRONT_PAGE}`, comment: 'true', prNumber: '14' }
    const result = await cancelledStep(sandbox, SILENCE, one => thousandEyes.fail([one], CHECKOUT), inputs, env)
    expectEndedAtOnce(result)
    const link = thousandEyes.made.find(({ test }) => test.testId === FRONT_PAGE)?.link
    expect([result.exitCode, thousandEyes.received.length, gitHub.received.length]).toEqual([1, 3, 0])
    expect(result.outputs['viewUrl']).toBe(link)
    expect(result.log).toContain(`Test ${FRONT_PAGE} "Shop front page": ${link} (`)
    expect(result.summary).toContain(`](${link})`)
    expect(annotations(result, 'warning')).toEqual(['The comment was not written: The job was cancelled.'])
    expect(annotations(result, 'error')).toEqual([
      `Test ${CHECKOUT}: The job was cancelled while the request was under way. ${MAY_EXIST}`,
    ])
  })

  test.each(['/test-results/', '/alerts'])('while it reads %s keeps the link, and says what is missing', async part => {
    const sandbox = await openSandbox()
    const { thousandEyes } = sandbox
    const failOn = 'responseTime > 9000\nalerts > 9'
    const result = await cancelledStep(sandbox, SILENCE, one => thousandEyes.failReads([one], part), { failOn })
    expectEndedAtOnce(result)
    const link = thousandEyes.made[0]?.link
    expect([result.exitCode, thousandEyes.received.length, thousandEyes.made.length]).toEqual([0, 1, 1])
    expect([result.outputs['viewUrl'], result.outputs['verdict']]).toEqual([link, 'unknown'])
    expect(result.log).toContain(`${link} (`)
    expect(result.log).toMatch(/Not measured\. .*The job was cancelled\./)
    expect(result.summary).toContain(`](${link})`)
  })

  const comment = [
    { what: 'looks for the comment', route: 'POST /graphql', has: 0, fault: SILENCE, left: 0 },
    { what: 'creates the comment', route: 'POST /repos', has: 0, fault: SILENCE, left: 1 },
    { what: 'changes the comment', route: 'PATCH /repos', has: 1, fault: SILENCE, left: 1 },
  ]
  test.each([
    ...comment.map(one => ({ ...one, way: 'directly', open: withSandbox })),
    ...comment.map(one => ({ ...one, way: 'behind a proxy', open: withProxiedSandbox })),
  ])('while it $what, $way: keeps the link, and warns', async ({ route, has, fault, left, open }) => {
    await open(async sandbox => {
      const { thousandEyes, gitHub } = sandbox
      if (has > 0) gitHub.addComment(14, STOREFRONT.workflow.login, markerOf('storefront'))
      const inputs = { comment: 'true', prNumber: '14', commentKey: 'storefront' }
      const result = await cancelledStep(sandbox, fault, one => gitHub.fail([one], route), inputs)
      expectEndedAtOnce(result)
      const link = thousandEyes.made[0]?.link
      expect([result.exitCode, result.outputs['viewUrl'], thousandEyes.received.length]).toEqual([0, link, 1])
      expect(result.summary).toContain(`](${link})`)
      expect(gitHub.received.filter(({ method, path }) => `${method} ${path}`.startsWith(route))).toHaveLength(1)
      expect(gitHub.comments).toHaveLength(left)
      expect(annotations(result, 'warning')).toEqual(['The comment was not written: The job was cancelled.'])
    })
  })
})
