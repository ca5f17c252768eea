import { expect } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import type { ReceivedRequest } from '../../sandbox/server.ts'
import type { Sandbox } from './sandbox.ts'

export const REDIRECTED: readonly {
  readonly request: string
  readonly redirect: (sandbox: Sandbox, fault: Fault) => void
}[] = [
  { request: 'the snapshot', redirect: ({ thousandEyes }, fault) => thousandEyes.fail([fault]) },
  { request: 'the pull request', redirect: ({ gitHub }, fault) => gitHub.fail([fault], 'POST /graphql') },
  { request: 'the comment', redirect: ({ gitHub }, fault) => gitHub.fail([fault], 'POST /repos') },
]

/** Runs a step of which one request is redirected to another host, which must receive nothing. */
export async function expectNotFollowed(
  sandbox: Sandbox,
  status: number,
  redirect: (typeof REDIRECTED)[number]['redirect'],
  elsewhere: { readonly url: string; readonly received: readonly ReceivedRequest[] },
): Promise<void> {
  redirect(sandbox, { kind: 'status', status, headers: { location: `${elsewhere.url}/` } })
  const { log } = await sandbox.step({ comment: 'true', prNumber: '14' })
  expect(log).toContain(`It points to "${elsewhere.url}/"`)
  expect(elsewhere.received).toEqual([])
}
