import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { parseCondition } from '../../src/analysis/conditions.ts'
import { evaluateGate, unknownGate } from '../../src/analysis/gate.ts'
import { toMeasurement } from '../../src/analysis/measurement.ts'
import { AFTER_DEPLOY, CHECKOUT, FRONT_PAGE, jsonFault, rowsOf, runGate, useSandbox } from './helpers.ts'

const runStep = useSandbox()

describe('evaluateGate', () => {
  const START = Date.parse('2026-11-23T08:00:00Z') / 1000
  const window = { from: new Date(START * 1000), to: new Date((START + 3_600) * 1000) }

  /** The result of one condition for a test with one agent and these latencies, one a minute. */
  function evaluate(line: string, latenciesMs: readonly number[], deployedAt?: Date) {
    const { value: condition } = parseCondition(line)
    if (condition === undefined) throw new Error(`${line} is not a condition`)
    const metric = { name: 'avgLatency', unit: 'ms', better: 'lower' } as const
    const results = {
      roundIds: latenciesMs.map((_, minute) => START + minute * 60),
      measuredAt: latenciesMs.map((_, minute) => START + minute * 60),
      agents: latenciesMs.map(() => 0),
      agentNames: ['Paris'],
      agentParts: [''],
      columns: [{ metric, values: latenciesMs }],
      codes: [],
      unreadRows: 0,
    }
    const measurement = toMeasurement('1', [results], deployedAt)
    const tests = [{ testId: '1', testName: undefined, testType: 'agent-to-server', measurement }]
    const to = new Date((START + latenciesMs.length * 60) * 1000)
    const input = { tests, alerts: undefined, window: { ...window, to }, deployedAt }
    return evaluateGate({ failOn: { conditions: [condition], failOnUnknown: false } }, input)?.results[0]
  }

  it('warns of a condition of warnOn, and does not fail', () => {
    const { value: condition } = parseCondition('alerts < 1')
    const conditions = { conditions: condition === undefined ? [] : [condition], failOnUnknown: false }
    const measurement = toMeasurement('1', [], undefined)
    const tests = [{ testId: '1', testName: undefined, testType: 'bgp', measurement }]
    const input = { tests, alerts: [], window, deployedAt: undefined }
    expect(evaluateGate({ warnOn: conditions }, input)).toMatchObject({ verdict: 'unknown', failed: false })
    expect(evaluateGate({}, input)).toBeUndefined()
  })

  it('is unknown where it could not be evaluated, and only with conditions', () => {
    const conditions = { conditions: [], failOnUnknown: true }
    expect(unknownGate({ failOn: conditions })).toMatchObject({ verdict: 'unknown', failed: true })
    expect(unknownGate({ warnOn: conditions })).toMatchObject({ verdict: 'unknown', failed: false })
    expect(unknownGate({})).toBeUndefined()
  })

  it('returns the value that was compared with the limit', () => {
    expect(evaluate('avgLatency > 15', [10, 20, 30, 20, 9000])).toMatchObject({
      testId: '1',
      verdict: 'fail',
      actual: { kind: 'value', value: 20, unit: 'ms', period: 'window', assessment: { result: 'notCompared' } },
    })
  })

  it('returns the change and both sides of a relative condition', () => {
    const deployedAt = new Date((START + 180) * 1000)
    expect(evaluate('avgLatency > +200%', [10, 10, 10, 20, 20, 20, 20, 20], deployedAt)).toMatchObject({
      verdict: 'pass',
      actual: { kind: 'change', value: 100, unit: 'ms', assessment: { before: 10, after: 20, excludedAgents: [] } },
    })
  })

  it.each([
    {
      line: 'avgLatency > 15',
      reason: { kind: 'tooFewRounds', rounds: 2, needed: 5, period: 'window', intervalSeconds: 60 },
    },
    { line: 'avgLatency > +15%', reason: { kind: 'noDeployTime' } },
    { line: 'loss > 1', reason: { kind: 'noResults' } },
    { line: 'mos < 4', reason: { kind: 'noTestHasMetric' } },
    { line: 'alerts > 0', reason: { kind: 'alertsNotRead' } },
  ])('returns the reason $reason.kind for $line where it is inconclusive', ({ line, reason }) => {
    expect(evaluate(line, [10, 20])).toMatchObject({ verdict: 'unknown', reason })
  })
})

describe('a gate', () => {
  it('that fails is the last line of the log', async () => {
    const failOn = 'responseTime > +20%\nthroughput < -20%\nloss > 1\nalerts > 0'
    const { exitCode, outputs, lines } = await runStep({ ...AFTER_DEPLOY, failOn })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'fail' })
    expect(lines.at(-1)).toMatch(
      /^error Shop front page got worse after the deploy: responseTime .* \(\+\d+ %\), expected ≤ \+20 %; throughput .* \(-58 %\), expected ≥ -20 %; alerts 1 major, still active\. Snapshot: https:/,
    )
  })

  it('that passes is a notice, and in the lines of its conditions', async () => {
    const { exitCode, outputs, lines } = await runStep({ failOn: 'responseTime > 9000\nalerts >= 9' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'pass' })
    expect(lines).toContain('info Gate, pass: alerts >= 9 on Shop front page: 1 in the whole window.')
    expect(lines.at(-1)).toMatch(/^notice Shop front page is fine: responseTime 120 ms\. Snapshot: /)
  })

  it('that is inconclusive warns', async () => {
    const failOn = 'responseTime > +20%\nresponseTime > 9'
    const { exitCode, outputs, lines } = await runStep({ ...AFTER_DEPLOY, waitMinutes: '3', failOn })
    const reason = '2 of 3 rounds since the deploy; this test runs every 1 min: waitForRounds: 3'
    expect({ exitCode, verdict: outputs['verdict'], last: lines.at(-1) }).toEqual({
      exitCode: 0,
      verdict: 'unknown',
      last: expect.stringContaining(`warning Shop front page after the deploy: inconclusive: ${reason}`),
    })
  })

  it('that is inconclusive fails where failOn asks for it', async () => {
    const failOn = 'responseTime > +20%\nunknown'
    const { exitCode, lines } = await runStep({ ...AFTER_DEPLOY, waitMinutes: '3', failOn })
    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toMatch(/^error Shop front page after the deploy: inconclusive: /)
  })

  it.each([
    {
      what: 'results',
      path: '/test-results/',
      failOn: 'responseTime > 9',
      message: ': not measured: http-server, network: ThousandEyes answered 403 Forbidden.',
    },
    {
      what: 'alerts',
      path: '/alerts',
      failOn: 'alerts > 0',
      message: ': not measured: Alerts: ThousandEyes answered 403 Forbidden.',
    },
  ])('is inconclusive where the $what cannot be read', async ({ path, failOn, message }) => {
    const forbidden: Fault = { kind: 'status', status: 403 }
    const { outputs, lines } = await runStep({ failOn }, [
      [forbidden, path],
      [forbidden, path],
    ])
    expect(outputs['verdict']).toBe('unknown')
    expect(lines.at(-1)).toContain(message)
  })

  it('is inconclusive where the results have no value of the metric', async () => {
    const rows = [0, 60, 120].map(offset => ({ roundId: Date.parse('2026-11-23T08:00:00Z') / 1000 + offset, loss: 0 }))
    const { lines } = await runStep({ failOn: 'responseTime > 9' }, [
      [jsonFault({ results: rows }), 'http-server'],
      [jsonFault({ results: rows }), 'network'],
    ])
    expect(lines.at(-1)).toContain(': not measured: http-server: Every round failed or measured nothing.')
  })

  it('is inconclusive for a metric that no test has, also where the test cannot be read', async () => {
    const { results } = await runGate('pageLoadTime > 9000\nunknown', 'bgp', {})
    expect(results).toEqual([
      'unknown: pageLoadTime > 9000: no test of this step measures it, so correct the condition.',
    ])
  })
})

describe('a mistake in the conditions', () => {
  it('fails the step where no test has the metric, but not the verdict, and the snapshot is taken', async () => {
    const { exitCode, outputs, lines } = await runStep({ ...AFTER_DEPLOY, failOn: 'pageLoadTime > 9000\nloss > 50%' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'unknown' })
    expect(outputs['viewUrl']).toMatch(/^http/)
    expect(lines.at(-1)).toBe('error pageLoadTime > 9000: no test of this step measures it, so correct the condition.')
  })

  it('is said of several tests as of one: they were not judged', async () => {
    const { summary } = await runStep({ testId: `${FRONT_PAGE} ${CHECKOUT}`, failOn: 'mos < 4' })
    expect(summary).toContain('2 tests were not judged; 1 condition could not be evaluated')
  })

  it('does not fail the step where some tests have the metric: it is not applied to the others', async () => {
    const testId = `${FRONT_PAGE} ${CHECKOUT}`
    const { exitCode, outputs, lines, summary } = await runStep({ testId, failOn: 'pageLoadTime > 90000' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'pass' })
    expect(lines).toContain('info Gate, not applied: pageLoadTime > 90000 on Shop front page.')
    expect(summary).toContain('- pageLoadTime ≤ 90000 ms: not applied, it has no such metric')
  })

  it('is a warning before anything is sent where a condition is met while all is well', async () => {
    const { lines } = await runStep({ failOn: 'availability >= 99.5%', warnOn: 'loss > 1\nresponseTime < 500' })
    expect(lines.slice(0, 2)).toEqual([
      'warning Input failOn: "availability >= 99.5%" is met while all is well. Did you mean availability < 99.5%?',
      'warning Input warnOn: "responseTime < 500" is met while all is well. Did you mean responseTime >= 500?',
    ])
  })
})

describe('an inconclusive condition', () => {
  it('says how far it is over the limit, and that it is no more than noise', async () => {
    const noisy = [80, 240, 100, 150, 60, 200, 90, 260, 110, 140]
    const rows = rowsOf('Paris', (isAfter, minute) => ({
      avgLatency: (noisy[minute % 10] ?? 0) * (isAfter ? 1.23 : 1),
    }))
    const { verdict, results } = await runGate('avgLatency > +20%', 'agent-to-server', { network: rows })
    expect({ verdict, results }).toEqual({
      verdict: 'unknown',
      results: ['unknown: avgLatency > +20% on Shop: 125 → 154 ms (+23 %), but no more than noise.'],
    })
  })

  it('names the agent that alone is worse, also beside the words of the report', async () => {
    const levels = { Paris: [100, 300], Oslo: [100, 100], Rome: [100, 100] }
    const rows = Object.entries(levels).flatMap(([name, [before = 0, after = 0]]) =>
      rowsOf(name, isAfter => ({ avgLatency: isAfter ? after : before, loss: isAfter && name === 'Paris' ? 30 : 0 })),
    )
    const { results, lines, summary } = await runGate('avgLatency > +20%\nloss > 1%', 'agent-to-server', {
      network: rows,
    })
    expect(results).toEqual([
      'pass: avgLatency > +20% on Shop: 100 → 100 ms (0 %); worse for Paris alone.',
      'unknown: loss > 1% on Shop: 0 → 10 %, but worse for Paris alone.',
    ])
    expect(lines).toContain(
      'info Shop: avgLatency 100 → 100 ms, same; worse for Paris alone (20 rounds before, 20 after).',
    )
    expect(summary).toContain('| 100 → 100 ms (0 %); worse for Paris alone |')
  })
})

describe('a share', () => {
  it('is shown with its change in points', async () => {
    const rows = rowsOf('Paris', (isAfter, minute) => ({
      avgLatency: 10,
      loss: isAfter && minute % 2 === 0 ? 13 : 0,
    }))
    const { lines, results } = await runGate('loss > +20%', 'agent-to-server', { network: rows })
    expect(results).toEqual(['fail: loss > +20% on Shop: 0 → 6.5 % (from 0, +6.5 points).'])
    expect(lines.join('\n')).not.toContain('NaN')
  })
})

describe('a value beside its limit', () => {
  it('does not fail by the rounding error of a sum', async () => {
    const rows = [0, 1, 2, 3, 4, 5].flatMap(agent => rowsOf(`Agent ${agent}`, () => ({ loss: 0.1, jitter: 0.1 })))
    const odd = rowsOf('Agent 9', (_, minute) => (minute < 3 || minute > 21 ? { jitter: 0.1 } : undefined))
    const { results, summary } = await runGate('jitter > +0%\nloss < 0.1\nloss > 0.1', 'agent-to-server', {
      network: [...rows, ...odd],
    })
    expect(results).toEqual([
      'pass: jitter > +0% on Shop: 0.1 → 0.1 ms (0 %).',
      'pass: loss < 0.1 on Shop: 0.1 % since the deploy.',
      'pass: loss > 0.1 on Shop: 0.1 % since the deploy.',
    ])
    expect(summary).toContain('| jitter | 0.1 → 0.1 ms | same |')
  })

  it.each([
    { failOn: 'avgLatency > 500', value: 500.04, shown: '500.04 ms' },
    { failOn: 'avgLatency > 500', value: 500.4, shown: '500.4 ms' },
    { failOn: 'avgLatency < 500', value: 499.7, shown: '499.7 ms' },
    { failOn: 'loss < 99.99', value: 99.9899, shown: '99.9899 %' },
  ])('is shown as $shown where $failOn fails', async ({ failOn, value, shown }) => {
    const rows = rowsOf('Paris', () => ({ avgLatency: value, loss: value }))
    const { results } = await runGate(failOn, 'agent-to-server', { network: rows })
    expect(results).toEqual([`fail: ${failOn} on Shop: ${shown} since the deploy.`])
  })

  it('is shown with enough digits of a change', async () => {
    const rows = rowsOf('Paris', isAfter => ({ avgLatency: isAfter ? 120.004 : 100 }))
    const { results } = await runGate('avgLatency > +20%', 'agent-to-server', { network: rows })
    expect(results).toEqual(['fail: avgLatency > +20% on Shop: 100 → 120 ms (+20.004 %).'])
  })
})
