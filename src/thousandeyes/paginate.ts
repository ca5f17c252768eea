import * as v from 'valibot'
import { type HttpResponse, isSuccess } from '../http.ts'
import { parseJson } from '../text.ts'
import { type ApiConfig, readRequest } from './api.ts'
import { statusMessage } from './errors.ts'
import { type ApiContext, requestWithRetry } from './retry.ts'

/**
 * Thrown when something cannot be read; the message is a sentence or two on why. It quotes nothing of the response, which may
 * name agents and targets.
 */
export class ReadError extends Error {
  override readonly name = 'ReadError'
  /** The HTTP status, where a response was the cause. */
  readonly status: number | undefined

  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/** A page is read whole before its rows are reduced to numbers. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024

/** More than any window needs: a list without an end is not read further. */
const MAX_PAGES = 1_000

/** `v.object` takes a list for an object without fields, which would pass for the end of the pages. */
const NotList = v.custom<object>(value => !Array.isArray(value))

const Next = v.pipe(
  NotList,
  v.object({ href: v.nullish(v.string()) }),
  v.transform(({ href }) => href),
)
const Links = v.pipe(NotList, v.object({ next: v.nullish(v.union([v.literal(''), Next])) }))
const Paged = v.object({ _links: v.nullish(Links) })

/**
 * Reads the pages of a list one after the other, as API v7 links them by `_links.next.href`.
 *
 * Only the link's `cursor` is used, as in Cisco's SDK: whatever else the link names, the token and the other parameters go
 * where they went before. The list ends when `next` is missing, `null` or empty, or when a cursor repeats.
 *
 * @param label - names the list in the debug log
 * @param onPage - called with each page. Nothing keeps a page while the next one is read, since it may be large
 * @throws ReadError when a page cannot be read in time or is not what `Page` describes
 */
export async function readPages<Page>(
  api: ApiConfig,
  label: string,
  start: URL,
  Page: v.GenericSchema<unknown, Page>,
  context: ApiContext,
  onPage: (page: Page) => void,
): Promise<void> {
  const cursors = new Set<string>()
  for (let url = start; ; ) {
    const cursor = await readPage(url, api, label, Page, context, onPage)
    if (cursor === undefined || cursors.has(cursor)) return
    if (cursors.size === MAX_PAGES) throw new ReadError(`ThousandEyes has more than ${MAX_PAGES} pages of it.`)
    cursors.add(cursor)
    url = new URL(start)
    url.searchParams.set('cursor', cursor)
  }
}

/**
 * Resolves to the cursor of the next page; `undefined` on the last one.
 *
 * @throws ReadError
 */
async function readPage<Page>(
  url: URL,
  api: ApiConfig,
  label: string,
  Page: v.GenericSchema<unknown, Page>,
  context: ApiContext,
  onPage: (page: Page) => void,
): Promise<string | undefined> {
  const response = await fetchPage(url, api, label, context)
  const body = parseJson(response.body)
  const page = v.safeParse(Page, body)
  const links = v.safeParse(Paged, body)
  if (!page.success || !links.success) throw new ReadError(unexpectedBody(response))
  onPage(page.output)
  return parseCursor(links.output._links?.next || '', url)
}

/** @throws ReadError when the link is not a URL with a cursor, since the rest of the list would be missing */
function parseCursor(href: string, base: URL): string | undefined {
  if (href === '') return undefined
  const link = URL.parse(href, base.href)
  if (link === null) throw new ReadError(`ThousandEyes sent a link to the next page that is no URL.`)
  const cursor = link.searchParams.get('cursor')
  if (!cursor) throw new ReadError('ThousandEyes sent a link to the next page without a cursor.')
  return cursor
}

/** @throws ReadError */
async function fetchPage(url: URL, api: ApiConfig, label: string, context: ApiContext): Promise<HttpResponse> {
  const httpRequest = { ...readRequest(api, url), maxBodyBytes: MAX_PAGE_BYTES }
  const outcome = await requestWithRetry(httpRequest, { operation: 'read', label }, api, context)
  if (outcome.kind === 'cancelled') throw new ReadError('The job was cancelled.')
  if (outcome.kind === 'deadline') {
    const lastTry = outcome.result === undefined ? '' : ` ${statusMessage(outcome.result, api, undefined)}`
    throw new ReadError(`It took too long to read and was skipped.${lastTry}`)
  }
  const { result } = outcome
  if (result.kind !== 'response') throw new ReadError(statusMessage(result, api, undefined))
  if (isSuccess(result)) return result
  throw new ReadError(statusMessage(result, api, undefined), result.status)
}

function unexpectedBody({ body }: HttpResponse): string {
  if (body.length >= MAX_PAGE_BYTES) return 'A page of it is larger than 16 MiB.'
  return `ThousandEyes sent something else than its documentation describes${body.trim() === '' ? ': nothing' : ''}.`
}
