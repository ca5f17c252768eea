import { describe, expect, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import type { HttpResult, SendRequest } from '../../src/http.ts'
import { answer } from '../helpers.ts'
import { createdSnapshot, measurementsIn, useSandbox } from './helpers.ts'

const START = Date.parse('2026-11-23T08:37:42Z')
const LIMIT_MS = 120_000
const TOO_LONG = 'Reading took too long and was skipped.'

const runStep = useSandbox()

const testIds = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1)).join(' ')

const page = (_links = {}) =>
  answer(200, { alerts: [], results: [{ roundId: START / 1000 - 600, isValid: true }], _links })

/** Runs a step whose reading requests all take `requestMs`, unless they time out before. */
async function runSlowly(
  requestMs: number,
  testId: string,
  respond: () => HttpResult,
  inputs = {},
  list?: () => HttpResult,
) {
  const clock = manualClock(new Date(START))
  const sendRequest: SendRequest = async ({ method, url, timeoutMs = 30_000 }) => {
    if (method === 'POST') return createdSnapshot('dnssec')
    if (url.pathname === '/v7/tests' && list !== undefined) return list()
    clock.moveTo(new Date(clock.now().getTime() + Math.min(requestMs, timeoutMs)))
    const reason = `no answer within ${timeoutMs / 1000} s`
    return requestMs < timeoutMs ? respond() : { kind: 'noResponse', reason }
  }
  const result = await runInProcess({ testId, ...inputs }, { clock, sendRequest })
  return { ...result, tookMs: clock.now().getTime() - START }
}

describe('the deadline for reading', () => {
  it('ends a list whose pages come slowly and without end after two minutes', async () => {
    let cursor = 0
    const { exitCode, outputs, lines, tookMs } = await runSlowly(5_000, '1', () =>
      page({ next: { href: `?cursor=${++cursor}` } }),
    )
    expect({ exitCode, measurements: outputs['measurements'], tookMs }).toEqual({
      exitCode: 0,
      measurements: '[]',
      tookMs: LIMIT_MS,
    })
    expect(lines).toContain(
      `info Not measured. Shop: dnssec: ${TOO_LONG} api.thousandeyes.com sent no complete response: "no answer within 5 s".`,
    )
  })

  it('ends a wait for rounds soon after waitMinutes, also where the list of tests does not come', async () => {
    const inputs = { waitForRounds: '3', waitMinutes: '0.1', measure: 'false' }
    const { exitCode, tookMs } = await runSlowly(60_000, '1', page, inputs)
    expect({ exitCode, tookMs }).toEqual({ exitCode: 0, tookMs: 10_000 })
  })

  it('ends a wait for rounds of many tests soon after waitMinutes, also where their results do not come', async () => {
    const inputs = { waitForRounds: '3', waitMinutes: '2', measure: 'false' }
    const tests = Array.from({ length: 20 }, (_, index) => ({
      testId: String(index + 1),
      type: 'dnssec',
      interval: 60,
    }))
    const { tookMs } = await runSlowly(60_000, testIds(20), page, inputs, () => answer(200, { tests }))
    expect(tookMs).toBeLessThanOrEqual(2 * 60_000 + 10_000)
  })

  it('ends the waiting for a service that does not respond', async () => {
    const { exitCode, tookMs } = await runSlowly(60_000, '1', page)
    expect(exitCode).toBe(0)
    expect(tookMs).toBeLessThanOrEqual(LIMIT_MS)
  })

  it('keeps the tests that were read before it', async () => {
    const { outputs, lines, tookMs } = await runSlowly(5_000, testIds(40), () => page())
    const readTests = measurementsIn(outputs).length
    expect(readTests).toBeGreaterThan(10)
    expect(tookMs).toBeLessThanOrEqual(LIMIT_MS)
    expect(
      lines.filter(line => line.startsWith('info Not measured.') && line.includes(`dnssec: ${TOO_LONG}`)),
    ).toHaveLength(40 - readTests)
  })

  it('is not shortened by the time that was spent on snapshots', async () => {
    const unavailable = { kind: 'status', status: 503 } as const
    const { summary, thousandEyes } = await runStep({ maxWaitMinutes: '0' }, [[unavailable, 'network']])
    expect(summary).not.toContain('Not measured')
    expect(thousandEyes.reads.filter(({ path }) => path.includes('network')).length).toBeGreaterThan(1)
  })
})

describe('the rate limit while reading', () => {
  it('waits for the reset that the service names when the requests of a minute are used up, and reads every test', async () => {
    const clock = manualClock(new Date(START))
    let [left, resetMs, refused] = [0, 0, 0]
    const sendRequest: SendRequest = async ({ method }) => {
      if (method === 'POST') return createdSnapshot('dnssec')
      if (clock.now().getTime() >= resetMs) [left, resetMs] = [240, clock.now().getTime() + 60_000]
      const isRefused = left === 0
      if (isRefused) refused += 1
      else left -= 1
      const headers = {
        'x-organization-rate-limit-limit': '240',
        'x-organization-rate-limit-remaining': String(left),
        'x-organization-rate-limit-reset': String(resetMs / 1000),
      }
      return { ...page(), ...(isRefused && { status: 429 }), headers }
    }
    const { outputs } = await runInProcess({ testId: testIds(300) }, { clock, sendRequest })
    expect(measurementsIn(outputs)).toHaveLength(300)
    // What is under way when the last request of the minute is answered may be refused.
    expect(refused).toBeLessThanOrEqual(8)
    expect(clock.now().getTime() - START).toBeLessThanOrEqual(LIMIT_MS)
  })
})
