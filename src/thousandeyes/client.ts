import type { Context } from '../context.ts'
import { type HttpRequest, type HttpResult, isSuccess } from '../http.ts'
import { redact } from '../redaction.ts'
import type { ApiConfig } from './api.ts'
import { secretVariants } from './credentials.ts'
import { hideShareLinks } from './links.ts'

/**
 * Sends one request to the API, writes it and its result to the debug log, and redacts the credentials in whatever comes
 * back. Never rejects.
 *
 * @param label - names the request in the debug log, such as `Test 123`
 */
export async function request(
  httpRequest: HttpRequest,
  { credentials }: ApiConfig,
  label: string,
  { sendRequest, signal, log }: Pick<Context, 'sendRequest' | 'signal' | 'log'>,
): Promise<HttpResult> {
  log.debug(`${label}: ${httpRequest.method} ${httpRequest.url.href} ${httpRequest.body ?? ''}`)
  const result = redactResult(await sendRequest(httpRequest, signal), secretVariants(credentials))
  log.debug(`${label}: ${summarize(result, httpRequest)}`)
  return result
}

/**
 * Only the body that refuses a snapshot is quoted, without public links: that of a success may have a link that must not be
 * shown, and what is read may name agents and targets, in a log that may be public.
 */
function summarize(result: HttpResult, { method }: HttpRequest): string {
  if (result.kind !== 'response') return `${result.kind}: ${result.reason}`
  const { status, body } = result
  const isQuoted = method === 'POST' && !isSuccess(result)
  return `${status}, ${isQuoted ? hideShareLinks(body) : `${body.length} characters`}`
}

function redactResult(result: HttpResult, secrets: readonly string[]): HttpResult {
  if (result.kind !== 'response') return { ...result, reason: redact(result.reason, secrets) }
  const { headers } = result
  const location = headers.location === undefined ? {} : { location: redact(headers.location, secrets) }
  return { ...result, headers: { ...headers, ...location }, body: redact(result.body, secrets) }
}
