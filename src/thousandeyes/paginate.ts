import * as v from 'valibot'
import { quote } from '../text.ts'
import type { ApiConfig } from './api.ts'
import { v7 } from './api-v7.ts'
import { type ApiContext, call, successIn } from './client.ts'
import { authorization } from './credentials.ts'
import { parseJson } from './error-body.ts'
import { whatHappened } from './errors.ts'
import { type HttpRequest, type HttpResponse, REQUEST_TIMEOUT_MS } from './http.ts'
import type { Pace } from './pace.ts'
import { isUncertain, nextRead, type Tries } from './retry.ts'

/** Thrown when something cannot be read: a sentence on one line that says why. */
export class ReadError extends Error {
  override readonly name = 'UnreadableError'
}

const TOO_LONG = 'It took too long to read, and was left.'

/** A page is read whole before its rows are reduced to numbers. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024

/** More than any window needs; a service that never ends is left there. */
const MAX_PAGES = 1_000

/** What comes in from outside to read with. */
export interface ReadContext extends ApiContext {
  readonly pace: Pace
}

const Paged = v.object({ _links: v.nullish(v.object({ next: v.nullish(v.object({ href: v.string() })) })) })

/**
 * Reads the pages of a list, one after the other, as the API v7 links them by `_links.next.href`.
 *
 * @param what - names the list in the log
 * @param means - no request, and no wait, ends after its deadline
 * @throws UnreadableError when a page cannot be had in time or is not what `Page` says
 */
export async function* paginate<Page>(
  api: ApiConfig,
  what: string,
  start: URL,
  Page: v.GenericSchema<unknown, Page>,
  context: ReadContext,
): AsyncGenerator<Page, void> {
  const read = new Set<string>()
  for (let url: URL | undefined = start; url !== undefined; ) {
    if (read.size === MAX_PAGES) throw new ReadError(`ThousandEyes has more than ${MAX_PAGES} pages of it.`)
    if (read.has(url.href)) throw new ReadError('ThousandEyes links a page of it as the next of a later one.')
    read.add(url.href)
    const answer: HttpResponse = await get(url, api, what, context)
    const body = parseJson(answer.body)
    const page = v.safeParse(Page, body)
    if (!page.success) throw new ReadError(notAsDescribed(answer))
    url = nextUrl(url, start, answer, body)
    yield page.output
  }
}

/**
 * Only the link's query is used: whatever address it names, the token goes where it has gone before. What the link does not
 * name, such as the account group, stays as it was asked for. A list whose link cannot be followed is not whole.
 */
function nextUrl(url: URL, start: URL, answer: HttpResponse, body: unknown): URL | undefined {
  const { success, output } = v.safeParse(Paged, body)
  if (!success) throw new ReadError(notAsDescribed(answer))
  const href = output._links?.next?.href
  if (href === undefined) return undefined
  const link = URL.parse(href, url.href)
  if (link === null) throw new ReadError(`ThousandEyes gave a link to the next page that is none: ${quote(href)}.`)
  const next = new URL(start)
  for (const [name, value] of link.searchParams) next.searchParams.set(name, value)
  return next
}

async function get(url: URL, api: ApiConfig, what: string, context: ReadContext): Promise<HttpResponse> {
  const { clock, random, pace } = context
  for (let tries: Tries = { sent: 0, uncertain: 0 }; ; ) {
    const isInTime = await wait(pace.waitMs(clock.now()), context)
    if (!isInTime) throw new ReadError(TOO_LONG)
    const result = await call(pageRequest(url, api, timeLeftMs(context)), api, what, context)
    pace.note(result, clock.now())
    const success = successIn(result)
    if (success !== undefined) return success
    tries = { sent: tries.sent + 1, uncertain: tries.uncertain + (isUncertain(result) ? 1 : 0) }
    const step = nextRead(result, tries, clock.now(), random)
    const mayTryAgain = step.kind === 'wait' && (await wait(step.ms, context))
    if (!mayTryAgain) throw new ReadError(whatHappened(result, api))
  }
}

/**
 * Resolves to whether it waited; it does not where that would end after the deadline.
 *
 * @throws UnreadableError when the time is over, or the job cancelled
 */
async function wait(ms: number, context: ReadContext): Promise<boolean> {
  const { clock, signal } = context
  const isInTime = ms <= timeLeftMs(context)
  if (isInTime && ms > 0) await clock.sleep(ms, signal).catch(() => undefined)
  if (signal.aborted) throw new ReadError('The job was cancelled.')
  return isInTime
}

/** @throws UnreadableError when none is left */
function timeLeftMs({ clock, deadline }: ApiContext): number {
  const leftMs = deadline.getTime() - clock.now().getTime()
  if (leftMs <= 0) throw new ReadError(TOO_LONG)
  return leftMs
}

function pageRequest(url: URL, { credentials }: ApiConfig, leftMs: number): HttpRequest {
  const headers = { authorization: authorization(credentials), accept: v7.accept }
  const timeoutMs = Math.min(REQUEST_TIMEOUT_MS, leftMs)
  return { method: 'GET', url, headers, maxBodyBytes: MAX_PAGE_BYTES, timeoutMs }
}

function notAsDescribed({ body }: HttpResponse): string {
  return body.length >= MAX_PAGE_BYTES
    ? 'A page of it is larger than 16 MiB.'
    : `ThousandEyes answered with something else than its documentation says: ${body.trim() === '' ? 'nothing' : quote(body)}.`
}
