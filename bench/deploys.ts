import { sharedClock } from '../sandbox/clock.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { seededRandom } from '../sandbox/seeded-random.ts'
import { Api } from '../sandbox/thousandeyes/api.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import type { SendRequest } from '../src/http.ts'
import { median, percentile } from './median.ts'

/** What becomes of a day of deploys, each with a step for one test, all from the quota of one organization. */
export interface Simulation {
  readonly deploys: number
  readonly hours: number
  readonly maxWaitMinutes: number
  readonly queue: Queue
  /** How many deploys got their snapshot. */
  readonly made: number
  /** How long those deploys waited for it. */
  readonly medianWaitSeconds: number
  readonly p95WaitSeconds: number
  /** Requests of all steps together in the busiest minute, as the service counts them; the organization may send 240. */
  readonly busiestMinute: number
}

/** Whether every deploy takes its snapshot by itself, or all go through one `concurrency` group with `queue: max`. */
export type Queue = 'none' | 'max'

/** GitHub lets so many runs wait in a group, and cancels those that come on top. */
const MAX_PENDING = 100

const MIDNIGHT = new Date('2026-11-23T00:00:00Z')

/** A day for each number of deploys, within working hours and around the clock, by itself and in a queue. */
export async function days(): Promise<readonly Simulation[]> {
  const all: Simulation[] = []
  for (const hours of [8, 24]) {
    for (const deploys of [10, 100, 1000]) {
      all.push(await day(deploys, hours, 10, 'none'))
      all.push(await day(deploys, hours, 30, 'none'))
      all.push(await day(deploys, hours, 60, 'max'))
    }
  }
  return all
}

/**
 * The real code on a moved clock, against the sandbox's operations without a network: deploys come at random times, evenly
 * spread over as many hours, and requests take no time.
 */
export async function day(deploys: number, hours: number, maxWaitMinutes: number, queue: Queue): Promise<Simulation> {
  const random = seededRandom(deploys)
  const clock = sharedClock(MIDNIGHT)
  const api = new Api(shopOf(1), clock)
  // A minute begins with the first request after the last one.
  let minute = { fromMs: Number.NEGATIVE_INFINITY, requests: 0 }
  let busiestMinute = 0
  const sendRequest: SendRequest = async ({ method, url, headers, body = '' }) => {
    const nowMs = clock.now().getTime()
    const isOver = nowMs >= minute.fromMs + 60_000
    minute = isOver ? { fromMs: nowMs, requests: 1 } : { ...minute, requests: minute.requests + 1 }
    busiestMinute = Math.max(busiestMinute, minute.requests)
    const answer = api.answer({ method, path: url.pathname + url.search, headers, body }, url.origin)
    return { kind: 'response', ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }
  }
  const inputs = {
    testId: '1001',
    apiToken: SHOP.deployer.token,
    summary: 'false',
    maxWaitMinutes: `${maxWaitMinutes}`,
    measure: 'false',
  }
  let inGroup = 0
  let previous: Promise<unknown> = Promise.resolve()
  const queued = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (inGroup > MAX_PENDING) return undefined
    inGroup += 1
    const mine = previous.then(work)
    previous = mine
    const result = await mine
    inGroup -= 1
    return result
  }
  const step = async (atMs: number) => {
    await clock.sleep(atMs, new AbortController().signal)
    const work = () => runInProcess(inputs, { clock, sendRequest, random })
    const ran = queue === 'max' ? await queued(work) : await work()
    return { isMade: ran?.exitCode === 0, tookSeconds: (clock.now().getTime() - MIDNIGHT.getTime() - atMs) / 1000 }
  }
  const times = Array.from({ length: deploys }, () => Math.round(random() * hours * 3_600_000))
  const steps = await Promise.all(times.map(step))
  const waits = steps.filter(({ isMade }) => isMade).map(({ tookSeconds }) => tookSeconds)
  return {
    deploys,
    hours,
    maxWaitMinutes,
    queue,
    made: waits.length,
    medianWaitSeconds: median(waits),
    p95WaitSeconds: percentile(waits, 95),
    busiestMinute,
  }
}
