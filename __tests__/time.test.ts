import { describe, expect, it, test } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import { formatDuration, formatIso, formatUtc, serviceClock, systemClock } from '../src/time.ts'

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [59_001, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min'],
  [5_400_000, '1 h 30 min'],
  [91_020_000, '25 h 17 min'],
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

describe('a clock that goes by the service', () => {
  const start = new Date('2026-11-23T08:37:42Z')
  const never = new AbortController().signal

  it.each([
    ['is slow', 'Mon, 23 Nov 2026 08:40:44 GMT', '2026-11-23T08:40:44Z'],
    ['is fast', 'Mon, 23 Nov 2026 08:33:42 GMT', '2026-11-23T08:33:42Z'],
    ['is right to two seconds', 'Mon, 23 Nov 2026 08:37:40 GMT', '2026-11-23T08:37:42Z'],
    ['cannot be compared', 'soon', '2026-11-23T08:37:42Z'],
    ['cannot be compared with anything', undefined, '2026-11-23T08:37:42Z'],
  ])("has the time of its response if the runner's %s", (_, date, now) => {
    const clock = serviceClock(manualClock(start))
    clock.observe(date)
    expect(formatIso(clock.now())).toBe(now)
  })

  it('goes on from there, tells when a moment was, and follows a runner that sets its clock', async () => {
    const runner = manualClock(start)
    const clock = serviceClock(runner)
    clock.observe('Mon, 23 Nov 2026 08:40:44 GMT')
    await clock.sleep(60_000, never)
    expect(formatIso(clock.now())).toBe('2026-11-23T08:41:44Z')
    expect(formatIso(clock.at(0))).toBe('2026-11-23T08:40:44Z')
    runner.setWallClock(new Date('2026-11-23T08:41:44Z'))
    clock.observe('Mon, 23 Nov 2026 08:41:44 GMT')
    expect(formatIso(clock.now())).toBe('2026-11-23T08:41:44Z')
  })

  it('does not take a response for late that took long to arrive', async () => {
    const clock = serviceClock(manualClock(start))
    await clock.sleep(20_000, never)
    clock.observe('Mon, 23 Nov 2026 08:37:43 GMT', 0)
    expect(formatIso(clock.now())).toBe('2026-11-23T08:38:02Z')
  })
})
