import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { statisticsOf } from '../../src/analysis/statistics.ts'

test('an odd number of values has one in the middle', () => {
  expect(statisticsOf([3, 1, 2])).toEqual({ count: 3, mean: 2, median: 2, p95: 3 })
})

test('an even number of values has the mean of the two in the middle', () => {
  expect(statisticsOf([4, 1, 3, 2])).toEqual({ count: 4, mean: 2.5, median: 2.5, p95: 4 })
})

test('of a hundred values, the 95th is the 95th percentile', () => {
  expect(statisticsOf(Array.from({ length: 100 }, (_, index) => 100 - index)).p95).toBe(95)
})

test('what a row does not have does not count', () => {
  expect(statisticsOf([Number.NaN, 5])).toEqual({ count: 1, mean: 5, median: 5, p95: 5 })
})

test('of nothing there is nothing to say', () => {
  const nothing = Number.NaN
  expect(statisticsOf([])).toEqual({ count: 0, mean: nothing, median: nothing, p95: nothing })
})

test('whatever the values, median and p95 lie between the lowest and the highest, and mean does but for rounding', () => {
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
