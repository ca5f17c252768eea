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

/** The text, cut to `maxLength`. */
export function shorten(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength).toWellFormed().trimEnd()}…` : text
}

/** `1 test`, `2 tests`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** `Paris, Rome and 2 more`: at most `most` of them. */
export function listSome(items: readonly string[], most: number, separator = ', '): string {
  const more = items.length - most
  return `${items.slice(0, most).join(separator)}${more > 0 ? ` and ${more} more` : ''}`
}

/** `404 Not Found` */
export function formatStatus(status: number): string {
  return [status, STATUS_CODES[status]].filter(Boolean).join(' ')
}

/** The JSON in a text; `undefined` if it isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** For a bug of the action. */
export function formatUnexpectedError(error: unknown): string {
  return `Unexpected error: ${quote(String(error))}. Please report it.`
}
