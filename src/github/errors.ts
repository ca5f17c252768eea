import * as v from 'valibot'
import { formatStatus, quote } from '../text.ts'
import { formatDuration } from '../time.ts'
import { type GitHubResponse, type ReceivedResponse, rateLimitOf } from './client.ts'
import type { PullRequestRef } from './event.ts'
import type { Repository } from './run.ts'

/** What the remedy for an error depends on. */
export interface ErrorContext {
  readonly apiUrl: string
  readonly token: string
  readonly repository: Repository
  readonly pullRequest: PullRequestRef
  /** Whether a pull request from a fork triggered the run, so that its token is read-only. */
  readonly fromFork: boolean
  readonly now: Date
}

/** What GitHub answered and what to do next: sentences on one line. */
export function describeError(response: GitHubResponse, context: ErrorContext): string {
  if (response.kind !== 'response') return describeFailure(response, URL.parse(context.apiUrl)?.host ?? 'GitHub')
  const { message, type } = parseErrorMessage(response.data)
  const refusal: Refusal = { ...context, response, message, type, isJobToken: context.token.startsWith('ghs_') }
  const { remedy } = REMEDIES.find(({ applies }) => applies(refusal)) ?? { remedy: UNEXPECTED }
  return `GitHub answered ${answer(response.status, message)}. ${typeof remedy === 'string' ? remedy : remedy(refusal)}`
}

const RETRY_LATER = 'Run the step again later; the next successful run writes the comment as well.'
const UNEXPECTED = 'This is unexpected: please report it.'

function describeFailure(failure: Exclude<GitHubResponse, ReceivedResponse>, host: string): string {
  const { kind, reason } = failure
  if (kind === 'noResponse') return `${host} sent no complete response: ${quote(reason)}. ${RETRY_LATER}`
  return `${host} could not be reached: ${quote(reason)}. ${failureRemedy(reason, host, failure.permanent)}`
}

function failureRemedy(reason: string, host: string, isPermanent: boolean): string {
  if (/certificate/i.test(reason)) {
    return `The runner doesn't trust the certificate of ${host}, or of a proxy that inspects TLS: set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority.`
  }
  if (/proxy/i.test(reason)) return `Check HTTPS_PROXY and NO_PROXY, and that the proxy lets the runner reach ${host}.`
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) {
    return `The runner can't resolve the name: check its DNS, and HTTPS_PROXY if it reaches ${host} through a proxy only.`
  }
  if (isPermanent) return `Check that ${host} speaks TLS, and any proxy in between.`
  return `Check the runner's network, and HTTPS_PROXY if it reaches ${host} through a proxy only. ${RETRY_LATER}`
}

/** Without the status for an error of GraphQL, which comes with 200. */
function answer(status: number, message: string): string {
  const quoted = message && quote(message)
  if (status < 300) return quoted || `${formatStatus(status)} with JSON of an unknown shape`
  return quoted === '' ? formatStatus(status) : `${formatStatus(status)}: ${quoted}`
}

interface ErrorMessage {
  /** Empty if there is none. */
  readonly message: string
  /** The type of a GraphQL error, such as `FORBIDDEN`. */
  readonly type: string | undefined
}

const Detail = v.object({ message: v.string() })

/** `message` and, for 422, the `message` of each of `errors`. */
const RestError = v.pipe(
  v.object({ message: v.string(), errors: v.optional(v.array(v.unknown()), []) }),
  v.transform(({ message, errors }): ErrorMessage => {
    const details = errors.filter(error => v.is(Detail, error)).map(detail => detail.message)
    return { message: [message, ...details].filter(text => text !== '').join(' · '), type: undefined }
  }),
)

/** The first one of `errors`. */
const GraphqlError = v.pipe(
  v.object({ errors: v.looseTuple([v.object({ type: v.optional(v.string()), message: v.string() })]) }),
  v.transform(({ errors: [{ message, type }] }): ErrorMessage => ({ message, type })),
)

/** The text of a gateway or proxy; an HTML page says no more than its status. */
const TextError = v.pipe(
  v.string(),
  v.transform((text): ErrorMessage => {
    return { message: text.trimStart().startsWith('<') ? '' : text.trim(), type: undefined }
  }),
)

function parseErrorMessage(data: unknown): ErrorMessage {
  const { success, output } = v.safeParse(v.union([RestError, GraphqlError, TextError]), data)
  return success ? output : { message: '', type: undefined }
}

interface Refusal extends ErrorContext, ErrorMessage {
  readonly response: ReceivedResponse
  /**
   * Tokens of GitHub Apps, which begin with `ghs_`, among them the job's own: GitHub answers both alike. All other tokens belong to a
   * user, and `permissions:` does nothing for them.
   */
  readonly isJobToken: boolean
}

interface Remedy {
  readonly applies: (refusal: Refusal) => boolean
  readonly remedy: string | ((refusal: Refusal) => string)
}

const says =
  (pattern: RegExp) =>
  ({ message }: Refusal) =>
    pattern.test(message)

const hasStatus =
  (from: number, to = from) =>
  ({ response: { status } }: Refusal) =>
    status >= from && status <= to

const isRefused = ({ response: { status }, type }: Refusal) =>
  status === 403 || status === 404 || type === 'FORBIDDEN' || type === 'NOT_FOUND'

const OR_JOB_TOKEN = "or leave githubToken out to use the job's own token"

/** What helps, by what GitHub says: the first row that applies. The messages are GitHub's own. */
const REMEDIES: readonly Remedy[] = [
  { applies: hasStatus(300, 399), remedy: redirectRemedy },
  { applies: ({ response, now }) => rateLimitOf(response, now) !== undefined, remedy: rateLimitRemedy },
  { applies: hasStatus(500, 599), remedy: `GitHub has a problem. ${RETRY_LATER}` },
  { applies: says(/^Something went wrong while executing your query/), remedy: `GitHub has a problem. ${RETRY_LATER}` },
  {
    applies: hasStatus(401),
    remedy: `githubToken is wrong, expired or revoked: renew its secret, ${OR_JOB_TOKEN}.`,
  },
  {
    applies: says(/IP allow list/i),
    remedy:
      "The organization accepts requests only from the addresses on its IP allow list: run the job on a runner whose address is on it, or have an owner add the runner's.",
  },
  {
    applies: refusal => says(/\bSAML\b/)(refusal) || refusal.response.headers['x-github-sso'] !== undefined,
    remedy: `The organization requires single sign-on: authorize the token in githubToken for it (Configure SSO, on GitHub's page of your tokens), ${OR_JOB_TOKEN}.`,
  },
  {
    applies: says(/\barchived\b/i),
    remedy: 'An archived repository takes no comments: unarchive it, or set comment to false.',
  },
  {
    applies: says(/is locked/i),
    remedy:
      'The conversation is locked, and githubToken may not write there: unlock it on GitHub, or set comment to false.',
  },
  {
    applies: says(/commenting is disabled|more than \d+ comments/i),
    remedy: 'The pull request has too many comments for another one: go on in a new one, or set comment to false.',
  },
  {
    applies: says(/forbids access via/i),
    remedy: `The organization doesn't accept this kind of token: use one that the message names, ${OR_JOB_TOKEN}.`,
  },
  {
    applies: refusal => refusal.type === 'INSUFFICIENT_SCOPES' || says(/required scopes/i)(refusal),
    remedy: `The token in githubToken lacks a scope: give it repo (public_repo is enough for a public repository), ${OR_JOB_TOKEN}.`,
  },
  {
    applies: says(/not accessible by (fine-grained )?personal access token/i),
    remedy: `The token in githubToken needs access to this repository with the permission "Pull requests: Read and write"; set it on GitHub's page of your tokens, ${OR_JOB_TOKEN}.`,
  },
  {
    applies: refusal => refusal.fromFork && refusal.isJobToken && isRefused(refusal),
    remedy:
      'It cannot work in this run: a pull request from a fork gets a read-only token, whatever permissions: says. Comment from a workflow on workflow_run, which runs with a token of this repository.',
  },
  {
    applies: refusal => refusal.isJobToken && (isMissingPermission(refusal) || isNotFound(refusal)),
    remedy: permissionsRemedy,
  },
  {
    applies: refusal => isNotFound(refusal) || isMissingPermission(refusal),
    remedy: ({ repository: { owner, name } }) =>
      `The token in githubToken has no access to ${owner}/${name}, or may not comment there: give it access, ${OR_JOB_TOKEN}.`,
  },
  {
    applies: isRefused,
    remedy: `Check what githubToken may do in this repository, and any proxy in between, ${OR_JOB_TOKEN}.`,
  },
]

function isMissingPermission(refusal: Refusal): boolean {
  return says(/not accessible by integration/i)(refusal)
}

function isNotFound({ response, type }: Refusal): boolean {
  return response.status === 404 || type === 'NOT_FOUND'
}

function redirectRemedy({ response: { headers } }: Refusal): string {
  return `It points to ${quote(String(headers['location'] ?? 'nowhere'))}; redirects are not followed, which protects the token. Check whether the repository was renamed, and run the step again.`
}

function rateLimitRemedy({ response, now }: Refusal): string {
  const { waitMs } = rateLimitOf(response, now) ?? {}
  const time = waitMs === undefined ? '' : ` for ${formatDuration(waitMs)}`
  return `The rate limit of githubToken is exhausted${time}. ${RETRY_LATER}`
}

function permissionsRemedy({ pullRequest }: Refusal): string {
  const lines = pullRequest.kind === 'commit' ? 'contents: read, pull-requests: write' : 'pull-requests: write'
  return `Add to the job: permissions: { ${lines} } and keep the lines that are there, since permissions: removes what it does not name. If githubToken comes from a GitHub App of yours, give the App these permissions instead.`
}
