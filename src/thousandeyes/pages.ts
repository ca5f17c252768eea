import * as v from 'valibot'
import { quote } from '../text.ts'
import { call, type Means, successIn } from './call.ts'
import { authorization } from './credentials.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { whatHappened } from './problem.ts'
import { isUncertain, nextRead, type Tries } from './retry.ts'
import { optional } from './schema.ts'
import type { Service } from './service.ts'
import { v7 } from './v7.ts'
import { parseJson } from './words.ts'

/** Thrown when something cannot be read: a sentence on one line that says why. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

/** A page is read whole before its rows are reduced to numbers. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024

/** More than any window needs; a service that never ends is left there. */
const MAX_PAGES = 1_000

const Paged = v.object({ _links: optional(v.object({ next: optional(v.object({ href: v.string() })) })) })

/**
 * Reads the pages of a list, one after the other, as the API v7 links them by `_links.next.href`.
 *
 * @param what - names the list in the log
 * @throws UnreadableError when a page cannot be had or is not what `Page` says
 */
export async function* readPages<Page>(
  service: Service,
  what: string,
  start: URL,
  Page: v.GenericSchema<unknown, Page>,
  means: Means,
): AsyncGenerator<Page, void> {
  let url: URL | undefined = start
  for (let read = 0; url !== undefined; read++) {
    if (read === MAX_PAGES) throw new UnreadableError(`ThousandEyes has more than ${MAX_PAGES} pages of it.`)
    const answer: HttpAnswer = await get(url, service, what, means)
    const body = parseJson(answer.body)
    const page = v.safeParse(Page, body)
    if (!page.success) throw new UnreadableError(notAsDescribed(answer))
    url = nextUrl(url, body)
    yield page.output
  }
}

/** Only the link's query is used: whatever address it names, the token goes where it has gone before. */
function nextUrl(url: URL, body: unknown): URL | undefined {
  const { success, output } = v.safeParse(Paged, body)
  const href = success ? output._links?.next?.href : undefined
  if (href === undefined || !URL.canParse(href, url.href)) return undefined
  const next = new URL(url)
  next.search = new URL(href, url.href).search
  return next.href === url.href ? undefined : next
}

async function get(url: URL, service: Service, what: string, means: Means): Promise<HttpAnswer> {
  const request: HttpRequest = {
    method: 'GET',
    url,
    headers: { authorization: authorization(service.credentials), accept: v7.accept },
    maxBodyBytes: MAX_PAGE_BYTES,
  }
  const { clock, random, signal, deadline } = means
  for (let tries: Tries = { sent: 0, uncertain: 0 }; ; ) {
    const exchange = await call(request, service, what, means)
    const success = successIn(exchange)
    if (success !== undefined) return success
    tries = { sent: tries.sent + 1, uncertain: tries.uncertain + (isUncertain(exchange) ? 1 : 0) }
    const step = nextRead(exchange, tries, clock.now(), random)
    const mayWait = step.kind === 'wait' && clock.now().getTime() + step.ms <= deadline.getTime()
    if (mayWait) await clock.sleep(step.ms, signal).catch(() => undefined)
    if (signal.aborted) throw new UnreadableError('The job was cancelled.')
    if (!mayWait) throw new UnreadableError(whatHappened(exchange, service))
  }
}

function notAsDescribed({ body }: HttpAnswer): string {
  return body.length >= MAX_PAGE_BYTES
    ? 'A page of it is larger than 16 MiB.'
    : `ThousandEyes answered with something else than its documentation says: ${body.trim() === '' ? 'nothing' : quote(body)}.`
}
