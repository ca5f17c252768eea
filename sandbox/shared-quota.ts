import { createHttpClient, type HttpResult, type SendRequest } from '../src/http.ts'
import type { Clock } from '../src/time.ts'
import { sharedClock } from './clock.ts'
import { type InProcessResult, runInProcess } from './in-process.ts'
import { type Organization, SHOP } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'

/** Snapshots that other workflows take, `atSeconds` after the step began, or before it where that is negative. */
export interface OtherUsage {
  readonly atSeconds: number
  readonly snapshots: number
}

/** A request of the step and what came of it; it was sent `atSeconds` after the step began. */
export interface Asked {
  readonly testId: string
  readonly atSeconds: number
  readonly status: number | undefined
}

/** What becomes of an exchange on its way back, and how long that takes. */
export type InterceptResponse = (result: HttpResult, testId: string, clock: Clock) => Promise<HttpResult>

export interface Spent extends InProcessResult {
  readonly asked: readonly Asked[]
  /** How many requests were under way together, at the most. */
  readonly mostAtOnce: number
  readonly endedAtSeconds: number
}

const BEGIN = new Date('2026-11-23T08:37:42Z')
const HOUR_MS = 3_600_000

/** A step for all tests of an organization, in this process but over real sockets, beside others who spend the same quota. */
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
  const sendRequest: SendRequest = async (request, signal) => {
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

/** The requests that had to be refused for what the step itself had taken, after a 429 had shown that the limits hold. */
export function needlessIn(asked: readonly Asked[]): readonly Asked[] {
  return asked.filter(({ status, atSeconds }, index) => {
    const before = asked.slice(0, index)
    const takenWithin = (seconds: number) =>
      before.filter(other => other.status === 201 && other.atSeconds > atSeconds - seconds).length
    const isSpent = SHOP.snapshotQuotas.some(({ limit, windowMinutes }) => takenWithin(windowMinutes * 60) >= limit)
    return status === 429 && before.some(other => other.status === 429) && isSpent
  })
}
