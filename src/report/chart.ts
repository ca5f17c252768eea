import type { MetricMeasurement, Round } from '../analysis/measurement.ts'
import { meanOf, medianInterval } from '../analysis/statistics.ts'
import { MINUTE_MS } from '../window.ts'

const MAX_POINTS = 60

/** Before the deploy, if only a few follow it. */
const MIN_ROUNDS_SHOWN_BEFORE = 20
/** Legible on light and dark pages. */
const LINE_COLOR = '#0969da'

/**
 * A Mermaid `xychart-beta` of a metric in a code block: one line over minutes, so that its source is readable even if it isn't drawn.
 *
 * @param deployedAt - 0 on its axis; missing: minutes before the last round
 * @returns `undefined` without a value other than 0
 */
export function renderChart(measured: Pick<MetricMeasurement, 'metric' | 'rounds'>, deployedAt: Date | undefined) {
  const { metric, rounds } = measured
  const points = toPoints(nearDeploy(rounds, deployedAt), deployedAt)
  if (points === undefined) return undefined
  const { values, fromMinute, toMinute } = points
  const lowest = Math.min(0, ...values)
  const highest = Math.max(...values)
  if (highest === lowest) return undefined
  const round = (value: number) => Number(value.toFixed(fractionDigits(highest, metric.unit)))
  const axis =
    deployedAt === undefined
      ? `"minutes before the end" ${-fromMinute} --> ${-toMinute}`
      : `"minutes since the deploy" ${fromMinute} --> ${toMinute}`
  return [
    '```mermaid',
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${LINE_COLOR}"}}}}%%`,
    'xychart-beta',
    `  title "${metric.name}${metric.unit === '' ? '' : ` (${metric.unit})`}, mean of the agents"`,
    `  x-axis ${axis}`,
    `  y-axis ${round(lowest)} --> ${round(yMax(lowest, highest, metric.unit))}`,
    `  line [${values.map(round).join(', ')}]`,
    '```',
  ].join('\n')
}

/** Without rounds that would press the few after the deploy into a corner. */
function nearDeploy(rounds: readonly Round[], deployedAt: Date | undefined): readonly Round[] {
  if (deployedAt === undefined) return rounds
  const after = rounds.filter(({ startedAt }) => startedAt >= deployedAt).length
  return after === 0 ? rounds : rounds.slice(-Math.max(MIN_ROUNDS_SHOWN_BEFORE, 2 * after) - after)
}

/** Averages rounds, the oldest first, over intervals of equal length, none of which holds both sides of the deploy. */
function toPoints(rounds: readonly Round[], deployedAt: Date | undefined) {
  const times = rounds.map(({ startedAt }) => startedAt.getTime())
  const [from, to] = [times[0], times.at(-1)]
  if (from === undefined || to === undefined || rounds.every(({ mean }) => Number.isNaN(mean))) return undefined
  const zero = deployedAt?.getTime() ?? to
  // A single round has no interval.
  const intervalMs = medianInterval(times) || MINUTE_MS
  const indexAt = (time: number, stepMs: number) => Math.floor((time - zero) / stepMs)
  let stepMs = intervalMs
  while (indexAt(to, stepMs) - indexAt(from, stepMs) >= MAX_POINTS) stepMs += intervalMs
  const measured = rounds.filter(({ mean }) => !Number.isNaN(mean))
  const byIndex = Map.groupBy(measured, ({ startedAt }) => indexAt(startedAt.getTime(), stepMs))
  const [first, last] = [indexAt(from, stepMs), indexAt(to, stepMs)]
  const values = Array.from({ length: last - first + 1 }, (_, offset) => {
    const means = byIndex.get(first + offset)?.map(({ mean }) => mean)
    return means && meanOf(means)
  })
  const minuteOf = (index: number) => Math.round((index * stepMs) / MINUTE_MS)
  const toMinute = minuteOf(last)
  // An axis has a length, also that of a single round.
  return { values: interpolate(values), fromMinute: Math.min(minuteOf(first), toMinute - 1), toMinute }
}

/** Fills a gap with a straight line between its neighbors, since Mermaid's lines have none. */
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

/** Ends at 100 for a share close to it; otherwise leaves some room. */
function yMax(lowest: number, highest: number, unit: string): number {
  if (unit === '%' && highest > 90 && highest <= 100) return 100
  return highest + (highest - lowest) / 10
}

/** Three significant digits of the highest value; whole numbers from 100. */
function fractionDigits(highest: number, unit: string): number {
  if (unit === '%') return 2
  return highest >= 100 ? 0 : highest >= 10 ? 1 : 3
}
