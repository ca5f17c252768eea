import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { parseCondition } from '../../src/analysis/conditions.ts'
import { evaluateGate } from '../../src/analysis/gate.ts'
import { toMeasurement } from '../../src/analysis/rounds.ts'
import { AFTER_DEPLOY, FRONT_PAGE, jsonFault, rowsOf, runGate, useSandbox } from './helpers.ts'

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
      columns: [{ metric, values: latenciesMs }],
      codes: [],
    }
    const measurement = toMeasurement('1', [results], deployedAt)
    const tests = [{ testId: '1', testName: undefined, testType: 'agent-to-server', measurement }]
    const input = { tests, alerts: undefined, window, deployedAt }
    return evaluateGate({ failOn: { conditions: [condition], failOnUnknown: false } }, input)?.results[0]
  }

  it('returns the value that was compared with the limit', () => {
    expect(evaluate('avgLatency > 15', [10, 20, 30])).toMatchObject({
      testId: '1',
      verdict: 'fail',
      actual: { kind: 'mean', value: 20, unit: 'ms', period: 'window', droppedAgents: 0 },
    })
  })

  it('returns the change and both sides of a relative condition', () => {
    const deployedAt = new Date((START + 180) * 1000)
    expect(evaluate('avgLatency > +200%', [10, 10, 10, 20, 20, 20], deployedAt)).toMatchObject({
      verdict: 'pass',
      actual: { kind: 'change', value: 100, before: 10, after: 20, unit: 'ms', excludedAgents: 0 },
    })
  })

  it.each([
    { line: 'avgLatency > 15', reason: { kind: 'tooFewRounds', rounds: 2, needed: 3, period: 'window' } },
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
      /^error The gate \(failOn\) failed: responseTime > \+20% on test \d+: \+\d+ % .*; throughput < -20% on test \d+: -58 % .*; alerts > 0 on test \d+: 1 since the deploy\.$/,
    )
  })

  it('that passes is only in the lines of its conditions', async () => {
    const { exitCode, outputs, lines } = await runStep({ failOn: 'responseTime > 9000\nalerts >= 9' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'pass' })
    expect(lines.at(-1)).toBe(`info Gate, pass: alerts >= 9 on test ${FRONT_PAGE}: 1 in the whole window.`)
  })

  it('that is inconclusive warns', async () => {
    const failOn = 'responseTime > +20%\nresponseTime > 9\nmos < 4'
    const { exitCode, outputs, lines } = await runStep({ ...AFTER_DEPLOY, waitMinutes: '3', failOn })
    const reason = '2 rounds since the deploy, and it takes 3 to judge'
    expect({ exitCode, verdict: outputs['verdict'], last: lines.at(-1) }).toEqual({
      exitCode: 0,
      verdict: 'unknown',
      last: `warning The gate is inconclusive: responseTime > +20% on test ${FRONT_PAGE}: ${reason}; responseTime > 9 on test ${FRONT_PAGE}: ${reason}; mos < 4: no test here measures it.`,
    })
  })

  it('that is inconclusive fails where failOn asks for it', async () => {
    const failOn = 'responseTime > +20%\nunknown'
    const { exitCode, lines } = await runStep({ ...AFTER_DEPLOY, waitMinutes: '3', failOn })
    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toMatch(/^error The gate is inconclusive: /)
  })

  it.each([
    { what: 'results', path: '/test-results/', failOn: 'responseTime > 9', message: ': it was not measured.' },
    { what: 'alerts', path: '/alerts', failOn: 'alerts > 0', message: ': the alerts could not be read.' },
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
    expect(lines.at(-1)).toContain(': no round has a value of it.')
  })

  it('is inconclusive for a metric that no test has, also where the test cannot be read', async () => {
    const { results } = await runGate('pageLoadTime > 9000\nunknown', 'bgp', {})
    expect(results).toEqual(['unknown: pageLoadTime > 9000: no test here measures it.'])
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
      'pass: jitter > +0% on test 1: 0 % (0.1 ms → 0.1 ms).',
      'pass: loss < 0.1 on test 1: 0.1 % since the deploy.',
      'pass: loss > 0.1 on test 1: 0.1 % since the deploy.',
    ])
    expect(summary).toContain('| jitter | 0.1 ms → 0.1 ms | 0 %, same within noise |')
  })

  it.each([
    { failOn: 'avgLatency > 500', value: 500.04, shown: '500.04 ms' },
    { failOn: 'avgLatency > 500', value: 500.4, shown: '500.4 ms' },
    { failOn: 'avgLatency < 500', value: 499.7, shown: '499.7 ms' },
    { failOn: 'loss < 99.99', value: 99.9899, shown: '99.9899 %' },
  ])('is shown as $shown where $failOn fails', async ({ failOn, value, shown }) => {
    const rows = rowsOf('Paris', () => ({ avgLatency: value, loss: value }))
    const { results } = await runGate(failOn, 'agent-to-server', { network: rows })
    expect(results).toEqual([`fail: ${failOn} on test 1: ${shown} since the deploy.`])
  })

  it('is shown with enough digits of a change', async () => {
    const rows = rowsOf('Paris', isAfter => ({ avgLatency: isAfter ? 120.004 : 100 }))
    const { results } = await runGate('avgLatency > +20%', 'agent-to-server', { network: rows })
    expect(results).toEqual(['fail: avgLatency > +20% on test 1: +20.004 % (100 ms → 120 ms).'])
  })
})
