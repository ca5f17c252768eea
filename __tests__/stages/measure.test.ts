import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { SHOP, shopOf } from '../../sandbox/thousandeyes/organization.ts'
import type { HttpResult } from '../../src/http.ts'
import { CHECKOUT, FRONT_PAGE, NOW, openStep, response } from '../open-step.ts'

const DEPLOYED = { minutesSinceDeploy: 20 }
const DEPLOY = { deployedAt: '2026-11-23T08:17:42Z' }
const measurementsOf = (outputs: Readonly<Record<string, string>>) => JSON.parse(outputs['measurements'] || '[]')

describe('the measurements', () => {
  it.each(SHOP.tests.map(({ type, testId, accountGroup }) => [type, testId, accountGroup]))(
    'of a test of type %s have its metrics, the main one first',
    async (type, testId = '', aid = '') => {
      const { outputs } = await openStep().step({ testId, aid, hours: '2' })
      const [{ metrics }] = measurementsOf(outputs)
      const main: Readonly<Record<string, string>> = {
        'http-server': 'responseTime',
        'page-load': 'pageLoadTime',
        'web-transactions': 'transactionTime',
        api: 'apiTransactionTime',
        'ftp-server': 'responseTime',
        'dns-server': 'resolutionTime',
        'dns-trace': 'finalQueryTime',
        dnssec: 'isValid',
        'sip-server': 'responseTime',
        voice: 'mos',
        bgp: 'reachability',
      }
      expect(metrics[0].name).toBe(main[type ?? ''] ?? 'avgLatency')
      expect(metrics.map(({ name }: { name: string }) => name)).toContain('availability')
    },
  )

  it('come from the kinds of result that the list links, also for a type that is new', async () => {
    const { step, respond } = openStep()
    const testResults = [{ href: 'https://api.thousandeyes.com/v7/test-results/1/http-server' }]
    const test = {
      testId: FRONT_PAGE,
      testName: 'Shop front page',
      type: 'http-quic',
      interval: 60,
      _links: { testResults },
    }
    respond('GET /v7/tests', response(200, { tests: [test] }))
    const { outputs } = await step()
    expect(measurementsOf(outputs)).toMatchObject([{ metrics: [{ name: 'responseTime' }, {}, {}, {}] }])
  })

  it('are computed from every row', async () => {
    const { step, thousandEyes } = openStep()
    const { outputs, summary } = await step({ hours: '1' })
    const fromMs = Date.parse(outputs['from'] ?? '')
    const { results } = thousandEyes.readApi
    const rows = SHOP.tests
      .slice(0, 1)
      .flatMap(test => Array.from({ length: 240 }, (_, index) => results.row(test, 'http-server', fromMs, index)))
    const good = rows.filter(({ errorType }) => errorType === 'None')
    expect(good.length).toBeLessThan(rows.length)
    expect(summary).toContain(`Response codes: 200: ${good.length}, 503: ${rows.length - good.length}`)
    const times = good.map(row => Number(row['responseTime'])).sort((a, b) => a - b)
    const mean = times.reduce((sum, value) => sum + value, 0) / times.length
    const [low = 0, high = 0] = [Math.floor, Math.ceil].map(round => times[round((times.length - 1) / 2)])
    expect(measurementsOf(outputs)[0].metrics).toMatchObject([
      {
        name: 'responseTime',
        count: times.length,
        mean: expect.closeTo(mean, 1),
        median: (low + high) / 2,
        p95: times[Math.ceil(times.length * 0.95) - 1],
      },
      {},
      {},
      { name: 'availability', mean: expect.closeTo((100 * good.length) / rows.length, 1) },
      {},
      {},
      {},
    ])
  })

  it('have every field in docs/measurements.md', async () => {
    const { outputs } = await openStep(DEPLOYED).step(DEPLOY)
    const docs = readFileSync(new URL('../../docs/measurements.md', import.meta.url), 'utf8')
    const fields = [...new Set(outputs['measurements']?.match(/(?<=")\w+(?=":)/g))]
    expect(fields.length).toBeGreaterThan(10)
    expect(fields.filter(field => !docs.includes(`\`${field}\``))).toEqual([])
  })

  it('show a change and a chart with the deploy', async () => {
    const { summary } = await openStep(DEPLOYED).step(DEPLOY)
    expect(summary).toMatch(/responseTime.*→ \*\*\d+/)
    expect(summary).toContain('x-axis "minutes since the deploy"')
  })

  it('are read by both directions of a bidirectional test', async () => {
    const { step, requests } = openStep()
    await step({ testId: '281474976710710' })
    expect(requests.filter(line => line.includes('direction=bidirectional'))).toHaveLength(1)
  })

  it('follow a page only by its cursor, wherever its link points', async () => {
    const { step, sent, respond } = openStep()
    const next = { href: 'https://evil.example/v7/other?cursor=abc&aid=9' }
    respond('/http-server', response(200, { results: [], _links: { next } }))
    await step()
    const page = sent.find(({ url }) => url.searchParams.get('cursor') === 'abc')
    expect(page?.url.href).toMatch(
      /^https:\/\/api\.thousandeyes\.com\/v7\/test-results\/281474976710706\/http-server\?startDate/,
    )
    expect(sent.every(({ url }) => url.hostname === 'api.thousandeyes.com')).toBe(true)
  })
})

describe('alerts', () => {
  it('of the test are shown with a link; those of other tests are not', async () => {
    const { step, requests } = openStep(DEPLOYED)
    const { summary, outputs } = await step({ testId: `${FRONT_PAGE} ${CHECKOUT}`, ...DEPLOY })
    expect(summary).toContain('https://app.thousandeyes.com/alerts/list/?alertId=')
    expect(summary).not.toContain('Order a book')
    expect(measurementsOf(outputs).map(({ alerts }: { alerts: number }) => alerts)).toEqual([2, 0])
    expect(requests.filter(line => line.includes('/alerts')).map(line => line.replace(/.*state=/, ''))).toEqual([
      'trigger',
      'clear',
    ])
  })

  it('are the newest twenty, and the number of earlier ones', async () => {
    const { step, respond } = openStep()
    const alerts = Array.from({ length: 30 }, (_, minute) => ({
      id: String(minute),
      startDate: `2026-11-23T08:${minute}:00Z`.replace(/:(\d):/, ':0$1:'),
      _links: { test: { href: `/v7/tests/http-server/${FRONT_PAGE}` } },
    }))
    respond('state=trigger', response(200, { alerts }))
    respond('state=clear', response(200, { alerts: [] }))
    const { summary } = await step()
    expect(summary).toMatch(/\n- 10 earlier\n- [^\n]*since 2026-11-23 08:10 UTC/)
  })

  it('that can’t be parsed make a gate on alerts unknown', async () => {
    const { step, respond } = openStep()
    respond('state=trigger', response(200, { alerts: ['?'] }))
    const { outputs, summary } = await step({ ...DEPLOY, failOn: 'alerts > 0' })
    expect(outputs['verdict']).toBe('unknown')
    expect(summary).toContain('1 alert could not be read')
  })
})

describe('what can’t be read never costs the snapshot, and never passes a gate', () => {
  it.each<[string, HttpResult, RegExp]>([
    ['results are refused', response(403), /Results of http-server and network could not be read: .*403 Forbidden/],
    ['the service fails', response(502), /502 Bad Gateway/],
    ['the response is not JSON', response(200, 'OK'), /documentation/],
    ['a row is of another form', response(200, { results: [{ a: 1 }] }), /1 row/],
    ['there are no results', response(200, { results: [] }), /no results/],
  ])('if %s', async (_, result, message) => {
    const { step, respond } = openStep()
    respond('/http-server', result, result, result)
    respond('/network', result, result, result)
    const { exitCode, outputs, summary } = await step({ ...DEPLOY, failOn: 'availability < 90%' })
    expect({ exitCode, verdict: outputs['verdict'], isTaken: outputs['viewUrl'] !== '' }).toEqual({
      exitCode: 0,
      verdict: 'unknown',
      isTaken: true,
    })
    expect(summary).toMatch(message)
  })

  it.each([
    ['telepathy', 'Results of tests of type telepathy are not supported.'],
    [undefined, "ThousandEyes didn't return the type of the test, so its results are unknown."],
  ])('if the type of the test is %s', async (type, message) => {
    const { step, respond } = openStep()
    respond('GET /v7/tests', response(200, { tests: [{ testId: FRONT_PAGE, type }] }))
    respond('POST', response(201, { _links: { appLink: { href: 'https://app.thousandeyes.com/' } } }))
    const { exitCode, lines } = await step()
    expect(exitCode).toBe(0)
    expect(lines.join('\n')).toContain(message)
  })

  it('one kind of result doesn’t cost the others', async () => {
    const { step, respond } = openStep()
    respond('/network', response(403))
    const { outputs, summary } = await step({ ...DEPLOY, failOn: 'availability < 90%' })
    expect(outputs['verdict']).toBe('pass')
    expect(summary).toMatch(/Results of network could not be read: .*403 Forbidden/)
  })

  it('a slow service costs two minutes, and the tests that were read before stay', async () => {
    const { tests } = shopOf(20)
    const { step, clock } = openStep({ tests, takesMs: line => (/GET .*(results|alerts)/.test(line) ? 5_000 : 0) })
    const { exitCode, outputs, summary } = await step({ testId: 'Shop*', takeSnapshot: 'never', warnOn: 'loss > 90' })
    expect(exitCode).toBe(0)
    expect(clock.now().getTime() - NOW.getTime()).toBeLessThanOrEqual(120_000)
    expect(measurementsOf(outputs).length).toBeGreaterThan(5)
    expect(summary).toContain('Reading took too long and was skipped.')
  })

  it('an error of our own is reported', async () => {
    const takesMs = (line: string) => {
      if (line.includes('/network')) throw new Error('surprise')
      return 0
    }
    const { exitCode, outputs, summary, lines } = await openStep({ takesMs }).step()
    expect({ exitCode, isTaken: outputs['viewUrl'] !== '' }).toEqual({ exitCode: 0, isTaken: true })
    expect(summary).toMatch(/Results of network could not be read: Unexpected error: .*surprise/)
    expect(lines).toContainEqual(expect.stringMatching(/^debug .*surprise.* at /))
  })

  it('requests beyond those of a minute wait for its end', async () => {
    const { step, clock } = openStep({ requestsPerMinute: 3 })
    const { outputs } = await step()
    expect(measurementsOf(outputs)).toMatchObject([{ alerts: 1 }])
    expect(clock.now().getTime() - NOW.getTime()).toBeLessThanOrEqual(120_000)
  })

  it('reading takes two minutes at most', async () => {
    const { step, respond, clock } = openStep()
    const limited = response(429, '', {
      'x-organization-rate-limit-remaining': '0',
      'x-organization-rate-limit-reset': '300',
    })
    respond('/http-server', limited)
    await step()
    expect(clock.now().getTime() - NOW.getTime()).toBeLessThanOrEqual(120_000)
  })

  it('reading has its time even if none is left for snapshots', async () => {
    const { step, respond } = openStep()
    respond('/network', response(503))
    const { outputs } = await step({ timeoutMinutes: '0' })
    expect(outputs['measurements']).toContain('avgLatency')
  })

  it('nothing is read with measure: false, or by API v6', async () => {
    for (const inputs of [{ measure: 'false' }, { apiVersion: 'v6' }]) {
      const { step, requests } = openStep()
      const { exitCode } = await step(inputs)
      expect({ exitCode, reads: requests.filter(line => /alerts|test-results/.test(line)) }).toEqual({
        exitCode: 0,
        reads: [],
      })
    }
  })
})
