/** Numbers about numbers; with a `count` of 0, the others are `NaN`. */
export interface Statistics {
  readonly count: number
  readonly mean: number
  readonly median: number
  /** The smallest value that at least 95 % of the values do not exceed. */
  readonly p95: number
}

/** `NaN` among the values stands for none. */
export function statisticsOf(values: readonly number[]): Statistics {
  const sorted = Float64Array.from(values.filter(value => !Number.isNaN(value))).sort()
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = sorted.length / 2
  return {
    count: sorted.length,
    mean: meanOf(sorted),
    median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
    p95: at(Math.ceil(sorted.length * 0.95) - 1),
  }
}

/** A mean that grows value by value. */
export class Mean {
  #sum = 0
  #count = 0

  add(value: number): void {
    this.#sum += value
    this.#count += 1
  }

  /** `NaN` of none. */
  get value(): number {
    return this.#sum / this.#count
  }
}

/** `NaN` of none. */
export function meanOf(values: Iterable<number>): number {
  const mean = new Mean()
  for (const value of values) mean.add(value)
  return mean.value
}

/** The mean of the values with the same key; rows without a value do not count. */
export function meanByKey(keys: readonly number[], values: readonly number[]): ReadonlyMap<number, number> {
  const context = new Map<number, Mean>()
  for (const [row, value] of values.entries()) {
    const key = keys[row]
    if (key === undefined || Number.isNaN(value)) continue
    const mean = context.get(key) ?? new Mean()
    mean.add(value)
    context.set(key, mean)
  }
  return new Map([...context].map(([key, { value }]) => [key, value]))
}

/** Whether the numbers differ by no more than what sums of decimals lose. */
export function isNear(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.min(Math.abs(a), Math.abs(b))
}

/** The standard error of the mean, squared; `NaN` of fewer than two. */
export function squaredErrorOf(values: readonly number[]): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return squares / (values.length - 1) / values.length
}
