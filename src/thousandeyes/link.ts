import * as v from 'valibot'

/** What a browser drops or changes as it reads an address: a secret written with it would not be found, and then appear. */
const REWRITTEN = /[\p{Cc}\\]|\/\.\.?(?=[/?#]|$)/u

/** A link that may be shown: `https`, written the way a browser would read it. */
export const HttpsLink = v.pipe(
  v.string(),
  v.check(text => !REWRITTEN.test(text)),
  v.check(text => URL.canParse(text) && new URL(text).protocol === 'https:'),
  v.transform(text => new URL(text).href),
)

/** Whether anyone with the link can open it: share links, and only they, live under `.share.thousandeyes.com`. */
export function isShareLink(link: string): boolean {
  return new URL(link).hostname.replace(/\.$/, '').endsWith('.share.thousandeyes.com')
}
