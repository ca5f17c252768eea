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

/** A shop with a handful of tests, as the demo and most tests see it. */
export const SHOP: Organization & { readonly deployer: User; readonly viewer: User } = {
  deployer: DEPLOYER,
  viewer: VIEWER,
  users: [DEPLOYER, VIEWER],
  tests: [
    { testId: '281474976710706', testName: 'Shop front page', type: 'http-server', interval: 60, accountGroup: '1001' },
    { testId: '281474976710707', testName: 'Checkout', type: 'page-load', interval: 120, accountGroup: '1001' },
    { testId: '281474976710708', testName: 'Payment API', type: 'api', interval: 60, accountGroup: '1001' },
    {
      testId: '281474976710709',
      testName: 'Warehouse VPN',
      type: 'agent-to-server',
      interval: 60,
      accountGroup: '1002',
    },
  ],
  allowsPublicSnapshots: true,
  isPublicMeans: 'share link',
  requestsPerMinute: 240,
  snapshotsPerFiveMinutes: 5,
  snapshotsPerHour: 10,
}

/** A shop with as many tests as wanted, `1001` and up, and quotas of its own where they are named. */
export function shopOf(
  tests: number,
  quotas: Partial<Pick<Organization, 'requestsPerMinute' | 'snapshotsPerFiveMinutes' | 'snapshotsPerHour'>> = {},
): Organization {
  const model = { testName: 'Shop', type: 'http-server', interval: 60, accountGroup: '1001' }
  const ids = Array.from({ length: tests }, (_, index) => String(1001 + index))
  return { ...SHOP, ...quotas, tests: ids.map(testId => ({ ...model, testId })) }
}
