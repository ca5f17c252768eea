import { describe, expect, test } from '@jest/globals'
import { toBuckets } from '../../src/report/buckets.ts'
import { sparkline } from '../../src/report/sparkline.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 8, minute))
const rounds = (means: readonly (number | undefined)[]) =>
  means.flatMap((mean, minute) => (mean === undefined ? [] : [{ startedAt: at(minute), mean }]))

describe('rounds as points', () => {
  test('are one each when there is room', () => {
    expect(toBuckets(rounds([1, 2, 3, 4]), 60, undefined)).toEqual({
      values: [1, 2, 3, 4],
      from: at(0),
      to: at(3),
      deployIndex: undefined,
    })
  })

  test('are means where there are more', () => {
    expect(toBuckets(rounds([1, 3, 5, 7, 9, 11]), 3, undefined)?.values).toEqual([2, 6, 10])
  })

  test.each([
    ['before them all', -5, undefined],
    ['among them', 2, 2],
    ['between two of them', 1.5, 2],
    ['after them all', 9, undefined],
  ])('have the deploy where it was: %s', (_, minute, deployIndex) => {
    expect(toBuckets(rounds([1, 2, 3, 4]), 60, new Date(at(0).getTime() + minute * 60_000))?.deployIndex).toBe(
      deployIndex,
    )
  })

  test('are none of no rounds', () => {
    expect(toBuckets([], 60, undefined)).toBeUndefined()
  })
})

describe('a sparkline', () => {
  const line = (means: readonly (number | undefined)[], deployedAt?: Date) => {
    const buckets = toBuckets(rounds(means), 20, deployedAt)
    return buckets && sparkline(buckets)
  }

  test('rises from 0 to the highest value, with the deploy in it', () => {
    expect(line([0, 1, 2, 4, 8], at(3))).toBe('▁▂▃┊▅█')
  })

  test.each([
    ['of a constant is full', [5, 5, 5], '███'],
    ['of zeros is empty', [0, 0, 0], '▁▁▁'],
    ['of one point is one bar', [7], '█'],
    ['has a dot where a round has no value', [4, 4, Number.NaN, Number.NaN, 4], '██··█'],
    ['stays as it is where there is no round', [4, 4, 4, 4, undefined, undefined, 4], '███████'],
    ['takes negative values for 0', [-4, 4], '▁█'],
  ])('%s', (_, means, text) => {
    expect(line(means)).toBe(text)
  })
})
