import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProxy, type Proxy as TestProxy } from '../../sandbox/proxy.ts'
import type { Organization } from '../../sandbox/thousandeyes/organization.ts'
import { HOSTS, withNamedSandbox } from './named-hosts.ts'
import type { Sandbox, startSandbox } from './sandbox.ts'

/**
 * Uses a sandbox whose services have names that only the proxy knows.
 *
 * @param credentials - the user of the proxy, as in an address: `user:password@`
 */
export async function withProxiedSandbox(
  use: (sandbox: Sandbox & { readonly proxy: TestProxy }) => Promise<void>,
  credentials = '',
  organization: Partial<Organization> = {},
  gitHubOptions: Parameters<typeof startSandbox>[1] = {},
): Promise<void> {
  const proxy = await startProxy()
  const env = { HTTPS_PROXY: proxy.url.replace('//', `//${credentials}`) }
  try {
    await withNamedSandbox(sandbox => use({ ...sandbox, proxy }), env, organization, gitHubOptions)
  } finally {
    await proxy.close()
  }
}

/**
 * Uses a sandbox where GitHub is behind a proxy that treats every CONNECT like this. `NO_PROXY` names ThousandEyes.
 */
export async function withGitHubBehindProxy(
  onConnect: (client: Socket) => void,
  use: (sandbox: Sandbox & { readonly authorities: readonly string[] }) => Promise<void>,
): Promise<void> {
  const authorities: string[] = []
  const clients: Socket[] = []
  const proxy = createServer().on('connect', ({ url = '', socket }) => {
    authorities.push(url)
    clients.push(socket)
    onConnect(socket)
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  const hostsFile = join(folder, 'hosts')
  writeFileSync(hostsFile, HOSTS.thousandEyes)
  const env = {
    HTTPS_PROXY: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    NO_PROXY: HOSTS.thousandEyes,
    NODE_OPTIONS: `--import ${new URL('../../sandbox/fake-dns.ts', import.meta.url).href}`,
    SANDBOX_HOSTS: hostsFile,
  }
  try {
    await withNamedSandbox(sandbox => use({ ...sandbox, authorities }), env)
  } finally {
    for (const client of clients) client.destroy()
    await new Promise(resolve => proxy.close(resolve))
    rmSync(folder, { recursive: true })
  }
}
