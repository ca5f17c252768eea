import type { Context } from '../context.ts'
import { redact, redactJson } from '../text.ts'
import type { ApiConfig } from './api.ts'
import { secretVariants } from './credentials.ts'
import type { HttpRequest, HttpResponse, HttpResult } from './http.ts'

/** What a request to the API needs from outside. */
export interface ApiContext extends Pick<Context, 'sendRequest' | 'clock' | 'random' | 'log' | 'signal'> {
  /** No wait ends after it. */
  readonly deadline: Date
}

/** Sends a request, and says in the debug log that it did and what came of it: `what` begins the lines. Never rejects. */
export async function call(
  request: HttpRequest,
  api: ApiConfig,
  what: string,
  context: ApiContext,
): Promise<HttpResult> {
  context.log.debug(`${what}: ${request.method} ${request.url.href} ${request.body ?? ''}`)
  const result = redactResponse(await context.sendRequest(request, context.signal), api)
  context.log.debug(`${what}: ${summary(result)}`)
  return result
}

export function successIn(result: HttpResult): HttpResponse | undefined {
  return result.kind === 'response' && result.status >= 200 && result.status < 300 ? result : undefined
}

/** Without the body of a success: the link in it is shown only when it may be. */
function summary(result: HttpResult): string {
  if (result.kind !== 'response') return `${result.kind}: ${result.reason}`
  const message = successIn(result) === undefined ? result.body : `${result.body.length} characters`
  return `${result.status}, ${message}`
}

/** Whatever the service or something before it echoes, our secrets end here. */
function redactResponse(result: HttpResult, { credentials }: ApiConfig): HttpResult {
  const secrets = secretVariants(credentials)
  const clean = (text: string): string => redact(text, secrets)
  if (result.kind !== 'response') return { ...result, reason: clean(result.reason) }
  const { headers } = result
  const location = headers.location === undefined ? {} : { location: clean(headers.location) }
  return { ...result, headers: { ...headers, ...location }, body: redactJson(result.body, secrets) }
}
