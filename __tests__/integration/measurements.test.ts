import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { manualClock } from '../../sandbox/clock.ts'
import { type Direction, SHOP, type Test } from '../../sandbox/thousandeyes/organization.ts'
import { resultKindsOf, TestResults } from '../../sandbox/thousandeyes/results.ts'
import { annotations, CHECKOUT, FRONT_PAGE } from '../e2e/sandbox.ts'
import { openInProcessSandbox } from './sandbox.ts'

const MINUTE_MS = 60_000
/** The sandbox's deploy is at its start, 08:37:42, so that a window up to 08:47 holds rounds before and after it. */
const DEPLOYED = { deployedAt: '2026-11-23T08:37:42Z', waitMinutes: '10' }
const FROM_MS = Date.parse('2026-11-23T07:47:00Z')
const TO_MS = Date.parse('2026-11-23T08:47:00Z')

const Numbers = v.object({
  count: v.number(),
  mean: v.nullable(v.number()),
  median: v.nullable(v.number()),
  p95: v.nullable(v.number()),
})
const Measurements = v.array(
  v.object({
    testId: v.string(),
    metrics: v.array(
      v.object({
        name: v.string(),
        unit: v.string(),
        ...Numbers.entries,
        before: v.optional(Numbers),
        after: v.optional(Numbers),
        changePercent: v.optional(v.nullable(v.number())),
      }),
    ),
    alerts: v.nullable(v.number()),
  }),
)
const measurementsIn = (outputs: Readonly<Record<string, string>>) =>
  v.parse(Measurements, JSON.parse(outputs['measurements'] ?? ''))

/** Times and throughput of failed rounds do not count. */
function counts(row: Readonly<Record<string, unknown>>, unit: string): boolean {
  const errors = [row['errorType'], row['errorDetails'], row['errorDetail']]
  return !['ms', 'B/s'].includes(unit) || errors.every(error => error === undefined || /^none$/i.test(String(error)))
}

/** Computed from the sandbox's rows, with other code than the action's. */
function expected(rows: readonly Readonly<Record<string, unknown>>[], field: string, unit: string) {
  const values = rows
    .filter(row => counts(row, unit))
    .map(row => row[field])
    .filter(value => typeof value === 'number')
    .sort((a, b) => a - b)
  const middle = [values[Math.floor((values.length - 1) / 2)], values[Math.ceil((values.length - 1) / 2)]]
  return {
    count: values.length,
    mean: expect.closeTo(
      values.reduce((sum, value) => sum + value / values.length, 0),
      6,
    ),
    median: ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2,
    p95: values.find((_, index) => (index + 1) / values.length >= 0.95),
  }
}

function rowsOf(test: Test, kind: string) {
  const results = new TestResults(SHOP, manualClock(new Date('2026-11-23T08:37:42Z')))
  const directions: readonly Direction[] =
    test.direction === 'bidirectional' ? ['to-target', 'from-target'] : ['to-target']
  return Array.from({ length: results.size(test, FROM_MS, TO_MS, directions) }, (_, index) =>
    results.row(test, kind, FROM_MS, index, directions),
  )
}

/** The `responseTime` of a page load is the one of its HTTP server. */
function isOf(kind: string, name: string, rows: ReturnType<typeof rowsOf>): boolean {
  return typeof rows[0]?.[name] === 'number' && !(kind === 'page-load' && name === 'responseTime')
}

/** From the API's description. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  'http-server': [
    'responseTime ms',
    'totalTime ms',
    'throughput B/s',
    'availability %',
    'avgLatency ms',
    'loss %',
    'jitter ms',
  ],
  'page-load': [
    'pageLoadTime ms',
    'domLoadTime ms',
    'numErrors ',
    'responseTime ms',
    'totalTime ms',
    'throughput B/s',
    'availability %',
    'avgLatency ms',
    'loss %',
    'jitter ms',
  ],
  'web-transactions': [
    'transactionTime ms',
    'availability %',
    'responseTime ms',
    'totalTime ms',
    'throughput B/s',
    'avgLatency ms',
    'loss %',
    'jitter ms',
  ],
  api: ['apiTransactionTime ms', 'completion %', 'availability %', 'avgLatency ms', 'loss %', 'jitter ms'],
  'agent-to-server': ['avgLatency ms', 'loss %', 'jitter ms', 'availability %'],
  'agent-to-agent': ['avgLatency ms', 'loss %', 'jitter ms', 'availability %'],
  'ftp-server': ['responseTime ms', 'totalTime ms', 'availability %', 'avgLatency ms', 'loss %', 'jitter ms'],
  'dns-server': ['resolutionTime ms', 'availability %', 'avgLatency ms', 'loss %', 'jitter ms'],
  'dns-trace': ['finalQueryTime ms', 'failedQueries ', 'availability %'],
  dnssec: ['isValid %', 'availability %'],
  'sip-server': ['responseTime ms', 'availability %', 'avgLatency ms', 'loss %', 'jitter ms'],
  voice: ['mos ', 'loss %', 'latency ms', 'pdv ms', 'availability %'],
  bgp: ['reachability %', 'pathChanges ', 'updates ', 'availability %'],
}

describe('the measurements of a test', () => {
  it.each(SHOP.tests.map(one => [one.type, one] as const))('have the metrics of the type %s', async (type, one) => {
    const { step } = await openInProcessSandbox()
    const { exitCode, outputs, summary } = await step({ testId: one.testId, aid: one.accountGroup, ...DEPLOYED })
    expect(exitCode).toBe(0)
    const [measured] = measurementsIn(outputs)
    expect(measured?.metrics.map(({ name, unit }) => `${name} ${unit}`)).toEqual(METRICS[type])
    expect(summary).toContain(`| ${METRICS[type]?.[0]?.split(' ')[0]} |`)
    expect(summary).toMatch(/Worst agents by \w+ after the deploy: [^·]+ [\d.]+/)
  })

  it.each(SHOP.tests.map(one => [one.type, one] as const))('are computed correctly for %s', async (_, one) => {
    const { step } = await openInProcessSandbox()
    const { outputs } = await step({ testId: one.testId, aid: one.accountGroup, ...DEPLOYED })
    const [measured] = measurementsIn(outputs)
    const deployed = Date.parse(DEPLOYED.deployedAt) / 1000
    let compared = 0
    for (const kind of resultKindsOf(one)) {
      const rows = rowsOf(one, kind)
      const before = rows.filter(row => Number(row['roundId']) < deployed)
      const after = rows.filter(row => Number(row['roundId']) >= deployed)
      for (const metric of measured?.metrics.filter(({ name }) => isOf(kind, name, rows)) ?? []) {
        compared += 1
        const [whole, ...sides] = [rows, before, after].map(some => expected(some, metric.name, metric.unit))
        expect(metric).toMatchObject(whole ?? {})
        expect({ before: metric.before, after: metric.after }).toEqual({ before: sides[0], after: sides[1] })
      }
    }
    const shares = measured?.metrics.filter(({ name }) => name === 'availability' || name === 'isValid').length ?? 0
    expect(compared + shares).toBeGreaterThanOrEqual(measured?.metrics.length ?? 1)
  })

  it('have the share of rounds without an error as availability', async () => {
    const { step } = await openInProcessSandbox()
    const { outputs } = await step(DEPLOYED)
    const rows = SHOP.tests.slice(0, 1).flatMap(one => rowsOf(one, 'http-server'))
    const good = rows.filter(row => row['errorType'] === 'None').length
    expect(good).toBeLessThan(rows.length)
    const availability = measurementsIn(outputs)[0]?.metrics.find(({ name }) => name === 'availability')
    expect(availability?.mean).toBeCloseTo((100 * good) / rows.length, 9)
  })
})

describe('the comparison of before and after the deploy', () => {
  it('has numbers, an assessment, and a chart that names the deploy', async () => {
    const { step } = await openInProcessSandbox()
    const { summary, log } = await step(DEPLOYED)
    expect(summary).toMatch(/\| ⚠️\u00a0responseTime \| 12\d → \*\*2\d\d ms\*\*, \+1\d\d %, worse \|\n/)
    expect(summary).toMatch(/\n\| availability \| 98\.04 → 91\.67 %, -6\.4 points, same within noise \|\n/)
    expect(summary).toContain('responseTime: 51 rounds before, 9 after\n')
    expect(summary).toMatch(/x-axis \["07:47 UTC", .*"deploy", /)
    expect(log).toMatch(/responseTime 12\d → 2\d\d ms, \+1\d\d %, worse \(51 rounds before, 9 after\)\.\n/)
  })

  it('is the same when the deploy changed nothing', async () => {
    const { step } = await openInProcessSandbox()
    const { summary } = await step({ ...DEPLOYED, testId: CHECKOUT })
    expect(summary).toMatch(/\| pageLoadTime \| \d+ → \d+ ms, [+-][\d.]+ %, same \|/)
  })

  it('is not assessed with fewer than three rounds on a side', async () => {
    const { step } = await openInProcessSandbox()
    const { summary, outputs } = await step({ ...DEPLOYED, waitMinutes: '3' })
    expect(summary).toContain(', too few rounds to judge |')
    expect(summary).toContain(': 58 rounds before, 2 after')
    expect(measurementsIn(outputs)[0]?.metrics[0]?.after?.count).toBe(7)
  })

  it('has no values on a side that is outside of the window', async () => {
    const { step } = await openInProcessSandbox()
    const { exitCode, summary, outputs } = await step({ deployedAt: '2026-11-22T08:00:00+01:00' })
    expect(exitCode).toBe(0)
    expect(summary).toContain('0 rounds before, 60 after')
    expect(measurementsIn(outputs)[0]?.metrics[0]?.before).toEqual({ count: 0, mean: null, median: null, p95: null })
  })

  it('is omitted without a deploy time', async () => {
    const { step } = await openInProcessSandbox()
    const { summary, outputs } = await step()
    expect(measurementsIn(outputs)[0]?.metrics[0]).not.toHaveProperty('before')
    expect(summary).toContain('| responseTime | 120 ms |\n| availability | 98.33 % |')
    expect(summary).toContain('| Metric | Value | Mean | p95 |')
  })
})

describe('alerts', () => {
  it('of the tests are listed with severity, start, end and link', async () => {
    const { step } = await openInProcessSandbox()
    const { summary, outputs } = await step({ ...DEPLOYED, testId: `${FRONT_PAGE} ${CHECKOUT}` })
    expect(summary).toContain(
      '- minor · http-server · on Shop front page · since 2026-11-23 08:09 UTC · cleared 2026-11-23 08:14 UTC · [open](https://app.thousandeyes.com/alerts/list/?alertId=000001710706)',
    )
    expect(summary).toContain(`since 2026-11-23 08:40 UTC · **still active** · [open](`)
    expect(measurementsIn(outputs).map(({ alerts }) => alerts)).toEqual([2, 0])
  })

  it('of other tests are not listed', async () => {
    const { step } = await openInProcessSandbox()
    const { summary } = await step({ ...DEPLOYED, testId: CHECKOUT })
    expect(summary).not.toContain('Alerts in the window')
  })

  it('that began in the window and were cleared after it are listed', async () => {
    const { step } = await openInProcessSandbox()
    const { summary, outputs } = await step({ endTime: '2026-11-23T08:12:00Z' })
    expect(summary).toContain('since 2026-11-23 08:09 UTC · cleared 2026-11-23 08:14 UTC')
    expect(measurementsIn(outputs)[0]?.alerts).toBe(1)
  })

  it('are requested once by each state, since the description of the API is ambiguous about requests without it', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    await step()
    const asked = thousandEyes.reads.filter(({ path }) => path.startsWith('/v7/alerts'))
    expect(asked.map(({ path }) => new URL(path, thousandEyes.url).searchParams.get('state'))).toEqual([
      'trigger',
      'clear',
    ])
  })

  it('are listed without a link that is not https', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    const alert = {
      id: '1',
      alertSeverity: 'critical | <b>',
      alertState: 'trigger',
      startDate: '2026-11-23T08:00:00Z',
      _links: { test: { href: `/v7/tests/${FRONT_PAGE}` }, appLink: { href: 'javascript:alert(1)' } },
    }
    thousandEyes.failReads([{ kind: 'status', status: 200, body: JSON.stringify({ alerts: [alert] }) }], '/alerts')
    const { summary } = await step()
    expect(summary).toContain(
      '- `critical | <b>` · on Shop front page · since 2026-11-23 08:00 UTC · **still active**\n',
    )
    expect(summary).not.toContain('javascript:')
  })
})

describe('a gate', () => {
  const GATE = { ...DEPLOYED, comment: 'true', prNumber: '14' }

  it('fails the step last, after the outputs, the summary and the comment are written', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    const failOn = 'responseTime > +20%\navailability < 99.5%\nloss > 1%\nalerts > 0'
    const result = await step({ ...GATE, failOn })
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ verdict: 'fail', viewUrl: thousandEyes.made[0]?.link, prNumber: '14' })
    const body = gitHub.comments[0]?.body ?? ''
    expect(body).toContain('### ❌ ThousandEyes: Shop front page got worse after the deploy')
    const rows = body.replaceAll('\u00a0', ' ')
    expect(rows).toMatch(/\n\| ❌ responseTime ≤ \+20 % \| 12\d → \*\*2\d\d ms\*\* \(\+1\d\d %\) \|\n/)
    expect(rows).toMatch(/\n\| ❌ availability ≥ 99\.5 % \| 9\d(\.\d+)? → \*\*9\d(\.\d+)? %\*\* \|\n/)
    expect(rows).toMatch(/\n\| ✅ loss ≤ 1 % \| [\d.]+ → 0 % \|\n/)
    expect(rows).toMatch(/\n\| ❌ no new alert \| \*\*\[1 major, still active\]/)
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(/^Shop front page got worse after the deploy: responseTime .*; availability .*; alerts /),
    ])
    expect(result.log.indexOf('The link is on pull request #14')).toBeLessThan(result.log.indexOf('Error: Shop'))
  })

  it('that passes lets the step succeed', async () => {
    const { step } = await openInProcessSandbox()
    const { exitCode, outputs, summary } = await step({ ...DEPLOYED, testId: CHECKOUT, failOn: 'pageLoadTime >= +20%' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'pass' })
    expect(summary).toContain('### ✅ ThousandEyes: Checkout is fine after the deploy')
  })

  it('is evaluated over the whole window without a deploy time', async () => {
    const { step } = await openInProcessSandbox()
    const { exitCode, summary } = await step({ failOn: 'responseTime > 115\nalerts > 1' })
    expect(exitCode).toBe(1)
    const rows = summary.replaceAll('\u00a0', ' ')
    expect(rows).toContain('| Expected | In the window |\n')
    expect(rows).toContain('\n| ❌ responseTime ≤ 115 ms | **120 ms** |\n')
    expect(rows).toMatch(/\n\| ✅ at most 1 alert \| \[1 minor, cleared\]/)
  })

  it.each([
    ['lets the step succeed', 'responseTime > +20%', 0],
    ['fails the step when unknown is a condition of failOn', 'responseTime > +20%\nunknown', 1],
  ])('without enough data is unknown, and %s', async (_, failOn, exitCode) => {
    const { step } = await openInProcessSandbox()
    const result = await step({ ...DEPLOYED, waitMinutes: '3', failOn })
    expect({ exitCode: result.exitCode, verdict: result.outputs['verdict'] }).toEqual({ exitCode, verdict: 'unknown' })
    const why = '2 of 3 rounds since the deploy; this test runs every 1 min: waitForRounds: 3'
    expect(result.summary).toContain(`| inconclusive: ${why} |`)
    expect(annotations(result, exitCode === 0 ? 'warning' : 'error')).toEqual([expect.stringContaining(why)])
  })

  it('on a metric is evaluated for the tests that have it', async () => {
    const { step } = await openInProcessSandbox()
    const { outputs, summary } = await step({ testId: `${FRONT_PAGE} ${CHECKOUT}`, failOn: 'pageLoadTime > 1' })
    expect(outputs['verdict']).toBe('fail')
    expect(summary).toContain('- pageLoadTime ≤ 1 ms: not applied, it has no such metric')
  })

  it('leaves numbers of which docs/measurements.md names every field', async () => {
    const { step } = await openInProcessSandbox()
    const { outputs } = await step({ deployedAt: '2026-11-23T08:20:00Z', failOn: 'loss > 99' })
    const docs = readFileSync(new URL('../../docs/measurements.md', import.meta.url), 'utf8')
    const fields = new Set(outputs['measurements']?.match(/(?<=")\w+(?=":)/g))
    expect(fields.size).toBeGreaterThan(25)
    expect([...fields].filter(field => !docs.includes(`\`${field}\``))).toEqual([])
  })

  it('on a metric that no test has is unknown, and fails the step', async () => {
    const { step } = await openInProcessSandbox()
    const { exitCode, outputs, summary } = await step({ failOn: 'mos < 4' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'unknown' })
    expect(summary).toContain('⚠️ `mos < 4`: no test of this step measures it, so correct the condition.')
  })
})

describe('missing measurements never fail the step', () => {
  const RESULTS = '/test-results/'
  const status = (code: number) => ({ kind: 'status', status: code, body: '{"title":"No"}' }) as const
  const answered = (body: string) => ({ kind: 'status', status: 200, body }) as const

  it.each([
    ['the role may not read results', status(403), `http-server, network: ThousandEyes answered 403 Forbidden`],
    ['the service fails', status(502), 'ThousandEyes answered 502 Bad Gateway'],
    ['the response is not JSON', answered('<html>'), 'that its documentation does not describe'],
    ['no row has a round', answered('{"results":[{"a":1}]}'), '1 row of another form than the documentation'],
    ['there are no results yet', answered('{"results":[]}'), 'There are no results in the window yet.'],
  ] as const)('when %s', async (_, fault, why) => {
    const { step, thousandEyes } = await openInProcessSandbox()
    thousandEyes.failReads(Array(4).fill(fault), RESULTS)
    const { exitCode, outputs, summary, log } = await step({ failOn: 'loss > 1%' })
    expect({ exitCode, viewUrl: outputs['viewUrl'], verdict: outputs['verdict'] }).toEqual({
      exitCode: 0,
      viewUrl: thousandEyes.made[0]?.link,
      verdict: 'unknown',
    })
    expect(summary).toContain('| ⚠️\u00a0loss ≤\u00a01\u00a0% | not measured: ')
    expect(summary.replaceAll('`', '"')).toContain(why)
    expect(log).toContain('Not measured. Shop front page: ')
  })

  it('when one kind of result cannot be read, and the others are reported', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    thousandEyes.failReads([status(404)], '/network')
    const { exitCode, outputs, summary } = await step()
    expect(exitCode).toBe(0)
    expect(measurementsIn(outputs)[0]?.metrics.map(({ name }) => name)).toEqual([
      'responseTime',
      'totalTime',
      'throughput',
      'availability',
    ])
    expect(summary).toContain('| ⚠️\u00a0not measured | network: ThousandEyes answered 404 Not Found. ')
  })

  it('when alerts cannot be read, and the results are reported', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    thousandEyes.failReads([status(403)], '/alerts')
    const { exitCode, outputs, summary } = await step({ failOn: 'alerts > 0' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'unknown' })
    expect(measurementsIn(outputs)[0]?.alerts).toBeNull()
    expect(summary).toContain('| ⚠️\u00a0no alert | not measured: Alerts: ThousandEyes answered 403 Forbidden. ')
    expect(summary).toContain('| responseTime | 120 ms | ')
  })

  it('when API v6 has none', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    const { exitCode, summary, outputs } = await step({ apiVersion: 'v6' })
    expect({ exitCode, measurements: outputs['measurements'], reads: thousandEyes.reads }).toEqual({
      exitCode: 0,
      measurements: '[]',
      reads: [],
    })
    expect(summary).toContain('⚠️ Measurements need apiVersion v7; measure: false leaves this line out.')
  })

  it('when measure is false, and nothing is read', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    const { summary, outputs } = await step({ measure: 'false' })
    expect({ reads: thousandEyes.reads, measurements: outputs['measurements'] }).toEqual({ reads: [] })
    expect(summary).not.toContain('measured')
  })

  it('when the request quota is exhausted: a wait of a minute is honoured, and one beyond the reading limit is not', async () => {
    const { step, clock, thousandEyes } = await openInProcessSandbox()
    const start = clock.now().getTime()
    thousandEyes.failReads([{ kind: 'status', status: 429, headers: { 'retry-after': '60' } }], 'network')
    const { outputs } = await step()
    expect(measurementsIn(outputs)).toHaveLength(1)
    expect(clock.now().getTime() - start).toBe(MINUTE_MS)
    thousandEyes.failReads([{ kind: 'status', status: 429, headers: { 'retry-after': '130' } }], 'network')
    const { exitCode, summary } = await step()
    expect(exitCode).toBe(0)
    expect(summary).toContain('answered 429 Too Many Requests')
    expect(clock.now().getTime() - start).toBe(MINUTE_MS)
  })
})

describe('pages of results', () => {
  it('are read to the last one from the configured address, wherever their links point', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    const row = (roundId: number) => ({ roundId, agent: { agentId: '1' }, responseTime: 100, errorType: 'None' })
    const page = {
      results: [row(FROM_MS / 1000)],
      _links: { next: { href: `https://evil.example/v7/test-results/1/network?cursor=200` } },
    }
    thousandEyes.failReads([{ kind: 'status', status: 200, body: JSON.stringify(page) }], 'http-server')
    const { outputs } = await step()
    const next = thousandEyes.reads.filter(({ path }) => path.includes('http-server'))[1]
    const { pathname, searchParams } = new URL(next?.path ?? '', thousandEyes.url)
    expect(pathname).toBe(`/v7/test-results/${FRONT_PAGE}/http-server`)
    expect(Object.fromEntries(searchParams)).toEqual({
      startDate: '2026-11-23T07:37:00Z',
      endDate: '2026-11-23T08:37:00Z',
      cursor: '200',
    })
    expect(measurementsIn(outputs)[0]?.metrics[0]?.count).toBe(41)
  })
})
