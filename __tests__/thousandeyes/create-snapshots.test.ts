import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import { answer, made, NOW, PRIVATE_LINK, runWith, SHARE_LINK } from '../helpers.ts'

const NO_RESPONSE: HttpResult = { kind: 'noResponse', reason: 'reset' }
const MAY_EXIST = 'A snapshot may have been created anyway: check Manage > Sharing in the ThousandEyes app.'

const createdWith = (body: Readonly<Record<string, unknown>>, href = PRIVATE_LINK) =>
  answer(201, { ...body, _links: { appLink: { href } } })

describe('a request of API v7', () => {
  it('is what the description of the API says', async () => {
    const { sent } = await runWith({ testId: '281474976710706', aid: '1001', isPublic: 'true', displayName: 'A title' })
    expect(sent).toMatchObject([
      {
        method: 'POST',
        headers: {
          authorization: 'Bearer token-0123456789',
          accept: 'application/hal+json, application/json, application/problem+json',
          'content-type': 'application/json',
        },
      },
    ])
    expect(sent[0]?.url.href).toBe('https://api.thousandeyes.com/v7/tests/281474976710706/snapshot?aid=1001')
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      displayName: 'A title',
      startDate: '2026-11-23T07:37:00Z',
      endDate: '2026-11-23T08:37:00Z',
      isPublic: true,
    })
  })
})

describe('a request of API v6', () => {
  it('is what the page of the API says', async () => {
    const inputs = { testId: '19955', apiVersion: 'v6', email: 'a@b.example' }
    const { sent } = await runWith(inputs, [answer(201, { link: { viewUrl: PRIVATE_LINK } })])
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
})

describe('a success', () => {
  it.each([200, 201, 299])('is a response with status %d', async status => {
    const { exitCode, outputs } = await runWith({}, [answer(status, { _links: { appLink: { href: PRIVATE_LINK } } })])
    expect({ exitCode, viewUrl: outputs['viewUrl'] }).toEqual({ exitCode: 0, viewUrl: PRIVATE_LINK })
  })

  it('is taken of the next test although an error was too deep to be read', async () => {
    const deep = answer(500, `${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    const { exitCode, lines, outputs } = await runWith({ testId: '1 2' }, [deep, deep, createdWith({})])
    expect({ exitCode, taken: JSON.parse(outputs['snapshots'] ?? '') }).toMatchObject({
      exitCode: 1,
      taken: [{ testId: '2' }],
    })
    expect(lines.at(-1)).toContain(MAY_EXIST)
  })

  it('is refused in the words of the service, also where they speak of sharing', async () => {
    const detail = 'You are not allowed to share. See https://docs.thousandeyes.com/roles.'
    const { lines } = await runWith({}, [answer(403, { title: 'Forbidden', detail })])
    expect(lines.at(-1)).toContain(detail)
  })

  it('names the test as it is called', async () => {
    const { lines } = await runWith({}, [createdWith({ test: { testName: 'test 5' } })])
    expect(lines).toContainEqual(expect.stringContaining(`info test 5: ${PRIVATE_LINK} (`))
  })

  it('of API v6 says in UTC when the snapshot was created', async () => {
    const link = { linkId: 'wdiac', shareDate: '2026-11-23 03:02:01', viewUrl: PRIVATE_LINK }
    const { outputs } = await runWith({ apiVersion: 'v6' }, [answer(201, { link, test: [] })])
    expect(outputs).toMatchObject({ snapshotId: 'wdiac', viewUrl: PRIVATE_LINK, expiresAt: '2026-12-23T03:02:01Z' })
  })

  it.each(['2026-11-22T08:37:42Z', '9999-12-31T00:00:00Z'])(
    'expires 30 days from now where the service says that it was created on another day, %s',
    async shareDate => {
      const { outputs } = await runWith({}, [createdWith({ shareDate })])
      expect(outputs['expiresAt']).toBe('2026-12-23T08:37:42Z')
    },
  )

  it.each([
    ['v7', createdWith({ id: 7, shareDate: 'yesterday', test: 'x' })],
    ['v7', createdWith({ shareDate: null, test: { testName: 5, savedEvent: 'no' } })],
    ['v6', answer(201, { link: { viewUrl: PRIVATE_LINK, shareDate: '2018-99-99 03:02:01', linkId: 7 } })],
    ['v6', answer(201, { link: { viewUrl: PRIVATE_LINK } })],
  ])('of API %s keeps its link when another field is missing or of another type: %j', async (apiVersion, result) => {
    const { exitCode, outputs } = await runWith({ apiVersion }, [result])
    expect({ exitCode, ...outputs }).toMatchObject({
      exitCode: 0,
      viewUrl: PRIVATE_LINK,
      snapshotId: '',
      expiresAt: '2026-12-23T08:37:42Z',
    })
  })

  it.each([true, false])('is private by its link, whatever savedEvent its test has: %s', async savedEvent => {
    const { exitCode, outputs } = await runWith({}, [createdWith({ test: { testId: '1', savedEvent } })])
    expect({ exitCode, snapshots: JSON.parse(outputs['snapshots'] ?? '') }).toMatchObject({
      exitCode: 0,
      snapshots: [{ isPublic: false }],
    })
  })

  it.each([
    ['no body', ' ', 'it sent an empty body'],
    ['a body that is not JSON', '{"_links"', `it sent "{'_links'"`],
    ['a link over http', { _links: { appLink: { href: 'http://app.thousandeyes.com/' } } }, 'it sent "{'],
    ['a link to another host', { _links: { appLink: { href: 'https://app.example/' } } }, 'it sent "{'],
  ])('with %s is an error that is not retried', async (_, body, sentBody) => {
    const { exitCode, lines, sent, outputs } = await runWith({ isPublic: 'true' }, [answer(201, body)])
    expect({ exitCode, requests: sent.length, viewUrl: outputs['viewUrl'] }).toEqual({
      exitCode: 1,
      requests: 1,
      viewUrl: '',
    })
    expect(lines.at(-1)).toMatch(
      /^error Test 1: ThousandEyes answered 201 Created without a usable https link to its own host in _links\.appLink\.href; it sent .*\. The snapshot was probably created: check Manage > Sharing in the ThousandEyes app before you run the step again\.$/,
    )
    expect(lines.at(-1)).toContain(sentBody)
  })

  it('of API v6 without a link names the field of that version', async () => {
    const { lines } = await runWith({ apiVersion: 'v6', isPublic: 'true' }, [answer(201, { link: {} })])
    expect(lines.at(-1)).toContain(`in link.viewUrl; it sent "{'link':{}}"`)
  })

  it.each([
    ['over http', createdWith({}, 'http://abc.share.eu1.thousandeyes.com/view/x7')],
    ['with a user', createdWith({}, 'https://u@abc.share.eu-1.thousandeyes.com/view/x7')],
    ['to the app', createdWith({}, 'http://app.thousandeyes.com/view/x7')],
  ])('does not show an unusable link %s where a private snapshot was requested', async (_, result) => {
    const { lines, summary } = await runWith({ isPublic: 'false' }, [result])
    expect(lines.at(-1)).toContain('it sent a body that is not shown, since a private snapshot was requested')
    expect(lines.join() + summary).not.toContain('x7')
  })
})

describe('a public link in an error', () => {
  const detail = 'Shared as https://u@abc.share.eu-1.thousandeyes.com/view/x7 before'
  const responses: [string, HttpResult][] = [
    ['a problem', answer(409, { title: 'Conflict', detail })],
    ['a page', answer(409, `<html><title>${detail}</title></html>`)],
    ['a redirect', answer(303, '', { location: 'http://abc.share.thousandeyes.com/view/x7' })],
    ['an answer that is tried again', answer(500, { title: 'Oops', detail })],
  ]

  it.each(responses)('is not shown where a private snapshot was requested: %s', async (_, result) => {
    const { lines, summary } = await runWith({ isPublic: 'false', maxWaitMinutes: '1' }, Array(50).fill(result))
    expect(lines.filter(line => !line.startsWith('debug')).join()).toContain('***')
    expect(lines.join() + summary).not.toContain('x7')
  })

  it.each(responses)('is shown where a public snapshot was requested: %s', async (_, result) => {
    const { lines } = await runWith({ isPublic: 'true', maxWaitMinutes: '1' }, Array(50).fill(result))
    expect(lines.at(-1)).toContain('x7')
  })
})

describe('a snapshot that is public although a private one was requested', () => {
  it.each([
    ['its link is a share link', createdWith({}, SHARE_LINK)],
    [
      'its link is a share link with a dot at the end of the host',
      createdWith({}, 'https://a.share.thousandeyes.com./'),
    ],
    ['its link is a share link of a region', createdWith({}, 'https://x.share.eu1.thousandeyes.com/view')],
  ])('is an error, and its link is in the outputs only: %s', async (_, result) => {
    const { exitCode, lines, outputs, summary } = await runWith({ measure: 'false' }, [result])
    const link = outputs['viewUrl'] ?? ''
    expect({ exitCode, isLink: link.startsWith('https://') }).toEqual({ exitCode: 1, isLink: true })
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([{ viewUrl: link, isPublic: true }])
    expect([...lines, summary].join('\n')).not.toContain(link)
    expect(lines.at(-1)).toMatch(
      /^error Test 1: A private snapshot was requested, but ThousandEyes created a public one: .* Manage > Sharing/,
    )
  })
})

describe('several snapshots', () => {
  const testId = '1\n2\n3'

  it('are not requested any more when one is public although a private one was requested', async () => {
    const { sent, lines } = await runWith({ testId, measure: 'false' }, [createdWith({}, SHARE_LINK)])
    expect(sent).toHaveLength(1)
    expect(lines.filter(line => line.startsWith('error Test 3: No snapshot was requested: another one'))).toHaveLength(
      1,
    )
  })

  it('are judged all the same when one is public although a private one was requested', async () => {
    const { outputs } = await runWith({ testId, failOn: 'isValid < 50' }, [createdWith({}, SHARE_LINK)], {
      onRead: ({ url: { pathname } }) =>
        pathname === '/v7/tests'
          ? answer(200, { tests: [1, 2, 3].map(id => ({ testId: id, testName: `Names ${id}`, type: 'dnssec' })) })
          : answer(200, {
              results: [0, 60, 120, 180, 240].map(s => ({ roundId: 1_795_419_600 + s, isValid: false })),
              alerts: [],
            }),
    })
    expect(outputs['verdict']).toBe('fail')
  })

  it('are not requested any more when the token is refused, which would block the address in the end', async () => {
    const { sent, lines } = await runWith({ testId }, [answer(500), answer(401)])
    expect(sent).toHaveLength(2)
    expect(lines.join('\n').match(/may have been created anyway/g)).toHaveLength(1)
    expect(lines.filter(line => line.startsWith('error '))).toEqual([
      expect.stringMatching(/^error Test 1: ThousandEyes answered 401 Unauthorized/),
      expect.stringMatching(/^error Test 2: No snapshot was requested: ThousandEyes refused the token/),
      expect.stringMatching(/^error Test 3: No snapshot was requested: ThousandEyes refused the token/),
    ])
  })
})

describe('a request that fails', () => {
  it.each<[string, HttpResult]>([
    ['429', answer(429, { title: 'Slow' })],
    ['503', answer(503, { title: 'Back soon' })],
    ['no connection', { kind: 'unreachable', reason: 'ECONNREFUSED', permanent: false }],
  ])('is retried until it succeeds after %s, which created nothing', async (_, failure) => {
    const { exitCode, lines, sent } = await runWith({}, [failure, failure, failure, made()])
    expect({ exitCode, requests: sent.length }).toEqual({ exitCode: 0, requests: 4 })
    expect(lines.join('\n')).not.toContain('may have created')
  })

  it.each([answer(500), answer(502), answer(504), answer(524), answer(408), NO_RESPONSE])(
    'is retried once, with a warning, when nobody knows whether it created a snapshot: %j',
    async failure => {
      const { exitCode, lines, sent } = await runWith({}, [failure])
      expect({ exitCode, requests: sent.length }).toEqual({ exitCode: 1, requests: 2 })
      expect(lines.filter(line => line.startsWith('warning'))).toEqual([
        expect.stringMatching(
          /^warning Test 1: .* It may have created a snapshot, and the next try may create a second\. Trying again in 5 s; the step gives up at 2026-11-23 08:47 UTC\.$/,
        ),
      ])
      expect(lines.at(-1)).toContain(MAY_EXIST)
    },
  )

  it('counts what nobody knows across other failures, and warns of it even just after another line', async () => {
    const { lines, sent } = await runWith({}, [answer(429), answer(500), answer(429), NO_RESPONSE, made()])
    expect(sent).toHaveLength(4)
    expect(lines.filter(line => line.startsWith('warning'))).toHaveLength(1)
    expect(lines.at(-1)).toBe(
      `error Test 1: api.thousandeyes.com sent no complete response: "reset". Run the step again later. ${MAY_EXIST}`,
    )
  })

  it('says that a snapshot may exist when the last of its failures created none', async () => {
    const { lines } = await runWith({ maxWaitMinutes: '1' }, [answer(500), answer(429)])
    expect(lines.at(-1)).toMatch(
      /^error Test 1: ThousandEyes answered 429 .* Not tried again: the time limit \(timeoutMinutes\) has passed/,
    )
    expect(lines.at(-1)).toContain(MAY_EXIST)
  })

  it('is repeated in the log once a minute, with its kind', async () => {
    const { lines } = await runWith({ maxWaitMinutes: '2' }, [answer(503)])
    expect(lines.filter(line => line.startsWith('info Test 1: Still'))).toEqual([
      'info Test 1: Still no success. Trying again in 45 s; the step gives up at 2026-11-23 08:39 UTC.',
    ])
  })

  it.each([301, 400, 401, 403, 404, 405, 406, 415, 418, 501])('is not retried after status %d', async status => {
    const { exitCode, sent, endedAt } = await runWith({}, [answer(status)])
    expect({ exitCode, requests: sent.length, endedAt }).toEqual({ exitCode: 1, requests: 1, endedAt: NOW })
  })

  it.each<[string, Record<string, string>]>([
    ['Retry-After', { 'retry-after': 'Mon, 23 Nov 2026 08:37:51 GMT' }],
    ['a reset', { 'x-a-rate-limit-remaining': '0', 'x-a-rate-limit-reset': String(NOW.getTime() / 1000 + 9) }],
  ])("is retried at the time of the service's clock, not the runner's, by %s", async (_, headers) => {
    const refused = answer(429, '', { date: 'Mon, 23 Nov 2026 08:36:42 GMT', ...headers })
    const { endedAt } = await runWith({ measure: 'false' }, [refused, made()])
    expect(endedAt).toEqual(new Date(NOW.getTime() + 69_000))
  })

  it('is not retried when no connection can ever be made', async () => {
    const { exitCode, sent } = await runWith({}, [{ kind: 'unreachable', reason: 'self-signed', permanent: true }])
    expect({ exitCode, requests: sent.length }).toEqual({ exitCode: 1, requests: 1 })
  })

  it('does not keep the next tests from being requested', async () => {
    const { lines, outputs } = await runWith({ testId: '1 2 3' }, [answer(404), answer(500), answer(500), made()])
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([{ testId: '3' }])
    expect(lines.filter(line => line.startsWith('error '))).toEqual([
      expect.stringMatching(/^error Test 1: ThousandEyes answered 404/),
      expect.stringMatching(/^error Test 2: ThousandEyes answered 500/),
    ])
  })
})

describe('a job that is cancelled', () => {
  it.each([429, 503])('during the wait after status %d ends at once for this test and the next', async status => {
    const cancelled = new AbortController()
    const { lines, sent } = await runWith({ testId: '1 2' }, [answer(status, { title: 'No' }), made()], {
      signal: cancelled.signal,
      onSleep: () => cancelled.abort(),
    })
    expect(sent).toHaveLength(1)
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(
        /^error Test 1: The job was cancelled before the next try\. ThousandEyes answered .*"No"\.$/,
      ),
      'error Test 2: The job was cancelled before this snapshot was requested.',
    ])
  })

  it.each<[HttpResult, string]>([
    [NO_RESPONSE, ` ${MAY_EXIST}`],
    [{ kind: 'unreachable', reason: 'aborted', permanent: false }, ''],
  ])('during a request says so, and whether a snapshot may exist: %j', async (result, mayExist) => {
    const cancelled = new AbortController()
    const { lines, outputs } = await runWith({}, [result], {
      signal: cancelled.signal,
      onRequest: () => cancelled.abort(),
    })
    expect(outputs['snapshots']).toBe('[]')
    expect(lines.at(-1)).toBe(`error Test 1: The job was cancelled while the request was in progress.${mayExist}`)
  })

  it('keeps the snapshot whose response still arrives', async () => {
    const cancelled = new AbortController()
    const { outputs } = await runWith({}, [made()], { signal: cancelled.signal, onRequest: () => cancelled.abort() })
    expect(outputs['viewUrl']).toBe(PRIVATE_LINK)
  })

  it('keeps the reason of a response that still arrives', async () => {
    const cancelled = new AbortController()
    const meanwhile = { signal: cancelled.signal, onRequest: () => cancelled.abort() }
    const { lines } = await runWith({}, [answer(404)], meanwhile)
    expect(lines.at(-1)).toMatch(/^error Test 1: ThousandEyes answered 404 Not Found/)
  })
})

describe('the debug log', () => {
  it('has each request and its result, and only the length of a success', async () => {
    const { lines } = await runWith({ measure: 'false' }, [answer(503, 'busy'), NO_RESPONSE, made()])
    const request = expect.stringMatching(/^debug Test 1: POST https:.*\/v7\/tests\/1\/snapshot \{"displayName"/)
    expect(lines.filter(line => line.startsWith('debug'))).toEqual([
      request,
      'debug Test 1: 503, busy',
      request,
      'debug Test 1: noResponse: reset',
      request,
      expect.stringMatching(/^debug Test 1: 201, \d+ characters$/),
    ])
  })
})

describe('the debug log of what is read', () => {
  it.each([200, 400, 500])('has its status and its length alone, as it may name agents: %d', async status => {
    const onRead = () => answer(status, { detail: 'Agent Paris' })
    const { lines } = await runWith({}, [made()], { onRead })
    expect(lines.filter(line => line.endsWith(`: ${status}, 24 characters`)).length).toBeGreaterThan(0)
    expect(lines.join()).not.toContain('Paris')
  })
})

describe('a token that the service echoes', () => {
  it('is redacted in a body', async () => {
    const echo = { error: 'Unknown token-0123456789', error_description: btoa('token-0123456789') }
    const { lines, outputs } = await runWith({}, [answer(401, echo)])
    expect(JSON.stringify([lines, outputs])).not.toMatch(/token-0123456789|dG9rZW4tMDEyMzQ1Njc4OQ/)
    expect(lines.at(-1)).toContain('"Unknown *** · ***"')
  })

  it('is redacted in the target of a redirect', async () => {
    const target = { location: 'https://evil.example/?t=token-0123456789' }
    const { lines, summary } = await runWith({}, [answer(302, '', target)])
    expect(lines.at(-1)).toContain('It points to "https://evil.example/?t=***"')
    expect(summary).toContain('It points to `https://evil.example/?t=***`')
  })
})

describe('the results that are read', () => {
  it.each([
    [
      'of the one kind that v7 names',
      [{ href: 'https://api.thousandeyes.com/v7/test-results/1/network' }],
      ['network'],
    ],
    ['of a kind with a slash at its end', [{ href: '/v7/test-results/1/network/' }], ['network']],
    ['of a kind with an account group', [{ href: '/v7/test-results/1/http-server?aid=1001#a' }], ['http-server']],
    ['of all kinds when v7 names none', [], ['http-server', 'network']],
    ['of all kinds when v7 names none that is known', [{ href: '1/…' }, { href: '' }], ['http-server', 'network']],
    ['of all kinds when v7 does not name them in a list', 'network', ['http-server', 'network']],
    ['of all kinds when v7 says nothing of them', undefined, ['http-server', 'network']],
  ])('are %s', async (_, testResults, kinds) => {
    const paths: string[] = []
    await runWith({}, [createdWith({ test: { testName: 'Shop', type: 'http-server', _links: { testResults } } })], {
      onRead: ({ url }) => {
        paths.push(url.pathname)
        return answer(404)
      },
    })
    expect(paths.filter(path => path !== '/v7/alerts')).toEqual(kinds.map(kind => `/v7/test-results/1/${kind}`))
  })
})
