import { afterEach, describe, expect, test } from '@jest/globals'
import { movableClock } from '../sandbox/clock.ts'
import type { Fault } from '../sandbox/fault.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { SHOP } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { httpSend } from '../src/thousandeyes/http.ts'
import { answer, made, runWith } from './world.ts'

const [FRONT_PAGE = '', CHECKOUT = ''] = SHOP.tests.map(({ testId }) => testId)
const AFTER_A_DEPLOY = { deployedAt: '2026-11-23T08:37:42Z', waitMinutes: '10' }

const opened: ThousandEyes[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

/** A step in this process, whose requests go over real sockets to a sandbox in which a deploy has just happened. */
async function step(
  inputs: Readonly<Record<string, string>>,
  faults: readonly (readonly [Fault, string])[] = [],
  signal?: AbortSignal,
) {
  const clock = movableClock(new Date('2026-11-23T08:37:42Z'))
  const thousandEyes = await startThousandEyes(clock)
  opened.push(thousandEyes)
  for (const [fault, part] of faults) thousandEyes.failReads([fault], part)
  let summary = ''
  const ran = await runInProcess(
    { testId: FRONT_PAGE, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url, ...inputs },
    {
      clock,
      send: httpSend(clock),
      ...(signal === undefined ? {} : { signal }),
      writeSummary: async markdown => {
        summary += markdown
      },
    },
  )
  return { ...ran, summary, thousandEyes }
}

const json = (body: unknown): Fault => ({ kind: 'status', status: 200, body: JSON.stringify(body) })
const measurements = (outputs: Readonly<Record<string, string>>) => JSON.parse(outputs['measurements'] ?? '')

test.each(SHOP.tests.map(({ type, testId, accountGroup }) => [type, testId, accountGroup] as const))(
  'a test of type %s is measured, before and after',
  async (_, testId, aid) => {
    const { exitCode, outputs, summary } = await step({ testId, aid, ...AFTER_A_DEPLOY })
    expect(exitCode).toBe(0)
    const [measured] = measurements(outputs)
    expect(measured.testId).toBe(testId)
    expect(measured.metrics[0].before.count).toBeGreaterThan(measured.metrics[0].after.count)
    expect(summary).toContain('| Metric | Before → after (means) |')
    expect(summary).not.toContain('Not measured')
  },
)

test('several tests are measured in the order given, each in a fold of its own', async () => {
  const { outputs, summary, lines } = await step({ testId: `${CHECKOUT} ${FRONT_PAGE}` })
  expect(measurements(outputs).map(({ testId }: { testId: string }) => testId)).toEqual([CHECKOUT, FRONT_PAGE])
  expect(summary.match(/<details>/g)).toHaveLength(2)
  expect(lines).toContain(`info Test ${FRONT_PAGE}: responseTime 126 ms.`)
})

describe('a gate', () => {
  test('that fails is the last thing that happens', async () => {
    const failOn = 'responseTime > +20%\nthroughput < -20%\nloss > 1\nalerts > 0'
    const { exitCode, outputs, lines } = await step({ ...AFTER_A_DEPLOY, failOn })
    expect([exitCode, outputs['verdict']]).toEqual([1, 'fail'])
    expect(lines.at(-1)).toMatch(
      /^error The gate \(failOn\) stops here: responseTime > \+20% on test \d+ saw \+\d+ % .*; throughput < -20% on test \d+ saw -57.5 % .*; alerts > 0 on test \d+ saw 1 since the deploy\.$/,
    )
  })

  test('that passes says nothing more', async () => {
    const { exitCode, outputs, lines } = await step({ failOn: 'responseTime > 9000\nalerts >= 9' })
    expect([exitCode, outputs['verdict']]).toEqual([0, 'pass'])
    expect(lines.at(-1)).toBe(`info Gate, pass: alerts >= 9 on test ${FRONT_PAGE} saw 1.`)
  })

  test('that cannot tell warns, and ends red where that is asked for', async () => {
    const early = { ...AFTER_A_DEPLOY, waitMinutes: '3' }
    const [green, red] = [
      await step({ ...early, failOn: 'responseTime > +20%\nresponseTime > 9\nmos < 4' }),
      await step({ ...early, failOn: 'responseTime > +20%\nunknown' }),
    ]
    expect([green.exitCode, green.outputs['verdict'], red.exitCode]).toEqual([0, 'unknown', 1])
    expect(green.lines.at(-1)).toBe(
      `warning The gate (failOn) cannot tell: responseTime > +20% on test ${FRONT_PAGE} saw 2 rounds after the deploy, and it takes 3 to judge; responseTime > 9 on test ${FRONT_PAGE} saw 2 rounds after the deploy, and it takes 3 to judge; mos < 4 saw no test here that measures it.`,
    )
  })

  test('that looks back before the window cannot tell', async () => {
    const { lines } = await step({ deployedAt: '2026-11-23T07:00:00Z', failOn: 'responseTime > +20%' })
    expect(lines.at(-1)).toContain('saw 0 rounds before the deploy, and it takes 3 to judge')
  })

  test.each([
    ['results', '/test-results/', 'responseTime > 9', 'saw not measured'],
    ['alerts', '/alerts', 'alerts > 0', 'saw the alerts could not be read'],
  ])('without %s cannot tell', async (_, part, failOn, said) => {
    const forbidden: Fault = { kind: 'status', status: 403 }
    const { outputs, lines } = await step({ failOn }, [
      [forbidden, part],
      [forbidden, part],
    ])
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toContain(said)
  })

  test('of a metric of which the results have no value cannot tell', async () => {
    const rows = [0, 60, 120].map(offset => ({ roundId: Date.parse('2026-11-23T08:00:00Z') / 1000 + offset, loss: 0 }))
    const { lines } = await step({ failOn: 'responseTime > 9' }, [
      [json({ results: rows }), 'http-server'],
      [json({ results: rows }), 'network'],
    ])
    expect(lines.at(-1)).toContain('saw no results')
  })
})

describe('what the service answers', () => {
  const FROM = Date.parse('2026-11-23T07:37:00Z') / 1000
  const TO = Date.parse('2026-11-23T08:37:00Z') / 1000

  test('counts from the start of the window up to, but not including, its end', async () => {
    const rows = [FROM - 1, FROM, TO - 1, TO].map(roundId => ({ roundId, responseTime: 10 }))
    const { outputs } = await step({}, [[json({ results: rows }), 'http-server']])
    expect(measurements(outputs)[0].metrics[0]).toMatchObject({ name: 'responseTime', count: 2 })
  })

  test('may leave out or garble anything but the round', async () => {
    const rows = [
      { roundId: FROM, agent: { agentName: 'Paris' }, responseTime: 'fast', errorType: 'Connect', responseCode: 'x' },
      { roundId: FROM, agent: null, responseTime: 30 },
      { roundId: FROM + 60, monitor: { monitorId: '7' }, responseTime: null, totalTime: 1e300 },
    ]
    const { exitCode, outputs } = await step({}, [[json({ results: rows }), 'http-server']])
    expect(exitCode).toBe(0)
    expect(measurements(outputs)[0].metrics.slice(0, 3)).toMatchObject([
      { name: 'responseTime', count: 1, mean: 30 },
      { name: 'totalTime', count: 1, mean: 1e300 },
      { name: 'availability', count: 3 },
    ])
  })

  test.each([
    ['is no JSON', { kind: 'status', status: 200, body: 'busy' } as const, 'documentation says: "busy".'],
    ['is empty', { kind: 'status', status: 200, body: '' } as const, 'documentation says: nothing.'],
    ['has a row without a round', json({ results: [{ x: 1 }] }), 'gave a result without a round: "{\'x\':1}".'],
    ['is more than a page holds', { kind: 'huge', bytes: 17_000_000 } as const, 'A page of it is larger than 16 MiB.'],
  ])('is told when it %s', async (_, fault, why) => {
    const { exitCode, outputs, lines } = await step({}, [
      [fault, 'http-server'],
      [fault, 'network'],
    ])
    expect([exitCode, outputs['measurements']]).toEqual([0, '[]'])
    expect(lines.at(-1)).toContain(why)
  })

  test('is asked for only once more after it was lost, and is then given up', async () => {
    const lost: Fault = { kind: 'reset' }
    const { lines, thousandEyes } = await step({}, [
      [lost, 'network'],
      [lost, 'network'],
    ])
    expect(thousandEyes.reads.filter(({ path }) => path.includes('network'))).toHaveLength(2)
    expect(lines.at(-1)).toMatch(/^info Not measured\. Test \d+, network: 127\.0\.0\.1:\d+ gave no complete answer:/)
  })

  test('may have pages without end, which are left after a thousand', async () => {
    let cursor = 0
    const endless = () => {
      cursor += 1
      return answer(200, { alerts: [], results: [], _links: { next: { href: `?cursor=${cursor}` } } })
    }
    const { exitCode, lines } = await runWith({}, [typed('dnssec')], { onRead: endless })
    expect(exitCode).toBe(0)
    expect(lines).toContain('info Not measured. Test 1, dnssec: ThousandEyes has more than 1000 pages of it.')
  })

  test('may link a page to itself, or to no address at all', async () => {
    for (const href of ['?', 'http://[', 7]) {
      const { lines } = await runWith({}, [typed('dnssec')], {
        onRead: () =>
          answer(200, { alerts: [], results: [{ roundId: FROM, isValid: true }], _links: { next: { href } } }),
      })
      expect(lines.filter(line => line.includes('isValid 100 %'))).toHaveLength(1)
    }
  })

  test('may name a type of test that is not known here', async () => {
    const { lines } = await runWith({}, [typed('telepathy')])
    expect(lines).toContain('info Not measured. Test 1: Tests of type "telepathy" are not known here.')
  })

  test('may hold alerts of all kinds, of which only those of the test count', async () => {
    const test1 = { test: { href: 'https://api.thousandeyes.com/v7/tests/dnssec/1/' } }
    const startDate = '2026-11-23T08:00:00Z'
    const alerts = [
      { startDate, endDate: '2026-11-23T08:10:00Z', _links: test1 },
      { id: 'a', startDate, alertState: 'clear', alertSeverity: 'minor', _links: test1 },
      { id: 'b', startDate, _links: { test: { href: '/v7/tests/12' } } },
      { id: 'c', startDate },
    ]
    const { outputs, summary } = await runWith({}, [typed('dnssec')], {
      onRead: ({ url }) =>
        answer(200, url.pathname === '/v7/alerts' ? { alerts } : { results: [{ roundId: FROM, isValid: false }] }),
    })
    expect(measurements(outputs)[0].alerts).toBe(2)
    expect(summary).toContain('- `unknown` · on test `1` · since 2026-11-23 08:00 UTC · cleared 2026-11-23 08:10 UTC\n')
    expect(summary).toContain('- `minor` · on test `1` · since 2026-11-23 08:00 UTC · cleared\n')
  })

  test('may be a storm of alerts, of which the newest are listed', async () => {
    const alerts = Array.from({ length: 50 }, (_, minute) => ({
      id: String(minute),
      startDate: `2026-11-23T07:${String(minute).padStart(2, '0')}:00Z`,
      _links: { test: { href: '/v7/tests/1' } },
    }))
    const { summary } = await runWith({}, [typed('dnssec')], { onRead: () => answer(200, { alerts, results: [] }) })
    expect(summary).toContain(
      '**Alerts in the window:**\n\n- 30 earlier\n- `unknown` · on test `1` · since 2026-11-23 07:30 UTC',
    )
  })

  test('may break the action, which says so and keeps the link', async () => {
    const { exitCode, outputs, lines } = await runWith({}, [typed('dnssec')], {
      onRead: () => {
        throw new Error('surprise')
      },
    })
    expect([exitCode, outputs['viewUrl']]).toEqual([0, 'https://app.thousandeyes.com/view/tests/?testId=1'])
    expect(lines).toContain(
      'info Not measured. Test 1, dnssec: The action failed in a way it should not have: "Error: surprise". Please report it.',
    )
  })
})

test('a job that is cancelled while it waits to read ends without the evidence', async () => {
  const cancelled = new AbortController()
  const { lines } = await runWith({}, [typed('dnssec')], {
    signal: cancelled.signal,
    onSleep: () => cancelled.abort(),
    onRead: () => answer(429),
  })
  expect(lines).toContain('info Not measured. Test 1, dnssec: The job was cancelled.')
})

/** An answer that a snapshot of a test of this type was made. */
function typed(type: string) {
  const exchange = made()
  if (exchange.kind !== 'answer') throw new Error('A snapshot that was made comes with an answer')
  const body = JSON.parse(exchange.body)
  return answer(201, { ...body, test: { ...body.test, type } })
}
