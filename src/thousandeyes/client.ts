import type { Log } from '../log.ts'
import { redact, redactJson } from '../text.ts'
import type { Clock } from '../time.ts'
import type { ApiConfig } from './api.ts'
import { secretVariants } from './credentials.ts'
import type { HttpRequest, HttpResponse, HttpResult, SendRequest } from './http.ts'

/** What comes in from outside. */
export interface Means {
  readonly send: SendRequest
  readonly clock: Clock
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly log: Log
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
  /** No wait ends after it. */
  readonly deadline: Date
}

/** Sends a request, and says in the debug log that it did and what came of it: `what` begins the lines. Never rejects. */
export async function call(request: HttpRequest, service: ApiConfig, what: string, means: Means): Promise<HttpResult> {
  means.log.debug(`${what}: ${request.method} ${request.url.href} ${request.body ?? ''}`)
  const result = redactResponse(await means.send(request, means.signal), service)
  means.log.debug(`${what}: ${summary(result)}`)
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
