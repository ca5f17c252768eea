import type { Round } from '../analysis/rounds.ts'
import { meanOf, statisticsOf } from '../analysis/statistics.ts'

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
  const intervalMs = medianIntervalMs(rounds)
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

/** The usual interval, however many rounds are missing; 1 for a single round. */
function medianIntervalMs(rounds: readonly Round[]): number {
  const times = rounds.map(({ startedAt }) => startedAt.getTime())
  return statisticsOf(times.slice(1).map((time, index) => time - (times[index] ?? time))).median || 1
}

const BARS = '▁▂▃▄▅▆▇█'
const DEPLOY = '┊'
const GAP = '·'

/** Bars from 0 to the highest value as text, with a thin line at the deploy. */
export function renderSparkline({ values, deployIndex }: Buckets): string {
  const highest = Math.max(...values.map(value => value ?? 0))
  const barOf = (value: number) => {
    const share = highest > 0 ? Math.max(0, value) / highest : 0
    return BARS.charAt(Math.min(BARS.length - 1, Math.floor(share * BARS.length)))
  }
  return values
    .map((value, index) => `${index === deployIndex ? DEPLOY : ''}${value === undefined ? GAP : barOf(value)}`)
    .join('')
}

export interface Chart {
  /** Name and unit of the metric, which need no escaping. */
  readonly name: string
  readonly unit: string
  readonly buckets: Buckets
  /** The 0 of the time axis: the deploy, or the last round. */
  readonly origin: { readonly at: Date; readonly name: string }
}

/** Legible on light and dark pages. */
const DEPLOY_COLOR = '#c4ccd4'
const GAP_COLOR = '#ffa198'
const LINE_COLOR = '#0969da'

const HOUR_MS = 60 * 60_000

/** A Mermaid `xychart-beta` in a code block; bars of full height mark the deploy and the gaps. */
export function renderChart({ name, unit, buckets, origin }: Chart): string {
  const { values, from, to, deployIndex } = buckets
  const line = interpolate(values)
  const lowest = Math.min(0, ...line)
  const top = yMax(lowest, Math.max(...line), unit)
  const hasGaps = values.includes(undefined)
  const bar = (isHigh: (index: number) => boolean) =>
    `  bar [${values.map((_, index) => formatDecimal(isHigh(index) ? top : lowest)).join(', ')}]`
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
    timeAxis(from, to, origin),
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

function timeAxis(from: Date, to: Date, { at, name }: Chart['origin']): string {
  const isLong = to.getTime() - from.getTime() > 6 * HOUR_MS
  const unitMs = isLong ? HOUR_MS : HOUR_MS / 60
  const units = (date: Date) => Math.round(((date.getTime() - at.getTime()) / unitMs) * 10) / 10
  const [start, end] = [units(from), units(to)]
  return `  x-axis "${isLong ? 'hours' : 'minutes'}, 0 is ${name}" ${start} --> ${end > start ? end : start + 1}`
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
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 6 })
}
