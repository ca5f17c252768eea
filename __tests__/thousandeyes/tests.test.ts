import { describe, expect, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import type { HttpResult } from '../../src/http.ts'
import type { ApiConfig } from '../../src/thousandeyes/config.ts'
import { RateLimiter } from '../../src/thousandeyes/rate-limiter.ts'
import { listTests } from '../../src/thousandeyes/tests.ts'
import { serviceClock } from '../../src/time.ts'
import { answer, NOW } from '../helpers.ts'

const api: ApiConfig = {
  version: 'v7',
  baseUrl: 'https://api.thousandeyes.com',
  credentials: { kind: 'bearer', token: 'token-0123456789' },
  aid: '7',
}

async function list(result: HttpResult) {
  const clock = serviceClock(manualClock(NOW))
  const ignore = () => {}
  return await listTests(api, {
    clock,
    log: { info: ignore, notice: ignore, warning: ignore, error: ignore, debug: ignore },
    signal: new AbortController().signal,
    rateLimiter: new RateLimiter({ clock, random: () => 0.5 }),
    deadlineMs: 60_000,
    sendRequest: async ({ url }) => {
      expect(url.href).toBe('https://api.thousandeyes.com/v7/tests?aid=7')
      return result
    },
  })
}

describe('listTests', () => {
  it('has what ThousandEyes says of each test, and nothing that it does not say', async () => {
    const href = 'https://api.thousandeyes.com/v7/test-results/281474976710706'
    const shop = {
      testId: '281474976710706',
      testName: 'Shop',
      type: 'http-server',
      interval: 120,
      enabled: true,
      savedEvent: false,
      _links: { self: { href }, testResults: [{ href: `${href}/http-server` }, { href: `${href}/network` }] },
    }
    const tests = [
      shop,
      { testId: 2, type: 'dnssec', enabled: false },
      { testId: '3', savedEvent: true, testName: 7, _links: { testResults: 'none' } },
      { testName: 'without an id' },
    ]
    expect(await list(answer(200, { tests }))).toEqual([
      {
        testId: '281474976710706',
        testName: 'Shop',
        testType: 'http-server',
        intervalSeconds: 120,
        isDisabled: false,
        isSnapshot: false,
        resultKinds: ['http-server', 'network'],
      },
      { testId: '2', testType: 'dnssec', isDisabled: true, isSnapshot: false, resultKinds: [] },
      { testId: '3', isDisabled: false, isSnapshot: true, resultKinds: [] },
    ])
  })

  it.each([401, 403])('throws the status %d', async status => {
    await expect(list(answer(status))).rejects.toMatchObject({ name: 'ReadError', status })
  })
})
