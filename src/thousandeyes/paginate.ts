import * as v from 'valibot'
import { type HttpResponse, isSuccess } from '../http.ts'
import { parseJson } from '../text.ts'
import { formatDuration } from '../time.ts'
import { v7 } from './api-v7.ts'
import { type ApiContext, requestWithRetry } from './client.ts'
import { type ApiConfig, authorization } from './config.ts'
import { isPage } from './error-text.ts'
import { describeError, notApiMessage } from './errors.ts'

/**
 * Thrown when something cannot be read; the message has sentences on one line: why, and what to do. It quotes nothing of the
 * response, which may name agents and targets.
 */
export class ReadError extends Error {
  override readonly name = 'ReadError'
  /** The HTTP status, if a response was the cause. */
  readonly status: number | undefined

  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/** A page is read whole before its rows are reduced to numbers. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024

/** As many as can be read in two minutes of an organization's 240 requests a minute: more would use them all up. */
const MAX_PAGES = 400

/** `next` of the last page is missing, `null`, empty, or without an address. */
const Next = v.pipe(
  v.union([v.literal(''), v.object({ href: v.nullish(v.string()) })]),
  v.transform(next => (next === '' ? '' : next.href)),
)
const Paged = v.object({ _links: v.nullish(v.object({ next: v.nullish(Next) })) })

/** Where a list is. */
interface List {
  /** Names it in the debug log. */
  readonly label: string
  /** Its first page. */
  readonly url: URL
  /** The field of a page that has its items. */
  readonly field: 'tests' | 'results' | 'alerts'
}

/**
 * Reads the pages of a list one after the other, as API v7 links them by `_links.next.href`.
 *
 * Only the link's `cursor` is used, as in Cisco's SDK: whatever else the link names, the token and the other parameters go
 * where they went before. The list ends when `next` is missing, `null` or empty, or when a cursor repeats.
 *
 * @param onPage - called with the items of each page. Nothing keeps them while the next page is read, since they may be many
 * @throws ReadError if a page cannot be read in time or is not what the API describes, or if there are too many
 */
export async function readPages(
  api: ApiConfig,
  list: List,
  context: ApiContext,
  onPage: (items: readonly unknown[]) => void,
): Promise<void> {
  const cursors = new Set<string>()
  for (let { url } = list; ; ) {
    const { items, cursor } = await readPage(api, { ...list, url }, context)
    onPage(items)
    if (cursor === undefined || cursors.has(cursor)) return
    cursors.add(cursor)
    if (cursors.size === MAX_PAGES) throw new ReadError(TOO_MANY_PAGES)
    url = new URL(list.url)
    url.searchParams.set('cursor', cursor)
  }
}

const TOO_MANY_PAGES = `ThousandEyes has more than ${MAX_PAGES} pages of it, too many to read in time. Set hours to less.`

/**
 * `cursor` leads to the next page; `undefined` on the last one.
 *
 * @throws ReadError
 */
async function readPage(
  api: ApiConfig,
  list: List,
  context: ApiContext,
): Promise<{ readonly items: readonly unknown[]; readonly cursor: string | undefined }> {
  const { url, field } = list
  const response = await fetchPage(api, list, context)
  const body = parseJson(response.body)
  const page = v.safeParse(v.object({ [field]: v.array(v.unknown()) }), body)
  const links = v.safeParse(Paged, body)
  if (!page.success || !links.success) throw new ReadError(unexpectedBody(response, api))
  return { items: page.output[field] ?? [], cursor: parseCursor(links.output._links?.next, url) }
}

/** @throws ReadError when the link is not a URL with a cursor, since the rest of the list would be missing */
function parseCursor(href: string | null | undefined, base: URL): string | undefined {
  if (!href) return undefined
  const cursor = URL.parse(href, base.href)?.searchParams.get('cursor')
  if (!cursor) throw new ReadError('ThousandEyes sent a link to the next page without a cursor.')
  return cursor
}

/** @throws ReadError */
async function fetchPage(api: ApiConfig, { label, url, field }: List, context: ApiContext): Promise<HttpResponse> {
  const httpRequest = {
    method: 'GET',
    url,
    headers: { authorization: authorization(api.credentials), accept: v7.accept },
    maxBodyBytes: MAX_PAGE_BYTES,
  } as const
  const outcome = await requestWithRetry(httpRequest, { operation: 'read', label }, api, context)
  if (outcome.kind === 'cancelled') throw new ReadError('The job was cancelled.')
  const { result } = outcome
  if (result?.kind === 'response' && isSuccess(result)) return result
  const deadline = outcome.kind === 'deadline' ? deadlineReason(outcome.toldMs) : undefined
  if (result === undefined) throw new ReadError(`${deadline} Run the step again later.`)
  const { whatHappened, whatToDo } = describeError(result, api, { list: field })
  const sentences = [whatHappened, deadline, whatToDo].filter(Boolean)
  throw new ReadError(sentences.join(' '), result.kind === 'response' ? result.status : undefined)
}

function deadlineReason(toldMs: number | undefined): string {
  return toldMs === undefined
    ? 'Reading took too long and was skipped.'
    : `It asks for a wait of ${formatDuration(toldMs)}, too long for reading.`
}

function unexpectedBody({ body }: HttpResponse, { baseUrl }: ApiConfig): string {
  if (body.length >= MAX_PAGE_BYTES) return 'A page is larger than 16 MiB.'
  if (isPage(body)) return notApiMessage(new URL(baseUrl).host)
  return `ThousandEyes sent ${body.trim() === '' ? 'an empty response' : 'a response that its documentation does not describe'}.`
}
