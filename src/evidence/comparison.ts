import type { Metric } from '../thousandeyes/metrics.ts'
import type { Column } from '../thousandeyes/results.ts'
import { meanOf, type Statistics, squaredErrorOf, statisticsOf } from './statistics.ts'

/** Before the deploy against after it. */
export interface Comparison {
  readonly before: Side
  readonly after: Side
  /** From mean to mean; infinite from a mean of 0, `NaN` without values on a side. */
  readonly changePercent: number
  /** `same`: no more than the noise of the rounds explains. */
  readonly judgement: 'better' | 'worse' | 'same' | 'too few rounds'
}

export interface Side {
  readonly statistics: Statistics
  readonly rounds: number
}

/** Fewer rounds on a side are not judged. */
export const MIN_ROUNDS = 3

/** How many standard errors a difference must exceed to be more than noise. */
const NOISE_ERRORS = 3

/**
 * A round counts as after when it started at or after `deployedAt`.
 *
 * @param roundIds - when the round of each of the column's values started, in epoch seconds
 */
export function compare(
  roundIds: readonly number[],
  { metric, values }: Column,
  rounds: readonly { readonly startedAt: Date; readonly mean: number }[],
  deployedAt: Date,
): Comparison {
  const deployedAtMs = deployedAt.getTime()
  const sideOf = (isIn: (startedAtMs: number) => boolean) => ({
    statistics: statisticsOf(values.filter((_, row) => isIn((roundIds[row] ?? Number.NaN) * 1000))),
    means: rounds.filter(({ startedAt }) => isIn(startedAt.getTime())).map(({ mean }) => mean),
  })
  const before = sideOf(startedAtMs => startedAtMs < deployedAtMs)
  const after = sideOf(startedAtMs => startedAtMs >= deployedAtMs)
  return {
    before: { statistics: before.statistics, rounds: before.means.length },
    after: { statistics: after.statistics, rounds: after.means.length },
    changePercent: changePercent(before.statistics.mean, after.statistics.mean),
    judgement: judge(before.means, after.means, metric),
  }
}

function changePercent(before: number, after: number): number {
  return before === after ? 0 : ((after - before) / Math.abs(before)) * 100
}

/** Agents differ from each other by more than rounds do, so the rounds' means are compared. */
function judge(before: readonly number[], after: readonly number[], { better }: Metric): Comparison['judgement'] {
  if (before.length < MIN_ROUNDS || after.length < MIN_ROUNDS) return 'too few rounds'
  const difference = meanOf(after) - meanOf(before)
  const noise = NOISE_ERRORS * Math.sqrt(squaredErrorOf(before) + squaredErrorOf(after))
  if (Math.abs(difference) <= noise) return 'same'
  return difference < 0 === (better === 'lower') ? 'better' : 'worse'
}
