import { describe, expect, it } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import type { Fault } from '../sandbox/fault.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { AFTER_DEPLOY, CHECKOUT, createdSnapshot, FRONT_PAGE, useSandbox } from './analysis/helpers.ts'
import { NOW, PRIVATE_LINK } from './helpers.ts'

const runStep = useSandbox()

const forbidden: Fault = { kind: 'status', status: 403 }

const FAILS = 'responseTime > +20%'
const PASSES = 'responseTime > 9000'

describe('the verdict', () => {
  it.each([
    {
      failOn: PASSES,
      warnOn: PASSES,
      verdict: 'pass',
      exitCode: 0,
      last: /^warning Shop front page passed the gate, but got worse/m,
    },
    {
      failOn: PASSES,
      warnOn: FAILS,
      verdict: 'warn',
      exitCode: 0,
      last: /^warning Shop front page has a warning/m,
    },
    {
      failOn: '',
      warnOn: FAILS,
      verdict: 'warn',
      exitCode: 0,
      last: /^warning Shop front page has a warning/m,
    },
    {
      failOn: 'mos < 4',
      warnOn: FAILS,
      verdict: 'unknown',
      exitCode: 1,
      last: /^error .*mos/m,
    },
    {
      failOn: PASSES,
      warnOn: 'mos < 4',
      verdict: 'unknown',
      exitCode: 0,
      last: /^warning .*mos/m,
    },
    {
      failOn: FAILS,
      warnOn: 'mos < 4',
      verdict: 'fail',
      exitCode: 1,
      last: /^error Shop front page got worse/m,
    },
  ])('is $verdict with failOn "$failOn" and warnOn "$warnOn"', async ({ failOn, warnOn, verdict, exitCode, last }) => {
    const { outputs, lines, ...result } = await runStep({ ...AFTER_DEPLOY, failOn, warnOn })
    expect({ verdict: outputs['verdict'], exitCode: result.exitCode }).toEqual({ verdict, exitCode })
    expect(lines.slice(-2).join('\n')).toMatch(last)
  })

  it('does not fail where only a condition of warnOn is inconclusive, although failOn has the line unknown', async () => {
    const { exitCode, outputs } = await runStep({ ...AFTER_DEPLOY, failOn: `${PASSES}\nunknown`, warnOn: 'mos < 4' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'unknown' })
  })

  it('names the condition of warnOn that is met in the report', async () => {
    const { summary } = await runStep({ ...AFTER_DEPLOY, failOn: PASSES, warnOn: FAILS })
    expect(summary).toContain('### ⚠️ ThousandEyes: Shop front page has a warning')
    expect(summary).toMatch(/\| ⚠️\u00a0responseTime ≤\u00a0\+20\u00a0% \|/)
  })

  it.each(['deployedAt', 'failOn'])('is unknown where the input %s is mistyped, and the step fails', async input => {
    const inputs = { failOn: PASSES, deployedAt: '2026-11-23T08:30:00Z' }
    const { exitCode, outputs, thousandEyes } = await runStep({ ...inputs, [input]: 'yesterday' })
    expect({ exitCode, verdict: outputs['verdict'], sent: thousandEyes.received.length }).toEqual({
      exitCode: 1,
      verdict: 'unknown',
      sent: 0,
    })
  })

  it('is unknown where the deploy is outside the window: the step fails, says why, and sends nothing', async () => {
    const { exitCode, outputs, lines, thousandEyes } = await runStep({
      failOn: PASSES,
      deployedAt: '2026-11-22T08:30:00Z',
    })
    expect({ exitCode, outputs, sent: [...thousandEyes.received, ...thousandEyes.reads] }).toEqual({
      exitCode: 1,
      outputs: { verdict: 'unknown' },
      sent: [],
    })
    expect(lines).toEqual([expect.stringMatching(/^error Input deployedAt: 2026-11-22T08:30:00Z .* set hours: 48\.$/)])
  })
})

describe('takeSnapshot: onFailure', () => {
  const ON_FAILURE = { ...AFTER_DEPLOY, takeSnapshot: 'onFailure' }

  it.each([
    { verdict: 'pass', inputs: { failOn: PASSES } },
    { verdict: 'warn', inputs: { failOn: PASSES, warnOn: FAILS } },
  ])('takes no snapshot where the verdict is $verdict, and the report says that none was needed', async test => {
    const { exitCode, outputs, summary, thousandEyes } = await runStep({ ...ON_FAILURE, ...test.inputs })
    expect({ exitCode, requested: thousandEyes.received }).toEqual({ exitCode: 0, requested: [] })
    expect(outputs).toMatchObject({
      verdict: test.verdict,
      viewUrl: '',
      snapshots: '[]',
      from: '2026-11-23T07:47:00Z',
      to: '2026-11-23T08:47:00Z',
      measurements: expect.stringContaining(FRONT_PAGE),
    })
    expect(summary).toContain('No snapshot was needed')
    expect(summary).toContain('<summary>All metrics, agents, chart</summary>')
  })

  it('takes the snapshot of the window that was measured where the verdict is fail', async () => {
    const { exitCode, outputs, summary, thousandEyes } = await runStep({ ...ON_FAILURE, failOn: FAILS })
    const [snapshot] = thousandEyes.made
    expect({ exitCode, verdict: outputs['verdict'], viewUrl: outputs['viewUrl'] }).toEqual({
      exitCode: 1,
      verdict: 'fail',
      viewUrl: snapshot?.link,
    })
    const [measured] = thousandEyes.reads.filter(({ path }) => path.includes('/test-results/'))
    const { searchParams } = new URL(measured?.path ?? '', thousandEyes.url)
    expect(JSON.parse(thousandEyes.received[0]?.body ?? '')).toMatchObject({
      startDate: searchParams.get('startDate'),
      endDate: searchParams.get('endDate'),
    })
    expect(summary).toContain('### ❌ ThousandEyes: Shop front page got worse')
  })

  it('takes all snapshots of a step where one test got worse', async () => {
    const { thousandEyes } = await runStep({ ...ON_FAILURE, testId: `${CHECKOUT} ${FRONT_PAGE}`, failOn: FAILS })
    expect(thousandEyes.made.map(({ test }) => test.testId)).toEqual([CHECKOUT, FRONT_PAGE])
  })

  it.each([
    { what: 'the list of tests', path: '/v7/tests', message: 'Not measured. Tests: ThousandEyes answered 403' },
    { what: 'the results', path: '/test-results/', message: 'Not measured. Shop front page: ' },
  ])('takes the snapshot where $what cannot be read: the verdict is unknown', async ({ path, message }) => {
    const { exitCode, outputs, lines, thousandEyes } = await runStep({ ...ON_FAILURE, failOn: PASSES }, [
      [forbidden, path],
      [forbidden, path],
    ])
    expect({ exitCode, verdict: outputs['verdict'], snapshots: thousandEyes.made.length }).toEqual({
      exitCode: 0,
      verdict: 'unknown',
      snapshots: 1,
    })
    expect(lines).toContainEqual(expect.stringContaining(message))
  })

  it('lists the tests once, also where the step has waited for rounds', async () => {
    const { thousandEyes } = await runStep({ waitForRounds: '3', takeSnapshot: 'onFailure', failOn: PASSES })
    expect(thousandEyes.reads.filter(({ path }) => path.startsWith('/v7/tests'))).toHaveLength(1)
  })
})

describe('an unexpected error while measuring', () => {
  it('is a line in the log; the link is published, and the verdict is unknown', async () => {
    const clock = manualClock(NOW)
    let isBroken = false
    const monotonicMs = () => {
      if (!isBroken) return clock.monotonicMs()
      isBroken = false
      throw new Error('the clock fell down')
    }
    let summary = ''
    const context = {
      clock: { ...clock, monotonicMs },
      sendRequest: async () => createdSnapshot('dnssec'),
      onOutput: (name: string) => {
        isBroken = name === 'snapshots'
      },
      writeSummary: async (markdown: string) => {
        summary += markdown
      },
    }
    const { exitCode, outputs, lines } = await runInProcess({ failOn: 'isValid < 99' }, context)
    expect({ exitCode, verdict: outputs['verdict'], viewUrl: outputs['viewUrl'] }).toEqual({
      exitCode: 0,
      verdict: 'unknown',
      viewUrl: PRIVATE_LINK,
    })
    expect(lines).toContain('warning Unexpected error: "Error: the clock fell down". Please report it.')
    expect(lines).toContain('warning The conditions were not evaluated, because of an error that the log has.')
    expect(lines.at(-1)).toMatch(/^warning Shop: inconclusive\. Snapshot: https:/)
    expect(summary).toContain(PRIVATE_LINK)
  })
})
