import { describe, expect, test } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { startGitHub } from '../../sandbox/github/server.ts'
import type { ReceivedRequest } from '../../sandbox/server.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { certificateFor } from './certificate.ts'
import { HOSTS, named } from './named-hosts.ts'
import { type Sandbox, withSandbox } from './sandbox.ts'

const STATUSES = [301, 302, 303, 307, 308]

const REDIRECTED: readonly (readonly [string, (sandbox: Sandbox, fault: Fault) => void])[] = [
  ['the snapshot', ({ thousandEyes }, fault) => thousandEyes.fail([fault])],
  ['the look-up on GitHub', ({ gitHub }, fault) => gitHub.fail([fault], 'POST /graphql')],
  ['the comment', ({ gitHub }, fault) => gitHub.fail([fault], 'POST /repos')],
]

const rows = REDIRECTED.flatMap(([request, arrange]) => STATUSES.map(status => [status, request, arrange] as const))

/** What another host hears when the request is redirected to it. */
async function heardElsewhere(
  sandbox: Sandbox,
  status: number,
  arrange: (typeof REDIRECTED)[number][1],
  elsewhere: { readonly url: string; readonly received: readonly ReceivedRequest[] },
): Promise<readonly ReceivedRequest[]> {
  arrange(sandbox, { kind: 'status', status, headers: { location: `${elsewhere.url}/` } })
  const { log } = await sandbox.step({ comment: 'true', prNumber: '14' })
  expect(log).toContain(`It points to "${elsewhere.url}/"; redirects are`)
  return elsewhere.received
}

describe('a redirect to another host', () => {
  test.concurrent.each(rows)('with %i carries nothing of %s there', async (status, _, arrange) => {
    const elsewhere = await startGitHub(manualClock(new Date()))
    await withSandbox(async sandbox => {
      expect(await heardElsewhere(sandbox, status, arrange, elsewhere)).toEqual([])
    })
    await elsewhere.close()
  })

  test.concurrent.each(rows)('with %i carries nothing of %s there, behind a proxy', async (status, _, arrange) => {
    const server = await startGitHub(manualClock(new Date()), { tls: await certificateFor(Object.values(HOSTS)) })
    const elsewhere = { ...server, url: named(server.url, HOSTS.elsewhere) }
    await withProxiedSandbox(async sandbox => {
      expect(await heardElsewhere(sandbox, status, arrange, elsewhere)).toEqual([])
      expect(sandbox.proxy.tunnels).not.toContainEqual(
        expect.objectContaining({ authority: expect.stringContaining(HOSTS.elsewhere) }),
      )
    })
    await server.close()
  })
})
