import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { code, link, tableRow } from '../../src/report/markdown.ts'
import { htmlOf, linksIn } from './html.ts'

describe('text from outside', () => {
  test.each([
    ['Shop', '`Shop`'],
    ['', '`–`'],
    ['a `tick`', '`` a `tick` ``'],
    ['one | other', '`one | other`'],
    ['two\nlines\tand a tab', '`two lines and a tab`'],
    ['x'.repeat(201), `\`${'x'.repeat(200)}…\``],
  ])('%j is shown as code', (text, markdown) => {
    expect(code(text)).toBe(markdown)
  })

  test('whatever it is, is one code span and nothing else', () => {
    fc.assert(
      fc.property(hostileText, text => {
        expect(htmlOf(code(text))).toMatch(/^<p><code>[^<>]*<\/code><\/p>$/)
      }),
    )
  })

  test('whatever it is, stays within its cell', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        const html = htmlOf(`| A | B |\n| --- | --- |\n${tableRow([code(one), code(other)])}`)
        expect(html.replace(/<code>[^<>]*<\/code>/g, 'code').match(/<td>code<\/td>/g)).toHaveLength(2)
      }),
    )
  })
})

describe('a link', () => {
  test('is shown when it is https', () => {
    expect(link('Open', 'https://app.thousandeyes.com/?a=1&b=2')).toBe('[Open](https://app.thousandeyes.com/?a=1&b=2)')
  })

  test.each(['http://app.thousandeyes.com/', 'javascript:alert(1)', 'data:text/html,x', 'nonsense', ''])(
    'is left out when it is %j',
    url => {
      expect(link('Open', url)).toBe('Open')
    },
  )

  test('leads where it says, whatever is in it', () => {
    fc.assert(
      fc.property(fc.webPath(), hostileText, (path, query) => {
        const url = new URL(`https://app.thousandeyes.com${path}?q=${query}`)
        const html = htmlOf(`| A |\n| --- |\n${tableRow([link('Open', url.href)])}`)
        const [there, ...more] = linksIn(html)
        expect(more).toEqual([])
        expect(decoded(there)).toBe(decoded(url.href))
        expect(html).toContain('>Open</a></td>')
      }),
    )
  })
})

/** Strings that are all but harmless, and any others. */
const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(...'`|\\<>[]()!@#*_~:&;-\n\r\t "\'', '```', '<!--', '-->', '&copy;', 'www.evil.example'), {
      maxLength: 30,
    })
    .map(parts => parts.join('')),
)

const decoded = (url = '') =>
  url.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
