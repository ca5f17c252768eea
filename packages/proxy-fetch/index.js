/**
 * Stands in for undici wherever the toolkit's packages import it (`overrides` in package.json): to load that takes longer
 * than all the rest of a step, and it is most of what a job would download. They use two things of it: `fetch`, which Node
 * has, and `ProxyAgent`, which only `fetch` gets to see.
 */
const http = require('node:http')
const https = require('node:https')
const { Readable } = require('node:stream')

/** Says that there is a proxy. Which one, `HttpClient` knows from the environment. */
class ProxyAgent {
  constructor(options) {
    this.options = options
  }
}

/** Node's `fetch`, or, with a `ProxyAgent` for a dispatcher, as much of it as Octokit uses. */
async function fetch(url, { dispatcher, ...options } = {}) {
  if (dispatcher === undefined) return await globalThis.fetch(url, options)
  // It imports this file, so that it is asked for only when it is there.
  const { HttpClient } = await import('@actions/http-client')
  const agent = new HttpClient().getAgent(url)
  const { promise, resolve, reject } = Promise.withResolvers()
  const { method, headers, body, signal } = options
  const request = (url.startsWith('https:') ? https : http).request(url, { method, headers, agent, signal }, resolve)
  // As `fetch` does, with the reason: a timeout is no `AbortError`.
  request.once('error', error => reject(signal?.aborted ? signal.reason : error))
  // Node drops a connection on which the service begins another protocol, and reports no error.
  request.once('close', () => reject(new Error('the connection was closed without an answer')))
  request.end(body)
  const message = await promise
  const hasBody = ![204, 205, 304].includes(message.statusCode)
  return new Response(hasBody ? Readable.toWeb(message) : null, {
    status: message.statusCode,
    statusText: message.statusMessage,
    headers: Object.entries(message.headersDistinct).flatMap(([name, values]) => values.map(value => [name, value])),
  })
}

exports.ProxyAgent = ProxyAgent
exports.fetch = fetch
