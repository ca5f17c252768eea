import { describe, expect, it } from '@jest/globals'
import { answer, runWith } from '../helpers.ts'
import { alertsResponse, createdSnapshot, measurementsIn, type Row } from './helpers.ts'

const ROUND = Date.parse('2026-11-23T07:37:00Z') / 1000
const START = '2026-11-23T08:00:00Z'
const OF_TEST_1 = { test: { href: 'https://api.thousandeyes.com/v7/tests/dnssec/1/' } }

/** Runs a step for a DNSSEC test whose account group has these alerts. */
async function runWithAlerts(
  alerts: readonly Row[],
  { inputs = {}, rows = [] }: { inputs?: Readonly<Record<string, string>>; rows?: readonly Row[] } = {},
) {
  return await runWith(inputs, [createdSnapshot('dnssec')], {
    onRead: request =>
      request.url.pathname === '/v7/alerts' ? alertsResponse(request, alerts) : answer(200, { results: rows }),
  })
}

describe('the alerts in a report', () => {
  it('are those of the test alone, with what the service says of them', async () => {
    const alerts = [
      { startDate: START, alertState: 'clear', endDate: '2026-11-23T08:10:00Z', _links: OF_TEST_1 },
      { id: 'a', startDate: START, alertState: 'clear', alertSeverity: 'minor', _links: OF_TEST_1 },
      { id: 'b', startDate: START, _links: { test: { href: '/v7/tests/12' } } },
      { id: 'c', startDate: START, alertType: 'agent' },
    ]
    const rows = [{ roundId: ROUND, isValid: false }]
    const { outputs, summary } = await runWithAlerts(alerts, { rows })
    expect(measurementsIn(outputs)[0].alerts).toBe(2)
    expect(summary).toContain('- unknown · on Shop · since 2026-11-23 08:00 UTC · cleared 2026-11-23 08:10 UTC\n')
    expect(summary).toContain('- minor · on Shop · since 2026-11-23 08:00 UTC · cleared\n')
  })

  it('are listed once each, the oldest first, although the service sends them twice', async () => {
    const links = {
      test: { href: 'https://api.thousandeyes.com/v7/tests/dnssec/1?aid=9' },
      appLink: { href: 'javascript:1' },
    }
    const alert = (startDate: string, more = {}) => ({ startDate, alertSeverity: 'minor', _links: links, ...more })
    const active = [
      alert('2026-11-23T08:10:00Z', { id: 'a' }),
      alert('2026-11-23T08:05:00Z'),
      alert('2026-11-23T08:20:00Z', { id: 'c', alertState: 'trigger', endDate: '2026-11-23T08:37:00Z' }),
    ]
    const cleared = [alert(START, { id: 'b', alertState: 'clear', alertSeverity: 7 })]
    const alerts = [...active, ...cleared]
    const { outputs, summary } = await runWithAlerts([...alerts, ...alerts])
    expect(outputs['measurements']).toBe('[]')
    expect(summary).toContain(
      [
        '<summary>Alerts in the window</summary>\n',
        '- unknown · on Shop · since 2026-11-23 08:00 UTC · cleared',
        '- minor · on Shop · since 2026-11-23 08:05 UTC · **still active**',
        '- minor · on Shop · since 2026-11-23 08:10 UTC · **still active**',
        '- minor · on Shop · since 2026-11-23 08:20 UTC · **still active**\n',
      ].join('\n'),
    )
  })

  it('include one without a start, which costs the others nothing', async () => {
    const alerts = [
      { id: 'a', startDate: null, alertSeverity: 'major', _links: OF_TEST_1 },
      { id: 'b', startDate: START, alertSeverity: 'minor', _links: OF_TEST_1 },
    ]
    const { summary } = await runWithAlerts(alerts)
    expect(summary).toContain(
      '- major · on Shop · **still active**\n- minor · on Shop · since 2026-11-23 08:00 UTC · **still active**\n',
    )
  })

  it('show an alert that was cleared between the two requests once, as cleared', async () => {
    const alert = { id: 'a', startDate: START, _links: OF_TEST_1 }
    const { summary } = await runWithAlerts([alert, { ...alert, alertState: 'clear' }])
    expect(summary).toContain(
      'in the window</summary>\n\n- unknown · on Shop · since 2026-11-23 08:00 UTC · cleared\n\n',
    )
  })

  it('are all of those that share an id, one for each test', async () => {
    const other = { test: { href: 'https://api.thousandeyes.com/v7/tests/dnssec/2' } }
    const alerts = [OF_TEST_1, other].map(_links => ({ id: 'a', startDate: START, _links }))
    const { outputs } = await runWithAlerts(alerts, { inputs: { failOn: 'alerts > 0' } })
    expect(outputs['verdict']).toBe('fail')
  })

  it('are none that began after a window that ended earlier, be it by seconds', async () => {
    const alerts = [{ id: 'a', startDate: '2026-11-23T08:30:45Z', _links: OF_TEST_1 }]
    const inputs = { failOn: 'alerts > 0', endTime: '2026-11-23T08:30:00Z' }
    const { summary } = await runWithAlerts(alerts, { inputs })
    expect(summary).not.toContain('Alerts in the window')
  })

  it('are all of those that share an id, one for each type', async () => {
    const alerts = ['network', 'dnssec'].map(alertType => ({ id: 'a', alertType, startDate: START, _links: OF_TEST_1 }))
    const { outputs } = await runWithAlerts(alerts, { inputs: { failOn: 'alerts > 1' } })
    expect(outputs['verdict']).toBe('fail')
  })

  it.each([[[null]], [['a']], [[7]]])('are not known where one cannot be parsed: %j', async alerts => {
    const { outputs, lines } = await runWith({ failOn: 'alerts > 0' }, [createdSnapshot('dnssec')], {
      onRead: () => answer(200, { results: [], alerts }),
    })
    expect(outputs['verdict']).toBe('unknown')
    const problem = 'Alerts: ThousandEyes sent an alert that its documentation does not describe.'
    expect(lines).toContain(`info Not measured. ${problem}`)
  })

  it('are the newest twenty and the number of earlier ones', async () => {
    const alerts = Array.from({ length: 50 }, (_, minute) => ({
      id: String(minute),
      startDate: `2026-11-23T07:${String(minute).padStart(2, '0')}:00Z`,
      _links: { test: { href: '/v7/tests/1' } },
    }))
    const { summary } = await runWithAlerts(alerts)
    expect(summary).toContain(
      'in the window</summary>\n\n- 30 earlier\n- unknown · on Shop · since 2026-11-23 07:30 UTC',
    )
  })
})
