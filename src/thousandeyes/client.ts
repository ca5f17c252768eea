import type { Context } from '../context.ts'
import { type HttpRequest, type HttpResult, isSuccess } from '../http.ts'
import { redact, redactBody } from '../redaction.ts'
import type { ApiConfig } from './api.ts'
import { secretVariants } from './credentials.ts'
import { hideShareLinks } from './share-links.ts'

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
  log.debug(`${label}: ${summarize(result)}`)
  return result
}

/** The body of a success is left out: the link in it may be one that must not be shown. */
function summarize(result: HttpResult): string {
  if (result.kind !== 'response') return `${result.kind}: ${result.reason}`
  const { status, body } = result
  return `${status}, ${isSuccess(result) ? `${body.length} characters` : hideShareLinks(body)}`
}

function redactResult(result: HttpResult, secrets: readonly string[]): HttpResult {
  if (result.kind !== 'response') return { ...result, reason: redact(result.reason, secrets) }
  const { headers } = result
  const location = headers.location === undefined ? {} : { location: redact(headers.location, secrets) }
  return { ...result, headers: { ...headers, ...location }, body: redactBody(result.body, secrets) }
}
