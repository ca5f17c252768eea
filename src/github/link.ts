import * as v from 'valibot'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** The address of a comment: `https`, or `http` on a loopback address. */
export const CommentLink = v.pipe(
  v.string(),
  v.check(URL.canParse),
  v.transform(text => new URL(text)),
  v.check(({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))),
  v.transform(({ href }) => href),
)
