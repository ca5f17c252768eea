import type { QuotaRule } from './quota.ts'

/** Who may call the API. */
export interface User {
  readonly email: string
  readonly token: string
  /** Whether the user's role has `Create snapshot shares`. */
  readonly canCreateSnapshots: boolean
  /** Ids of the account groups the user is assigned to; the first is the default. */
  readonly accountGroups: readonly [string, ...string[]]
}

export interface Test {
  readonly testId: string
  readonly testName: string
  readonly type: string
  /** Seconds between two rounds. */
  readonly interval: number
  readonly accountGroup: string
  /** Whether it is disabled since the sandbox started: it has no rounds since then. */
  readonly isDisabled?: boolean
  /** How many times slower the test is since the deploy; above 1, some rounds fail, too. */
  readonly afterDeploy?: number
  /** The directions that an agent-to-agent test measures; `to-target` unless told. */
  readonly direction?: Direction
  /** Packets lost from the target to the agent, in %; by default the same as on the way there. */
  readonly lossFromTarget?: number
  /** The share of its network rows that failed, from 0 to 1: they have no `loss`, but `errorDetails`. */
  readonly networkFailures?: number
}

/** A value of the parameter `direction` of network results. */
export type Direction = 'to-target' | 'from-target' | 'bidirectional'

/** Its users and tests, its quotas, and how the service reads its own description if that leaves a choice. */
export interface Organization {
  readonly users: readonly User[]
  readonly tests: readonly Test[]
  /** Some regions forbid public snapshots. */
  readonly allowsPublicSnapshots: boolean
  /** The `test` of the answer to a snapshot request; every field there is optional. */
  readonly snapshotTest: 'present' | 'missing' | 'empty list'
  /** In a fixed window, which opens with the first request of a batch. */
  readonly requestsPerMinute: number
  /** A snapshot uses all of them; none is needed. */
  readonly snapshotQuotas: readonly QuotaRule[]
  /**
   * How a 429 names the end of an exhausted snapshot quota: by `Retry-After`, or by `X-Snapshot-Rate-Limit-*` with a reset
   * in epoch seconds or in seconds from now.
   */
  readonly snapshotQuotaHeaders: 'none' | 'Retry-After' | 'reset at' | 'reset in'
  /** Whether agents measure late in a round: each at a moment of its own, up to an interval after the round begins. */
  readonly agentsMeasureLate: boolean
  /** Whether rows with `errorType: None` have `errorDetails`, as in the description's examples. */
  readonly detailsWithoutError: boolean
  /** How far the service's clock is ahead of the runner's; negative if it is behind. */
  readonly clockAheadMs: number
  /** Of its links; `thousandeyes.us` is seen, too. */
  readonly linkDomain: string
  /** The errors of API v7, 401 and 404 aside: as documented, or as Spring writes them, which is seen, too. */
  readonly errorBody: 'problem' | 'Spring'
  /** Another seed, other results. */
  readonly seed: number
  /** How long ago a deploy changed the tests with `afterDeploy`, when the sandbox starts. */
  readonly minutesSinceDeploy: number
  readonly agentsPerTest: number
  readonly resultsPerPage: number
  readonly alertsPerPage: number
}

const DEPLOYER: User = {
  email: 'deployer@shop.example',
  token: 'sandbox-0123456789abcdef-deployer',
  canCreateSnapshots: true,
  accountGroups: ['1001', '1002'],
}

const VIEWER: User = {
  email: 'viewer@shop.example',
  token: 'sandbox-0123456789abcdef-viewer',
  canCreateSnapshots: false,
  accountGroups: ['1001'],
}

/** A test that runs every minute in the first account group, unless `more` says otherwise. */
function shopTest(id: number, testName: string, type: string, more: Partial<Test> = {}): Test {
  return { testId: `281474976710${id}`, testName, type, interval: 60, accountGroup: '1001', ...more }
}

/** A shop with a test of each type, as the demo and most tests see it. */
export const SHOP: Organization & { readonly deployer: User; readonly viewer: User } = {
  deployer: DEPLOYER,
  viewer: VIEWER,
  users: [DEPLOYER, VIEWER],
  tests: [
    shopTest(706, 'Shop front page', 'http-server', { afterDeploy: 2.4 }),
    shopTest(707, 'Checkout', 'page-load', { interval: 120 }),
    shopTest(708, 'Payment API', 'api'),
    shopTest(709, 'Warehouse VPN', 'agent-to-server', { accountGroup: '1002' }),
    shopTest(710, 'Between the warehouses', 'agent-to-agent', { direction: 'bidirectional' }),
    shopTest(711, 'Order a book', 'web-transactions', { interval: 300, afterDeploy: 1.6 }),
    shopTest(712, 'Price lists', 'ftp-server', { interval: 300 }),
    shopTest(713, 'Name server', 'dns-server'),
    shopTest(714, 'Name server, from the root', 'dns-trace', { interval: 300 }),
    shopTest(715, 'Signed names', 'dnssec', { interval: 300 }),
    shopTest(716, 'Telephone exchange', 'sip-server'),
    shopTest(717, 'Call quality', 'voice'),
    shopTest(718, 'Own prefix', 'bgp', { interval: 900 }),
  ],
  allowsPublicSnapshots: true,
  snapshotTest: 'present',
  requestsPerMinute: 240,
  snapshotQuotas: [
    { limit: 5, windowMinutes: 5, window: 'sliding' },
    { limit: 10, windowMinutes: 60, window: 'sliding' },
  ],
  snapshotQuotaHeaders: 'none',
  agentsMeasureLate: false,
  detailsWithoutError: false,
  clockAheadMs: 0,
  linkDomain: 'thousandeyes.com',
  errorBody: 'problem',
  seed: 1,
  minutesSinceDeploy: 0,
  agentsPerTest: 4,
  resultsPerPage: 100,
  alertsPerPage: 100,
}

/** A shop with as many tests as wanted, `1001` and up, which otherwise differs in what is named. */
export function shopOf(tests: number, more: Partial<Organization> = {}, interval = 60): Organization {
  const model = { testName: 'Shop', type: 'http-server', interval, accountGroup: '1001' }
  const ids = Array.from({ length: tests }, (_, index) => String(1001 + index))
  return { ...SHOP, ...more, tests: ids.map(testId => ({ ...model, testId })) }
}
