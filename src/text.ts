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

/** The JSON in a text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `undefined` when it is too deep. */
export function stringifyJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** For a bug of the action. */
export function formatUnexpectedError(error: unknown): string {
  return `Unexpected error: ${quote(String(error))}. Please report it.`
}

/** The text of a page of HTML, as gateways send; other text as it is. Takes linear time. */
export function stripTags(text: string): string {
  if (!/^\s{0,100}<(!doctype|html|head|body)/i.test(text)) return text
  const lowerCase = text.toLowerCase()
  let stripped = ''
  for (let index = 0; index < text.length; ) {
    const open = text.indexOf('<', index)
    stripped += `${text.slice(index, open < 0 ? undefined : open)} `
    const skipped = /^<(style|script)\b/.exec(lowerCase.slice(open, open + 8))?.[1]
    const end = skipped === undefined ? open : lowerCase.indexOf(`</${skipped}`, open)
    const close = open < 0 || end < 0 ? -1 : text.indexOf('>', end)
    if (close < 0) break
    index = close + 1
  }
  return stripped.replace(/\s+/g, ' ')
}
