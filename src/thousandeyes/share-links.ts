import { decodeEscapes } from '../escapes.ts'

/** A word of fewer characters has no room for the host of one. */
const MIN_LENGTH = 'share.thousandeyes.com'.length

const SHARE_HOST = /share\.(?:[\w-]{1,63}\.){0,3}thousandeyes\.com/i

/** The text with every word replaced that has a public link; nothing of it where one is in pieces, with blanks or tags between. */
export function hideShareLinks(text: string): string {
  const shown = text.replace(/[^\s"<>]+/g, word => (hasShareLink(word) ? '***' : word))
  return SHARE_HOST.test(joinPieces(shown)) ? '***' : shown
}

/** Whether a word has the host of a share link, as a browser or as a reader would see it. */
function hasShareLink(word: string): boolean {
  if (word.length < MIN_LENGTH) return false
  const unicode = word.replace(/\\u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  const text = inHostLetters(decodeEscapes(unicode)).toLowerCase()
  return ['share.', 'thousandeyes.com'].every(part => text.includes(part))
}

/**
 * As in the name of a host: letters of another width or style, also in percent-encoding, are plain ones, and invisible characters
 * count for nothing.
 */
function inHostLetters(text: string): string {
  return text
    .replace(/(?:%[89a-f][\da-f])+/gi, bytes => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
    .replace(/[^\0-\x7f]/gu, character => character.normalize('NFKC'))
    .replaceAll('\u3002', '.')
}

/** Without tags, and without blanks beside dots. */
function joinPieces(text: string): string {
  return inHostLetters(decodeEscapes(text))
    .replace(/<[^<>]*>/g, '')
    .split('.')
    .map(piece => piece.trim())
    .join('.')
}
