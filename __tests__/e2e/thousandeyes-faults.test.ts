import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import type { CreatedSnapshot } from '../../sandbox/thousandeyes/snapshots.ts'
import { mutated, replaced } from '../json.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { certificateFor } from './certificate.ts'
import {
  type Category,
  didTheWork,
  expectInvariants,
  FAULTS,
  type FaultCase,
  HUGE_BYTES,
  READ_BYTES,
  TIMEOUT_MS,
  takesTime,
} from './faults.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'
import { annotations, CHECKOUT, FRONT_PAGE, withSandbox } from './sandbox.ts'

const LINK = ['_links', 'appLink', 'href']

const WRONG: readonly unknown[] = [null, 5, true, 'text', [], {}]

/** What only ThousandEyes' own answer may be. */
const OF_THOUSANDEYES: readonly FaultCase[] = [
  ...WRONG.map(
    (wrong): FaultCase => ({
      name: `answers with ${JSON.stringify(wrong)} in every field but the link`,
      fault: { kind: 'rewritten', rewrite: message => replaced(message, wrong, LINK) },
      nature: 'harmless',
      message: '',
    }),
  ),
  ...[
    ...WRONG,
    'javascript:alert(1)',
    'data:text/html,hello',
    'http://app.thousandeyes.com/view/tests/',
    'thousandeyes://view/tests/',
    '//app.thousandeyes.com/view/tests/',
  ].map(
    (href): FaultCase => ({
      name: `does its work and answers with ${JSON.stringify(href)} for a link`,
      fault: { kind: 'rewritten', rewrite: message => mutated(message, LINK, href) },
      nature: 'unusable',
      message: 'without a usable https link in _links.appLink.href',
    }),
  ),
]

const POSTPONED: Fault = { kind: 'status', status: 503 }

/** When the fault comes, and what else the step has met or meets. */
const often = (fault: Fault) => Array.from({ length: 50 }, () => fault)
const SITUATIONS = [
  ['at the first try', (fault: Fault) => [fault]],
  ['at the second try', (fault: Fault) => [POSTPONED, fault]],
  ['at every try', often],
  ['at every try, behind a proxy', often],
  ['for the second of two tests', (fault: Fault) => [fault]],
] as const
type Situation = (typeof SITUATIONS)[number][0]

/** What the policy of `src/thousandeyes/retry.ts` makes of it, for the test that meets the fault. */
interface Expected {
  readonly exitCode: number
  readonly requests: number
  readonly made: number
  readonly linked: number
}

function expectedOf({ fault, nature }: FaultCase, situation: Situation): Expected {
  const done = didTheWork(fault) ? 1 : 0
  const lasts = situation.startsWith('at every try')
  const once: Readonly<Record<Category, Expected>> = {
    harmless: { exitCode: 0, requests: 1, made: 1, linked: 1 },
    refused: { exitCode: 1, requests: 1, made: 0, linked: 0 },
    unusable: { exitCode: 1, requests: 1, made: 1, linked: 0 },
    // Backing off for 1, 2, 4, 8 and 16 s, the next wait would end after the minute the step has; a quota is asked for again
    // each 1.5 s, and a little more seldom in the end.
    postponed: lasts
      ? { exitCode: 1, requests: 'status' in fault && fault.status === 429 ? 38 : 6, made: 0, linked: 0 }
      : { exitCode: 0, requests: 2, made: 1, linked: 1 },
    unknown: lasts
      ? { exitCode: 1, requests: 2, made: 2 * done, linked: 0 }
      : { exitCode: 0, requests: 2, made: 1 + done, linked: 1 },
  }
  const expected = once[nature]
  return situation === 'at the second try' ? { ...expected, requests: expected.requests + 1 } : expected
}

const cases = [...FAULTS, ...OF_THOUSANDEYES]
const rows = SITUATIONS.flatMap(([situation, faultsOf]) => {
  // What is not tried again cannot come at every try; behind a proxy, it is the first try of all.
  const comes = ({ nature }: FaultCase) => situation !== 'at every try' || ['postponed', 'unknown'].includes(nature)
  const open = situation.endsWith('behind a proxy') ? withProxiedSandbox : withSandbox
  return cases
    .filter(comes)
    .map(one => ({ ...one, situation, open, faults: faultsOf(one.fault), expected: expectedOf(one, situation) }))
})

/** A snapshot that was made is in the outputs, or a line says that there may be one. */
function expectNoneLost(result: StepResult, made: readonly CreatedSnapshot[]): void {
  const links: { viewUrl: string }[] = JSON.parse(result.outputs['snapshots'] ?? '[]')
  const lost = made.filter(({ link }) => !links.some(({ viewUrl }) => viewUrl === link))
  const doubts = [...annotations(result, 'error'), ...annotations(result, 'warning')].filter(line =>
    /may have made a snapshot|may have been made|was probably made/.test(line),
  )
  for (const { test } of lost) {
    expect(doubts).toContainEqual(expect.stringMatching(`^Test ${test.testId}: `))
  }
  expect(doubts.length).toBeGreaterThanOrEqual(lost.length)
}

test.concurrent.each(rows)(
  'ThousandEyes $name, $situation',
  async ({ fault, faults, nature, message, situation, open, expected }) => {
    await open(async ({ step, thousandEyes, clock }) => {
      const isSecond = situation === 'for the second of two tests'
      const [testId, faultyTest] = isSecond ? [`${FRONT_PAGE} ${CHECKOUT}`, CHECKOUT] : [FRONT_PAGE, FRONT_PAGE]
      thousandEyes.fail(faults, faultyTest)
      const start = clock.now().getTime()
      const result = await step(
        { testId, maxWaitMinutes: '1' },
        { debug: true },
        takesTime(fault) ? { timeoutMs: TIMEOUT_MS } : {},
      )

      expectInvariants(result, [SHOP.deployer.token])
      expectNoneLost(result, thousandEyes.made)
      expect(clock.now().getTime() - start).toBeLessThanOrEqual(60_000)
      const ofTest = (id: string) => ({
        requests: thousandEyes.received.filter(({ method, path }) => method === 'POST' && path.includes(id)).length,
        made: thousandEyes.made.filter(({ test }) => test.testId === id).length,
        linked: JSON.parse(result.outputs['snapshots'] ?? '[]').filter((one: { testId: string }) => one.testId === id)
          .length,
      })
      expect({ exitCode: result.exitCode, ...ofTest(faultyTest) }).toEqual(expected)
      if (isSecond) expect(ofTest(FRONT_PAGE)).toEqual({ requests: 1, made: 1, linked: 1 })
      expect(result.log).toContain(message)
      expect(annotations(result, 'warning')).toHaveLength(nature === 'unknown' ? 1 : 0)
    })
  },
)

test('of an answer of 1 GiB no more than the beginning is read', async () => {
  await withSandbox(async ({ step, thousandEyes }) => {
    const sent = Promise.withResolvers<number>()
    thousandEyes.fail([{ kind: 'oversized', bytes: HUGE_BYTES, onEnd: sent.resolve }])
    await step()
    expect(await sent.promise).toBeLessThan(READ_BYTES)
  })
})

describe('no connection to ThousandEyes', () => {
  // A name that no resolver has to be asked for: a label may have 63 characters.
  const UNKNOWN_HOST = `${'x'.repeat(64)}.example`

  test('since nobody knows its name: nothing is sent, and the step ends after its time for waiting', async () => {
    await withSandbox(async ({ step, clock }) => {
      const start = clock.now().getTime()
      const result = await step({ apiUrl: `https://${UNKNOWN_HOST}`, maxWaitMinutes: '1' })
      expectInvariants(result, [SHOP.deployer.token])
      expect(annotations(result, 'error')).toEqual([
        expect.stringMatching(/no connection to .*ENOTFOUND.* Check apiUrl/),
      ])
      expect(clock.now().getTime() - start).toBeLessThanOrEqual(60_000)
    })
  })

  test('since its certificate is not trusted: nothing is sent, and no time is lost', async () => {
    await withSandbox(
      async ({ step, thousandEyes, clock }) => {
        const start = clock.now()
        const result = await step()
        expectInvariants(result, [SHOP.deployer.token])
        expect(annotations(result, 'error')).toEqual([
          expect.stringMatching(/self-signed certificate.*NODE_EXTRA_CA_CERTS/),
        ])
        expect([thousandEyes.received, clock.now()]).toEqual([[], start])
      },
      {},
      {},
      await certificateFor(['localhost']),
    )
  })

  test('since it does not speak TLS: nothing is sent, and no time is lost', async () => {
    await withSandbox(async ({ step, thousandEyes, clock }) => {
      const start = clock.now()
      const result = await step({ apiUrl: thousandEyes.url.replace('http:', 'https:') })
      expectInvariants(result, [SHOP.deployer.token])
      expect(annotations(result, 'error')).toEqual([expect.stringContaining('There was no connection to 127.0.0.1:')])
      expect([thousandEyes.received, clock.now()]).toEqual([[], start])
    })
  })

  test('since it is not there: nothing is sent, and the step ends after its time for waiting', async () => {
    await withSandbox(async ({ step, thousandEyes }) => {
      await thousandEyes.close()
      const result = await step({ maxWaitMinutes: '1' })
      expectInvariants(result, [SHOP.deployer.token])
      expect(annotations(result, 'error')).toEqual([
        expect.stringMatching(/ECONNREFUSED.*maxWaitMinutes.*Check apiUrl/),
      ])
    })
  })

  const GATEWAY: Fault = { kind: 'overrideResponse', status: 502, body: '' }
  const later = LOSSES.flatMap(([loss, message]) => [
    { loss, message, after: 'after the service asked for patience', first: POSTPONED, made: 0 },
    { loss, message, after: 'after nobody knew what became of the first', first: GATEWAY, made: 1 },
  ])
  test.concurrent.each(later)('at the second try, $after, since $loss', async ({ loss, message, first, made }) => {
    await withDisconnectableSandbox(async ({ step, thousandEyes, disconnect, clock }) => {
      const start = clock.now().getTime()
      thousandEyes.fail([{ ...first, onReached: () => disconnect('thousandEyes', loss) }])
      const result = await step({ maxWaitMinutes: '1' })
      expectInvariants(result, [SHOP.deployer.token])
      expectNoneLost(result, thousandEyes.made)
      expect([result.exitCode, thousandEyes.received.length, thousandEyes.made.length]).toEqual([1, 1, made])
      expect(annotations(result, 'error')).toEqual([expect.stringMatching(`${message}.*Check apiUrl`)])
      expect(clock.now().getTime() - start).toBeLessThanOrEqual(60_000)
    })
  })
})
