import { describe, expect, it } from '@jest/globals'
import { answer, runWith } from '../helpers.ts'
import {
  AFTER_DEPLOY,
  createdSnapshot,
  gateResults,
  measurementsIn,
  type Row,
  rowsOf,
  runGate,
  useSandbox,
} from './helpers.ts'

const runStep = useSandbox()

const STARTED_AFTER_DEPLOY = '2026-11-23T08:20:00Z'

function alert(id: string, startDate: string, more: Row = {}): Row {
  return { id, startDate, alertType: 'bgp', _links: { test: { href: '/v7/tests/bgp/1' } }, ...more }
}

const cleared = (endDate: string) => ({ alertState: 'clear', endDate })

/** Runs a gate for a BGP test with these alerts. */
async function runAlertGate(failOn: string, alerts: readonly Row[]) {
  const { outputs, ...result } = await runGate(
    failOn,
    'bgp',
    { bgp: rowsOf('RouteViews', () => ({ reachability: 100 })) },
    alerts,
  )
  return { ...result, alertCount: measurementsIn(outputs)[0].alerts }
}

describe('a condition on alerts', () => {
  const withoutTest = alert('a', STARTED_AFTER_DEPLOY, { _links: { test: { href: '/v7/tests/x' } } })
  const doubt = 'since the deploy, and 1 of a test that ThousandEyes does not name.'

  it('is inconclusive where an alert without a test would decide it', async () => {
    const { results, lines } = await runAlertGate('alerts > 0\nalerts > 1', [withoutTest])
    expect(results).toEqual([`unknown: alerts > 0 on Shop: 0 ${doubt}`, `pass: alerts > 1 on Shop: 0 ${doubt}`])
    expect(lines).toContain(
      'info Alert: unknown, bgp, on a test that ThousandEyes does not name, since 2026-11-23 08:20 UTC, still active.',
    )
  })

  it('fails where the alerts of the test suffice, whatever test another alert is of', async () => {
    const alerts = [withoutTest, alert('b', '2026-11-23T08:21:00Z')]
    const { results } = await runAlertGate('alerts > 0\nalerts > 1', alerts)
    expect(results).toEqual([`fail: alerts > 0 on Shop: 1 ${doubt}`, `unknown: alerts > 1 on Shop: 1 ${doubt}`])
  })

  it('is inconclusive where an alert that does not say when it began would decide it', async () => {
    const undated = alert('a', STARTED_AFTER_DEPLOY, { startDate: undefined })
    const { results } = await runAlertGate('alerts > 0\nalerts > 1', [undated])
    const facts = '0 since the deploy, and 1 of which ThousandEyes does not say when it began.'
    expect(results).toEqual([`unknown: alerts > 0 on Shop: ${facts}`, `pass: alerts > 1 on Shop: ${facts}`])
  })

  it.each(['agent', 'network-outage', 'device-interface', 'endpoint-http-server'])(
    'ignores alerts of type %s, which are of no test',
    async alertType => {
      const alerts = [alert('a', STARTED_AFTER_DEPLOY, { alertType, _links: {} })]
      const { verdict, summary } = await runAlertGate('alerts > 0', alerts)
      expect(verdict).toBe('pass')
      expect(summary).not.toContain('Alerts in the window')
    },
  )

  it('ignores suppressed alerts, as during maintenance, and the report lists them', async () => {
    const alerts = [alert('a', STARTED_AFTER_DEPLOY, { suppressed: true })]
    const { verdict, alertCount, summary } = await runAlertGate('alerts > 0', alerts)
    expect({ verdict, alertCount }).toEqual({ verdict: 'pass', alertCount: 0 })
    expect(summary).toContain('on Shop · since 2026-11-23 08:20 UTC · suppressed · **still active**')
  })

  it('is inconclusive while the test has too few rounds since the deploy to have raised an alert', async () => {
    const { outputs, lines } = await runStep({
      deployedAt: '2026-11-23T08:37:42Z',
      waitMinutes: '1',
      failOn: 'alerts > 0',
    })
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toContain(': 0 since the deploy, with 0 rounds of the test. Snapshot: ')
  })

  it('is inconclusive where the window ends before the deploy', async () => {
    const { outputs, lines } = await runStep({ deployedAt: '2026-11-23T08:37:10Z', failOn: 'alerts > 0' })
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toContain('the window ends before the deploy')
  })

  it('is inconclusive for a test of which there are no rounds, such as one that does not exist', async () => {
    const inputs = { testId: '999', takeSnapshot: 'onFailure', failOn: 'alerts > 0\nunknown' }
    const { exitCode, outputs } = await runStep(inputs)
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'unknown' })
  })

  it('is met by an alert that is active again, also where an earlier one has its id', async () => {
    const rows = rowsOf('Paris', () => ({ avgLatency: 20, loss: 0 }))
    const again = { id: '7', startDate: '2026-11-23T08:20:00Z' }
    const earlier = { id: '7', alertState: 'clear', startDate: '2026-11-23T07:40:00Z', endDate: '2026-11-23T07:50:00Z' }
    const _links = { test: { href: 'https://api.thousandeyes.com/v7/tests/agent-to-server/1' } }
    const alerts = [again, earlier].map(alert => ({ ...alert, _links }))
    const { verdict } = await runGate('alerts > 0', 'agent-to-server', { network: rows }, alerts)
    expect(verdict).toBe('fail')
  })

  it('is inconclusive for a test without a snapshot, which is not measured', async () => {
    const notFound = answer(404, { title: 'Not Found' })
    const result = await runWith(
      { testId: '1 2', failOn: 'alerts > 0\nloss > 1' },
      [createdSnapshot('agent-to-server'), notFound],
      { onRead: () => answer(200, { alerts: [], results: [] }) },
    )
    expect({ exitCode: result.exitCode, verdict: result.outputs['verdict'] }).toEqual({
      exitCode: 1,
      verdict: 'unknown',
    })
    expect(gateResults(result).filter(line => line.startsWith('pass'))).toEqual([])
  })
})

describe('alerts', () => {
  it('are requested once by each state', async () => {
    const { thousandEyes, ...result } = await runStep({ failOn: 'alerts > 9' })
    const queries = thousandEyes.reads.flatMap(({ path }) => (path.startsWith('/v7/alerts') ? path : []))
    expect(queries.map(query => new URLSearchParams(query.replace(/.*\?/, '')).get('state'))).toEqual([
      'trigger',
      'clear',
    ])
    expect(gateResults(result)).toEqual(['pass: alerts > 9 on Shop front page: 1 in the whole window.'])
  })

  it('include one that was cleared in the window and one that began after the deploy', async () => {
    const { outputs, summary } = await runStep(AFTER_DEPLOY)
    expect(measurementsIn(outputs)[0].alerts).toBe(2)
    expect(summary).toMatch(/- minor .* cleared .*\n- major .* \*\*still active\*\*/)
  })

  it('include one that has been active for five hours', async () => {
    const organization = { minutesSinceDeploy: 300 }
    const result = await runStep({ failOn: 'alerts > 0' }, [], organization)
    expect(result.exitCode).toBe(1)
    expect(gateResults(result)).toEqual(['fail: alerts > 0 on Shop front page: 1 in the whole window.'])
  })
})

describe('the number of alerts of a test', () => {
  it.each([
    {
      situation: 'began in the window and was cleared after it',
      found: alert('a', '2026-11-23T08:30:00Z', cleared('2026-11-23T08:37:40Z')),
      count: 1,
    },
    {
      situation: 'was cleared before the window',
      found: alert('a', '2026-11-23T06:00:00Z', cleared('2026-11-23T07:36:59Z')),
      count: 0,
    },
    {
      situation: 'began before the window and was cleared in it',
      found: alert('a', '2026-11-23T06:00:00Z', cleared('2026-11-23T07:37:00Z')),
      count: 1,
    },
    { situation: 'began in the present minute', found: alert('a', '2026-11-23T08:37:00Z'), count: 1 },
    { situation: 'began after the window', found: alert('a', '2026-11-23T08:38:00Z'), count: 0 },
    { situation: 'has been active for months', found: alert('a', '2026-10-01T00:00:00Z'), count: 1 },
  ])('is $count for an alert that $situation', async ({ found, count }) => {
    const { alertCount } = await runAlertGate('alerts > 9', [found])
    expect(alertCount).toBe(count)
  })

  it('is null where an alert may be of the test', async () => {
    const { alertCount } = await runAlertGate('alerts > 0', [alert('a', STARTED_AFTER_DEPLOY, { _links: {} })])
    expect(alertCount).toBeNull()
  })
})
