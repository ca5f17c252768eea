import { expect, test } from '@jest/globals'
import { formatValue, signedPercent } from '../../src/report/format.ts'

test.each([
  [341.4, 'ms', '341 ms'],
  [4.2345, 'ms', '4.23 ms'],
  [99.934, '%', '99.93 %'],
  [99.996, '%', '99.996 %'],
  [0.004, '%', '0.004 %'],
  [0, '%', '0 %'],
  [2, '', '2'],
  [Number.NaN, 'ms', '–'],
] as const)('%d in %s reads %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text)
})

test.each([
  [184.4, '+184 %'],
  [-3.21, '-3.21 %'],
  [0, '0 %'],
  [Number.POSITIVE_INFINITY, 'from 0'],
  [Number.NaN, '–'],
])('a change of %d reads %s', (percent, text) => {
  expect(signedPercent(percent)).toBe(text)
})
