import { describe, expect, it } from '@jest/globals'
import { CUT_MARK } from '../src/read-body.ts'
import { holdsPart, MIN_SECRET_LENGTH, partsOf, redact, redactBody, variantsOf } from '../src/redaction.ts'

const PAGE_SIZE = 16 * 1024 * 1024

/** Many times what a large page takes. */
const MAX_CPU_MS = 3_000

/** Needs every encoding there is, and begins and ends with characters that base64 codes by `+` and `/`. */
const TOKEN = '~~>?a-b_C.d+e/F=9!\'(0)*"\\Zz?>~~'
const PLAIN_TOKEN = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64Url = (text: string) => Buffer.from(text).toString('base64url')
const hex = (text: string) => Buffer.from(text).toString('hex')
const eachCharacter = (write: (code: number) => string) => (text: string) =>
  Array.from(text, character => write(character.charCodeAt(0))).join('')

const ENTITY_NAMES: Readonly<Record<string, string>> = {
  '~': '~',
  '>': '&gt;',
  '?': '&quest;',
  _: '&lowbar;',
  '.': '&period;',
  '+': '&plus;',
  '/': '&sol;',
  '=': '&equals;',
  '!': '&excl;',
  "'": '&apos;',
  '(': '&lpar;',
  ')': '&rpar;',
  '*': '&ast;',
  '"': '&quot;',
  '\\': '&bsol;',
}

/** Encodings that only decoding undoes. */
const ESCAPES: Readonly<Record<string, (text: string) => string>> = {
  'named entities': text => Array.from(text, character => ENTITY_NAMES[character] ?? character).join(''),
  'decimal entities': eachCharacter(code => `&#${code};`),
  'decimal entities with zeros and without a semicolon': eachCharacter(code => `&#000${code}`),
  'hexadecimal entities': eachCharacter(code => `&#x${code.toString(16)};`),
  'hexadecimal entities in capitals': eachCharacter(code => `&#X${code.toString(16).toUpperCase()};`),
  'entities in entities': eachCharacter(code => `&amp;amp;#${code};`),
  'percent-encoding of every character': eachCharacter(code => `%${code.toString(16)}`),
  'percent-encoding twice': text => encodeURIComponent(encodeURIComponent(text)),
  'entities in percent-encoding': text => encodeURIComponent(eachCharacter(code => `&#${code};`)(text)),
  'escapes of JSON': eachCharacter(code => `\\u00${code.toString(16)}`),
  'escapes of JSON in JSON': eachCharacter(code => `\\\\u00${code.toString(16).toUpperCase()}`),
  'decimal entities with many zeros': eachCharacter(code => `&#${'0'.repeat(999)}${code};`),
  'hexadecimal entities with many zeros': eachCharacter(code => `&#x${'0'.repeat(7)}${code.toString(16)}`),
  'escapes of code points': eachCharacter(code => `\\u{${code.toString(16)}}`),
  'escapes of code points with zeros': eachCharacter(code => `\\u{000000000${code.toString(16)}}`),
  'escapes of JavaScript in percent signs': eachCharacter(code => `%u00${code.toString(16)}`),
  'escapes of JavaScript in percent signs, twice': eachCharacter(code => `%25u00${code.toString(16)}`),
  'escapes of JavaScript': eachCharacter(code => `\\x${code.toString(16)}`),
  'backslashes before every mark': text => text.replace(/\W/g, '\\$&'),
}

/** Encodings that the runner masks as well. */
const VARIANTS: Readonly<Record<string, (text: string) => string>> = {
  'no encoding': text => text,
  'small letters': text => text.toLowerCase(),
  'capital letters': text => text.toUpperCase(),
  'percent-encoding of browsers': encodeURIComponent,
  'percent-encoding of RFC 3986': text =>
    encodeURIComponent(text).replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16)}`),
  hex,
  'hex in capitals': text => hex(text).toUpperCase(),
  base64,
  'base64 of URLs': base64Url,
  'base64 in a URL': text => encodeURIComponent(base64(text)),
}

describe('redact', () => {
  it.each(Object.entries({ ...VARIANTS, ...ESCAPES }))('takes a secret out that is written in %s', (_, encode) => {
    for (const token of [TOKEN, PLAIN_TOKEN]) {
      expect(redact(`It sent «${encode(token)}» here.`, variantsOf(token))).toBe('It sent «***» here.')
    }
  })

  it.each(Object.entries(VARIANTS))('has a variant for %s, to be masked', (_, encode) => {
    for (const token of [TOKEN, PLAIN_TOKEN]) {
      expect(variantsOf(token)).toContain(encode(token).replace(/%../g, code => code.toUpperCase()))
    }
  })

  it.each([
    ['the header with it', (token: string) => `Bearer ${token}`],
    ['a Basic credential', (token: string) => `a@b.example:${token}`],
    ['JSON around it', (token: string) => JSON.stringify({ authorization: token, accept: '*/*' })],
    ['anything at every alignment, 1', (token: string) => `1${token}1`],
    ['anything at every alignment, 2', (token: string) => `22${token}22`],
    ['anything at every alignment, 3', (token: string) => `333${token}333`],
  ])('leaves nothing of a secret to decode in the base64 of %s', (_, wrap) => {
    const once = [base64, base64Url]
    for (const token of ['a1b2c3d4e5f6g7h8', `${PLAIN_TOKEN}!`, 'K?>~|o/_'.repeat(9)]) {
      for (const outer of [...once, ...once.flatMap(one => once.map(two => (text: string) => two(one(text))))]) {
        const shown = redact(outer(wrap(token)), variantsOf(token))
        expect(shown).toContain('***')
        // Decoded at any alignment, once and twice, what remains holds no three characters of it in a row.
        for (const text of decodings(shown).flatMap(one => [one, ...decodings(one)])) {
          for (let start = 0; start + 3 <= token.length; start++) {
            expect(text).not.toContain(token.slice(start, start + 3))
          }
        }
      }
    }
  })

  it.each([
    [
      'first letters',
      (token: string) => token.replace(/[a-z]+/gi, ([first = '', ...rest]) => first.toUpperCase() + rest.join('')),
    ],
    [
      'every other letter',
      (token: string) => Array.from(token, (one, index) => (index % 2 ? one.toUpperCase() : one)).join(''),
    ],
    [
      'exchanged case',
      (token: string) =>
        Array.from(token, one => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join(''),
    ],
  ])('takes a secret out that is written in capitals for %s, wherever letters change their length', (_, write) => {
    for (const token of [TOKEN, PLAIN_TOKEN]) {
      for (const shown of [write(token), encodeURIComponent(encodeURIComponent(write(token)))]) {
        expect(redact(`İİ «${shown}» İ`, variantsOf(token))).toBe('İİ «***» İ')
      }
    }
  })

  it.each(['%', '%25', '%2525', '\\x', '\\u00', '&#x', '&amp;#x0', '&#', '%u00', '\\u{', '%1', '&#x0000000000'])(
    'takes a secret out whose first characters end the escape %s',
    before => {
      const token = `4f2c1d3e${PLAIN_TOKEN}`
      for (const dash of ['-', '&#45;', '%2d', '%252D', '\\u002d']) {
        const shown = redact(`100${before}${token.replaceAll('-', dash)} x%41`, variantsOf(token))
        expect(shown).toMatch(/^100.*\*\*\* x%41$/)
        expect(shown).not.toMatch(/4f2c|2c1d|0a1b/)
      }
    },
  )

  it('takes a secret out that ends in a backslash, whatever follows its encoding', () => {
    const token = 'a1b2c3d4e5f6g7h8\\'
    for (const after of ['', ' ', '"', '!', '\\']) {
      const shown = redact(`${encodeURIComponent(encodeURIComponent(token))}${after}`, variantsOf(token))
      expect(shown).not.toContain('a1b2')
    }
  })

  it('takes a secret out with a percent sign before the code of no printable character, however often it is encoded', () => {
    for (const token of ['a1b2c3d4%aae5f6g7h8', '%0aa1b2c3d4e5f6g7h8', 'a1b2c3d4e5f6g7h8%00']) {
      for (let shown = token, times = 0; times < 4; times++, shown = encodeURIComponent(shown)) {
        expect(redact(`a ${shown} b`, variantsOf(token))).toBe('a *** b')
      }
    }
  })

  it('takes the end of a secret out too, and a whole one beside it', () => {
    expect(redact(`x${PLAIN_TOKEN.slice(8)} %41`, variantsOf(PLAIN_TOKEN))).toBe('x*** %41')
    const basic = `deploy@shop.example:${PLAIN_TOKEN}`
    expect(redact(`another@shop.example:${PLAIN_TOKEN}`, [basic, PLAIN_TOKEN])).toBe('another***')
  })

  it('leaves text without a secret as it is, with all its escapes', () => {
    const text = 'a%2Db &amp; c &#45; \\u002d \\n https://h.example/?a=%2541&lt;=1'
    expect(redact(text, variantsOf(TOKEN))).toBe(text)
  })

  it('replaces every one of several secrets', () => {
    expect(redact(`${TOKEN} and ${PLAIN_TOKEN}`, [TOKEN, PLAIN_TOKEN].flatMap(variantsOf))).toBe('*** and ***')
  })

  it('never decodes to a line break or another control character', () => {
    expect(redact(`%0A::debug::%00&#48;${PLAIN_TOKEN.slice(1)}&#10;&#x7f;`, [PLAIN_TOKEN])).toBe(
      '%0A::debug::%00***&#10;&#x7f;',
    )
  })
})

/** What the parts of a text decode to as base64, wherever their groups begin. */
function decodings(text: string): readonly string[] {
  return text
    .split('***')
    .flatMap(part => [0, 1, 2, 3].map(start => Buffer.from(part.slice(start), 'base64').toString('latin1')))
}

describe('variantsOf', () => {
  it('has none for a text that is too short to be a token, which would ruin links', () => {
    expect(variantsOf('x'.repeat(MIN_SECRET_LENGTH - 1))).toEqual([])
    expect(variantsOf('x'.repeat(MIN_SECRET_LENGTH))).not.toEqual([])
  })

  it('has the longest first, so that none hides another', () => {
    const lengths = variantsOf(TOKEN).map(({ length }) => length)
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a))
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(MIN_SECRET_LENGTH)
  })
})

describe('redactBody', () => {
  it('keeps JSON intact whose strings are redacted, as a link may stand beside them', () => {
    const body = JSON.stringify({
      echo: `&#${TOKEN.charCodeAt(0)};${TOKEN.slice(1)} "&quot;"`,
      link: 'https://h/?a=%22',
    })
    expect(JSON.parse(redactBody(body, variantsOf(TOKEN)))).toEqual({ echo: '*** "&quot;"', link: 'https://h/?a=%22' })
  })

  it.each([
    ['short strings', '"a",'],
    ['strings of 40 characters', `"${'x'.repeat(40)}",`],
  ])('takes little time for a large page of %s', (_, unit) => {
    const page = `["${PLAIN_TOKEN.replaceAll('-', '&#45;')}",${unit.repeat(PAGE_SIZE / unit.length)}"a"]`
    const start = process.cpuUsage()
    const shown = redactBody(page, variantsOf(PLAIN_TOKEN))
    const { user, system } = process.cpuUsage(start)
    expect({ isSlow: (user + system) / 1000 > MAX_CPU_MS, begin: shown.slice(0, 6) }).toEqual({
      isSlow: false,
      begin: '["***"',
    })
  })

  it('redacts the names of JSON as well', () => {
    expect(JSON.parse(redactBody(JSON.stringify({ [TOKEN]: 1 }), [TOKEN, JSON.stringify(TOKEN).slice(1, -1)]))).toEqual(
      { '***': 1 },
    )
  })

  it.each([
    ['breaks off after it', `{"detail":"${base64(TOKEN)}", "x`],
    ['breaks off in it', `{"detail":"${base64(TOKEN).slice(0, -9)}`],
    ...[
      '%',
      '%2',
      '%252',
      '%u00',
      '&',
      '&#',
      '&#x00000',
      '&amp;#1',
      '&lowba',
      '\\',
      '\\\\',
      '\\u',
      '\\u00',
      '\\u{0',
      '\\x6',
    ].map(
      part => [`breaks off in it, in an escape: ${part}`, `{"detail":"${base64(TOKEN).slice(0, 9)}${part}`] as const,
    ),
    ['breaks off in it, in another case', `{"detail":"${TOKEN.slice(0, 9).toUpperCase()}`],
    ['breaks off in it, in an entity in percent-encoding', `{"detail":"${base64(TOKEN).slice(0, 9)}%26%23`],
    ['breaks off in it, after many zeros', `{"detail":"${base64(TOKEN).slice(0, 9)}&#x${'0'.repeat(9_999)}`],
    ['breaks off in it, written as JSON may', `{"detail":"${base64(TOKEN).slice(0, 12).replaceAll('/', '\\u002f')}`],
  ])('redacts a body that %s', (_, text) => {
    const shown = redactBody(`${text}${CUT_MARK}`, variantsOf(TOKEN))
    expect(shown).toMatch(/^\{"detail":"\*\*\*.*…$/)
    expect(shown).not.toContain(base64(TOKEN).slice(0, 4))
  })

  it('redacts a body that breaks off in a secret whose first characters end an escape', () => {
    expect(redactBody(`x%254f2c1d3e${CUT_MARK}`, ['4f2c1d3e-1111-2222'])).toBe(`x%25***${CUT_MARK}`)
  })

  it.each(['a%', 'a &amp', 'a \\', 'a \\u00', '%25%25'])('keeps the end of a cut body without a secret: %s', text => {
    expect(redactBody(`${text}${CUT_MARK}`, variantsOf(TOKEN))).toBe(`${text}${CUT_MARK}`)
  })

  it('keeps the end of a whole body that happens to begin a secret', () => {
    expect(redactBody('see a-real', ['a-real-and-long-secret'])).toBe('see a-real')
  })
})

describe('holdsPart', () => {
  const parts = partsOf(variantsOf(PLAIN_TOKEN))

  it.each([
    ['the whole', PLAIN_TOKEN],
    ['capitals', PLAIN_TOKEN.toUpperCase()],
    ['eight characters', `x${PLAIN_TOKEN.slice(9, 17)}x`],
    ['its base64', base64(PLAIN_TOKEN).slice(5, 15)],
  ])('finds %s', (_, text) => {
    expect(holdsPart(text, parts)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['seven characters', PLAIN_TOKEN.slice(0, 7)],
    ['another text', 'neither true nor false'],
  ])('does not find %s', (_, text) => {
    expect(holdsPart(text, parts)).toBe(false)
  })
})
