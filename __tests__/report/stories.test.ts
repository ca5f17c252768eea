import { describe, expect, it } from '@jest/globals'
import { ALERT } from '../../sandbox/reports.ts'
import type { MetricMeasurement } from '../../src/analysis/measurement.ts'
import type { TestRecord } from '../../src/step.ts'
import { foldsOf, glanceAt, headlineOf, NOISY, type Story, share, storyOf, WORSE } from './helpers.ts'

const FAILED_BEFORE_TOO = share(96.67, 91.67, {
  result: 'withinNoise',
  imperfect: { before: { part: 4, whole: 120 }, after: { part: 5, whole: 60 } },
})
const ONE_FAILED = share(100, 91.67, {
  result: 'withinNoise',
  imperfect: { before: { part: 0, whole: 120 }, after: { part: 1, whole: 12 } },
})
const SLOW_TAIL = {
  result: 'worse',
  after: 130,
  changePercent: 5.5,
  slowTail: { before: { part: 1, whole: 100 }, after: { part: 6, whole: 20 } },
} as const
const DOWN = {
  responseTime: { before: Number.NaN, after: Number.NaN, result: 'notCompared' },
  availability: share(0, 0),
} as const
const EXCEPTIONS = {
  responseTime: { locallyWorseAgents: ['Paris'] },
  availability: { locallyWorseAgents: ['Paris', 'Rome'], droppedAgents: ['Oslo'] },
} as const
const UNREAD = 'ThousandEyes answered 403 Forbidden. The role lacks "View tests".'

describe('the headline', () => {
  it.each<{ given: Story; headline: string }>([
    {
      given: {
        responseTime: { ...WORSE, changePercent: 25 },
        availability: share(100, 50, { result: 'worse' }),
        verdicts: ['fail', 'fail', 'pass'],
      },
      headline: '❌ … got worse after the deploy: availability 100 → 50 %',
    },
    {
      given: { availability: FAILED_BEFORE_TOO, verdicts: ['pass', 'fail', 'pass'] },
      headline: '❌ … failed the gate after the deploy: availability 91.67 %, and 96.67 % before the deploy',
    },
    {
      given: { responseTime: WORSE, verdicts: ['warn', 'pass', 'pass'] },
      headline: '⚠️ … has a warning after the deploy: responseTime +133 %',
    },
    {
      given: { responseTime: NOISY, verdicts: ['withinNoise', 'pass', 'pass'] },
      headline: '⚠️ … is inconclusive after the deploy: responseTime +22 %, within the usual ±25 %',
    },
    {
      given: { responseTime: { ...NOISY, result: 'movedBefore' }, verdicts: ['movedBefore', 'pass', 'pass'] },
      headline: '⚠️ … is inconclusive after the deploy: responseTime +22 %, but it began before the deploy',
    },
    {
      given: { verdicts: ['agentsDropped', 'pass', 'pass'] },
      headline: '⚠️ … is inconclusive after the deploy: 2 agents without a value since the deploy: Paris · Rome',
    },
    {
      given: {
        verdicts: ['notMeasured', 'notMeasured', 'pass'],
        test: { problems: [{ subject: 'network', message: UNREAD }] },
      },
      headline: '⚠️ … is inconclusive after the deploy: results could not be read (403 Forbidden)',
    },
    {
      given: {
        verdicts: ['pass', 'pass', 'pass'],
        step: {
          verdict: 'unknown',
          problems: [
            { subject: 'Tests', message: UNREAD },
            { subject: '', message: 'The time of the deploy is that of attempt 2. Set deployedAt.' },
          ],
        },
      },
      headline: '⚠️ ThousandEyes: the gate is inconclusive: the time of the deploy is that of attempt 2',
    },
    {
      given: {
        verdicts: ['pass'],
        test: { problems: [{ subject: '', message: 'The test is disabled in ThousandEyes: enable it.' }] },
        step: { verdict: 'unknown' },
      },
      headline: '⚠️ ThousandEyes: the gate is inconclusive: the test is disabled in ThousandEyes: enable it',
    },
    {
      given: { responseTime: SLOW_TAIL, verdicts: ['pass', 'pass', 'pass'] },
      headline:
        '⚠️ … passed the gate, but got worse after the deploy: 6 of 20 results, on several agents, took over twice the usual time, 1 of 100 before',
    },
    {
      given: { verdicts: ['pass'], test: { alerts: [ALERT] } },
      headline: '⚠️ … passed the gate, but got worse after the deploy: 1 new alert',
    },
    {
      given: { responseTime: { ...WORSE, changePercent: 15 }, verdicts: ['pass', 'pass', 'pass'] },
      headline: '✅ … is within the limits after the deploy: responseTime +15 %',
    },
    {
      given: { ...EXCEPTIONS, verdicts: ['pass', 'pass', 'pass'] },
      headline: '✅ … is fine after the deploy, except for Paris · Rome; 1 agent stopped reporting (Oslo)',
    },
    {
      given: EXCEPTIONS,
      headline: '📸 …: no change after the deploy, except for Paris · Rome; 1 agent stopped reporting (Oslo)',
    },
    {
      given: { responseTime: WORSE },
      headline: '⚠️ … got worse after the deploy: responseTime +133 %',
    },
    {
      given: { responseTime: NOISY },
      headline: '📸 …: no clear change after the deploy',
    },
    {
      given: DOWN,
      headline: '⚠️ … is down, as before the deploy',
    },
    {
      given: { ...DOWN, verdicts: ['notMeasured', 'fail', 'pass'] },
      headline: '❌ … is down, as before the deploy',
    },
    {
      given: { responseTime: { result: 'tooFewRounds' } },
      headline: '📸 ThousandEyes: snapshot of Shop front page taken, too little data to compare',
    },
    {
      given: {
        test: {
          snapshot: {
            kind: 'exposed',
            reason: 'Delete it.',
            viewUrl: 'https://abc.share.thousandeyes.com/',
            isPublic: true,
            createdAt: new Date(0),
            expiresAt: new Date(0),
          },
        },
      },
      headline: '❌ ThousandEyes: the snapshot of Shop front page is public, although a private one was requested',
    },
  ])('$headline', ({ given, headline }) => {
    expect(headlineOf(storyOf(given))?.replace('ThousandEyes: Shop front page', '…')).toBe(headline)
  })

  it('says that the gate passed although no snapshot was taken', () => {
    const snapshot = { kind: 'notTaken', reason: 'ThousandEyes answered 429 Too Many Requests.' } as const
    const page = glanceAt(storyOf({ verdicts: ['pass', 'pass', 'pass'], test: { snapshot } }))
    expect(page).toContain('🚫 ThousandEyes: Shop front page is fine after the deploy, but no snapshot was taken\n')
    expect(page).toContain('🚫 No snapshot: ThousandEyes answered 429 Too Many Requests.\n')
    expect(page).toContain('| ✅ responseTime ≤ +20 % |')
  })

  it('counts tests by what happened to them', () => {
    const [good, bad, unclear] = [
      storyOf({ verdicts: ['pass', 'pass', 'pass'] }),
      storyOf({ responseTime: WORSE, verdicts: ['fail', 'pass', 'pass'] }),
      storyOf({ responseTime: NOISY, verdicts: ['withinNoise', 'pass', 'pass'] }),
    ].map(({ tests }) => tests)
    const step = storyOf({ responseTime: WORSE, verdicts: ['fail', 'pass', 'pass'] })
    const tests = [good, bad, bad, good, unclear].flatMap(one => one ?? [])
    expect(headlineOf({ ...step, tests })).toBe(
      '❌ ThousandEyes: 2 of 5 tests got worse after the deploy, 1 inconclusive',
    )
  })

  it.each<{ given: Story; headline: string }>([
    { given: {}, headline: '📸 ThousandEyes: 2 tests, no change after the deploy' },
    { given: DOWN, headline: '⚠️ ThousandEyes: 2 tests are down, as before the deploy' },
    { given: { verdicts: ['pass'] }, headline: '✅ ThousandEyes: 2 tests are fine after the deploy' },
    {
      given: { responseTime: { ...WORSE, locallyWorseAgents: ['Paris'] }, verdicts: ['pass'] },
      headline: '✅ ThousandEyes: 2 tests are within the limits after the deploy, except for Paris',
    },
    { given: { verdicts: [] }, headline: '📸 ThousandEyes: 2 tests were not judged' },
  ])('is about both tests: $headline', ({ given, headline }) => {
    const step = storyOf(given)
    expect(headlineOf({ ...step, tests: [...step.tests, ...step.tests] })).toBe(headline)
  })
})

describe('a row', () => {
  it.each<{ given: Story; row: string }>([
    {
      given: { responseTime: NOISY, verdicts: ['pass', 'pass', 'pass'] },
      row: '| ✅ responseTime ≤ +20 % | 123 → 150 ms (+22 %, within the usual ±25 %) |',
    },
    {
      given: { availability: FAILED_BEFORE_TOO, verdicts: ['pass', 'fail', 'pass'] },
      row: '| ❌ availability ≥ 99.5 % | **91.67 %**, and 96.67 % before the deploy |',
    },
    {
      given: {
        availability: { ...FAILED_BEFORE_TOO, ...share(100, 91.67, { result: 'worse' }) },
        verdicts: ['pass', 'fail', 'pass'],
      },
      row: '| ❌ availability ≥ 99.5 % | 100 → **91.67 %** (5 of 60 results failed, 4 of 120 before) |',
    },
    {
      given: { ...DOWN, verdicts: ['notMeasured', 'fail', 'pass'] },
      row: '| ⚠️ responseTime ≤ +20 % | not measured: no request succeeded |',
    },
    {
      given: { verdicts: ['pass'], test: { alerts: [{ ...ALERT, severity: 'unknown' }] } },
      row: '| ⚠️ new alerts | **[1 alert, still active]** |',
    },
    {
      given: { availability: ONE_FAILED, verdicts: ['pass', 'withinNoise', 'pass'] },
      row: '| ⚠️ availability ≥ 99.5 % | 100 → 91.67 % (-8.3 points, 1 of 12 results failed, too few to tell) |',
    },
    {
      given: { verdicts: ['tooFewRounds', 'pass', 'pass'] },
      row: '| ⚠️ responseTime ≤ +20 % | needs 3 rounds, has 1 (one every 5 min) |',
    },
    {
      given: { verdicts: ['tooFewRounds', 'pass', 'pass'], reason: { period: 'before' } },
      row: '| ⚠️ responseTime ≤ +20 % | needs 3 rounds before the deploy, has 1 (one every 5 min) |',
    },
    {
      given: {
        verdicts: ['pass'],
        test: { rounds: { needed: 3, notCounted: 'The list of tests could not be read.' } },
      },
      row: '| ⚠️ rounds | needs 3 rounds: The list of tests could not be read. |',
    },
    {
      given: { verdicts: ['pass', 'pass', 'alertsUncertain'] },
      row: '| ⚠️ no new alert | 2 may belong to another test or be older |',
    },
    {
      given: {
        verdicts: ['notMeasured', 'notMeasured', 'pass'],
        test: { problems: [{ subject: 'network', message: UNREAD }] },
      },
      row: '| ⚠️ responseTime ≤ +20 %<br>⚠️ availability ≥ 99.5 % | network: ThousandEyes answered 403 Forbidden. The role lacks `View tests`. |',
    },
    {
      given: { responseTime: SLOW_TAIL, verdicts: ['pass', 'pass', 'pass'] },
      row: '| ⚠️ responseTime | **6 of 20 results, on several agents, took over twice the usual time, 1 of 100 before** |',
    },
    {
      given: { responseTime: WORSE },
      row: '| ⚠️ responseTime | 123 → **286 ms** (+133 %, worse) |',
    },
  ])('$row', ({ given, row }) => {
    expect(glanceAt(storyOf(given))).toContain(row)
  })

  it('does not repeat a problem that it explains', () => {
    const page = glanceAt(
      storyOf({ verdicts: ['notMeasured'], test: { problems: [{ subject: 'network', message: UNREAD }] } }),
    )
    expect(page.match(/The role lacks/g)).toHaveLength(1)
  })
})

describe('what could not be read or done', () => {
  it('is a line below the table if no row explains it', () => {
    const own = { subject: 'network', message: UNREAD }
    const step = { subject: 'Tests', message: 'ThousandEyes answered 500.' }
    const page = glanceAt(storyOf({ verdicts: ['pass'], test: { problems: [own] }, step: { problems: [step, step] } }))
    expect(page.split('\n\n').slice(3)).toEqual([
      '⚠️ network: ThousandEyes answered 403 Forbidden. The role lacks `View tests`.',
      '⚠️ Tests: ThousandEyes answered 500.',
    ])
  })
})

describe('the fold', () => {
  it('says what decided a failed condition, and does not call it noise', () => {
    const fold = foldsOf(storyOf({ availability: FAILED_BEFORE_TOO, verdicts: ['pass', 'fail', 'pass'] }))
    expect(fold).toContain(
      '| availability | 96.67 → 91.67 % (-5 points; 5 of 60 results failed, 4 of 120 before) | – |',
    )
    expect(fold).not.toMatch(/noise|varies|too few/)
  })

  it('names new and silent agents', () => {
    const fold = foldsOf(
      storyOf({
        availability: { droppedAgents: ['Rome'], newAgents: ['Berlin'], excludedAgents: ['Rome', 'Berlin', 'Lima'] },
      }),
    )
    expect(fold).toContain(
      'Stopped reporting at the deploy: Rome\n\nNew since the deploy, not compared: Berlin\n\nToo few rounds to compare: Lima',
    )
  })

  it.each<{ agents: string; values: readonly (readonly [before: number, after: number])[]; line: string | undefined }>([
    {
      agents: 'that differ by a quarter, with a new one',
      values: [
        [90, 100],
        [120, 130],
        [Number.NaN, 140],
      ],
      line: 'Worst agents by responseTime: C 140 ms · B 120 → 130 ms · A 90 → 100 ms',
    },
    {
      agents: 'but not one without a value',
      values: [
        [100, Number.NaN],
        [90, 100],
        [120, 130],
      ],
      line: 'Worst agents by responseTime: C 120 → 130 ms · B 90 → 100 ms',
    },
    {
      agents: 'that are alike',
      values: [
        [90, 120],
        [90, 100],
      ],
      line: undefined,
    },
    { agents: 'unless there is one', values: [[90, 100]], line: 'Only one agent measures responseTime: A 90 → 100 ms' },
    { agents: 'unless the only one has no value', values: [[90, Number.NaN]], line: undefined },
  ])('compares agents $agents', ({ values, line }) => {
    const agents = values.map(([before, after], index) => ({ agentName: 'ABC'.charAt(index), before, after }))
    expect(/(Worst|Only one) agent.*/.exec(foldsOf(storyOf({ responseTime: { agents } })))?.[0]).toBe(line)
  })

  it('does not say that requests failed of a test that makes none, such as BGP', () => {
    const step = storyOf({ responseTime: { after: 0 }, verdicts: ['notMeasured', 'pass', 'pass'] })
    const tests = step.tests.map(({ measurement, ...test }) => {
      return {
        ...test,
        ...(measurement && { measurement: { ...measurement, metrics: [measurement.metrics[0]] as const } }),
      }
    })
    expect(glanceAt({ ...step, tests })).toContain('no value of responseTime')
  })

  it('says in the headline of a failure that one agent alone measured it', () => {
    const agents = [{ agentName: 'Paris', before: 100, after: 200 }]
    const responseTime = { result: 'worse', changePercent: 100, agents } as const
    expect(headlineOf(storyOf({ responseTime, verdicts: ['fail', 'pass', 'pass'] }))).toContain('(one agent only)')
  })

  it('is about the metric that decided', () => {
    const agents = [
      { agentName: 'A', before: 100, after: 50 },
      { agentName: 'B', before: 100, after: 100 },
    ]
    const fold = foldsOf(storyOf({ availability: share(100, 75, { agents }), verdicts: ['pass', 'fail', 'pass'] }))
    expect(fold).toContain('40 rounds of availability before the deploy, 20 after')
    expect(fold).toContain('Worst agents by availability: A 100 → 50 % · B 100 → 100 %')
    expect(fold).toContain('title "availability (%), mean of the agents"')
  })

  it('shows medians, means and p95 without a deploy, and no p95 of a share', () => {
    const { deploy: _, ...step } = storyOf({})
    const withoutSides = (measured: MetricMeasurement) => ({ ...measured, sides: undefined })
    const tests = step.tests.map(({ measurement, ...test }): TestRecord => {
      if (measurement === undefined) return test
      const [main, ...others] = measurement.metrics
      return { ...test, measurement: { ...measurement, metrics: [withoutSides(main), ...others.map(withoutSides)] } }
    })
    expect(foldsOf({ ...step, tests })).toMatch(
      /\| Metric \| Median \| Mean \| p95 \|\n.*\n\| responseTime \| \d+ ms \| \d+ ms \| \d+ ms \|\n\| availability \| – \| 100 % \| – \|/,
    )
  })
})
