import http, { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy'
import * as v from 'valibot'
import { formatStatus } from './text.ts'
import type { Clock } from './time.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
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
  /** Without a byte order mark. Ends in `CUT_MARK` if it is longer than `maxBodyBytes`, or if an error's breaks off. */
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

/** Ends a body that is not whole, which is therefore never valid JSON. */
export const CUT_MARK = '…'

/** Whether the text is a URL with `https`, or with `http` and a loopback address, where nobody can listen in. */
export function isSecureUrl(text: string): boolean {
  const { protocol, hostname = '' } = URL.parse(text) ?? {}
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
}

export function isSuccess(result: HttpResult): boolean {
  return result.kind === 'response' && result.status >= 200 && result.status < 300
}

/**
 * The HTTP client of the action, for ThousandEyes and for GitHub. It uses the proxy in `HTTPS_PROXY` and `NO_PROXY`, and limits
 * the time and the size of a response. It follows no redirect, which could carry the token to another host.
 */
export function createHttpClient(clock: Clock): SendRequest {
  return async (httpRequest, signal) => {
    const { timeoutMs = REQUEST_TIMEOUT_MS, maxBodyBytes = MAX_BODY_BYTES } = httpRequest
    const timeout = clock.timeout(timeoutMs)
    const toReason = (error: unknown) =>
      timeout.aborted ? `no answer within ${Math.ceil(timeoutMs / 1000)} s` : v.parse(NodeError, error).message
    const connection: Connection = { established: false }
    let message: IncomingMessage
    try {
      message = await sendHead(httpRequest, AbortSignal.any([signal, timeout]), connection)
    } catch (error) {
      return connection.established
        ? { kind: 'noResponse', reason: toReason(error) }
        : { kind: 'unreachable', reason: toReason(error), permanent: PERMANENT.test(v.parse(NodeError, error).code) }
    }
    const { body, error = connection.error } = await readBody(message, maxBodyBytes)
    const { statusCode: status = 0, headers } = message
    if (error !== undefined && status < 300) {
      return { kind: 'noResponse', reason: `${toReason(error)}, after status ${status}` }
    }
    return { kind: 'response', status, headers, body }
  }
}

/** `body` ends in `CUT_MARK` if it is longer than `maxBytes`, or breaks off because of `error`. */
async function readBody(message: AsyncIterable<Uint8Array>, maxBytes: number) {
  const chunks: Uint8Array[] = []
  let size = 0
  let error: unknown
  try {
    for await (const chunk of message) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) break
    }
  } catch (caught) {
    error = caught
  }
  // Unlike toString, the decoder leaves a byte order mark out.
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes))
  const isCut = text !== '' && (size > maxBytes || error !== undefined)
  return { body: isCut ? text + CUT_MARK : text, error }
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

/**
 * Resolves to the response once its head has arrived, and keeps `connection` up to date from then on. No connection is used
 * twice: only a new one shows whether a request was sent.
 */
async function sendHead(
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal,
  connection: Connection,
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const tunnel = await openTunnel(url, signal)
  const { hostname: host } = url
  const encrypt = (socket: Socket) => connectTls({ socket, host, servername: isIP(host) === 0 ? host : '' })
  const request = requestOver(url, {
    method,
    signal,
    headers: { 'user-agent': 'thousandeyes-snapshot-action', ...headers },
    ...(tunnel === undefined ? { agent: false } : { createConnection: () => (secure ? encrypt(tunnel) : tunnel) }),
  })
  request.once('socket', socket => {
    if (socket === tunnel) connection.established = true
    else
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connection.established = true
      })
  })
  return await new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.on('error', error => {
      connection.error ??= error
      reject(error)
    })
    // Node reports no error when the service switches protocols and Node drops the connection.
    request.once('close', () => reject(new Error('the connection was closed without an answer')))
    request.end(body)
  })
}

function requestOver(url: URL, options: RequestOptions) {
  return (url.protocol === 'https:' ? https : http).request(url, options)
}

/** A connection through the proxy to the host of `url`; `undefined` if no proxy is set for it. */
async function openTunnel(url: URL, signal: AbortSignal): Promise<Socket | undefined> {
  const proxy = proxyFor(url)
  if (proxy === undefined) return undefined
  const authority = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  const { username, password } = proxy
  const credentials = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const request = requestOver(new URL(proxy.origin), {
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(username !== '' && { 'proxy-authorization': credentials }) },
    agent: false,
    signal,
  })
  return await new Promise((resolve, reject) => {
    request.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket)
      socket.destroy()
      reject(new Error(`the proxy answered ${formatStatus(statusCode)}`))
    })
    request.on('error', error => {
      const { message, code } = v.parse(NodeError, error)
      reject(Object.assign(new Error(`the proxy: ${message}`), { code }))
    })
    request.end()
  })
}

/** @throws if the address of the proxy cannot be read: a request that should go through it must not go around it */
function proxyFor(url: URL): URL | undefined {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const isSet = Boolean(process.env[variable] || process.env[variable.toLowerCase()])
  if (!isSet || checkBypass(url)) return undefined
  try {
    const proxy = getProxyUrl(url)
    // The toolkit reads `localhost:3128` as an address without a host.
    if (proxy?.hostname) return proxy
  } catch {
    // The toolkit refuses it.
  }
  const message = `${variable} is set, but is not the address of a proxy, such as http://proxy.example:3128`
  throw Object.assign(new Error(message), { code: 'INVALID_PROXY' })
}

/** Some of Node's errors, such as the one for several addresses that all refused, have a code but no message. */
const NodeError = v.pipe(
  v.object({ message: v.string(), code: v.optional(v.string(), '') }),
  v.transform(({ message, code }) => ({ message: message || code, code })),
)

/** The address of a proxy, a host that doesn't exist, and a TLS failure: a certificate, or a port that doesn't speak TLS. */
const PERMANENT = /INVALID_PROXY|ENOTFOUND|CERT|SIGNATURE|^ERR_(SSL|TLS)|EPROTO/
