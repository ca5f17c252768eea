import { CUT_MARK } from './read-body.ts'
import { parseJson } from './text.ts'

/** No token is shorter. To redact a word such as `test` would ruin every link and message that has it. */
export const MIN_SECRET_LENGTH = 16

/**
 * Every form of a secret to mask and to look for, the longest first: as it is, in another case, percent-encoded, in hex, and in
 * base64, once and twice, also as a part of a longer text such as `Bearer …`. `redact` finds it in more encodings than these.
 * None for a text that is too short to be a secret.
 */
export function variantsOf(secret: string): readonly string[] {
  if (secret.length < MIN_SECRET_LENGTH) return []
  const hex = Buffer.from(secret).toString('hex')
  const cases = [secret, hex].flatMap(text => [text, text.toLowerCase(), text.toUpperCase()])
  // What is left of a secret with a backslash or a percent sign where it is decoded once too often, with any text after it.
  const decoded = [decodeEscapes(`${secret}!`).slice(0, -1)].filter(({ length }) => length >= MIN_SECRET_LENGTH)
  const whole = [base64(secret), base64(secret).replaceAll('=', '')].flatMap(inBothAlphabets)
  const cores = [secret, JSON.stringify(secret).slice(1, -1)].flatMap(base64Cores)
  const forms = [...cases, ...decoded, ...whole, ...cores, ...cores.flatMap(base64Cores)]
  return [...new Set(forms.flatMap(percentEncodings))].sort((a, b) => b.length - a.length)
}

/** What the base64 of any longer text has of this one: it depends on where in a group of three bytes it begins. */
function base64Cores(text: string): readonly string[] {
  const { length } = Buffer.from(text)
  return [0, 1, 2].flatMap(offset => {
    const encoded = base64('\0'.repeat(offset) + text)
    return inBothAlphabets(encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + length) * 8) / 6)))
  })
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function inBothAlphabets(base64Text: string): readonly string[] {
  return [base64Text, base64Text.replaceAll('+', '-').replaceAll('/', '_')]
}

/** As browsers encode, as RFC 3986 does, and both with small letters. */
function percentEncodings(text: string): readonly string[] {
  const encoded = encodeURIComponent(text)
  const strict = encoded.replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const lowerCase = (escaped: string) => escaped.replace(/%[\dA-F]{2}/g, code => code.toLowerCase())
  return [text, encoded, strict, lowerCase(encoded), lowerCase(strict)]
}

/**
 * The text with every one of the `secrets` replaced by `***`, as the runner would. Where one is found only after escapes of
 * JSON, HTML and URLs are decoded, the whole text is returned decoded. Takes linear time.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const redacted = replaceEach(text, secrets)
  const decoded = decodeEscapes(redacted)
  return secrets.some(secret => decoded.includes(secret)) ? replaceEach(decoded, secrets) : redacted
}

function replaceEach(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}

/** Redacts the body of a response: the strings of JSON one by one, and the beginning of a secret where the body is cut. */
export function redactBody(body: string, secrets: readonly string[]): string {
  const redacted = redact(body, secrets)
  if (body.endsWith(CUT_MARK)) return `${redactEnd(redacted.slice(0, -CUT_MARK.length), secrets)}${CUT_MARK}`
  // Most bodies hold no secret, and a page of results is large.
  if (redacted === body || parseJson(body) === undefined) return redacted
  try {
    const clean = JSON.parse(body, (_, value) => (typeof value === 'string' ? redact(value, secrets) : value))
    return redact(JSON.stringify(clean), secrets)
  } catch {
    // Too deep for a recursion; the text as a whole is redacted already.
    return redacted
  }
}

/** The text without the beginning of a secret at its end. */
function redactEnd(text: string, secrets: readonly string[]): string {
  const end = decodeEscapes(text.slice(-MAX_END_LENGTH))
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= SHORTEST_BEGINNING; length--) {
      if (end.endsWith(secret.slice(0, length))) return `${text.slice(0, -MAX_END_LENGTH)}${end.slice(0, -length)}***`
    }
  }
  return text
}

/** Room for any token with each of its characters written as `\u0041`. */
const MAX_END_LENGTH = 4096

/** Fewer characters of a secret tell nothing, and could be any word. */
const SHORTEST_BEGINNING = 4

/** So many characters of a secret in a row give it away, in any case. */
const PART_LENGTH = 8

/** No token is longer than this; what a longer text begins with is enough. */
const MAX_SECRET_LENGTH = 4096

/** The parts of the secrets that no text may hold which is shown. */
export function partsOf(secrets: readonly string[]): ReadonlySet<string> {
  return new Set(secrets.flatMap(secret => [...windows(secret.slice(0, MAX_SECRET_LENGTH))]))
}

export function holdsPart(text: string, parts: ReadonlySet<string>): boolean {
  for (const part of windows(text)) if (parts.has(part)) return true
  return false
}

function* windows(text: string): Generator<string, void> {
  const lowerCase = text.toLowerCase()
  for (let end = PART_LENGTH; end <= lowerCase.length; end++) yield lowerCase.slice(end - PART_LENGTH, end)
}

/** `%2D`, `&#x2d;`, `&#45;`, `&lowbar;`, `\u002d`, `\x2d` and `\/`; what is escaped again has more of `25`, `amp;` and `\`. */
const ESCAPE =
  /%(?:25){0,3}([\da-f]{2})|&(?:amp;){0,3}#x0{0,6}([\da-f]{2});?|&(?:amp;){0,3}#0{0,6}(\d{2,3});?|&(?:amp;){0,3}([a-z]{2,12});|\\{1,8}(?:u00([\da-f]{2})|x([\da-f]{2})|([!-~]))/gi

/** HTML's names of the ASCII characters that have one. */
const ENTITIES = new Map(
  'amp& apos\' ast* midast* bsol\\ colon: comma, commat@ dollar$ equals= excl! grave` gt> hat^ lbrace{ lcub{ lbrack[ lsqb[ lowbar_ underbar_ lpar( lt< num# percnt% period. plus+ quest? quot" rbrace} rcub} rbrack] rsqb] rpar) semi; sol/ verbar| vert| verticalline|'
    .split(' ')
    .map(entry => [entry.slice(0, -1), entry.slice(-1)]),
)

/** Escapes in escapes are decoded so often. */
const DECODING_ROUNDS = 3

/** The text with its escapes of printable ASCII decoded; secrets have no other characters. */
function decodeEscapes(text: string): string {
  let decoded = text
  for (let round = 0; round < DECODING_ROUNDS; round++) {
    const before = decoded
    decoded = before.replace(ESCAPE, decodeEscape)
    if (decoded === before) break
  }
  return decoded
}

function decodeEscape(match: string, ...groups: readonly (string | undefined)[]): string {
  const [percent, entityHex, entityDecimal, entityName, unicode, byte, escaped] = groups
  const hex = percent ?? entityHex ?? unicode ?? byte
  const code = hex === undefined ? Number(entityDecimal) : Number.parseInt(hex, 16)
  if (code > 0x20 && code < 0x7f) return String.fromCharCode(code)
  return escaped ?? ENTITIES.get(entityName?.toLowerCase() ?? '') ?? match
}
