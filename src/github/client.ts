import type { getOctokit } from '@actions/github'
import * as v from 'valibot'
import type { Context } from '../context.ts'
import { readBody } from '../read-body.ts'

/** Where GitHub's APIs are, and the token to call them with. */
export interface GitHubConfig {
  /** `GITHUB_API_URL`, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL`, such as `https://api.github.com/graphql` or `https://ghes.example/api/graphql`. */
  readonly graphqlUrl: string
  readonly token: string
}

export type GitHubContext = Pick<Context, 'clock' | 'log' | 'signal'>

/** The result of a request, after all its attempts. */
export type GitHubResponse =
  | {
      readonly kind: 'response'
      readonly status: number
      readonly headers: Readonly<Record<string, string | number | undefined>>
      /** Parsed JSON, or text when the body of an error is not JSON. */
      readonly data: unknown
    }
  /** No complete response was received. GitHub may have processed the request all the same. */
  | { readonly kind: 'noResponse'; readonly reason: string }

/** GitHub's APIs. No method rejects: an error is a `GitHubResponse`, too. */
export interface GitHubClient {
  /** Sends a GraphQL query. */
  query(query: string, variables: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** Sends an idempotent REST request and retries it. `path` begins with a slash. */
  request(method: 'PATCH' | 'DELETE', path: string, body?: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** Sends a REST request that must not be repeated. */
  requestOnce(method: 'POST', path: string, body: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
}

const ATTEMPT_TIMEOUT_MS = 10_000

/** No attempt starts later than this after the client is created: a comment is not worth minutes of a runner. */
const TIME_LIMIT_MS = 45_000

/** Retries wait 1 s and 4 s. */
const RETRIES = 2

/**
 * The default list of `@octokit/plugin-retry`, and: 405, 406 and 415, which a repeated request gets again; 429, since a
 * rate limit lasts longer than a comment is worth waiting for.
 */
const NON_RETRYABLE = [400, 401, 403, 404, 405, 406, 410, 415, 422, 429, 451]

/** A page of 100 comments of the greatest length has about 6 MiB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

type Octokit = ReturnType<typeof getOctokit>
type OctokitOptions = NonNullable<Parameters<typeof getOctokit>[1]>

/** Loads Octokit only here, since most steps never call GitHub. */
export async function createGitHubClient(
  { apiUrl, graphqlUrl, token }: GitHubConfig,
  context: GitHubContext,
): Promise<GitHubClient> {
  const [{ getOctokit }, { retry }] = await Promise.all([import('@actions/github'), import('@octokit/plugin-retry')])
  const options = {
    baseUrl: apiUrl,
    // The plugin's own delay can neither be cancelled nor use our clock: `retryDelayPlugin` waits instead.
    retry: { retries: RETRIES, retryAfterBaseValue: 0, doNotRetry: NON_RETRYABLE },
  }
  // The order matters: hooks of the first plugin run in every attempt of the second.
  const octokit = getOctokit(token, options, retryDelayPlugin(context), retry)
  const send = async (route: string, parameters: Record<string, unknown>): Promise<GitHubResponse> => {
    const response = await octokit.request(route, parameters).then(toResponse, toErrorResponse)
    context.log.debug(`GitHub: ${route}: ${response.kind === 'response' ? response.status : response.reason}`)
    return response
  }
  return {
    query: (query, variables) => send(`POST ${graphqlUrl}`, { query, variables }),
    request: (method, path, body) => send(`${method} ${path}`, { ...body }),
    requestOnce: (method, path, body) => send(`${method} ${path}`, { ...body, request: { retries: 0 } }),
  }
}

/** An Octokit plugin that delays retries and bounds every attempt: its time, and the size of its response. */
function retryDelayPlugin({ clock, log, signal }: GitHubContext) {
  const deadlineMs = clock.monotonicMs() + TIME_LIMIT_MS
  return ({ hook }: Pick<Octokit, 'hook'>, { request: { fetch: proxyFetch } = {} }: OctokitOptions) => {
    const fetch = boundedFetch(proxyFetch)
    hook.before('request', async options => {
      // Set by the retry plugin, and only for a retry.
      const retryCount = v.parse(v.optional(v.number(), 0), options.request?.['retryCount'])
      if (retryCount > 0) {
        log.debug(`GitHub: ${options.method} ${options.url} failed, trying again in ${retryCount ** 2} s.`)
        await clock.sleep(retryCount ** 2 * 1000, signal)
      }
      if (clock.monotonicMs() > deadlineMs) throw new Error(`not finished after ${TIME_LIMIT_MS / 1000} s`)
      options.request = {
        ...options.request,
        fetch,
        // Octokit would write deprecation headers to standard error.
        log: { warn: (line: string) => log.debug(line) },
        signal: AbortSignal.any([signal, clock.timeout(ATTEMPT_TIMEOUT_MS)]),
      }
    })
    hook.after('request', ({ status, data }, request) => {
      // Octokit returns a body that is not JSON as a text with a success. With status 500, the retry plugin retries it.
      if (status !== 204 && status < 300 && typeof data === 'string') {
        throw Object.assign(new Error('the response is not JSON, or only a part of it'), { status: 500, request })
      }
    })
  }
}

/** A `fetch` that follows no redirect, which could leak the token, reads a bounded body, and rejects a partial one. */
function boundedFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (url, options) => {
    const response = await fetch(url, { ...options, redirect: 'manual' })
    if (response.body === null) return response
    const { body, error } = await readBody(response.body, MAX_BODY_BYTES)
    if (error !== undefined) throw error
    return new Response(body, response)
  }
}

function toResponse({ status, headers, data }: Omit<Extract<GitHubResponse, { kind: 'response' }>, 'kind'>) {
  return { kind: 'response', status, headers, data } as const
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
  const { success, output } = v.safeParse(ResponseError, error)
  return success ? toResponse(output.response) : { kind: 'noResponse', reason: rootCause(error) }
}

const ErrorLike = v.object({
  name: v.optional(v.string(), ''),
  message: v.optional(v.string(), ''),
  code: v.optional(v.fallback(v.string(), ''), ''),
  cause: v.optional(v.unknown()),
})

/** Octokit wraps the error of `fetch`, which wraps the one of the socket: only the innermost names the cause. */
function rootCause(error: unknown): string {
  const { success, output } = v.safeParse(ErrorLike, error)
  if (!success) return String(error)
  if (output.name === 'TimeoutError') return `no answer within ${ATTEMPT_TIMEOUT_MS / 1000} s`
  return output.cause === undefined ? output.message || output.code : rootCause(output.cause)
}
