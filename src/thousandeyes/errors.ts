import * as v from 'valibot'
import type { HttpResponse, HttpResult } from '../http.ts'
import { formatStatus, parseJson, quote, stringifyJson, stripTags } from '../text.ts'
import { formatDuration, formatUtc } from '../time.ts'
import type { Wait } from './client.ts'
import type { ApiConfig, SnapshotRequest } from './config.ts'
import { hideShareLinks } from './links.ts'
import { isIndeterminate, isRateLimited } from './rate-limiter.ts'

/** Where snapshots are listed and deleted. */
export const SNAPSHOT_LIST = 'Manage > Sharing in the ThousandEyes app'

const QUOTA =
  'The quota of your organization is used up (documented: 5 snapshots in 5 minutes, 240 requests a minute, for all its users together), or this address is blocked for an hour after more than 120 answers 401. Raise maxWaitMinutes, or run the step again later.'

/** What went wrong and what to do about it: sentences on one line, without the name of the test. */
export interface ErrorMessage {
  readonly whatHappened: string
  readonly whatToDo: string
}

export function describeError(result: HttpResult, api: ApiConfig, request: SnapshotRequest): ErrorMessage {
  return { whatHappened: statusMessage(result, api, request), whatToDo: remedyFor(result, api, request) }
}

/**
 * One sentence: what came instead of a success.
 *
 * @param request - `undefined` for a request that reads: its response may name agents and targets, and is not quoted
 */
export function statusMessage(
  result: HttpResult,
  { baseUrl }: ApiConfig,
  request: SnapshotRequest | undefined,
): string {
  const { host } = new URL(baseUrl)
  switch (result.kind) {
    case 'unreachable':
      return `There was no connection to ${host}: ${quote(result.reason)}.`
    case 'noResponse':
      return `${host} sent no complete response: ${quote(result.reason)}.`
    case 'response': {
      const message = request === undefined ? '' : parseErrorMessage(result.body, request)
      return `ThousandEyes answered ${formatStatus(result.status)}${message === '' ? '.' : `: ${message}.`}`
    }
  }
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
  request: SnapshotRequest,
  now: Date,
): string {
  const giveUpAt = formatUtc(new Date(now.getTime() + leftMs))
  const trying = cause === undefined ? 'Trying' : 'Trying again'
  const reason = isFirst ? waitReason(cause, api, request) : stillWaiting(cause)
  return `${reason} ${trying} in ${formatDuration(ms)}; the step gives up at ${giveUpAt}.`
}

function waitReason(cause: HttpResult | undefined, api: ApiConfig, request: SnapshotRequest): string {
  if (cause === undefined) return 'ThousandEyes takes no request now, as its response to an earlier one shows.'
  const duplicate = isIndeterminate(cause)
    ? ' It may have created a snapshot, and the next try may create a second.'
    : ''
  return `${statusMessage(cause, api, request)}${duplicate}`
}

function stillWaiting(cause: HttpResult | undefined): string {
  return cause === undefined || isRateLimited(cause) ? 'Still rate limited.' : 'Still no success.'
}

/**
 * A success without a usable link: the service says that it created the snapshot. Its body may hold a public link, in whatever
 * form, so it is not shown to those who requested a private snapshot.
 */
export function missingLinkMessage(
  response: HttpResponse,
  linkField: string,
  { isPublic }: Pick<SnapshotRequest, 'isPublic'>,
): string {
  const { body, status } = response
  const shown = isPublic ? quote(body) : 'a body that is not shown, since a private snapshot was requested'
  const sent = body.trim() === '' ? 'an empty body' : shown
  return `ThousandEyes answered ${formatStatus(status)} without a usable https link to its own host in ${linkField}; it sent ${sent}. The snapshot was probably created: look in ${SNAPSHOT_LIST} before you run this again.`
}

/** Without the link, and how to delete it: the API cannot. */
export function unexpectedlyPublicMessage({ displayName }: SnapshotRequest): string {
  return `A private snapshot was requested, but ThousandEyes created a public one: anyone who gets its link can open it. Delete the share link titled ${quote(displayName)} in ${SNAPSHOT_LIST}, and do not use this step's outputs; the link is nowhere else.`
}

function remedyFor(result: HttpResult, api: ApiConfig, request: SnapshotRequest): string {
  switch (result.kind) {
    case 'unreachable':
      return result.permanent
        ? 'Check apiUrl; a proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.'
        : "Check apiUrl, the proxy (HTTPS_PROXY, NO_PROXY) and the runner's network."
    case 'noResponse':
      return 'Run the step again later.'
    case 'response':
      return statusRemedy(result, api, request)
  }
}

function statusRemedy(response: HttpResponse, api: ApiConfig, request: SnapshotRequest): string {
  const { status, headers } = response
  if (status >= 300 && status < 400) {
    return `It points to ${quoteFor(request, headers.location ?? 'nowhere')}; redirects are not followed, so that the token stays here. Check apiUrl and apiVersion.`
  }
  switch (status) {
    case 400:
      return 'Check hours, endTime and displayName, and that the test is not an Endpoint Agent test: those have no snapshots.'
    case 401:
      return wrongToken(api)
    case 403:
      return forbidden(api, request)
    case 404:
      return `There is no test ${request.testId} in ${accountGroup(api)}: check testId, set aid to the group that the test is in, and check apiUrl if you set it.`
    case 429:
      return QUOTA
    case 503:
      return 'The service is in maintenance, and nothing was created. Run the step again later.'
    default:
      return isIndeterminate(response)
        ? 'The service has trouble. Run the step again later.'
        : 'This status is not documented: check apiUrl and any proxy. If both are right, report this message.'
  }
}

function wrongToken({ version, credentials }: ApiConfig): string {
  const token = 'The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken.'
  if (version === 'v7')
    return `${token} v7 takes an OAuth bearer token; the older Basic token needs apiVersion v6 and email.`
  return credentials.kind === 'basic' ? `${token} Check that email is the user it belongs to.` : token
}

function forbidden(api: ApiConfig, { isPublic }: SnapshotRequest): string {
  const causes = [
    'the role of the token\'s user lacks the permission "Create snapshot shares" (regular users cannot have it)',
    api.aid === undefined
      ? 'the test is in another account group, to be named in aid'
      : `the user is not assigned to account group ${api.aid} (aid)`,
    ...(isPublic ? ['your region does not allow public snapshots, which isPublic: false avoids'] : []),
  ]
  return `Likely causes: ${causes.join('; or ')}.`
}

function accountGroup({ aid }: ApiConfig): string {
  return aid === undefined ? "the token's default account group" : `account group ${aid}`
}

/** The bodies that describe an error; every other body is quoted as it is. */
const ErrorBody = v.union([
  // v7: application/problem+json
  v.pipe(
    v.object({
      title: v.string(),
      detail: v.optional(v.nullable(v.string())),
      errors: v.optional(
        v.nullable(v.array(v.object({ field: v.optional(v.string()), message: v.optional(v.string()) }))),
      ),
    }),
    v.transform(({ title, detail, errors }) => [
      title,
      detail,
      ...(errors ?? []).map(({ field, message }) => [field, message].filter(Boolean).join(': ')),
    ]),
  ),
  // v7: 401 with an unknown token
  v.pipe(
    v.object({ error: v.string(), error_description: v.optional(v.string()) }),
    v.transform(({ error, error_description }) => [error, error_description]),
  ),
  // v6, and 401 of v7 without a token
  v.pipe(
    v.object({ errorMessage: v.string() }),
    v.transform(({ errorMessage }) => [errorMessage]),
  ),
  // older v7
  v.pipe(
    v.object({ errors: v.array(v.string()) }),
    v.transform(({ errors }) => errors),
  ),
])

/** The error that a body describes, quoted on one line; empty when it describes none. */
export function parseErrorMessage(body: string, request: Pick<SnapshotRequest, 'isPublic'>): string {
  const json = parseJson(body)
  const { success, output } = v.safeParse(ErrorBody, json)
  const text = json === undefined ? stripTags(body) : (stringifyJson(json) ?? body)
  const message = success ? output.filter(Boolean).join(' · ') : text
  return message.trim() === '' ? '' : quoteFor(request, message)
}

/** Public links are not shown to those who requested a private snapshot: they might be theirs. */
function quoteFor({ isPublic }: Pick<SnapshotRequest, 'isPublic'>, text: string): string {
  return quote(isPublic ? text : hideShareLinks(text))
}
