import { singleLine } from '../text.ts'

/** Lines under a header; a report that is too long loses lines one by one, and a header with its last line. */
export interface Section {
  readonly header: readonly string[]
  readonly lines: readonly string[]
  /** Between two lines. */
  readonly separator: '\n' | '\n\n'
}

export function listSection(title: string, items: readonly string[]): Section {
  return { header: [title, ''], lines: items.map(item => `- ${item}`), separator: '\n' }
}

/** Enough of an error message to act on it. */
export const MAX_REASON_LENGTH = 1000

/**
 * Text from outside as a code span.
 *
 * GitHub searches rendered Markdown for mentions, issue numbers, commits, emoji, formulas and addresses, where neither a
 * backslash nor `&#64;` hides an `@`, but leaves code out. In code nothing needs escaping but its own end and, in a table,
 * the pipe, see `tableRow`.
 */
export function codeSpan(text: string, maxLength = 200): string {
  const line = singleLine(text).replace(/\s+/g, ' ').trim()
  const shown = line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line || '–'
  const longestRun = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const pad = /^`|`$/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** A row of a table; GitHub splits it at its pipes first, those in code included. */
export function tableRow(cells: readonly (string | number)[]): string {
  return `| ${cells.map(cell => escapePipes(String(cell))).join(' | ')} |`
}

/** `\\|` would be an escaped backslash and the end of the cell; an invisible word joiner keeps the two apart. */
function escapePipes(text: string): string {
  return text.replace(/\\(?=\|)/g, '\\\u2060').replaceAll('|', '\\|')
}

/** Characters of a URL that Markdown or a table would interpret. */
const SPECIAL = /[|\\()<>[\]`]/g

/**
 * A link, or the label alone where the address is not `https`.
 *
 * @param label - Markdown: text of the action or a code span
 */
export function link(label: string, url: string): string {
  const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: '', href: '' }
  if (protocol !== 'https:') return label
  const escaped = href
    .replace(SPECIAL, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    // Markdown would decode `&copy;` in an address.
    .replace(/&(?=[a-z\d#]+;)/gi, '&amp;')
  return `[${label}](${escaped})`
}
