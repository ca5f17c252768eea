import { expect, test } from '@jest/globals'
import type { Proxy as TestProxy } from '../../sandbox/proxy.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { HOSTS } from './named-hosts.ts'

const onPullRequest = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }

/** The hosts that were asked for, and what the proxy was told of its user. */
const asked = ({ tunnels }: TestProxy) =>
  new Set(tunnels.flatMap(({ authority, authorization }) => [authority.replace(/:\d+$/, ''), authorization]))

test('every request goes through the tunnel of HTTPS_PROXY, and the comment is written', async () => {
  await withProxiedSandbox(async ({ step, proxy }) => {
    const { exitCode, log } = await step({ comment: 'true' }, onPullRequest)
    expect(log).toContain('The link is on pull request #14: https://github.com/octo-shop/storefront/pull/14')
    expect(exitCode).toBe(0)
    expect(asked(proxy)).toEqual(new Set([HOSTS.thousandEyes, HOSTS.gitHub, undefined]))
  })
})

test('a proxy that wants a user gets the one in its address', async () => {
  await withProxiedSandbox(async ({ step, proxy }) => {
    const { exitCode, log } = await step({ comment: 'true' }, onPullRequest)
    expect(log).toContain('(created)')
    expect(exitCode).toBe(0)
    expect(asked(proxy)).toEqual(new Set([HOSTS.thousandEyes, HOSTS.gitHub, `Basic ${btoa('deploy:p@ss')}`]))
  }, 'deploy:p%40ss@')
})

test('a request that was lost behind the proxy may have made a snapshot, and is tried only once more', async () => {
  await withProxiedSandbox(async ({ step, thousandEyes }) => {
    thousandEyes.fail([{ kind: 'reset' }, { kind: 'reset' }, { kind: 'reset' }])
    const { exitCode, log } = await step()
    expect([exitCode, thousandEyes.received.length]).toEqual([1, 2])
    expect(log).toContain('A snapshot may have been made all the same')
  })
})
