/** With a `count` of 0, the other fields are `NaN`. */
export interface Statistics {
  readonly count: number
  readonly mean: number
  readonly median: number
  /** The smallest value that at least 95 % of the values do not exceed. */
  readonly p95: number
}

/** @param values - `NaN` stands for a missing value and does not count */
export function statisticsOf(values: readonly number[]): Statistics {
  const all = Float64Array.from(values).sort()
  // Sorted last.
  const missing = all.findIndex(Number.isNaN)
  const sorted = missing < 0 ? all : all.subarray(0, missing)
  return {
    count: sorted.length,
    mean: meanOf(sorted),
    median: medianOfSorted(sorted),
    p95: at(sorted, Math.ceil(sorted.length * 0.95) - 1),
  }
}

/** The value in the middle, the mean of the two in the middle of an even number; `NaN` of none. */
export function median(values: readonly number[]): number {
  return values.length === 1 ? at(values, 0) : medianOfSorted(Float64Array.from(values).sort())
}

function medianOfSorted(sorted: Float64Array): number {
  const [lower, upper] = [at(sorted, Math.ceil(sorted.length / 2) - 1), at(sorted, Math.floor(sorted.length / 2))]
  return lower === upper ? lower : (lower + upper) / 2
}

/** The usual distance of neighbors among ascending values, however many are missing; `NaN` of fewer than two. */
export function medianInterval(ascending: readonly number[]): number {
  return median(ascending.slice(1).map((value, index) => value - at(ascending, index)))
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** `NaN` without values. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += at(values, index)
  return sum / values.length
}

/** The mean of the values with the same key; `NaN` values do not count. */
export function meanByKey(keys: readonly number[], values: readonly number[]): ReadonlyMap<number, number> {
  const measured = [...values.keys()].filter(row => !Number.isNaN(values[row]))
  const rowsByKey = Map.groupBy(measured, row => at(keys, row))
  return new Map([...rowsByKey].map(([key, rows]) => [key, meanOf(rows.map(row => at(values, row)))]))
}

/** The value at an index; `NaN` outside the list. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN
}

/** Whether two numbers differ only by the rounding error of sums of decimals. */
export function isNear(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.min(Math.abs(a), Math.abs(b))
}
