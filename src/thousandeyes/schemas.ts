import * as v from 'valibot'
import { shorten } from '../text.ts'
import type { ApiConfig } from './api.ts'

/** An optional field that is not worth failing for: where it is missing or of another type, it is `undefined`. */
export function lenientOptional<T extends v.GenericSchema>(schema: T) {
  return v.fallback(v.optional(schema), undefined)
}

/** A name or the like, for people: no longer than a few lines, whatever the service sends, since it is shown in many places. */
export const ShownText = v.pipe(
  v.string(),
  v.transform(text => shorten(text, MAX_TEXT_LENGTH)),
)

const MAX_TEXT_LENGTH = 1000

/** What a browser drops or changes as it reads a URL: a secret written with it would not be found. */
const REWRITTEN = /[^\x21-\x7e]|\\|\/(?:\.|%2e){1,2}(?=[/?#]|$)/i

const SERVICE_DOMAIN = 'thousandeyes.com'

/** A link to the service's own host that may be shown: `https`, without a user, as a browser would read it. */
export function serviceLink({ baseUrl }: Pick<ApiConfig, 'baseUrl'>) {
  const isOfService = ({ protocol, username, password, hostname }: URL) =>
    protocol === 'https:' &&
    username + password === '' &&
    (isInDomain(hostname, SERVICE_DOMAIN) || hostname === new URL(baseUrl).hostname)
  return v.pipe(
    v.string(),
    v.check(text => text.length <= MAX_LINK_LENGTH && !REWRITTEN.test(text) && URL.canParse(text)),
    v.transform(text => new URL(text)),
    v.check(isOfService),
    v.transform(({ href }) => href),
  )
}

const MAX_LINK_LENGTH = 4096

/** Whether anyone with the link can open it: share links, and only they, have a label `share` in their host's name. */
export function isShareLink(link: string): boolean {
  const hostname = new URL(link).hostname.replace(/\.$/, '')
  return isInDomain(hostname, SERVICE_DOMAIN) && hostname.split('.').includes('share')
}

function isInDomain(hostname: string, domain: string): boolean {
  const name = hostname.replace(/\.$/, '')
  return name === domain || name.endsWith(`.${domain}`)
}

/** `123` of `https://api.thousandeyes.com/v7/tests/http-server/123?aid=1`; used as a name and never as an address. */
export function lastSegment(href: string): string {
  const [path = ''] = href.slice(0, MAX_LINK_LENGTH).split(/[?#]/, 1)
  return path.split('/').findLast(segment => segment !== '') ?? ''
}
