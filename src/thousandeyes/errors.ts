import { STATUS_CODES } from 'node:http'
import { quote } from '../text.ts'
import { formatDuration } from '../time.ts'
import { type ApiConfig, adapterFor } from './api.ts'
import { parseErrorMessage } from './error-body.ts'
import type { HttpResponse, HttpResult } from './http.ts'
import { isUncertainStatus } from './retry.ts'
import type { SnapshotRequest } from './snapshot.ts'

/** Where a snapshot that may have been made is found, and where it can be deleted. */
export const WHERE_SNAPSHOTS_ARE = 'Manage > Sharing in the ThousandEyes app'

const SPENT_QUOTA =
  'The quota of your organization is spent: it allows 5 snapshots in 5 minutes, 10 in an hour and 240 requests a minute, for all its users together. Run fewer, or raise maxWaitMinutes.'

/** What went wrong, for the person who reads a red step: sentences, all on one line. */
export interface ErrorMessage {
  readonly whatHappened: string
  readonly whatToDo: string
}

export function describeError(result: HttpResult, api: ApiConfig, order: SnapshotRequest): ErrorMessage {
  return { whatHappened: whatHappened(result, api), whatToDo: whatToDo(result, api, order) }
}

/** One sentence; says what came in place of a success. */
export function whatHappened(result: HttpResult, { baseUrl }: ApiConfig): string {
  const { host } = new URL(baseUrl)
  switch (result.kind) {
    case 'unreachable':
      return `There was no connection to ${host}: ${quote(result.reason)}.`
    case 'noResponse':
      return `${host} gave no complete answer: ${quote(result.reason)}.`
    case 'response':
      return statusMessage(result)
  }
}

function whatToDo(result: HttpResult, api: ApiConfig, order: SnapshotRequest): string {
  switch (result.kind) {
    case 'unreachable':
      return result.permanent
        ? 'Check apiUrl; a proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.'
        : "Check apiUrl, the proxy (HTTPS_PROXY, NO_PROXY) and the runner's network."
    case 'noResponse':
      return 'Run the step again later.'
    case 'response':
      return remedyFor(result, api, order)
  }
}

/**
 * A test that was never asked for, since the others of its step, and of other workflows, leave no room within the patience.
 *
 * @param ms - until its turn would come; 0 when the patience has ended already
 */
export function noTurnProblem(ms: number): string {
  if (ms === 0) return 'No snapshot was asked for: maxWaitMinutes have passed. Raise it, or run the step again later.'
  return `No snapshot was asked for: its turn would come in ${formatDuration(ms)} at the earliest, after maxWaitMinutes. ${SPENT_QUOTA}`
}

/** A success that is none: the service says it made the snapshot, but there is no link to give. */
export function missingLinkProblem(answer: HttpResponse, api: ApiConfig, order: SnapshotRequest): string {
  const came = whatCame(answer.body, order)
  const { linkField } = adapterFor(api)
  return `ThousandEyes answered ${statusLine(answer)} without a usable https link in ${linkField}; it sent ${came}. The snapshot was probably made: look in ${WHERE_SNAPSHOTS_ARE} before you run this again.`
}

/** A public link is not shown to those who asked for a private one. */
function whatCame(body: string, { isPublic }: SnapshotRequest): string {
  if (!isPublic && /share\.thousandeyes\.com/i.test(body)) return 'a public link, though a private one was asked for'
  return body.trim() === '' ? 'an empty body' : quote(body)
}

function statusMessage(answer: HttpResponse): string {
  const words = parseErrorMessage(answer.body)
  return `ThousandEyes answered ${statusLine(answer)}${words === '' ? '.' : `: ${words}.`}`
}

function statusLine({ status }: HttpResponse): string {
  return [status, STATUS_CODES[status]].filter(Boolean).join(' ')
}

function remedyFor({ status, headers }: HttpResponse, api: ApiConfig, order: SnapshotRequest): string {
  if (status >= 300 && status < 400) {
    return `It points to ${quote(headers.location ?? 'nowhere')}; redirects are never followed, so that the token cannot travel. Check apiUrl and apiVersion.`
  }
  switch (status) {
    case 400:
      return 'Check hours, endTime and displayName, and that the test is not an Endpoint Agent test: those cannot be snapshotted.'
    case 401:
      return wrongToken(api)
    case 403:
      return forbidden(api, order)
    case 404:
      return `There is no test ${order.testId} in ${accountGroup(api)}: check testId, set aid to the group the test is in, and check apiUrl if you set it.`
    case 429:
      return SPENT_QUOTA
    case 503:
      return 'The service is in maintenance, and nothing was made. Run the step again later.'
    default:
      if (isUncertainStatus(status)) return 'The service has trouble. Run the step again later.'
      return 'The action did not expect this: check apiUrl and what stands between the runner and ThousandEyes, and report it if both are right.'
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
