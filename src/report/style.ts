import { singleLine } from '../text.ts'
import { link, safeMessage, safeText } from './markdown.ts'
import { nameOf, type ReportedTest } from './report.ts'

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
  name(test: Pick<ReportedTest, 'testId' | 'testName'>): string
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
  emphasize: text => text,
  text: singleLine,
  message: singleLine,
  link: label => label,
  address: url => url,
  name: test => singleLine(nameOf(test)),
}
