import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { codeSpan, link, tableRow } from '../../src/report/markdown.ts'
import { htmlOf, linksIn } from './helpers.ts'

describe('codeSpan', () => {
  it.each([
    ['Shop', '`Shop`'],
    ['', '`–`'],
    ['a `tick`', '`` a `tick` ``'],
    ['one | other', '`one | other`'],
    ['two\nlines\tand a tab', '`two lines and a tab`'],
    ['x'.repeat(201), `\`${'x'.repeat(200)}…\``],
  ])('shows %j as code', (text, markdown) => {
    expect(codeSpan(text)).toBe(markdown)
  })

  it('makes one code span, and nothing else, of any text', () => {
    fc.assert(
      fc.property(hostileText, text => {
        expect(htmlOf(codeSpan(text))).toMatch(/^<p><code>[^<>]*<\/code><\/p>$/)
      }),
    )
  })

  it('keeps any text within its cell of a table', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        const html = htmlOf(`| A | B |\n| --- | --- |\n${tableRow([codeSpan(one), codeSpan(other)])}`)
        expect(html.replace(/<code>[^<>]*<\/code>/g, 'code').match(/<td>code<\/td>/g)).toHaveLength(2)
      }),
    )
  })
})

describe('link', () => {
  it('links to an https address', () => {
    expect(link('Open', 'https://app.thousandeyes.com/?a=1&b=2')).toBe('[Open](https://app.thousandeyes.com/?a=1&b=2)')
  })

  it.each(['http://app.thousandeyes.com/', 'javascript:alert(1)', 'data:text/html,x', 'nonsense', ''])(
    'shows the label alone where the address is %j',
    url => {
      expect(link('Open', url)).toBe('Open')
    },
  )

  it('leads to its address, whatever characters are in it', () => {
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

/** Text that Markdown or HTML would interpret, and any other text. */
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
