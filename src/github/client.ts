import * as v from 'valibot'
import type { Context } from '../context.ts'
import { parsed } from '../text.ts'
import { type GitHubResponse, hasFailedInside, type ReceivedResponse, rateLimitMs } from './response.ts'

/** The addresses of GitHub's APIs, and the token to call them with. */
export interface GitHubConfig {
  /** `GITHUB_API_URL`, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL`, such as `https://api.github.com/graphql` or `https://ghes.example/api/graphql`. */
  readonly graphqlUrl: string
  readonly token: string
}

export type GitHubContext = Pick<Context, 'clock' | 'log' | 'random' | 'redact' | 'sendRequest' | 'signal'>

/** GitHub's APIs. An error of GitHub or of the network is a `GitHubResponse`; only the end of the job rejects. */
export interface GitHubClient {
  /** Sends a GraphQL query. */
  query(query: string, variables: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** Sends a REST request. A `POST` is repeated only if GitHub has certainly not processed it. `path` begins with a slash. */
  request(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: { readonly body: string }): Promise<GitHubResponse>
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
    request: (method, path, body) => send(`${method} ${path}`, { ...body }, method !== 'POST'),
  }
}

/** @returns `undefined` if another attempt cannot help, or could do the same twice */
function retryDelayMs(response: GitHubResponse, attempt: number, isRepeatable: boolean, now: Date): number | undefined {
  const delayMs = RETRY_DELAYS_MS[attempt]
  if (delayMs === undefined) return undefined
  if (response.kind === 'unreachable') return response.permanent ? undefined : delayMs
  const limitMs = response.kind === 'response' ? rateLimitMs(response, now) : undefined
  if (limitMs !== undefined) return limitMs
  const isTransient = response.kind === 'noResponse' || hasFailedInside(response)
  return isRepeatable && isTransient ? delayMs : undefined
}

/** What Octokit gives to `fetch`. */
const FetchOptions = v.object({
  method: v.picklist(['POST', 'PATCH', 'DELETE']),
  headers: v.record(v.string(), v.string()),
  body: v.optional(v.string()),
})

type Failure = Exclude<GitHubResponse, ReceivedResponse>

/** Carries a request's failure through Octokit. */
class FailureError extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.reason)
    this.failure = failure
  }
}

/** A `fetch` for Octokit that sends by `sendRequest`, and redacts whatever comes back. */
function fetchWith({ clock, redact, sendRequest, signal }: GitHubContext, deadlineMs: number) {
  return async (url: string, options: unknown): Promise<Response> => {
    const { body, ...request } = v.parse(FetchOptions, options)
    const timeoutMs = Math.min(ATTEMPT_TIMEOUT_MS, deadlineMs - clock.monotonicMs())
    if (timeoutMs <= 0) {
      throw new FailureError({ kind: 'noResponse', reason: `not finished after ${TIME_LIMIT_MS / 1000} s` })
    }
    const limits = { timeoutMs, maxBodyBytes: MAX_BODY_BYTES }
    const result = await sendRequest({ ...request, url: new URL(url), ...limits, ...(body && { body }) }, signal)
    if (result.kind !== 'response') throw new FailureError({ ...result, reason: redact(result.reason) })
    const headers = Object.entries(result.headers).map(([name, value]): [string, string] => [
      name,
      redact(String(value)),
    ])
    return new Response(result.status === 204 ? null : redact(result.body), { status: result.status, headers })
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
  if (error instanceof Error && error.cause instanceof FailureError) return error.cause.failure
  const { response } = parsed(ResponseError, error) ?? {}
  if (response === undefined) throw error
  return { kind: 'response', ...response }
}
