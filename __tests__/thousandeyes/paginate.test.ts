import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import type { HttpRequest, HttpResult } from '../../src/http.ts'
import { readList } from '../../src/thousandeyes/paginate.ts'
import { response } from '../open-step.ts'
import { API, NO_RESPONSE, openService, type ServiceOptions } from './helpers.ts'

const FIRST = 'https://api.thousandeyes.com/v7/test-results/1/dnssec?aid=7&startDate=a'
const page = (_links?: unknown) => response(200, { results: ['item'], _links })

/** `error`: why the list is not complete; `items` are those before. */
async function read(results: readonly HttpResult[] | ((request: HttpRequest) => HttpResult), options?: ServiceOptions) {
  const service = openService(results, options)
  const items: unknown[] = []
  const list = { label: 'Test 1, dnssec', url: new URL(FIRST), field: 'results', schema: v.unknown() } as const
  const error = await readList(API, list, service.context, item => items.push(item)).then(
    () => undefined,
    ({ name, message, status }) => ({ name, message, status }),
  )
  return {
    ...service,
    items,
    error,
    requests: service.sent.map(({ url }) => url.href),
    tookMs: service.clock.monotonicMs(),
  }
}

const failsWith = (message: string, status?: number) => ({
  name: 'ReadError',
  message: expect.stringContaining(message),
  status,
})

describe('the pages of a list', () => {
  it('are followed by the cursor alone, whatever else a link names', async () => {
    const { requests, items, error } = await read([
      page({ next: { href: 'https://evil.example/v7/other?aid=9&startDate=b&direction=x&cursor=2' } }),
      page({ next: { href: '?cursor=3' } }),
      page(),
    ])
    expect(requests).toEqual([FIRST, `${FIRST}&cursor=2`, `${FIRST}&cursor=3`])
    expect({ items, error }).toEqual({ items: ['item', 'item', 'item'], error: undefined })
  })

  it.each([
    undefined,
    null,
    {},
    { next: null },
    { next: '' },
    { next: {} },
    { next: { href: null } },
    { next: { href: '' } },
  ])('end with the links %j', async links => {
    expect((await read([page(links)])).error).toBeUndefined()
  })

  it('end with a cursor that repeats', async () => {
    let reads = 0
    const { items, error } = await read(() => page({ next: { href: `?cursor=${++reads % 2}` } }))
    expect({ items: items.length, error }).toEqual({ items: 3, error: undefined })
  })

  it('are 400 at most', async () => {
    let cursor = 0
    const { error } = await read(() => page({ next: { href: `?cursor=${++cursor}` } }))
    expect({ cursor, error }).toEqual({ cursor: 400, error: failsWith('more than 400 pages, too many') })
  })

  it.each([
    'next',
    { next: { href: 'http://[Paris' } },
    { next: { href: 7 } },
    { next: 'Paris' },
    { next: { href: '?page=2' } },
    { next: { href: '?cursor=' } },
  ])('are not complete if the next one is %j', async links => {
    const { error } = await read([page(links)])
    expect(error).toEqual(failsWith('ThousandEyes sent a '))
    expect(error?.message).not.toContain('Paris')
  })

  it.each<[string, HttpResult, string]>([
    ['is a web page', response(200, '<html>Paris'), "api.thousandeyes.com sent a web page, so it isn't the API"],
    ['is a bare list', response(200, [{ agentName: 'Paris' }]), 'a response that its documentation does not describe.'],
    ['lacks its items', response(200, { rows: [] }), 'a response that its documentation does not describe.'],
    [
      'has an object instead of items',
      response(200, { results: { a: 'Paris' } }),
      'its documentation does not describe.',
    ],
    ['is empty', response(204), 'ThousandEyes sent an empty response.'],
    ['is too large', response(200, 'x'.repeat(2 ** 24)), 'A page is larger than 16 MiB.'],
  ])('are not complete if the second one %s', async (_, second, message) => {
    const { items, error } = await read([page({ next: { href: '?cursor=2' } }), second])
    expect({ items, error }).toEqual({ items: ['item'], error: failsWith(message) })
    expect(error?.message).not.toContain('Paris')
  })
})

describe('a page that fails', () => {
  it.each<[string, HttpResult, number]>([
    ['refused', response(403), 1],
    ['refused', response(404), 1],
    ['unavailable', response(503), 20],
    ['indeterminate', response(502), 2],
    ['without a response', NO_RESPONSE, 2],
  ])('is requested again only if that can help: %s %j', async (_, failure, most) => {
    const { requests, error } = await read([failure], { minutes: 2 })
    expect(requests.length).toBeLessThanOrEqual(most)
    if (most > 1) expect(requests.length).toBeGreaterThan(1)
    expect(error?.name).toBe('ReadError')
    expect((await read([failure, page()])).error === undefined).toBe(most > 1)
  })

  it('has its status and what to do in the error, and nothing of its body', async () => {
    const { error } = await read([response(403, { detail: 'Paris' })])
    expect(error).toEqual(
      failsWith("ThousandEyes answered 403 Forbidden. Check that the token's user may view tests", 403),
    )
    expect(error?.message).not.toContain('Paris')
  })

  it.each([200, 400, 500])('or not is in the debug log by its status and length alone: %d', async status => {
    const { lines } = await read([response(status, { detail: 'Agent Paris' })])
    expect(lines).toContain(`debug Test 1, dnssec: ${status}, 24 characters`)
    expect(lines.join()).not.toContain('Paris')
  })

  it('waits as the service says, but not longer than until the deadline', async () => {
    const refused = (seconds: number) => response(429, '', { 'retry-after': String(seconds) })
    const [waited, tooLong] = [await read([refused(60), page()]), await read([refused(600)], { minutes: 2 })]
    expect({ ms: waited.tookMs, error: waited.error }).toEqual({ ms: 60_000, error: undefined })
    expect({ ms: tooLong.tookMs, error: tooLong.error }).toEqual({
      ms: 0,
      error: failsWith(
        'ThousandEyes answered 429 Too Many Requests. It asks for a wait of 10 min, too long for reading. ',
        429,
      ),
    })
  })

  it('has no more time than is left', async () => {
    const { sent } = await read([page()], { minutes: 0.1 })
    expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([6_000])
  })

  it('is not requested again if the job is cancelled', async () => {
    const controller = new AbortController()
    const { requests, error } = await read([response(503)], {
      signal: controller.signal,
      onSleep: () => controller.abort(),
    })
    expect({ requests: requests.length, error }).toEqual({ requests: 1, error: failsWith('The job was cancelled.') })
  })
})
