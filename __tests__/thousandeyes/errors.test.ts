import { describe, expect, it } from '@jest/globals'
import { parseErrorMessage } from '../../src/thousandeyes/errors.ts'
import { answer, runWith } from '../helpers.ts'

describe('parseErrorMessage', () => {
  it.each([
    [
      'a problem of v7',
      { title: 'Bad', detail: 'Worse', errors: [{ code: 'X', field: 'startDate', message: 'is odd' }, {}] },
      '"Bad · Worse · startDate: is odd"',
    ],
    ['a problem of v7 without details', { title: 'Bad', detail: null, errors: null }, '"Bad"'],
    [
      'a rejected token of v7',
      { error: 'invalid_token', error_description: 'Invalid access token' },
      '"invalid_token · Invalid access token"',
    ],
    ['a rejected token without a description', { error: 'invalid_token' }, '"invalid_token"'],
    ['an error of v6', { errorMessage: 'No such test' }, '"No such test"'],
    ['an error of older v7', { timestamp: 1, httpStatus: 400, errors: ['one', 'two'], path: '/' }, '"one · two"'],
    ['unknown JSON', { what: 'ever' }, `"{'what':'ever'}"`],
  ])('quotes %s', (_, body, message) => {
    expect(parseErrorMessage(JSON.stringify(body), { isPublic: false })).toBe(message)
  })

  it.each([
    ['plain text on one line', 'try\nlater', '"try later"'],
    ['text that only mentions a tag as it is', 'use <html> less', '"use <html> less"'],
    [
      'the page of a gateway without its tags, styles and scripts',
      '\n <!DOCTYPE html><html><style>a{b:c}</style><h1>502  Bad\nGateway</h1><script>x<y</script></html>',
      '"502 Bad Gateway"',
    ],
    [
      'the parts of a page with a space between them',
      '<html><h1>Bad Gateway</h1><p>Try later</p></html>',
      '"Bad Gateway Try later"',
    ],
  ])('quotes %s', (_, body, message) => {
    expect(parseErrorMessage(body, { isPublic: false })).toBe(message)
  })

  it.each(['', '  \n'])('is empty for a body without text: %j', body => {
    expect(parseErrorMessage(body, { isPublic: false })).toBe('')
  })
})

describe('an error says what to do next', () => {
  it.each<[Record<string, string>, number, string]>([
    [{}, 400, 'Check hours, endTime and displayName, and that the test is not an Endpoint Agent test'],
    [{}, 401, 'v7 takes an OAuth bearer token; the older Basic token needs apiVersion v6 and email.'],
    [{ apiVersion: 'v6' }, 401, 'renew the secret behind apiToken.'],
    [{ apiVersion: 'v6', email: 'a@b.example' }, 401, 'Check that email is the user it belongs to.'],
    [{}, 403, '"Create snapshot shares" (regular users cannot have it); or the test is in another account group'],
    [{ aid: '7' }, 403, 'or the user is not assigned to account group 7 (aid).'],
    [{ isPublic: 'true' }, 403, 'or your region does not allow public snapshots, which isPublic: false avoids.'],
    [{}, 404, "There is no test 1 in the token's default account group: check testId, set aid"],
    [{ aid: '7' }, 404, 'There is no test 1 in account group 7: check testId, set aid'],
    [{}, 429, 'The quota of your organization is used up (documented: 5 snapshots in 5 minutes, 240 requests a minute'],
    [{}, 429, 'Not tried again: maxWaitMinutes have passed.'],
    [{}, 503, 'The service is in maintenance, and nothing was created. Run the step again later.'],
    [{}, 500, 'The service has trouble. Run the step again later.'],
    [{}, 415, 'This status is not documented: check apiUrl and any proxy'],
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
    [302, { location: 'https://evil.example/' }, 'It points to "https://evil.example/"; redirects are not followed'],
    [301, {}, 'It points to "nowhere"; redirects are not followed'],
    [399, {}, 'It points to "nowhere"; redirects are not followed'],
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
