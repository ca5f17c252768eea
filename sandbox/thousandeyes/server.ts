import type { Clock } from '../../src/time.ts'
import { type Fault, isProcessed, respond } from '../fault.ts'
import { listen, type ReceivedRequest, type RunningServer, type Tls } from '../server.ts'
import { Api } from './api.ts'
import { answerViolation, requestViolation } from './contract.ts'
import { type Organization, SHOP } from './organization.ts'
import type { CreatedSnapshot } from './snapshots.ts'

/** A ThousandEyes on a loopback address. */
export interface ThousandEyes extends RunningServer {
  /** Every request for a snapshot, and every other `POST`, in the order in which they came. */
  readonly received: readonly ReceivedRequest[]
  /** Every request that only reads, in the order in which they came. */
  readonly reads: readonly ReceivedRequest[]
  /** Every snapshot that exists. */
  readonly made: readonly CreatedSnapshot[]
  /** How requests, and answers without a fault, broke the contract; `close` rejects if any did. */
  readonly violations: readonly string[]
  /** The next requests for snapshots (of this test, if one is named) meet these faults, one each. */
  fail(faults: readonly Fault[], testId?: string): void
  /** The next requests that read from addresses with this in them meet these faults, one each. */
  failReads(faults: readonly Fault[], part?: string): void
}

export async function startThousandEyes(
  clock: Clock,
  { organization = SHOP, tls }: { readonly organization?: Organization; readonly tls?: Tls } = {},
): Promise<ThousandEyes> {
  const api = new Api(organization, clock)
  const received: ReceivedRequest[] = []
  const reads: ReceivedRequest[] = []
  const faults: { readonly fault: Fault; readonly part: string; readonly isRead: boolean }[] = []

  const nextFault = ({ method, path, body }: ReceivedRequest): Fault | undefined => {
    const isMet = ({ part, isRead }: (typeof faults)[number]) =>
      isRead === (method === 'GET') && (path.includes(part) || body.includes(part))
    const index = faults.findIndex(isMet)
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
  }

  const violations: string[] = []
  const judge = (violation: string | undefined) => {
    if (violation !== undefined) violations.push(violation)
  }

  const server = await listen((request, response) => {
    const kept = request.method === 'GET' ? reads : received
    kept.push(request)
    judge(requestViolation(request))
    const fault = nextFault(request)
    const processed = isProcessed(fault) ? api.answer(request, server.url) : undefined
    if (processed !== undefined) judge(answerViolation(request, processed))
    const answer = processed ?? { status: 0, headers: {}, body: '' }
    respond(response, { ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }, fault)
  }, tls)

  return {
    ...server,
    close: async () => {
      await server.close()
      if (violations.length > 0) throw new Error(['The contract was broken.', ...new Set(violations)].join('\n'))
    },
    violations,
    received,
    reads,
    made: api.snapshots.made,
    fail: (more, part = '') => {
      faults.push(...more.map(fault => ({ fault, part, isRead: false })))
    },
    failReads: (more, part = '') => {
      faults.push(...more.map(fault => ({ fault, part, isRead: true })))
    },
  }
}
