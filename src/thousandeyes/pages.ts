import * as v from 'valibot'
import { quote } from '../text.ts'
import { call, type Means, successIn } from './call.ts'
import { authorization } from './credentials.ts'
import { type Exchange, type HttpAnswer, type HttpRequest, REQUEST_TIMEOUT_MS } from './http.ts'
import { whatHappened } from './problem.ts'
import { isUncertain, nextRead, type Tries } from './retry.ts'
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

const Paged = v.object({ _links: v.nullish(v.object({ next: v.nullish(v.object({ href: v.string() })) })) })

/**
 * Reads the pages of a list, one after the other, as the API v7 links them by `_links.next.href`.
 *
 * @param what - names the list in the log
 * @param means - no request, and no wait, ends after its deadline
 * @throws UnreadableError when a page cannot be had in time or is not what `Page` says
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
    url = nextUrl(url, start, answer, body)
    yield page.output
  }
}

/**
 * Only the link's query is used: whatever address it names, the token goes where it has gone before. What the link does not
 * name, such as the account group, stays as it was asked for. A list whose link cannot be followed is not whole.
 */
function nextUrl(url: URL, start: URL, answer: HttpAnswer, body: unknown): URL | undefined {
  const { success, output } = v.safeParse(Paged, body)
  if (!success) throw new UnreadableError(notAsDescribed(answer))
  const href = output._links?.next?.href
  if (href === undefined) return undefined
  const next = new URL(start)
  for (const [name, value] of URL.parse(href, url.href)?.searchParams ?? []) next.searchParams.set(name, value)
  if (next.href !== url.href) return next
  throw new UnreadableError(`ThousandEyes gave a link to the next page that leads nowhere: ${quote(href)}.`)
}

async function get(url: URL, service: Service, what: string, means: Means): Promise<HttpAnswer> {
  for (let tries: Tries = { sent: 0, uncertain: 0 }; ; ) {
    const exchange = await call(pageRequest(url, service, timeLeftMs(means)), service, what, means)
    const success = successIn(exchange)
    if (success !== undefined) return success
    tries = { sent: tries.sent + 1, uncertain: tries.uncertain + (isUncertain(exchange) ? 1 : 0) }
    const mayTryAgain = await waitForNextTry(exchange, tries, means)
    if (!mayTryAgain) throw new UnreadableError(whatHappened(exchange, service))
  }
}

/** @throws UnreadableError when none is left */
function timeLeftMs({ clock, deadline }: Means): number {
  const leftMs = deadline.getTime() - clock.now().getTime()
  if (leftMs <= 0) throw new UnreadableError('It took too long to read, and was left.')
  return leftMs
}

/** Resolves to whether there is to be another try, once it is time for it. */
async function waitForNextTry(exchange: Exchange, tries: Tries, means: Means): Promise<boolean> {
  const { clock, random, signal } = means
  const step = nextRead(exchange, tries, clock.now(), random)
  const mayWait = step.kind === 'wait' && step.ms <= timeLeftMs(means)
  if (mayWait) await clock.sleep(step.ms, signal).catch(() => undefined)
  if (signal.aborted) throw new UnreadableError('The job was cancelled.')
  return mayWait
}

function pageRequest(url: URL, { credentials }: Service, leftMs: number): HttpRequest {
  const headers = { authorization: authorization(credentials), accept: v7.accept }
  const timeoutMs = Math.min(REQUEST_TIMEOUT_MS, leftMs)
  return { method: 'GET', url, headers, maxBodyBytes: MAX_PAGE_BYTES, timeoutMs }
}

function notAsDescribed({ body }: HttpAnswer): string {
  return body.length >= MAX_PAGE_BYTES
    ? 'A page of it is larger than 16 MiB.'
    : `ThousandEyes answered with something else than its documentation says: ${body.trim() === '' ? 'nothing' : quote(body)}.`
}
