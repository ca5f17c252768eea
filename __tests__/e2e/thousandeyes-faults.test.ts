import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { always, expectInvariants, type FaultCase, isSlow, isTransient, TIMEOUT_MS } from './faults.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'
import { annotations, CHECKOUT, FRONT_PAGE, withSandbox } from './sandbox.ts'
import { expectNoSnapshotLost, expectSnapshotOutcome, linksTo, SNAPSHOT_FAULTS } from './snapshot-outcomes.ts'

/** One fault of each category. `__tests__/integration/` has all of them. */
const CASES = SNAPSHOT_FAULTS.filter(({ name }) =>
  [
    'responds with null in every field but the link',
    'responds with 403',
    'responds with 429',
    'responds with 503',
    'processes the request and resets the connection',
    'processes the request and responds with malformed JSON',
  ].includes(name),
)

/** Faults for which the agent of a proxy matters: they happen to the connection. */
const CONNECTION_CASES = SNAPSHOT_FAULTS.filter(({ name }) =>
  [
    'processes the request and does not respond',
    'resets the connection before it processes the request',
    'processes the request and closes the connection within the response',
    'processes the request and switches to another protocol',
  ].includes(name),
)

const UNAVAILABLE: Fault = { kind: 'status', status: 503 }

interface Situation {
  readonly when: string
  readonly cases: readonly FaultCase[]
  readonly open?: typeof withSandbox
  readonly tests?: readonly string[]
  /** The requests before the one that meets the fault. */
  readonly first?: readonly Fault[]
  readonly isLasting?: boolean
}

const SITUATIONS: readonly Situation[] = [
  { when: 'at the first attempt', cases: CASES },
  { when: 'at the second attempt', cases: CASES, first: [UNAVAILABLE] },
  { when: 'at every attempt', cases: CASES.filter(isTransient), isLasting: true },
  {
    when: 'at the first attempt, behind a proxy',
    cases: [...CASES, ...CONNECTION_CASES],
    open: use => withProxiedSandbox(use),
  },
  { when: 'for the second of two tests', cases: CASES, tests: [FRONT_PAGE, CHECKOUT] },
]
const rows = SITUATIONS.flatMap(({ cases, ...situation }) =>
  cases.map(faultCase => ({ ...situation, faultCase, name: faultCase.name })),
)

describe('a step that takes snapshots', () => {
  it.concurrent.each(rows)(
    'loses no snapshot and repeats no request in vain when ThousandEyes $name, $when',
    async ({ faultCase, open = withSandbox, tests = [FRONT_PAGE], first = [], isLasting = false }) => {
      await open(async sandbox => {
        const { step, thousandEyes, clock } = sandbox
        const testId = tests.at(-1) ?? FRONT_PAGE
        thousandEyes.fail([...first, ...(isLasting ? always(faultCase.fault) : [faultCase.fault])], testId)
        const startMs = clock.now().getTime()
        const result = await step(
          { testId: tests.join(' '), maxWaitMinutes: '1', measure: 'false' },
          { debug: true },
          isSlow(faultCase.fault) ? { timeoutMs: TIMEOUT_MS } : {},
        )
        expectSnapshotOutcome(result, sandbox, faultCase, { testId, before: first.length, isLasting })
        for (const other of tests.slice(0, -1)) expect(linksTo(other, result)).toHaveLength(1)
        expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(60_000)
      })
    },
  )
})

describe('a step that loses the connection to ThousandEyes before its second attempt', () => {
  const [unknownName, notListening, untrusted] = LOSSES
  const BAD_GATEWAY: Fault = { kind: 'overrideResponse', status: 502, body: '' }

  it.concurrent.each([
    { loss: unknownName, status: 503, first: UNAVAILABLE, created: 0 },
    { loss: notListening, status: 503, first: UNAVAILABLE, created: 0 },
    { loss: untrusted, status: 503, first: UNAVAILABLE, created: 0 },
    { loss: notListening, status: 502, first: BAD_GATEWAY, created: 1 },
  ])('reports a snapshot that may exist since the first attempt ended with $status, because $loss.0', async row => {
    const [loss, message] = row.loss
    await withDisconnectableSandbox(async ({ step, thousandEyes, disconnect, clock }) => {
      const startMs = clock.now().getTime()
      thousandEyes.fail([{ ...row.first, onReached: () => disconnect('thousandEyes', loss) }])
      const result = await step({ maxWaitMinutes: '1' })
      expectInvariants(result, [SHOP.deployer.token])
      expectNoSnapshotLost(result, thousandEyes)
      expect({
        exitCode: result.exitCode,
        requests: thousandEyes.received.length,
        created: thousandEyes.made.length,
        errors: annotations(result, 'error'),
      }).toEqual({
        exitCode: 1,
        requests: 1,
        created: row.created,
        errors: [expect.stringMatching(`${message}.*Check apiUrl`)],
      })
      expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(60_000)
    })
  })
})
