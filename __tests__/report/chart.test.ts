import { describe, expect, it } from '@jest/globals'
import { chartOf } from './helpers.ts'

/** The axis of time, and the values of the line. */
function readChart(chart: string) {
  const [, from, to] = /x-axis "[^"]*" (-?\d+) --> (-?\d+)/.exec(chart) ?? []
  const values = /line \[(.*)\]/.exec(chart)?.[1]?.split(', ').map(Number) ?? []
  return { from: Number(from), to: Number(to), values }
}

const minutes = (n: number) => Array.from({ length: n }, (_, minute) => minute)

describe('the chart', () => {
  it('is one line over the minutes since the deploy, which can be read as text', () => {
    expect(chartOf([121, 119, 131, 283.4, 287], 3)).toBe(
      [
        '```mermaid',
        '%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#0969da"}}}}%%',
        'xychart-beta',
        '  title "responseTime (ms), mean of the agents"',
        '  x-axis "minutes since the deploy" -3 --> 1',
        '  y-axis 0 --> 316',
        '  line [121, 119, 131, 283, 287]',
        '```',
      ].join('\n'),
    )
  })

  it('ends at the last round if the time of the deploy is unknown', () => {
    expect(chartOf([1, 2, 3])).toContain('x-axis "minutes before the end" 2 --> 0\n')
  })

  it('averages rounds into at most 60 points, and no point holds both sides of the deploy', () => {
    const { values } = readChart(
      chartOf(
        minutes(600).map(minute => (minute < 301 ? 100 : 200)),
        301,
      ),
    )
    expect(values.length).toBeLessThanOrEqual(60)
    expect(new Set(values)).toEqual(new Set([100, 200]))
  })

  it('has about twenty rounds before the deploy if only a few follow it', () => {
    expect(readChart(chartOf(minutes(60), 57))).toMatchObject({ from: -20, to: 2 })
  })

  it('has all rounds of a deploy in the middle', () => {
    expect(readChart(chartOf(minutes(60), 40))).toMatchObject({ from: -40, to: 19 })
  })

  it('fills gaps and rounds without a value with a straight line', () => {
    expect(readChart(chartOf([2, 2, Number.NaN, undefined, undefined, 8])).values).toEqual([2, 2, 3.5, 5, 6.5, 8])
  })

  it.each([
    { means: [99.53, 100], unit: '%', top: 100, values: [99.53, 100], why: 'ends at 100 for a share close to it' },
    { means: [0, 90], unit: '%', top: 99, values: [0, 90], why: 'has some room above a lower share' },
    { means: [12.34, 20.06], unit: 'ms', top: 22.1, values: [12.3, 20.1], why: 'has decimals of small values' },
  ] as const)('$why', ({ means, unit, top, values }) => {
    const chart = chartOf(means, undefined, unit)
    expect(chart).toContain(`y-axis 0 --> ${top}\n`)
    expect(readChart(chart).values).toEqual(values)
  })

  it('is left out if no round has a value, or only 0', () => {
    expect(chartOf([Number.NaN])).toBe('')
    expect(chartOf([0, 0])).toBe('')
  })
})
