import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from '@jest/globals'
import { fetch, ProxyAgent } from '../../packages/proxy-fetch/index.js'
import { startProxy, type Proxy as TestProxy } from '../../sandbox/proxy.ts'
import { listen, type ReceivedRequest } from '../../sandbox/server.ts'
import { withGitHubBehindProxy, withProxiedSandbox } from './behind-proxy.ts'
import { HOSTS, named, withNamedSandbox } from './named-hosts.ts'
import { annotations, openSandbox, type Sandbox } from './sandbox.ts'

const onPullRequest = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }

/** The hosts that were asked for, and what the proxy was told of its user. */
const asked = ({ tunnels }: TestProxy) =>
  new Set(tunnels.flatMap(({ authority, authorization }) => [authority.replace(/:\d+$/, ''), authorization]))

describe('a step behind a proxy', () => {
  it('sends every request through the tunnel of HTTPS_PROXY, and writes the comment', async () => {
    await withProxiedSandbox(async ({ step, proxy }) => {
      const { exitCode, log } = await step({ comment: 'true' }, onPullRequest)
      expect(log).toContain('The link is on pull request #14: https://github.com/octo-shop/storefront/pull/14')
      expect(exitCode).toBe(0)
      expect(asked(proxy)).toEqual(new Set([HOSTS.thousandEyes, HOSTS.gitHub, undefined]))
    })
  })

  it('gives a proxy that wants a user the one in its address', async () => {
    await withProxiedSandbox(async ({ step, proxy }) => {
      const { exitCode, log } = await step({ comment: 'true' }, onPullRequest)
      expect(log).toContain('(created)')
      expect(exitCode).toBe(0)
      expect(asked(proxy)).toEqual(new Set([HOSTS.thousandEyes, HOSTS.gitHub, `Basic ${btoa('deploy:p@ss')}`]))
    }, 'deploy:p%40ss@')
  })

  it('accepts https_proxy in lower case and without http://', async () => {
    const proxy = await startProxy()
    const useIn = async ({ step }: Sandbox) => {
      const { log } = await step({ comment: 'true' }, onPullRequest)
      expect(log).toContain('(created)')
      expect(asked(proxy)).toEqual(new Set([HOSTS.thousandEyes, HOSTS.gitHub, undefined]))
    }
    await withNamedSandbox(useIn, { https_proxy: new URL(proxy.url).host }).finally(proxy.close)
  })

  it.each(['http://deploy:p%zz@127.0.0.1:1', 'deploy:p#zz@127.0.0.1:1', 'http://127.0.0.1:99999', 'localhost:3128'])(
    'sends nothing around a proxy whose address cannot be read, %s',
    async address => {
      const useIn = async ({ step, thousandEyes }: Sandbox) => {
        const { exitCode, log } = await step()
        expect({ exitCode, received: thousandEyes.received }).toEqual({ exitCode: 1, received: [] })
        expect(log).toContain('HTTPS_PROXY is set, but is not the address of a proxy')
        expect(log).not.toContain('zz')
      }
      await withNamedSandbox(useIn, { HTTPS_PROXY: address })
    },
  )

  it('reaches services on the loopback address without the proxy', async () => {
    const proxy = await startProxy()
    const { step } = await openSandbox()
    const { log } = await step({ comment: 'true' }, { ...onPullRequest, env: { HTTP_PROXY: proxy.url } })
    await proxy.close()
    expect(log).toContain('(created)')
    expect(proxy.tunnels).toEqual([])
  })

  it('may have made a snapshot when a request is lost, and tries only once more', async () => {
    await withProxiedSandbox(async ({ step, thousandEyes }) => {
      thousandEyes.fail([{ kind: 'reset' }, { kind: 'reset' }, { kind: 'reset' }])
      const { exitCode, log } = await step()
      expect([exitCode, thousandEyes.received.length]).toEqual([1, 2])
      expect(log).toContain('A snapshot may have been created anyway')
    })
  })

  it.each([
    [
      'refuses a tunnel',
      (client: Socket) => client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
      'tunneling socket could not be established, statusCode=407',
    ],
    ['hangs up', (client: Socket) => client.end(), 'tunneling socket could not be established, cause=socket hang up'],
    ['never answers', () => undefined, 'no answer within 10 s'],
  ])('keeps the snapshot and warns when the proxy %s, after three tries', async (_, onConnect, reason) => {
    await withGitHubBehindProxy(onConnect, async ({ step, authorities }) => {
      const result = await step({ comment: 'true' }, onPullRequest, { timeoutMs: 200 })
      expect([result.exitCode, JSON.parse(result.outputs['snapshots'] ?? '').length]).toEqual([0, 1])
      expect(annotations(result, 'warning').join('\n')).toContain(reason)
      expect(authorities.map(authority => authority.replace(/:\d+$/, ''))).toEqual(Array(3).fill(HOSTS.gitHub))
    })
  })
})

describe("fetch in place of undici's, behind a proxy", () => {
  const opened: { close(): Promise<void> }[] = []
  afterEach(async () => {
    delete process.env['HTTP_PROXY']
    for (const server of opened.splice(0)) await server.close()
  })

  /** Starts a service behind a proxy; returns its address, by a name that only the proxy knows. */
  async function serve(handle: (request: ReceivedRequest, response: ServerResponse) => void): Promise<string> {
    const [proxy, service] = await Promise.all([startProxy(), listen(handle)])
    opened.push(service, proxy)
    process.env['HTTP_PROXY'] = proxy.url
    return named(service.url, HOSTS.gitHub)
  }

  const dispatcher = new ProxyAgent({})

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('accepts and decodes a body in %s', async (coding, encode) => {
    const url = await serve(({ headers }, response) => {
      response.setHeader('content-encoding', coding)
      response.end(encode(String(headers['accept-encoding'])))
    })
    const response = await fetch(url, { dispatcher })
    expect(await response.text()).toContain(coding.toLowerCase())
  })

  it.each(['constructor', 'zstd'])('leaves a body in the unknown coding %s as it is', async coding => {
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', coding)
      response.end('a comment')
    })
    const response = await fetch(url, { dispatcher })
    expect(await response.text()).toBe('a comment')
  })

  it('rejects when a compressed body breaks off', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync('a comment').subarray(0, -4))
    })
    const response = await fetch(url, { dispatcher })
    expect(await response.text().catch((error: unknown) => error)).toMatchObject({ code: 'Z_BUF_ERROR' })
  })

  it('sends a Headers object and a body, and reads a large answer to its end', async () => {
    const url = await serve(({ method, headers, body }, response) => {
      response.statusCode = 201
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.end(`${method} ${headers.authorization} ${body}`.repeat(100_000))
    })
    const headers = new Headers({ Authorization: 'token t' })
    const response = await fetch(url, { method: 'PATCH', headers, body: '{"body":"✓"}', dispatcher })
    expect([response.status, response.statusText]).toEqual([201, 'Created'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('PATCH token t {"body":"✓"}'.repeat(100_000))
  })

  it.each([
    ['before it is sent', 0],
    ['before its answer comes', 1],
    ['in the middle of its answer', 2],
  ])('rejects with the reason of the abort when a request is aborted %s', async (_, moment) => {
    const controller = new AbortController()
    const reason = new Error('The job was cancelled.')
    const url = await serve((_, response) => {
      if (moment === 1) controller.abort(reason)
      else response.write('the beginning')
    })
    if (moment === 0) controller.abort(reason)
    const text = fetch(url, { dispatcher, signal: controller.signal }).then(async response => {
      controller.abort(reason)
      return await response.text()
    })
    await expect(text).rejects.toBe(reason)
  })
})
