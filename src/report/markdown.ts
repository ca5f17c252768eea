import { singleLine } from '../text.ts'

/** How much is shown of why something could not be had. */
export const MAX_REASON_LENGTH = 1000

/**
 * Text from outside as a code span.
 *
 * GitHub looks for mentions, issue numbers, commits, emoji, formulas and addresses in what Markdown has become, where
 * neither a backslash nor `&#64;` hides an `@` from it; only in code it looks for nothing. And in code nothing is left to
 * escape but the code's own end; and in a table the pipe, for which `tableRow` is there.
 */
export function code(text: string, maxLength = 200): string {
  const line = singleLine(text).replace(/\s+/g, ' ').trim()
  const shown = line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line || '–'
  const longestRun = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const pad = /^`|`$/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** A row of a table, which is split at its pipes before anything else is read, code or not. */
export function tableRow(cells: readonly (string | number)[]): string {
  return `| ${cells.map(cell => escapePipes(String(cell))).join(' | ')} |`
}

/** A row reads `\\|` as an escaped backslash and the end of a cell; an invisible character keeps the two apart. */
function escapePipes(text: string): string {
  return text.replace(/\\(?=\|)/g, '\\\u2060').replaceAll('|', '\\|')
}

/** Characters that a URL may hold and that mean something to Markdown or to a table. */
const MEANINGFUL = /[|\\()<>[\]`]/g

/** A link with a label of ours or in `code`; without the link where the address is not `https`. */
export function link(label: string, url: string): string {
  const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: '', href: '' }
  if (protocol !== 'https:') return label
  const harmless = href
    .replace(MEANINGFUL, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    // Markdown would read `&copy;` in an address as the sign.
    .replace(/&(?=[a-z\d#]+;)/gi, '&amp;')
  return `[${label}](${harmless})`
}
