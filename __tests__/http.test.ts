import type { ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from '@jest/globals'
import { generate } from 'selfsigned'
import { listen, type RunningServer, type Tls } from '../sandbox/server.ts'
import { createHttpClient, type HttpResult, MAX_BODY_BYTES } from '../src/http.ts'
import { CUT_MARK } from '../src/read-body.ts'
import { systemClock } from '../src/time.ts'

const TEXT = '{"title":"Größe"}'

const servers: Pick<RunningServer, 'close'>[] = []
afterEach(async () => {
  delete process.env['HTTPS_PROXY']
  for (const server of servers.splice(0)) await server.close()
})

async function serve(handle: (response: ServerResponse) => void, tls?: Tls): Promise<string> {
  const server = await listen((_, response) => handle(response), tls)
  servers.push(server)
  return server.url
}

interface Signals {
  readonly timeout?: AbortSignal
  readonly cancelled?: AbortSignal
}

function post(url: string, { timeout, cancelled }: Signals = {}): Promise<HttpResult> {
  const never = new AbortController().signal
  const send = createHttpClient({ ...systemClock, timeout: () => timeout ?? never })
  const request = { method: 'POST', url: new URL(url), headers: { authorization: 'Bearer x' }, body: '{}' } as const
  return send(request, cancelled ?? never)
}

describe('createHttpClient', () => {
  it('resolves to the status, the headers and the body of a response', async () => {
    const url = await serve(response => response.writeHead(201, { 'x-a': 'b' }).end('done'))
    expect(await post(url)).toMatchObject({ kind: 'response', status: 201, headers: { 'x-a': 'b' }, body: 'done' })
  })

  it('sends the request as it is given, with a user agent', async () => {
    const server = await listen(({ method, headers, body }, response) => {
      response.end(JSON.stringify([method, headers.authorization, headers['user-agent'], body]))
    })
    servers.push(server)
    expect(await post(server.url)).toMatchObject({
      body: JSON.stringify(['POST', 'Bearer x', 'thousandeyes-snapshot-action', '{}']),
    })
  })

  it('does not follow a redirect', async () => {
    let requests = 0
    const url = await serve(response => {
      requests += 1
      response.writeHead(307, { location: '/' }).end()
    })
    expect(await post(url)).toMatchObject({ kind: 'response', status: 307 })
    expect(requests).toBe(1)
  })

  it('reads the first MiB of a response without an end, and marks it so that it is no JSON', async () => {
    const url = await serve(response => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    })
    expect(await post(url)).toMatchObject({ kind: 'response', body: `${'x'.repeat(MAX_BODY_BYTES)}${CUT_MARK}` })
  })

  it('takes a response of just 1 MiB as whole', async () => {
    const body = 'x'.repeat(MAX_BODY_BYTES)
    const url = await serve(response => response.end(body))
    expect(await post(url)).toMatchObject({ kind: 'response', body })
  })

  it('reads the first MiB of a response that is small only while it is compressed', async () => {
    const url = await serve(response => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(16 * MAX_BODY_BYTES)))
    })
    expect(await post(url)).toMatchObject({ kind: 'response', body: `${'x'.repeat(MAX_BODY_BYTES)}${CUT_MARK}` })
  })

  it.each([
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    [' GZIP ', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['identity', Buffer.from(TEXT)],
    ['constructor', Buffer.from(TEXT)],
  ])('decodes a body with the encoding %j', async (encoding, body) => {
    const url = await serve(response => response.writeHead(201, { 'content-encoding': encoding }).end(body))
    expect(await post(url)).toMatchObject({ kind: 'response', status: 201, body: TEXT })
  })

  it('leaves a byte order mark out, which is not JSON', async () => {
    const url = await serve(response => response.end(`\uFEFF${TEXT}`))
    expect(await post(url)).toMatchObject({ body: TEXT })
  })

  it('keeps the status of an error whose body breaks off', async () => {
    const url = await serve(response => {
      response.writeHead(403, { 'content-length': 10 }).write('half', () => response.socket?.destroy())
    })
    expect(await post(url)).toMatchObject({ kind: 'response', status: 403, body: `half${CUT_MARK}` })
  })

  it('keeps the status of an error whose body is not gzip, although it says so', async () => {
    const url = await serve(response => response.writeHead(429, { 'content-encoding': 'gzip' }).end('slow down'))
    expect(await post(url)).toMatchObject({ kind: 'response', status: 429, body: '' })
  })
})

describe('a result is unreachable, since nothing was sent,', () => {
  it('when nobody listens at the address', async () => {
    const url = await serve(() => {})
    await servers.pop()?.close()
    expect(await post(url)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('ECONNREFUSED'),
      permanent: false,
    })
  })

  it('when the request times out before there is a connection', async () => {
    const url = await serve(() => {})
    expect(await post(url, { timeout: AbortSignal.abort() })).toMatchObject({
      kind: 'unreachable',
      reason: 'no answer within 30 s',
    })
  })

  it('when the server does not speak TLS, for good', async () => {
    const url = await serve(() => {})
    expect(await post(url.replace('http:', 'https:'))).toMatchObject({ kind: 'unreachable', permanent: true })
  })

  it('when the certificate is not trusted, for good', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    const url = await serve(response => response.end(), { cert, key })
    expect(await post(url)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('self-signed certificate'),
      permanent: true,
    })
  })
})

describe('a proxy that accepts the tunnel and never answers', () => {
  it('makes the request end with its timeout', async () => {
    const timeout = new AbortController()
    const proxy = createServer(socket => {
      socket.on('error', () => {})
      socket.once('data', () => timeout.abort())
      servers.push({ close: async () => void socket.destroy() })
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    servers.push({ close: async () => void proxy.close() })
    const address = proxy.address()
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    expect(await post('https://api.service.example/', { timeout: timeout.signal })).toEqual({
      kind: 'unreachable',
      reason: 'no answer within 30 s',
      permanent: false,
    })
  })
})

describe('a result is noResponse, since the request may have reached the service,', () => {
  it('when the connection is reset instead of a response', async () => {
    const url = await serve(response => response.socket?.resetAndDestroy())
    expect(await post(url)).toMatchObject({ kind: 'noResponse', reason: expect.stringContaining('ECONNRESET') })
  })

  it('when the connection is closed instead of a response', async () => {
    const url = await serve(response => response.socket?.destroy())
    expect(await post(url)).toMatchObject({ kind: 'noResponse', reason: 'socket hang up' })
  })

  it('when the service switches to another protocol', async () => {
    const url = await serve(response => response.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' }).end())
    expect(await post(url)).toEqual({ kind: 'noResponse', reason: 'the connection was closed without an answer' })
  })

  it('when the response does not come within 30 seconds', async () => {
    const timeout = new AbortController()
    const url = await serve(() => timeout.abort())
    expect(await post(url, { timeout: timeout.signal })).toEqual({
      kind: 'noResponse',
      reason: 'no answer within 30 s',
    })
  })

  it('when the response does not come within the timeout of the request', async () => {
    const timeout = new AbortController()
    const url = new URL(await serve(() => timeout.abort()))
    const send = createHttpClient({
      ...systemClock,
      timeout: ms => (ms === 5_000 ? timeout : new AbortController()).signal,
    })
    const result = await send({ method: 'GET', url, headers: {}, timeoutMs: 5_000 }, new AbortController().signal)
    expect(result).toEqual({ kind: 'noResponse', reason: 'no answer within 5 s' })
  })

  it('when the job is cancelled', async () => {
    const cancelled = new AbortController()
    const url = await serve(() => cancelled.abort())
    expect(await post(url, { cancelled: cancelled.signal })).toMatchObject({ kind: 'noResponse' })
  })

  it('when the body of a success breaks off', async () => {
    const url = await serve(response => {
      response.writeHead(201, { 'content-length': 10 }).write('half', () => response.socket?.destroy())
    })
    expect(await post(url)).toEqual({ kind: 'noResponse', reason: 'aborted, after status 201' })
  })

  it.each([
    ['is not gzip, although it says so', Buffer.from(TEXT), 'incorrect header check'],
    ['ends in the middle of its gzip', gzipSync(TEXT).subarray(0, -9), 'unexpected end of file'],
  ])('when the body of a success %s', async (_, body, reason) => {
    const url = await serve(response => response.writeHead(201, { 'content-encoding': 'gzip' }).end(body))
    expect(await post(url)).toEqual({ kind: 'noResponse', reason: `${reason}, after status 201` })
  })
})

const JSON_BODY = '{"a":1}'
const GZIP_BODY = gzipSync(JSON_BODY)

/** An HTTP response as it is on the wire. */
const wire = (headers: string, body: string | Buffer) =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`), Buffer.from(body)])

describe('a success that is valid JSON but not whole', () => {
  const end = (bytes: Buffer) => (socket: Socket) => void socket.end(bytes)

  it.each<[string, (socket: Socket) => void]>([
    ['its Content-Length is too long', end(wire('Content-Length: 50', JSON_BODY))],
    ['its Content-Length is too short', end(wire('Content-Length: 7', `${JSON_BODY},"b":2}`))],
    ['it has two of them', end(wire('Content-Length: 7\r\nContent-Length: 9', JSON_BODY))],
    ['its last chunk is missing', end(wire('Transfer-Encoding: chunked', `7\r\n${JSON_BODY}\r\n`))],
    ['it goes on after its last chunk', end(wire('Transfer-Encoding: chunked', `7\r\n${JSON_BODY}\r\n0\r\n\r\n,`))],
    [
      'the end of its gzip is missing',
      end(wire(`Content-Encoding: gzip\r\nContent-Length: ${GZIP_BODY.length - 4}`, GZIP_BODY.subarray(0, -4))),
    ],
    [
      'the connection is reset where it would end',
      socket => {
        socket.write(wire('Server: x', JSON_BODY), () => setImmediate(() => socket.resetAndDestroy()))
      },
    ],
  ])('is noResponse, since %s', async (_, respond) => {
    expect(await post(await serveRaw(respond))).toEqual({
      kind: 'noResponse',
      reason: expect.stringMatching(/, after status 200$|^Parse Error: /),
    })
  })

  it('is not what a success is whose headers agree with it', async () => {
    for (const bytes of [
      wire('Content-Length: 7', JSON_BODY),
      wire('Server: x', JSON_BODY),
      wire('Content-Encoding: gzip', GZIP_BODY),
    ]) {
      expect(await post(await serveRaw(end(bytes)))).toMatchObject({ kind: 'response', body: JSON_BODY })
    }
  })
})

async function serveRaw(respond: (socket: Socket) => void): Promise<string> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => respond(socket))
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  servers.push({ close: async () => void server.close() })
  return url
}
