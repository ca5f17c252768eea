import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { expectInvariants } from './faults.ts'
import { annotations, CHECKOUT, openSandbox, type Sandbox } from './sandbox.ts'

/** Windows cannot send signals to processes. */
const describeWhereSignalsAre = process.platform === 'win32' ? describe.skip : describe

/** The signals that GitHub's runner sends, and after how many milliseconds. */
const BY_GITHUB = [
  ['SIGINT', 0],
  ['SIGTERM', 7_500],
  ['SIGKILL', 10_000],
] as const

/** Runs a step whose job is cancelled when a request meets this fault; `arrange` adds it to a service. */
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

/** The step ended at the first signal, and reports the outcome. */
function expectEndedAtOnce(result: Awaited<ReturnType<typeof cancelledStep>>): void {
  expect(result.sent).toEqual(['SIGINT'])
  expectInvariants(result, [SHOP.deployer.token, STOREFRONT.workflow.token])
}

const NO_RESPONSE: Fault = { kind: 'noResponse' }

describeWhereSignalsAre('a job that is cancelled', () => {
  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'by %s during a wait ends at once, without a snapshot',
    async signal => {
      const { step, thousandEyes } = await openSandbox()
      const result = await step({ waitForRounds: '3', failOn: 'responseTime > +20%' }, {}, { onSleep: () => signal })
      expect({ exitCode: result.exitCode, requests: thousandEyes.received.length }).toEqual({
        exitCode: 1,
        requests: 0,
      })
      expect(annotations(result, 'error')).toEqual(['The job was cancelled. No snapshot was requested.'])
    },
  )

  const SEND_SIGINT_AGAIN = "process.once('SIGINT', () => setImmediate(() => process.kill(process.pid, 'SIGINT')))"
  it.each([
    ['with a signal from the runner', {}],
    [
      'with a signal from a terminal, which is delivered twice',
      { NODE_OPTIONS: `--import data:text/javascript,${encodeURI(SEND_SIGINT_AGAIN)}` },
    ],
  ])('during the request for the second of two snapshots keeps the first, %s', async (_, env) => {
    const sandbox = await openSandbox()
    const { thousandEyes, gitHub } = sandbox
    thousandEyes.fail([{ kind: 'status', status: 429 }], CHECKOUT)
    const inputs = { testId: 'Shop front page, Checkout', comment: 'true', prNumber: '14' }
    const result = await cancelledStep(sandbox, NO_RESPONSE, one => thousandEyes.fail([one], CHECKOUT), inputs, env)
    expectEndedAtOnce(result)
    const link = thousandEyes.made.find(({ test }) => test.testId !== CHECKOUT)?.link
    expect({
      exitCode: result.exitCode,
      viewUrl: result.outputs['viewUrl'],
      requestsToGitHub: gitHub.received.length,
    }).toEqual({ exitCode: 1, viewUrl: link, requestsToGitHub: 0 })
    expect(result.log).toContain(`Shop front page: ${link} (`)
    expect(result.summary).toContain(`](${link})`)
    expect(annotations(result, 'warning')).toEqual(['The comment was not written: The job was cancelled.'])
    expect(annotations(result, 'error')).toContain(
      'Checkout: The job was cancelled while the request was in progress. A snapshot may have been created anyway: check Manage > Sharing in the ThousandEyes app.',
    )
  })
})
