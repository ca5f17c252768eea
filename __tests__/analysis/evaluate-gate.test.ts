import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { parseConditions } from '../../src/analysis/conditions.ts'
import { evaluateGate, unknownGate } from '../../src/analysis/evaluate-gate.ts'
import { AFTER_DEPLOY, CHECKOUT, FRONT_PAGE, jsonFault, rowsOf, runGate, useSandbox } from './helpers.ts'

const runStep = useSandbox()

describe('evaluateGate', () => {
  const window = { from: new Date('2026-11-23T07:00:00Z'), to: new Date('2026-11-23T08:00:00Z') }
  const tests = [{ testId: '1', testName: undefined, testType: 'bgp', measurement: undefined }]

  it('is unknown for a condition of warnOn that is inconclusive, and does not fail', () => {
    const warnOn = parseConditions('alerts > 0').value
    const input = { tests, alerts: [], window, deployedAt: undefined }
    expect(evaluateGate({ warnOn }, input)).toMatchObject({ verdict: 'unknown', failed: false })
    expect(evaluateGate({}, input)).toBeUndefined()
  })

  it('is unknown if it could not be evaluated, and only with conditions', () => {
    const conditions = { conditions: [], failOnUnknown: true }
    expect(unknownGate({ failOn: conditions })).toMatchObject({ verdict: 'unknown', failed: true })
    expect(unknownGate({ warnOn: conditions })).toMatchObject({ verdict: 'unknown', failed: false })
    expect(unknownGate({})).toBeUndefined()
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

  it('ends the step before anything is sent if a condition would fail a healthy deploy', async () => {
    const { exitCode, thousandEyes } = await runStep({ failOn: 'availability >= 99.5%' })
    expect({ exitCode, requests: thousandEyes.reads }).toEqual({ exitCode: 1, requests: [] })
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
  it.each([
    { failOn: 'avgLatency > 500', value: 500.04, shown: '500.04 ms' },
    { failOn: 'avgLatency > 500', value: 500.4, shown: '500.4 ms' },
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
