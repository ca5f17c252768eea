/** Numbers about numbers; with a `count` of 0, the others are `NaN`. */
export interface Statistics {
  readonly count: number
  readonly mean: number
  readonly median: number
  /** The smallest value that at least 95 % of the values do not exceed. */
  readonly p95: number
}

export function statisticsOf(values: readonly number[]): Statistics {
  const sorted = Float64Array.from(values).sort()
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = sorted.length / 2
  return {
    count: sorted.length,
    mean: meanOf(values),
    median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
    p95: at(Math.ceil(sorted.length * 0.95) - 1),
  }
}

/** `NaN` of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The standard error of the mean, squared; `NaN` of fewer than two. */
export function squaredErrorOf(values: readonly number[]): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return squares / (values.length - 1) / values.length
}
