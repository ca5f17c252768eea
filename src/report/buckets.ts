import type { Round } from '../analysis/rounds.ts'
import { meanOf, statisticsOf } from '../analysis/statistics.ts'

/** Rounds as points at equal distances, to be drawn. */
export interface Buckets {
  /** `undefined` where there were rounds, but none of them has a value. */
  readonly values: readonly (number | undefined)[]
  readonly from: Date
  readonly to: Date
  /** The first point after the deploy; `undefined` where the points do not hold both sides of it. */
  readonly deployIndex: number | undefined
}

/**
 * At most `max` points, each the mean of the rounds in its stretch of time; `undefined` of no rounds. No stretch holds both
 * sides of the deploy.
 */
export function toBuckets(rounds: readonly Round[], max: number, deployedAt: Date | undefined): Buckets | undefined {
  const [from, to] = [rounds[0]?.startedAt, rounds.at(-1)?.startedAt]
  if (from === undefined || to === undefined) return undefined
  const firstAfter = deployedAt && rounds.find(({ startedAt }) => startedAt >= deployedAt)
  const cut = firstAfter === rounds[0] || firstAfter === undefined ? undefined : deployedAt
  // Cut at the deploy, there may be a stretch more.
  const most = cut === undefined ? max : max - 1
  const intervalMs = medianIntervalMs(rounds)
  const stretchMs = Math.max(intervalMs, (to.getTime() - from.getTime() + intervalMs) / most)
  const stretchOf = (date: Date) => Math.floor((date.getTime() - (cut ?? from).getTime()) / stretchMs)
  const first = stretchOf(from)
  const stretches = Map.groupBy(rounds, ({ startedAt }) => stretchOf(startedAt) - first)
  const values: (number | undefined)[] = []
  // Where there was no round, as where they became rarer, it is as it was.
  for (let index = 0; index <= stretchOf(to) - first; index++) {
    const own = stretches.get(index)
    values.push(own === undefined ? values.at(-1) : meanOfRounds(own))
  }
  return {
    values,
    from,
    to,
    deployIndex: cut === undefined || firstAfter === undefined ? undefined : stretchOf(firstAfter.startedAt) - first,
  }
}

/** The usual one, however many rounds are missing; 1 where there is but one round. */
function medianIntervalMs(rounds: readonly Round[]): number {
  const times = rounds.map(({ startedAt }) => startedAt.getTime())
  return statisticsOf(times.slice(1).map((time, index) => time - (times[index] ?? time))).median || 1
}

function meanOfRounds(rounds: readonly Round[]): number | undefined {
  const means = rounds.flatMap(({ mean }) => (Number.isNaN(mean) ? [] : [mean]))
  return means.length === 0 ? undefined : meanOf(means)
}
