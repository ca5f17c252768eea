import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { median, statisticsOf } from '../../src/analysis/statistics.ts'

describe('median', () => {
  it('is the value in the middle, or the mean of the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([Number.NEGATIVE_INFINITY])]).toEqual([
      2,
      2.5,
      Number.NEGATIVE_INFINITY,
    ])
    expect(median([])).toBeNaN()
  })
})

describe('statisticsOf', () => {
  it.each([
    {
      situation: 'the middle value of an odd number of values as the median',
      values: [3, 1, 2],
      statistics: { count: 3, mean: 2, median: 2, p95: 3 },
    },
    {
      situation: 'the mean of the two middle values of an even number of values as the median',
      values: [4, 1, 3, 2],
      statistics: { count: 4, mean: 2.5, median: 2.5, p95: 4 },
    },
    {
      situation: 'the 95th of a hundred values as the 95th percentile',
      values: Array.from({ length: 100 }, (_, index) => 100 - index),
      statistics: { count: 100, mean: 50.5, median: 50.5, p95: 95 },
    },
    {
      situation: 'the same without missing values',
      values: [Number.NaN, 5],
      statistics: { count: 1, mean: 5, median: 5, p95: 5 },
    },
    {
      situation: 'NaN where there are no values',
      values: [],
      statistics: { count: 0, mean: Number.NaN, median: Number.NaN, p95: Number.NaN },
    },
  ])('returns $situation', ({ values, statistics }) => {
    expect(statisticsOf(values)).toEqual(statistics)
  })

  it('returns a median, a 95th percentile and, but for rounding, a mean between the lowest and the highest value', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 1 })
    fc.assert(
      fc.property(values, all => {
        const { mean, median, p95 } = statisticsOf(all)
        const [lowest, highest] = [Math.min(...all), Math.max(...all)]
        for (const value of [median, p95]) expect(value >= lowest && value <= highest).toBe(true)
        expect(mean >= lowest - 1 && mean <= highest + 1).toBe(true)
      }),
    )
  })
})
