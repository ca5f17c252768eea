import { toMeasurement } from '../src/analysis/measurement.ts'
import { parseCondition } from '../src/analysis/parse-conditions.ts'
import { judge } from '../src/stages/judge.ts'
import { withoutNumbers } from '../src/stages/publish.ts'
import type { Snapshot, Step, TestRecord } from '../src/step.ts'
import type { Alert } from '../src/thousandeyes/alerts.ts'
import type { Metric } from '../src/thousandeyes/metrics.ts'
import { seededRandom } from './seeded-random.ts'

const WINDOW = { from: new Date('2026-11-24T13:25:00Z'), to: new Date('2026-11-24T14:25:00Z') }
const DEPLOYED_AT = new Date('2026-11-24T14:05:00Z')
const SHA = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'
const REPOSITORY_URL = 'https://github.com/octo-shop/storefront'
const RUN: Step['run'] = {
  repository: { owner: 'octo-shop', name: 'storefront' },
  event: { name: 'deployment_status', payload: {}, sha: SHA },
  apiUrl: 'https://api.github.com',
  graphqlUrl: 'https://api.github.com/graphql',
  workflow: 'Deploy',
  job: 'snapshot',
  id: '6001',
  attempt: 1,
  number: '42',
  url: `${REPOSITORY_URL}/actions/runs/6001/attempts/1`,
  commit: { sha: SHA, url: `${REPOSITORY_URL}/commit/${SHA}` },
  environment: 'production',
  actor: 'octocat',
}

/** What a test measures: each minute, by three agents. */
export interface Behavior {
  /** An HTTP server test, unless given. */
  readonly testType?: string
  readonly metric?: Metric
  readonly before: number
  readonly after: number
  /** Shares of rows that fail. */
  readonly failingBefore?: number
  readonly failingAfter?: number
  /** How far values are from their level, as a share of it; 0.05 unless given. */
  readonly spread?: number
  /** Rounds after the deploy; 20 unless given. */
  readonly roundsAfter?: number
  /** Those that the deploy changes; all unless given. The others measure what they did before. */
  readonly changedAgents?: readonly number[]
  /** Those that report nothing after the deploy. */
  readonly stoppedAgents?: readonly number[]
}

const ms = (name: string): Metric => ({ name, unit: 'ms', better: 'lower' })
const AGENTS = ['Paris, France', 'Ashburn, VA', 'Tokyo, Japan (Trial)']

function measure(testId: string, behavior: Behavior, deployedAt: Date | undefined): TestRecord['measurement'] {
  const { metric = ms('responseTime'), before, after, failingBefore = 0, failingAfter = 0, roundsAfter = 20 } = behavior
  const { changedAgents = [0, 1, 2], stoppedAgents = [], spread = 0.05 } = behavior
  const random = seededRandom(Number(testId.slice(-6)))
  const startSeconds = WINDOW.from.getTime() / 1000
  const rows = Array.from({ length: 40 + roundsAfter }, (_, minute) => minute).flatMap(minute =>
    AGENTS.flatMap((_, agent) => {
      if (minute >= 40 && stoppedAgents.includes(agent)) return []
      const isChanged = minute >= 40 && changedAgents.includes(agent)
      const [level, failing] = isChanged ? [after, failingAfter] : [before, failingBefore]
      const time = level * (0.8 + agent / 5) * (1 - spread + 2 * spread * random())
      return { agent, roundId: startSeconds + minute * 60, time, hasFailed: random() < failing }
    }),
  )
  const column = (metric: Metric, toValue: (row: (typeof rows)[number]) => number) => ({
    metric,
    values: rows.map(toValue),
  })
  const unlessFailed = (toValue: (time: number) => number) => (row: (typeof rows)[number]) =>
    row.hasFailed ? Number.NaN : toValue(row.time)
  const ofHttpServer = [
    column(
      ms('totalTime'),
      unlessFailed(time => time * 1.4),
    ),
    column(
      { name: 'throughput', unit: 'B/s', better: 'higher' },
      unlessFailed(time => 6e7 / time),
    ),
  ]
  const results = {
    roundIds: rows.map(({ roundId }) => roundId),
    measuredAt: rows.map(({ roundId }) => roundId),
    agents: rows.map(({ agent }) => agent),
    agentNames: AGENTS,
    agentParts: AGENTS.map(() => ''),
    columns: [
      column(
        metric,
        unlessFailed(time => time),
      ),
      ...(behavior.testType === undefined ? ofHttpServer : []),
      column({ name: 'availability', unit: '%', better: 'higher' }, ({ hasFailed }) => (hasFailed ? 0 : 100)),
    ],
    codes: rows.map(({ hasFailed }) => (hasFailed ? 503 : 200)),
    unreadRows: 0,
  }
  return toMeasurement([results], deployedAt)
}

/** The other fields of a record, for a test that behaves like this. */
export type ExampleTest = Partial<TestRecord> & { readonly testName: string; readonly behavior?: Behavior }

export interface Situation {
  readonly tests?: readonly ExampleTest[]
  readonly isDeployKnown?: boolean
  /** Lines of `failOn`. */
  readonly failOn?: readonly string[]
  readonly warnOn?: readonly string[]
  readonly step?: Partial<Step>
}

/** A step in this situation, measured and judged by the code that a step runs. */
export function exampleStep(situation: Situation): Step {
  const { tests = [{ testName: 'Shop front page', behavior: FINE }], isDeployKnown = true, step = {} } = situation
  const [failOn, warnOn] = [conditionsOf(situation.failOn), conditionsOf(situation.warnOn)]
  const deployedAt = isDeployKnown ? DEPLOYED_AT : undefined
  const measured: Step = {
    tests: tests.map((test, index) => recordOf(test, index, deployedAt)),
    window: WINDOW,
    ...(deployedAt && { deploy: { at: deployedAt, source: 'deployment_status' } }),
    conditions: [...(failOn?.conditions ?? []), ...(warnOn?.conditions ?? [])],
    isFailed: false,
    problems: [],
    alertsOfNoTest: [],
    isPublicRequested: false,
    takeSnapshot: 'always',
    areNumbersHidden: false,
    run: RUN,
    ...step,
  }
  const judged = judge(measured, { failOn, warnOn })
  return step.areNumbersHidden ? withoutNumbers(judged) : judged
}

const linkTo = (id: string) => `https://app.thousandeyes.com/view/tests/?__a=1234&testId=${id}&mode=snapshot`

function recordOf({ behavior, ...given }: ExampleTest, index: number, deployedAt: Date | undefined): TestRecord {
  const testId = String(281474976710706 + index)
  const snapshot: Snapshot = {
    kind: 'taken',
    viewUrl: linkTo(testId),
    isPublic: false,
    createdAt: new Date('2026-11-24T14:26:00Z'),
    expiresAt: new Date('2026-12-24T14:26:00Z'),
  }
  const measurement = behavior && measure(testId, behavior, deployedAt)
  const record: TestRecord = {
    testId,
    problems: [],
    listed: 'yes',
    testType: behavior?.testType ?? 'http-server',
    intervalSeconds: 60,
    resultKinds: ['http-server', 'network'],
    snapshot,
    ...(measurement && { measurement, alerts: [] }),
  }
  return { ...record, ...given }
}

function conditionsOf(lines: readonly string[] = []) {
  const conditions = lines.flatMap(line => parseCondition(line).value ?? [])
  return conditions.length === 0 ? undefined : { conditions, failOnUnknown: false }
}

export const EXPECTED = ['responseTime > +20%', 'availability < 99.5%', 'alerts > 0']
export const FINE: Behavior = { before: 123, after: 124 }
export const WORSE: Behavior = { before: 123, after: 286 }

export const ALERT: Alert = {
  testId: '281474976710706',
  severity: 'major',
  alertType: 'http-server',
  startedAt: new Date('2026-11-24T14:11:00Z'),
  state: 'active',
  isSuppressed: false,
  clearedAt: undefined,
  url: 'https://app.thousandeyes.com/alerts/list/?alertId=1',
}

const WRONG_TOKEN =
  'ThousandEyes answered 401 Unauthorized: "invalid_token". The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken.'
const OTHER_GROUP =
  "ThousandEyes answered 404 Not Found. There is no such test in the token's default account group: check testId, or set aid to the group that the test is in."

const SHOP = 'Shop front page'

const SITUATIONS = {
  failed: { failOn: EXPECTED, tests: [{ testName: SHOP, behavior: WORSE, alerts: [ALERT] }] },
  passed: { failOn: EXPECTED },
  'no-gate': {},
  several: {
    failOn: EXPECTED,
    tests: [
      { testName: SHOP, behavior: WORSE, alerts: [ALERT] },
      { testName: 'Checkout', behavior: { before: 951, after: 948 } },
      { testName: 'Order a book', behavior: { ...FINE, roundsAfter: 2 }, rounds: { needed: 3, counted: 2 } },
      { testName: 'Warehouse VPN', snapshot: { kind: 'notTaken', reason: OTHER_GROUP } },
    ],
  },
  inconclusive: {
    failOn: EXPECTED,
    tests: [{ testName: SHOP, behavior: { ...FINE, roundsAfter: 2 }, rounds: { needed: 3, counted: 2 } }],
  },
  'nothing-taken': {
    failOn: EXPECTED,
    tests: [SHOP, 'Checkout'].map(testName => ({ testName, snapshot: { kind: 'notTaken', reason: WRONG_TOKEN } })),
  },
  alerts: {
    failOn: ['alerts > 0'],
    tests: [
      {
        testName: SHOP,
        behavior: FINE,
        alerts: [
          { ...ALERT, severity: 'info', startedAt: new Date('2026-11-24T13:30:00Z') },
          { ...ALERT, severity: 'minor', state: 'cleared', clearedAt: new Date('2026-11-24T14:12:00Z') },
          { ...ALERT, severity: 'minor', isSuppressed: true },
        ],
      },
    ],
  },
  'agent-alone': {
    failOn: EXPECTED,
    tests: [{ testName: SHOP, behavior: { ...FINE, after: 320, changedAgents: [2] } }],
  },
  'numbers-hidden': {
    failOn: EXPECTED,
    tests: [{ testName: SHOP, behavior: WORSE, alerts: [ALERT] }],
    step: { areNumbersHidden: true },
  },
  'on-failure': {
    failOn: EXPECTED,
    tests: [
      { testName: SHOP, behavior: WORSE, alerts: [ALERT] },
      { testName: 'Checkout', behavior: FINE, snapshot: { kind: 'notNeeded' } },
    ],
    step: { takeSnapshot: 'onFailure' },
  },
} as const satisfies Readonly<Record<string, Situation>>

export type ReportState = keyof typeof SITUATIONS

const isState = (key: string): key is ReportState => key in SITUATIONS

export const REPORT_STATES = Object.keys(SITUATIONS).filter(isState)

/** A step in a state that people meet. */
export function reportExample(state: ReportState): Step {
  return exampleStep(SITUATIONS[state])
}
