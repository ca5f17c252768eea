import { createHash } from 'node:crypto'

/** GitHub's limit for a comment, in characters. */
const COMMENT_LIMIT = 65_536

const HEX_DIGITS = 16

/** The first line of a comment, which nobody sees: by it the comment of a key is found again. */
export function markerOf(key: string): string {
  return `<!-- thousandeyes-snapshot: ${createHash('sha256').update(key).digest('hex').slice(0, HEX_DIGITS)} -->`
}

/** The comment as it is sent. */
export function withMarker(key: string, body: string): string {
  return `${markerOf(key)}\n${body}`
}

/** Characters a comment has for its body, behind the marker. */
export const BODY_LIMIT = COMMENT_LIMIT - withMarker('', '').length
