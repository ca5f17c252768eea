import { afterEach, describe, expect, test } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { createHttpClient, type HttpResult, type SendRequest } from '../../src/http.ts'
import { answer, made, runWith } from '../helpers.ts'

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
  const clock = manualClock(new Date('2026-11-23T08:37:42Z'))
  const thousandEyes = await startThousandEyes(clock)
  opened.push(thousandEyes)
  for (const [fault, part] of faults) thousandEyes.failReads([fault], part)
  let summary = ''
  const ran = await runInProcess(
    { testId: FRONT_PAGE, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url, ...inputs },
    {
      clock,
      sendRequest: createHttpClient(clock),
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
  expect(lines).toContain(`info Test ${FRONT_PAGE}: responseTime 122 ms.`)
})

describe('a gate', () => {
  test('that fails is the last thing that happens', async () => {
    const failOn = 'responseTime > +20%\nthroughput < -20%\nloss > 1\nalerts > 0'
    const { exitCode, outputs, lines } = await step({ ...AFTER_A_DEPLOY, failOn })
    expect([exitCode, outputs['verdict']]).toEqual([1, 'fail'])
    expect(lines.at(-1)).toMatch(
      /^error The gate \(failOn\) stops here: responseTime > \+20% on test \d+ saw \+\d+ % .*; throughput < -20% on test \d+ saw -58 % .*; alerts > 0 on test \d+ saw 1 since the deploy\.$/,
    )
  })

  test('that passes says nothing more', async () => {
    const { exitCode, outputs, lines } = await step({ failOn: 'responseTime > 9000\nalerts >= 9' })
    expect([exitCode, outputs['verdict']]).toEqual([0, 'pass'])
    expect(lines.at(-1)).toBe(`info Gate, pass: alerts >= 9 on test ${FRONT_PAGE} saw 1 in the whole window.`)
  })

  test('that cannot tell warns, and ends red where that is asked for', async () => {
    const early = { ...AFTER_A_DEPLOY, waitMinutes: '3' }
    const [green, red] = [
      await step({ ...early, failOn: 'responseTime > +20%\nresponseTime > 9\nmos < 4' }),
      await step({ ...early, failOn: 'responseTime > +20%\nunknown' }),
    ]
    expect([green.exitCode, green.outputs['verdict'], red.exitCode]).toEqual([0, 'unknown', 1])
    expect(green.lines.at(-1)).toBe(
      `warning The gate (failOn) cannot tell: responseTime > +20% on test ${FRONT_PAGE}: 2 rounds since the deploy, and it takes 3 to judge; responseTime > 9 on test ${FRONT_PAGE}: 2 rounds since the deploy, and it takes 3 to judge; mos < 4: no test here measures it.`,
    )
  })

  test('that looks back before the window cannot tell', async () => {
    const { lines } = await step({ deployedAt: '2026-11-23T07:00:00Z', failOn: 'responseTime > +20%' })
    expect(lines.at(-1)).toContain(': 0 rounds before the deploy, and it takes 3 to judge')
  })

  test.each([
    ['results', '/test-results/', 'responseTime > 9', ': it was not measured.'],
    ['alerts', '/alerts', 'alerts > 0', ': the alerts could not be read.'],
  ])('without %s cannot tell', async (_, part, failOn, message) => {
    const forbidden: Fault = { kind: 'status', status: 403 }
    const { outputs, lines } = await step({ failOn }, [
      [forbidden, part],
      [forbidden, part],
    ])
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toContain(message)
  })

  test('of a metric of which the results have no value cannot tell', async () => {
    const rows = [0, 60, 120].map(offset => ({ roundId: Date.parse('2026-11-23T08:00:00Z') / 1000 + offset, loss: 0 }))
    const { lines } = await step({ failOn: 'responseTime > 9' }, [
      [json({ results: rows }), 'http-server'],
      [json({ results: rows }), 'network'],
    ])
    expect(lines.at(-1)).toContain(': there are no results.')
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

  test('may leave out or garble anything but the round, and hold values that nobody can have measured', async () => {
    const rows = [
      { roundId: FROM, agent: { agentName: 'Paris' }, responseTime: 'fast', errorType: 'Connect', responseCode: 'x' },
      { roundId: FROM, agent: null, responseTime: 30 },
      { roundId: FROM + 60, monitor: { monitorId: '7' }, responseTime: null, totalTime: 1e300 },
    ]
    const { exitCode, outputs } = await step({}, [[json({ results: rows }), 'http-server']])
    expect(exitCode).toBe(0)
    expect(measurements(outputs)[0].metrics.slice(0, 3)).toMatchObject([
      { name: 'responseTime', count: 1, mean: 30 },
      { name: 'availability', count: 3 },
      { name: 'avgLatency', count: 240 },
    ])
  })

  test.each([
    ['is no JSON', { kind: 'status', status: 200, body: 'busy' } as const, 'documentation says: "busy".'],
    ['lacks its rows', json({ rows: [] }), 'documentation says: "{\'rows\':[]}".'],
    ['is empty', { kind: 'status', status: 200, body: '' } as const, 'documentation says: nothing.'],
    ['has a row without a round', json({ results: [{ x: 1 }] }), 'gave a result without a round: "{\'x\':1}".'],
    [
      'is more than a page holds',
      { kind: 'oversized', bytes: 17_000_000 } as const,
      'A page of it is larger than 16 MiB.',
    ],
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

  test.each([
    ['itself', { next: { href: '?' } }],
    ['no address at all', { next: { href: 'http://[' } }],
    ['a number', { next: { href: 7 } }],
    ['nothing', { next: {} }],
    ['something that is no link', 'next'],
  ])('is not whole where its next page is %s', async (_, _links) => {
    const failOn = 'isValid < 50\nalerts > 0'
    const { outputs, lines } = await runWith({ failOn }, [typed('dnssec')], {
      onRead: () => answer(200, { alerts: [], results: [{ roundId: FROM, isValid: true }], _links }),
    })
    expect([outputs['verdict'], outputs['measurements']]).toEqual(['unknown', '[]'])
    for (const what of ['Test 1, dnssec', 'Alerts']) {
      expect(lines).toContainEqual(
        expect.stringMatching(`^info Not measured. ${what}: ThousandEyes (gave a link|links a page|answered)`),
      )
    }
  })

  test.each([[{ next: null }], [null], [{}]])('ends where its links are %j', async _links => {
    const { lines } = await runWith({}, [typed('dnssec')], {
      onRead: () => answer(200, { alerts: [], results: [{ roundId: FROM, isValid: true }], _links }),
    })
    expect(lines).toContainEqual(expect.stringContaining('isValid 100 %'))
  })

  test('is not whole where its links go in a circle', async () => {
    let reads = 0
    const { lines } = await runWith({}, [typed('dnssec')], {
      onRead: () => answer(200, { alerts: [], results: [], _links: { next: { href: `?cursor=${++reads % 2}` } } }),
    })
    expect(lines).toContain(
      'info Not measured. Test 1, dnssec: ThousandEyes links a page of it as the next of a later one.',
    )
    expect(reads).toBeLessThan(12)
  })

  test('stays in the account group and the window that were asked for, whatever its links leave out', async () => {
    const asked: URLSearchParams[] = []
    await runWith({ aid: '1234' }, [typed('dnssec')], {
      onRead: ({ url }) => {
        if (url.pathname === '/v7/alerts') return answer(200, { alerts: [] })
        asked.push(url.searchParams)
        const _links = asked.length < 3 ? { next: { href: `/v7/elsewhere?cursor=${asked.length}` } } : {}
        return answer(200, { results: [{ roundId: FROM, isValid: true }], _links })
      },
    })
    const dates = { startDate: '2026-11-23T07:37:00Z', endDate: '2026-11-23T08:37:00Z' }
    expect(asked.map(query => Object.fromEntries(query))).toEqual([
      { aid: '1234', ...dates },
      { aid: '1234', ...dates, cursor: '1' },
      { aid: '1234', ...dates, cursor: '2' },
    ])
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
      { id: 'c', startDate, alertType: 'agent' },
    ]
    const { outputs, summary } = await runWith({}, [typed('dnssec')], {
      onRead: ({ url }) =>
        answer(200, url.pathname === '/v7/alerts' ? { alerts } : { results: [{ roundId: FROM, isValid: false }] }),
    })
    expect(measurements(outputs)[0].alerts).toBe(2)
    expect(summary).toContain('- `unknown` · on test `1` · since 2026-11-23 08:00 UTC · cleared 2026-11-23 08:10 UTC\n')
    expect(summary).toContain('- `minor` · on test `1` · since 2026-11-23 08:00 UTC · cleared\n')
  })

  test.each(['SECRET\ttoken-0123456789', 'SECRET\\token-0123456789', 'SECRET/./token-0123456789'])(
    'may hide the token in a link, which a browser would undo: %j is not shown',
    async hidden => {
      const alert = {
        startDate: '2026-11-23T08:00:00Z',
        _links: {
          test: { href: '/v7/tests/1' },
          appLink: { href: `https://app.thousandeyes.com/${hidden}` },
        },
      }
      const { summary, lines } = await runWith(
        { apiToken: new URL(`https://h/${hidden}`).pathname.slice(1) },
        [typed('dnssec')],
        { onRead: () => answer(200, { alerts: [alert], results: [] }) },
      )
      expect(summary).toContain('since 2026-11-23 08:00 UTC · **still active**\n')
      expect(summary + lines.join()).not.toContain('token-0123456789')
    },
  )

  test('tells no error in several ways, and each of them counts as none', async () => {
    const rows = ['None', 'none ', '', ' ', null].map((errorType, index) => ({
      roundId: FROM + index * 60,
      responseTime: 10,
      responseCode: index === 0 ? 204 : 200,
      errorType,
    }))
    const failed = { roundId: FROM + 600, responseTime: 10, errorType: 'HTTP', responseCode: 503 }
    const { outputs, summary } = await step({}, [[json({ results: [...rows, failed] }), 'http-server']])
    const availability = measurements(outputs)[0].metrics.find(({ name }: { name: string }) => name === 'availability')
    expect([availability.count, availability.mean]).toEqual([6, expect.closeTo(500 / 6, 9)])
    expect(summary).toContain('Response codes: 200 × 4, 204 × 1, 503 × 1\n')
  })

  test('may name agents or monitors by an id alone, or not at all', async () => {
    const rows = [
      { agent: { agentId: '1', agentName: 'Paris' }, responseTime: 300 },
      { agent: { agentId: '1', agentName: 'Paris (again)' }, responseTime: 100 },
      { monitor: { monitorId: '7' }, responseTime: 90 },
      { responseTime: 80 },
    ].map(row => ({ roundId: FROM, ...row }))
    const { summary } = await step({}, [[json({ results: rows }), 'http-server']])
    expect(summary).toContain('Worst agents by responseTime: `Paris` 200 ms, `7` 90 ms, `–` 80 ms\n')
  })

  test('holds alerts twice, as it may, of which each counts once, the oldest first', async () => {
    const test1 = {
      test: { href: 'https://api.thousandeyes.com/v7/tests/dnssec/1?aid=9' },
      appLink: { href: 'javascript:1' },
    }
    const alert = (startDate: string, more = {}) => ({ startDate, alertSeverity: 'minor', _links: test1, ...more })
    const active = [alert('2026-11-23T08:10:00Z', { id: 'a' }), alert('2026-11-23T08:05:00Z')]
    const cleared = [alert('2026-11-23T08:00:00Z', { id: 'b', alertState: 'clear', alertSeverity: 7 })]
    const stale = alert('2026-11-23T08:20:00Z', { id: 'c', alertState: 'trigger', endDate: '2026-11-23T08:37:00Z' })
    const { outputs, summary } = await runWith({}, [typed('dnssec')], {
      onRead: ({ url }) => {
        const some = url.searchParams.get('state') === 'clear' ? cleared : [...active, stale]
        return answer(200, url.pathname === '/v7/alerts' ? { alerts: [...some, ...some] } : { results: [] })
      },
    })
    expect(outputs['measurements']).toBe('[]')
    expect(summary).toContain(
      [
        '**Alerts in the window:**\n',
        '- `unknown` · on test `1` · since 2026-11-23 08:00 UTC · cleared',
        '- `minor` · on test `1` · since 2026-11-23 08:05 UTC · **still active**',
        '- `minor` · on test `1` · since 2026-11-23 08:10 UTC · **still active**',
        '- `minor` · on test `1` · since 2026-11-23 08:20 UTC · **still active**\n',
      ].join('\n'),
    )
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

describe('reading ends after two minutes', () => {
  const START = Date.parse('2026-11-23T08:37:42Z')
  const LIMIT_MS = 120_000

  /** A step whose every reading request takes as long as `takesMs` says, but no longer than it may. */
  async function slowStep(takesMs: number, testIds: string, respond: (url: URL) => HttpResult | undefined) {
    const clock = manualClock(new Date(START))
    let reads = 0
    const sendRequest: SendRequest = async ({ method, url, timeoutMs = 30_000 }) => {
      if (method === 'POST') return typed('dnssec')
      reads += 1
      clock.moveTo(new Date(clock.now().getTime() + Math.min(takesMs, timeoutMs)))
      return (
        (takesMs < timeoutMs && respond(url)) || {
          kind: 'noResponse',
          reason: `no answer within ${timeoutMs / 1000} s`,
        }
      )
    }
    const ran = await runInProcess({ testId: testIds }, { clock, sendRequest })
    return { ...ran, reads, tookMs: clock.now().getTime() - START }
  }
  const page = (_links = {}) =>
    answer(200, { alerts: [], results: [{ roundId: START / 1000 - 600, isValid: true }], _links })

  test('where pages come slowly and without end', async () => {
    let cursor = 0
    const { exitCode, outputs, lines, tookMs } = await slowStep(5_000, '1', () =>
      page({ next: { href: `?cursor=${++cursor}` } }),
    )
    expect([exitCode, outputs['measurements'], tookMs]).toEqual([0, '[]', LIMIT_MS])
    expect(lines).toContain('info Not measured. Test 1, dnssec: It took too long to read, and was left.')
  })

  test('where the service says nothing', async () => {
    const { exitCode, tookMs } = await slowStep(60_000, '1', () => undefined)
    expect(exitCode).toBe(0)
    expect(tookMs).toBeLessThanOrEqual(LIMIT_MS)
  })

  test('where there are many tests: those that were read count', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => String(index + 1))
    const { outputs, lines, tookMs } = await slowStep(5_000, ids.join(' '), () => page())
    const read = measurements(outputs).length
    expect(read).toBeGreaterThan(10)
    expect(tookMs).toBeLessThanOrEqual(LIMIT_MS)
    expect(lines.filter(line => line.endsWith('It took too long to read, and was left.'))).toHaveLength(40 - read)
  })

  test('and leaves the last requests of a minute to snapshots', async () => {
    const clock = manualClock(new Date(START))
    let [left, resetMs, least] = [0, 0, 240]
    const sendRequest: SendRequest = async ({ method }) => {
      if (method === 'POST') return typed('dnssec')
      if (clock.now().getTime() >= resetMs) [left, resetMs] = [240, clock.now().getTime() + 60_000]
      left -= 1
      least = Math.min(least, left)
      const headers = {
        'x-organization-rate-limit-limit': '240',
        'x-organization-rate-limit-remaining': String(left),
        'x-organization-rate-limit-reset': String(resetMs / 1000),
      }
      return answer(200, { alerts: [], results: [{ roundId: START / 1000 - 600, isValid: true }] }, headers)
    }
    const ids = Array.from({ length: 300 }, (_, index) => String(index + 1))
    const { outputs } = await runInProcess({ testId: ids.join(' ') }, { clock, sendRequest })
    expect(measurements(outputs)).toHaveLength(300)
    expect(least).toBeGreaterThan(15)
    expect(least).toBeLessThanOrEqual(30)
    expect(clock.now().getTime() - START).toBeLessThanOrEqual(LIMIT_MS)
  })

  test('also when the quota took all of maxWaitMinutes before', async () => {
    const { thousandEyes, ...ran } = await step({ maxWaitMinutes: '0' }, [[{ kind: 'status', status: 503 }, 'network']])
    expect(ran.summary).not.toContain('Not measured')
    expect(thousandEyes.reads.filter(({ path }) => path.includes('network')).length).toBeGreaterThan(1)
  })
})

describe('the picture', () => {
  const MINUTE = 60
  const FIRST = Date.parse('2026-11-23T07:40:00Z') / 1000
  const picture = async (rows: readonly Readonly<Record<string, unknown>>[], deployedAt = '2026-11-23T08:17:00Z') => {
    const { summary } = await runWith({ deployedAt }, [typed('http-server')], {
      onRead: ({ url }) =>
        url.pathname.endsWith('/http-server')
          ? answer(200, { results: rows })
          : answer(200, { alerts: [], results: [] }),
    })
    return summary
  }
  const minutes = Array.from({ length: 57 }, (_, minute) => FIRST + minute * MINUTE)

  test('shows an outage as one: gaps after the deploy, red in the chart, and what availability was lost', async () => {
    const summary = await picture(
      minutes.map(roundId =>
        roundId * 1000 < Date.parse('2026-11-23T08:17:00Z')
          ? { roundId, responseTime: 100 }
          : { roundId, errorType: 'Connect' },
      ),
    )
    expect(summary).toMatch(/<br>█+┊·+<br>responseTime 100 ms → –<br>too few rounds to judge<br>/)
    expect(summary).toContain('<br>availability 100 % → 0 % |')
    expect(summary).toContain('title "responseTime (ms), red: no value"')
  })

  test('has a deploy at the end of a long window where it was, with nothing of before in what came after', async () => {
    const summary = await picture(
      minutes.map(roundId => ({ roundId, responseTime: roundId >= FIRST + 54 * MINUTE ? 300 : 100 })),
      '2026-11-23T08:34:00Z',
    )
    expect(summary).toMatch(/<br>▃+┊█<br>responseTime 100 ms → 300 ms/)
  })

  test('names the agents that have no value before those that are slow', async () => {
    const summary = await picture(
      minutes.flatMap(roundId => [
        { roundId, agent: { agentId: '1', agentName: 'Near' }, responseTime: 100 },
        { roundId, agent: { agentId: '2', agentName: 'Far' }, responseTime: 300 },
        { roundId, agent: { agentId: '3', agentName: 'Dead' }, errorType: 'Connect' },
      ]),
    )
    expect(summary).toContain(
      'Worst agents by responseTime after the deploy: `Dead` no value, `Far` 300 ms, `Near` 100 ms',
    )
  })
})

describe('a gate is not fooled', () => {
  const DEPLOYED_AT = Date.parse('2026-11-23T08:17:00Z') / 1000
  const MINUTES = Array.from({ length: 40 }, (_, minute) => minute)
  type Row = Readonly<Record<string, unknown>>

  /** Rows of one agent, one a minute, twenty of them before the deploy; `values` says what is in each. */
  const rowsOf = (agentName: string, values: (isAfter: boolean, minute: number) => Row | undefined): readonly Row[] =>
    MINUTES.flatMap(minute => {
      const roundId = DEPLOYED_AT + (minute - 20) * 60
      const own = values(minute >= 20, minute)
      return own === undefined ? [] : [{ roundId, agent: { agentId: agentName, agentName }, ...own }]
    })

  /** A gate over a test of this type whose kinds of results are these rows; other kinds cannot be read. */
  const gate = (
    failOn: string,
    type: string,
    rows: Readonly<Record<string, readonly Row[]>>,
    alerts: readonly Row[] = [],
  ) =>
    runWith({ failOn, deployedAt: new Date(DEPLOYED_AT * 1000).toISOString() }, [typed(type)], {
      onRead: ({ url }) => {
        if (url.pathname === '/v7/alerts') return answer(200, { alerts })
        const results = rows[url.pathname.replace(/.*\//, '')]
        return results === undefined ? answer(403) : answer(200, { results })
      },
    })
  const results = ({ lines }: { lines: readonly string[] }) => lines.filter(line => line.startsWith('info Gate, '))

  test('by an agent that falls silent: the others are compared, and it is named', async () => {
    const rows = [
      ...rowsOf('Paris', () => ({ responseTime: 100 })),
      ...rowsOf('Tokyo', isAfter => (isAfter ? { errorType: 'Connect' } : { responseTime: 900 })),
    ]
    const ran = await gate('responseTime < -10%\navailability < 99', 'http-server', {
      'http-server': rows,
      network: [],
    })
    expect(results(ran)).toEqual([
      'info Gate, pass: responseTime < -10% on test 1 saw 0 % (100 ms → 100 ms, without 1 agent).',
      'info Gate, fail: availability < 99 on test 1 saw 50 % since the deploy.',
    ])
    expect(ran.lines).toContain(
      'info Test 1: responseTime 100 ms → 100 ms, 0 %, same within noise (20 rounds before, 20 after, without 1 agent).',
    )
    expect(ran.summary).toContain(
      'Agents that are not compared, with fewer than 3 rounds of responseTime before or after the deploy: `Tokyo`',
    )
    const [{ metrics }] = measurements(ran.outputs)
    expect(metrics[0]).toMatchObject({
      before: { count: 40, mean: 500 },
      after: { count: 20, mean: 100 },
      changePercent: 0,
    })
  })

  test('by an agent that falls silent a few rounds after the deploy', async () => {
    const rows = [
      ...rowsOf('Near', isAfter => ({ responseTime: isAfter ? 200 : 100 })),
      ...rowsOf('Far', (_, minute) => (minute < 22 ? { responseTime: 900 } : undefined)),
    ]
    const ran = await gate('responseTime > +20%', 'http-server', { 'http-server': rows, network: [] })
    expect(results(ran)).toEqual([
      'info Gate, fail: responseTime > +20% on test 1 saw +100 % (100 ms → 200 ms, without 1 agent).',
    ])
    expect(ran.lines).toContainEqual(expect.stringContaining('worse (20 rounds before, 20 after, without 1 agent).'))
  })

  test('by an agent that answers less often than before, or more often', async () => {
    const rows = [
      ...rowsOf('Near', () => ({ responseTime: 100 })),
      ...rowsOf('Far', (isAfter, minute) => (isAfter && minute % 5 > 0 ? undefined : { responseTime: 900 })),
      ...rowsOf('Late', (_, minute) => (minute < 16 ? undefined : { responseTime: 500 })),
    ]
    const ran = await gate('responseTime > +1%\nresponseTime < -1%', 'http-server', {
      'http-server': rows,
      network: [],
    })
    expect(results(ran)).toEqual([
      'info Gate, pass: responseTime > +1% on test 1 saw 0 % (271 ms → 271 ms).',
      'info Gate, pass: responseTime < -1% on test 1 saw 0 % (271 ms → 271 ms).',
    ])
    expect(ran.summary).toContain('0 %, same within noise')
  })

  test('by agents that are new', async () => {
    const rows = [
      ...rowsOf('Paris', () => ({ loss: 1 })),
      ...Array.from({ length: 7 }, (_, agent) =>
        rowsOf(`New ${agent}`, isAfter => (isAfter ? { loss: 0 } : undefined)),
      ).flat(),
    ]
    const ran = await gate('loss < -50%\nloss > 0.5', 'agent-to-server', { network: rows })
    expect(results(ran)).toEqual([
      'info Gate, pass: loss < -50% on test 1 saw 0 % (1 % → 1 %, without 7 agents).',
      'info Gate, pass: loss > 0.5 on test 1 saw 0.13 % since the deploy.',
    ])
    expect(ran.summary).toContain('before or after the deploy: `New 0`, `New 1`, `New 2`, `New 3`, `New 4` and 2 more')
  })

  test('by two sides without a common agent', async () => {
    const rows = [
      ...rowsOf('Old', isAfter => (isAfter ? undefined : { loss: 5 })),
      ...rowsOf('New', isAfter => (isAfter ? { loss: 0 } : undefined)),
    ]
    const ran = await gate('loss < -50%', 'agent-to-server', { network: rows })
    expect(results(ran)).toEqual([
      'info Gate, unknown: loss < -50% on test 1: no agent has 3 rounds before and 3 since.',
    ])
  })

  test.each([
    ['dns-server', 'dns-server', 'resolutionTime', 'server'],
    ['bgp', 'bgp', 'updates', 'prefix'],
    ['agent-to-agent', 'network', 'avgLatency', 'direction'],
  ])('by one of several that an agent of a %s test asks, when it falls silent', async (type, kind, metric, part) => {
    const rows = [
      ...rowsOf('Paris', isAfter => ({ [part]: 'one', [metric]: isAfter ? 40 : 10 })),
      ...rowsOf('Paris', isAfter => ({ [part]: 'two', [metric]: isAfter ? null : 100 })),
    ]
    const ran = await gate(`${metric} > +20%`, type, { [kind]: rows, network: rows })
    expect(ran.outputs['verdict']).toBe('fail')
    expect(ran.lines.at(-1)).toMatch(/saw \+300 % \(10( ms)? → 40( ms)?, without 1 agent\)\.$/)
    expect(ran.summary).toContain('before or after the deploy: `Paris, two`')
  })

  test('by most agents that fall silent', async () => {
    const rows = Array.from({ length: 5 }, (_, agent) =>
      rowsOf(`Agent ${agent}`, isAfter => (isAfter && agent > 1 ? undefined : { loss: 0 })),
    ).flat()
    const ran = await gate('loss > 1\nloss > +5%', 'agent-to-server', { network: rows })
    expect(results(ran)).toEqual([
      'info Gate, unknown: loss > 1 on test 1: 3 agents fell silent at the deploy.',
      'info Gate, unknown: loss > +5% on test 1: 3 agents fell silent at the deploy.',
    ])
  })

  test('by an agent with few rounds, of which one was slow', async () => {
    const rows = [
      ...rowsOf('Paris', () => ({ avgLatency: 100 })),
      ...rowsOf('Tokyo', (_, minute) => (minute > 22 ? undefined : { avgLatency: minute === 21 ? 400 : 100 })),
    ]
    const ran = await gate('avgLatency > +20%', 'agent-to-server', { network: rows })
    expect(ran.outputs['verdict']).toBe('pass')
    expect(ran.summary).toContain('+13 %, same within noise')
  })

  test('by what a failed round counted none of', async () => {
    const rows = rowsOf('Paris', isAfter =>
      isAfter ? { failedQueries: 0, errorDetails: 'timeout' } : { failedQueries: 2 },
    )
    const ran = await gate('failedQueries > 1', 'dns-trace', { 'dns-trace': rows })
    expect(results(ran)).toEqual([
      'info Gate, unknown: failedQueries > 1 on test 1: 0 rounds since the deploy, and it takes 3 to judge.',
    ])
  })

  test('by alerts that there was no round to raise since the deploy', async () => {
    const early = { deployedAt: '2026-11-23T08:37:42Z', waitMinutes: '1', failOn: 'alerts > 0' }
    const { outputs, lines } = await step(early)
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toMatch(/: 0 since the deploy, of which the test has 0 rounds\.$/)
  })

  test('by errors that come fast', async () => {
    const rows = rowsOf('Paris', isAfter =>
      isAfter ? { responseTime: 3, throughput: 9e9, errorType: 'HTTP' } : { responseTime: 100, throughput: 5 },
    )
    const ran = await gate('responseTime > +20%\nthroughput < 4\navailability < 99', 'http-server', {
      'http-server': rows,
      network: [],
    })
    expect(results(ran)).toEqual([
      'info Gate, unknown: responseTime > +20% on test 1: 0 rounds since the deploy, and it takes 3 to judge.',
      'info Gate, unknown: throughput < 4 on test 1: 0 rounds since the deploy, and it takes 3 to judge.',
      'info Gate, fail: availability < 99 on test 1 saw 0 % since the deploy.',
    ])
  })

  test.each([
    ['another of its fields', { errorDetails: 'Connection timed out', responseCode: 0 }],
    ['a field that is no text', { errorType: ['HTTP'] }],
    ['a field of another kind', { errorDetail: 'Broken' }],
    ['a field of SIP', { problemDetail: 'timed out' }],
  ])('by an error that stands in %s', async (_, error) => {
    const rows = rowsOf('Paris', isAfter => (isAfter ? error : { responseTime: 100 }))
    const ran = await gate('availability < 99', 'http-server', { 'http-server': rows, network: [] })
    expect(results(ran)).toEqual(['info Gate, fail: availability < 99 on test 1 saw 0 % since the deploy.'])
  })

  test('by rows that say nothing', async () => {
    const ran = await gate('availability < 99', 'http-server', {
      'http-server': rowsOf('Paris', () => ({})),
      network: [],
    })
    expect(results(ran)).toEqual(['info Gate, unknown: availability < 99 on test 1: it was not measured.'])
  })

  test.each([
    ['agent-to-server', 'network', 'avgLatency', { loss: 100, avgLatency: 0 }],
    ['page-load', 'page-load', 'pageLoadTime', { pageLoadTime: 0, numErrors: 1 }],
    ['voice', 'rtp-server', 'latency', { loss: 100, latency: 0 }],
  ])('by zeros of a %s test that measured nothing', async (type, kind, metric, nothing) => {
    const rows = rowsOf('Paris', isAfter => (isAfter ? nothing : { [metric]: 40, loss: 0 }))
    const ran = await gate(`${metric} > +20%`, type, { [kind]: rows })
    expect(results(ran)).toEqual([
      `info Gate, unknown: ${metric} > +20% on test 1: 0 rounds since the deploy, and it takes 3 to judge.`,
    ])
  })

  test.each([
    ['cannot be read', {}, 'web-transactions, network: ThousandEyes answered 403'],
    ['are empty', { 'web-transactions': [] }, 'web-transactions: There are no results in the window yet.'],
  ])('by the availability of the HTTP server, where those of the transaction %s', async (_, transactions, why) => {
    const rows = rowsOf('Paris', () => ({ responseTime: 100, errorType: 'None' }))
    const ran = await gate('availability < 99', 'web-transactions', { ...transactions, 'http-server': rows })
    expect([ran.outputs['verdict'], ...results(ran)]).toEqual([
      'unknown',
      'info Gate, unknown: availability < 99 on test 1: there are no results.',
    ])
    expect(ran.summary).toContain(why)
  })

  test('by the last bit of a number', async () => {
    const rows = [0, 1, 2, 3, 4, 5].flatMap(agent => rowsOf(`Agent ${agent}`, () => ({ loss: 0.1, jitter: 0.1 })))
    const odd = rowsOf('Agent 9', (_, minute) => (minute < 3 || minute > 21 ? { jitter: 0.1 } : undefined))
    const ran = await gate('jitter > +0%\nloss < 0.1\nloss > 0.1', 'agent-to-server', { network: [...rows, ...odd] })
    expect(results(ran)).toEqual([
      'info Gate, pass: jitter > +0% on test 1 saw 0 % (0.1 ms → 0.1 ms).',
      'info Gate, pass: loss < 0.1 on test 1 saw 0.1 % since the deploy.',
      'info Gate, pass: loss > 0.1 on test 1 saw 0.1 % since the deploy.',
    ])
    expect(ran.summary).toContain('| jitter | 0.1 ms → 0.1 ms | 0 %, same within noise |')
  })

  test.each([
    ['avgLatency > 500', 500.04, '500.04 ms'],
    ['avgLatency > 500', 500.4, '500.4 ms'],
    ['avgLatency < 500', 499.7, '499.7 ms'],
    ['loss < 99.99', 99.9899, '99.9899 %'],
  ])('by rounding: %s fails by showing how', async (failOn, value, shown) => {
    const rows = rowsOf('Paris', () => ({ avgLatency: value, loss: value }))
    const ran = await gate(failOn, 'agent-to-server', { network: rows })
    expect(results(ran)).toEqual([`info Gate, fail: ${failOn} on test 1 saw ${shown} since the deploy.`])
  })

  test('by rounding of a change', async () => {
    const rows = rowsOf('Paris', isAfter => ({ avgLatency: isAfter ? 120.004 : 100 }))
    const ran = await gate('avgLatency > +20%', 'agent-to-server', { network: rows })
    expect(results(ran)).toEqual(['info Gate, fail: avgLatency > +20% on test 1 saw +20.004 % (100 ms → 120 ms).'])
  })

  test.each([1.7e308, -1.7e308, 2e15])('by %d, which nobody can have measured', async value => {
    const rows = rowsOf('Paris', (_, minute) => ({ avgLatency: minute % 2 === 0 ? value : 100 }))
    const ran = await gate('avgLatency > 99', 'agent-to-server', { network: rows })
    expect(results(ran)).toEqual(['info Gate, fail: avgLatency > 99 on test 1 saw 100 ms since the deploy.'])
    expect(ran.summary).not.toMatch(/NaN|Infinity|∞/)
  })

  const alert = (id: string, startDate: string, more: Row = {}) => ({
    id,
    startDate,
    alertType: 'bgp',
    _links: { test: { href: '/v7/tests/bgp/1' } },
    ...more,
  })
  const cleared = (endDate: string) => ({ alertState: 'clear', endDate })

  test('by alerts that do not say of which test they are', async () => {
    const stray = alert('a', '2026-11-23T08:20:00Z', { _links: { test: { href: '/v7/tests/x' } } })
    const [one, both] = [
      await gate('alerts > 0\nalerts > 1', 'bgp', { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) }, [
        stray,
      ]),
      await gate('alerts > 0\nalerts > 1', 'bgp', { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) }, [
        stray,
        alert('b', '2026-11-23T08:21:00Z'),
      ]),
    ]
    const doubt = 'since the deploy, and 1 of a test that ThousandEyes does not name.'
    expect(results(one)).toEqual([
      `info Gate, unknown: alerts > 0 on test 1: 0 ${doubt}`,
      `info Gate, pass: alerts > 1 on test 1 saw 0 ${doubt}`,
    ])
    expect(results(both)).toEqual([
      `info Gate, fail: alerts > 0 on test 1 saw 1 ${doubt}`,
      `info Gate, unknown: alerts > 1 on test 1: 1 ${doubt}`,
    ])
    expect(one.lines).toContain(
      'info Alert: unknown, bgp, on a test that ThousandEyes does not name, since 2026-11-23 08:20 UTC, still active.',
    )
  })

  test.each(['agent', 'network-outage', 'device-interface', 'endpoint-http-server'])(
    'by alerts of type %s, which are of no test',
    async alertType => {
      const ran = await gate('alerts > 0', 'bgp', { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) }, [
        alert('a', '2026-11-23T08:20:00Z', { alertType, _links: {} }),
      ])
      expect(ran.outputs['verdict']).toBe('pass')
      expect(ran.summary).not.toContain('Alerts in the window')
    },
  )

  test.each([
    ['began in it and was cleared after it', alert('a', '2026-11-23T08:30:00Z', cleared('2026-11-23T08:37:40Z')), 1],
    ['was cleared before it', alert('a', '2026-11-23T06:00:00Z', cleared('2026-11-23T07:36:59Z')), 0],
    ['began before it and was cleared in it', alert('a', '2026-11-23T06:00:00Z', cleared('2026-11-23T07:37:00Z')), 1],
    ['began after it', alert('a', '2026-11-23T08:37:00Z'), 0],
    ['has long been active', alert('a', '2026-10-01T00:00:00Z'), 1],
  ])('by an alert that %s', async (_, one, expected) => {
    const ran = await gate('alerts > 9', 'bgp', { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) }, [one])
    expect(measurements(ran.outputs)[0].alerts).toBe(expected)
  })

  test('by a window that ends before the deploy', async () => {
    const { outputs, lines } = await step({ deployedAt: '2026-11-23T08:37:10Z', failOn: 'alerts > 0' })
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toContain('the window ends before the deploy')
  })

  test('by alerts that are suppressed, as they are during maintenance', async () => {
    const suppressed = alert('a', '2026-11-23T08:20:00Z', { suppressed: true })
    const ran = await gate('alerts > 0', 'bgp', { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) }, [
      suppressed,
    ])
    expect([ran.outputs['verdict'], measurements(ran.outputs)[0].alerts]).toEqual(['pass', 0])
    expect(ran.summary).toContain('on test `1` · since 2026-11-23 08:20 UTC · suppressed · **still active**')
  })

  test('by a number of alerts that is not known', async () => {
    const stray = alert('a', '2026-11-23T08:20:00Z', { _links: {} })
    const ran = await gate('alerts > 0', 'bgp', { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) }, [stray])
    expect(measurements(ran.outputs)[0].alerts).toBeNull()
  })

  test('by a test that has no snapshot, and so was not looked at', async () => {
    const refused = answer(404, { title: 'Not Found' })
    const readApi = { onRead: () => answer(200, { alerts: [], results: [] }) }
    const ran = await runWith(
      { testId: '1 2', failOn: 'alerts > 0\nloss > 1' },
      [typed('agent-to-server'), refused],
      readApi,
    )
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'unknown'])
    expect(results(ran)).toContain('info Gate, unknown: loss > 1 on test 2: it was not measured.')
    expect(results(ran)).toContain('info Gate, pass: alerts > 0 on test 2 saw 0 in the whole window.')
  })

  test('by a metric that a test which cannot be read would not have', async () => {
    const ran = await gate('pageLoadTime > 9000\nunknown', 'bgp', {})
    expect(results(ran)).toEqual(['info Gate, unknown: pageLoadTime > 9000: no test here measures it.'])
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
  const result = made()
  if (result.kind !== 'response') throw new Error('A snapshot that was made comes with an answer')
  const body = JSON.parse(result.body)
  return answer(201, { ...body, test: { ...body.test, type } })
}
