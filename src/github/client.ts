import type { getOctokit } from '@actions/github'
import * as v from 'valibot'
import type { Log } from '../log.ts'
import type { Clock } from '../time.ts'
import { carefulFetch } from './fetch.ts'

/** Where and as whom GitHub is called, and what else comes from outside. */
export interface GitHubContext {
  /** `GITHUB_API_URL`, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL`, such as `https://api.github.com/graphql` or `https://ghes.example/api/graphql`. */
  readonly graphqlUrl: string
  readonly token: string
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
}

/** What came of a request, after all its tries. */
export type GitHubResponse =
  | {
      readonly kind: 'response'
      readonly status: number
      readonly headers: Readonly<Record<string, string | number | undefined>>
      /** JSON, or text where the answer is none. */
      readonly data: unknown
    }
  /** No answer came; the request may have reached GitHub all the same. */
  | { readonly kind: 'noResponse'; readonly reason: string }

/** A GitHub to ask. Nothing here rejects: trouble is a reply like others. */
export interface GitHub {
  /** A query of the GraphQL API. */
  query(query: string, variables: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** A request that may be repeated: doing it twice is the same as doing it once. `path` begins with a slash. */
  send(method: 'PATCH' | 'DELETE', path: string, body?: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
  /** A request that is sent once, whatever comes of it. */
  requestOnce(method: 'POST', path: string, body: Readonly<Record<string, unknown>>): Promise<GitHubResponse>
}

const REQUEST_TIMEOUT_MS = 10_000

/** No request begins later than this after the first: a comment is not worth minutes of a runner. */
const TIME_LIMIT_MS = 45_000

/** Tries after the first one; they wait 1 s and 4 s. */
const RETRIES = 2

/**
 * The plugin's own list, what a request without a mistake never gets, and 429: a rate limit lasts longer than anybody
 * should wait for a comment.
 */
const NON_RETRYABLE = [400, 401, 403, 404, 405, 406, 410, 415, 422, 429, 451]

type Hooked = Pick<ReturnType<typeof getOctokit>, 'hook'>
type Options = NonNullable<Parameters<typeof getOctokit>[1]>

/** The packages are loaded only here, since most steps never call GitHub. */
export async function createGitHubClient(context: GitHubContext): Promise<GitHub> {
  const [github, { retry }] = await Promise.all([import('@actions/github'), import('@octokit/plugin-retry')])
  const { apiUrl, graphqlUrl, token, clock, log, signal } = context
  const options = {
    baseUrl: apiUrl,
    // No wait of the plugin's own: it can neither be cancelled nor take a clock.
    retry: { retries: RETRIES, retryAfterBaseValue: 0, doNotRetry: NON_RETRYABLE },
  }

  // A plugin before the other stands closer to the network, so that this one sees every try.
  const retryDelayPlugin = ({ hook }: Hooked, { request: { fetch: throughProxy } = {} }: Options) => {
    const fetch = carefulFetch(throughProxy)
    hook.before('request', async request => {
      const waitMs = retryWaitMs(request.request?.['retryCount'])
      if (waitMs > 0) {
        log.debug(`GitHub: ${request.method} ${request.url} failed, trying again in ${waitMs / 1000} s.`)
        await clock.sleep(waitMs, signal)
      }
      request.request = {
        ...request.request,
        fetch,
        // Octokit repeats on the standard error output what a header says of the API's future.
        log: { warn: (line: string) => log.debug(line) },
        signal: AbortSignal.any([signal, clock.timeout(REQUEST_TIMEOUT_MS)]),
      }
    })
    // Octokit hands out what is no JSON as text, with the status of a success. The plugin tries a 500 again.
    hook.after('request', ({ status, data }, request) => {
      if (status !== 204 && status < 300 && typeof data === 'string') {
        throw Object.assign(new Error('what came is no JSON, or only a part of it'), { status: 500, request })
      }
    })
  }
  const octokit = github.getOctokit(token, options, retryDelayPlugin, retry)

  const deadlineMs = clock.now().getTime() + TIME_LIMIT_MS
  const request = async (route: string, parameters: Record<string, unknown>): Promise<GitHubResponse> => {
    if (clock.now().getTime() > deadlineMs) {
      return { kind: 'noResponse', reason: `there was no end to it after ${TIME_LIMIT_MS / 1000} s` }
    }
    const response = await octokit.request(route, parameters).then(toGitHubResponse, toResponse)
    log.debug(`GitHub: ${route}: ${response.kind === 'response' ? response.status : response.reason}`)
    return response
  }
  return {
    query: (query, variables) => request(`POST ${graphqlUrl}`, { query, variables }),
    send: (method, path, body) => request(`${method} ${path}`, { ...body }),
    requestOnce: (method, path, body) => request(`${method} ${path}`, { ...body, request: { retries: 0 } }),
  }
}

/** The plugin counts the tries; `undefined` for the first one. */
function retryWaitMs(retryCount: unknown): number {
  return typeof retryCount === 'number' ? retryCount ** 2 * 1000 : 0
}

function toGitHubResponse({
  status,
  headers,
  data,
}: Omit<Extract<GitHubResponse, { kind: 'response' }>, 'kind'>): GitHubResponse {
  return { kind: 'response', status, headers, data }
}

/** What Octokit throws when an answer came that is not a success. */
const FailedAnswer = v.object({
  response: v.object({
    status: v.number(),
    headers: v.record(v.string(), v.optional(v.union([v.string(), v.number()]))),
    data: v.unknown(),
  }),
})

function toResponse(error: unknown): GitHubResponse {
  const { success, output } = v.safeParse(FailedAnswer, error)
  return success ? toGitHubResponse(output.response) : { kind: 'noResponse', reason: rootCause(error) }
}

const Thrown = v.object({
  name: v.optional(v.string(), ''),
  message: v.optional(v.string(), ''),
  code: v.optional(v.fallback(v.string(), ''), ''),
  cause: v.optional(v.unknown()),
})

/** Octokit wraps what `fetch` throws, and that wraps what the socket said: only the innermost says what happened. */
function rootCause(error: unknown): string {
  const { success, output } = v.safeParse(Thrown, error)
  if (!success) return String(error)
  if (output.name === 'TimeoutError') return `no answer within ${REQUEST_TIMEOUT_MS / 1000} s`
  return output.cause === undefined ? output.message || output.code : rootCause(output.cause)
}
