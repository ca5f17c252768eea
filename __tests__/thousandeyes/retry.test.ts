import { describe, expect, test } from '@jest/globals'
import type { HttpResult } from '../../src/thousandeyes/http.ts'
import { closedMs, isBusy, nextStep } from '../../src/thousandeyes/retry.ts'

const now = new Date('2026-11-23T08:00:00Z')
const nowSeconds = now.getTime() / 1000

function answer(status: number, headers: Record<string, string> = {}): HttpResult {
  return { kind: 'response', status, headers, body: '' }
}

function waitMs(result: HttpResult, sent = 1, random = 1): number | undefined {
  const step = nextStep(result, { sent, uncertain: 0 }, now, () => random)
  return step.kind === 'wait' ? step.ms : undefined
}

describe('a spent quota', () => {
  const closed = (headers: Record<string, string>, status = 429) => closedMs(answer(status, headers), now)

  test.each([
    ['is waited for until the reset', { 'x-organization-rate-limit-reset': String(nowSeconds + 42) }, 42_000],
    ['is waited for as Retry-After says in seconds', { 'retry-after': '7' }, 7_000],
    ['is waited for as Retry-After says as a date', { 'retry-after': 'Mon, 23 Nov 2026 08:00:09 GMT' }, 9_000],
    [
      'is waited for as the later of both says',
      { 'retry-after': '7', 'x-organization-rate-limit-reset': String(nowSeconds + 8) },
      8_000,
    ],
    [
      "is waited for by the service's clock, not the runner's",
      { date: 'Mon, 23 Nov 2026 07:59:00 GMT', 'x-organization-rate-limit-reset': String(nowSeconds) },
      60_000,
    ],
    [
      'of snapshots is not the one whose reset the headers tell while requests remain',
      { 'x-organization-rate-limit-reset': String(nowSeconds + 42), 'x-organization-rate-limit-remaining': '9' },
      undefined,
    ],
    [
      'has no known end when the reset has passed',
      { 'x-organization-rate-limit-reset': String(nowSeconds - 5) },
      undefined,
    ],
    ['has no known end when it asks for no wait at all', { 'retry-after': '0' }, undefined],
    [
      'is waited for as Retry-After says when the reset is no whole number',
      { 'retry-after': '7', 'x-organization-rate-limit-reset': '99e9' },
      7_000,
    ],
    [
      'has no known end when the headers make no sense',
      { 'retry-after': 'soon', 'x-organization-rate-limit-reset': '-1' },
      undefined,
    ],
    ['has no known end without headers', {}, undefined],
  ])('%s', (_, headers, expected) => {
    expect(closed(headers)).toBe(expected)
  })

  test('shows already in the answer to the last request that was left', () => {
    const reset = { 'x-organization-rate-limit-reset': String(nowSeconds + 42) }
    expect(closed({ ...reset, 'x-organization-rate-limit-remaining': '0' }, 201)).toBe(42_000)
    expect([closed({ ...reset, 'x-organization-rate-limit-remaining': '1' }, 201), closed(reset, 201)]).toEqual([
      undefined,
      undefined,
    ])
  })
})

test.each([
  ['half of its requests of a minute left is not busy', { limit: '240', remaining: '120' }, false],
  ['less than half left is busy', { limit: '240', remaining: '119' }, true],
  ['no word of what is left is not busy', { limit: '240' }, false],
  ['no word of the limit is not busy', { remaining: '1' }, false],
])('an organization with %s', (_, headers, busy) => {
  const named = Object.entries(headers).map(([name, value]) => [`x-organization-rate-limit-${name}`, value])
  expect(isBusy({ kind: 'response', status: 429, headers: Object.fromEntries(named), body: '' })).toBe(busy)
})

describe('a service in maintenance', () => {
  test('is tried again twice as late each time, up to a minute', () => {
    const waits = [1, 2, 3, 4, 5, 6, 20].map(sent => waitMs(answer(503), sent))
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
  })

  test('is tried again by chance, so that workflows that failed together do not come back together', () => {
    expect([0, 0.25, 0.5].map(random => waitMs(answer(503), 1, random))).toEqual([0, 500, 1_000])
  })
})

test('maintenance is waited for as long as it says', () => {
  expect([waitMs(answer(503)), waitMs(answer(503, { 'retry-after': '30' }))]).toEqual([2_000, 30_000])
})

test('a connection that never came about is tried again', () => {
  expect(waitMs({ kind: 'unreachable', reason: 'ECONNREFUSED', permanent: false }, 3)).toBe(8_000)
})

test('a certificate that is not trusted is not', () => {
  expect(waitMs({ kind: 'unreachable', reason: 'self-signed certificate', permanent: true })).toBeUndefined()
})

describe('what may have made a snapshot', () => {
  test.each([[answer(500)], [answer(502)], [answer(504)], [{ kind: 'noResponse', reason: 'reset' } as const]])(
    'is tried once more and no more: %j',
    result => {
      const step = (uncertain: number) => nextStep(result, { sent: uncertain, uncertain }, now, () => 1)
      expect([step(1), step(2)]).toEqual([{ kind: 'wait', ms: 2_000, mayRepeat: true }, { kind: 'stop' }])
    },
  )
})

test.each([301, 302, 400, 401, 403, 404, 405, 406, 415, 418, 501])('status %d is final', status => {
  expect(waitMs(answer(status))).toBeUndefined()
})
