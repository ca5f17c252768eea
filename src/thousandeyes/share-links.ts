import { decodeEscapes } from '../escapes.ts'
import { isShareLink } from './schemas.ts'

/** A word of fewer characters has no room for the host of one. */
const MIN_LENGTH = 'share.thousandeyes.com'.length

const SHARE_HOST = /share\.(?:[\w-]{1,63}\.){0,3}thousandeyes\.com/i

/** The text with every word replaced that has a public link; nothing of it where one is in pieces, with blanks or tags between. */
export function hideShareLinks(text: string): string {
  const shown = text.replace(/[^\s"<>]+/g, word => (hasShareLink(word) ? '***' : word))
  return SHARE_HOST.test(joinPieces(shown)) ? '***' : shown
}

/** Whether a word has a share link, as a browser or as a reader would see it. */
function hasShareLink(word: string): boolean {
  if (word.length < MIN_LENGTH) return false
  const unicode = word.replace(/\\u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  const decoded = decodeEscapes(unicode)
  const mentionsHost = ['share.', 'thousandeyes.com'].every(part => decoded.toLowerCase().includes(part))
  return mentionsHost || [unicode, decoded].some(isLinkIn)
}

function isLinkIn(word: string): boolean {
  const link = word.slice(Math.max(0, word.search(/https?:/i)))
  return URL.canParse(link) && isShareLink(link)
}

/** Without tags, and without blanks beside dots. */
function joinPieces(text: string): string {
  return decodeEscapes(text)
    .replace(/<[^<>]*>/g, '')
    .split('.')
    .map(piece => piece.trim())
    .join('.')
}
