import type { Round } from './measurement.ts'
import { meanOf } from './statistics.ts'

/** Rounds as points at equal distances, to be drawn. */
export interface Points {
  /** `undefined` where no round started. */
  readonly values: readonly (number | undefined)[]
  readonly from: Date
  readonly to: Date
  /** The first point after the deploy; `undefined` where the points do not hold both sides of it. */
  readonly deployIndex: number | undefined
}

/** At most `max` points, each the mean of the rounds in its stretch of time; `undefined` of no rounds. */
export function pointsOf(rounds: readonly Round[], max: number, deployedAt: Date | undefined): Points | undefined {
  const [from, to] = [rounds[0]?.startedAt, rounds.at(-1)?.startedAt]
  if (from === undefined || to === undefined) return undefined
  const size = Math.min(max, rounds.length)
  const stretchMs = (to.getTime() - from.getTime()) / size
  const indexOf = ({ startedAt }: Round) =>
    Math.min(size - 1, Math.floor((startedAt.getTime() - from.getTime()) / (stretchMs || 1)))
  const stretches = Map.groupBy(rounds, indexOf)
  const firstAfter = deployedAt && rounds.find(({ startedAt }) => startedAt >= deployedAt)
  return {
    values: Array.from({ length: size }, (_, index) => {
      const stretch = stretches.get(index)
      return stretch === undefined ? undefined : meanOf(stretch.map(({ mean }) => mean))
    }),
    from,
    to,
    deployIndex: firstAfter === undefined || firstAfter === rounds[0] ? undefined : indexOf(firstAfter),
  }
}
