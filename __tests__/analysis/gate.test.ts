import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Alert } from '../../src/thousandeyes/alerts.ts'
import { around, DEPLOYED_AT, judge, type Row, rowsOf, type Situation, times, verdictOf } from './judge.ts'

const fine = { before: around(100, 50), after: around(100, 10, 2) }
const slower = { before: around(100, 50, 3), after: around(200, 10, 4) }
const ofAgents = (...agents: Parameters<typeof rowsOf>[0]): Situation => ({ rows: rowsOf(agents) })

describe('a condition', () => {
  it('on a change has the value that was compared, and what it is from', () => {
    expect(judge('responseTime > +20%', ofAgents({ before: times(50, 10), after: times(10, 20) }))).toMatchObject({
      verdict: 'fail',
      measured: { kind: 'change', value: 100, unit: 'ms', assessment: { before: 10, after: 20, result: 'worse' } },
    })
  })

  it('on a value is about the whole window without a deploy', () => {
    const rows = rowsOf([{ before: [10, 20, 30], after: [20, 9000] }])
    expect(judge('avgLatency > 15', { rows, deployedAt: undefined })).toMatchObject({
      verdict: 'fail',
      measured: { kind: 'value', value: 20, assessment: { result: 'notCompared' } },
    })
  })

  it('that is over the limit by no more than noise passes, and says how far it varies', () => {
    const noisy = [80, 240, 100, 150, 60, 200, 90, 260, 110, 140, 70, 180]
    expect(judge('responseTime > +20%', ofAgents({ before: noisy, after: [100, 260, 150, 75, 220] }))).toMatchObject({
      verdict: 'pass',
      measured: { assessment: { result: 'withinNoise', noisePercent: expect.any(Number) } },
    })
  })

  it('is inconclusive if one of two agents alone moves the median', () => {
    expect(judge('responseTime > +20%', ofAgents(fine, slower))).toMatchObject({
      verdict: 'unknown',
      reason: { kind: 'withinNoise', measured: { assessment: { locallyWorseAgents: ['Agent 1'] } } },
    })
    expect(verdictOf(judge('responseTime > +20%', ofAgents(fine, fine, slower)))).toBe('pass')
  })

  it.each([
    {
      seen: 'one agent loses packets in one round',
      after: [[...times(9, 0), 100], times(10, 0), times(10, 0)],
      is: 'pass',
    },
    {
      seen: 'one agent loses packets all the time',
      after: [times(10, 50), times(10, 0), times(10, 0)],
      is: 'withinNoise',
    },
    {
      seen: 'all lose packets in one round',
      after: Array.from({ length: 3 }, () => [...times(9, 0), 100]),
      is: 'withinNoise',
    },
    { seen: 'all lose packets all the time', after: Array.from({ length: 3 }, () => times(10, 10)), is: 'fail' },
  ])('on a share that was perfect before is $is if $seen', ({ after, is }) => {
    const agents = after.map(values => ({ before: times(50, 0), after: values }))
    expect(verdictOf(judge('loss > 1%', ofAgents(...agents)))).toBe(is)
  })

  it.each([
    { what: 'four rounds of one agent', agents: [{ ...fine, after: times(4, 300) }], rounds: 4, needed: 5 },
    {
      what: 'two rounds of three agents',
      agents: [1, 2, 3].map(() => ({ ...fine, after: times(2, 300) })),
      rounds: 2,
      needed: 3,
    },
  ])('does not judge $what', ({ agents, rounds, needed }) => {
    const reason = { kind: 'tooFewRounds', rounds, needed, period: 'since', intervalSeconds: 60 }
    expect(judge('responseTime > +20%', ofAgents(...agents))).toMatchObject({ verdict: 'unknown', reason })
  })

  it('does not compare with two rounds before the deploy, or with those of agents that are gone', () => {
    const few = ofAgents({ before: times(2, 100), after: times(10, 300) })
    expect(judge('responseTime > +20%', few)).toMatchObject({
      reason: { kind: 'tooFewRounds', rounds: 2, needed: 3, period: 'before' },
    })
    expect(verdictOf(judge('responseTime > 200', few))).toBe('fail')
    const [gone, added] = [
      { ...fine, after: [] },
      { before: [], after: times(10, 100) },
    ]
    expect(judge('responseTime > +20%', ofAgents(gone, added))).toMatchObject({
      reason: { kind: 'agentsDropped', agentNames: ['Agent 0'] },
    })
  })

  it.each([
    {
      why: 'there is no deploy',
      line: 'responseTime > +20%',
      situation: { rows: rowsOf([fine]), deployedAt: undefined },
    },
    { why: 'there are no rows', line: 'responseTime > 5', situation: { rows: [] } },
    {
      why: 'no row since the deploy has a value',
      line: 'loss > 1%',
      situation: ofAgents({ ...fine, after: times(9, Number.NaN) }),
    },
    { why: 'a row could not be read', line: 'responseTime > 500', situation: { rows: rowsOf([fine]), unreadRows: 1 } },
  ])('is not measured if $why', ({ line, situation }) => {
    expect(verdictOf(judge(line, { secondsAfter: 540, ...situation }))).toMatch(/^(notMeasured|agentsDropped)$/)
  })

  it.each([
    { what: 'stopped', rows: rowsOf([{ before: times(20, 100), after: times(6, 100) }]) },
    { what: 'are rare', rows: rowsOf([{ before: times(20, 100), after: times(5, 100) }], { before: 60, after: 240 }) },
  ])('does not pass if the rounds of a test $what since the deploy', ({ rows }) => {
    const judged = (line: string) => judge(line, { rows, alerts: [], intervalSeconds: 60, secondsAfter: 1200 })
    const reason = { kind: 'tooFewRounds', needed: 9, period: 'since' }
    expect(judged('responseTime > +20%')).toMatchObject({ verdict: 'unknown', reason })
    expect(judged('alerts > 0')).toMatchObject({ verdict: 'unknown', reason })
  })

  describe('on a test with several directions', () => {
    const directions = (toTarget: readonly number[], fromTarget: readonly number[]) =>
      judge('loss > 7%', {
        rows: rowsOf([...toTarget, ...fromTarget].map(loss => ({ before: times(20, 0), after: times(10, loss) }))),
        parts: [...toTarget.map(() => 'to-target'), ...fromTarget.map(() => 'from-target')],
      })

    it('fails by the loss of one, which is named', () => {
      expect(directions([0, 0, 0], [10, 10, 10])).toMatchObject({
        verdict: 'fail',
        measured: { value: 10, assessment: { part: 'from-target', before: 0, after: 10, changePoints: 10 } },
      })
    })

    it('passes with the value that is nearest to the limit', () => {
      expect(directions([2, 2, 2], [5, 5, 5])).toMatchObject({
        verdict: 'pass',
        measured: { value: 5, assessment: { part: 'from-target' } },
      })
    })
  })

  it('does not fail by the rounding error of a sum', () => {
    const steady = { before: times(20, 0.1), after: times(10, 0.1) }
    const agents = [steady, steady, steady, { before: times(20, 0.1), after: times(7, 0.1) }]
    for (const line of ['jitter > 0.1', 'jitter > +0%'])
      expect(verdictOf(judge(line, ofAgents(...agents)))).toBe('pass')
  })
})

describe('a condition on alerts', () => {
  const alert = (secondsAfter: number | undefined, more: Partial<Alert> = {}): Alert => ({
    testId: '1',
    severity: 'major',
    alertType: undefined,
    startedAt: secondsAfter === undefined ? undefined : new Date(DEPLOYED_AT.getTime() + secondsAfter * 1000),
    state: 'active',
    isSuppressed: false,
    clearedAt: undefined,
    url: undefined,
    ...more,
  })
  const [isNew, old, undated] = [alert(60), alert(-60), alert(undefined)]
  const judged = (line: string, more: Partial<Situation>) => judge(line, { ...ofAgents(fine), alerts: [], ...more })

  it.each<{ given: string; alerts?: readonly Alert[]; ofNoTest?: readonly Alert[]; is: readonly string[] }>([
    { given: 'none', is: ['pass', 'pass'] },
    { given: 'a new one', alerts: [isNew], is: ['fail', 'pass'] },
    { given: 'an old one', alerts: [old], is: ['pass', 'pass'] },
    { given: 'a suppressed one', alerts: [{ ...isNew, isSuppressed: true }], is: ['pass', 'pass'] },
    { given: 'one of which nobody says when it began', alerts: [undated], is: ['alertsUncertain', 'pass'] },
    { given: 'one of no test', ofNoTest: [isNew], is: ['alertsUncertain', 'pass'] },
    {
      given: 'an old or suppressed one of no test',
      ofNoTest: [old, { ...isNew, isSuppressed: true }],
      is: ['pass', 'pass'],
    },
    { given: 'a new one and one of no test', alerts: [isNew], ofNoTest: [undated], is: ['fail', 'alertsUncertain'] },
  ])('> 0 and > 1 is $is with $given', ({ alerts = [], ofNoTest = [], is }) => {
    const more = { alerts, alertsOfNoTest: ofNoTest }
    expect(['alerts > 0', 'alerts > 1'].map(line => verdictOf(judged(line, more)))).toEqual(is)
  })

  it('counts the alerts of the whole window without a deploy', () => {
    const result = judged('alerts > 1', { alerts: [old, isNew], deployedAt: undefined })
    expect(result).toMatchObject({ verdict: 'fail', measured: { kind: 'alerts', value: 2, uncertain: 0 } })
  })

  it('is inconclusive if they could not be read, or if one may still come', () => {
    expect(judged('alerts > 0', { alerts: undefined })).toMatchObject({ reason: { kind: 'notMeasured' } })
    expect(judged('alerts > 0', ofAgents({ ...fine, after: times(2, 100) }))).toMatchObject({
      reason: { kind: 'alertsUncertain', measured: { value: 0, rounds: 2 } },
    })
    expect(verdictOf(judged('alerts > 0', { rows: [] }))).toBe('alertsUncertain')
  })
})

describe('the verdict', () => {
  const line = fc.constantFrom('responseTime > +20%', 'responseTime > 50', 'availability < 99.5%', 'loss > +20%')
  const value = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 100, undefined))
  const agent = fc.record({ before: fc.array(value, { maxLength: 20 }), after: fc.array(value, { maxLength: 8 }) })
  const rows = fc.array(agent, { minLength: 1, maxLength: 5 }).map(agents => rowsOf(agents))

  it('does not depend on the order of rows, pages and agents', () => {
    const shuffled = rows.chain(all =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    )
    fc.assert(
      fc.property(line, shuffled, (condition, [all, others]) => {
        fc.pre(all.length > 0)
        const verdict = (some: readonly Row[]) => verdictOf(judge(condition, { rows: some, secondsAfter: 480 }))
        const last = Math.max(...all.map(row => row.agent))
        expect(verdict(others)).toBe(verdict(all))
        expect(verdict(all.map(row => ({ ...row, agent: last - row.agent })))).toBe(verdict(all))
      }),
    )
  })
})
