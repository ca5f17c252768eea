import { certificateRemedy } from '../certificate.ts'
import type { HttpResponse, HttpResult } from '../http.ts'
import { formatStatus, quote } from '../text.ts'
import { formatDuration, formatUtc } from '../time.ts'
import type { Wait } from './client.ts'
import type { ApiConfig, SnapshotRequest } from './config.ts'
import { errorText, isPage } from './error-body.ts'
import { hideShareLinks } from './links.ts'
import { isIndeterminate, isRateLimited } from './rate-limiter.ts'

/** Where snapshots are listed and deleted. */
export const SNAPSHOT_LIST = 'Manage > Sharing in the ThousandEyes app'

/** What a request was for: a snapshot, or a list to read. */
export type Purpose = { readonly snapshot: SnapshotRequest } | { readonly list: 'tests' | 'results' | 'alerts' }

/** What went wrong and what to do about it: sentences on one line, without the name of the test. */
export function describeError(result: HttpResult, api: ApiConfig, purpose: Purpose) {
  return { whatHappened: statusMessage(result, api, purpose), whatToDo: remedyFor(result, api, purpose) }
}

const hostOf = ({ baseUrl }: ApiConfig) => new URL(baseUrl).host

/** One sentence: what came instead of a success. The response to a request that reads may name agents and targets, and is not quoted. */
export function statusMessage(result: HttpResult, api: ApiConfig, purpose: Purpose): string {
  if (result.kind === 'unreachable') return `There was no connection to ${hostOf(api)}: ${quote(result.reason)}.`
  if (result.kind === 'noResponse') return `${hostOf(api)} sent no complete response: ${quote(result.reason)}.`
  const text = 'snapshot' in purpose ? errorText(result) : ''
  return `ThousandEyes answered ${formatStatus(result.status)}${text === '' ? '.' : `: ${quoteFor(purpose, text)}.`}`
}

/**
 * `Still rate limited. Trying again in 20 s; the step gives up at 2026-11-23 08:47 UTC.`
 *
 * @param isFirst - whether to say what the wait is for
 */
export function waitMessage(
  { ms, leftMs, cause }: Wait,
  isFirst: boolean,
  api: ApiConfig,
  purpose: Purpose,
  now: Date,
): string {
  const giveUpAt = formatUtc(new Date(now.getTime() + leftMs))
  const trying = cause === undefined ? 'Trying' : 'Trying again'
  const still = cause === undefined || isRateLimited(cause) ? 'Still rate limited.' : 'Still no success.'
  const reason = isFirst ? waitReason(cause, api, purpose) : still
  return `${reason} ${trying} in ${formatDuration(ms)}; the step gives up at ${giveUpAt}.`
}

function waitReason(cause: HttpResult | undefined, api: ApiConfig, purpose: Purpose): string {
  if (cause === undefined) return 'Rate limited by an earlier response.'
  const reason = statusMessage(cause, api, purpose)
  if (!isIndeterminate(cause)) return reason
  return `${reason} It may have created a snapshot, and the next try may create a second.`
}

/**
 * For a success without a usable link. Its body may hold a public link, so it is shown only if a public one was requested.
 *
 * @param otherDomain - that the link leads to, if it isn't the service's
 */
export function missingLinkMessage(
  { body, status }: HttpResponse,
  linkField: string,
  otherDomain: string | undefined,
  { isPublic }: SnapshotRequest,
  api: ApiConfig,
): string {
  if (isPage(body)) return notApiMessage(api)
  if (otherDomain !== undefined) {
    return `ThousandEyes created a snapshot, but its link leads to ${quote(otherDomain, 100)}, and apiUrl is ${hostOf(api)}. If that is the domain of your account, set apiUrl to its API, and delete the snapshot under ${SNAPSHOT_LIST}.`
  }
  const shown = isPublic ? quote(body) : 'a body that is not shown, since a private snapshot was requested'
  const sent = body.trim() === '' ? 'an empty body' : shown
  return `ThousandEyes answered ${formatStatus(status)} without a usable https link to its own host in ${linkField}; it sent ${sent}. The snapshot was probably created: check ${SNAPSHOT_LIST} before you run the step again.`
}

export function notApiMessage(api: ApiConfig): string {
  return `${hostOf(api)} sent a web page, so it isn't the API of ThousandEyes. Check apiUrl and any proxy.`
}

/** Without the link, and how to delete it: the API cannot. */
export function unexpectedlyPublicMessage({ displayName }: SnapshotRequest): string {
  return `A private snapshot was requested, but ThousandEyes created a public one: anyone who gets its link can open it. Delete the share link titled ${quote(displayName)} in ${SNAPSHOT_LIST}, and don't use this step's outputs: the link is nowhere else.`
}

function remedyFor(result: HttpResult, api: ApiConfig, purpose: Purpose): string {
  if (result.kind === 'response') return statusRemedy(result, api, purpose)
  if (result.kind === 'noResponse') return 'Run the step again later.'
  const network = result.permanent
    ? 'Check apiUrl and the proxy (HTTPS_PROXY, NO_PROXY).'
    : "Check apiUrl, the proxy (HTTPS_PROXY, NO_PROXY) and the runner's network."
  return certificateRemedy(result.reason, hostOf(api)) ?? network
}

function statusRemedy(response: HttpResponse, api: ApiConfig, purpose: Purpose): string {
  const { status, headers } = response
  if (status >= 300 && status < 400) {
    return `It points to ${quoteFor(purpose, headers.location ?? 'nowhere')}. The step follows no redirects, so that the token stays here. Check apiUrl and apiVersion.`
  }
  switch (status) {
    case 400:
      return 'snapshot' in purpose
        ? "Check hours, endTime and displayName. Endpoint Agent tests can't be snapshotted."
        : 'Check the time of the deploy, endTime and hours.'
    case 401:
      return wrongToken(api)
    case 403:
      return forbidden(api, purpose)
    case 404:
      return notFound(api, purpose)
    case 429:
      return rateLimited(response, purpose)
    case 503:
      return 'ThousandEyes is in maintenance, and nothing was created. Run the step again later.'
    default:
      return isIndeterminate(response)
        ? 'ThousandEyes has a problem. Run the step again later.'
        : 'This status is not documented. Check apiUrl and any proxy; if both are right, report this message.'
  }
}

function rateLimited({ headers }: HttpResponse, purpose: Purpose): string {
  const isSnapshot = 'snapshot' in purpose
  const limit = `ThousandEyes allows each organization ${isSnapshot ? '5 snapshots per 5 minutes and ' : ''}240 requests per minute, for all its users together`
  if (isSnapshot) return `${limit}. Raise timeoutMinutes, or run the step again later.`
  const isSpent = headers['x-organization-rate-limit-remaining'] === '0'
  const block = ', and blocks an address for an hour after more than 120 responses with 401'
  return `${limit}${isSpent ? '' : block}. Run the step again later.`
}

function wrongToken({ version, credentials }: ApiConfig): string {
  const token = 'The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken.'
  if (version === 'v7') {
    return `${token} API v7 requires an OAuth bearer token; the older Basic token needs apiVersion v6 and email.`
  }
  return credentials.kind === 'basic' ? `${token} Check that email is the user it belongs to.` : token
}

function forbidden({ aid }: ApiConfig, purpose: Purpose): string {
  const permission =
    'snapshot' in purpose
      ? 'has the permission "Create snapshot shares" (a regular user can\'t have it)'
      : `may view ${purpose.list === 'alerts' ? 'alerts' : 'tests'}`
  const assigned = aid === undefined ? '' : ` and is assigned to account group ${aid} (aid)`
  const sentences = [`Check that the token's user ${permission}${assigned}.`]
  if (aid === undefined) sentences.push('Set aid if the test is in another account group.')
  if ('snapshot' in purpose && purpose.snapshot.isPublic) {
    sentences.push("Some regions don't allow public snapshots: isPublic: false avoids them.")
  }
  return sentences.join(' ')
}

function notFound({ aid }: ApiConfig, purpose: Purpose): string {
  const group = aid === undefined ? "the token's default account group" : `account group ${aid}`
  if ('list' in purpose) {
    return purpose.list === 'results'
      ? `There are no such results of the test in ${group}. Check aid, and apiUrl if you set it.`
      : 'Check apiUrl and aid.'
  }
  return `There is no test ${purpose.snapshot.testId} in ${group}. Check testId, set aid to the group that the test is in, and check apiUrl if you set it.`
}

/** Public links are not shown to those who requested a private snapshot: they might be theirs. */
function quoteFor(purpose: Purpose, text: string): string {
  return quote('snapshot' in purpose && purpose.snapshot.isPublic ? text : hideShareLinks(text))
}
