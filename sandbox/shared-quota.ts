import type { SendRequest } from '../src/http.ts'
import { manualClock, sharedClock } from './clock.ts'
import { type InProcessResult, runInProcess } from './in-process.ts'
import { Api } from './thousandeyes/api.ts'
import { type Organization, SHOP } from './thousandeyes/organization.ts'
import { Snapshots } from './thousandeyes/snapshots.ts'

/** Snapshots that other workflows create; `atSeconds` counts from the start of the steps and is negative before it. */
export interface OtherUsage {
  readonly atSeconds: number
  readonly snapshots: number
}

/** A request for a snapshot and the status of its response. */
export interface RecordedRequest {
  readonly testId: string
  readonly atSeconds: number
  readonly status: number | undefined
}

export interface Simulation {
  /** Its quotas are the ones that the steps and the others share. */
  readonly organization: Organization
  readonly others?: readonly OtherUsage[]
  /** Of every step; all tests of the organization, without measurements, unless told. */
  readonly inputs?: Readonly<Record<string, string>>
  /** How many steps start together; one unless told. */
  readonly steps?: number
  readonly random?: () => number
}

export interface SimulatedStep extends InProcessResult {
  readonly endedAtSeconds: number
}

export interface SimulationResult {
  readonly steps: readonly SimulatedStep[]
  /** In the order of their responses. */
  readonly requests: readonly RecordedRequest[]
}

const START = new Date('2026-11-23T08:37:42Z')
const HOUR_MS = 3_600_000

/** Lets steps run in this process on a moved clock, against the sandbox's rules without a network. */
export async function simulateSteps({
  organization,
  others = [],
  inputs = {},
  steps = 1,
  random = () => 0.5,
}: Simulation): Promise<SimulationResult> {
  const clock = sharedClock(new Date(START.getTime() - HOUR_MS))
  const api = new Api(organization, clock)
  const secondsNow = () => (clock.now().getTime() - START.getTime()) / 1000
  const requests: RecordedRequest[] = []
  const send = inProcessSend(api)
  const sendRequest: SendRequest = async (request, signal) => {
    if (request.method === 'GET') return await send(request, signal)
    const atSeconds = secondsNow()
    const testId = /\d{4,}/.exec(request.url.pathname)?.[0] ?? ''
    const result = await send(request, signal)
    requests.push({ testId, atSeconds, status: result.kind === 'response' ? result.status : undefined })
    return result
  }
  const never = new AbortController().signal
  for (const { atSeconds, snapshots } of others) {
    void clock.sleep(HOUR_MS + atSeconds * 1000, never).then(() => api.snapshots.spend(snapshots))
  }
  await clock.sleep(HOUR_MS, never)
  const testId = organization.tests.map(test => test.testId).join()
  const runStep = async () => {
    const given = { testId, apiToken: SHOP.deployer.token, measure: 'false', ...inputs }
    const result = await runInProcess(given, { clock, sendRequest, random })
    return { ...result, endedAtSeconds: secondsNow() }
  }
  return { steps: await Promise.all(Array.from({ length: steps }, runStep)), requests }
}

/** Requests to the sandbox's API without a network; they take no time. */
export function inProcessSend(api: Api): SendRequest {
  return async ({ method, url, headers, body = '' }) => {
    const answer = api.answer({ method, path: url.pathname + url.search, headers, body }, url.origin)
    return { kind: 'response', ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }
  }
}

/** How long the quota was free before each snapshot of the step was created, in seconds. */
export function delaysOf(
  organization: Organization,
  others: readonly OtherUsage[],
  createdAtSeconds: readonly number[],
): readonly number[] {
  const clock = manualClock(new Date(0))
  const snapshots = new Snapshots(organization, clock)
  const own = createdAtSeconds.map(atSeconds => ({ atSeconds, snapshots: 1, isOwn: true }))
  const all = [...others.map(other => ({ ...other, isOwn: false })), ...own]
  const delays: number[] = []
  let freeSinceSeconds = 0
  for (const { atSeconds, snapshots: count, isOwn } of all.toSorted((a, b) => a.atSeconds - b.atSeconds)) {
    if (isOwn) delays.push(atSeconds - freeSinceSeconds)
    clock.moveTo(new Date(HOUR_MS + atSeconds * 1000))
    snapshots.spend(count)
    freeSinceSeconds = Math.max(freeSinceSeconds, freeAtSeconds(snapshots) ?? (isOwn ? atSeconds : 0))
  }
  return delays
}

/** When an exhausted quota is free again; `undefined` when it is free now. */
function freeAtSeconds({ quotas }: Snapshots): number | undefined {
  const exhausted = quotas.filter(({ remaining }) => remaining <= 0)
  if (exhausted.length === 0) return undefined
  return (Math.max(...exhausted.map(({ resetAt }) => resetAt.getTime())) - HOUR_MS) / 1000
}
