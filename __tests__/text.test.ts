import { describe, expect, it } from '@jest/globals'
import { createSafeLogger } from '../src/log.ts'
import { count, formatStatus, quote, singleLine } from '../src/text.ts'

describe('singleLine', () => {
  it.each([
    ['control characters, line breaks and reading directions', ' a\r\nb\u0000c\u2028d\u202Ee\u0007 ', 'a b c d e'],
    ['half a character', '\uD83D', '\uFFFD'],
  ])('replaces %s', (_, text, line) => {
    expect(singleLine(text)).toBe(line)
  })
})

describe('quote', () => {
  it.each([
    ['cuts a long text and says so', 'x'.repeat(301), `"${'x'.repeat(300)}…"`],
    ['does not let a quotation mark in the text end the quotation', 'say "x"', `"say 'x'"`],
  ])('%s', (_, text, quoted) => {
    expect(quote(text)).toBe(quoted)
  })
})

describe('count', () => {
  it.each([
    [1, '1 test'],
    [2, '2 tests'],
  ])('writes %d as %s', (n, text) => {
    expect(count(n, 'test')).toBe(text)
  })
})

describe('formatStatus', () => {
  it.each([
    [404, '404 Not Found'],
    [299, '299'],
  ])('writes %d as %s', (status, text) => {
    expect(formatStatus(status)).toBe(text)
  })
})

describe('createSafeLogger', () => {
  const lines: string[] = []
  const write = (line: string) => {
    lines.push(line)
  }
  const log = createSafeLogger({ info: write, notice: write, warning: write, error: write, debug: write }, ['s3cret'])

  it.each([
    ['two\nlines', 'two lines'],
    ['\n::set-output name=x::y', ': :set-output name=x::y'],
    ['a ##[set-env name=x]y', 'a ## [set-env name=x]y'],
    ['the s3cret', 'the ***'],
  ])('writes %j as one line without commands and secrets', (text, line) => {
    for (const write of [log.info, log.notice, log.warning, log.error, log.debug]) {
      write(text)
      expect(lines.pop()).toBe(line)
    }
  })
})
