import { describe, expect, test } from '@jest/globals'
import { earliestMs, isExceeded, LIMITS } from '../../src/thousandeyes/quota.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

describe('the next snapshots can be made', () => {
  test('at once, as many as the limits allow, then when the first ones no longer count', () => {
    expect(earliestMs(12, [], LIMITS, 0).map(ms => ms / SECOND)).toEqual([
      ...[0, 0, 0, 0, 0],
      ...[301, 301, 301, 301, 301],
      ...[3_601, 3_601],
    ])
  })

  test('as far as those of before leave room', () => {
    const used = [0, 2, 2, 4].map(minute => minute * MINUTE)
    expect(earliestMs(4, used, LIMITS, 4 * MINUTE).map(ms => ms / SECOND)).toEqual([240, 301, 421, 421])
  })

  test('at once, without limits', () => {
    expect(earliestMs(3, [1, 2, 3], [], 4)).toEqual([4, 4, 4])
  })

  test('at once, when nothing that was made still counts', () => {
    expect(earliestMs(1, [0, 0, 0, 0, 0], LIMITS, 6 * MINUTE)).toEqual([6 * MINUTE])
  })
})

describe('a limit', () => {
  const limit = { snapshots: 2, spanMs: 100 }

  test.each([
    ['of two is not exceeded by two', [0, 1], false],
    ['is exceeded by one more within its span', [0, 1, 99], true],
    ['is exceeded by one more within its span, however late that is', [500, 700, 701, 702], true],
    ['is not exceeded by one more after it', [0, 1, 100], false],
    ['stays exceeded, whatever comes later', [0, 1, 2, 500], true],
  ])('%s', (_, made, exceeded) => {
    expect(isExceeded(limit, made)).toBe(exceeded)
  })
})
