import { STATUS_CODES } from 'node:http'

const LINE_BREAKERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu

/** The text without control characters, line breaks and characters that turn the reading direction. */
export function singleLine(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKERS, ' ').trim()
}

/** Text from outside in quotation marks, on one line and cut to `maxLength`. */
export function quote(text: string, maxLength = 300): string {
  const line = singleLine(text).replaceAll('"', "'")
  return `"${line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line}"`
}

/** The text with every one of the `secrets` replaced by `***`, as the runner would. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}

/** The same for what may be JSON, which can write every character of a secret in several ways, and may break off in one. */
export function redactJson(text: string, secrets: readonly string[]): string {
  // Without a backslash there is but one way; and a page of results is large.
  if (!text.includes('\\')) return redactEnd(redact(text, secrets), secrets)
  try {
    const clean = JSON.parse(text, (_, value) => (typeof value === 'string' ? redact(value, secrets) : value))
    return redact(JSON.stringify(clean), secrets)
  } catch {
    return redactEnd(redact(withoutEscapes(text), secrets), secrets)
  }
}

/** What JSON's escapes stand for, in a text that is no whole JSON. */
function withoutEscapes(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(.)/g, '$1')
}

/** The text without the beginning of a secret at its end, where it may have broken off. */
function redactEnd(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= SHORTEST_PART; length--) {
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`
    }
  }
  return text
}

/** Fewer characters of a secret tell nothing, and could be any word. */
const SHORTEST_PART = 4

/** `1 test`, `2 tests`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** `404 Not Found`; the number only when it is not a standard status. */
export function formatStatus(status: number): string {
  return [status, STATUS_CODES[status]].filter(Boolean).join(' ')
}
