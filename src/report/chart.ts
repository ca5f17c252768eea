import type { Points } from '../evidence/points.ts'

/** The metric that is drawn; all of it are words of ours. */
export interface Chart {
  readonly name: string
  readonly unit: string
  readonly points: Points
  /** Where the time axis has its 0: the deploy, or the last round. */
  readonly zero: { readonly at: Date; readonly called: string }
}

/** Seen on light and dark pages alike. */
const DEPLOY_COLOR = '#c4ccd4'
const LINE_COLOR = '#0969da'

/** A Mermaid `xychart-beta`; a bar as high as the chart stands where the deploy was. */
export function chart({ name, unit, points, zero }: Chart): string {
  const line = withoutGaps(points.values)
  const lowest = Math.min(0, ...line)
  const highest = Math.max(...line)
  const top = highest > lowest ? highest + (highest - lowest) / 10 : lowest + 1
  const minutes = (date: Date) => Math.round((date.getTime() - zero.at.getTime()) / 6_000) / 10
  const [start, end] = [minutes(points.from), minutes(points.to)]
  const colors = points.deployIndex === undefined ? LINE_COLOR : `${DEPLOY_COLOR}, ${LINE_COLOR}`
  return [
    '```mermaid',
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${colors}"}}}}%%`,
    'xychart-beta',
    `  title "${name}${unit === '' ? '' : ` (${unit})`}"`,
    `  x-axis "minutes, 0 is ${zero.called}" ${start} --> ${end > start ? end : start + 1}`,
    `  y-axis ${decimal(lowest)} --> ${decimal(top)}`,
    ...(points.deployIndex === undefined ? [] : [`  bar [${deployBar(line.length, points.deployIndex, lowest, top)}]`]),
    `  line [${line.map(decimal).join(', ')}]`,
    '```',
  ].join('\n')
}

function deployBar(length: number, deployIndex: number, lowest: number, top: number): string {
  return Array.from({ length }, (_, index) => decimal(index === deployIndex ? top : lowest)).join(', ')
}

/** Straight lines across gaps, as a chart would draw them if it could be told of gaps. The first and last are never gaps. */
function withoutGaps(values: readonly (number | undefined)[]): readonly number[] {
  return values.map((value, index) => {
    if (value !== undefined) return value
    const left = values.findLastIndex((other, at) => at < index && other !== undefined)
    const right = values.findIndex((other, at) => at > index && other !== undefined)
    const [from = 0, to = 0] = [values[left], values[right]]
    return from + ((to - from) * (index - left)) / (right - left)
  })
}

/** Mermaid reads no exponents. */
function decimal(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 6 })
}
