import { nameOf, type TestRecord } from '../step.ts'
import { shorten, singleLine } from '../text.ts'

/** Lines between a start and an end. A report that is too long loses lines one by one, and a section with its last line. */
export interface Section {
  readonly start: string
  readonly lines: readonly string[]
  readonly end: string
  /** Between two lines. */
  readonly separator: '\n' | '\n\n'
}

export function paragraphs(lines: readonly string[]): Section {
  return { start: '', lines, end: '', separator: '\n\n' }
}

export function tableSection(header: readonly [string, string], rows: readonly (readonly [string, string])[]): Section {
  return { start: `${tableRow(header)}\n| :-- | :-- |\n`, lines: rows.map(tableRow), end: '', separator: '\n' }
}

/** A section that is collapsed at first, with a title of text from outside or of our own. */
export function foldSection(title: string, lines: readonly string[], separator: Section['separator'] = '\n\n') {
  const shown = shownPart(title, MAX_NAME_LENGTH) || '–'
  // GitHub parses no Markdown within HTML.
  const summary = isPlain(shown) ? escapeHtml(shown) : `<code>${escapeHtml(shown)}</code>`
  return { start: `<details><summary>${summary}</summary>\n\n`, lines, end: '\n\n</details>', separator }
}

export function renderSection({ start, lines, end, separator }: Section): string {
  return `${start}${lines.join(separator)}${end}`
}

/**
 * Text from outside as a code span.
 *
 * GitHub searches rendered Markdown for mentions, issue numbers, commits, emoji, formulas and addresses. Neither a backslash nor
 * `&#64;` hides an `@` from it, but it leaves code out. In code nothing needs escaping but its own end and, in a table, the
 * pipe, see `tableRow`.
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

/** Text from outside: unchanged if GitHub reads nothing into it, otherwise a code span. */
export function safeText(text: string, maxLength = MAX_NAME_LENGTH): string {
  const shown = shownPart(text, maxLength)
  return isPlain(shown) ? escapeHtml(shown).replaceAll('_', '\\_') : codeSpan(text, maxLength)
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

/** Without the spaces and punctuation around it. */
const WORDS = /[^\s.,:;()](?:.*[^\s.,:;()])?/

/** A message with text from outside in quotation marks, which become code spans. */
export function safeMessage(message: string): string {
  return shownPart(message, MAX_MESSAGE_LENGTH)
    .split('"')
    .map((part, index) =>
      index % 2 === 1
        ? codeSpan(part, MAX_MESSAGE_LENGTH)
        : part.replace(WORDS, words => safeText(words, MAX_MESSAGE_LENGTH)),
    )
    .reduce((left, right) => {
      // Two code spans side by side would share their backticks.
      const isTouching = left.endsWith('`') && right.startsWith('`')
      return isTouching ? `${left} ${right}` : left + right
    })
}

function shownPart(text: string, maxLength: number): string {
  return shorten(singleLine(text).replace(/\s+/g, ' ').trim(), maxLength)
}

/** A row of a table; GitHub splits it at its pipes first, those in code included. */
export function tableRow(cells: readonly string[]): string {
  // `\\|` would be an escaped backslash and the end of the cell; an invisible word joiner keeps the two apart.
  const escaped = cells.map(text => text.replace(/\\(?=\|)/g, '\\\u2060').replaceAll('|', '\\|'))
  return `| ${escaped.join(' | ')} |`
}

/** Characters of a URL that Markdown or a table would interpret. */
const SPECIAL_IN_URL = /[|\\()<>[\]`]/g

/**
 * A link, or the label alone if the address is not `https`.
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

/** The same words for Markdown and for the log. */
export interface Style {
  emphasize(text: string): string
  /** Escapes text from outside. */
  text(text: string): string
  /** Escapes a message that quotes text from outside. */
  message(text: string): string
  /** @param label - escaped */
  link(label: string, url: string): string
  /** A link without words of its own. */
  address(url: string): string
  name(test: Pick<TestRecord, 'testId' | 'testName'>): string
}

export const MARKDOWN: Style = {
  emphasize: text => `**${text}**`,
  text: safeText,
  message: safeMessage,
  link,
  address: url => link('open', url),
  name: test => safeText(nameOf(test)),
}

export const PLAIN_TEXT: Style = {
  emphasize: String,
  text: singleLine,
  message: singleLine,
  link: label => label,
  address: url => url,
  name: test => singleLine(nameOf(test)),
}

/** The style without emphasis. */
export function unemphasized(style: Style): Style {
  return { ...style, emphasize: String }
}
