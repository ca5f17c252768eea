import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { codeSpan, link, safeMessage, safeText, tableRow } from '../../src/report/markdown.ts'
import { htmlOf, linksIn } from './helpers.ts'

describe('codeSpan', () => {
  it.each([
    ['Shop', '`Shop`'],
    ['', '`–`'],
    ['a `tick`', '`` a `tick` ``'],
    ['one | other', '`one | other`'],
    ['two\nlines\tand a tab', '`two lines and a tab`'],
    ['x '.repeat(101), `\`${'x '.repeat(100).trim()}…\``],
    ['界'.repeat(201), `\`${'界'.repeat(200)}…\``],
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

describe('safeText', () => {
  it.each([
    ['Shop front page', 'Shop front page'],
    ['Ashburn, VA (Trial) & Paris', 'Ashburn, VA (Trial) &amp; Paris'],
    ['order_a_book > pay', 'order\\_a\\_book &gt; pay'],
    ['@octocat', '`@octocat`'],
    ['see #12', '`see #12`'],
    ['GH-12', '`GH-12`'],
    ['www.evil.example', '`www.evil.example`'],
    ['https://evil.example', '`https://evil.example`'],
    ['is :tada: up', '`is :tada: up`'],
    ['fixed by 4f1c2d3e', '`fixed by 4f1c2d3e`'],
    ['- [x]', '`- [x]`'],
    ['', '`–`'],
  ])('writes %j as %s', (text, markdown) => {
    expect(safeText(text)).toBe(markdown)
  })

  it('makes no element but code of any text, and no link', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const html = htmlOf(`Test ${safeText(text)} is fine`)
        expect(html.replaceAll(/<code>[^<>]*<\/code>/g, '')).toMatch(/^<p>[^<>]*<\/p>$/)
        expect(outsideCode(html)).not.toMatch(/[@#`]/)
      }),
    )
  })
})

describe('safeMessage', () => {
  it('shows what a message quotes as code, and its own words as they are', () => {
    expect(safeMessage('ThousandEyes answered 404 Not Found: "no @test". Check testId; see Manage > Sharing.')).toBe(
      'ThousandEyes answered 404 Not Found: `no @test`. Check testId; see Manage &gt; Sharing.',
    )
  })

  it('makes no element but code of any text, wherever its quotation marks are', () => {
    fc.assert(
      fc.property(fc.array(hostileText), parts => {
        const html = htmlOf(`Test: ${safeMessage(`a ${parts.join('"')}`)} b`)
        expect(html.replaceAll(/<code>[^<>]*<\/code>/g, '')).toMatch(/^<p>[^<>]*<\/p>$/)
        expect(outsideCode(html)).not.toMatch(/[@#`]/)
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

const outsideCode = (html: string) => html.replaceAll(/<code>[^<>]*<\/code>/g, '').replaceAll(/&(#x?\w+|\w+);/g, '')

const decoded = (url = '') =>
  url.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
