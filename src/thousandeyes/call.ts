import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { redact, redactJson } from '../text.ts'
import { secretForms } from './credentials.ts'
import type { Exchange, HttpAnswer, HttpRequest, Send } from './http.ts'
import type { Service } from './service.ts'

/** What comes in from outside. */
export interface Means {
  readonly send: Send
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
export async function call(request: HttpRequest, service: Service, what: string, means: Means): Promise<Exchange> {
  means.log.debug(`${what}: ${request.method} ${request.url.href} ${request.body ?? ''}`)
  const exchange = withoutSecrets(await means.send(request, means.signal), service)
  means.log.debug(`${what}: ${summary(exchange)}`)
  return exchange
}

export function successIn(exchange: Exchange): HttpAnswer | undefined {
  return exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300 ? exchange : undefined
}

/** Without the body of a success: the link in it is shown only when it may be. */
function summary(exchange: Exchange): string {
  if (exchange.kind !== 'answer') return `${exchange.kind}: ${exchange.reason}`
  const said = successIn(exchange) === undefined ? exchange.body : `${exchange.body.length} characters`
  return `${exchange.status}, ${said}`
}

/** Whatever the service or something before it echoes, our secrets end here. */
function withoutSecrets(exchange: Exchange, { credentials }: Service): Exchange {
  const secrets = secretForms(credentials)
  const clean = (text: string): string => redact(text, secrets)
  if (exchange.kind !== 'answer') return { ...exchange, reason: clean(exchange.reason) }
  const { headers } = exchange
  const location = headers.location === undefined ? {} : { location: clean(headers.location) }
  return { ...exchange, headers: { ...headers, ...location }, body: redactJson(exchange.body, secrets) }
}
