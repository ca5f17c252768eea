import { describe, expect, it } from '@jest/globals'
import { formatChange, formatValue } from '../../src/report/format.ts'

describe('formatValue', () => {
  it.each([
    { value: 341.4, unit: 'ms', text: '341 ms' },
    { value: 4.2345, unit: 'ms', text: '4.23 ms' },
    { value: 99.934, unit: '%', text: '99.93 %' },
    { value: 99.996, unit: '%', text: '99.996 %' },
    { value: 0.004, unit: '%', text: '0.004 %' },
    { value: 0, unit: '%', text: '0 %' },
    { value: 2, unit: '', text: '2' },
    { value: Number.NaN, unit: 'ms', text: '–' },
  ] as const)('writes $value in "$unit" as $text', ({ value, unit, text }) => {
    expect(formatValue(value, unit)).toBe(text)
  })

  it('writes as many digits as it takes to stay on the same side of a limit', () => {
    expect(formatValue(500.04, 'ms', 500)).toBe('500.04 ms')
  })
})

describe('formatChange', () => {
  it.each([
    { percent: 184.4, text: '+184 %' },
    { percent: -3.21, text: '-3.21 %' },
    { percent: 0, text: '0 %' },
    { percent: Number.POSITIVE_INFINITY, text: 'from 0' },
    { percent: Number.NaN, text: '–' },
  ])('writes a change of $percent percent as $text', ({ percent, text }) => {
    expect(formatChange(percent)).toBe(text)
  })
})
