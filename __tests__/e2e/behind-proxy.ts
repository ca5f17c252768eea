import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProxy, type Proxy as TestProxy } from '../../sandbox/proxy.ts'
import type { Organization } from '../../sandbox/thousandeyes/organization.ts'
import { certificateFor } from './certificate.ts'
import { type Sandbox, type startSandbox, withSandbox } from './sandbox.ts'

/** Names that only the proxy knows. */
export const HOSTS = {
  thousandEyes: 'thousandeyes.example',
  gitHub: 'github.example',
  elsewhere: 'elsewhere.example',
}

/** The address of a server of the sandbox, by a name that only the proxy knows. */
export function named(url: string, host: string): string {
  return url.replace('127.0.0.1', host)
}

/**
 * Uses a sandbox whose services speak TLS and are reached through a proxy alone.
 *
 * @param credentials - the user of the proxy, as in an address: `user:password@`
 */
export async function withProxiedSandbox(
  use: (sandbox: Sandbox & { readonly proxy: TestProxy }) => Promise<void>,
  credentials = '',
  organization: Partial<Organization> = {},
  gitHubOptions: Parameters<typeof startSandbox>[1] = {},
): Promise<void> {
  const tls = await certificateFor(Object.values(HOSTS))
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  const certFile = join(folder, 'cert.pem')
  writeFileSync(certFile, tls.cert)
  const proxy = await startProxy()
  const proxied = (sandbox: Sandbox): Promise<void> => {
    const { thousandEyes, gitHub } = sandbox
    const apiUrl = named(thousandEyes.url, HOSTS.thousandEyes)
    const env = {
      GITHUB_API_URL: named(gitHub.url, HOSTS.gitHub),
      GITHUB_GRAPHQL_URL: named(gitHub.graphqlUrl, HOSTS.gitHub),
      HTTPS_PROXY: proxy.url.replace('//', `//${credentials}`),
      NODE_EXTRA_CA_CERTS: certFile,
    }
    return use({
      ...sandbox,
      proxy,
      step: (inputs, step, time) =>
        sandbox.step({ apiUrl, ...inputs }, { ...step, env: { ...env, ...step?.env } }, time),
    })
  }
  try {
    await withSandbox(proxied, organization, { ...gitHubOptions, tls }, tls)
  } finally {
    await proxy.close()
    rmSync(folder, { recursive: true })
  }
}
