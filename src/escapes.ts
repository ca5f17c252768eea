/**
 * `%2D`, `%u002D`, `&#x2d;`, `&#45;`, `&lowbar;`, `\u002d`, `\u{2d}`, `\x2d` and `\/`; what is escaped again has more of `25`,
 * `amp;` and `\`. It captures no groups, which would take most of the time.
 */
const ESCAPE =
  /%(?:25){0,3}(?:u00)?[\da-f]{2}|&(?:amp;){0,3}(?:#x0*[\da-f]{2};?|#0*\d{2,3};?|[a-z]{2,12};)|\\{1,8}(?:u00[\da-f]{2}|u\{0*[\da-f]{2}\}|x[\da-f]{2}|[!-~])/gi

/** What an escape begins with. */
const ESCAPE_MARKS = ['%', '&', '\\']

/** HTML's names of the ASCII characters that have one. */
const ENTITIES = new Map(
  'amp& apos\' ast* midast* bsol\\ colon: comma, commat@ dollar$ equals= excl! grave` gt> hat^ lbrace{ lcub{ lbrack[ lsqb[ lowbar_ underbar_ lpar( lt< num# percnt% period. plus+ quest? quot" rbrace} rcub} rbrack] rsqb] rpar) semi; sol/ verbar| vert| verticalline|'
    .split(' ')
    .map(entry => [entry.slice(0, -1), entry.slice(-1)]),
)

/** Escapes in escapes are decoded so often. */
const DECODING_ROUNDS = 4

/** The text with its escapes of printable ASCII decoded; secrets have no other characters. */
export function decodeEscapes(text: string): string {
  return decodingStages(text).at(-1) ?? text
}

/** The text, and what each round of decoding makes of it. */
export function decodingStages(text: string): readonly string[] {
  const stages = [text]
  for (let source = text; stages.length <= DECODING_ROUNDS; ) {
    const decoded = source.replace(ESCAPE, decodeEscape)
    if (decoded === source) break
    stages.push(decoded)
    source = decoded
  }
  return stages
}

/** Where `places` of the last stage, which are in order, are in the first one. */
export function placesInText(places: readonly number[], stages: readonly string[]): readonly number[] {
  return stages.slice(0, -1).reduceRight(placesInSource, places)
}

/** Where `places` of a decoded text, which are in order, are in its source. */
function placesInSource(places: readonly number[], source: string): readonly number[] {
  const found: number[] = []
  let shift = 0
  const findUpTo = (limit: number) => {
    for (let next = places[found.length]; next !== undefined && next <= limit; next = places[found.length]) {
      found.push(next + shift)
    }
  }
  source.replace(ESCAPE, (match, start: number) => {
    findUpTo(start - shift)
    shift += match.length - decodeEscape(match).length
    return match
  })
  findUpTo(Number.POSITIVE_INFINITY)
  return found
}

function decodeEscape(match: string): string {
  if (match.startsWith('&') && !match.includes('#')) return ENTITIES.get(lastName(match)) ?? match
  if (match.at(-2) === '\\') return match.slice(-1)
  const code = codeOf(match)
  // `%2525aa` is `%aa`, which a secret may have.
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : match.replace(/^%(?:25)+/, '%')
}

/** `lt` of `&amp;lt;` */
function lastName(entity: string): string {
  const start = Math.max(entity.slice(0, -1).lastIndexOf(';'), 0)
  return entity.slice(start + 1, -1).toLowerCase()
}

function codeOf(match: string): number {
  if (!match.startsWith('&')) return Number.parseInt(match.slice(match.endsWith('}') ? -3 : -2), 16)
  const digits = match.slice(match.indexOf('#') + 1)
  return /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10)
}

/** The text without the part of an escape that it may end with. */
export function withoutPartOfEscape(text: string): string {
  let end = Math.max(...ESCAPE_MARKS.map(mark => text.lastIndexOf(mark)), 0)
  if (!/^[%&\\][\w#;{]*$/.test(text.slice(end))) return text
  while (ESCAPE_MARKS.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
