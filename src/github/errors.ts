import { STATUS_CODES } from 'node:http'
import * as v from 'valibot'
import { quote, redact } from '../text.ts'
import { formatUtc } from '../time.ts'
import type { GitHubResponse } from './client.ts'
import type { PullRequestRef } from './event.ts'

type Answer = Extract<GitHubResponse, { kind: 'response' }>

/** Who asked GitHub for what, as far as it matters to the advice. */
export interface ErrorContext {
  readonly apiUrl: string
  readonly token: string
  readonly target: PullRequestRef
  /** The run's token cannot write, since a pull request from a fork started it. */
  readonly fromFork: boolean
}

/** Why GitHub did not do what it was asked for, and what to do next: sentences, all on one line, without the token. */
export function describeError(response: GitHubResponse, circumstances: ErrorContext): string {
  if (response.kind === 'noResponse') {
    const { host } = new URL(circumstances.apiUrl)
    const reason = quote(redact(response.reason, [circumstances.token]))
    return `${host} gave no complete answer: ${reason}. ${RETRY_LATER}`
  }
  const message = parseErrorMessage(response.data)
  const words = message.message === '' ? '' : `: ${quote(redact(message.message, [circumstances.token]))}`
  return `GitHub answered ${statusLine(response)}${words}. ${remedyFor(response, message, circumstances)}`
}

interface Words {
  readonly message: string
  /** GraphQL's kind of error, such as `FORBIDDEN`. */
  readonly type?: string | undefined
}

const ErrorBody = v.union([
  // REST
  v.pipe(
    v.object({ message: v.string(), errors: v.optional(v.array(v.unknown()), []) }),
    v.transform(({ message, errors }): Words => {
      return { message: [message, ...errors.map(detailOf)].filter(text => text !== '').join(' · ') }
    }),
  ),
  // GraphQL, also with status 200
  v.pipe(
    v.object({
      errors: v.tupleWithRest([v.object({ type: v.optional(v.string()), message: v.string() })], v.unknown()),
    }),
    v.transform(({ errors: [first] }): Words => first),
  ),
  // Gateways; of a page of HTML nothing is worth reading
  v.pipe(
    v.string(),
    v.transform((text): Words => ({ message: text.trimStart().startsWith('<') ? '' : text.trim() })),
  ),
])

const Detail = v.object({ message: v.string() })

function detailOf(error: unknown): string {
  return v.is(Detail, error) ? error.message : ''
}

function parseErrorMessage(data: unknown): Words {
  const { success, output } = v.safeParse(ErrorBody, data)
  return success ? output : { message: '' }
}

function statusLine({ status }: Answer): string {
  return [status, STATUS_CODES[status]].filter(Boolean).join(' ')
}

const RETRY_LATER = 'Run the step again later; the next run that comes through writes the comment as well.'

function remedyFor(answer: Answer, words: Words, circumstances: ErrorContext): string {
  const { status, headers } = answer
  if (status >= 300 && status < 400) {
    const location = quote(redact(String(headers['location'] ?? 'nowhere'), [circumstances.token]))
    return `It points to ${location}; redirects are not followed, so that the token cannot travel. Check whether the repository was renamed, and run the step again.`
  }
  if (status === 401) {
    return "githubToken is wrong, expired or revoked: renew its secret, or leave githubToken out to use the job's own token."
  }
  if (status >= 500) return `GitHub has trouble. ${RETRY_LATER}`
  if (isRateLimit(answer, words)) return `The rate limit of githubToken is spent${endOfLimit(answer)}. ${RETRY_LATER}`
  // «Unable to create comment because issue is locked.»
  if (/is locked/i.test(words.message)) {
    return 'The conversation is locked, and githubToken may not write there: unlock it on GitHub, or do without a comment.'
  }
  if ([403, 404].includes(status) || words.type === 'FORBIDDEN' || words.type === 'NOT_FOUND') {
    return permission(words, circumstances)
  }
  return 'The action did not expect this: please report it.'
}

/** Primary limits and secondary ones, with 403 or 429; a query is refused with 200 and an error's type. */
function isRateLimit({ status, headers }: Answer, { message, type }: Words): boolean {
  return (
    status === 429 || type === 'RATE_LIMITED' || /rate limit/i.test(message) || headers['retry-after'] !== undefined
  )
}

/** The reset comes with every answer, but counts only while nothing remains. */
function endOfLimit({ headers }: Answer): string {
  const seconds = String(headers['retry-after'] ?? '')
  if (/^\d{1,6}$/.test(seconds)) return ` for ${seconds} s`
  const reset = String(headers['x-ratelimit-reset'] ?? '')
  const isSpent = headers['x-ratelimit-remaining'] === '0' && /^\d{1,12}$/.test(reset)
  return isSpent ? ` until ${formatUtc(new Date(Number(reset) * 1000))}` : ''
}

function permission({ message }: Words, { target, fromFork }: ErrorContext): string {
  if (message.includes('personal access token')) {
    return 'The token in githubToken needs access to this repository with the permission "Pull requests: Read and write".'
  }
  if (fromFork) {
    return 'It cannot work in this run: a pull request from a fork gets a read-only token, whatever permissions: says. Comment from a workflow on workflow_run, which runs with a token of this repository.'
  }
  const lines = target.kind === 'commit' ? 'contents: read, pull-requests: write' : 'pull-requests: write'
  return `Add to the job: permissions: { ${lines} } and keep the lines that are there, since what permissions: does not name is taken away.`
}
