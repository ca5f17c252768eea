import { describe, expect, it } from '@jest/globals'
import { errorText } from '../../src/thousandeyes/errors.ts'
import { createdSnapshot } from '../analysis/helpers.ts'
import { answer, runWith } from '../helpers.ts'

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
    ['nothing of a body without text', '  \n', ''],
  ])('has %s', (_, body, text) => {
    expect(errorText({ status: 400, body: typeof body === 'string' ? body : JSON.stringify(body) })).toBe(text)
  })
})

describe('an error says what to do next', () => {
  it.each<[Record<string, string>, number, string]>([
    [{}, 400, 'Check hours, endTime and displayName.'],
    [{}, 401, 'API v7 requires an OAuth bearer token; the older Basic token needs apiVersion v6 and email.'],
    [{ apiVersion: 'v6' }, 401, 'renew the secret behind apiToken.'],
    [{ apiVersion: 'v6', email: 'a@b.example' }, 401, 'Check that email is the user it belongs to.'],
    [
      {},
      403,
      '"Create snapshot shares" (a regular user can\'t have it). Set aid if the test is in another account group.',
    ],
    [{ aid: '7' }, 403, 'and is assigned to account group 7 (aid).'],
    [{ isPublic: 'true' }, 403, "Some regions don't allow public snapshots: isPublic: false avoids them."],
    [{}, 404, "There is no test 1 in the token's default account group. Check testId, set aid"],
    [{ aid: '7' }, 404, 'There is no test 1 in account group 7. Check testId, set aid'],
    [{}, 429, 'ThousandEyes allows each organization 5 snapshots per 5 minutes and 240 requests per minute'],
    [{}, 429, 'Not tried again: the time limit (timeoutMinutes) has passed.'],
    [{}, 503, 'ThousandEyes is in maintenance, and nothing was created. Run the step again later.'],
    [{}, 500, 'ThousandEyes has a problem. Run the step again later.'],
    [{}, 415, 'This status is not documented. Check apiUrl and any proxy'],
    [{}, 501, 'This status is not documented'],
    [{}, 799, 'ThousandEyes answered 799: "In its own words". This status is not documented'],
    [{}, 99, 'ThousandEyes answered 99: "In its own words". This status is not documented'],
  ])('with the inputs %j after status %d', async (inputs, status, remedy) => {
    const result = answer(status, { title: 'In its own words' })
    const { exitCode, lines } = await runWith({ maxWaitMinutes: '0', ...inputs }, [result])
    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toContain(remedy)
    expect(lines.at(-1)).toContain('"In its own words"')
  })

  it('names email only to those who use Basic authentication', async () => {
    const { lines } = await runWith({ apiVersion: 'v6' }, [answer(401)])
    expect(lines.at(-1)).not.toContain('email')
  })

  it.each([
    [302, { location: 'https://evil.example/' }, 'It points to "https://evil.example/". The step follows no redirects'],
    [301, {}, 'It points to "nowhere". The step follows no redirects'],
    [399, {}, 'It points to "nowhere". The step follows no redirects'],
  ])('after the redirect %d with the headers %j', async (status, headers, message) => {
    const { lines, sent } = await runWith({}, [answer(status, '', headers)])
    expect(sent).toHaveLength(1)
    expect(lines.at(-1)).toContain(message)
  })

  it.each([
    [{ kind: 'unreachable', reason: 'ENOTFOUND', permanent: false } as const, 'the proxy (HTTPS_PROXY, NO_PROXY)'],
    [{ kind: 'unreachable', reason: 'self-signed', permanent: true } as const, 'NODE_EXTRA_CA_CERTS'],
  ])('when there is no connection: %j', async (result, remedy) => {
    const { lines } = await runWith({ maxWaitMinutes: '0' }, [result])
    expect(lines.at(-1)).toContain(`There was no connection to api.thousandeyes.com: "${result.reason}".`)
    expect(lines.at(-1)).toContain(remedy)
  })
})

describe('an error of a request that reads says what to do next', () => {
  it.each<[Record<string, string>, number, string, string]>([
    [{}, 401, 'dnssec', 'The token is wrong, expired or revoked'],
    [{}, 403, 'dnssec', "Check that the token's user may view tests. Set aid if the test is in another account group."],
    [
      { aid: '7' },
      403,
      'Alerts',
      "Check that the token's user may view alerts and is assigned to account group 7 (aid).",
    ],
    [{}, 404, 'dnssec', "There is no such test in the token's default account group. Check testId, set aid"],
    [{}, 404, 'Alerts', 'Check apiUrl and aid.'],
    [{}, 302, 'Alerts', 'It points to "nowhere". The step follows no redirects'],
  ])('with the inputs %j after status %d for %s', async (inputs, status, subject, remedy) => {
    const onRead = () => answer(status, { title: 'In its own words' })
    const { lines } = await runWith(inputs, [createdSnapshot('dnssec')], { onRead })
    expect(lines).toContainEqual(
      expect.stringMatching(
        new RegExp(`^info Not measured\\. .*${subject}: ThousandEyes answered ${status} [^:"]*\\. `),
      ),
    )
    expect(lines.find(line => line.startsWith('info Not measured') && line.includes(`${subject}: `))).toContain(remedy)
    expect(lines.filter(line => line.startsWith('info')).join()).not.toContain('In its own words')
  })
})
