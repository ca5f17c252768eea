import { sharedClock } from '../sandbox/clock.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { seededRandom } from '../sandbox/seeded-random.ts'
import { inProcessSend } from '../sandbox/shared-quota.ts'
import { Api } from '../sandbox/thousandeyes/api.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import type { SendRequest } from '../src/http.ts'
import { median, percentile } from './median.ts'

/** A day of deploys, each with a step for one test, in one organization. */
export interface SimulatedDay {
  readonly deploys: number
  readonly hours: number
  readonly maxWaitMinutes: number
  readonly queue: Queue
  /** How many deploys have a snapshot. */
  readonly created: number
  /** How long these deploys wait for it. */
  readonly medianWaitSeconds: number
  readonly p95WaitSeconds: number
  /** Requests of all steps together in the busiest minute; the organization may send 240. */
  readonly busiestMinute: number
}

/** `none`: every deploy takes its snapshot by itself; `max`: all are in one `concurrency` group with `queue: max`. */
export type Queue = 'none' | 'max'

/** GitHub lets so many runs wait in a group, and cancels further ones. */
const MAX_PENDING = 100

const MIDNIGHT = new Date('2026-11-23T00:00:00Z')

/** A day for each number of deploys, within working hours and around the clock, each by itself and in a queue. */
export async function simulateDays(): Promise<readonly SimulatedDay[]> {
  const all: SimulatedDay[] = []
  for (const hours of [8, 24]) {
    for (const deploys of [10, 100, 1000]) {
      all.push(await simulateDay(deploys, hours, 10, 'none'))
      all.push(await simulateDay(deploys, hours, 30, 'none'))
      all.push(await simulateDay(deploys, hours, 60, 'max'))
    }
  }
  return all
}

/**
 * The real code on a moved clock, against the sandbox's rules without a network: deploys start at random times, evenly spread
 * over the hours, and requests take no time.
 */
export async function simulateDay(
  deploys: number,
  hours: number,
  maxWaitMinutes: number,
  queue: Queue,
): Promise<SimulatedDay> {
  const random = seededRandom(deploys)
  const clock = sharedClock(MIDNIGHT)
  const api = new Api(shopOf(1), clock)
  const requestsInMinute: number[] = []
  const send = inProcessSend(api)
  const sendRequest: SendRequest = (request, signal) => {
    const minute = Math.floor((clock.now().getTime() - MIDNIGHT.getTime()) / 60_000)
    requestsInMinute[minute] = (requestsInMinute[minute] ?? 0) + 1
    return send(request, signal)
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
    return { isCreated: ran?.exitCode === 0, tookSeconds: (clock.now().getTime() - MIDNIGHT.getTime() - atMs) / 1000 }
  }
  const times = Array.from({ length: deploys }, () => Math.round(random() * hours * 3_600_000))
  const steps = await Promise.all(times.map(step))
  const waits = steps.filter(({ isCreated }) => isCreated).map(({ tookSeconds }) => tookSeconds)
  return {
    deploys,
    hours,
    maxWaitMinutes,
    queue,
    created: waits.length,
    medianWaitSeconds: median(waits),
    p95WaitSeconds: percentile(waits, 95),
    busiestMinute: Math.max(...requestsInMinute.filter(count => count > 0)),
  }
}
