/** The value in the middle; of an even number, the upper one of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The value that as many percent of all are below. */
export function percentile(values: readonly number[], percent: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length * percent) / 100)] ?? Number.NaN
}
