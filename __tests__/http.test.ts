import type { ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { generate } from 'selfsigned'
import { startProxy } from '../sandbox/proxy.ts'
import { listen, type RunningServer, type Tls } from '../sandbox/server.ts'
import { CUT_MARK, createHttpClient, type HttpResult, MAX_BODY_BYTES } from '../src/http.ts'
import { systemClock } from '../src/time.ts'

const TEXT = '{"title":"Größe"}'

const servers: Pick<RunningServer, 'close'>[] = []
afterEach(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) delete process.env[name]
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

describe('a request through a proxy', () => {
  /** The address of a proxy that treats every connection like this. */
  async function proxyThat(respond: (socket: Socket) => void): Promise<string> {
    return (await serveRaw(respond)).replace('http://', '')
  }

  it.each([
    ['by its name, with a user', '127.0.0.1', 'http://deploy:p%40ss@', `Basic ${btoa('deploy:p@ss')}`],
    ['without http://', '127.0.0.1', '', undefined],
    ['with an IPv6 address', '::1', 'http://', undefined],
  ] as const)('takes its tunnel, %s', async (_, host, start, authorization) => {
    const proxy = await startProxy(host)
    servers.push(proxy)
    process.env['HTTP_PROXY'] = proxy.url.replace('http://', start)
    const url = (await serve(response => response.end('done'))).replace('127.0.0.1', 'service.example')
    expect(await post(url)).toMatchObject({ kind: 'response', body: 'done' })
    expect(proxy.tunnels).toEqual([{ authority: new URL(url).host, authorization }])
  })

  it('may have reached the service when the connection ends within the tunnel', async () => {
    const proxy = await startProxy()
    servers.push(proxy)
    process.env['HTTP_PROXY'] = proxy.url
    const url = (await serve(response => response.socket?.destroy())).replace('127.0.0.1', 'service.example')
    expect(await post(url)).toMatchObject({ kind: 'noResponse' })
  })

  it('goes around it to a host in NO_PROXY', async () => {
    process.env['HTTP_PROXY'] = await proxyThat(socket => socket.destroy())
    process.env['NO_PROXY'] = '.example'
    const unknown = `http://${'x'.repeat(64)}.example/`
    expect(await post(unknown)).toMatchObject({ reason: expect.stringContaining('getaddrinfo ENOTFOUND') })
  })

  it.each<[string, (socket: Socket) => void, string]>([
    [
      'refuses the tunnel',
      socket => void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
      'the proxy answered 407 Proxy Authentication Required',
    ],
    ['hangs up', socket => void socket.end(), 'the proxy: socket hang up'],
  ])('is unreachable when the proxy %s', async (_, respond, reason) => {
    process.env['HTTPS_PROXY'] = await proxyThat(respond)
    expect(await post('https://service.example/')).toEqual({ kind: 'unreachable', reason, permanent: false })
  })

  it('is unreachable for good when there is no such proxy', async () => {
    process.env['HTTPS_PROXY'] = `http://${'x'.repeat(64)}.example:3128`
    expect(await post('https://service.example/')).toEqual({
      kind: 'unreachable',
      reason: expect.stringContaining('the proxy: getaddrinfo ENOTFOUND'),
      permanent: true,
    })
  })

  it('ends with its timeout when the proxy never answers', async () => {
    const timeout = new AbortController()
    process.env['HTTPS_PROXY'] = await proxyThat(socket => {
      servers.push({ close: async () => void socket.destroy() })
      timeout.abort()
    })
    expect(await post('https://service.example/', { timeout: timeout.signal })).toEqual({
      kind: 'unreachable',
      reason: 'no answer within 30 s',
      permanent: false,
    })
  })

  it.each(['http://deploy:p%zz@127.0.0.1:1', 'deploy:p#zz@127.0.0.1:1', 'http://127.0.0.1:99999', 'localhost:3128'])(
    'is not sent around a proxy whose address cannot be read, %s',
    async address => {
      process.env['HTTPS_PROXY'] = address
      expect(await post('https://service.example/')).toEqual({
        kind: 'unreachable',
        reason: 'HTTPS_PROXY is set, but is not the address of a proxy, such as http://proxy.example:3128',
        permanent: true,
      })
    },
  )
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
})

const JSON_BODY = '{"a":1}'

/** An HTTP response as it is on the wire. */
const wire = (headers: string, body: string) => Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`)

describe('a success that is valid JSON but not whole', () => {
  const end = (bytes: Buffer) => (socket: Socket) => void socket.end(bytes)

  it.each<[string, (socket: Socket) => void]>([
    ['its Content-Length is too long', end(wire('Content-Length: 50', JSON_BODY))],
    ['its Content-Length is too short', end(wire('Content-Length: 7', `${JSON_BODY},"b":2}`))],
    ['it has two of them', end(wire('Content-Length: 7\r\nContent-Length: 9', JSON_BODY))],
    ['its last chunk is missing', end(wire('Transfer-Encoding: chunked', `7\r\n${JSON_BODY}\r\n`))],
    ['it goes on after its last chunk', end(wire('Transfer-Encoding: chunked', `7\r\n${JSON_BODY}\r\n0\r\n\r\n,`))],
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
    for (const headers of ['Content-Length: 7', 'Server: x']) {
      const respond = end(wire(headers, JSON_BODY))
      expect(await post(await serveRaw(respond))).toMatchObject({ kind: 'response', body: JSON_BODY })
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
