import * as v from 'valibot'
import { redact, variantsOf } from '../redaction.ts'
import { formatStatus, quote } from '../text.ts'
import { formatUtc } from '../time.ts'
import type { GitHubResponse } from './client.ts'
import type { PullRequestRef } from './event.ts'

type Response = Extract<GitHubResponse, { kind: 'response' }>

/** What the remedy for an error depends on. */
export interface ErrorContext {
  readonly apiUrl: string
  readonly token: string
  readonly pullRequest: PullRequestRef
  /** Whether a pull request from a fork triggered the run, so that its token is read-only. */
  readonly fromFork: boolean
}

/** What GitHub answered and what to do next: sentences on one line, without the token. */
export function describeError(response: GitHubResponse, context: ErrorContext): string {
  if (response.kind === 'noResponse') {
    const host = URL.parse(context.apiUrl)?.host ?? 'GitHub'
    return `${host} sent no complete response: ${quote(redact(response.reason, variantsOf(context.token)))}. ${RETRY_LATER}`
  }
  const error = parseErrorMessage(response.data)
  const message = error.message && quote(redact(error.message, variantsOf(context.token)))
  return `GitHub answered ${answer(response.status, message)}. ${remedyFor(response, error, context)}`
}

/** Without the status for an error of GraphQL, which comes with 200. */
function answer(status: number, message: string): string {
  if (status < 300) return message || `${formatStatus(status)} with JSON of an unknown shape`
  return message === '' ? formatStatus(status) : `${formatStatus(status)}: ${message}`
}

interface ErrorMessage {
  /** Empty when there is none. */
  readonly message: string
  /** The type of a GraphQL error, such as `FORBIDDEN`. */
  readonly type?: string | undefined
}

const Detail = v.object({ message: v.string() })

/** `message` and, for 422, the `message` of each of `errors`. */
const RestError = v.pipe(
  v.object({ message: v.string(), errors: v.optional(v.array(v.unknown()), []) }),
  v.transform(({ message, errors }): ErrorMessage => {
    const details = errors.filter(error => v.is(Detail, error)).map(detail => detail.message)
    return { message: [message, ...details].filter(text => text !== '').join(' · ') }
  }),
)

/** The first one of `errors`. */
const GraphqlError = v.pipe(
  v.object({
    errors: v.tupleWithRest([v.object({ type: v.optional(v.string()), message: v.string() })], v.unknown()),
  }),
  v.transform(({ errors: [first] }): ErrorMessage => first),
)

/** The text of a gateway or proxy; an HTML page says no more than its status. */
const TextError = v.pipe(
  v.string(),
  v.transform((text): ErrorMessage => ({ message: text.trimStart().startsWith('<') ? '' : text.trim() })),
)

function parseErrorMessage(data: unknown): ErrorMessage {
  const { success, output } = v.safeParse(v.union([RestError, GraphqlError, TextError]), data)
  return success ? output : { message: '' }
}

const RETRY_LATER = 'Run the step again later; the next successful run writes the comment as well.'

function remedyFor(response: Response, error: ErrorMessage, context: ErrorContext): string {
  const { status, headers } = response
  if (status >= 300 && status < 400) {
    const location = quote(redact(String(headers['location'] ?? 'nowhere'), variantsOf(context.token)))
    return `It points to ${location}; redirects are not followed, which protects the token. Check whether the repository was renamed, and run the step again.`
  }
  if (status === 401) {
    return "githubToken is wrong, expired or revoked: renew its secret, or leave githubToken out to use the job's own token."
  }
  if (status >= 500) return `GitHub has a problem. ${RETRY_LATER}`
  if (isRateLimit(response, error))
    return `The rate limit of githubToken is exhausted${limitEnd(response)}. ${RETRY_LATER}`
  // "Unable to create comment because issue is locked."
  if (/is locked/i.test(error.message)) {
    return 'The conversation is locked, and githubToken may not write there: unlock it on GitHub, or set comment to false.'
  }
  if ([403, 404].includes(status) || error.type === 'FORBIDDEN' || error.type === 'NOT_FOUND') {
    return permissionRemedy(error, context)
  }
  return 'This is unexpected: please report it.'
}

/**
 * Primary and secondary rate limits have status 403 or 429, or 200 for GraphQL
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
function isRateLimit({ status, headers }: Response, { message, type }: ErrorMessage): boolean {
  return (
    status === 429 || type === 'RATE_LIMITED' || /rate limit/i.test(message) || headers['retry-after'] !== undefined
  )
}

/** Every response has the time of the reset, which matters only while no request remains. */
function limitEnd({ headers }: Response): string {
  const seconds = String(headers['retry-after'] ?? '')
  if (/^\d{1,6}$/.test(seconds)) return ` for ${seconds} s`
  const reset = String(headers['x-ratelimit-reset'] ?? '')
  const isExhausted = headers['x-ratelimit-remaining'] === '0' && /^\d{1,12}$/.test(reset)
  return isExhausted ? ` until ${formatUtc(new Date(Number(reset) * 1000))}` : ''
}

function permissionRemedy({ message }: ErrorMessage, { pullRequest, fromFork }: ErrorContext): string {
  if (message.includes('personal access token')) {
    return 'The token in githubToken needs access to this repository with the permission "Pull requests: Read and write".'
  }
  if (fromFork) {
    return 'It cannot work in this run: a pull request from a fork gets a read-only token, whatever permissions: says. Comment from a workflow on workflow_run, which runs with a token of this repository.'
  }
  const lines = pullRequest.kind === 'commit' ? 'contents: read, pull-requests: write' : 'pull-requests: write'
  return `Add to the job: permissions: { ${lines} } and keep the lines that are there, since permissions: removes what it does not name.`
}
