import type { Buckets } from './buckets.ts'

const BARS = '▁▂▃▄▅▆▇█'
const DEPLOY = '┊'
const GAP = '·'

/** A picture that every client shows: bars from 0 up to the highest value, and a thin line where the deploy was. */
export function sparkline({ values, deployIndex }: Buckets): string {
  const highest = Math.max(...values.map(value => value ?? 0))
  return values
    .map((value, index) => `${index === deployIndex ? DEPLOY : ''}${value === undefined ? GAP : bar(value, highest)}`)
    .join('')
}

function bar(value: number, highest: number): string {
  const share = highest > 0 ? Math.max(0, value) / highest : 0
  return BARS.charAt(Math.min(BARS.length - 1, Math.floor(share * BARS.length)))
}
