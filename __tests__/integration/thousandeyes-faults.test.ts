import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../sandbox/http-client.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { certificateFor } from '../e2e/certificate.ts'
import { expectInvariants, type FaultCase, OVERSIZED_BYTES } from '../e2e/faults.ts'
import { annotations, FRONT_PAGE } from '../e2e/sandbox.ts'
import { expectSnapshotOutcome, SNAPSHOT_FAULTS } from '../e2e/snapshot-outcomes.ts'
import { withInProcessSandbox } from './sandbox.ts'

/** The kind of `HttpResult`, and the status of a response. */
function expectedHttpResult({ fault }: FaultCase): Partial<HttpResult> {
  switch (fault.kind) {
    case 'status':
      return { kind: 'response', status: fault.status }
    case 'overrideResponse': {
      const isComplete = fault.status !== 101 && fault.headers?.['x-long'] === undefined
      return isComplete ? { kind: 'response', status: fault.status } : { kind: 'noResponse' }
    }
    case 'rewritten':
    case 'oversized':
    case 'connectionClose':
      return { kind: 'response', status: 201 }
    case 'reset':
    case 'truncated':
    case 'noResponse':
    case 'sendSlowly':
      return { kind: 'noResponse' }
  }
}

describe('a request for a snapshot', () => {
  it.each(SNAPSHOT_FAULTS)('is $category when ThousandEyes $name', async faultCase => {
    await withInProcessSandbox(async sandbox => {
      const { step, thousandEyes, clock, httpResults, exhaustTime } = sandbox
      thousandEyes.fail([exhaustTime(faultCase.fault, FRONT_PAGE)])
      const startMs = clock.now().getTime()
      const result = await step({ maxWaitMinutes: '1', measure: 'false' })

      expect(httpResults[0]).toMatchObject(expectedHttpResult(faultCase))
      expectSnapshotOutcome(result, sandbox, faultCase, { testId: FRONT_PAGE, before: 0, isLasting: false })
      expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(60_000)
    })
  })

  it('reads no more than the beginning of a response of 1 GiB', async () => {
    await withInProcessSandbox(async ({ step, thousandEyes }) => {
      const sent = Promise.withResolvers<number>()
      thousandEyes.fail([{ kind: 'oversized', bytes: OVERSIZED_BYTES, onEnd: sent.resolve }])
      await step({ measure: 'false' })
      // What is read, and what fits into the buffers on the way.
      expect(await sent.promise).toBeLessThan(16 * 2 ** 20)
    })
  })
})

describe('a step without a connection to ThousandEyes', () => {
  // A label of a host name has at most 63 characters, so that no resolver needs to be asked.
  const UNKNOWN_HOST = `${'x'.repeat(64)}.example`

  it('waits no longer than maxWaitMinutes when the host name is unknown', async () => {
    await withInProcessSandbox(async ({ step, clock, httpResults }) => {
      const startMs = clock.now().getTime()
      const result = await step({ apiUrl: `https://${UNKNOWN_HOST}`, maxWaitMinutes: '1' })
      expectInvariants(result, [SHOP.deployer.token])
      expect(httpResults[0]).toMatchObject({ kind: 'unreachable', permanent: false })
      expect(annotations(result, 'error')).toEqual([
        expect.stringMatching(/no connection to .*ENOTFOUND.* Check apiUrl/),
      ])
      expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(60_000)
    })
  })

  it('tries again, but not after maxWaitMinutes, when nothing listens at the address', async () => {
    await withInProcessSandbox(async ({ step, thousandEyes, clock, httpResults }) => {
      await thousandEyes.close()
      const startMs = clock.now().getTime()
      const result = await step({ maxWaitMinutes: '1' })
      expectInvariants(result, [SHOP.deployer.token])
      expect(httpResults[0]).toMatchObject({ kind: 'unreachable', permanent: false })
      expect(annotations(result, 'error')).toEqual([
        expect.stringMatching(/ECONNREFUSED.*timeoutMinutes.*Check apiUrl/),
      ])
      expect(clock.now().getTime() - startMs).toBeGreaterThan(10_000)
      expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(60_000)
    })
  })

  it('fails at once and sends nothing when the certificate is not trusted', async () => {
    await withInProcessSandbox(
      async ({ step, thousandEyes, clock, httpResults }) => {
        const start = clock.now()
        const result = await step()
        expectInvariants(result, [SHOP.deployer.token])
        expect(httpResults).toMatchObject([{ kind: 'unreachable', permanent: true }])
        expect(annotations(result, 'error')).toEqual([
          expect.stringMatching(/self-signed certificate.*NODE_EXTRA_CA_CERTS/),
        ])
        expect({ requests: thousandEyes.received, end: clock.now() }).toEqual({ requests: [], end: start })
      },
      {},
      {},
      await certificateFor(['localhost']),
    )
  })

  it('fails at once and sends nothing when the port does not speak TLS', async () => {
    await withInProcessSandbox(async ({ step, thousandEyes, clock, httpResults }) => {
      const start = clock.now()
      const result = await step({ apiUrl: thousandEyes.url.replace('http:', 'https:') })
      expectInvariants(result, [SHOP.deployer.token])
      expect(httpResults).toMatchObject([{ kind: 'unreachable', permanent: true }])
      expect(annotations(result, 'error')).toEqual([expect.stringContaining('There was no connection to 127.0.0.1:')])
      expect({ requests: thousandEyes.received, end: clock.now() }).toEqual({ requests: [], end: start })
    })
  })
})
