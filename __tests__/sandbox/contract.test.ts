import { describe, expect, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { answerViolation, requestViolation } from '../../sandbox/thousandeyes/contract.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { FRONT_PAGE } from './service.ts'

const SNAPSHOT = {
  method: 'POST',
  path: `/v7/tests/${FRONT_PAGE}/snapshot?aid=1001`,
  headers: { authorization: 'Bearer token', accept: 'application/hal+json', 'content-type': 'application/json' },
  body: '{"displayName":"Deploy","startDate":"2026-11-23T07:00:00Z","endDate":"2026-11-23T08:00:00Z","isPublic":true}',
}
const RESULTS = { ...SNAPSHOT, method: 'GET', path: `/v7/test-results/${FRONT_PAGE}/http-server?window=2h`, body: '' }

describe('a request', () => {
  it.each([
    ['creates a snapshot', SNAPSHOT],
    [
      'creates a snapshot as the Python SDK does',
      { ...SNAPSHOT, body: SNAPSHOT.body.replace(/:00Z/g, ':00.123456+00:00') },
    ],
    [
      'creates a snapshot by API v6',
      {
        ...SNAPSHOT,
        path: '/v6/snapshot.json',
        headers: { ...SNAPSHOT.headers, authorization: 'Basic YTpi' },
        body: '{"testId":1,"displayName":"Deploy","from":"2026-11-23T07:00:00","to":"2026-11-23T08:00:00","isPublic":0}',
      },
    ],
    ['reads results', RESULTS],
    [
      'reads alerts as the Python SDK does',
      { ...RESULTS, path: '/v7/alerts?state=clear&max=5&startDate=2026-11-23T07:00:00.123456%2B0900' },
    ],
    ['reads the tests', { ...RESULTS, path: '/v7/tests?aid=1001' }],
    ['is for no operation', { ...RESULTS, path: '/v7/agents?page=1' }],
  ])('that %s keeps the contract', (_, request) => {
    expect(requestViolation(request)).toBeUndefined()
  })

  it.each([
    ['another method', { ...SNAPSHOT, method: 'PUT' }, 'the method'],
    [
      'no bearer token',
      { ...SNAPSHOT, headers: { ...SNAPSHOT.headers, authorization: 'Basic YTpi' } },
      'Authorization',
    ],
    ['an answer that is no JSON', { ...SNAPSHOT, headers: { ...SNAPSHOT.headers, accept: 'text/xml' } }, 'Accept'],
    ['a form', { ...SNAPSHOT, headers: { ...SNAPSHOT.headers, 'content-type': 'text/plain' } }, 'Content-Type'],
    ['an account group by name', { ...SNAPSHOT, path: SNAPSHOT.path.replace('1001', 'shop') }, 'a wrong aid'],
    ['a parameter of another operation', { ...RESULTS, path: `${RESULTS.path}&direction=to-target` }, 'direction'],
    ['a parameter twice', { ...RESULTS, path: `${RESULTS.path}&window=3h` }, 'a parameter twice'],
    ['a body to read', { ...RESULTS, body: '{}' }, 'a body'],
    ['no title', { ...SNAPSHOT, body: SNAPSHOT.body.replace('"Deploy"', '""') }, 'a wrong displayName'],
    ['a time without a zone', { ...SNAPSHOT, body: SNAPSHOT.body.replace('Z', '') }, 'a wrong startDate'],
    ['a number for a truth value', { ...SNAPSHOT, body: SNAPSHOT.body.replace('true', '1') }, 'a wrong isPublic'],
    ['a field that is not known', { ...SNAPSHOT, body: SNAPSHOT.body.replace('{', '{"testId":1,') }, 'a wrong testId'],
    ['no JSON', { ...SNAPSHOT, body: 'displayName=Deploy' }, 'a wrong value'],
  ])('with %s breaks the contract', (_, request, violation) => {
    expect(requestViolation(request)).toContain(violation)
  })
})

describe('an answer', () => {
  const headers = { 'content-type': 'application/hal+json;charset=UTF-8' }
  const page = (row: Readonly<Record<string, unknown>>) => ({
    status: 200,
    headers,
    body: JSON.stringify({ results: [row] }),
  })

  it.each([
    ['a page of results', page({ roundId: 1, date: '2026-11-23T08:00:00Z', responseTime: 12, errorType: 'None' })],
    ['a page without a field', { status: 200, headers, body: '{}' }],
    ['a test that is not there', { status: 404, headers: {}, body: '' }],
  ])('that is %s keeps the contract', (_, answer) => {
    expect(answerViolation(RESULTS, answer)).toBeUndefined()
  })

  it.each([
    ['a field that the kind does not have', page({ apiTransactionTime: 12 }), 'results.0.apiTransactionTime'],
    ['a value of another type', page({ responseTime: '12' }), 'results.0.responseTime'],
    ['a status that the operation does not have', { status: 201, headers, body: '{}' }, 'a status'],
    ['another content type', { status: 200, headers: { 'content-type': 'text/html' }, body: '{}' }, 'text/html'],
    ['a body where there is none', { status: 404, headers: {}, body: '{}' }, 'a body'],
  ])('with %s breaks the contract', (_, answer, violation) => {
    expect(answerViolation(RESULTS, answer)).toContain(violation)
  })
})

describe('a sandbox that is closed', () => {
  it('says which requests broke the contract, so that the test which sent them fails', async () => {
    const thousandEyes = await startThousandEyes(manualClock(new Date('2026-11-23T08:37:42Z')))
    const headers = { authorization: `Bearer ${SHOP.deployer.token}`, accept: 'application/hal+json' }
    const { status } = await fetch(`${thousandEyes.url}/v7/tests?name=Shop`, { headers })
    expect(status).toBe(200)
    await expect(thousandEyes.close()).rejects.toThrow('GET /v7/tests has a wrong name')
  })
})
