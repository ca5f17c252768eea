import { describe, expect, it } from '@jest/globals'
import { type ReportState, reportExample } from '../../sandbox/reports.ts'
import { formatSnapshot, measurementLines, outcomeLines } from '../../src/report/log-lines.ts'
import type { Step, TestRecord } from '../../src/step.ts'
import { NOISY, storyOf, WORSE } from './helpers.ts'

const linesOf = (state: ReportState) => outcomeLines(reportExample(state))

describe('the last lines of the log', () => {
  it('are one annotation for one test: the headline, what decided it, and the link', () => {
    expect(linesOf('failed')).toEqual([
      {
        level: 'error',
        title: expect.stringMatching(/^❌ ThousandEyes: Shop front page got worse after the deploy: responseTime \+/),
        line: expect.stringMatching(
          /^Shop front page got worse after the deploy: responseTime .*, expected ≤ \+20 %; alerts: 1 major, still active\. Snapshot: https:\/\/app\.thousandeyes\.com\/\S+ \(login required, expires 24 Dec 2026\)$/,
        ),
      },
    ])
  })

  it('begin with the headline of several tests, and end with the most urgent ones', () => {
    expect(linesOf('several').map(({ level, title }) => `${level}: ${title}`)).toEqual([
      'notice: Checkout is fine after the deploy',
      'warning: Order a book is inconclusive after the deploy',
      'error: ThousandEyes',
      'error: Shop front page got worse after the deploy',
      'error: no snapshot of Warehouse VPN was taken',
    ])
  })

  it('have at most ten annotations of a level, the first with the total', () => {
    const step = storyOf({ responseTime: WORSE, verdicts: ['fail', 'pass', 'pass'] })
    const tests = Array.from({ length: 14 }, (_, index) =>
      step.tests.map((test): TestRecord => ({ ...test, testId: String(index) })),
    ).flat()
    const lines = outcomeLines({ ...step, tests })
    const errors = lines.filter(({ level }) => level === 'error')
    expect(errors).toHaveLength(10)
    expect(errors[0]?.line).toBe('❌ ThousandEyes: 14 of 14 tests got worse after the deploy.')
    // Every link is in the log.
    expect(lines.filter(({ line }) => line.includes('Snapshot: https://'))).toHaveLength(14)
  })

  it('give one cause in one line', () => {
    expect(linesOf('nothing-taken')).toEqual([
      {
        level: 'error',
        title: '🚫 ThousandEyes: no snapshot was taken',
        line: expect.stringMatching(
          /^Shop front page, Checkout: ThousandEyes answered 401 Unauthorized: "invalid_token"\. /,
        ),
      },
    ])
  })

  it('give the cause if there is no test to name', () => {
    const step: Step = {
      ...reportExample('no-gate'),
      tests: [],
      problems: [{ subject: 'Tests', message: 'ThousandEyes answered 401.' }],
    }
    expect(outcomeLines(step).map(({ line }) => line)).toEqual([
      '🚫 ThousandEyes: no snapshot was taken: Tests: ThousandEyes answered 401.',
    ])
  })

  it('are errors if inconclusive fails the step', () => {
    const step = reportExample('inconclusive')
    expect(outcomeLines(step).map(({ level }) => level)).toEqual(['warning'])
    expect(outcomeLines({ ...step, isFailed: true }).map(({ level }) => level)).toEqual(['error'])
  })

  it('say what was expected of a condition that is inconclusive', () => {
    const [line] = outcomeLines(storyOf({ responseTime: NOISY, verdicts: ['withinNoise', 'pass', 'pass'] }))
    expect(line?.line).toContain('responseTime 123 → 150 ms (+22 %, within the usual ±25 %), expected ≤ +20 %. ')
  })

  it('say why the gate is inconclusive although the test is fine', () => {
    const problems = [{ subject: '', message: 'This is attempt 2 of the run. Set deployedAt.' }]
    const step = storyOf({ verdicts: ['pass', 'pass', 'pass'], step: { verdict: 'unknown', problems } })
    expect(outcomeLines(step)).toEqual([
      {
        level: 'warning',
        title: '⚠️ ThousandEyes: the gate is inconclusive: this is attempt 2 of the run',
        line: expect.stringMatching(
          /^Shop front page is fine after .*\. The gate is inconclusive: This is attempt 2 of the run\. Set deployedAt\. Snapshot: /,
        ),
      },
    ])
  })

  it('say once that a test was not judged', () => {
    const { conditions } = reportExample('failed')
    const [line] = outcomeLines(storyOf({ test: { conditions: [] }, step: { conditions } }))
    expect(line?.line).toMatch(/^Shop front page was not judged: it has no responseTime/)
  })

  it('say that a snapshot was not needed', () => {
    expect(linesOf('on-failure')[0]?.line).toMatch(
      /^Checkout is fine .*\. No snapshot needed \(takeSnapshot: onFailure\)\.$/,
    )
  })

  it('have no link to a snapshot that is public by mistake', () => {
    const snapshot = {
      kind: 'exposed',
      reason: 'Delete it.',
      viewUrl: 'https://abc.share.thousandeyes.com/',
      isPublic: true,
      createdAt: new Date(0),
      expiresAt: new Date(0),
    } as const
    expect(JSON.stringify(outcomeLines(storyOf({ test: { snapshot } })))).not.toContain('https://')
  })
})

describe('the group of measurements', () => {
  it('names tests, metrics, alerts and conditions', () => {
    expect(measurementLines(reportExample('failed'))).toEqual([
      expect.stringMatching(
        /^Shop front page: responseTime \d+ → \d+ ms \(\+\d+ %, worse\), 40 rounds before, 20 after\.$/,
      ),
      expect.stringMatching(/^Shop front page: totalTime /),
      expect.stringMatching(/^Shop front page: throughput \d+ → \d+ kB\/s /),
      'Shop front page: availability 100 → 100 % (same), 40 rounds before, 20 after.',
      'Alert: major, http-server, on Shop front page, since 2026-11-24 14:11 UTC, still active, https://app.thousandeyes.com/alerts/list/?alertId=1.',
      expect.stringMatching(/^Shop front page, fail: responseTime ≤ \+20 %: \d+ → \d+ ms \(\+\d+ %\)\.$/),
      'Shop front page, pass: availability ≥ 99.5 %: 100 → 100 %.',
      'Shop front page, fail: no new alert: 1 major, still active.',
    ])
  })

  it('says once what could not be read', () => {
    const problem = { subject: 'network', message: 'ThousandEyes answered 403 Forbidden.' }
    const lines = measurementLines(storyOf({ test: { problems: [problem] }, step: { problems: [problem, problem] } }))
    expect(lines.filter(line => line.includes('403'))).toEqual([
      'Shop front page: network: ThousandEyes answered 403 Forbidden.',
      'network: ThousandEyes answered 403 Forbidden.',
    ])
  })

  it('says how to show numbers that are hidden', () => {
    expect(measurementLines(reportExample('numbers-hidden')).at(-1)).toContain('Set "measure: true"')
  })
})

it('the line of a snapshot says who can open it', () => {
  const [test] = reportExample('no-gate').tests
  if (test === undefined) throw new Error('The example has a test.')
  expect(formatSnapshot(test, { isPublicRequested: true })).toMatch(
    /^Shop front page: https:\S+ \(may require a login, although a public one was requested, expires 2026-12-24 14:26 UTC\)$/,
  )
})
