import * as v from 'valibot'
import type { Context } from '../context.ts'
import type { HttpResponse, HttpResult } from '../http.ts'

/** The addresses of GitHub's APIs, and the token to call them with. */
export interface GitHubConfig {
  /** `GITHUB_API_URL`, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL`, such as `https://api.github.com/graphql` or `https://ghes.example/api/graphql`. */
  readonly graphqlUrl: string
  readonly token: string
}

export type GitHubContext = Pick<Context, 'clock' | 'log' | 'redact' | 'sendRequest' | 'signal'>

export interface ReceivedResponse {
  readonly kind: 'response'
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  /** Parsed JSON, or text if the body of an error is not JSON. */
  readonly data: unknown
}

/** The result of a request, after all its attempts. Nothing in it has a secret of the step. */
export type GitHubResponse = ReceivedResponse | Exclude<HttpResult, HttpResponse>

/** GitHub's APIs. An error of GitHub or of the network is a `GitHubResponse`; only the end of the job rejects. */
export interface GitHubClient {
  /** Sends a GraphQL query. */
  query(query: string, variables: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** Sends an idempotent REST request and retries it. `path` begins with a slash. */
  request(method: 'PATCH' | 'DELETE', path: string, body?: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** Sends a REST request that is repeated only if GitHub has certainly not processed it. */
  requestOnce(method: 'POST', path: string, body: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
}

const ATTEMPT_TIMEOUT_MS = 10_000

/** All requests of a client end by then: a comment is not worth minutes of a runner. */
const TIME_LIMIT_MS = 45_000

/** Before the second and the third attempt. */
const RETRY_DELAYS_MS = [1_000, 4_000]

/** A page of 100 comments of the greatest length has about 6 MiB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/** Loads Octokit only here, since most steps never call GitHub. */
export async function createGitHubClient(
  { apiUrl, graphqlUrl, token }: GitHubConfig,
  context: GitHubContext,
): Promise<GitHubClient> {
  const { clock, log, signal } = context
  const { getOctokit } = await import('@actions/github')
  const deadlineMs = clock.monotonicMs() + TIME_LIMIT_MS
  const request = {
    fetch: fetchWith(context, deadlineMs),
    // Octokit would write deprecation headers to standard error.
    log: { warn: (line: string) => log.debug(line) },
  }
  const octokit = getOctokit(token, { baseUrl: apiUrl, request })

  const send = async (route: string, parameters: Record<string, unknown>, isRepeatable = true) => {
    for (let attempt = 0; ; attempt++) {
      const response = await octokit.request(route, parameters).then(toResponse, toErrorResponse)
      log.debug(`GitHub: ${route}: ${response.kind === 'response' ? response.status : response.reason}`)
      const delayMs = retryDelayMs(response, attempt, isRepeatable, clock.now())
      if (delayMs === undefined || clock.monotonicMs() + delayMs >= deadlineMs) return response
      log.debug(`GitHub: trying again in ${Math.ceil(delayMs / 1000)} s.`)
      await clock.sleep(delayMs, signal)
    }
  }
  return {
    query: (query, variables) => send(`POST ${graphqlUrl}`, { query, variables }),
    request: (method, path, body) => send(`${method} ${path}`, { ...body }),
    requestOnce: (method, path, body) => send(`${method} ${path}`, { ...body }, false),
  }
}

/** @returns `undefined` if another attempt cannot help, or could do the same twice */
function retryDelayMs(response: GitHubResponse, attempt: number, isRepeatable: boolean, now: Date): number | undefined {
  const delayMs = RETRY_DELAYS_MS[attempt]
  if (delayMs === undefined) return undefined
  if (response.kind === 'unreachable') return response.permanent ? undefined : delayMs
  if (response.kind === 'response') {
    const limit = rateLimitOf(response, now)
    if (limit !== undefined) return limit.waitMs
  }
  const isTransient = response.kind === 'noResponse' || response.status >= 500 || v.is(FailedQuery, response.data)
  return isRepeatable && isTransient ? delayMs : undefined
}

/** A rate limit, which refused the request. `waitMs`: how long it lasts; `undefined` if GitHub names no time. */
export interface RateLimit {
  readonly waitMs: number | undefined
}

const RefusalText = v.union([
  v.object({ message: v.string() }),
  v.pipe(
    v.object({ errors: v.looseTuple([v.object({ message: v.string(), type: v.optional(v.string()) })]) }),
    v.transform(({ errors: [first] }) => first),
  ),
])

/**
 * Primary and secondary rate limits have status 403 or 429, or 200 for GraphQL
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api). Every response has the time of the reset,
 * which matters only if no request remains.
 */
export function rateLimitOf({ status, headers, data }: ReceivedResponse, now: Date): RateLimit | undefined {
  const text = v.safeParse(RefusalText, data)
  const refusal = text.success ? text.output : { message: '' }
  const isLimit =
    status === 429 ||
    ('type' in refusal && refusal.type === 'RATE_LIMITED') ||
    (status === 403 && (headers['retry-after'] !== undefined || /rate limit/i.test(refusal.message)))
  if (!isLimit) return undefined
  const retryAfter = String(headers['retry-after'] ?? '')
  if (/^\d{1,6}$/.test(retryAfter)) return { waitMs: Math.max(Number(retryAfter), 1) * 1000 }
  const reset = String(headers['x-ratelimit-reset'] ?? '')
  if (headers['x-ratelimit-remaining'] !== '0' || !/^\d{1,12}$/.test(reset)) return { waitMs: undefined }
  // By GitHub's clock, since the runner's may be minutes off.
  const sentAt = Date.parse(String(headers['date'] ?? '')) || now.getTime()
  return { waitMs: Math.max(Number(reset) * 1000 - sentAt, 1000) }
}

/** A query that failed inside GitHub, with status 200. */
const FailedQuery = v.object({
  errors: v.looseTuple([
    v.object({ message: v.pipe(v.string(), v.includes('Something went wrong while executing your query')) }),
  ]),
})

/** What Octokit gives to `fetch`. */
const FetchOptions = v.object({
  method: v.picklist(['POST', 'PATCH', 'DELETE']),
  headers: v.record(v.string(), v.string()),
  body: v.optional(v.string()),
})

/** The result of a request without a response, as an error for Octokit. */
class NoResponseError extends Error {
  readonly result: Exclude<HttpResult, HttpResponse>

  constructor(result: Exclude<HttpResult, HttpResponse>) {
    super(result.reason)
    this.result = result
  }
}

/** A `fetch` for Octokit that sends by `sendRequest`, and redacts whatever comes back. */
function fetchWith({ clock, redact, sendRequest, signal }: GitHubContext, deadlineMs: number) {
  return async (url: string, options: unknown): Promise<Response> => {
    const { method, headers, body } = v.parse(FetchOptions, options)
    const timeoutMs = Math.min(ATTEMPT_TIMEOUT_MS, deadlineMs - clock.monotonicMs())
    if (timeoutMs <= 0) {
      throw new NoResponseError({ kind: 'noResponse', reason: `not finished after ${TIME_LIMIT_MS / 1000} s` })
    }
    const limits = { timeoutMs, maxBodyBytes: MAX_BODY_BYTES }
    const result = await sendRequest(
      { method, url: new URL(url), headers, ...limits, ...(body !== undefined && { body }) },
      signal,
    )
    if (result.kind !== 'response') throw new NoResponseError({ ...result, reason: redact(result.reason) })
    const received = Object.entries(result.headers).map(([name, value]): [string, string] => [
      name,
      redact(String(value)),
    ])
    const hasBody = ![204, 205, 304].includes(result.status)
    return new Response(hasBody ? redact(result.body) : null, { status: result.status, headers: received })
  }
}

/** Octokit returns the body of a success as text if it is not JSON. */
function toResponse({ status, headers, data }: Omit<ReceivedResponse, 'kind'>): GitHubResponse {
  return status !== 204 && status < 300 && typeof data === 'string'
    ? { kind: 'noResponse', reason: 'the response is not JSON, or only a part of it' }
    : { kind: 'response', status, headers, data }
}

/** Octokit's `RequestError` for a response that is not a success. */
const ResponseError = v.object({
  response: v.object({
    status: v.number(),
    headers: v.record(v.string(), v.optional(v.union([v.string(), v.number()]))),
    data: v.unknown(),
  }),
})

function toErrorResponse(error: unknown): GitHubResponse {
  if (error instanceof Error && error.cause instanceof NoResponseError) return error.cause.result
  const { success, output } = v.safeParse(ResponseError, error)
  if (!success) throw error
  return { kind: 'response', ...output.response }
}
