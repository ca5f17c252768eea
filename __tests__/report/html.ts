import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

/** Markdown as GitHub's dialect of it reads, addresses without brackets included. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  }).trim()
}

/** The addresses that a page leads to. */
export function linksIn(html: string): readonly string[] {
  return Array.from(html.matchAll(/href="([^"]*)"/g), ([, address = '']) => address.replaceAll('&amp;', '&'))
}
