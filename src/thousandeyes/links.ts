import * as v from 'valibot'
import type { ApiConfig } from './config.ts'

const SERVICE_DOMAIN = 'thousandeyes.com'

const HttpsUrl = v.pipe(
  v.string(),
  v.url(),
  v.transform(text => new URL(text)),
  v.check(({ protocol }) => protocol === 'https:'),
)

/** A link that may be shown: `https`, without a user, to `thousandeyes.com` or the domain of the API, which is X for `api.X`. */
export function serviceLink({ baseUrl }: Pick<ApiConfig, 'baseUrl'>) {
  const domains = [SERVICE_DOMAIN, new URL(baseUrl).hostname.replace(/^api\./, '')]
  return v.pipe(
    HttpsUrl,
    v.check(({ username, password }) => username + password === ''),
    v.check(({ hostname }) => domains.some(domain => `.${hostname.replace(/\.$/, '')}`.endsWith(`.${domain}`))),
    v.transform(({ href }) => href),
  )
}

/** The domain of an `https` link, such as `thousandeyes.us`. The rest of a share link's host is secret. */
export const LinkDomain = v.pipe(
  HttpsUrl,
  v.transform(({ hostname }) => hostname.split('.').slice(-2).join('.')),
)

/** Whether anyone with this link to the service can open it: share links, and only they, have a label `share` in their host's name. */
export function isShareLink(link: string): boolean {
  return new URL(link).hostname.split('.').includes('share')
}

const SHARE_HOST = /\bshare\.[\w-]/i

/** The text with every word that has the host of a share link replaced by `***`. */
export function hideShareLinks(text: string): string {
  return text.replace(/[^\s"<>]+/g, word => (SHARE_HOST.test(word) ? '***' : word))
}

/** `123` of `https://api.thousandeyes.com/v7/tests/http-server/123?aid=1`; used as a name and never as an address. */
export function lastSegment(href: string): string {
  const path = href.replace(/[?#].*/s, '')
  return path.split('/').findLast(segment => segment !== '') ?? ''
}
