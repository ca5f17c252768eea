import type { Round } from '../analysis/measurement.ts'
import { meanOf, medianInterval } from '../analysis/statistics.ts'
import { DAY_MS, formatDayAndTime, formatTimeOfDay } from '../time.ts'

/** Rounds, averaged over intervals of equal length. */
export interface Buckets {
  /** `undefined` where the interval has rounds, but no value. */
  readonly values: readonly (number | undefined)[]
  readonly from: Date
  readonly to: Date
  /** The first bucket after the deploy; `undefined` where there are not buckets on both sides of it. */
  readonly deployIndex: number | undefined
}

/**
 * Averages rounds, the oldest first, into at most `maxBuckets`, none of which holds both sides of the deploy.
 *
 * @returns `undefined` where there are no rounds
 */
export function toBuckets(
  rounds: readonly Round[],
  maxBuckets: number,
  deployedAt: Date | undefined,
): Buckets | undefined {
  const [from, to] = [rounds[0]?.startedAt, rounds.at(-1)?.startedAt]
  if (from === undefined || to === undefined) return undefined
  const firstAfter = deployedAt && rounds.find(({ startedAt }) => startedAt >= deployedAt)
  const boundary = firstAfter === rounds[0] || firstAfter === undefined ? undefined : deployedAt
  // A boundary inside the window may take one bucket more.
  const bucketCount = boundary === undefined ? maxBuckets : maxBuckets - 1
  // Of a single round there is none.
  const intervalMs = medianInterval(rounds.map(({ startedAt }) => startedAt.getTime())) || 1
  const bucketMs = Math.max(intervalMs, (to.getTime() - from.getTime() + intervalMs) / bucketCount)
  const offset = (date: Date) => Math.floor((date.getTime() - (boundary ?? from).getTime()) / bucketMs)
  const indexOf = (date: Date) => offset(date) - offset(from)
  const roundsByIndex = Map.groupBy(rounds, ({ startedAt }) => indexOf(startedAt))
  const values: (number | undefined)[] = []
  for (let index = 0; index <= indexOf(to); index++) {
    const means = roundsByIndex.get(index)?.map(({ mean }) => mean)
    const known = means?.filter(mean => !Number.isNaN(mean))
    // Without a round the last value stands, as where the interval of the test was made longer.
    if (known === undefined) values.push(values.at(-1))
    else values.push(known.length === 0 ? undefined : meanOf(known))
  }
  return { values, from, to, deployIndex: boundary && firstAfter && indexOf(firstAfter.startedAt) }
}

export interface Chart {
  /** Name and unit of the metric, which need no escaping. */
  readonly name: string
  readonly unit: string
  readonly buckets: Buckets
}

/** Legible on light and dark pages. */
const DEPLOY_COLOR = '#bc4c00'
const GAP_COLOR = '#ffa198'
const LINE_COLOR = '#0969da'

/** A Mermaid `xychart-beta` in a code block; a labeled bar of full height marks the deploy, others mark the gaps. */
export function renderChart({ name, unit, buckets }: Chart): string {
  const { values, deployIndex } = buckets
  const line = interpolate(values)
  const lowest = Math.min(0, ...line)
  const top = yMax(lowest, Math.max(...line), unit)
  // Mermaid draws a bar down to below the lowest value: a lower one is not seen.
  const invisible = lowest - (top - lowest) / 70
  const hasGaps = values.includes(undefined)
  const bar = (isHigh: (index: number) => boolean) =>
    `  bar [${values.map((_, index) => formatDecimal(isHigh(index) ? top : invisible)).join(', ')}]`
  const bars = [
    ...(hasGaps ? [{ color: GAP_COLOR, plot: bar(index => values[index] === undefined) }] : []),
    ...(deployIndex === undefined ? [] : [{ color: DEPLOY_COLOR, plot: bar(index => index === deployIndex) }]),
  ]
  const palette = [...bars.map(({ color }) => color), LINE_COLOR].join(', ')
  return [
    '```mermaid',
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${palette}"}}}}%%`,
    'xychart-beta',
    `  title "${name}${unit === '' ? '' : ` (${unit})`}${hasGaps ? ', red: no value' : ''}"`,
    `  x-axis [${timeLabels(buckets)
      .map(label => `"${label}"`)
      .join(', ')}]`,
    `  y-axis ${formatDecimal(lowest)} --> ${formatDecimal(top)}`,
    ...bars.map(({ plot }) => plot),
    `  line [${line.map(formatDecimal).join(', ')}]`,
    '```',
  ].join('\n')
}

/** Ends at 100 for a share close to it, else leaves some room. */
function yMax(lowest: number, highest: number, unit: string): number {
  if (unit === '%' && highest > 90 && highest <= 100) return 100
  return highest > lowest ? highest + (highest - lowest) / 10 : lowest + 1
}

/** Labels the first and the last bucket and the deploy; Mermaid wants labels that differ, so the others are invisible. */
function timeLabels({ values, from, to, deployIndex }: Buckets): readonly string[] {
  const format = to.getTime() - from.getTime() >= DAY_MS ? formatDayAndTime : formatTimeOfDay
  const last = values.length - 1
  const isCrowded = (index: number) => deployIndex !== undefined && Math.abs(index - deployIndex) < values.length / 6
  return values.map((_, index) => {
    if (index === deployIndex) return 'deploy'
    if (index === 0 && !isCrowded(index)) return `${format(from)} UTC`
    if (index === last && !isCrowded(index)) return format(to)
    return invisibleNumber(index)
  })
}

/** In binary, of characters without a width. */
function invisibleNumber(value: number): string {
  return value.toString(2).replaceAll('0', '\u200b').replaceAll('1', '\u200c')
}

/** Mermaid's lines have no gaps, so that each is filled with a straight line between its neighbors. */
function interpolate(values: readonly (number | undefined)[]): readonly number[] {
  return values.map((value, index) => {
    if (value !== undefined) return value
    const left = values.findLastIndex((other, at) => at < index && other !== undefined)
    const right = values.findIndex((other, at) => at > index && other !== undefined)
    const [before, after] = [values[left], values[right]]
    if (before === undefined || after === undefined) return before ?? after ?? 0
    return before + ((after - before) * (index - left)) / (right - left)
  })
}

/** Without an exponent, which Mermaid does not parse. */
function formatDecimal(value: number): string {
  decimalFormat ??= new Intl.NumberFormat('en-US', { useGrouping: false, maximumSignificantDigits: 6 })
  return decimalFormat.format(value)
}

// Made at its first use: loading Intl takes 14 ms, a fifth of the time to the first request.
let decimalFormat: Intl.NumberFormat | undefined
