import type { ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { generate } from 'selfsigned'
import { listen, type RunningServer, type Tls } from '../sandbox/server.ts'
import { CUT_MARK } from '../src/body.ts'
import { createHttpClient, type HttpResult, MAX_BODY_BYTES } from '../src/http.ts'
import { systemClock } from '../src/time.ts'

const servers: Pick<RunningServer, 'close'>[] = []
afterEach(async () => {
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

test('an answer is its status, headers and body', async () => {
  const url = await serve(response => response.writeHead(201, { 'x-a': 'b' }).end('done'))
  expect(await post(url)).toMatchObject({ kind: 'response', status: 201, headers: { 'x-a': 'b' }, body: 'done' })
})

test('a request is what it was given and who sends it', async () => {
  const server = await listen(({ method, headers, body }, response) => {
    response.end(JSON.stringify([method, headers.authorization, headers['user-agent'], body]))
  })
  servers.push(server)
  expect(await post(server.url)).toMatchObject({
    body: JSON.stringify(['POST', 'Bearer x', 'thousandeyes-snapshot-action', '{}']),
  })
})

test('a redirect is an answer and is not followed', async () => {
  let requests = 0
  const url = await serve(response => {
    requests += 1
    response.writeHead(307, { location: '/' }).end()
  })
  expect(await post(url)).toMatchObject({ kind: 'response', status: 307 })
  expect(requests).toBe(1)
})

test('an answer without end is read up to 1 MiB, and marked so that it is no JSON', async () => {
  const url = await serve(response => {
    const more = () => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more)
    }
    more()
  })
  expect(await post(url)).toMatchObject({ kind: 'response', body: `${'x'.repeat(MAX_BODY_BYTES)}${CUT_MARK}` })
})

test('an answer of just 1 MiB is whole', async () => {
  const body = 'x'.repeat(MAX_BODY_BYTES)
  const url = await serve(response => response.end(body))
  expect(await post(url)).toMatchObject({ kind: 'response', body })
})

describe('no connection means that nothing was sent', () => {
  test('when nobody listens', async () => {
    const url = await serve(() => {})
    await servers.pop()?.close()
    expect(await post(url)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('ECONNREFUSED'),
      permanent: false,
    })
  })

  test('when the time is over before it came about', async () => {
    const url = await serve(() => {})
    expect(await post(url, { timeout: AbortSignal.abort() })).toMatchObject({
      kind: 'unreachable',
      reason: 'no answer within 30 s',
    })
  })

  test('when the other side does not speak TLS, which will not change', async () => {
    const url = await serve(() => {})
    expect(await post(url.replace('http:', 'https:'))).toMatchObject({ kind: 'unreachable', permanent: true })
  })

  test('when the certificate is not trusted, which will not change', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    const url = await serve(response => response.end(), { cert, key })
    expect(await post(url)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('self-signed certificate'),
      permanent: true,
    })
  })
})

describe('a request may have reached the service', () => {
  test('when the connection is reset in place of an answer', async () => {
    const url = await serve(response => response.socket?.resetAndDestroy())
    expect(await post(url)).toMatchObject({ kind: 'noResponse', reason: expect.stringContaining('ECONNRESET') })
  })

  test('when the connection is closed in place of an answer', async () => {
    const url = await serve(response => response.socket?.destroy())
    expect(await post(url)).toMatchObject({ kind: 'noResponse', reason: 'socket hang up' })
  })

  test('when the service begins another protocol', async () => {
    const url = await serve(response => response.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' }).end())
    expect(await post(url)).toEqual({ kind: 'noResponse', reason: 'the connection was closed without an answer' })
  })

  test('when the answer does not come in time', async () => {
    const timeout = new AbortController()
    const url = await serve(() => timeout.abort())
    expect(await post(url, { timeout: timeout.signal })).toEqual({
      kind: 'noResponse',
      reason: 'no answer within 30 s',
    })
  })

  test('when the answer does not come in the time that the request has', async () => {
    const timeout = new AbortController()
    const url = new URL(await serve(() => timeout.abort()))
    const send = createHttpClient({
      ...systemClock,
      timeout: ms => (ms === 5_000 ? timeout : new AbortController()).signal,
    })
    const result = await send({ method: 'GET', url, headers: {}, timeoutMs: 5_000 }, new AbortController().signal)
    expect(result).toEqual({ kind: 'noResponse', reason: 'no answer within 5 s' })
  })

  test('when the job is cancelled', async () => {
    const cancelled = new AbortController()
    const url = await serve(() => cancelled.abort())
    expect(await post(url, { cancelled: cancelled.signal })).toMatchObject({ kind: 'noResponse' })
  })

  test('when a success breaks off', async () => {
    const url = await serve(response => {
      response.writeHead(201, { 'content-length': 10 }).write('half', () => response.socket?.destroy())
    })
    expect(await post(url)).toEqual({ kind: 'noResponse', reason: 'aborted, after status 201' })
  })
})

test('a refusal that breaks off is a refusal all the same', async () => {
  const url = await serve(response => {
    response.writeHead(403, { 'content-length': 10 }).write('half', () => response.socket?.destroy())
  })
  expect(await post(url)).toMatchObject({ kind: 'response', status: 403, body: `half${CUT_MARK}` })
})

const JSON_BODY = '{"a":1}'
const GZIP_BODY = gzipSync(JSON_BODY)

/** An HTTP response as it is on the wire. */
const wire = (headers: string, body: string | Buffer) =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`), Buffer.from(body)])

describe('a success that is valid JSON but not whole is not trusted', () => {
  const end = (bytes: Buffer) => (socket: Socket) => void socket.end(bytes)

  test.each<[string, (socket: Socket) => void]>([
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
  ])('because %s', async (_, respond) => {
    expect(await post(await serveRaw(respond))).toEqual({
      kind: 'noResponse',
      reason: expect.stringMatching(/, after status 200$|^Parse Error: /),
    })
  })

  test('but it is where the headers agree with it', async () => {
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
