import { describe, expect, it } from '@jest/globals'
import { formatBeforeAndAfter, formatChange, formatPoints, formatValue } from '../../src/report/format.ts'

describe('formatValue', () => {
  it.each([
    { value: 341.4, unit: 'ms', text: '341 ms' },
    { value: 4.2345, unit: 'ms', text: '4.23 ms' },
    { value: 99.934, unit: '%', text: '99.93 %' },
    { value: 99.996, unit: '%', text: '99.996 %' },
    { value: 0.004, unit: '%', text: '0.004 %' },
    { value: 0, unit: '%', text: '0 %' },
    { value: 485_123, unit: 'B/s', text: '485 kB/s' },
    { value: 12_345_678, unit: 'B/s', text: '12.3 MB/s' },
    { value: 1_000, unit: 'B/s', text: '1 kB/s' },
    { value: 999, unit: 'B/s', text: '999 B/s' },
    { value: 3_210_000_000, unit: 'B/s', text: '3.21 GB/s' },
    { value: 1.5e30, unit: 'ms', text: '1.5e+30 ms' },
    { value: 2, unit: '', text: '2' },
    { value: 4.213, unit: '', text: '4.21' },
    { value: 0.00833, unit: '', text: '0.01' },
    { value: 0.0001, unit: '', text: '< 0.01' },
    { value: Number.NaN, unit: 'ms', text: '–' },
  ] as const)('writes $value in "$unit" as $text', ({ value, unit, text }) => {
    expect(formatValue(value, unit)).toBe(text)
  })

  it('writes as many digits as it takes to stay on the same side of a limit', () => {
    expect(formatValue(500.04, 'ms', 500)).toBe('500.04 ms')
    expect(formatValue(485_400, 'B/s', 485_000)).toBe('485.4 kB/s')
    expect(formatValue(500, 'ms', 500)).toBe('500 ms')
  })
})

describe('formatBeforeAndAfter', () => {
  it.each([
    { before: 120, after: 341, unit: 'ms', text: '120 → 341 ms' },
    { before: 485_000, after: 512_000, unit: 'B/s', text: '485 → 512 kB/s' },
    { before: 950_000, after: 1_500_000, unit: 'B/s', text: '950 kB/s → 1.5 MB/s' },
    { before: 0, after: 1_500_000, unit: 'B/s', text: '0 → 1.5 MB/s' },
    { before: 120, after: Number.NaN, unit: 'ms', text: '120 ms → –' },
    { before: Number.NaN, after: 341, unit: 'ms', text: '– → 341 ms' },
    { before: Number.NaN, after: Number.NaN, unit: 'ms', text: '– → –' },
  ] as const)('writes $before and $after in "$unit" as $text', ({ before, after, unit, text }) => {
    expect(formatBeforeAndAfter(before, after, unit)).toBe(text)
  })
})

describe('formatChange', () => {
  it.each([
    { percent: 184.4, text: '+184 %' },
    { percent: -3.21, text: '-3.2 %' },
    { percent: 0, text: '0 %' },
    { percent: 0.04, text: '0 %' },
    { percent: -0.04, text: '0 %' },
    { percent: Number.POSITIVE_INFINITY, text: 'from 0' },
    { percent: Number.NaN, text: '–' },
  ])('writes a change of $percent percent as $text', ({ percent, text }) => {
    expect(formatChange(percent)).toBe(text)
  })

  it('writes as many digits as it takes to stay on the same side of a limit', () => {
    expect(formatChange(20.04, 20)).toBe('+20.04 %')
  })
})

describe('formatPoints', () => {
  it.each([
    { difference: -6.5, text: '-6.5 points' },
    { difference: 3.333, text: '+3.3 points' },
    { difference: 0.1, text: '+0.1 points' },
    { difference: -0.042, text: '-0.04 points' },
    { difference: 0.001, text: '0 points' },
  ])('writes a difference of $difference as $text', ({ difference, text }) => {
    expect(formatPoints(difference)).toBe(text)
  })
})
