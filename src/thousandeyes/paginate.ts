import * as v from 'valibot'
import { type HttpResponse, isSuccess } from '../http.ts'
import { parsed, parseJson } from '../text.ts'
import { formatDuration } from '../time.ts'
import { type ApiContext, requestWithRetry } from './client.ts'
import { type ApiConfig, authorization } from './config.ts'
import { isPage } from './error-body.ts'
import { describeError, notApiMessage } from './errors.ts'
import { API_VERSIONS } from './versions.ts'

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
  v.transform(next => (next === '' ? undefined : next.href)),
)
const Page = v.looseObject({ _links: v.nullish(v.object({ next: v.nullish(Next) })) })

interface List {
  /** For the debug log. */
  readonly label: string
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
 * @param onItem - called with each item that matches the schema. Nothing keeps the items, since they may be many
 * @returns how many items don't match it
 * @throws ReadError if a page cannot be read in time or is not what the API describes, or if there are too many
 */
export async function readList<Item>(
  api: ApiConfig,
  list: List & { readonly schema: v.GenericSchema<unknown, Item> },
  context: ApiContext,
  onItem: (item: Item) => void,
): Promise<number> {
  const cursors = new Set<string>()
  let unread = 0
  for (let { url } = list; ; ) {
    const { items, cursor } = await readPage(api, { ...list, url }, context)
    for (const item of items) {
      const { success, output } = v.safeParse(list.schema, item)
      if (success) onItem(output)
      else unread++
    }
    if (cursor === undefined || cursors.has(cursor)) return unread
    cursors.add(cursor)
    if (cursors.size === MAX_PAGES) throw new ReadError(TOO_MANY_PAGES)
    url = new URL(list.url)
    url.searchParams.set('cursor', cursor)
  }
}

const TOO_MANY_PAGES = `ThousandEyes has more than ${MAX_PAGES} pages, too many to read in time. Set hours to a smaller value.`

/** `cursor` leads to the next page; `undefined` on the last one. A link without one is an error: the rest would be missing. */
async function readPage(api: ApiConfig, list: List, context: ApiContext) {
  const response = await fetchPage(api, list, context)
  const page = parsed(Page, parseJson(response.body))
  const items = parsed(v.array(v.unknown()), page?.[list.field])
  if (items === undefined) throw new ReadError(unexpectedBody(response, api))
  const next = page?._links?.next
  if (!next) return { items, cursor: undefined }
  const cursor = URL.parse(next, list.url.href)?.searchParams.get('cursor')
  if (!cursor) throw new ReadError('ThousandEyes sent a link to the next page without a cursor.')
  return { items, cursor }
}

async function fetchPage(api: ApiConfig, { label, url, field }: List, context: ApiContext): Promise<HttpResponse> {
  const httpRequest = {
    method: 'GET',
    url,
    headers: { authorization: authorization(api.credentials), accept: API_VERSIONS.v7.accept },
    maxBodyBytes: MAX_PAGE_BYTES,
  } as const
  const { result, givenUp } = await requestWithRetry(httpRequest, { operation: 'read', label }, api, context)
  if (givenUp?.kind === 'cancelled') throw new ReadError('The job was cancelled.')
  if (result?.kind === 'response' && isSuccess(result)) return result
  const toldMs = givenUp?.toldMs
  const tooLong =
    toldMs === undefined
      ? 'Reading took too long and was skipped.'
      : `It asks for a wait of ${formatDuration(toldMs)}, too long for reading.`
  if (result === undefined) throw new ReadError(`${tooLong.replace(/^It /, 'ThousandEyes ')} Run the step again later.`)
  const { whatHappened, whatToDo } = describeError(result, api, { list: field })
  const sentences = [whatHappened, givenUp && tooLong, whatToDo].filter(Boolean)
  throw new ReadError(sentences.join(' '), result.kind === 'response' ? result.status : undefined)
}

function unexpectedBody({ body }: HttpResponse, api: ApiConfig): string {
  if (body.length >= MAX_PAGE_BYTES) return 'A page is larger than 16 MiB.'
  if (isPage(body)) return notApiMessage(api)
  return `ThousandEyes sent ${body.trim() === '' ? 'an empty response' : 'a response that its documentation does not describe'}.`
}
