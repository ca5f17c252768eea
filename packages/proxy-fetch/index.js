/**
 * Takes the place of undici in the toolkit's packages (`overrides` in package.json). They use only `ProxyAgent` and `fetch`,
 * but load all of it at every start: 33 ms of CPU time, and 220 kB that every job downloads.
 *
 * Node's own support for proxies cannot serve yet (Node 24.21, behind a proxy that answers CONNECT):
 * - `http.setGlobalProxyFromEnv` came with Node 24.14 and `proxyEnv` of an agent with 24.5; runner 2.327, the first to run
 *   node24, has an older Node. `NODE_USE_ENV_PROXY` is read before an action starts.
 * - When the proxy closes the connection without an answer, `fetch` repeats CONNECT without end, 3000 times a second, even
 *   after an abort: https://github.com/nodejs/undici/issues/5093
 * - Both send requests for loopback hosts to the proxy, and refuse or ignore a proxy address without `http://`; the toolkit
 *   does otherwise, and so do the requests to ThousandEyes.
 */
const http = require('node:http')
const https = require('node:https')
const { pipeline, Readable } = require('node:stream')

/** Tells `fetch` that there is a proxy; `HttpClient` finds its address in the environment. */
class ProxyAgent {
  constructor(options) {
    this.options = options
  }
}

/** Node's `fetch`, or through a proxy a request that follows no redirect. */
async function fetch(url, { dispatcher, ...options } = {}) {
  if (dispatcher === undefined) return await globalThis.fetch(url, options)
  const message = await send(url, options)
  const hasBody = ![204, 205, 304].includes(message.statusCode)
  return new Response(hasBody ? Readable.toWeb(decode(message)) : null, {
    status: message.statusCode,
    statusText: message.statusMessage,
    headers: Object.entries(message.headersDistinct).flatMap(([name, values]) => values.map(value => [name, value])),
  })
}

/** Resolves as soon as the head of the response is there. */
async function send(url, { method, headers, body, signal }) {
  // Imported late, because it imports this file.
  const { HttpClient } = await import('@actions/http-client')
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers()
  const request = (new URL(url).protocol === 'https:' ? https : http).request(url, {
    method,
    headers: { 'accept-encoding': Object.keys(DECODERS).join(', '), ...Object.fromEntries(new Headers(headers)) },
    agent: new HttpClient().getAgent(url),
  })
  signal?.addEventListener('abort', () => {
    // At once: a request that waits for its tunnel reports nothing when it is destroyed.
    reject(signal.reason)
    request.destroy(signal.reason)
  })
  request.once('response', message => {
    signal?.addEventListener('abort', () => message.destroy(signal.reason))
    resolve(message)
  })
  request.on('error', reject)
  // Node closes a connection on which the service switches protocols, and reports no error.
  request.once('close', () => reject(new Error('the connection was closed without an answer')))
  request.end(body)
  return await promise
}

const DECODERS = { gzip: 'createGunzip', deflate: 'createInflate', br: 'createBrotliDecompress' }

/** The body without its `Content-Encoding`. */
function decode(message) {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase()
  if (!Object.hasOwn(DECODERS, encoding)) return message
  // Loaded late: most steps are behind no proxy. Errors reach the reader of the stream.
  return pipeline(message, require('node:zlib')[DECODERS[encoding]](), () => {})
}

exports.ProxyAgent = ProxyAgent
exports.fetch = fetch
