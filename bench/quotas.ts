import { manualClock } from '../sandbox/clock.ts'
import { seededRandom } from '../sandbox/seeded-random.ts'
import { needlessIn, type OtherUsage, runBeside } from '../sandbox/shared-quota.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { Snapshots } from '../sandbox/thousandeyes/snapshots.ts'

export interface QuotaRun {
  readonly who: string
  readonly tests: number
  /** The earliest end of the step that is possible, for one who knows the future. */
  readonly bestSeconds: number
  /** The latest end of all the runs, and what it is of the best. */
  readonly tookSeconds: number
  readonly ratioToOptimal: number
  /** Refused although the step could know that they would be: the most of all runs. */
  readonly needless: number
  /** The most refused requests of all runs. */
  readonly refused: number
}

interface Situation {
  readonly who: string
  readonly others: readonly OtherUsage[]
  readonly tests: readonly number[]
}

const TESTS = [1, 5, 7, 10, 12, 20]

const SITUATIONS: readonly Situation[] = [
  { who: 'alone', others: [], tests: TESTS },
  ...[30, 60, 120].map(seconds => ({
    who: `others took 5 and it is free in ${seconds} s`,
    others: [{ atSeconds: seconds - 300, snapshots: 5 }],
    tests: [1, 5],
  })),
  { who: 'others took 5 a minute ago', others: [{ atSeconds: -60, snapshots: 5 }], tests: TESTS },
  {
    who: 'others took 3 in the last 4 minutes',
    others: [-240, -150, -60].map(atSeconds => ({ atSeconds, snapshots: 1 })),
    tests: TESTS,
  },
  {
    who: 'others take 1 every 20 minutes',
    others: Array.from({ length: 40 }, (_, index) => ({ atSeconds: (index - 2) * 1200 + 400, snapshots: 1 })),
    tests: TESTS,
  },
]

/** The real code on a moved clock, once for each seed, against the best possible schedule. */
export async function quotaRuns(seeds: number): Promise<readonly QuotaRun[]> {
  const runs: QuotaRun[] = []
  for (const situation of SITUATIONS) {
    for (const tests of situation.tests) runs.push(await quotaRun(situation, tests, seeds))
  }
  return runs
}

async function quotaRun({ who, others }: Situation, tests: number, seeds: number): Promise<QuotaRun> {
  const bestSeconds = best(tests, others)
  const ends: number[] = []
  const needless: number[] = []
  const refused: number[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const ran = await runBeside(others, shopOf(tests), { maxWaitMinutes: '360' }, { random: seededRandom(seed) })
    if (ran.exitCode !== 0) throw new Error(`The step failed:\n${ran.lines.join('\n')}`)
    ends.push(ran.endedAtSeconds)
    needless.push(needlessIn(ran.asked).length)
    refused.push(ran.asked.filter(({ status }) => status === 429).length)
  }
  const tookSeconds = Math.max(...ends)
  const ratioToOptimal = bestSeconds === 0 ? 1 + tookSeconds : tookSeconds / bestSeconds
  return {
    who,
    tests,
    bestSeconds,
    tookSeconds,
    ratioToOptimal,
    needless: Math.max(...needless),
    refused: Math.max(...refused),
  }
}

/** When the last snapshot can be made at the earliest, in seconds since the step began, whatever others spend. */
function best(tests: number, others: readonly OtherUsage[]): number {
  const beginMs = 10 * 3_600_000
  const clock = manualClock(new Date(0))
  const snapshots = new Snapshots(SHOP, clock)
  const spendings = others.map(({ atSeconds, ...rest }) => ({ ...rest, atMs: beginMs + atSeconds * 1000 }))
  let nextMs = beginMs
  for (let made = 0; made < tests; ) {
    const [other] = spendings
    if (other !== undefined && other.atMs <= nextMs) {
      clock.moveTo(new Date(other.atMs))
      snapshots.spend(other.snapshots)
      spendings.shift()
    } else {
      clock.moveTo(new Date(nextMs))
      const full = snapshots.quotas.filter(({ remaining }) => remaining === 0)
      if (full.length === 0) {
        snapshots.spend(1)
        made += 1
      } else {
        nextMs = Math.max(...full.map(({ resetAt }) => resetAt.getTime()))
      }
    }
  }
  return (clock.now().getTime() - beginMs) / 1000
}
