import { expect, it } from '@jest/globals'
import { startProxy } from '../../sandbox/proxy.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { HOSTS } from './named-hosts.ts'
import { openSandbox } from './sandbox.ts'

const onPullRequest = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }

/** `__tests__/http.test.ts` has the addresses and the faults of proxies. */
it('sends every request of a step through the tunnel of HTTPS_PROXY', async () => {
  await withProxiedSandbox(async ({ step, proxy }) => {
    const { exitCode, log } = await step({ comment: 'true' }, onPullRequest)
    expect(log).toContain('The link is on pull request #14: https://github.com/octo-shop/storefront/pull/14')
    expect(exitCode).toBe(0)
    const hosts = proxy.tunnels.map(({ authority }) => authority.replace(/:\d+$/, ''))
    expect(new Set(hosts)).toEqual(new Set([HOSTS.thousandEyes, HOSTS.gitHub]))
  })
})

it('reaches services on the loopback address without the proxy', async () => {
  const proxy = await startProxy()
  const { step } = await openSandbox()
  const { log } = await step({ comment: 'true' }, { ...onPullRequest, env: { HTTP_PROXY: proxy.url } })
  await proxy.close()
  expect(log).toContain('(created)')
  expect(proxy.tunnels).toEqual([])
})
