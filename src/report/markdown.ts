import { shorten, singleLine } from '../text.ts'

/** Lines between a start and an end. A report that is too long loses lines one by one, and a section with its last line. */
export interface Section {
  readonly start: readonly string[]
  readonly lines: readonly string[]
  readonly end: readonly string[]
  /** Between two lines. */
  readonly separator: '\n' | '\n\n'
}

export function tableSection(header: readonly [string, string], rows: readonly (readonly [string, string])[]): Section {
  return { start: [tableRow(header), '| :-- | :-- |'], lines: rows.map(tableRow), end: [], separator: '\n' }
}

/** A section that is collapsed at first, with a title of text from outside or of our own. */
export function foldSection(title: string, lines: readonly string[]): Section {
  const start = [`<details><summary>${safeHtml(title)}</summary>`, '']
  return { start, lines, end: ['', '</details>'], separator: '\n\n' }
}

export function fold(title: string, blocks: readonly string[]): string {
  return [`<details><summary>${safeHtml(title)}</summary>`, ...blocks, '</details>'].join('\n\n')
}

/**
 * Text from outside as a code span.
 *
 * GitHub searches rendered Markdown for mentions, issue numbers, commits, emoji, formulas and addresses, where neither a
 * backslash nor `&#64;` hides an `@`, but leaves code out. In code nothing needs escaping but its own end and, in a table,
 * the pipe, see `tableRow`.
 */
export function codeSpan(text: string, maxLength = MAX_NAME_LENGTH): string {
  const shown = shownPart(text, maxLength) || '–'
  const longestRun = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const pad = /^`|`$/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

const MAX_NAME_LENGTH = 200

/** Enough of an error message to act on it. */
const MAX_MESSAGE_LENGTH = 1000

/** Text from outside as it is, where GitHub reads nothing into it, else as a code span. */
export function safeText(text: string, maxLength = MAX_NAME_LENGTH): string {
  const shown = shownPart(text, maxLength)
  return isPlain(shown) ? escapeHtml(shown).replaceAll('_', '\\_') : codeSpan(text, maxLength)
}

/** The same within HTML, where GitHub parses no Markdown. */
function safeHtml(text: string): string {
  const shown = shownPart(text, MAX_NAME_LENGTH) || '–'
  return isPlain(shown) ? escapeHtml(shown) : `<code>${escapeHtml(shown)}</code>`
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !SPECIAL.test(text)
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Words, and the characters in messages that Markdown leaves alone or that `safeText` escapes. */
const PLAIN = /^(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{N} .,:;()'’&+/%?!>=→≤≥_–—…-]+$/u

/** Addresses, emoji, commits and issues, which GitHub finds in plain words. */
const SPECIAL = /www\.|:\/\/|:[\w+-]+:|(?<![\p{L}\p{N}])(?=\d*[a-f])[\da-f]{7,40}(?![\p{L}\p{N}])|GH-\d/iu

/** A message with text from outside in quotation marks, which become code spans. */
export function safeMessage(message: string): string {
  return shownPart(message, MAX_MESSAGE_LENGTH)
    .split('"')
    .map((part, index) => (index % 2 === 1 ? codeSpan(part, MAX_MESSAGE_LENGTH) : safePart(part)))
    .reduce((left, right) => {
      // Two code spans side by side would share their backticks.
      const isTouching = left.endsWith('`') && right.startsWith('`')
      return isTouching ? `${left} ${right}` : left + right
    })
}

/** Keeps the blanks around a part, and parts of blanks and punctuation alone. */
function safePart(part: string): string {
  const start = part.search(WORD_CHARACTER)
  if (start < 0) return part
  let end = part.length
  while (!WORD_CHARACTER.test(part.charAt(end - 1))) end--
  return `${part.slice(0, start)}${safeText(part.slice(start, end), MAX_MESSAGE_LENGTH)}${part.slice(end)}`
}

const WORD_CHARACTER = /[^\s.,:;()]/

function shownPart(text: string, maxLength: number): string {
  return shorten(singleLine(text).replace(/\s+/g, ' ').trim(), maxLength)
}

/** A row of a table; GitHub splits it at its pipes first, those in code included. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escapePipes).join(' | ')} |`
}

/** `\\|` would be an escaped backslash and the end of the cell; an invisible word joiner keeps the two apart. */
function escapePipes(text: string): string {
  return text.replace(/\\(?=\|)/g, '\\\u2060').replaceAll('|', '\\|')
}

/** Characters of a URL that Markdown or a table would interpret. */
const SPECIAL_IN_URL = /[|\\()<>[\]`]/g

/**
 * A link, or the label alone where the address is not `https`.
 *
 * @param label - Markdown: text of the action, or text from outside that is escaped
 */
export function link(label: string, url: string): string {
  const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: '', href: '' }
  if (protocol !== 'https:') return label
  const escaped = href
    .replace(SPECIAL_IN_URL, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    // Markdown would decode `&copy;` in an address.
    .replace(/&(?=[a-z\d#]+;)/gi, '&amp;')
  return `[${label}](${escaped})`
}
