import { afterEach, describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { manualClock } from '../../sandbox/clock.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { type Organization, SHOP, shopOf } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { createHttpClient, type SendRequest } from '../../src/http.ts'

const START = Date.parse('2026-11-23T08:37:42Z')
const MINUTE_MS = 60_000

const opened: ThousandEyes[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

/** Runs a step that waits for three rounds of a test, `1001` unless told, whose agents measure late in their rounds. */
async function runStep(
  inputs: Readonly<Record<string, string>>,
  { organization = shopOf(1), faults = [] }: { organization?: Organization; faults?: [Fault, string][] } = {},
) {
  const clock = manualClock(new Date(START))
  const thousandEyes = await startThousandEyes(clock, { organization: { ...organization, agentsMeasureLate: true } })
  opened.push(thousandEyes)
  for (const [fault, path] of faults) thousandEyes.failReads([fault], path)
  const sentAtMs: number[] = []
  const client = createHttpClient(clock)
  const sendRequest: SendRequest = async (request, signal) => {
    sentAtMs.push(clock.now().getTime() - START)
    return await client(request, signal)
  }
  const given = { testId: '1001', apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url, waitForRounds: '3' }
  const result = await runInProcess({ ...given, ...inputs }, { clock, sendRequest })
  const lines = result.lines.filter(line => !line.startsWith('debug '))
  return { ...result, lines, thousandEyes, sentAtMs, tookMs: clock.now().getTime() - START }
}

const Page = v.object({ results: v.array(v.object({ roundId: v.number(), startTime: v.number() })) })

/** When half of the four agents have measured the third round, in ms since the deploy, which is the start of the step. */
async function thirdRound({ thousandEyes }: { thousandEyes: ThousandEyes }, intervalSeconds: number) {
  const from = new Date(Math.floor(START / 1000 / intervalSeconds) * intervalSeconds * 1000)
  const to = new Date(from.getTime() + 4 * intervalSeconds * 1000)
  const url = `${thousandEyes.url}/v7/test-results/1001/http-server?startDate=${from.toISOString()}&endDate=${to.toISOString()}`
  const response = await fetch(url, { headers: { authorization: `Bearer ${SHOP.deployer.token}` } })
  const { results } = v.parse(Page, await response.json())
  const measured = Map.groupBy(
    results.filter(({ startTime }) => startTime * 1000 >= START).sort((a, b) => a.startTime - b.startTime),
    ({ roundId }) => roundId,
  )
  const complete = [...measured].flatMap(([roundId, [, second]]) =>
    second === undefined ? [] : [{ roundId, atMs: second.startTime * 1000 - START }],
  )
  return complete.sort((a, b) => a.roundId - b.roundId)[2] ?? { roundId: 0, atMs: 0 }
}

const forbidden: Fault = { kind: 'status', status: 403 }
const times = (count: number, fault: Fault, path: string) =>
  Array.from({ length: count }, (): [Fault, string] => [fault, path])

describe('waitForRounds', () => {
  it.each([60, 120, 300])(
    'goes on at most 30 s after half of the agents have measured the third round of a test that runs every %d s',
    async intervalSeconds => {
      const result = await runStep({}, { organization: shopOf(1, { seed: 5 }, intervalSeconds) })
      const { atMs } = await thirdRound(result, intervalSeconds)
      expect(atMs).toBeGreaterThan(2 * intervalSeconds * 1000 - MINUTE_MS)
      expect(result.tookMs).toBeGreaterThanOrEqual(atMs)
      expect(result.tookMs - atMs).toBeLessThanOrEqual(30_000)
    },
  )

  it('takes a snapshot whose window ends after the last round that was waited for, and not in the future', async () => {
    const result = await runStep({})
    const { roundId } = await thirdRound(result, 60)
    const { exitCode, outputs, tookMs } = result
    expect(exitCode).toBe(0)
    expect(Date.parse(outputs['to'] ?? '')).toBeGreaterThan(roundId * 1000)
    expect(Date.parse(outputs['to'] ?? '')).toBeLessThanOrEqual(START + tookMs)
  })

  it('asks for the tests once, and then for results of the main kind since the deploy, in at most ten requests', async () => {
    const { thousandEyes } = await runStep({ measure: 'false' })
    const [tests, ...results] = thousandEyes.reads.map(({ path }) => new URL(path, thousandEyes.url))
    expect(tests?.pathname).toBe('/v7/tests')
    expect(new Set(results.map(({ pathname }) => pathname))).toEqual(new Set(['/v7/test-results/1001/http-server']))
    expect(results.map(({ searchParams }) => searchParams.get('startDate'))).toEqual([
      '2026-11-23T08:35:00Z',
      ...results.slice(1).map(() => '2026-11-23T08:37:00Z'),
    ])
    expect(thousandEyes.reads.length).toBeLessThanOrEqual(10)
  })

  it('goes on at once where the rounds are there already', async () => {
    const { exitCode, tookMs } = await runStep({ deployedAt: '2026-11-23T08:20:00Z' })
    expect({ exitCode, tookMs }).toEqual({ exitCode: 0, tookMs: 0 })
  })

  it('sends fewer than 100 requests in any minute of a step with 20 tests', async () => {
    const organization = shopOf(20, { snapshotQuotas: [], resultsPerPage: 1_000 })
    const testId = organization.tests.map(test => test.testId).join()
    const { exitCode, sentAtMs } = await runStep({ testId, failOn: 'responseTime > 9000' }, { organization })
    const inMinuteFrom = (ms: number) => sentAtMs.filter(sentAt => sentAt >= ms && sentAt < ms + MINUTE_MS).length
    expect(exitCode).toBe(0)
    expect(Math.max(...sentAtMs.map(inMinuteFrom))).toBeLessThan(100)
  })

  it('says when it begins, and every five minutes which test has how many rounds', async () => {
    const { lines } = await runStep({ waitMinutes: '60' }, { organization: shopOf(1, {}, 600) })
    expect(lines.slice(0, 5)).toEqual([
      'info The deploy was at 2026-11-23T08:37:42Z (the start of this step).',
      'info Waiting until every test has run 3 times since the deploy, at most 60 min.',
      'info Rounds since the deploy: "Shop" has 0 of 3. At most 55 min to go.',
      'info Rounds since the deploy: "Shop" has 1 of 3. At most 50 min to go.',
      'info Rounds since the deploy: "Shop" has 1 of 3. At most 45 min to go.',
    ])
  })

  it('ends at waitMinutes where the rounds do not come, says which test lacks what, and the verdict is unknown', async () => {
    const organization = { ...shopOf(2), tests: [...shopOf(1).tests, ...shopOf(2, {}, 900).tests.slice(1)] }
    const inputs = { testId: '1001 1002', waitMinutes: '10', failOn: 'responseTime > 9000' }
    const { exitCode, lines, outputs, tookMs } = await runStep(inputs, { organization })
    expect({ exitCode, tookMs, verdict: outputs['verdict'] }).toEqual({
      exitCode: 0,
      tookMs: 10 * MINUTE_MS,
      verdict: 'unknown',
    })
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning waitForRounds was not reached within 10 min: Shop: [01] of 3 rounds since the deploy, one every 15 min\. Raise waitMinutes/,
      ),
    )
    expect(lines.filter(line => line.startsWith('info Gate, unknown'))).toEqual([
      expect.stringMatching(/^info Gate, unknown: Shop: [01] of 3 rounds since the deploy, one every 15 min\.$/),
    ])
    expect(lines.at(-1)).toMatch(
      /^warning Shop after the deploy: inconclusive: [01] of 3 rounds since the deploy, one every 15 min\./,
    )
  })

  it('looks again at its end how many rounds there are', async () => {
    const { lines } = await runStep({ waitForRounds: '5', waitMinutes: '3' })
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning waitForRounds was not reached within 3 min: Shop: 3 of 5 rounds since the deploy/,
      ),
    )
  })

  it('ends before the window would not hold the deploy any more', async () => {
    const inputs = { deployedAt: '2026-11-23T07:45:42Z', failOn: 'responseTime > 9000', waitMinutes: '30' }
    const { outputs, tookMs } = await runStep(inputs, { organization: shopOf(1, {}, 3600) })
    expect(tookMs).toBeLessThan(10 * MINUTE_MS)
    expect(Date.parse(outputs['from'] ?? '')).toBeLessThanOrEqual(Date.parse(inputs.deployedAt))
  })
})

describe('waitForRounds never costs the snapshot', () => {
  const waited = { exitCode: 0, tookMs: 30 * MINUTE_MS, snapshots: 1 }
  const sum = ({ exitCode, tookMs, thousandEyes }: Awaited<ReturnType<typeof runStep>>) => ({
    exitCode,
    tookMs,
    snapshots: thousandEyes.made.length,
  })

  it('where results may not be read: it lasts waitMinutes and says why once', async () => {
    const result = await runStep({ measure: 'false' }, { faults: times(20, forbidden, '/test-results/') })
    expect(sum(result)).toEqual(waited)
    expect(result.lines.filter(line => line.startsWith('warning '))).toEqual([
      expect.stringContaining('so it may last 30 min. Test 1001: ThousandEyes answered 403 Forbidden. Check that'),
    ])
  })

  it('where the tests may not be listed: it lasts waitMinutes and says why', async () => {
    const result = await runStep({ measure: 'false' }, { faults: [[forbidden, '/v7/tests']] })
    expect(sum(result)).toEqual(waited)
    expect(result.lines).toContainEqual(
      expect.stringContaining('30 min. The list of tests: ThousandEyes answered 403 Forbidden. Check that'),
    )
  })

  it('where the token is refused: it ends at once, and the step fails', async () => {
    const result = await runStep({ apiToken: 'a-token-that-nobody-has' })
    expect({ exitCode: result.exitCode, tookMs: result.tookMs }).toEqual({ exitCode: 1, tookMs: 0 })
    expect(result.lines).toContainEqual(
      expect.stringMatching(/^warning waitForRounds cannot count rounds, so it ends\. .* 401 Unauthorized/),
    )
  })

  it('where a test is not listed: it lasts waitMinutes and says which', async () => {
    const result = await runStep({ testId: '1001 77', measure: 'false' })
    expect(sum(result)).toEqual({ ...waited, exitCode: 1 })
    expect(result.lines).toContainEqual(
      expect.stringMatching(
        /^warning waitForRounds cannot count rounds, [^:]*\. Test 77: ThousandEyes does not list it/,
      ),
    )
  })

  it('with API v6: it lasts waitMinutes and says why', async () => {
    const result = await runStep({ apiVersion: 'v6', measure: 'false' })
    expect(sum(result)).toEqual(waited)
    expect(result.lines).toContainEqual(expect.stringContaining('API v6 has no results'))
  })

  it('in an outage: it goes on when the rounds can be read again', async () => {
    const unavailable: Fault = { kind: 'status', status: 503 }
    const { exitCode, tookMs, thousandEyes } = await runStep(
      { measure: 'false' },
      { faults: times(5, unavailable, '/test-results/') },
    )
    expect({ exitCode, snapshots: thousandEyes.made.length }).toEqual({ exitCode: 0, snapshots: 1 })
    expect(tookMs).toBeLessThan(15 * MINUTE_MS)
  })

  it('where an outage lasts: it lasts waitMinutes and says why', async () => {
    const unavailable: Fault = { kind: 'status', status: 503 }
    const result = await runStep({ measure: 'false' }, { faults: times(99, unavailable, '/test-results/') })
    expect(sum(result)).toEqual(waited)
    expect(result.lines).toContainEqual(expect.stringContaining('ThousandEyes answered 503 Service Unavailable'))
  })
})
