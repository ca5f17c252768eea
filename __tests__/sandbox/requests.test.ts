import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { FRONT_PAGE, openService } from './service.ts'

const SnapshotBody = v.object({ _links: v.object({ appLink: v.object({ href: v.string() }) }) })
const SNAPSHOT = `/v7/tests/${FRONT_PAGE}/snapshot`

describe('a snapshot request', () => {
  it.each([
    [{ startDate: '2026-11-23T16:00:00+09:00', endDate: '2026-11-23T17:00:00+09:00' }],
    [{ startDate: '2026-11-23T07:00:00.123456+00:00', endDate: '2026-11-23T08:00:00.123456+00:00' }],
  ])('may have offsets and fractions: %p', body => {
    expect(openService().snapshot(body)).toMatchObject({
      status: 201,
      body: { startRoundId: Date.UTC(2026, 10, 23, 7) / 1000 },
    })
  })

  it.each([
    [{ displayName: undefined }, 'displayName'],
    [{ startDate: '2026-11-23T07:00:00' }, 'startDate'],
    [{ startDate: '2026-11-23T07:01:00Z' }, 'startDate'],
    [{ startDate: '2026-11-23T08:00:00Z', endDate: '2026-11-23T09:00:00Z' }, 'endDate'],
    [{ isPublic: 1 }, 'isPublic'],
  ])('is refused where it is wrong, without a detail: %p', (body, field) => {
    expect(openService().snapshot(body)).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json;charset=UTF-8' },
      body: {
        type: 'about:blank',
        title: expect.stringContaining(`Error in field ${field} : `),
        status: 400,
        instance: SNAPSHOT,
      },
    })
  })

  it('is answered with its test, or without', () => {
    const test = { testName: 'Shop front page', type: 'http-server', interval: 60, savedEvent: false }
    expect(openService().snapshot().body).toMatchObject({ test })
    expect(openService({ snapshotTest: 'missing' }).snapshot().body).not.toHaveProperty('test')
    expect(openService({ snapshotTest: 'empty list' }).snapshot().body).toMatchObject({ test: [] })
  })
})

describe('the service', () => {
  it('may have another clock than the runner, for the Date, the end of a snapshot and the rounds', () => {
    const { get, snapshot } = openService({ clockAheadMs: -600_000 })
    expect(get('/v7/tests').headers['date']).toBe('Mon, 23 Nov 2026 08:27:42 GMT')
    expect(snapshot({ startDate: '2026-11-23T07:30:00Z', endDate: '2026-11-23T08:30:00Z' }).status).toBe(400)
    const { body } = get(`/v7/test-results/${FRONT_PAGE}/http-server`)
    expect(body).toMatchObject({ results: [{ date: '2026-11-23T08:27:00Z' }, {}, {}, {}] })
  })

  it('may have links of another domain', () => {
    const { snapshot } = openService({ linkDomain: 'thousandeyes.us' })
    const hosts = [false, true]
      .map(isPublic => snapshot({ isPublic }).body)
      .map(body => {
        return new URL(v.parse(SnapshotBody, body)._links.appLink.href).host
      })
    expect(hosts).toEqual(['app.thousandeyes.us', 'snap002.share.thousandeyes.us'])
  })
})

describe('an error', () => {
  const json = 'application/json;charset=UTF-8'
  const invalidToken = { error: 'invalid_token', error_description: 'Invalid access token' }

  it.each([
    ['without a token', '/v7/tests', { authorization: undefined }, [401, json, { errorMessage: 'Unauthorized' }]],
    ['with a wrong token', '/v7/tests', { authorization: 'Bearer wrong' }, [401, json, invalidToken]],
    ['for a test that is not there', '/v7/test-results/1/network', {}, [404, undefined, '']],
    ['for an operation that is not there', '/v7/agents', {}, [404, undefined, '']],
    ['for a version that is not there', '/v8/tests', {}, [301, undefined, '']],
  ])('in answer to a request %s is as captured from the service', (_, path, headers, expected) => {
    const answer = openService().get(path, headers)
    expect([answer.status, answer.headers['content-type'], answer.body]).toEqual(expected)
  })

  it('may have the form that Spring gives it', () => {
    expect(openService({ errorBody: 'Spring' }).snapshot({ startDate: '2026-11-23T07:01:00Z' })).toMatchObject({
      status: 400,
      headers: { 'content-type': json },
      body: { status: 400, error: 'Bad Request', message: expect.stringContaining('startDate'), path: SNAPSHOT },
    })
  })

  it('401 is 429 once there were over 120 within an hour, for every token of the address', () => {
    const { get, clock } = openService()
    const wrong = () => get('/v7/tests', { authorization: 'Bearer wrong' }).status
    expect(Array.from({ length: 121 }, wrong).filter(status => status === 401)).toHaveLength(120)
    expect(get('/v7/tests').status).toBe(429)
    clock.moveTo(new Date('2026-11-23T09:37:42Z'))
    expect([get('/v7/tests').status, wrong()]).toEqual([200, 401])
  })
})

describe('the quota of requests', () => {
  it('is a fixed window that opens with the first request of a batch', () => {
    const { get, clock } = openService({ requestsPerMinute: 2 })
    const at = (time: string) => {
      clock.moveTo(new Date(`2026-11-23T${time}Z`))
      const { status, headers } = get('/v7/tests')
      const reset = Number(headers['x-organization-rate-limit-reset']) * 1000
      return [status, headers['x-organization-rate-limit-remaining'], new Date(reset).toISOString().slice(11, 19)]
    }
    expect(at('08:40:00')).toEqual([200, '1', '08:41:00'])
    expect(at('08:40:50')).toEqual([200, '0', '08:41:00'])
    expect(at('08:40:59')).toEqual([429, '0', '08:41:00'])
    expect(at('08:41:10')).toEqual([200, '1', '08:42:10'])
  })
})

describe('the quotas of snapshots', () => {
  /** How many of these are created, one after the other. */
  const created = (count: number, snapshot: ReturnType<typeof openService>['snapshot']) =>
    Array.from({ length: count }, () => snapshot().status).filter(status => status === 201).length

  it('are 5 in 5 minutes and 10 in an hour, in sliding windows', () => {
    const { snapshot, clock } = openService()
    const at = (time: string) => {
      clock.moveTo(new Date(`2026-11-23T${time}Z`))
      return created(6, snapshot)
    }
    expect([at('08:40:00'), at('08:44:59'), at('08:45:00'), at('08:50:00'), at('09:40:00')]).toEqual([5, 0, 5, 0, 5])
  })

  it.each([
    [{ limit: 3, windowMinutes: 1, window: 'fixed' as const }, 3],
    [{ limit: 1, windowMinutes: 1, window: 'fixed' as const }, 1],
    [{ limit: 100, windowMinutes: 60, window: 'fixed' as const }, 100],
  ])('may be others: %p', (quota, count) => {
    const { snapshot, clock } = openService({ snapshotQuotas: [quota] })
    expect(created(101, snapshot)).toBe(count)
    clock.moveTo(new Date(clock.now().getTime() + quota.windowMinutes * 60_000))
    expect(created(101, snapshot)).toBe(count)
  })

  const inFiveMinutes = String(Date.parse('2026-11-23T08:42:42Z') / 1000)
  it.each([
    ['none' as const, {}],
    ['Retry-After' as const, { 'retry-after': '300' }],
    ['reset at' as const, { 'x-snapshot-rate-limit-remaining': '0', 'x-snapshot-rate-limit-reset': inFiveMinutes }],
    ['reset in' as const, { 'x-snapshot-rate-limit-remaining': '0', 'x-snapshot-rate-limit-reset': '300' }],
  ])('are named by a 429 in the headers as asked for: %s', (snapshotQuotaHeaders, expected) => {
    const { snapshot } = openService({ snapshotQuotaHeaders })
    expect(created(5, snapshot)).toBe(5)
    const { status, headers } = snapshot()
    expect(status).toBe(429)
    const named = Object.entries(headers).filter(([name]) => /retry-after|x-snapshot.*(remaining|reset)$/.test(name))
    expect(Object.fromEntries(named)).toEqual(expected)
  })

  it('are for the users of the organization together, whichever version of the API they use', () => {
    const { post, snapshot } = openService()
    const body = {
      testId: Number(FRONT_PAGE),
      displayName: 'Deploy',
      from: '2026-11-23T07:00:00',
      to: '2026-11-23T08:00:00',
    }
    const authorization = `Basic ${btoa(`${SHOP.deployer.email}:${SHOP.deployer.token}`)}`
    expect(created(5, snapshot)).toBe(5)
    expect(post('/v6/snapshot.json', body, { authorization })).toMatchObject({
      status: 429,
      body: { errorMessage: 'Too Many Requests. Exhausted rate limit for the organization' },
    })
  })
})
