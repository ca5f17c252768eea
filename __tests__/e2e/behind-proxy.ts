import { startProxy, type Proxy as TestProxy } from '../../sandbox/proxy.ts'
import type { Organization } from '../../sandbox/thousandeyes/organization.ts'
import { withNamedSandbox } from './named-hosts.ts'
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
