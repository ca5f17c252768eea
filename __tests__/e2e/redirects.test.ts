import { describe, expect, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { startGitHub } from '../../sandbox/github/server.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { certificateFor } from './certificate.ts'
import { HOSTS, named } from './named-hosts.ts'
import { expectNotFollowed, REDIRECTED } from './redirects.ts'
import { withSandbox } from './sandbox.ts'

/** Clients change the method for 302, but not for 307. `__tests__/integration/` has the other statuses. */
const rows = REDIRECTED.flatMap(one => [302, 307].map(status => ({ ...one, status })))

describe('a redirect to another host', () => {
  it.concurrent.each(REDIRECTED)('is not followed for $request', async ({ redirect }) => {
    const elsewhere = await startGitHub(manualClock(new Date()))
    await withSandbox(sandbox => expectNotFollowed(sandbox, 307, redirect, elsewhere))
    await elsewhere.close()
  })

  it.concurrent.each(rows)('with $status is not followed for $request behind a proxy', async ({ status, redirect }) => {
    const server = await startGitHub(manualClock(new Date()), { tls: await certificateFor(Object.values(HOSTS)) })
    const elsewhere = { ...server, url: named(server.url, HOSTS.elsewhere) }
    await withProxiedSandbox(async sandbox => {
      await expectNotFollowed(sandbox, status, redirect, elsewhere)
      const authorities = sandbox.proxy.tunnels.map(({ authority }) => authority.replace(/:\d+$/, ''))
      expect(authorities).not.toContain(HOSTS.elsewhere)
    })
    await server.close()
  })
})
