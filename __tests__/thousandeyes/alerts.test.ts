import { expect, test } from '@jest/globals'
import { readAlerts } from '../../src/thousandeyes/alerts.ts'
import { answer } from '../helpers.ts'
import { API, contextOf } from './helpers.ts'

test('an alert that cannot be read is counted, and costs the others nothing', async () => {
  const window = { from: new Date('2026-11-23T07:37:00Z'), to: new Date('2026-11-23T08:37:00Z') }
  const alert = { id: 'a', startDate: '2026-11-23T08:00:00Z', _links: { test: { href: '/v7/tests/12' } } }
  const respond = ({ url }: { readonly url: URL }) =>
    answer(200, { alerts: url.searchParams.get('state') === 'trigger' ? [7, alert] : [] })
  expect(await readAlerts(API, window, contextOf(respond))).toEqual({
    alerts: [expect.objectContaining({ testId: '12', state: 'active' })],
    unreadAlerts: 1,
  })
})
