import { decodeEscapes, decodingStages, placesInText, withoutPartOfEscape } from './escapes.ts'
import { CUT_MARK } from './read-body.ts'

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
 * The text with every one of the `secrets` replaced by `***`, as the runner would, also in another case and in escapes of JSON,
 * HTML and URLs. The rest of the text keeps its escapes, so JSON stays JSON. Takes linear time.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const stages = decodingStages(text)
  const redacted = replaceIn(stages, secrets)
  return stages.length === 1 ? redacted : replaceIn([redacted], secrets)
}

/** The first of the stages of decoding, without the secrets that the last one shows. */
function replaceIn(stages: readonly string[], secrets: readonly string[]): string {
  const [text = ''] = stages
  const places = placesOf(secrets, stages.at(-1) ?? '')
  const inText = placesInText(places.flat(), stages)
  const kept: string[] = []
  let last = 0
  for (const index of places.keys()) {
    const [before = 0, start = 0, end = 0] = inText.slice(3 * index, 3 * index + 3)
    const isAfterEscape = start - before > 1
    kept.push(text.slice(last, isAfterEscape ? before : start))
    last = end
  }
  return [...kept, text.slice(last)].join('***')
}

/** In a text: the character before where it may have taken the first ones of the secret, the beginning and the end. */
type Place = readonly [before: number, start: number, end: number]

/** The places of all `secrets`, in order and apart from each other. */
function placesOf(secrets: readonly string[], text: string): readonly Place[] {
  const oneCase = inOneCase(text)
  const all = [...new Set(secrets.map(inOneCase))].flatMap(secret => placesOfOne(secret, oneCase))
  const places: Place[] = []
  for (const [before, start, end] of all.sort(([, a], [, b]) => a - b)) {
    const [lastBefore = 0, lastStart = 0, lastEnd = 0] = places.at(-1) ?? []
    if (start >= lastEnd) places.push([Math.max(before, lastEnd), start, end])
    else places[places.length - 1] = [lastBefore, lastStart, Math.max(lastEnd, end)]
  }
  return places
}

/**
 * A secret is found without its first characters too, since what stands before it may make them the end of an escape: in
 * `100%4f2c…`, those of `4f2c…`. The rest alone gives it away.
 */
function placesOfOne(secret: string, text: string): readonly Place[] {
  const maxMissing = Math.max(0, Math.min(PART_LENGTH, secret.length - PART_LENGTH))
  const rest = secret.slice(maxMissing)
  const places: Place[] = []
  for (let at = text.indexOf(rest); at >= 0; at = text.indexOf(rest, at + rest.length)) {
    let missing = maxMissing
    let start = at
    for (; missing > 0 && text[start - 1] === secret[missing - 1]; missing--) start--
    places.push([missing === 0 ? start : Math.max(0, start - 1), start, at + rest.length])
  }
  return places
}

/** In small letters, with every character where it was: this one's small letter is two. */
function inOneCase(text: string): string {
  return text.replaceAll('\u0130', 'i').toLowerCase()
}

/** Redacts the body of a response, and the beginning of a secret where the body is cut. */
export function redactBody(body: string, secrets: readonly string[]): string {
  const redacted = redact(body, secrets)
  if (!body.endsWith(CUT_MARK)) return redacted
  return `${redactEnd(redacted.slice(0, -CUT_MARK.length), secrets)}${CUT_MARK}`
}

/** The text without the beginning of a secret at its end, which may break off within an escape. */
function redactEnd(text: string, secrets: readonly string[]): string {
  const rest = text.slice(0, -MAX_END_LENGTH)
  const end = text.slice(-MAX_END_LENGTH)
  const wanted = secrets.map(inOneCase)
  for (const stages of stagesOfEnd(end)) {
    const decoded = stages.at(-1) ?? ''
    const length = lengthOfBeginning(wanted, inOneCase(decoded))
    const [start] = placesInText([decoded.length - length], stages)
    if (length > 0) return `${rest}${end.slice(0, start)}***`
  }
  return text
}

/** Every stage of decoding, as it is and with the next ones, and the same without a part of an escape at its end. */
function stagesOfEnd(end: string): readonly (readonly string[])[] {
  const stages = decodingStages(end)
  return stages.flatMap((stage, index) => {
    const whole = withoutPartOfEscape(stage)
    return [[stage], [whole], decodingStages(whole)].map(next => [...stages.slice(0, index), ...next])
  })
}

/** How much of a secret the text ends with; 0 where it is too little. */
function lengthOfBeginning(secrets: readonly string[], text: string): number {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= SHORTEST_BEGINNING; length--) {
      if (text.endsWith(secret.slice(0, length))) return length
    }
  }
  return 0
}

/** Room for any token, however its characters are escaped. */
const MAX_END_LENGTH = 64 * 1024

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
