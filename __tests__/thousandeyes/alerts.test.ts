import { describe, expect, it } from '@jest/globals'
import { readAlerts } from '../../src/thousandeyes/alerts.ts'
import { response } from '../open-step.ts'
import { API, openService, WINDOW } from './helpers.ts'

type ApiAlert = Readonly<Record<string, unknown>>

const START = '2026-11-23T08:00:00Z'
const ofTest = (testId: string) => ({ test: { href: `https://api.thousandeyes.com/v7/tests/dnssec/${testId}/?aid=9` } })
const alert = (id: string, more: ApiAlert = {}) => ({ id, startDate: START, _links: ofTest('12'), ...more })

/** Reads these alerts in a window that ends now. */
async function read(active: readonly unknown[], cleared: readonly unknown[] = [], window = WINDOW) {
  const { context, sent } = openService(({ url }) =>
    response(200, { alerts: url.searchParams.get('state') === 'trigger' ? active : cleared }),
  )
  return { ...(await readAlerts(API, window, context)), queries: sent.map(({ url }) => url.searchParams) }
}

describe('readAlerts', () => {
  it('asks once by each state: for active ones since 90 days, and cleared ones since the window began', async () => {
    const { queries } = await read([])
    const period = { aid: '7', endDate: '2026-11-23T08:37:42Z' }
    expect(queries.map(query => Object.fromEntries(query))).toEqual([
      { ...period, state: 'trigger', startDate: '2026-08-25T08:37:42Z' },
      { ...period, state: 'clear', startDate: '2026-11-23T07:37:00Z' },
    ])
  })

  it('has what the service says of an alert', async () => {
    const url = 'https://app.thousandeyes.com/alerts/list/?alertId=1'
    const _links = { ...ofTest('12'), appLink: { href: url } }
    const more = {
      alertType: 'dnssec',
      alertSeverity: 'minor',
      suppressed: true,
      endDate: '2026-11-23T08:10:00Z',
      _links,
    }
    const { alerts } = await read([], [alert('a', more)])
    expect(alerts).toEqual([
      {
        testId: '12',
        severity: 'minor',
        alertType: 'dnssec',
        startedAt: new Date(START),
        state: 'cleared',
        clearedAt: new Date('2026-11-23T08:10:00Z'),
        isSuppressed: true,
        url,
      },
    ])
  })

  it('knows neither test, start nor link if the service sends none that can be used', async () => {
    const _links = { test: { href: '/v7/tests/x' }, appLink: { href: 'javascript:alert(1)' } }
    const { alerts, unreadAlerts } = await read([{ alertSeverity: 7, startDate: null, _links }])
    expect({ alerts, unreadAlerts }).toMatchObject({
      alerts: [{ testId: undefined, severity: 'unknown', startedAt: undefined, url: undefined, state: 'active' }],
      unreadAlerts: 0,
    })
  })

  it('has each once, the oldest first; one that was cleared between the requests is cleared', async () => {
    const older = alert('b', { startDate: '2026-11-23T07:50:00Z' })
    const { alerts } = await read([alert('a'), older, alert('a')], [alert('a')])
    expect(alerts.map(({ startedAt, state }) => [startedAt?.getUTCMinutes(), state])).toEqual([
      [50, 'active'],
      [0, 'cleared'],
    ])
  })

  it.each([
    ['of several tests', { _links: ofTest('13') }],
    ['of several types', { alertType: 'network' }],
    ['that a test raises again', { startDate: '2026-11-23T08:20:00Z' }],
  ])('has all %s that share an id', async (_, other) => {
    expect((await read([alert('a'), alert('a', other)])).alerts).toHaveLength(2)
  })

  it.each(['agent', 'network-outage', 'application-outage', 'device-interface', 'endpoint-http-server'])(
    'leaves out alerts of type %s, which are about no test',
    async alertType => {
      expect((await read([alert('a', { alertType })])).alerts).toEqual([])
    },
  )

  it.each([
    ['began in the window and was cleared after it', '2026-11-23T08:30:00Z', '2026-11-23T08:37:40Z', 1],
    ['began before it and was cleared in it', '2026-11-23T06:00:00Z', '2026-11-23T07:37:00Z', 1],
    ['was cleared before it', '2026-11-23T06:00:00Z', '2026-11-23T07:36:59Z', 0],
    ['began in the present minute, which is after its end', '2026-11-23T08:37:20Z', undefined, 1],
    ['began in the next minute', '2026-11-23T08:38:00Z', undefined, 0],
    ['has been active for months', '2026-10-01T00:00:00Z', undefined, 1],
  ])('of one that %s', async (_, startDate, endDate, count) => {
    const found = [alert('a', { startDate, endDate })]
    expect((await (endDate === undefined ? read(found) : read([], found))).alerts).toHaveLength(count)
  })

  it('has none that began seconds after a window in the past', async () => {
    const past = { from: WINDOW.from, to: new Date('2026-11-23T08:30:00Z') }
    expect((await read([alert('a', { startDate: '2026-11-23T08:30:45Z' })], [], past)).alerts).toEqual([])
  })

  it.each([null, 'a', 7])('counts one that cannot be read, which costs the others nothing: %j', async wrong => {
    const { alerts, unreadAlerts } = await read([wrong, alert('a')])
    expect({ alerts: alerts.length, unreadAlerts }).toEqual({ alerts: 1, unreadAlerts: 1 })
  })
})
