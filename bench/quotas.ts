import { seededRandom } from '../sandbox/seeded-random.ts'
import {
  delaysOf,
  earliestSchedule,
  type InterceptResponse,
  type OtherUsage,
  type RecordedRequest,
  simulateSteps,
} from '../sandbox/shared-quota.ts'
import { type Organization, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { type Figure, printTable } from './table.ts'

/** One step that creates snapshots within a quota; of several seeds, each figure is the worst. */
export interface QuotaRun {
  readonly quota: string
  readonly tests: number
  /** How many snapshots are created within `maxWaitMinutes`, and how many when each is created as soon as the quota is free. */
  readonly created: number
  readonly possible: number
  /** When the last of them is created, in both cases. */
  readonly lastSeconds: number
  readonly earliestSeconds: number
  /** How long the quota is free before a snapshot is created, at most. */
  readonly delaySeconds: number
  /** The most refused requests in a 5-minute window of the step. */
  readonly refused: number
}

interface Situation {
  readonly quota: string
  readonly organization: Partial<Organization>
  readonly others: readonly OtherUsage[]
  readonly tests: readonly number[]
}

const MAX_WAIT_MINUTES = 30

function quota(limit: number, windowMinutes: number, window: 'sliding' | 'fixed' = 'sliding') {
  return { limit, windowMinutes, window }
}

const DOCUMENTED: readonly Situation[] = [
  { quota: '5 in 5 min', organization: { snapshotQuotas: [quota(5, 5)] }, others: [], tests: [1, 5, 7, 20] },
  {
    quota: '5 in 5 min, fixed windows',
    organization: { snapshotQuotas: [quota(5, 5, 'fixed')] },
    others: [],
    tests: [20],
  },
  { quota: '5 in 5 min and 10 in 1 h', organization: {}, others: [], tests: [7, 20] },
]

const OTHER: readonly Situation[] = [
  { quota: '3 in 1 min', organization: { snapshotQuotas: [quota(3, 1)] }, others: [], tests: [20] },
  { quota: '1 in 1 min', organization: { snapshotQuotas: [quota(1, 1)] }, others: [], tests: [20] },
  { quota: '100 in 1 h', organization: { snapshotQuotas: [quota(100, 60)] }, others: [], tests: [20] },
  ...[30, 60, 120, 240].map(seconds => ({
    quota: `documented, used up by others, free in ${seconds} s`,
    organization: {},
    others: [{ atSeconds: seconds - 300, snapshots: 5 }],
    tests: [5],
  })),
  {
    quota: 'documented, others used 3 in the last 4 min',
    organization: {},
    others: [-240, -150, -60].map(atSeconds => ({ atSeconds, snapshots: 1 })),
    tests: [1, 5, 20],
  },
  {
    quota: '5 in 5 min, others use 1 every 2 min',
    organization: { snapshotQuotas: [quota(5, 5)] },
    others: Array.from({ length: 40 }, (_, index) => ({ atSeconds: (index - 5) * 120 + 40, snapshots: 1 })),
    tests: [20],
  },
  {
    quota: 'documented, used up by others, free in 240 s, `Retry-After` names it',
    organization: { snapshotQuotaHeaders: 'Retry-After' },
    others: [{ atSeconds: -60, snapshots: 5 }],
    tests: [5],
  },
]

export interface QuotaBench {
  readonly documented: readonly QuotaRun[]
  readonly other: readonly QuotaRun[]
  /** The requests of one test that waits, in its first minute and in ten. */
  readonly firstMinute: number
  readonly tenMinutes: number
  /** The most requests in any minute by 40 steps that wait together. */
  readonly together: number
  /** How long a step takes for which one response is 429 with `Retry-After: 1`. */
  readonly strayRefusalSeconds: number
}

const SEEDS = 20

/** The real code on a moved clock, once for each seed. */
export async function benchQuotas(): Promise<QuotaBench> {
  const run = async (situations: readonly Situation[]) => {
    const runs: QuotaRun[] = []
    for (const situation of situations) {
      for (const tests of situation.tests) runs.push(await quotaRun(situation, tests))
    }
    return runs
  }
  return {
    documented: await run(DOCUMENTED),
    other: await run(OTHER),
    ...(await waitingRequests()),
    together: Math.max(await requestsTogether(true), await requestsTogether(false)),
    strayRefusalSeconds: await strayRefusal(),
  }
}

async function quotaRun({ quota, organization: options, others }: Situation, tests: number): Promise<QuotaRun> {
  const organization = shopOf(tests, options)
  const deadlineSeconds = MAX_WAIT_MINUTES * 60
  const earliest = earliestSchedule(organization, others, tests).filter(atSeconds => atSeconds <= deadlineSeconds)
  const inputs = { maxWaitMinutes: String(MAX_WAIT_MINUTES) }
  const runs = await forEachSeed(random => simulateSteps({ organization, others, inputs, random }))
  const created = runs.map(({ requests }) => timesOf(requests, 201))
  return {
    quota,
    tests,
    created: Math.min(...created.map(({ length }) => length)),
    possible: earliest.length,
    lastSeconds: Math.max(...created.map(times => times.at(-1) ?? 0)),
    earliestSeconds: earliest.at(-1) ?? 0,
    delaySeconds: Math.max(...created.flatMap(times => delaysOf(organization, others, times))),
    refused: Math.max(...runs.map(({ requests }) => mostInWindow(timesOf(requests, 429), 300))),
  }
}

async function forEachSeed<Result>(run: (random: () => number) => Promise<Result>): Promise<readonly Result[]> {
  return await Promise.all(Array.from({ length: SEEDS }, (_, index) => run(seededRandom(index + 1))))
}

/** Others have used the quota of the hour up. */
const EXHAUSTED: readonly OtherUsage[] = [{ atSeconds: -1, snapshots: 10 }]
const TEN_PER_HOUR = { snapshotQuotas: [quota(10, 60)] }

async function waitingRequests(): Promise<Pick<QuotaBench, 'firstMinute' | 'tenMinutes'>> {
  const organization = shopOf(1, TEN_PER_HOUR)
  const runs = await forEachSeed(random => simulateSteps({ organization, others: EXHAUSTED, random }))
  const mostUntil = (seconds: number) =>
    Math.max(...runs.map(({ requests }) => requests.filter(({ atSeconds }) => atSeconds < seconds).length))
  return { firstMinute: mostUntil(60), tenMinutes: mostUntil(600) }
}

async function requestsTogether(organizationHeaders: boolean): Promise<number> {
  const organization = shopOf(1, { ...TEN_PER_HOUR, organizationHeaders })
  const { requests } = await simulateSteps({ organization, others: EXHAUSTED, steps: 40, random: seededRandom(1) })
  return mostWithin(
    requests.map(({ atSeconds }) => atSeconds),
    60,
  )
}

async function strayRefusal(): Promise<number> {
  let responses = 0
  const interceptResponse: InterceptResponse = async result => {
    responses += 1
    return responses === 11 ? { kind: 'response', status: 429, headers: { 'retry-after': '1' }, body: '' } : result
  }
  const organization = shopOf(20, { snapshotQuotas: [] })
  const { steps } = await simulateSteps({ organization, interceptResponse })
  return steps[0]?.exitCode === 0 ? steps[0].endedAtSeconds : Number.NaN
}

function timesOf(requests: readonly RecordedRequest[], status: number): readonly number[] {
  return requests.filter(request => request.status === status).map(({ atSeconds }) => atSeconds)
}

/** The most of these times in one of the windows of so many seconds that follow each other. */
function mostInWindow(timesSeconds: readonly number[], seconds: number): number {
  const windows = Map.groupBy(timesSeconds, at => Math.floor(at / seconds))
  return Math.max(0, ...[...windows.values()].map(({ length }) => length))
}

/** The most of these times in any span of so many seconds. */
function mostWithin(timesSeconds: readonly number[], seconds: number): number {
  const following = timesSeconds.map(start => timesSeconds.filter(at => at >= start && at < start + seconds).length)
  return Math.max(0, ...following)
}

export function quotaFigures(bench: QuotaBench): readonly Figure[] {
  const { documented, other, firstMinute, tenMinutes, together, strayRefusalSeconds } = bench
  const exactly = (what: string, measured: number, limit: number) => ({ what, measured, target: limit, limit })
  const worst = (runs: readonly QuotaRun[], figure: (run: QuotaRun) => number) => Math.max(...runs.map(figure))
  const ratio = ({ lastSeconds, earliestSeconds }: QuotaRun) =>
    earliestSeconds === 0 ? 1 + lastSeconds : lastSeconds / earliestSeconds
  const missing = worst([...documented, ...other], ({ possible, created }) => possible - created)
  return [
    exactly('Snapshots that the quota allowed within 30 min and that are missing', missing, 0),
    exactly('Documented quota, × the earliest time possible', worst(documented, ratio), 1.05),
    exactly(
      'Documented quota, refused requests in 5 min',
      worst(documented, ({ refused }) => refused),
      8,
    ),
    exactly(
      'Others use it, or another quota: delay of a snapshot, s',
      worst(other, ({ delaySeconds }) => delaySeconds),
      90,
    ),
    exactly('Requests of a test that waits, first minute', firstMinute, 8),
    exactly('Requests of a test that waits, ten minutes', tenMinutes, 12),
    exactly('Requests of 40 steps that wait together, a minute', together, 200),
    exactly('One 429 with `Retry-After: 1` costs, s', strayRefusalSeconds, 1.5),
  ]
}

export function printQuotaTable({ documented, other }: QuotaBench): void {
  printTable(
    ['quota', 'tests', 'created', 'possible', 'the last at, s', 'earliest, s', 'longest delay, s', 'refused in 5 min'],
    [...documented, ...other].map(run => [
      run.quota,
      run.tests,
      run.created,
      run.possible,
      run.lastSeconds,
      run.earliestSeconds,
      run.delaySeconds,
      run.refused,
    ]),
  )
}
