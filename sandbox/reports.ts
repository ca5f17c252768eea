import { type Conditions, parseCondition } from '../src/analysis/conditions.ts'
import { evaluateGate, unknownGate } from '../src/analysis/evaluate-gate.ts'
import type { Analysis, MeasuredTest, Problem } from '../src/analysis/measure.ts'
import { toMeasurement } from '../src/analysis/measurement.ts'
import type { TestRounds } from '../src/analysis/round-counter.ts'
import { type RunRecord, renderHistory } from '../src/report/history.ts'
import { addJudgement, type Report, type Taken, type TestOutcome } from '../src/report/report.ts'
import type { Alert } from '../src/thousandeyes/alerts.ts'
import type { Metric } from '../src/thousandeyes/metrics.ts'
import type { Window } from '../src/window.ts'
import { seededRandom } from './seeded-random.ts'

/** A report, and what its comment keeps of earlier runs, as Markdown. */
export interface ReportExample {
  readonly report: Report
  readonly earlier: string
}

const WINDOW = { from: new Date('2026-11-24T13:25:00Z'), to: new Date('2026-11-24T14:25:00Z') }
const DEPLOYED_AT = new Date('2026-11-24T14:05:00Z')
const CREATED_AT = new Date('2026-11-24T14:26:00Z')
const EXPIRES_AT = new Date('2026-12-24T14:26:00Z')
const SHA = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'
const REPOSITORY_URL = 'https://github.com/octo-shop/storefront'
const RUN = {
  workflow: 'Deploy',
  number: '42',
  url: `${REPOSITORY_URL}/actions/runs/6001/attempts/1`,
  commit: { sha: SHA, url: `${REPOSITORY_URL}/commit/${SHA}` },
}

const linkTo = (id: string) => `https://app.thousandeyes.com/view/tests/?__a=1234&testId=${id}&mode=snapshot`

const TAKEN: Taken = {
  kind: 'taken',
  viewUrl: linkTo('281474976710706'),
  isPublic: false,
  isPublicRequested: false,
  createdAt: CREATED_AT,
  expiresAt: EXPIRES_AT,
}

const FRONT_PAGE = { testId: '281474976710706', testName: 'Shop front page' }

/** What a test measures: each minute, by three agents. */
interface Behavior {
  /** An HTTP server test, unless given. */
  readonly testType?: string
  readonly metric?: Metric
  readonly before: number
  readonly after: number
  /** Shares of rows that fail. */
  readonly failingBefore?: number
  readonly failingAfter?: number
  /** Rounds after the deploy; 20 unless given. */
  readonly roundsAfter?: number
  /** Those that the deploy changes; all unless given. The others measure what they did before. */
  readonly changedAgents?: readonly number[]
  /** Those that report nothing after the deploy. */
  readonly stoppedAgents?: readonly number[]
  /** The server that each agent measures. */
  readonly servers?: readonly string[]
  readonly unreadRows?: number
}

const ms = (name: string): Metric => ({ name, unit: 'ms', better: 'lower' })
const AGENTS = ['Paris, France', 'Ashburn, VA', 'Tokyo, Japan (Trial)']

function measured(
  { testId }: { readonly testId: string },
  behavior: Behavior,
  deployedAt: Date | undefined,
): MeasuredTest {
  const { metric = ms('responseTime'), before, after, failingBefore = 0, failingAfter = 0, roundsAfter = 20 } = behavior
  const { changedAgents = [0, 1, 2], stoppedAgents = [], servers = AGENTS.map(() => ''), unreadRows = 0 } = behavior
  const random = seededRandom(Number(testId.slice(-6)))
  const startSeconds = WINDOW.from.getTime() / 1000
  const rows = Array.from({ length: 40 + roundsAfter }, (_, minute) => minute).flatMap(minute =>
    AGENTS.flatMap((_, agent) => {
      if (minute >= 40 && stoppedAgents.includes(agent)) return []
      const isChanged = minute >= 40 && changedAgents.includes(agent)
      const [level, failing] = isChanged ? [after, failingAfter] : [before, failingBefore]
      const time = level * (0.8 + agent / 5) * (0.95 + random() / 10)
      return { agent, roundId: startSeconds + minute * 60, time, hasFailed: random() < failing }
    }),
  )
  const column = (metric: Metric, toValue: (row: (typeof rows)[number]) => number) => ({
    metric,
    values: rows.map(toValue),
  })
  const ofHttpServer = [
    column(ms('totalTime'), ({ time, hasFailed }) => (hasFailed ? Number.NaN : time * 1.4)),
    column({ name: 'throughput', unit: 'B/s', better: 'higher' }, ({ time, hasFailed }) =>
      hasFailed ? Number.NaN : 6e7 / time,
    ),
  ]
  const results = {
    roundIds: rows.map(({ roundId }) => roundId),
    measuredAt: rows.map(({ roundId }) => roundId),
    agents: rows.map(({ agent }) => agent),
    agentNames: AGENTS,
    agentParts: servers,
    columns: [
      column(metric, ({ time, hasFailed }) => (hasFailed ? Number.NaN : time)),
      ...(behavior.testType === undefined ? ofHttpServer : []),
      column({ name: 'availability', unit: '%', better: 'higher' }, ({ hasFailed }) => (hasFailed ? 0 : 100)),
    ],
    codes: rows.map(({ hasFailed }) => (hasFailed ? 503 : 200)),
    unreadRows,
  }
  return {
    testId,
    testName: undefined,
    testType: behavior.testType ?? 'http-server',
    measurement: toMeasurement([results], deployedAt),
  }
}

const ALERT: Alert = {
  testId: FRONT_PAGE.testId,
  severity: 'major',
  alertType: 'http-server',
  startedAt: new Date('2026-11-24T14:11:00Z'),
  state: 'active',
  isSuppressed: false,
  clearedAt: undefined,
  url: 'https://app.thousandeyes.com/alerts/list/?alertId=1',
}

interface Situation {
  readonly tests?: readonly TestOutcome[]
  readonly behaviors?: readonly (Behavior | undefined)[]
  readonly isDeployKnown?: boolean
  /** Lines of `failOn`. */
  readonly failOn?: readonly string[]
  readonly warnOn?: readonly string[]
  readonly alerts?: readonly Alert[] | 'notRead'
  /** Where a gate waits for rounds. */
  readonly missingRounds?: readonly TestRounds[]
  /** Whether an error kept the gate from being evaluated. */
  readonly isGateBroken?: boolean
  readonly window?: Window
  readonly problems?: readonly Problem[]
  readonly isDetailed?: boolean
  readonly earlier?: string
}

const EXPECTED = ['responseTime > +20%', 'availability < 99.5%', 'alerts > 0']
const FINE: Behavior = { before: 124, after: 120, failingBefore: 0.02 }
const WORSE: Behavior = { before: 122, after: 289, failingBefore: 0.02, failingAfter: 0.08 }

function example({
  tests = [{ ...FRONT_PAGE, outcome: TAKEN }],
  behaviors = [FINE],
  isDeployKnown = true,
  failOn = [],
  warnOn = [],
  alerts = [],
  problems = [],
  missingRounds = [],
  isGateBroken = false,
  isDetailed = true,
  window = WINDOW,
  earlier = '',
}: Situation): ReportExample {
  const deployedAt = isDeployKnown ? DEPLOYED_AT : undefined
  const analysis: Analysis = {
    tests: tests.map((test, index) => {
      const behavior = behaviors[index]
      return behavior === undefined
        ? { testId: test.testId, testName: undefined, testType: 'http-server', measurement: undefined }
        : measured(test, behavior, deployedAt)
    }),
    alerts: alerts === 'notRead' ? undefined : alerts,
    window,
    deployedAt,
    problems,
  }
  const conditions = { failOn: conditionsOf(failOn), warnOn: conditionsOf(warnOn) }
  const gate = isGateBroken ? unknownGate(conditions) : evaluateGate(conditions, analysis, missingRounds)
  const judged = addJudgement(tests, { analysis, gate })
  return { report: { tests: judged, window, analysis, gate, isDetailed, run: RUN }, earlier }
}

function conditionsOf(lines: readonly string[]): Conditions | undefined {
  const conditions = lines.flatMap(line => parseCondition(line).value ?? [])
  return conditions.length === 0 ? undefined : { conditions, failOnUnknown: false }
}

function notTaken(testName: string, testId: string, reason: string): TestOutcome {
  return { testId, testName, outcome: { kind: 'notTaken', reason } }
}

function taken(testName: string, testId: string, outcome: Partial<Taken> = {}): TestOutcome {
  return { testId, testName, outcome: { ...TAKEN, viewUrl: linkTo(testId), ...outcome } }
}

const [CHECKOUT, ORDER] = [taken('Checkout', '281474976710707'), taken('Order a book', '281474976710708')]

const WRONG_TOKEN =
  'ThousandEyes answered 401 Unauthorized: "invalid_token". The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken.'
const OTHER_GROUP =
  "ThousandEyes answered 404 Not Found. There is no such test in the token's default account group: check testId, or set aid to the group that the test is in."

const runRecord = (run: number, state: RunRecord['state'], day: number, isLinked = true): RunRecord => ({
  runId: String(5959 + run),
  attempt: 1,
  number: String(run),
  state,
  at: new Date(`2026-11-${day}T14:28:00Z`),
  links: isLinked
    ? [
        {
          name: FRONT_PAGE.testName,
          state,
          url: linkTo(`28147497671${run}`),
          expiresAt: new Date(`2026-12-${day}T14:28:00Z`),
        },
      ]
    : [],
})
const EARLIER = renderHistory(
  {
    newestRunId: '6001',
    replaces: [],
    top: runRecord(42, 'fail', 24, false),
    earlier: [runRecord(41, 'pass', 23), runRecord(39, 'fail', 22), runRecord(38, 'pass', 20)],
  },
  20_000,
)

const SITUATIONS = {
  passed: { failOn: EXPECTED, earlier: EARLIER },
  failed: { failOn: EXPECTED, behaviors: [WORSE], alerts: [ALERT], earlier: EARLIER },
  mixed: {
    tests: [
      { ...FRONT_PAGE, outcome: TAKEN },
      CHECKOUT,
      ORDER,
      notTaken('Warehouse VPN', '281474976710709', OTHER_GROUP),
    ],
    behaviors: [WORSE, { ...FINE, before: 951, after: 948, failingBefore: 0 }, { ...FINE, roundsAfter: 2 }],
    failOn: EXPECTED,
    alerts: [ALERT],
  },
  'all-fine': {
    tests: [{ ...FRONT_PAGE, outcome: TAKEN }, CHECKOUT],
    behaviors: [FINE, FINE],
    failOn: EXPECTED,
  },
  'nothing-taken': {
    tests: [notTaken(FRONT_PAGE.testName, FRONT_PAGE.testId, WRONG_TOKEN)],
    behaviors: [],
    failOn: EXPECTED,
    earlier: EARLIER,
  },
  'no-gate': {},
  'no-gate-worse': { behaviors: [WORSE], alerts: [ALERT] },
  'no-deploy-time': { isDeployKnown: false },
  'not-needed': { tests: [{ ...FRONT_PAGE, outcome: { kind: 'notNeeded' } }], failOn: EXPECTED },
  warning: { failOn: ['availability < 90%'], warnOn: ['responseTime > +20%'], behaviors: [WORSE] },
  inconclusive: { failOn: EXPECTED, behaviors: [{ ...FINE, roundsAfter: 2 }] },
  unread: {
    failOn: EXPECTED,
    behaviors: [],
    problems: [
      {
        kind: 'resultsNotRead',
        testId: FRONT_PAGE.testId,
        resultKinds: ['http-server', 'network'],
        error: {
          message:
            'ThousandEyes answered 403 Forbidden. The role of the token\'s user lacks the permission "View tests".',
          isUnexpected: false,
        },
      },
    ],
  },
  'public-by-mistake': {
    tests: [
      {
        ...FRONT_PAGE,
        outcome: {
          kind: 'exposed',
          reason:
            'A private snapshot was requested, but ThousandEyes created a public one: anyone who gets its link can open it. Delete the share link titled "octo-shop/storefront@4f1c2d3 · Deploy #42" in Manage > Sharing in the ThousandEyes app, and do not use this step\'s outputs; the link is nowhere else.',
        },
      },
    ],
    behaviors: [],
  },
  'not-public': { tests: [taken(FRONT_PAGE.testName, FRONT_PAGE.testId, { isPublicRequested: true })] },
  public: {
    tests: [
      taken(FRONT_PAGE.testName, FRONT_PAGE.testId, {
        isPublic: true,
        isPublicRequested: true,
        viewUrl: 'https://abc.share.thousandeyes.com/view/tests/',
      }),
    ],
  },
  'without-numbers': { failOn: EXPECTED, behaviors: [WORSE], alerts: [ALERT], isDetailed: false },
  'agent-worse-alone': { failOn: EXPECTED, behaviors: [{ ...FINE, after: 320, changedAgents: [2] }] },
  'agent-stopped': { failOn: EXPECTED, behaviors: [{ ...WORSE, stoppedAgents: [1] }] },
  'agents-stopped': { failOn: EXPECTED, behaviors: [{ ...FINE, stoppedAgents: [0, 1] }] },
  outage: { failOn: EXPECTED, behaviors: [{ ...FINE, failingAfter: 1 }] },
  servers: {
    tests: [taken('Name servers', '281474976710711')],
    failOn: ['resolutionTime > +20%', 'availability < 99%'],
    behaviors: [
      {
        testType: 'dns-server',
        metric: ms('resolutionTime'),
        before: 12,
        after: 31,
        changedAgents: [1],
        servers: ['ns1.example', 'ns2.example', 'ns3.example'],
      },
    ],
  },
  'rows-not-read': {
    failOn: EXPECTED,
    behaviors: [{ ...FINE, unreadRows: 3 }],
    problems: [{ kind: 'rowsNotRead', testId: FRONT_PAGE.testId, resultKind: 'http-server', rows: 3 }],
  },
  'no-deploy-in-window': {
    failOn: EXPECTED,
    behaviors: [{ ...FINE, roundsAfter: 0 }],
    window: { from: WINDOW.from, to: DEPLOYED_AT },
  },
  'gate-without-deploy-time': {
    failOn: ['responseTime > +20%', 'availability < 99.5%', 'alerts > 1'],
    isDeployKnown: false,
    alerts: [ALERT],
  },
  'alerts-uncertain': {
    failOn: ['alerts > 0'],
    warnOn: ['alerts >= 2'],
    alerts: [
      { ...ALERT, testId: undefined, severity: 'minor' },
      { ...ALERT, startedAt: undefined, url: undefined },
    ],
  },
  'alerts-cleared': {
    failOn: ['alerts > 0'],
    warnOn: ['availability < 90%'],
    alerts: [
      { ...ALERT, severity: 'info', startedAt: new Date('2026-11-24T13:30:00Z') },
      {
        ...ALERT,
        severity: 'minor',
        state: 'cleared',
        clearedAt: new Date('2026-11-24T14:12:00Z'),
        alertType: undefined,
      },
      { ...ALERT, state: 'cleared', url: undefined },
      { ...ALERT, severity: 'minor', isSuppressed: true },
    ],
  },
  'alerts-not-read': {
    failOn: EXPECTED,
    alerts: 'notRead',
    problems: [{ kind: 'alertsNotRead', error: { message: 'read ECONNRESET', isUnexpected: true } }],
  },
  'no-such-metric': { failOn: ['mos < 4', 'responseTime > 9000'] },
  'not-evaluated': { failOn: EXPECTED, isGateBroken: true },
  'api-v6': { behaviors: [], problems: [{ kind: 'unsupportedApiVersion' }] },
  'several-without-gate': {
    tests: [
      { ...FRONT_PAGE, outcome: TAKEN },
      taken('Checkout', '281474976710707', { isPublic: true, isPublicRequested: true }),
      taken('Order a book', '281474976710708', {
        isPublicRequested: true,
        expiresAt: new Date('2026-12-20T14:26:00Z'),
      }),
      notTaken('Warehouse VPN', '281474976710709', OTHER_GROUP),
    ],
    behaviors: [WORSE, FINE],
    alerts: [ALERT, { ...ALERT, testId: '281474976710707', severity: 'minor' }],
    problems: [
      { kind: 'noResults', testId: '281474976710708', resultKinds: ['http-server'] },
      { kind: 'noValues', testId: '281474976710708', resultKinds: ['network'] },
      { kind: 'testsNotRead', error: { message: 'ThousandEyes answered 403 Forbidden.', isUnexpected: false } },
    ],
  },
  'several-warned': {
    tests: [
      { ...FRONT_PAGE, outcome: TAKEN },
      CHECKOUT,
      taken('Name servers', '281474976710711'),
      taken('Warehouse VPN', '281474976710709'),
    ],
    behaviors: [
      WORSE,
      { ...FINE, after: 190 },
      { testType: 'dns-server', metric: ms('resolutionTime'), before: 12, after: 12 },
    ],
    failOn: ['throughput < 100', 'mos < 4'],
    warnOn: ['responseTime > +100%', 'totalTime > 9000'],
    problems: [{ kind: 'unknownTestType', testId: '281474976710709', testType: 'one "new" type' }],
  },
  'several-got-worse': {
    tests: [{ ...FRONT_PAGE, outcome: TAKEN }, CHECKOUT, { ...ORDER, outcome: { kind: 'notNeeded' } }],
    behaviors: [WORSE, WORSE, FINE],
    failOn: ['totalTime > +20%'],
    alerts: [ALERT],
  },
  'several-failed': {
    tests: [
      { ...FRONT_PAGE, outcome: TAKEN },
      notTaken('Checkout', '281474976710707', OTHER_GROUP),
      {
        ...ORDER,
        outcome: { kind: 'exposed', reason: 'A private snapshot was requested, but a public one was created.' },
      },
    ],
    behaviors: [WORSE, FINE, FINE],
    failOn: ['responseTime > 100'],
    isDeployKnown: false,
  },
  'several-not-taken': {
    tests: [
      notTaken(FRONT_PAGE.testName, FRONT_PAGE.testId, WRONG_TOKEN),
      notTaken('Checkout', '281474976710707', WRONG_TOKEN),
      { testId: '281474976710709', testName: undefined, outcome: { kind: 'notTaken', reason: OTHER_GROUP } },
    ],
    behaviors: [],
  },
  'several-not-needed': {
    tests: [
      { ...FRONT_PAGE, outcome: { kind: 'notNeeded' } },
      { ...CHECKOUT, outcome: { kind: 'notNeeded' } },
    ],
    behaviors: [FINE, FINE],
    failOn: EXPECTED,
  },
  'several-not-judged': {
    tests: [taken('Name servers', '281474976710711'), taken('More name servers', '281474976710712')],
    behaviors: [
      { testType: 'dns-server', metric: ms('resolutionTime'), before: 12, after: 12 },
      { testType: 'dns-server', metric: ms('resolutionTime'), before: 12, after: 40 },
    ],
    failOn: ['mos < 4'],
  },
  'several-short-of-rounds': {
    tests: [{ ...FRONT_PAGE, outcome: TAKEN }, CHECKOUT],
    behaviors: [{ ...FINE, roundsAfter: 2 }, FINE],
    failOn: EXPECTED,
    missingRounds: [{ ...FRONT_PAGE, intervalSeconds: 60, rounds: 2, needed: 3 }],
  },
  'several-without-numbers': {
    tests: [{ ...FRONT_PAGE, outcome: TAKEN }, CHECKOUT, ORDER, taken('Warehouse VPN', '281474976710709')],
    behaviors: [WORSE, FINE, { ...FINE, after: 320, changedAgents: [2] }],
    failOn: ['responseTime > +20%', 'totalTime > +50%'],
    warnOn: ['throughput < 500'],
    alerts: [ALERT],
    isDetailed: false,
    problems: [{ kind: 'unknownTestType', testId: '281474976710709', testType: undefined }],
  },
} as const satisfies Readonly<Record<string, Situation>>

export type ReportState = keyof typeof SITUATIONS

const isState = (key: string): key is ReportState => key in SITUATIONS

export const REPORT_STATES = Object.keys(SITUATIONS).filter(isState)

/** The report in this state, made of results by the code that a step runs. */
export function reportExample(state: ReportState): ReportExample {
  return example(SITUATIONS[state])
}
