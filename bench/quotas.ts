import { seededRandom } from '../sandbox/seeded-random.ts'
import { delaysOf, type OtherUsage, type RecordedRequest, simulateSteps } from '../sandbox/shared-quota.ts'
import { type Organization, shopOf } from '../sandbox/thousandeyes/organization.ts'
import type { Figure } from './table.ts'

interface Situation {
  readonly organization?: Partial<Organization>
  readonly others?: readonly OtherUsage[]
  readonly tests: number
  /** Snapshots that the quota allows within `MAX_WAIT_MINUTES`, if not one for each test. */
  readonly possible?: number
  /** The quota is another than the documented one, or others use it. */
  readonly isOther?: true
}

/** A step that takes snapshots within a quota; of several seeds, each figure is the worst. */
interface QuotaRun extends Situation {
  readonly created: number
  /** The longest time that the quota is free before a snapshot is created. */
  readonly delaySeconds: number
  /** The most refused requests in a 5-minute window of the step. */
  readonly refused: number
}

export interface QuotaBench {
  readonly runs: readonly QuotaRun[]
  /** The requests for the snapshot of a test that waits, in ten minutes. */
  readonly tenMinutes: number
  /** The most requests for snapshots within a minute of 40 steps that wait together. */
  readonly together: number
}

const MAX_WAIT_MINUTES = 30
const SEEDS = 20

function quotas(limit: number, windowMinutes: number, window: 'sliding' | 'fixed' = 'sliding'): Partial<Organization> {
  return { snapshotQuotas: [{ limit, windowMinutes, window }] }
}

const SITUATIONS: readonly Situation[] = [
  { organization: quotas(5, 5), tests: 7 },
  { organization: quotas(5, 5), tests: 20 },
  { organization: quotas(5, 5, 'fixed'), tests: 20 },
  { tests: 20, possible: 10 },
  { organization: quotas(1, 1), tests: 20, isOther: true },
  {
    // documented, used up by others, free in 240 s
    others: [{ atSeconds: -60, snapshots: 5 }],
    tests: 5,
    isOther: true,
  },
  {
    // documented, others used 3 in the last 4 min
    others: [-240, -150, -60].map(atSeconds => ({ atSeconds, snapshots: 1 })),
    tests: 20,
    possible: 7,
    isOther: true,
  },
  {
    // 5 in 5 min, others use 1 every 2 min
    organization: quotas(5, 5),
    others: Array.from({ length: 40 }, (_, index) => ({ atSeconds: (index - 5) * 120 + 40, snapshots: 1 })),
    tests: 20,
    isOther: true,
  },
]

/** The real code on a moved clock, once for each seed. */
export async function benchQuotas(): Promise<QuotaBench> {
  const runs: QuotaRun[] = []
  for (const situation of SITUATIONS) runs.push(await quotaRun(situation))
  const organization = shopOf(1, quotas(10, 60))
  const others = [{ atSeconds: -1, snapshots: 10 }]
  const waiting = await forEachSeed(random => simulateSteps({ organization, others, random }))
  const together = await simulateSteps({ organization, others, steps: 40, random: seededRandom(1) })
  return {
    runs,
    tenMinutes: Math.max(...waiting.map(({ requests }) => requests.filter(({ atSeconds }) => atSeconds < 600).length)),
    together: mostWithin(
      together.requests.map(({ atSeconds }) => atSeconds),
      60,
    ),
  }
}

async function quotaRun(situation: Situation): Promise<QuotaRun> {
  const { organization: options = {}, others = [], tests } = situation
  const organization = shopOf(tests, options)
  const inputs = { timeoutMinutes: String(MAX_WAIT_MINUTES) }
  const runs = await forEachSeed(random => simulateSteps({ organization, others, inputs, random }))
  const created = runs.map(({ requests }) => timesOf(requests, 201))
  return {
    ...situation,
    created: Math.min(...created.map(({ length }) => length)),
    delaySeconds: Math.max(...created.flatMap(times => delaysOf(organization, others, times))),
    refused: Math.max(...runs.map(({ requests }) => mostInWindow(timesOf(requests, 429), 300))),
  }
}

async function forEachSeed<Result>(run: (random: () => number) => Promise<Result>): Promise<readonly Result[]> {
  return await Promise.all(Array.from({ length: SEEDS }, (_, index) => run(seededRandom(index + 1))))
}

function timesOf(requests: readonly RecordedRequest[], status: number): readonly number[] {
  return requests.filter(request => request.status === status).map(({ atSeconds }) => atSeconds)
}

/** The most of these times in one of the windows of this many seconds that follow each other. */
function mostInWindow(timesSeconds: readonly number[], seconds: number): number {
  const windows = Map.groupBy(timesSeconds, at => Math.floor(at / seconds))
  return Math.max(0, ...[...windows.values()].map(({ length }) => length))
}

/** The most of these times in any span of this many seconds. */
function mostWithin(timesSeconds: readonly number[], seconds: number): number {
  const following = timesSeconds.map(start => timesSeconds.filter(at => at >= start && at < start + seconds).length)
  return Math.max(0, ...following)
}

export function quotaFigures({ runs, tenMinutes, together }: QuotaBench): readonly Figure[] {
  const exactly = (what: string, measured: number, limit: number) => ({ what, measured, target: limit, limit })
  const worst = (figure: (run: QuotaRun) => number, some = runs) => Math.max(...some.map(figure))
  const documented = runs.filter(({ isOther }) => !isOther)
  return [
    exactly(
      'Snapshots that the quota allowed within 30 min and that are missing',
      worst(({ tests, possible = tests, created }) => possible - created),
      0,
    ),
    exactly(
      'Documented quota: delay of a snapshot, s',
      worst(run => run.delaySeconds, documented),
      5,
    ),
    exactly(
      'Documented quota: refused requests in 5 min',
      worst(run => run.refused, documented),
      8,
    ),
    exactly(
      'Others use it, or another quota: delay of a snapshot, s',
      worst(run => run.delaySeconds),
      90,
    ),
    exactly('Requests for its snapshot of a test that waits, ten minutes', tenMinutes, 12),
    exactly('Requests for snapshots of 40 steps that wait together, a minute', together, 200),
  ]
}
