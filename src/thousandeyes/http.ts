import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { getProxyUrl } from '@actions/http-client/lib/proxy'
import * as v from 'valibot'
import { readBody } from '../body.ts'
import type { Clock } from '../time.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** How much of the answer's body is read; `MAX_BODY_BYTES` unless told. */
  readonly maxBodyBytes?: number
  /** How long it may take; `REQUEST_TIMEOUT_MS` unless told. */
  readonly timeoutMs?: number
}

export interface HttpResponse {
  readonly kind: 'response'
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The body as text, as far as it was read. */
  readonly body: string
}

/** What came of a request. */
export type HttpResult =
  | HttpResponse
  /** No connection came about, so nothing was sent. `lasting`: trying again cannot help. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly permanent: boolean }
  /** The request may have reached the service, but no complete answer came back. */
  | { readonly kind: 'noResponse'; readonly reason: string }

export type SendRequest = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResult>

export const REQUEST_TIMEOUT_MS = 30_000
export const MAX_BODY_BYTES = 1024 * 1024

/** Some of Node's errors, such as those of several addresses tried in vain, have a code but no message. */
const NodeError = v.object({ message: v.string(), code: v.optional(v.string(), '') })

const USER_AGENT = 'thousandeyes-snapshot-action'

/**
 * Sends requests over the network, by way of the proxy that `HTTPS_PROXY` and `NO_PROXY` name.
 *
 * It asks `HttpClient` only for the agent behind a proxy, and loads it only for that: its own `request` neither tells
 * whether a request went out before it failed, nor bounds the time or the size of an answer. Redirects are answers like
 * others: following them could carry the token to another host.
 */
export function createHttpClient(clock: Clock): SendRequest {
  return async (request, signal) => {
    const { timeoutMs = REQUEST_TIMEOUT_MS } = request
    const timeout = clock.timeout(timeoutMs)
    const reasonOf = (error: unknown) => (timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : messageOf(error))
    const connection = { established: false }
    let message: IncomingMessage
    try {
      const agent = await agentFor(request.url)
      message = await sendRequest(request, agent, AbortSignal.any([signal, timeout]), connection)
    } catch (error) {
      return toFailure(reasonOf(error), error, connection.established)
    }
    const { body, error } = await readBody(message, request.maxBodyBytes ?? MAX_BODY_BYTES)
    const status = message.statusCode ?? 0
    if (error !== undefined && status < 300) {
      return toFailure(`${reasonOf(error)}, after status ${status}`, error, true)
    }
    return { kind: 'response', status, headers: message.headers, body }
  }
}

/** The tunnel through the proxy, where there is one. A connection is never used twice: only a new one tells what was sent. */
async function agentFor(url: URL): Promise<Agent | false> {
  if (getProxyUrl(url) === undefined) return false
  const { HttpClient } = await import('@actions/http-client')
  return new HttpClient(USER_AGENT).getAgent(url.href)
}

/** Resolves to the answer once its head is there; notes in `connection` when the request begins to go out. */
function sendRequest(
  { method, url, headers, body }: HttpRequest,
  agent: Agent | false,
  signal: AbortSignal,
  connection: { established: boolean },
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const options = { method, agent, signal, headers: { 'user-agent': USER_AGENT, ...headers } }
    const request = (secure ? https : http).request(url, options)
    request.once('socket', socket => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connection.established = true
      })
    })
    request.once('response', resolve)
    request.once('error', reject)
    // Node drops a connection on which the service begins another protocol, and reports no error.
    request.once('close', () => reject(new Error('the connection was closed without an answer')))
    request.end(body)
  })
}

function toFailure(reason: string, error: unknown, sent: boolean): HttpResult {
  return sent ? { kind: 'noResponse', reason } : { kind: 'unreachable', reason, permanent: isPermanent(error) }
}

function messageOf(error: unknown): string {
  const { message, code } = v.parse(NodeError, error)
  return message || code
}

/** TLS that fails will fail again: a certificate that is not trusted, or a port that does not speak TLS. */
function isPermanent(error: unknown): boolean {
  return /CERT|SIGNATURE|^ERR_(SSL|TLS)|EPROTO/.test(v.parse(NodeError, error).code)
}
