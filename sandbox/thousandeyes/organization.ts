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
  /** What the deploy made of it: how many times slower it is since then; some rounds fail, too, when that is above 1. */
  readonly afterDeploy?: number
}

export interface Organization {
  readonly users: readonly User[]
  readonly tests: readonly Test[]
  /** Some regions forbid public snapshots. */
  readonly allowsPublicSnapshots: boolean
  /** What the service makes of `isPublic`: `inverted` is what the words of v7's description say. */
  readonly isPublicMeans: 'share link' | 'inverted'
  readonly requestsPerMinute: number
  readonly snapshotsPerFiveMinutes: number
  readonly snapshotsPerHour: number
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
    shopTest(710, 'Between the warehouses', 'agent-to-agent'),
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
  isPublicMeans: 'share link',
  requestsPerMinute: 240,
  snapshotsPerFiveMinutes: 5,
  snapshotsPerHour: 10,
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
