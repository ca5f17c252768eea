import { expect, test } from '@jest/globals'
import { WINDOW_HOURS, windowFor } from '../src/window.ts'

const now = new Date('2026-11-23T08:37:42.500Z')

test('the window ends at the start of the present minute, so that a fast clock never asks for the future', () => {
  expect(windowFor({ hours: 1, endTime: undefined }, now)).toEqual({
    from: new Date('2026-11-23T07:37:00Z'),
    to: new Date('2026-11-23T08:37:00Z'),
  })
})

test('a given end is taken to the second', () => {
  const endTime = new Date('2026-11-22T01:02:03Z')
  expect(windowFor({ hours: 2, endTime }, now).to).toEqual(endTime)
})

test.each(WINDOW_HOURS)('a window of %d hours is exactly that long', hours => {
  const { from, to } = windowFor({ hours, endTime: undefined }, now)
  expect(to.getTime() - from.getTime()).toBe(hours * 3_600_000)
})

test('the window holds the last round that was waited for, also where it started in the present minute', () => {
  const lastRoundAt = new Date('2026-11-23T08:37:00Z')
  expect(windowFor({ hours: 1 }, now, lastRoundAt)).toEqual({
    from: new Date('2026-11-23T07:37:01Z'),
    to: new Date('2026-11-23T08:37:01Z'),
  })
  expect(windowFor({ hours: 1 }, now, new Date('2026-11-23T08:35:00Z')).to).toEqual(lastRoundAt)
})
