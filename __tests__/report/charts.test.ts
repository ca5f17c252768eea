import { describe, expect, it } from '@jest/globals'
import { renderChart, toBuckets } from '../../src/report/charts.ts'
import { chartOf, minuteAt, roundsOf } from './helpers.ts'

describe('toBuckets', () => {
  it('makes one bucket of each round where there are few', () => {
    expect(toBuckets(roundsOf([1, 2, 3, 4]), 60, undefined)).toEqual({
      values: [1, 2, 3, 4],
      from: minuteAt(0),
      to: minuteAt(3),
      deployIndex: undefined,
    })
  })

  it('averages rounds where there are more of them than buckets', () => {
    expect(toBuckets(roundsOf([1, 3, 5, 7, 9, 11]), 3, undefined)?.values).toEqual([2, 6, 10])
  })

  it.each([
    { place: 'before all rounds', minute: -5, deployIndex: undefined },
    { place: 'at a round', minute: 2, deployIndex: 2 },
    { place: 'between two rounds', minute: 1.5, deployIndex: 2 },
    { place: 'after all rounds', minute: 9, deployIndex: undefined },
  ])('places a deploy $place', ({ minute, deployIndex }) => {
    expect(toBuckets(roundsOf([1, 2, 3, 4]), 60, minuteAt(minute))?.deployIndex).toBe(deployIndex)
  })

  it('returns nothing where there are no rounds', () => {
    expect(toBuckets([], 60, undefined)).toBeUndefined()
  })
})

/** The labels of the time axis that can be seen. */
function labelsOf(chart: string): readonly string[] {
  return Array.from(/x-axis \[(.*)\]/.exec(chart)?.[1]?.matchAll(/"([^"]*)"/g) ?? [], ([, label = '']) => label).filter(
    label => !/^[\u200b\u200c]+$/.test(label),
  )
}

/** The numbers of a plot, such as the `bar`. */
function plotIn(chart: string, plot: 'bar' | 'line'): readonly number[] {
  return new RegExp(`${plot} \\[(.*)\\]`).exec(chart)?.[1]?.split(', ').map(Number) ?? []
}

describe('renderChart', () => {
  it('draws at most 60 points, and a bar at the first one after the deploy, which the axis names', () => {
    const minutes = Array.from({ length: 600 }, (_, minute) => minute)
    const chart = chartOf(minutes, 300)
    const [bar, line] = [plotIn(chart, 'bar'), plotIn(chart, 'line')]
    expect({ points: line.length, deployIndex: bar.findIndex(value => value > 0) }).toEqual({
      points: 60,
      deployIndex: 30,
    })
    expect(labelsOf(chart)).toEqual(['08:00 UTC', 'deploy', '17:59'])
  })

  it('names the days where the window is longer than one', () => {
    const chart = chartOf(Array.from({ length: 1500 }, (_, minute) => minute))
    expect(labelsOf(chart)).toEqual(['23 Nov 08:00 UTC', '24 Nov 08:59'])
  })

  it('leaves out the label of a time beside the deploy', () => {
    const chart = chartOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9], 11)
    expect(labelsOf(chart)).toEqual(['08:00 UTC', 'deploy'])
  })

  it('draws missing rounds at the last value', () => {
    const chart = chartOf([2, 2, 2, 2, undefined, undefined, 8])
    expect(plotIn(chart, 'line')).toEqual([2, 2, 2, 2, 2, 2, 8])
    expect(chart).not.toContain('red')
  })

  it('draws a straight line and red bars through a gap', () => {
    const none = Number.NaN
    const chart = chartOf([2, 2, none, none, none, 8])
    expect(plotIn(chart, 'line')).toEqual([2, 2, 3.5, 5, 6.5, 8])
    expect(plotIn(chart, 'bar').map(value => value > 0)).toEqual([false, false, true, true, true, false])
    expect(chart).toContain('title "responseTime (ms), red: no value"')
  })
})

describe('the axis of a chart', () => {
  it.each([
    { unit: '%', highest: 99.5, top: 100, why: 'ends at 100 for a share close to it' },
    { unit: '%', highest: 90, top: 99, why: 'has some room above a lower share' },
    { unit: 'ms', highest: 99, top: 108.9, why: 'has some room above a time' },
    { unit: 'ms', highest: 0, top: 1, why: 'has a height where all values are 0' },
  ])('$why', ({ unit, highest, top }) => {
    const buckets = { values: [0, highest], from: minuteAt(0), to: minuteAt(1), deployIndex: undefined }
    expect(renderChart({ name: 'value', unit, buckets })).toContain(`y-axis 0 --> ${top}\n`)
  })
})
