import { STATUS_CODES } from 'node:http'
import * as v from 'valibot'

const LINE_BREAKERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu

/** The text without control characters, line breaks and characters that turn the reading direction. */
export function singleLine(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKERS, ' ').trim()
}

/** Text from outside in quotation marks, on one line and cut to `maxLength`. */
export function quote(text: string, maxLength = 300): string {
  return `"${shorten(singleLine(text).replaceAll('"', "'"), maxLength)}"`
}

/** The text without quotation marks around it. */
export function unquoted(text: string): string {
  return text.replace(/^(?:"([^"]*)"|'([^']*)')$/, '$1$2').trim()
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

/** The value as the schema reads it; `undefined` if it has another shape. */
export function parsed<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output | undefined {
  const { success, output } = v.safeParse(schema, value)
  return success ? output : undefined
}

/** For a bug of the action. */
export function formatUnexpectedError(error: unknown): string {
  return `Unexpected error: ${quote(String(error))}. Please report it.`
}

/** The names that are most like a word, whatever the case: up to three that hold it, or are a few letters away from it. */
export function closestNames(word: string, names: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase()
  const maxEdits = Math.max(1, Math.floor(wanted.length / 4))
  return names
    .map(name => ({ name, edits: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= maxEdits || (wanted.length > 2 && name.toLowerCase().includes(wanted)))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** Levenshtein's: how many letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  const others = [...to]
  let distances = Array.from({ length: others.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...from].entries()) {
    let [left, diagonal] = [row + 1, row]
    const current = distances.slice(1).map((above, column) => {
      left = Math.min(diagonal + (letter === others[column] ? 0 : 1), above + 1, left + 1)
      diagonal = above
      return left
    })
    distances = [row + 1, ...current]
  }
  return distances.at(-1) ?? 0
}
