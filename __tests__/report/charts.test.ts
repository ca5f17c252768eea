import { describe, expect, it } from '@jest/globals'
import { renderSparkline, toBuckets } from '../../src/report/charts.ts'
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

describe('renderSparkline', () => {
  const none = Number.NaN
  it.each([
    { situation: 'a rise with a deploy', means: [0, 1, 2, 4, 8], deployMinute: 3, text: '▁▂▃┊▅█' },
    { situation: 'a constant', means: [5, 5, 5], text: '███' },
    { situation: 'zeros', means: [0, 0, 0], text: '▁▁▁' },
    { situation: 'a single round', means: [7], text: '█' },
    { situation: 'rounds without a value as dots', means: [4, 4, none, none, 4], text: '██··█' },
    { situation: 'missing rounds at the last value', means: [4, 4, 4, 4, undefined, undefined, 4], text: '███████' },
    { situation: 'negative values as 0', means: [-4, 4], text: '▁█' },
  ])('draws $situation', ({ means, deployMinute, text }) => {
    const deployedAt = deployMinute === undefined ? undefined : minuteAt(deployMinute)
    const buckets = toBuckets(roundsOf(means), 20, deployedAt)
    expect(buckets && renderSparkline(buckets)).toBe(text)
  })
})

describe('renderChart', () => {
  it('draws at most 60 points, and a bar at the first one after the deploy', () => {
    const text = chartOf(
      Array.from({ length: 600 }, (_, minute) => minute),
      300,
    )
    const [, bar = '', line = ''] = /bar \[(.*)\]\n {2}line \[(.*)\]/.exec(text) ?? []
    const deployIndex = bar.split(', ').findIndex(value => Number(value) > 0)
    expect({ points: line.split(', ').length, deployIndex }).toEqual({ points: 60, deployIndex: 30 })
    expect(text).toContain('x-axis "hours, 0 is the deploy" -5 --> 5')
  })

  it('draws missing rounds at the last value', () => {
    const text = chartOf([2, 2, 2, 2, undefined, undefined, 8])
    expect(text).toContain('line [2, 2, 2, 2, 2, 2, 8]')
    expect(text).not.toContain('red')
  })

  it('draws a straight line and red bars through a gap', () => {
    const none = Number.NaN
    expect(chartOf([2, 2, none, none, none, 8])).toContain(
      'bar [0, 0, 8.8, 8.8, 8.8, 0]\n  line [2, 2, 3.5, 5, 6.5, 8]',
    )
  })

  it('starts at the last round where the time of the deploy is not known', () => {
    expect(chartOf([1, 2, 3])).toContain('x-axis "minutes, 0 is the last round" -2 --> 0')
  })
})
