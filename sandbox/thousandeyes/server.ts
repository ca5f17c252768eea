import type { Clock } from '../../src/clock.ts'
import { doesTheWork, type Fault, respond } from '../fault.ts'
import { listen, type ReceivedRequest, type RunningServer, type Tls } from '../server.ts'
import { Api } from './api.ts'
import { type Organization, SHOP } from './organization.ts'
import type { MadeSnapshot } from './snapshots.ts'

/** A ThousandEyes on a loopback address. */
export interface ThousandEyes extends RunningServer {
  /** Every request, in the order in which they came. */
  readonly received: readonly ReceivedRequest[]
  /** Every snapshot that exists. */
  readonly made: readonly MadeSnapshot[]
  /** Uses the snapshot quotas up, as another workflow of the organization would. */
  spendSnapshotQuotas(): void
  /** Takes as many snapshots as the quotas allow, up to `count`, as another workflow would. */
  spendSnapshots(count: number): void
  /** The next requests (of this test, where one is named) meet these faults, one each. */
  fail(faults: readonly Fault[], testId?: string): void
}

export async function startThousandEyes(
  clock: Clock,
  { organization = SHOP, tls }: { readonly organization?: Organization; readonly tls?: Tls } = {},
): Promise<ThousandEyes> {
  const api = new Api(organization, clock)
  const received: ReceivedRequest[] = []
  const faults: { readonly fault: Fault; readonly testId: string }[] = []

  const nextFault = ({ path, body }: ReceivedRequest): Fault | undefined => {
    const index = faults.findIndex(({ testId }) => path.includes(testId) || body.includes(testId))
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
  }

  const server = await listen((request, response) => {
    received.push(request)
    const fault = nextFault(request)
    const answer = doesTheWork(fault) ? api.answer(request, server.url) : { status: 0, headers: {}, body: '' }
    respond(response, { ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }, fault)
  }, tls)

  return {
    ...server,
    received,
    made: api.snapshots.made,
    spendSnapshotQuotas: () => {
      for (const quota of api.snapshots.quotas) while (quota.remaining > 0) quota.use()
    },
    spendSnapshots: count => api.snapshots.spend(count),
    fail: (more, testId = '') => {
      faults.push(...more.map(fault => ({ fault, testId })))
    },
  }
}
