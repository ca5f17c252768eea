import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import type { ApiConfig } from '../../src/thousandeyes/config.ts'
import { errorText } from '../../src/thousandeyes/error-body.ts'
import { describeError, type Purpose } from '../../src/thousandeyes/errors.ts'
import { response } from '../open-step.ts'
import { API, WINDOW } from './helpers.ts'

describe('errorText', () => {
  it.each<[string, unknown, string]>([
    [
      'a problem of v7',
      { title: 'Bad Request', detail: 'Worse', errors: [{ code: 'X', field: 'startDate', message: 'is odd' }, {}] },
      'Worse · startDate: is odd',
    ],
    ['a problem of v7 without details', { type: 'about:blank', title: 'Odd window', status: 400 }, 'Odd window'],
    [
      'a rejected token of v7',
      { error: 'invalid_token', error_description: 'Invalid access token' },
      'invalid_token · Invalid access token',
    ],
    ['an error of v6', { errorMessage: 'No such test' }, 'No such test'],
    ['an error of older v7', { timestamp: 1, httpStatus: 400, errors: ['one', 'two'], path: '/' }, 'one · two'],
    ['an error of older v7 that is no list', { errors: 'one' }, 'one'],
    [
      'an error as the live service sends it',
      { timestamp: 1, status: 400, error: 'Bad Request', message: 'JSON parse error: no endDate', path: '/v7' },
      'JSON parse error: no endDate',
    ],
    ['a text that is there twice once', { title: 'Odd', detail: 'Odd ' }, 'Odd'],
    ['nothing that the status says', { title: 'Bad Request', detail: null, errors: [7] }, ''],
    ['unknown JSON as it is', { what: 'ever' }, '{"what":"ever"}'],
    ['plain text as it is', 'try\nlater', 'try\nlater'],
    [
      'the title of a page',
      '\n <!DOCTYPE html><html><title>Wait a moment</title><style>a{b:c}</style>',
      'Wait a moment',
    ],
    ['no title of a page that the status says', '<html><head><title>400 Bad Request</title></head></html>', ''],
    ['nothing of a page without a title', '<html><h1>Oops</h1></html>', ''],
    ['nothing of an empty object', {}, ''],
    ['nothing of a body without text', '  \n', ''],
  ])('has %s', (_, body, text) => {
    expect(errorText({ status: 400, body: typeof body === 'string' ? body : JSON.stringify(body) })).toBe(text)
  })
})

describe('an error says what happened, and what to do', () => {
  const SNAPSHOT = { snapshot: { testId: '1', displayName: '', window: WINDOW, isPublic: false } }
  const PUBLIC = { snapshot: { ...SNAPSHOT.snapshot, isPublic: true } }
  const [TESTS, RESULTS, ALERTS] = [{ list: 'tests' }, { list: 'results' }, { list: 'alerts' }] as const
  const token = API.credentials.token
  const V6 = { version: 'v6' } as const
  const BASIC = { ...V6, credentials: { kind: 'basic', email: 'a@b.example', token } } as const
  const DEFAULT_GROUP = { aid: undefined }

  it.each<[status: number, Purpose, Partial<ApiConfig>, whatToDo: string]>([
    [400, SNAPSHOT, {}, "Check hours, endTime and displayName. Endpoint Agent tests can't be snapshotted."],
    [400, RESULTS, {}, 'Check the time of the deploy, endTime and hours.'],
    [401, TESTS, {}, 'renew the secret behind apiToken. API v7 requires an OAuth bearer token; the older Basic token'],
    [401, SNAPSHOT, BASIC, 'Check that email is the user it belongs to.'],
    [
      403,
      SNAPSHOT,
      DEFAULT_GROUP,
      '"Create snapshot shares" (a regular user can\'t have it). Set aid if the test is in',
    ],
    [403, SNAPSHOT, {}, 'and is assigned to account group 7 (aid).'],
    [403, PUBLIC, {}, "Some regions don't allow public snapshots: isPublic: false avoids them."],
    [403, RESULTS, DEFAULT_GROUP, "Check that the token's user may view tests. Set aid if the test is in another"],
    [403, ALERTS, {}, "Check that the token's user may view alerts and is assigned to account group 7 (aid)."],
    [404, SNAPSHOT, DEFAULT_GROUP, "There is no test 1 in the token's default account group. Check testId, set aid"],
    [404, SNAPSHOT, {}, 'There is no test 1 in account group 7. Check testId, set aid'],
    [404, RESULTS, {}, 'There are no such results of the test in account group 7. Check aid'],
    [404, ALERTS, {}, 'Check apiUrl and aid.'],
    [415, SNAPSHOT, {}, 'This status is not documented. Check apiUrl and any proxy'],
    [429, SNAPSHOT, {}, '5 snapshots per 5 minutes and 240 requests per minute'],
    [429, TESTS, {}, 'blocks an address for an hour after more than 120 responses with 401. Run the step again later.'],
    [500, SNAPSHOT, {}, 'ThousandEyes has a problem. Run the step again later.'],
    [501, SNAPSHOT, {}, 'This status is not documented'],
    [503, SNAPSHOT, {}, 'ThousandEyes is in maintenance, and nothing was created. Run the step again later.'],
    [799, SNAPSHOT, {}, 'This status is not documented'],
  ])('after status %d for %j', (status, purpose, api, whatToDo) => {
    const error = describeError(response(status, { title: 'In its own words' }), { ...API, ...api }, purpose)
    // What is read may name agents and targets.
    const quoted = 'snapshot' in purpose ? /^ThousandEyes answered \d+.*: "In its own words"\.$/ : /^[^":]+\.$/
    expect(error).toEqual({
      whatHappened: expect.stringMatching(quoted),
      whatToDo: expect.stringContaining(whatToDo),
    })
  })

  it('names email only to those who use Basic authentication', () => {
    expect(describeError(response(401), { ...API, ...V6 }, SNAPSHOT).whatToDo).not.toContain('email')
  })

  it.each<[HttpResult, whatHappened: string, whatToDo: string]>([
    [
      response(302, '', { location: 'https://elsewhere.example/' }),
      'ThousandEyes answered 302 Found.',
      'It points to "https://elsewhere.example/". The step follows no redirects, so that the token stays here.',
    ],
    [response(301), 'ThousandEyes answered 301 Moved Permanently.', 'It points to "nowhere".'],
    [
      { kind: 'unreachable', reason: 'ECONNREFUSED', permanent: false },
      'There was no connection to api.thousandeyes.com: "ECONNREFUSED".',
      'the proxy (HTTPS_PROXY, NO_PROXY)',
    ],
    [
      { kind: 'unreachable', reason: 'self-signed certificate', permanent: true },
      'There was no connection to api.thousandeyes.com: "self-signed certificate".',
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      { kind: 'unreachable', reason: 'certificate has expired', permanent: true },
      'There was no connection to api.thousandeyes.com: "certificate has expired".',
      "Check the runner's clock, and the certificate of api.thousandeyes.com",
    ],
    [
      { kind: 'unreachable', reason: 'certificate is not yet valid', permanent: true },
      'There was no connection to api.thousandeyes.com: "certificate is not yet valid".',
      "Check the runner's clock, and the certificate of api.thousandeyes.com",
    ],
    [
      { kind: 'unreachable', reason: "Hostname/IP does not match certificate's altnames: x", permanent: true },
      `There was no connection to api.thousandeyes.com: "Hostname/IP does not match certificate's altnames: x".`,
      'Another server answers for api.thousandeyes.com',
    ],
    [
      { kind: 'noResponse', reason: 'reset' },
      'api.thousandeyes.com sent no complete response: "reset".',
      'Run the step again later.',
    ],
  ])('after %j', (result, whatHappened, whatToDo) => {
    expect(describeError(result, API, SNAPSHOT)).toEqual({
      whatHappened,
      whatToDo: expect.stringContaining(whatToDo),
    })
  })

  it('quotes nothing of a response to a request that reads', () => {
    const results = [response(400, { title: 'Paris-DC-7', detail: 'Paris-DC-7' }), response(500, 'Paris-DC-7')]
    expect(JSON.stringify(results.map(result => describeError(result, API, RESULTS)))).not.toContain('Paris')
  })
})
