import * as v from 'valibot'
import { quote } from '../text.ts'
import { call, type Means, successIn } from './call.ts'
import { authorization } from './credentials.ts'
import { type HttpAnswer, type HttpRequest, REQUEST_TIMEOUT_MS } from './http.ts'
import type { Pace } from './pace.ts'
import { whatHappened } from './problem.ts'
import { isUncertain, nextRead, type Tries } from './retry.ts'
import type { Service } from './service.ts'
import { v7 } from './v7.ts'
import { parseJson } from './words.ts'

/** Thrown when something cannot be read: a sentence on one line that says why. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

const TOO_LONG = 'It took too long to read, and was left.'

/** A page is read whole before its rows are reduced to numbers. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024

/** More than any window needs; a service that never ends is left there. */
const MAX_PAGES = 1_000

/** What comes in from outside to read with. */
export interface ReadingMeans extends Means {
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
export async function* readPages<Page>(
  service: Service,
  what: string,
  start: URL,
  Page: v.GenericSchema<unknown, Page>,
  means: ReadingMeans,
): AsyncGenerator<Page, void> {
  const read = new Set<string>()
  for (let url: URL | undefined = start; url !== undefined; ) {
    if (read.size === MAX_PAGES) throw new UnreadableError(`ThousandEyes has more than ${MAX_PAGES} pages of it.`)
    if (read.has(url.href)) throw new UnreadableError('ThousandEyes links a page of it as the next of a later one.')
    read.add(url.href)
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
  const link = URL.parse(href, url.href)
  if (link === null)
    throw new UnreadableError(`ThousandEyes gave a link to the next page that is none: ${quote(href)}.`)
  const next = new URL(start)
  for (const [name, value] of link.searchParams) next.searchParams.set(name, value)
  return next
}

async function get(url: URL, service: Service, what: string, means: ReadingMeans): Promise<HttpAnswer> {
  const { clock, random, pace } = means
  for (let tries: Tries = { sent: 0, uncertain: 0 }; ; ) {
    const isInTime = await wait(pace.waitMs(clock.now()), means)
    if (!isInTime) throw new UnreadableError(TOO_LONG)
    const exchange = await call(pageRequest(url, service, timeLeftMs(means)), service, what, means)
    pace.note(exchange, clock.now())
    const success = successIn(exchange)
    if (success !== undefined) return success
    tries = { sent: tries.sent + 1, uncertain: tries.uncertain + (isUncertain(exchange) ? 1 : 0) }
    const step = nextRead(exchange, tries, clock.now(), random)
    const mayTryAgain = step.kind === 'wait' && (await wait(step.ms, means))
    if (!mayTryAgain) throw new UnreadableError(whatHappened(exchange, service))
  }
}

/**
 * Resolves to whether it waited; it does not where that would end after the deadline.
 *
 * @throws UnreadableError when the time is over, or the job cancelled
 */
async function wait(ms: number, means: ReadingMeans): Promise<boolean> {
  const { clock, signal } = means
  const isInTime = ms <= timeLeftMs(means)
  if (isInTime && ms > 0) await clock.sleep(ms, signal).catch(() => undefined)
  if (signal.aborted) throw new UnreadableError('The job was cancelled.')
  return isInTime
}

/** @throws UnreadableError when none is left */
function timeLeftMs({ clock, deadline }: Means): number {
  const leftMs = deadline.getTime() - clock.now().getTime()
  if (leftMs <= 0) throw new UnreadableError(TOO_LONG)
  return leftMs
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
