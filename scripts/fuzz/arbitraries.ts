import fc from 'fast-check'
import { hostileText } from '../../__tests__/arbitrary.ts'
import { mutated, pathsIn } from '../../__tests__/json.ts'

/** Texts whose repetition takes a careless expression quadratic time. */
const REPEATED = [
  ...['<', '</', '<script>', '<!--', '&', '&#', '/', '\\', '\\u002', '%', '%2', '"', '`', '[', '](', '|', ' ', '\n'],
  ...['\r\n', '\u202e', '0', '1.', '-', '..', '::', ',', '=', 'share.', 'a', 'a ', 'é', '\ud800', '{"a":', '[[', '***'],
]

const ONE_MEBIBYTE = 2 ** 20

/** A short text again and again, now and then for a mebibyte. */
const repetition = fc
  .tuple(
    fc.constantFrom(...REPEATED),
    fc.oneof({ weight: 30, arbitrary: fc.nat(500) }, { weight: 1, arbitrary: fc.constant(ONE_MEBIBYTE) }),
    fc.constantFrom('', '<html>', '{"detail":"', 'https://'),
  )
  .map(([text, length, start]) => start + text.repeat(Math.ceil(length / text.length)))

const MARKUP = fc.constantFrom(
  '[link](https://evil.example)',
  '<https://evil.example>',
  '![](https://evil.example/pixel.png)',
  '`](https://evil.example)`',
  '<a href="https://evil.example">',
  '--><img src=x>',
  '|\n| --- |\n[x]: https://evil.example',
  'https://app.thousandeyes.com@evil.example/',
  'https://thousandeyes.com.evil.example/',
  'https://app.thousandeyes.com\\@evil.example/',
  'https://app.thousandeyes.com/%2e%2e/<script>',
  '//evil.example',
  'data:text/html,x',
  'https://xn--thousandeys-y9a.com/',
)

export const anyText = fc.oneof(
  { weight: 4, arbitrary: hostileText.map(text => text.slice(0, 5_000)) },
  { weight: 3, arbitrary: MARKUP },
  { weight: 2, arbitrary: repetition },
)

/** One of these texts with a part of it replaced. */
export function almost(texts: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({ text: fc.constantFrom(...texts), at: fc.nat(60), dropped: fc.nat(4), put: anyText })
  return edit.map(({ text, at, dropped, put }) => text.slice(0, at) + put + text.slice(at + dropped))
}

const anyNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 100, 1e15, 1e16, -1, 2 ** 31, 2 ** 53, 1e308, Number.MIN_VALUE, 1_795_420_800),
)

const anyValue = fc.oneof(
  { weight: 4, arbitrary: anyText },
  { weight: 3, arbitrary: anyNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], '') },
  { weight: 1, arbitrary: fc.jsonValue() },
)

/** A valid JSON value in which up to four values are other ones; now and then any JSON. */
export function almostJson(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const changed = fc.constantFrom(...samples).chain(sample => {
    const paths = pathsIn(sample)
    const change = fc.tuple(fc.constantFrom([], ...paths), anyValue)
    return fc
      .array(change, { maxLength: 4 })
      .map(changes => changes.reduce((json, [path, value]) => mutated(json, path, value), sample))
  })
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: fc.jsonValue() })
}

/** A body as a service may send it: JSON, JSON with escapes or cut short, a page of HTML, or any text. */
export function almostBody(samples: readonly unknown[]): fc.Arbitrary<string> {
  const json = almostJson(samples).map(value => JSON.stringify(value))
  return fc.oneof(
    { weight: 12, arbitrary: json },
    { weight: 1, arbitrary: json.map(text => text.replaceAll('/', '\\/')) },
    { weight: 1, arbitrary: fc.tuple(json, fc.nat(2_000)).map(([text, length]) => text.slice(0, length)) },
    { weight: 1, arbitrary: anyText.map(text => `<!doctype html><title>${text}</title>${text}`) },
    { weight: 1, arbitrary: anyText },
  )
}

const anyHeader = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '60',
    '-1',
    '1e9',
    '99999999999999999999',
    '1795420800',
    '',
    'NaN',
    'Infinity',
    '0x10',
    '1.5',
  ),
  fc.constantFrom('Mon, 23 Nov 2026 08:38:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', '2026-11-23T08:38:00Z'),
  anyText.map(text => text.slice(0, 1_000)),
)

/** The headers that the action reads. */
export const anyHeaders = fc.dictionary(
  fc.constantFrom(
    'retry-after',
    'date',
    'location',
    'content-type',
    'x-organization-rate-limit-limit',
    'x-organization-rate-limit-remaining',
    'x-organization-rate-limit-reset',
    'x-instant-test-rate-limit-remaining',
    'x-instant-test-rate-limit-reset',
  ),
  anyHeader,
)

export const anyStatus = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201) },
  { weight: 1, arbitrary: fc.constantFrom(204, 301, 400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
)
