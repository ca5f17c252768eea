import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy'
import * as v from 'valibot'
import { readBody } from './read-body.ts'
import type { Clock } from './time.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** How much of the response's body is read; `MAX_BODY_BYTES` by default. */
  readonly maxBodyBytes?: number
  /** `REQUEST_TIMEOUT_MS` by default. */
  readonly timeoutMs?: number
}

export interface HttpResponse {
  readonly kind: 'response'
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Decoded, without a byte order mark. Ends in `CUT_MARK` where it is longer than `maxBodyBytes`, or an error's breaks off. */
  readonly body: string
}

export type HttpResult =
  | HttpResponse
  /** No connection was established, so nothing was sent. `permanent`: a retry cannot help. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly permanent: boolean }
  /** The request may have reached the service, but no complete response came back. */
  | { readonly kind: 'noResponse'; readonly reason: string }

/** Sends a request. Never rejects: a failure is a result. */
export type SendRequest = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResult>

export const REQUEST_TIMEOUT_MS = 30_000
export const MAX_BODY_BYTES = 1024 * 1024

const USER_AGENT = 'thousandeyes-snapshot-action'

export function isSuccess(result: HttpResult): boolean {
  return result.kind === 'response' && result.status >= 200 && result.status < 300
}

/**
 * An HTTP client that uses the proxy in `HTTPS_PROXY` and `NO_PROXY`.
 *
 * `HttpClient` of the toolkit only provides the agent for a proxy, and is loaded only for that: its `request` neither tells
 * whether a request was sent before it failed, nor limits the time or the size of a response. Redirects are not followed,
 * since they could carry the token to another host.
 */
export function createHttpClient(clock: Clock): SendRequest {
  return async (httpRequest, signal) => {
    const { timeoutMs = REQUEST_TIMEOUT_MS, maxBodyBytes = MAX_BODY_BYTES } = httpRequest
    const timeout = clock.timeout(timeoutMs)
    const toReason = (error: unknown) =>
      timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : errorMessage(error)
    const connection: Connection = { established: false }
    let message: IncomingMessage
    try {
      const agent = await proxyAgent(httpRequest.url)
      message = await sendHead(httpRequest, agent, AbortSignal.any([signal, timeout]), connection)
    } catch (error) {
      return connection.established
        ? { kind: 'noResponse', reason: toReason(error) }
        : { kind: 'unreachable', reason: toReason(error), permanent: isPermanent(error) }
    }
    const { body, error = connection.error } = await readBody(decode(message), maxBodyBytes)
    const { statusCode: status = 0, headers } = message
    if (error !== undefined && status < 300) {
      return { kind: 'noResponse', reason: `${toReason(error)}, after status ${status}` }
    }
    return { kind: 'response', status, headers, body: body.replace(/^\uFEFF/, '') }
  }
}

/** The tunnel through the proxy, if there is one. A connection is not reused: only a new one tells whether a request was sent. */
async function proxyAgent(url: URL): Promise<Agent | false> {
  if (!hasProxy(url)) return false
  const { HttpClient } = await import('@actions/http-client')
  return new HttpClient(USER_AGENT).getAgent(url.href)
}

/** @throws where the address of the proxy cannot be read: a request that should go through it must not go around it */
function hasProxy(url: URL): boolean {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const isSet = Boolean(process.env[variable] || process.env[variable.toLowerCase()])
  if (!isSet || checkBypass(url)) return false
  if (readProxyUrl(url)?.hostname) return true
  throw Object.assign(
    new Error(`${variable} is set, but is not the address of a proxy, such as http://proxy.example:3128`),
    { code: INVALID_PROXY },
  )
}

const INVALID_PROXY = 'INVALID_PROXY'

/** Of an address that it cannot read, the toolkit's `getProxyUrl` throws, has none, or has one without a host: of `localhost:3128`. */
function readProxyUrl(url: URL): URL | undefined {
  try {
    return getProxyUrl(url)
  } catch {
    return undefined
  }
}

interface Connection {
  /** Whether the request started to be sent. */
  established: boolean
  /**
   * The first error, also after the head of the response. One such is a body that is longer than its Content-Length, which Node
   * cuts there; another is a reset in place of the end of a body without Content-Length, which Node takes for the end.
   */
  error?: unknown
}

/** Resolves to the response once its head has arrived, and keeps `connection` up to date from then on. */
function sendHead(
  { method, url, headers, body }: HttpRequest,
  agent: Agent | false,
  signal: AbortSignal,
  connection: Connection,
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const options = { method, agent, signal, headers: { 'user-agent': USER_AGENT, ...headers } }
    const clientRequest = (secure ? https : http).request(url, options)
    clientRequest.once('socket', socket => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connection.established = true
      })
    })
    clientRequest.once('response', resolve)
    clientRequest.on('error', error => {
      connection.error ??= error
      reject(error)
    })
    // An agent that still waits for its tunnel through a proxy ignores the signal of the request.
    signal.addEventListener('abort', () => reject(new Error('the request was aborted', { cause: signal.reason })))
    // Node reports no error when the service switches protocols and Node drops the connection.
    clientRequest.once('close', () => reject(new Error('the connection was closed without an answer')))
    clientRequest.end(body)
  })
}

const DECODERS = {
  gzip: 'createGunzip',
  'x-gzip': 'createGunzip',
  deflate: 'createInflate',
  br: 'createBrotliDecompress',
} as const

/** No encoding is requested, but a gateway may compress all the same. An unknown encoding is left as it is. */
function decode(message: IncomingMessage): Readable {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase() ?? ''
  if (!isEncoding(encoding)) return message
  // Loaded late, because it takes 1 ms of every start and is seldom needed.
  const zlib = process.getBuiltinModule('node:zlib')
  // An error ends the decoder, and whoever reads it gets the error.
  return pipeline(message, zlib[DECODERS[encoding]](), () => {})
}

function isEncoding(encoding: string): encoding is keyof typeof DECODERS {
  return Object.hasOwn(DECODERS, encoding)
}

/** Some of Node's errors, such as the one for several addresses that all refused, have a code but no message. */
const NodeError = v.object({ message: v.string(), code: v.optional(v.string(), '') })

function errorMessage(error: unknown): string {
  const { message, code } = v.parse(NodeError, error)
  return message || code
}

/** The address of a proxy, and a TLS failure: an untrusted certificate, or a port that does not speak TLS. */
function isPermanent(error: unknown): boolean {
  const { code } = v.parse(NodeError, error)
  return code === INVALID_PROXY || /CERT|SIGNATURE|^ERR_(SSL|TLS)|EPROTO/.test(code)
}
