import { describe, expect, it } from '@jest/globals'
import { exampleStep } from '../../sandbox/reports.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { notJudged } from '../../src/stages/judge.ts'
import { needsSnapshot } from '../../src/stages/take-snapshots.ts'
import { stepState } from '../../src/step.ts'
import { CHECKOUT, FRONT_PAGE, openStep, response, type World } from '../open-step.ts'

const DEPLOY = { deployedAt: '2026-11-23T08:17:00Z' }
const [WAREHOUSES, ORDER] = ['281474976710710', '281474976710711']
type Row = Readonly<Record<string, unknown>>

/** Rows of one agent, one a minute: twenty before the deploy and twenty after it. */
function rowsOf(fieldsOf: (isAfterDeploy: boolean, minute: number) => Row, minutes = 40) {
  const results = Array.from({ length: minutes }, (_, minute) => {
    const roundId = Date.parse(DEPLOY.deployedAt) / 1000 + (minute - 20) * 60
    return { roundId, agent: { agentId: '1', agentName: 'Paris' }, ...fieldsOf(minute >= 20, minute) }
  })
  return response(200, { results })
}

/** What the conditions come to for the only test: `fail: responseTime > +20%`. */
const judged = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.flatMap(
    line => /^info .*?, (?<verdict>pass|fail|warn|unknown): (?<rest>.*)/.exec(line)?.slice(1).join(': ') ?? [],
  )

describe('a condition', () => {
  it('is about the tests that have its metric', async () => {
    const { exitCode, outputs, lines } = await openStep().step({
      ...DEPLOY,
      testId: `${FRONT_PAGE} ${CHECKOUT}`,
      failOn: 'pageLoadTime > 1',
    })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'fail' })
    expect(lines.filter(line => /^info .*, (pass|fail|unknown): /.test(line))).toEqual([
      expect.stringMatching(/^info Checkout, fail: /),
    ])
  })

  it('of warnOn that is inconclusive does not fail with unknown in failOn', async () => {
    const { step, respond } = openStep()
    respond('/network', response(403))
    const inputs = { ...DEPLOY, failOn: 'availability < 50%\nunknown', warnOn: 'loss > 90%' }
    const { exitCode, outputs } = await step(inputs)
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'unknown' })
  })

  it('without a deploy is about the whole window', async () => {
    const { outputs } = await openStep().step({ failOn: 'responseTime > 115' })
    expect(outputs['verdict']).toBe('fail')
  })

  it('on loss is judged in each direction, since a mean would halve it', async () => {
    const lossy = (lossFromTarget: number) =>
      openStep({ tests: SHOP.tests.map(test => (test.testId === WAREHOUSES ? { ...test, lossFromTarget } : test)) })
    const { outputs, lines } = await lossy(10).step({ ...DEPLOY, testId: WAREHOUSES, failOn: 'loss > 7%' })
    expect(outputs['verdict']).toBe('fail')
    expect(lines.join('\n')).toContain('from-target')
  })

  it('is about the rounds of its own metric: what stopped is no pass', async () => {
    const { step, respond } = openStep()
    respond(
      '/network',
      rowsOf(() => ({ loss: 0 }), 26),
    )
    respond(
      '/http-server',
      rowsOf(() => ({ responseTime: 100 })),
    )
    const result = await step({ ...DEPLOY, failOn: 'availability < 99%\nloss > 1%' })
    expect(judged(result)).toEqual([
      expect.stringMatching(/^pass: availability/),
      expect.stringMatching(/^unknown: .*loss/),
    ])
  })

  it('on the availability of transactions is never about that of their HTTP server', async () => {
    const { step, respond } = openStep()
    respond('/web-transactions', response(403))
    const { outputs, summary } = await step({ ...DEPLOY, testId: ORDER, failOn: 'availability < 50%' })
    expect(outputs['verdict']).toBe('unknown')
    expect(summary).toContain('403 Forbidden')
  })
})

describe('rounds that failed', () => {
  const failed = { errorDetails: 'Connection error' }

  it.each<[string, string, Row, Row, string, string]>([
    ['lost everything', '/network', { loss: 0, avgLatency: 20 }, failed, 'loss > 1%', 'fail'],
    ['have no time', '/network', { loss: 0, avgLatency: 20 }, failed, 'avgLatency > 1', 'unknown'],
    [
      'are not available',
      '/http-server',
      { responseTime: 100 },
      { ...failed, responseTime: 3 },
      'availability < 99%',
      'fail',
    ],
    [
      'are not fast',
      '/http-server',
      { responseTime: 100 },
      { ...failed, responseTime: 3 },
      'responseTime > +20%',
      'unknown',
    ],
  ])('since the deploy %s', async (_, kind, fine, broken, failOn, verdict) => {
    const { step, respond } = openStep()
    respond(
      kind,
      rowsOf(isAfter => (isAfter ? broken : fine)),
    )
    expect((await step({ ...DEPLOY, failOn })).outputs['verdict']).toBe(verdict)
  })

  it('count for half if they are every second one', async () => {
    const { step, respond } = openStep()
    respond(
      '/network',
      rowsOf((_, minute) => (minute % 2 === 0 ? { loss: 0, avgLatency: 20 } : failed)),
    )
    const result = await step({ ...DEPLOY, failOn: 'loss > 60%\navgLatency > 50\nloss > 40%' })
    expect(judged(result).map(line => line.replace(/:.*/, ''))).toEqual(['pass', 'pass', 'fail'])
  })

  it('all the time are not told from a broken configuration: the report says so', async () => {
    const { step, respond } = openStep()
    respond(
      '/http-server',
      rowsOf(() => failed),
    )
    respond(
      '/network',
      rowsOf(() => failed),
    )
    const { exitCode, summary } = await step(DEPLOY)
    expect({ exitCode }).toEqual({ exitCode: 0 })
    expect(summary).toMatch(/availability.*0 %/)
  })
})

describe('alerts', () => {
  const START = '2026-11-23T08:20:00Z'
  const ofTest = { test: { href: `/v7/tests/http-server/${FRONT_PAGE}` } }
  const alert = (more: Row = {}) => ({ id: 'a', startDate: START, alertSeverity: 'major', _links: ofTest, ...more })
  const judge = async (world: World, alerts: readonly Row[], cleared: readonly Row[] = []) => {
    world.respond('state=trigger', response(200, { alerts }))
    world.respond('state=clear', response(200, { alerts: cleared }))
    const { outputs, summary } = await world.step({ ...DEPLOY, failOn: 'alerts > 0' })
    return { verdict: outputs['verdict'], summary }
  }

  it.each<[string, string, readonly Row[], readonly Row[], RegExp]>([
    ['an active one fails', 'fail', [alert()], [], /major.*since 2026-11-23 08:20 UTC.*still active/],
    [
      'one that was cleared fails',
      'fail',
      [],
      [alert({ endDate: '2026-11-23T08:25:00Z' })],
      /cleared 2026-11-23 08:25 UTC/,
    ],
    [
      'one from before the deploy passes',
      'pass',
      [alert({ startDate: '2026-11-23T08:00:00Z' })],
      [],
      /since 2026-11-23 08:00/,
    ],
    ['a suppressed one passes', 'pass', [alert({ suppressed: true })], [], /suppressed/],
    ['one without a start is inconclusive', 'unknown', [alert({ startDate: null })], [], /still active/],
    ['one of no test is inconclusive', 'unknown', [alert({ _links: {} })], [], /a test that ThousandEyes/],
    [
      'one of another test passes',
      'pass',
      [alert({ _links: { test: { href: '/v7/tests/12' } } })],
      [],
      /fine after the deploy/,
    ],
  ])('since the deploy: %s', async (_, verdict, active, cleared, shown) => {
    const result = await judge(openStep(), active, cleared)
    expect(result.verdict).toBe(verdict)
    expect(result.summary.replaceAll('\u00a0', ' ')).toMatch(shown)
  })

  it('are not judged of a test that has too few rounds since the deploy', async () => {
    const { outputs } = await openStep().step({ deployedAt: '2026-11-23T08:36:30Z', failOn: 'alerts > 0' })
    expect(outputs['verdict']).toBe('unknown')
  })
})

it('an error of our own makes the step inconclusive, fails it only with unknown in failOn, and costs no snapshot', () => {
  const log = { info() {}, notice() {}, warning() {}, error() {}, debug() {} }
  for (const failOnUnknown of [true, false]) {
    const inputs = { failOn: { conditions: [], failOnUnknown }, warnOn: undefined }
    const step = notJudged(exampleStep({}), inputs, new Error('surprise'), { log })
    expect(step.tests.every(test => needsSnapshot(test, { ...step, takeSnapshot: 'onFailure' }))).toBe(true)
    expect({ state: stepState(step), isFailed: step.isFailed }).toEqual({ state: 'unknown', isFailed: failOnUnknown })
  }
})
