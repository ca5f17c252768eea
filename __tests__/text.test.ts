import { describe, expect, test } from '@jest/globals'
import { createSafeLogger } from '../src/log.ts'
import { count, formatStatus, quote, singleLine } from '../src/text.ts'

test('control characters, line breaks and reading directions become blanks', () => {
  expect(singleLine(' a\r\nb\u0000c\u2028d\u202Ee\u0007 ')).toBe('a b c d e')
})

test('half a character is repaired', () => {
  expect(singleLine('\uD83D')).toBe('\uFFFD')
})

test('a long text is cut and says so', () => {
  expect(quote('x'.repeat(301))).toBe(`"${'x'.repeat(300)}…"`)
})

test('quotation marks inside a quotation do not end it', () => {
  expect(quote('say "x"')).toBe(`"say 'x'"`)
})

test('one is singular', () => {
  expect([count(1, 'test'), count(2, 'test')]).toEqual(['1 test', '2 tests'])
})

describe('the log', () => {
  const lines: string[] = []
  const write = (line: string) => {
    lines.push(line)
  }
  const log = createSafeLogger({ info: write, notice: write, warning: write, error: write, debug: write }, ['s3cret'])

  test.each([
    ['two\nlines', 'two lines'],
    ['\n::set-output name=x::y', ': :set-output name=x::y'],
    ['a ##[set-env name=x]y', 'a ## [set-env name=x]y'],
    ['the s3cret', 'the ***'],
  ])('makes one harmless line of %j', (text, line) => {
    for (const write of [log.info, log.notice, log.warning, log.error, log.debug]) {
      write(text)
      expect(lines.pop()).toBe(line)
    }
  })
})

test.each([
  [404, '404 Not Found'],
  [299, '299'],
])('the status %i is written as %s', (status, text) => {
  expect(formatStatus(status)).toBe(text)
})
