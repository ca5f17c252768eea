import { certificateRemedy } from '../certificate.ts'
import { formatStatus, quote } from '../text.ts'
import { formatDuration } from '../time.ts'
import type { GitHubConfig } from './client.ts'
import type { PullRequestQuery } from './pull-request.ts'
import {
  type ErrorMessage,
  errorMessageOf,
  type GitHubResponse,
  hasFailedInside,
  type ReceivedResponse,
  rateLimitMs,
} from './response.ts'

/** What the remedy for an error depends on. */
interface ErrorContext extends GitHubConfig, PullRequestQuery {
  /** Whether a pull request from a fork triggered the run, so that its token is read-only. */
  readonly fromFork: boolean
  readonly now: Date
}

/** What GitHub answered and what to do next: sentences on one line. */
export function describeError(response: GitHubResponse, context: ErrorContext): string {
  if (response.kind !== 'response') return describeFailure(response, URL.parse(context.apiUrl)?.host ?? 'GitHub')
  const refusal: Refusal = {
    ...context,
    ...errorMessageOf(response),
    response,
    isJobToken: context.token.startsWith('ghs_'),
  }
  const [, remedy = UNEXPECTED] = REMEDIES.find(([applies]) => applies(refusal)) ?? []
  return `GitHub answered ${answer(refusal)}. ${typeof remedy === 'string' ? remedy : remedy(refusal)}`
}

const RETRY_LATER = 'Run the step again later; the next successful run writes the comment as well.'
const UNEXPECTED = 'This is unexpected: please report it.'

function describeFailure(failure: Exclude<GitHubResponse, ReceivedResponse>, host: string): string {
  const reason = quote(failure.reason)
  if (failure.kind === 'noResponse') return `${host} sent no complete response: ${reason}. ${RETRY_LATER}`
  return `${host} could not be reached: ${reason}. ${connectionRemedy(failure.reason, host, failure.permanent)}`
}

function connectionRemedy(reason: string, host: string, isPermanent: boolean): string {
  const certificate = certificateRemedy(reason, host)
  if (certificate !== undefined) return certificate
  if (/proxy/i.test(reason)) return `Check HTTPS_PROXY and NO_PROXY, and that the proxy lets the runner reach ${host}.`
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) {
    return `The runner can't resolve the name: check its DNS, and HTTPS_PROXY if it reaches ${host} through a proxy only.`
  }
  if (isPermanent) return `Check that ${host} speaks TLS, and any proxy in between.`
  return `Check the runner's network, and HTTPS_PROXY if it reaches ${host} through a proxy only. ${RETRY_LATER}`
}

/** Without the status for an error of GraphQL, which comes with 200. */
function answer({ response: { status }, message }: Refusal): string {
  if (message === '') return `${formatStatus(status)}${status < 300 ? ' with JSON of an unknown shape' : ''}`
  return status < 300 ? quote(message) : `${formatStatus(status)}: ${quote(message)}`
}

interface Refusal extends ErrorContext, ErrorMessage {
  readonly response: ReceivedResponse
  /**
   * Tokens of GitHub Apps, which begin with `ghs_`, among them the job's own: GitHub answers both alike. All other tokens belong to a
   * user, and `permissions:` does nothing for them.
   */
  readonly isJobToken: boolean
}

type Remedy = readonly [applies: (refusal: Refusal) => boolean, remedy: string | ((refusal: Refusal) => string)]

const says =
  (pattern: RegExp) =>
  ({ message }: Refusal) =>
    pattern.test(message)

const isMissingPermission = says(/not accessible by integration|must have admin rights/i)
const isNotFound = ({ response, type }: Refusal) => response.status === 404 || type === 'NOT_FOUND'
const isRefused = (refusal: Refusal) =>
  isNotFound(refusal) || refusal.response.status === 403 || refusal.type === 'FORBIDDEN'

const OR_JOB_TOKEN = "or leave githubToken out to use the job's own token"

/** The alternative is only for a token that can't be the job's own already. */
const orJobToken =
  (advice: string) =>
  ({ isJobToken }: Refusal) =>
    isJobToken ? `${advice}.` : `${advice}, ${OR_JOB_TOKEN}.`

/** The remedies: the first row that applies. The messages that they look for are GitHub's own. */
const REMEDIES: readonly Remedy[] = [
  [({ response: { status } }) => status >= 300 && status < 400, redirectRemedy],
  [({ response, now }) => rateLimitMs(response, now) !== undefined, rateLimitRemedy],
  [({ response }) => hasFailedInside(response), `GitHub has a problem. ${RETRY_LATER}`],
  [({ response }) => response.status === 401, orJobToken('githubToken is wrong, expired or revoked: renew its secret')],
  [({ response }) => response.status === 407, 'A proxy requires a login: put its user and password into HTTPS_PROXY.'],
  [
    ({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED',
    'The search for the comment is too large for GitHub: set prNumber to make it smaller, or run the step again later.',
  ],
  [
    refusal =>
      says(/restricted to|limited to|limited the ability|blocked|suspended/i)(refusal) ||
      [410, 451].includes(refusal.response.status),
    'Resolve this on GitHub, or set comment to false.',
  ],
  [
    says(/IP allow list/i),
    "The organization accepts requests only from the addresses on its IP allow list: run the job on a runner whose address is on it, or have an owner add the runner's.",
  ],
  [
    refusal => says(/\bSAML\b/)(refusal) || refusal.response.headers['x-github-sso'] !== undefined,
    orJobToken(
      "The organization requires single sign-on: authorize the token in githubToken for it (Configure SSO, on GitHub's page of your tokens)",
    ),
  ],
  [says(/\barchived\b/i), 'An archived repository takes no comments: unarchive it, or set comment to false.'],
  [
    says(/is locked/i),
    'The conversation is locked, and githubToken may not write there: unlock it on GitHub, or set comment to false.',
  ],
  [
    says(/commenting is disabled|more than \d+ comments/i),
    'The pull request has too many comments for another one: go on in a new one, or set comment to false.',
  ],
  [says(/forbids access via/i), orJobToken("The organization doesn't accept this token: do what GitHub says")],
  [
    refusal => refusal.type === 'INSUFFICIENT_SCOPES' || says(/required scopes/i)(refusal),
    orJobToken('The token in githubToken lacks a scope: give it repo (public_repo is enough for a public repository)'),
  ],
  [
    says(/not accessible by (fine-grained )?personal access token/i),
    orJobToken(
      `The token in githubToken needs access to this repository with the permission "Pull requests: Read and write"; set it on GitHub's page of your tokens`,
    ),
  ],
  [
    refusal => refusal.fromFork && refusal.isJobToken && isRefused(refusal),
    'A pull request from a fork gets a read-only token, whatever permissions: says. Comment from a workflow on workflow_run, whose token may write.',
  ],
  [refusal => isMissingPermission(refusal) || isNotFound(refusal), permissionsRemedy],
  [isRefused, orJobToken('Check what githubToken may do in this repository, and any proxy in between')],
]

function redirectRemedy({ response: { headers } }: Refusal): string {
  return `It points to ${quote(String(headers['location'] ?? 'nowhere'))}. The step follows no redirect, to protect the token. If the repository was renamed, run the step again.`
}

function rateLimitRemedy({ response, now }: Refusal): string {
  const ms = rateLimitMs(response, now) ?? Number.POSITIVE_INFINITY
  const time = Number.isFinite(ms) ? ` for ${formatDuration(ms)}` : ''
  return `githubToken has reached GitHub's rate limit, and GitHub accepts no more requests${time}. ${RETRY_LATER}`
}

function permissionsRemedy({ isJobToken, repository: { owner, name }, pullRequest }: Refusal): string {
  if (!isJobToken) {
    return `The token in githubToken has no access to ${owner}/${name}, or may not comment there: give it access, ${OR_JOB_TOKEN}.`
  }
  const lines = pullRequest.kind === 'commit' ? 'contents: read, pull-requests: write' : 'pull-requests: write'
  return `Add to the job: permissions: { ${lines} } and keep the lines that are there, since permissions: removes what it doesn't name. If githubToken comes from a GitHub App of yours, give the App these permissions instead.`
}
