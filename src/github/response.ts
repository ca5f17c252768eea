import * as v from 'valibot'
import type { HttpResponse, HttpResult } from '../http.ts'
import { parsed } from '../text.ts'

export interface ReceivedResponse {
  readonly kind: 'response'
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  /** Parsed JSON, or text if the body of an error is not JSON. */
  readonly data: unknown
}

/** The result of a request, after all its attempts. Nothing in it has a secret of the step. */
export type GitHubResponse = ReceivedResponse | Exclude<HttpResult, HttpResponse>

export interface ErrorMessage {
  /** Empty if the response has none. */
  readonly message: string
  /** The type of a GraphQL error, such as `FORBIDDEN`. */
  readonly type: string | undefined
}

const Detail = v.object({
  message: v.optional(v.string()),
  type: v.optional(v.string()),
  field: v.optional(v.string(), ''),
  code: v.optional(v.string(), ''),
})

/** REST has `message` and, for 422, details in `errors`: texts, or the fields that are wrong. GraphQL has `errors` alone. */
const ErrorBody = v.object({
  message: v.optional(v.string(), ''),
  errors: v.pipe(
    v.optional(v.unknown(), []),
    v.transform(errors => [errors].flat().map(error => (typeof error === 'string' ? { message: error } : error))),
    v.array(v.fallback(Detail, { field: '', code: '' })),
  ),
})

export function errorMessageOf({ data }: Pick<ReceivedResponse, 'data'>): ErrorMessage {
  // The text of a gateway or proxy; an HTML page adds nothing to its status.
  if (typeof data === 'string') return { message: data.trimStart().startsWith('<') ? '' : data.trim(), type: undefined }
  const { message, errors } = parsed(ErrorBody, data) ?? { message: '', errors: [] }
  const texts = [message, ...errors.map(({ message, field, code }) => message ?? `${field} ${code}`.trim())].filter(
    text => text !== '',
  )
  return { message: texts.join(' · '), type: errors[0]?.type }
}

/** Whether GitHub has a problem. A query that failed has status 200. */
export function hasFailedInside(response: ReceivedResponse): boolean {
  const isOfQuery = errorMessageOf(response).message.startsWith('Something went wrong while executing your query')
  return response.status >= 500 || isOfQuery
}

/**
 * How long a rate limit lasts that refused the request: infinite if GitHub names no time, and `undefined` for another response.
 *
 * Primary and secondary rate limits have status 403, 422 or 429, or 200 for GraphQL
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api). Every response has the time of the reset,
 * which matters only if no request remains.
 */
export function rateLimitMs(response: ReceivedResponse, now: Date): number | undefined {
  const { status, headers } = response
  const { message, type = '' } = errorMessageOf(response)
  const isLimit =
    status === 429 ||
    type.startsWith('RATE_LIMIT') ||
    /rate limit|abuse detection|submitted too quickly/i.test(message) ||
    (status === 403 && headers['retry-after'] !== undefined)
  if (!isLimit) return undefined
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN)
  if (retryAfter >= 0) return Math.max(retryAfter, 1) * 1000
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  if (headers['x-ratelimit-remaining'] !== '0' || Number.isNaN(reset)) return Number.POSITIVE_INFINITY
  // By GitHub's clock, since the runner's may be minutes off.
  const sentAt = Date.parse(String(headers['date'])) || now.getTime()
  return Math.max(reset * 1000 - sentAt, 1000)
}
