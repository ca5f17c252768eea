import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { BETWEEN_WAREHOUSES, FRONT_PAGE, openService, type ServiceAnswer } from './service.ts'

const Row = v.looseObject({ roundId: v.number(), startTime: v.number(), date: v.string() })
const rowsIn = ({ body }: ServiceAnswer) => v.parse(v.object({ results: v.array(Row) }), body).results
const alertStatesIn = ({ body }: ServiceAnswer) =>
  v.parse(v.object({ alerts: v.array(v.object({ alertState: v.string() })) }), body).alerts.map(one => one.alertState)

/** The times of the rounds, `08:37`, in order. */
const roundsIn = (answer: ServiceAnswer) => [
  ...new Set(rowsIn(answer).map(({ roundId }) => new Date(roundId * 1000).toISOString().slice(11, 16))),
]
const http = (query: string) => `/v7/test-results/${FRONT_PAGE}/http-server?${query}`
const network = (testId: string, query = '') => `/v7/test-results/${testId}/network?${query}`

/** The shop with its tests changed. */
const withTests = (more: Partial<Organization['tests'][number]>): Partial<Organization> => ({
  tests: SHOP.tests.map(test => ({ ...test, ...more })),
})

describe('a range of results', () => {
  it.each([
    ['nothing means the most recent round', '', ['08:37']],
    ['a window goes up to now', 'window=2m', ['08:35', '08:36', '08:37']],
    ['a window without a unit is in seconds', 'window=90', ['08:36', '08:37']],
    ['a start alone goes up to now', 'startDate=2026-11-23T08:36:00Z', ['08:36', '08:37']],
    ['the round that began just before is there', 'startDate=2026-11-23T08:36:30Z', ['08:36', '08:37']],
    ['rounds to come are not there', 'startDate=2026-11-23T08:37:00Z&endDate=2026-11-23T09:00:00Z', ['08:37']],
    [
      'offsets and fractions',
      'startDate=2026-11-23T17:36:00.123456%2B0900&endDate=2026-11-23T08:37:00.5%2B00:00',
      ['08:36', '08:37'],
    ],
  ])('can be given in every way: %s', (_, query, rounds) => {
    expect(roundsIn(openService().get(http(query)))).toEqual(rounds)
  })
})

describe('a page of results', () => {
  it('has its test, its range, its own address and the next', () => {
    const { get } = openService({ resultsPerPage: 4 })
    expect(get(http('window=5m')).body).toMatchObject({
      test: { testId: FRONT_PAGE, testName: 'Shop front page', type: 'http-server', interval: 60, savedEvent: false },
      startDate: '2026-11-23T08:32:42Z',
      endDate: '2026-11-23T08:37:42Z',
      _links: {
        self: { href: `https://te.example${http('window=5m')}` },
        next: {
          href: expect.stringMatching(/startDate=2026-11-23T08%3A32%3A42Z&endDate=2026-11-23T08%3A37%3A42Z&cursor=4$/),
        },
      },
    })
  })
})

describe('the direction of network results', () => {
  const directionsIn = (answer: ServiceAnswer) => [...new Set(rowsIn(answer).map(row => row['direction']))]
  const service = openService(withTests({ lossFromTarget: 10, direction: 'bidirectional' }))

  it.each([
    ['', ['to-target']],
    ['direction=from-target', ['from-target']],
    ['direction=bidirectional', ['to-target', 'from-target']],
  ])('of a test that measures both is as asked for: "%s"', (query, directions) => {
    expect(directionsIn(service.get(network(BETWEEN_WAREHOUSES, query)))).toEqual(directions)
  })

  it.each([
    [BETWEEN_WAREHOUSES, 'direction=to-target'],
    [BETWEEN_WAREHOUSES, 'direction=bidirectional'],
    [BETWEEN_WAREHOUSES, 'direction=sideways'],
  ])('is an error where test %s, which measures the way back alone, is asked for %s', (testId, query) => {
    const { get } = openService(withTests({ direction: 'from-target' }))
    expect(get(network(testId, query)).status).toBe(400)
    expect(directionsIn(get(network(testId)))).toEqual(['from-target'])
  })

  it('of a test without directions is to-target alone', () => {
    const { get } = openService()
    expect(get(network(FRONT_PAGE, 'direction=to-target')).status).toBe(200)
    expect(get(network(FRONT_PAGE, 'direction=bidirectional')).status).toBe(400)
  })
})

describe('the list of tests', () => {
  it('has type, name and interval of each, and private snapshots as saved events', () => {
    const { get, snapshot } = openService()
    expect([snapshot({ isPublic: true }).status, snapshot().status]).toEqual([201, 201])
    const { body } = get('/v7/tests')
    expect(body).toMatchObject({ _links: { self: { href: 'https://te.example/v7/tests' } } })
    const { tests } = v.parse(v.object({ tests: v.array(v.looseObject({})) }), body)
    expect(tests).toHaveLength(13)
    expect(tests[0]).toMatchObject({
      testId: FRONT_PAGE,
      testName: 'Shop front page',
      type: 'http-server',
      interval: 60,
      savedEvent: false,
    })
    expect(tests.filter(test => test['savedEvent'])).toMatchObject([
      { testId: '281474976710802', testName: 'Shop front page' },
    ])
  })

  it('says which test is disabled, which has no rounds since the sandbox started', () => {
    const { get, clock } = openService(withTests({ isDisabled: true }))
    clock.moveTo(new Date('2026-11-23T08:57:42Z'))
    expect(get('/v7/tests').body).toMatchObject({
      tests: [{ testId: FRONT_PAGE, enabled: false }, ...Array(11).fill({})],
    })
    expect(roundsIn(get(http('window=21m')))).toEqual(['08:36', '08:37'])
  })

  it('is that of the account group', () => {
    const { get } = openService()
    expect(get('/v7/tests?aid=1002').body).toMatchObject({
      tests: [{ testName: 'Warehouse VPN', type: 'agent-to-server' }],
    })
    expect(get('/v7/tests?aid=9').status).toBe(403)
  })
})

/** Cleared at 08:14; and two active since 08:30. */
describe('alerts', () => {
  const shop = { minutesSinceDeploy: 10 }
  const [cleared, active] = [['clear'], ['trigger', 'trigger']]
  const around = (time: string) => `startDate=2026-11-23T${time}:00Z&endDate=2026-11-23T08:37:00Z`

  it.each([
    ['state=trigger', active],
    [`state=trigger&${around('08:35')}`, []],
    [`state=clear&${around('08:00')}`, cleared],
    [`state=clear&${around('08:05')}`, []],
    ['state=clear&window=10m', []],
    ['state=clear', cleared],
  ])('with a state are found by when they began, or were cleared: %s', (query, states) => {
    expect(alertStatesIn(openService(shop).get(`/v7/alerts?${query}`))).toEqual(states)
  })

  it.each(['state=active', 'max=many', 'cursor=x'])('are refused with %s', query => {
    expect(openService().get(`/v7/alerts?${query}`).status).toBe(400)
  })
})
