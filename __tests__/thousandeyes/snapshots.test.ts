import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import type { ApiConfig, SnapshotRequest } from '../../src/thousandeyes/config.ts'
import { createSnapshot } from '../../src/thousandeyes/snapshots.ts'
import { mutated, replaced, WRONG_VALUES } from '../json.ts'
import { NOW, response } from '../open-step.ts'
import { API, NO_RESPONSE, openService, type ServiceOptions, WINDOW } from './helpers.ts'

const REQUEST: SnapshotRequest = { testId: '1', displayName: 'Deploy 42', window: WINDOW, isPublic: false }
const LINK = 'https://app.thousandeyes.com/view/tests/?testId=1'
const SHARE_LINK = 'https://abc.share.eu1.thousandeyes.com/view/x7'
const V6: Partial<ApiConfig> = {
  version: 'v6',
  credentials: { kind: 'basic', email: 'a@b.example', token: 'token-0123456789' },
}
const MAY_EXIST = 'A snapshot may have been created anyway: check Manage > Sharing in the ThousandEyes app.'

const created = (body: Readonly<Record<string, unknown>> = {}, href: unknown = LINK) =>
  response(201, { ...body, _links: { appLink: { href } } })

interface Options extends ServiceOptions {
  readonly api?: Partial<ApiConfig>
  readonly request?: Partial<SnapshotRequest>
}

/** Requests a private snapshot, unless `request` differs. */
async function create(results: Parameters<typeof openService>[0], { api, request, ...options }: Options = {}) {
  const service = openService(results, options)
  const result = await createSnapshot({ ...API, ...api }, { ...REQUEST, ...request }, service.context)
  const requests = service.sent.length
  const reason = 'reason' in result ? result.reason : ''
  const warnings = service.lines.filter(line => line.startsWith('warning'))
  return { ...service, result, kind: result.kind, reason, requests, warnings, tookMs: service.clock.monotonicMs() }
}

describe('the request for a snapshot', () => {
  it('is what the description of API v7 says', async () => {
    const { sent } = await create([created()], { request: { isPublic: true } })
    const [{ url, headers, body } = { url: undefined, headers: {}, body: '' }] = sent
    expect(url?.href).toBe('https://api.thousandeyes.com/v7/tests/1/snapshot?aid=7')
    expect(headers).toMatchObject({ authorization: 'Bearer token-0123456789', 'content-type': 'application/json' })
    expect(JSON.parse(body ?? '')).toEqual({
      displayName: 'Deploy 42',
      startDate: '2026-11-23T07:37:00Z',
      endDate: '2026-11-23T08:37:00Z',
      isPublic: true,
    })
  })

  it('is what the page of API v6 says', async () => {
    const { sent, kind } = await create([response(201, { link: { viewUrl: LINK } })], {
      api: { ...V6, aid: undefined },
    })
    const [{ url, headers, body } = { url: undefined, headers: {}, body: '' }] = sent
    expect({ kind, url: url?.href }).toEqual({ kind: 'taken', url: 'https://api.thousandeyes.com/v6/snapshot.json' })
    expect(headers).toMatchObject({ authorization: `Basic ${btoa('a@b.example:token-0123456789')}` })
    expect(JSON.parse(body ?? '')).toEqual({
      testId: 1,
      displayName: 'Deploy 42',
      from: '2026-11-23T07:37:00',
      to: '2026-11-23T08:37:00',
      isPublic: 0,
    })
  })
})

describe('a success', () => {
  const test = { testName: 'Shop', type: 'agent-to-server', _links: { testResults: [{ href: '/v7/x/1/network/' }] } }
  const full = { id: 'wdiac', shareDate: '2026-11-23T08:37:40Z', test, _links: { appLink: { href: LINK } } }
  const least = { kind: 'taken', viewUrl: LINK, isPublic: false, createdAt: NOW, test: { resultKinds: [] } }

  it('has the snapshot, and what the response shows of its test', async () => {
    expect((await create([response(200, full)])).result).toEqual({
      kind: 'taken',
      snapshotId: 'wdiac',
      viewUrl: LINK,
      isPublic: false,
      createdAt: new Date('2026-11-23T08:37:40Z'),
      expiresAt: new Date('2026-12-23T08:37:40Z'),
      test: { testName: 'Shop', testType: 'agent-to-server', resultKinds: ['network'] },
    })
  })

  it('of API v6 has its date in UTC', async () => {
    const link = { linkId: 'wdiac', shareDate: '2026-11-23 03:02:01', viewUrl: LINK }
    const { result } = await create([response(201, { link, test: [] })], { api: V6 })
    expect(result).toMatchObject({ snapshotId: 'wdiac', expiresAt: new Date('2026-12-23T03:02:01Z') })
  })

  it('needs nothing but its link', async () => {
    for (const wrong of [undefined, ...WRONG_VALUES]) {
      const { result } = await create([response(201, replaced(full, wrong, ['_links', 'appLink', 'href']))])
      expect(result).toMatchObject({ kind: 'taken', viewUrl: LINK, isPublic: false, createdAt: NOW })
    }
    const v6 = await create([response(201, { link: { viewUrl: LINK, shareDate: '2018-99-99', linkId: 7 } })], {
      api: V6,
    })
    expect(v6.result).toMatchObject(least)
  })

  it.each(['2026-11-22T08:37:42Z', '9999-12-31T00:00:00Z'])('ignores a date from another day: %s', async shareDate => {
    expect((await create([created({ shareDate })])).result).toMatchObject(least)
  })

  it.each([
    ['in any other form', WRONG_VALUES],
    ['without a scheme', ['//app.thousandeyes.com/']],
    ['over http', ['http://app.thousandeyes.com/']],
    ['with a script', ['javascript:alert(1)', 'data:text/html,hello']],
  ])('with a link %s is none; it is not requested again', async (_, links) => {
    for (const href of links) {
      const json = mutated(full, ['_links', 'appLink', 'href'], href)
      const { kind, reason, requests } = await create([response(201, json)], { request: { isPublic: true } })
      expect({ kind, requests }).toEqual({ kind: 'notTaken', requests: 1 })
      expect(reason).toMatch(
        /^ThousandEyes answered 201 Created without a usable https link to its own host in _links\.appLink\.href; it sent "{.*\. The snapshot was probably created: check Manage > Sharing in the ThousandEyes app before you run the step again\.$/,
      )
    }
  })

  it.each([
    ['https://app.thousandeyes.us/view/x7', 'thousandeyes.us'],
    ['https://secret.share.thousandeyes.com.example/view/x7', 'com.example'],
  ])('with a link to another domain names that alone, and apiUrl: %s', async (href, domain) => {
    const { reason, requests, lines } = await create([created({}, href)])
    expect(requests).toBe(1)
    expect(reason).toMatch(
      `created a snapshot, but its link leads to "${domain}", and apiUrl is api.thousandeyes.com. If that is the domain of your account, set apiUrl`,
    )
    expect(lines.join() + reason).not.toMatch(/x7|secret/)
  })

  it('that is a web page is not from the API, so nothing was created', async () => {
    const { reason } = await create([response(200, '<!doctype html><title>Log in</title>')])
    expect(reason).toBe(
      "api.thousandeyes.com sent a web page, so it isn't the API of ThousandEyes. Check apiUrl and any proxy.",
    )
  })

  it.each([
    ['no body', response(204, ' '), {}, 'it sent an empty body'],
    ['half a body', response(201, '{"_links"'), {}, `it sent "{'_links'"`],
    ['no link of API v6', response(201, { link: {} }), V6, `in link.viewUrl; it sent "{'link':{}}"`],
  ])('with %s is shown if a public snapshot was requested', async (_, result, api, text) => {
    expect((await create([result], { api, request: { isPublic: true } })).reason).toContain(text)
  })

  it('with a link that cannot be used is not shown if a private snapshot was requested', async () => {
    const { reason, lines } = await create([created({}, 'http://abc.share.thousandeyes.com/view/x7')])
    expect(reason).toContain('a body that is not shown, since a private snapshot was requested')
    expect(lines.join()).not.toContain('x7')
  })

  it('whose link is a share link is exposed if a private snapshot was requested', async () => {
    const { result, reason, lines } = await create([created({ id: 'x' }, SHARE_LINK)])
    expect(result).toMatchObject({ kind: 'exposed', viewUrl: SHARE_LINK, isPublic: true, snapshotId: 'x' })
    expect(reason).toMatch(/ThousandEyes created a public one.*"Deploy 42" in Manage > Sharing/)
    expect(lines.join()).not.toContain('x7')
  })

  it.each([true, false])('is private by its link, whatever the savedEvent of its test: %s', async savedEvent => {
    expect((await create([created({ test: { savedEvent } })])).result).toMatchObject(least)
  })
})

describe('a public link in an error', () => {
  const detail = 'Shared as https://u@abc.share.eu-1.thousandeyes.com/view/x7 before'
  it.each<[string, HttpResult]>([
    ['a problem', response(409, { title: 'Conflict', detail })],
    ['a page', response(409, `<html><title>${detail}</title></html>`)],
    ['a redirect', response(303, '', { location: 'http://abc.share.thousandeyes.com/view/x7' })],
    ['an error that is tried again', response(500, { title: 'Oops', detail })],
  ])('is shown only if a public snapshot was requested: %s', async (_, result) => {
    const hidden = await create([result])
    expect(hidden.reason).toContain('***')
    expect(hidden.lines.join() + hidden.reason).not.toContain('x7')
    expect((await create([result], { request: { isPublic: true } })).reason).toContain('x7')
  })
})

describe('a request that fails', () => {
  const UNREACHABLE: HttpResult = { kind: 'unreachable', reason: 'ECONNREFUSED', permanent: false }

  it.each<[string, HttpResult]>([
    ['429', response(429)],
    ['503', response(503)],
    ['no connection', UNREACHABLE],
  ])('is repeated until it succeeds after %s, which created nothing', async (_, failure) => {
    const { kind, requests, warnings } = await create([failure, failure, failure, created()])
    expect({ kind, requests, warnings }).toEqual({ kind: 'taken', requests: 4, warnings: [] })
  })

  it.each([...[500, 502, 504, 507, 524, 408].map(status => response(status)), NO_RESPONSE])(
    'is repeated once, with a warning, if it is unknown whether it created a snapshot: %j',
    async failure => {
      const { kind, requests, warnings, reason } = await create([failure])
      expect({ kind, requests }).toEqual({ kind: 'notTaken', requests: 2 })
      expect(warnings).toEqual([
        expect.stringMatching(
          /^warning Test 1: .* It may have created a snapshot, and the next try may create a second\. Trying again in 5 s; the step gives up at 2026-11-23 08:47 UTC\.$/,
        ),
      ])
      expect(reason).toContain(MAY_EXIST)
    },
  )

  it('counts what is unknown across other failures, and warns of it even just after another line', async () => {
    const { requests, warnings, reason } = await create([response(429), response(500), response(429), NO_RESPONSE])
    expect({ requests, warnings: warnings.length }).toEqual({ requests: 4, warnings: 1 })
    expect(reason).toBe(
      `api.thousandeyes.com sent no complete response: "reset". Run the step again later. ${MAY_EXIST}`,
    )
  })

  it('says that a snapshot may exist even if the last failure created none', async () => {
    const { reason } = await create([response(500), response(429)], { minutes: 1 })
    expect(reason).toMatch(
      /^ThousandEyes answered 429 .* Not tried again: timeoutMinutes \(at least 10 min if empty\) has passed/,
    )
    expect(reason).toContain(MAY_EXIST)
  })

  it.each([301, 307, 400, 401, 403, 404, 405, 406, 415, 418, 501])('is sent once if refused with %d', async status => {
    const { result, requests, tookMs } = await create([response(status)])
    expect({ result, requests, tookMs }).toEqual({
      result: {
        kind: 'notTaken',
        reason: expect.stringContaining(`ThousandEyes answered ${status}`),
        status,
        endsRequests: status === 401,
      },
      requests: 1,
      tookMs: 0,
    })
  })

  it('is sent once if no connection can ever be made', async () => {
    expect((await create([{ ...UNREACHABLE, permanent: true }])).requests).toBe(1)
  })

  it('by an error of our own never rejects, and says that a snapshot may exist', async () => {
    const { reason } = await create(() => {
      throw new Error('surprise')
    })
    expect(reason).toMatch(/surprise.*may have been created/)
  })

  it('with a body that is too deep to be parsed is an error like others', async () => {
    const { reason } = await create([response(400, `${'['.repeat(50_000)}${']'.repeat(50_000)}`)])
    expect(reason).toMatch(/^ThousandEyes answered 400/)
  })
})

describe('a wait', () => {
  it.each<[string, Record<string, string>]>([
    ['Retry-After', { 'retry-after': 'Mon, 23 Nov 2026 08:37:51 GMT' }],
    ['a reset', { 'x-a-rate-limit-remaining': '0', 'x-a-rate-limit-reset': String(NOW.getTime() / 1000 + 9) }],
  ])("ends at the time of the service's clock, not the runner's, by %s", async (_, headers) => {
    const refused = response(429, '', { date: 'Mon, 23 Nov 2026 08:36:42 GMT', ...headers })
    expect((await create([refused, created()])).tookMs).toBe(69_000)
  })

  it('begins with a line, and has another every minute', async () => {
    const { lines } = await create([response(503)], { minutes: 2 })
    expect(lines.filter(line => line.startsWith('info'))).toEqual([
      'info Test 1: ThousandEyes answered 503 Service Unavailable. Trying again in 5 s; the step gives up at 2026-11-23 08:39 UTC.',
      'info Test 1: Still no success. Trying again in 45 s; the step gives up at 2026-11-23 08:39 UTC.',
    ])
  })

  it.each([0, -86_400_000, 86_400_000])(
    'ends at the deadline, even if the wall clock is set by %d ms',
    async shiftMs => {
      const onSleep: Options['onSleep'] = clock => clock.setWallClock(new Date(clock.now().getTime() + shiftMs))
      const { requests, tookMs } = await create([response(429)], { minutes: 5, onSleep })
      expect({ requests, tookMs }).toEqual({ requests: 8, tookMs: 300_000 })
    },
  )

  it('that the service wants to last longer is not begun', async () => {
    const { requests, tookMs, reason } = await create([response(429, '', { 'retry-after': '601' })])
    expect({ requests, tookMs }).toEqual({ requests: 1, tookMs: 0 })
    expect(reason).toContain('ThousandEyes asks for a wait of 10 min 1 s, longer than timeoutMinutes')
  })
})

describe('a job that is cancelled', () => {
  const cancelled = () => {
    const controller = new AbortController()
    const cancelWith = (result: HttpResult) => () => {
      controller.abort()
      return result
    }
    return { signal: controller.signal, cancel: () => controller.abort(), cancelWith }
  }

  it('during a wait sends nothing more, for this test and the next', async () => {
    const { signal, cancel } = cancelled()
    const { requests, reason } = await create([response(503, { title: 'No' })], { signal, onSleep: cancel })
    expect({ requests, reason }).toEqual({
      requests: 1,
      reason: 'The job was cancelled before the next try. ThousandEyes answered 503 Service Unavailable: "No".',
    })
    const next = await create([created()], { signal })
    expect({ requests: next.requests, reason: next.reason }).toEqual({
      requests: 0,
      reason: 'The job was cancelled before this snapshot was requested.',
    })
  })

  it.each<[HttpResult, string]>([
    [NO_RESPONSE, ` ${MAY_EXIST}`],
    [{ kind: 'unreachable', reason: 'aborted', permanent: false }, ''],
  ])('during a request says whether a snapshot may exist: %j', async (result, mayExist) => {
    const { signal, cancelWith } = cancelled()
    const { reason } = await create(cancelWith(result), { signal })
    expect(reason).toBe(`The job was cancelled while the request was in progress.${mayExist}`)
  })

  it('keeps the response that still arrives', async () => {
    const [success, refusal] = [cancelled(), cancelled()]
    expect((await create(success.cancelWith(created()), success)).result).toMatchObject({ viewUrl: LINK })
    expect((await create(refusal.cancelWith(response(404)), refusal)).reason).toContain('404 Not Found')
  })
})

describe('the debug log', () => {
  it('has each request and its result, and only the length of a success', async () => {
    const { lines } = await create([response(503, 'busy'), NO_RESPONSE, created()])
    const request = expect.stringMatching(/^debug Test 1: POST https:.*\/v7\/tests\/1\/snapshot\?aid=7 \{"displayName"/)
    expect(lines.filter(line => line.startsWith('debug'))).toEqual([
      request,
      'debug Test 1: 503, busy',
      request,
      'debug Test 1: noResponse: reset',
      request,
      expect.stringMatching(/^debug Test 1: 201, \d+ characters$/),
    ])
  })

  it('and the errors have no token, even if the service repeats it', async () => {
    const echo = { error: 'Unknown token-0123456789', error_description: btoa('token-0123456789') }
    const location = 'https://evil.example/?t=token-0123456789'
    const [refused, moved] = [await create([response(401, echo)]), await create([response(302, '', { location })])]
    expect(refused.reason).toContain('"Unknown *** · ***"')
    expect(moved.reason).toContain('It points to "https://evil.example/?t=***"')
    expect(JSON.stringify([refused.lines, moved.lines])).not.toMatch(/token-0123456789|dG9rZW4tMDEyMzQ1Njc4OQ/)
  })
})
