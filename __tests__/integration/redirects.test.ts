import { describe, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { startGitHub } from '../../sandbox/github/server.ts'
import { expectNotFollowed, REDIRECTED } from '../e2e/redirects.ts'
import { withInProcessSandbox } from './sandbox.ts'

const rows = REDIRECTED.flatMap(one => [301, 302, 303, 307, 308].map(status => ({ ...one, status })))

describe('a redirect to another host', () => {
  it.each(rows)('with $status is not followed for $request', async ({ status, redirect }) => {
    const elsewhere = await startGitHub(manualClock(new Date()))
    await withInProcessSandbox(sandbox => expectNotFollowed(sandbox, status, redirect, elsewhere))
    await elsewhere.close()
  })
})
