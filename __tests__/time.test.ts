import { expect, test } from '@jest/globals'
import { formatDuration, formatIso, formatUtc, systemClock } from '../src/time.ts'

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [59_001, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min'],
])('%d ms are written as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('times are written in UTC', () => {
  const time = new Date('2026-11-23T09:37:42.999+01:00')
  expect(formatIso(time)).toBe('2026-11-23T08:37:42Z')
  expect(formatUtc(time)).toBe('2026-11-23 08:37 UTC')
})

test('the system clock sleeps until it is woken by a cancelled job', async () => {
  const cancelled = AbortSignal.abort()
  await expect(systemClock.sleep(3_600_000, cancelled)).rejects.toThrow('aborted')
  await systemClock.sleep(0, new AbortController().signal)
  expect(systemClock.now().getTime()).toBeGreaterThan(0)
  const startMs = systemClock.monotonicMs()
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(startMs)
  expect(systemClock.timeout(3_600_000).aborted).toBe(false)
  // Times that are left are fractions of a millisecond, which Node refuses.
  expect(systemClock.timeout(25_282.76).aborted).toBe(false)
})
