import type { Buckets } from './buckets.ts'

/** The metric that is drawn; all of it are words of ours. */
export interface Chart {
  readonly name: string
  readonly unit: string
  readonly buckets: Buckets
  /** Where the time axis has its 0: the deploy, or the last round. */
  readonly origin: { readonly at: Date; readonly called: string }
}

/** Seen on light and dark pages alike. */
const DEPLOY_COLOR = '#c4ccd4'
const GAP_COLOR = '#ffa198'
const LINE_COLOR = '#0969da'

const HOUR_MS = 60 * 60_000

/** A Mermaid `xychart-beta`; bars as high as the chart stand where the deploy was, and where there is no value. */
export function chart({ name, unit, buckets, origin }: Chart): string {
  const { values, from, to, deployIndex } = buckets
  const line = withoutGaps(values)
  const lowest = Math.min(0, ...line)
  const highest = Math.max(...line)
  const top = yMax(lowest, highest, unit)
  const bar = (isHigh: (index: number) => boolean) =>
    `  bar [${values.map((_, index) => decimal(isHigh(index) ? top : lowest)).join(', ')}]`
  const bars = [
    ...(values.includes(undefined) ? [{ color: GAP_COLOR, plot: bar(index => values[index] === undefined) }] : []),
    ...(deployIndex === undefined ? [] : [{ color: DEPLOY_COLOR, plot: bar(index => index === deployIndex) }]),
  ]
  const title = `${name}${unit === '' ? '' : ` (${unit})`}${values.includes(undefined) ? ', red: no value' : ''}`
  return [
    '```mermaid',
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${[...bars.map(({ color }) => color), LINE_COLOR].join(', ')}"}}}}%%`,
    'xychart-beta',
    `  title "${title}"`,
    timeAxis(from, to, origin),
    `  y-axis ${decimal(lowest)} --> ${decimal(top)}`,
    ...bars.map(({ plot }) => plot),
    `  line [${line.map(decimal).join(', ')}]`,
    '```',
  ].join('\n')
}

/** A share has no room above 100. */
function yMax(lowest: number, highest: number, unit: string): number {
  if (unit === '%' && highest > 90 && highest <= 100) return 100
  return highest > lowest ? highest + (highest - lowest) / 10 : lowest + 1
}

function timeAxis(from: Date, to: Date, { at, called }: Chart['origin']): string {
  const isLong = to.getTime() - from.getTime() > 6 * HOUR_MS
  const unitMs = isLong ? HOUR_MS : HOUR_MS / 60
  const units = (date: Date) => Math.round(((date.getTime() - at.getTime()) / unitMs) * 10) / 10
  const [start, end] = [units(from), units(to)]
  return `  x-axis "${isLong ? 'hours' : 'minutes'}, 0 is ${called}" ${start} --> ${end > start ? end : start + 1}`
}

/** Straight lines across gaps, as a chart would draw them if it could be told of gaps. */
function withoutGaps(values: readonly (number | undefined)[]): readonly number[] {
  return values.map((value, index) => {
    if (value !== undefined) return value
    const left = values.findLastIndex((other, at) => at < index && other !== undefined)
    const right = values.findIndex((other, at) => at > index && other !== undefined)
    const [before, after] = [values[left], values[right]]
    if (before === undefined || after === undefined) return before ?? after ?? 0
    return before + ((after - before) * (index - left)) / (right - left)
  })
}

/** Mermaid reads no exponents. */
function decimal(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 6 })
}
