import { describe, expect, test } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import { answer, made, NOW, PRIVATE_LINK, runWith } from '../helpers.ts'

const bodyOf = (result: HttpResult) => (result.kind === 'response' ? result.body : '')
const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000

test('v7 sends what its description says', async () => {
  const { sent } = await runWith({ testId: '281474976710706', aid: '1001', isPublic: 'true', displayName: 'A title' })
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    method: 'POST',
    headers: {
      authorization: 'Bearer token-0123456789',
      accept: 'application/hal+json, application/json, application/problem+json',
      'content-type': 'application/json',
    },
  })
  expect(sent[0]?.url.href).toBe('https://api.thousandeyes.com/v7/tests/281474976710706/snapshot?aid=1001')
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
    displayName: 'A title',
    startDate: '2026-11-23T07:37:00Z',
    endDate: '2026-11-23T08:37:00Z',
    isPublic: true,
  })
})

describe('v6', () => {
  const v6 = { testId: '19955', apiVersion: 'v6' }
  const link = { linkId: 'wdiac', shareDate: '2018-10-19 03:02:01', viewUrl: PRIVATE_LINK }

  test('sends what its page says', async () => {
    const { sent } = await runWith({ ...v6, email: 'a@b.example' }, [answer(201, { link, test: [] })])
    expect(sent[0]?.url.href).toBe('https://api.thousandeyes.com/v6/snapshot.json')
    expect(sent[0]?.headers).toMatchObject({
      accept: 'application/json',
      authorization: `Basic ${btoa('a@b.example:token-0123456789')}`,
    })
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      testId: 19955,
      from: '2026-11-23T07:37:00',
      to: '2026-11-23T08:37:00',
      isPublic: 0,
    })
  })

  test('says when the snapshot was made in UTC', async () => {
    const { outputs } = await runWith({ ...v6, isPublic: '1' }, [answer(201, { link, test: [] })])
    expect(outputs).toMatchObject({ snapshotId: 'wdiac', viewUrl: PRIVATE_LINK, expiresAt: '2018-11-18T03:02:01Z' })
  })

  test.each([[{ ...link, shareDate: '2018-99-99 03:02:01', linkId: 7 }], [{ viewUrl: PRIVATE_LINK }]])(
    'never loses a link over a field that matters less: %j',
    async odd => {
      const { exitCode, outputs } = await runWith(v6, [answer(201, { link: odd })])
      expect(exitCode).toBe(0)
      expect(outputs).toMatchObject({ viewUrl: PRIVATE_LINK, snapshotId: '', expiresAt: '2026-12-23T08:37:42Z' })
    },
  )

  test('without a link is an error that shows what came', async () => {
    const { lines } = await runWith(v6, [answer(201, { link: {} })])
    expect(lines.at(-1)).toContain(`without a usable https link in link.viewUrl; it sent "{'link':{}}"`)
  })
})

test.each([
  { id: 7, shareDate: 'yesterday', test: 'x', _links: { appLink: { href: PRIVATE_LINK } } },
  { shareDate: null, test: { testName: 5 }, _links: { appLink: { href: PRIVATE_LINK, templated: 'no' } } },
])('v7 never loses a link over a field that matters less: %j', async odd => {
  const { exitCode, outputs } = await runWith({}, [answer(201, odd)])
  expect(exitCode).toBe(0)
  expect(outputs).toMatchObject({ viewUrl: PRIVATE_LINK, expiresAt: '2026-12-23T08:37:42Z' })
})

test.each([
  ['of the one kind that v7 names', [{ href: 'https://api.thousandeyes.com/v7/test-results/1/network' }], ['network']],
  [
    'of the one kind that v7 names with a slash at its end',
    [{ href: 'https://api.thousandeyes.com/v7/test-results/1/network/' }],
    ['network'],
  ],
  [
    'of the one kind that v7 names with an account group',
    [{ href: '/v7/test-results/1/http-server?aid=1001#a' }],
    ['http-server'],
  ],
  ['of all kinds when v7 names none', [], ['http-server', 'network']],
  ['of all kinds when v7 names none that is known', [{ href: '1/…' }, { href: '' }], ['http-server', 'network']],
  ['of all kinds when v7 does not name them in a list', 'network', ['http-server', 'network']],
  ['of all kinds when v7 says nothing of them', undefined, ['http-server', 'network']],
])('the results that are read are %s', async (_, testResults, kinds) => {
  const asked: string[] = []
  const test = { testName: 'Shop', type: 'http-server', _links: { testResults } }
  await runWith({}, [answer(201, { test, _links: { appLink: { href: PRIVATE_LINK } } })], {
    onRead: ({ url }) => {
      asked.push(url.pathname)
      return answer(404)
    },
  })
  expect(asked.filter(path => path !== '/v7/alerts')).toEqual(kinds.map(kind => `/v7/test-results/1/${kind}`))
})

test.each([
  ['no body', '', 'it sent an empty body'],
  ['no JSON', '{"_links"', `it sent "{'_links'"`],
  ['a script for a link', { _links: { appLink: { href: 'javascript:alert(1)' } } }, 'without a usable https link'],
  [
    'a link over http',
    { _links: { appLink: { href: 'http://app.thousandeyes.com/' } } },
    'without a usable https link',
  ],
  ['no URL for a link', { _links: { appLink: { href: 'wdiac' } } }, 'without a usable https link'],
])('a success with %s is an error that is not repeated', async (_, body, message) => {
  const { exitCode, lines, sent, outputs } = await runWith({}, [answer(201, body)])
  expect([exitCode, sent.length, outputs['viewUrl']]).toEqual([1, 1, ''])
  expect(lines.at(-1)).toContain(message)
  expect(lines.at(-1)).toContain('The snapshot was probably made: look in Manage > Sharing')
})

describe('tries', () => {
  test('go on while the quota is spent, and each wait is logged with its reason and length', async () => {
    const { exitCode, lines, sent } = await runWith({}, [answer(429, { title: 'Slow' }), answer(429), made()])
    expect([exitCode, sent.length]).toEqual([0, 3])
    expect(lines).toContain('info Test 1: ThousandEyes answered 429 Too Many Requests: "Slow". Trying again in 2 s.')
    expect(lines).toContain('info Test 1: 429 again. Trying again in 2 s.')
  })

  test('go on while the service is in maintenance, and each wait is logged with its reason and length', async () => {
    const { exitCode, lines } = await runWith({}, [answer(503, { title: 'Back soon' }), answer(503), made()])
    expect(exitCode).toBe(0)
    expect(lines).toContain(
      'info Test 1: ThousandEyes answered 503 Service Unavailable: "Back soon". Trying again in 1 s.',
    )
    expect(lines).toContain('info Test 1: ThousandEyes answered 503 Service Unavailable: "{}". Trying again in 2 s.')
  })

  test('go on until the very end of maxWaitMinutes', async () => {
    const httpResults = [answer(503, {}, { 'retry-after': '60' }), made()]
    const { exitCode, endedAt } = await runWith({ maxWaitMinutes: '1', measure: 'false' }, httpResults)
    expect([exitCode, seconds(NOW, endedAt)]).toEqual([0, 60])
  })

  test('end when the next wait would end after maxWaitMinutes, which is reported at once', async () => {
    const { exitCode, lines, endedAt } = await runWith({ maxWaitMinutes: '1' }, [
      answer(429, {}, { 'retry-after': '61' }),
    ])
    expect([exitCode, endedAt]).toEqual([1, NOW])
    expect(lines.at(-1)).toMatch(
      /429 .*Not tried again: a wait of 1 min 1 s would end after maxWaitMinutes\. The quota/,
    )
  })

  test('end when the service asks for a wait that no calendar holds', async () => {
    const headers = { date: '-271821-04-20T00:00:00Z', 'retry-after': '+275760-09-13T00:00:00Z' }
    const { exitCode, sent } = await runWith({}, [answer(429, {}, headers)])
    expect([exitCode, sent.length]).toEqual([1, 1])
  })

  test('never take longer than maxWaitMinutes together', async () => {
    const { endedAt, sent } = await runWith({ maxWaitMinutes: '5' }, [answer(503)])
    expect(sent.length).toBeGreaterThan(8)
    expect(seconds(NOW, endedAt)).toBeLessThanOrEqual(300)
    expect(seconds(NOW, endedAt)).toBeGreaterThan(200)
  })

  test('happen once more after an outcome that nobody knows, with a warning', async () => {
    const { exitCode, lines, sent } = await runWith({}, [answer(502), made()])
    expect([exitCode, sent.length]).toEqual([0, 2])
    expect(lines.join('\n')).toMatch(
      /warning Test 1: ThousandEyes answered 502 .* may make a second\. Trying again in 1 s\./,
    )
  })

  test('count uncertain outcomes across what lies between them', async () => {
    const { lines, sent } = await runWith({}, [
      answer(500),
      answer(429),
      { kind: 'noResponse', reason: 'reset' },
      made(),
    ])
    expect(sent).toHaveLength(3)
    expect(lines.at(-1)).toMatch(/gave no complete answer: "reset"\. .*A snapshot may have been made all the same/)
  })

  test.each([429, 503])('end at once when the job is cancelled during a wait after %d', async status => {
    const cancelled = new AbortController()
    const httpResults = [answer(status), made()]
    const { lines, sent } = await runWith({}, httpResults, {
      signal: cancelled.signal,
      onSleep: () => cancelled.abort(),
    })
    expect(sent).toHaveLength(1)
    expect(lines.at(-1)).toMatch(
      /^error Test 1: The job was cancelled while it waited to try again\. .* answered \d{3}/,
    )
    expect(lines.at(-1)).toContain(`answered ${status}`)
  })

  test('end for those whose turn has not come when the job is cancelled', async () => {
    const cancelled = new AbortController()
    const { lines, sent } = await runWith(
      { testId: '1 2 3 4 5 6 7' },
      [...Array<HttpResult>(5).fill(made()), answer(429)],
      {
        signal: cancelled.signal,
        onSleep: () => cancelled.abort(),
      },
    )
    expect(sent).toHaveLength(6)
    expect(lines.at(-2)).toMatch(/^error Test 6: The job was cancelled while it waited to try again/)
    expect(lines.at(-1)).toBe('error Test 7: The job was cancelled before this snapshot was asked for.')
  })

  test('after an uncertain outcome wait for the quota that it may have used', async () => {
    const httpResults = [...Array<HttpResult>(4).fill(made()), answer(500), answer(429), made()]
    const { exitCode, lines, endedAt } = await runWith({ testId: '1 2 3 4 5' }, httpResults)
    expect([exitCode, seconds(NOW, endedAt)]).toEqual([0, 301])
    expect(lines.join('\n')).toMatch(/info Test 5: ThousandEyes answered 429 .* Trying again in 5 min/)
  })

  test('that wait for the quota before it refused them say nothing of a refusal', async () => {
    const lastLeft = { 'x-organization-rate-limit-remaining': '0', 'retry-after': '60' }
    const { exitCode, lines, endedAt } = await runWith({ measure: 'false' }, [answer(500, {}, lastLeft), made()])
    expect([exitCode, seconds(NOW, endedAt)]).toEqual([0, 60])
    expect(lines).toContain('info Test 1: Waiting for the quota, 59 s at least.')
  })

  test('that nobody knows the outcome of are never said not to have happened', async () => {
    const httpResults = [...Array<HttpResult>(5).fill(made()), answer(500), answer(429)]
    const { lines } = await runWith({ testId: '1 2 3 4 5 6 7', maxWaitMinutes: '4' }, httpResults)
    expect(lines.at(-2)).toMatch(
      /^error Test 6: .* 500 .* Not tried again: a wait of 5 min would end after maxWaitMinutes/,
    )
    expect(lines.at(-2)).toContain('A snapshot may have been made all the same')
  })

  test('end at once when the job is cancelled during a request', async () => {
    const cancelled = new AbortController()
    const { lines, outputs } = await runWith({}, [{ kind: 'noResponse', reason: 'aborted' }], {
      signal: cancelled.signal,
      onRequest: () => cancelled.abort(),
    })
    expect(outputs['snapshots']).toBe('[]')
    expect(lines.at(-1)).toMatch(/cancelled while the request was under way\. A snapshot may have been made/)
  })
})

describe('an error says what to do next', () => {
  const v6 = { apiVersion: 'v6' }
  test.each<[Record<string, string>, number, string]>([
    [{}, 400, 'Check hours, endTime and displayName'],
    [{}, 401, 'v7 takes an OAuth bearer token'],
    [v6, 401, 'renew the secret behind apiToken.'],
    [{ ...v6, email: 'a@b.example' }, 401, 'Check that email is the user it belongs to.'],
    [{}, 403, '"Create snapshot shares" (regular users cannot have it); or the test is in another account group'],
    [{ aid: '7' }, 403, 'or the user is not assigned to account group 7 (aid).'],
    [{ isPublic: 'true' }, 403, 'or your region does not allow public snapshots'],
    [{}, 404, "There is no test 1 in the token's default account group"],
    [{ aid: '7' }, 404, 'There is no test 1 in account group 7'],
    [{ maxWaitMinutes: '0' }, 429, '5 snapshots in 5 minutes, 10 in an hour and 240 requests a minute'],
    [{ maxWaitMinutes: '0' }, 503, 'The service is in maintenance'],
    [{ maxWaitMinutes: '0' }, 500, 'The service has trouble.'],
    [{}, 415, 'The action did not expect this'],
    [{ maxWaitMinutes: '0' }, 524, 'A snapshot may have been made all the same'],
    [{ maxWaitMinutes: '0' }, 408, 'A snapshot may have been made all the same'],
    [{}, 501, 'The action did not expect this'],
    [{}, 799, 'ThousandEyes answered 799: "In its own words". The action did not expect this'],
    [{}, 99, 'ThousandEyes answered 99: "In its own words". The action did not expect this'],
  ])('%j, status %d', async (given, status, remedyFor) => {
    const { exitCode, lines } = await runWith(given, [answer(status, { title: 'In its own words' })])
    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toContain(remedyFor)
    expect(lines.at(-1)).toContain('"In its own words"')
  })

  test('a redirect is not followed, and its target is shown', async () => {
    const { lines, sent } = await runWith({}, [answer(302, '', { location: 'https://evil.example/' })])
    expect(sent).toHaveLength(1)
    expect(lines.at(-1)).toContain('It points to "https://evil.example/"; redirects are never followed')
  })

  test('a redirect to nowhere', async () => {
    const { lines } = await runWith({}, [answer(301, '')])
    expect(lines.at(-1)).toContain('ThousandEyes answered 301 Moved Permanently. It points to "nowhere"')
  })

  test.each([
    [{ kind: 'unreachable', reason: 'ENOTFOUND', permanent: false } as const, 'the proxy (HTTPS_PROXY, NO_PROXY)'],
    [{ kind: 'unreachable', reason: 'self-signed', permanent: true } as const, 'NODE_EXTRA_CA_CERTS'],
  ])('no connection: %j', async (result, remedyFor) => {
    const { lines } = await runWith({ maxWaitMinutes: '0' }, [result])
    expect(lines.at(-1)).toContain('There was no connection to api.thousandeyes.com')
    expect(lines.at(-1)).toContain(remedyFor)
  })
})

test.each([200, 201, 299])('status %d is a success', async status => {
  const { exitCode, outputs } = await runWith({}, [answer(status, bodyOf(made()))])
  expect([exitCode, outputs['viewUrl']]).toEqual([0, PRIVATE_LINK])
})

test.each([300, 399])('status %d is a redirect', async status => {
  const { exitCode, lines } = await runWith({}, [answer(status, bodyOf(made()))])
  expect(exitCode).toBe(1)
  expect(lines.at(-1)).toContain('It points to "nowhere"; redirects are never followed')
})

test.each([
  answer(400),
  answer(503),
  answer(429, {}, { 'retry-after': '9999' }),
  { kind: 'unreachable', reason: 'self-signed', permanent: true } as const,
  { kind: 'unreachable', reason: 'ECONNREFUSED', permanent: false } as const,
])('what certainly made nothing is not said to have made a snapshot: %j', async result => {
  const { lines } = await runWith({}, [result])
  expect(lines.join('\n')).not.toContain('may have')
})

test('a lost answer says that the step may be run again', async () => {
  const { lines } = await runWith({}, [{ kind: 'noResponse', reason: 'reset' }])
  expect(lines.at(-1)).toBe(
    'error Test 1: api.thousandeyes.com gave no complete answer: "reset". Run the step again later. A snapshot may have been made all the same: look in Manage > Sharing in the ThousandEyes app.',
  )
})

test('a success without a link says so once', async () => {
  const { lines } = await runWith({}, [answer(201, ' ')])
  expect(lines.at(-1)).toBe(
    'error Test 1: ThousandEyes answered 201 Created without a usable https link in _links.appLink.href; it sent an empty body. The snapshot was probably made: look in Manage > Sharing in the ThousandEyes app before you run this again.',
  )
})

test('a link to a share is one however its host is written', async () => {
  const { exitCode, lines } = await runWith({}, [made('https://abc.share.thousandeyes.com./view')])
  expect(exitCode).toBe(1)
  expect(lines.at(-1)).toContain('ThousandEyes made a public one')
})

test('debug lines tell what was asked and answered, and of a success only how long it is', async () => {
  const { lines } = await runWith({ measure: 'false' }, [
    answer(503, 'busy'),
    { kind: 'noResponse', reason: 'reset' },
    made(),
  ])
  const asked = expect.stringMatching(/^debug Test 1: POST https:.*\/v7\/tests\/1\/snapshot \{"displayName"/)
  expect(lines.filter(line => line.startsWith('debug'))).toEqual([
    asked,
    'debug Test 1: 503, busy',
    asked,
    'debug Test 1: noResponse: reset',
    asked,
    `debug Test 1: 201, ${bodyOf(made()).length} characters`,
  ])
})

test('a token in the target of a redirect goes no further', async () => {
  const target = { location: 'https://evil.example/?t=token-0123456789' }
  const { lines, summary } = await runWith({}, [answer(302, '', target)])
  expect(lines.at(-1)).toContain('It points to "https://evil.example/?t=***"')
  expect(summary).toContain('It points to "https://evil.example/?t=***"')
})

test('advice for Basic authentication is for those who use it', async () => {
  const { lines } = await runWith({ apiVersion: 'v6' }, [answer(401)])
  expect(lines.at(-1)).not.toContain('email')
})

test('a token that the service echoes goes no further', async () => {
  const echo = answer(401, { error: 'Unknown token-0123456789', error_description: btoa('token-0123456789') })
  const ran = await runWith({}, [echo])
  expect(JSON.stringify([ran.lines, ran.outputs])).not.toMatch(/token-0123456789|dG9rZW4tMDEyMzQ1Njc4OQ/)
  expect(ran.lines.at(-1)).toContain('"Unknown *** · ***"')
})
