import { sharedClock } from '../sandbox/clock.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { Api } from '../sandbox/thousandeyes/api.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import type { Send } from '../src/thousandeyes/http.ts'
import { chance } from './chance.ts'
import { median, percentile } from './median.ts'

/** What becomes of a day of deploys, each with a step for one test, all from the quota of one organization. */
export interface Day {
  readonly deploys: number
  readonly hours: number
  readonly maxWaitMinutes: number
  /** How many deploys got their snapshot. */
  readonly made: number
  /** How long the steps of those deploys took. */
  readonly medianWaitSeconds: number
  readonly p95WaitSeconds: number
  /** Requests of all steps together in the busiest minute. */
  readonly busiestMinute: number
}

const MIDNIGHT = new Date('2026-11-23T00:00:00Z')

/**
 * The real code on a moved clock, against the sandbox's operations without a network: deploys come at random times, evenly
 * spread over as many hours, and requests take no time.
 */
export async function day(deploys: number, hours: number, maxWaitMinutes: number): Promise<Day> {
  const random = chance(deploys)
  const clock = sharedClock(MIDNIGHT)
  const api = new Api(shopOf(1), clock)
  const requestsInMinute: number[] = []
  const send: Send = async ({ method, url, headers, body = '' }) => {
    const minute = Math.floor((clock.now().getTime() - MIDNIGHT.getTime()) / 60_000)
    requestsInMinute[minute] = (requestsInMinute[minute] ?? 0) + 1
    const answer = api.answer({ method, path: url.pathname + url.search, headers, body }, url.origin)
    return { kind: 'answer', ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }
  }
  const inputs = {
    testId: '1001',
    apiToken: SHOP.deployer.token,
    summary: 'false',
    maxWaitMinutes: `${maxWaitMinutes}`,
  }
  const step = async (atMs: number) => {
    await clock.sleep(atMs, new AbortController().signal)
    const { exitCode } = await runInProcess(inputs, { clock, send, random })
    return { isMade: exitCode === 0, tookSeconds: (clock.now().getTime() - MIDNIGHT.getTime() - atMs) / 1000 }
  }
  const times = Array.from({ length: deploys }, () => Math.round(random() * hours * 3_600_000))
  const steps = await Promise.all(times.map(step))
  const waits = steps.filter(({ isMade }) => isMade).map(({ tookSeconds }) => tookSeconds)
  return {
    deploys,
    hours,
    maxWaitMinutes,
    made: waits.length,
    medianWaitSeconds: median(waits),
    p95WaitSeconds: percentile(waits, 95),
    busiestMinute: Math.max(...requestsInMinute.filter(count => count > 0)),
  }
}
