import type { Context } from '../src/context.ts'
import type { Clock } from '../src/time.ts'
import { sharedClock } from './clock.ts'
import { createHttpClient, type HttpResult } from './http-client.ts'
import { type InProcessResult, runInProcess } from './in-process.ts'
import { type Organization, SHOP } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'

/** Snapshots of other workflows, taken `atSeconds` after the step began; negative is before it. */
export interface OtherUsage {
  readonly atSeconds: number
  readonly snapshots: number
}

/** A request of the step, sent `atSeconds` after it began, and the status of its response. */
export interface Asked {
  readonly testId: string
  readonly atSeconds: number
  readonly status: number | undefined
}

/** Replaces or delays the result of a request. */
export type InterceptResponse = (result: HttpResult, testId: string, clock: Clock) => Promise<HttpResult>

export interface Spent extends InProcessResult {
  readonly asked: readonly Asked[]
  /** The most requests at a time. */
  readonly mostAtOnce: number
  readonly endedAtSeconds: number
}

const BEGIN = new Date('2026-11-23T08:37:42Z')
const HOUR_MS = 3_600_000

/** Runs a step for all tests of an organization, in this process over real connections, while others use the same quota. */
export async function runBeside(
  others: readonly OtherUsage[],
  organization: Organization,
  inputs: Readonly<Record<string, string>> = {},
  {
    random,
    interceptResponse = async result => result,
  }: { random?: () => number; interceptResponse?: InterceptResponse } = {},
): Promise<Spent> {
  const clock = sharedClock(new Date(BEGIN.getTime() - HOUR_MS))
  const service = await startThousandEyes(clock, { organization })
  const asked: Asked[] = []
  let underWay = 0
  let mostAtOnce = 0
  const secondsNow = () => (clock.now().getTime() - BEGIN.getTime()) / 1000
  const realSend = createHttpClient(clock)
  const sendRequest: Context['sendRequest'] = async (request, signal) => {
    underWay += 1
    mostAtOnce = Math.max(mostAtOnce, underWay)
    const atSeconds = secondsNow()
    const testId = /\d{4,}/.exec(request.url.pathname)?.[0] ?? ''
    const result = await interceptResponse(await clock.during(() => realSend(request, signal)), testId, clock)
    underWay -= 1
    asked.push({ testId, atSeconds, status: result.kind === 'response' ? result.status : undefined })
    return result
  }
  const never = new AbortController().signal
  try {
    for (const { atSeconds, snapshots } of others) {
      void clock.sleep(HOUR_MS + atSeconds * 1000, never).then(() => service.spendSnapshots(snapshots))
    }
    await clock.sleep(HOUR_MS, never)
    const testId = organization.tests.map(test => test.testId).join()
    const ran = await runInProcess(
      { testId, apiToken: SHOP.deployer.token, apiUrl: service.url, measure: 'false', ...inputs },
      { clock, sendRequest, ...(random === undefined ? {} : { random }) },
    )
    return { ...ran, asked, mostAtOnce, endedAtSeconds: secondsNow() }
  } finally {
    await service.close()
  }
}

/** The refused requests that came too early: a 429 had shown the limits before, and the step's own snapshots reached them. */
export function needlessIn(asked: readonly Asked[]): readonly Asked[] {
  return asked.filter(({ status, atSeconds }, index) => {
    const before = asked.slice(0, index)
    const takenWithin = (seconds: number) =>
      before.filter(other => other.status === 201 && other.atSeconds > atSeconds - seconds).length
    const isSpent = takenWithin(300) >= SHOP.snapshotsPerFiveMinutes || takenWithin(3600) >= SHOP.snapshotsPerHour
    return status === 429 && before.some(other => other.status === 429) && isSpent
  })
}
