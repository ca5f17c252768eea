import { describe, expect, it } from '@jest/globals'
import { type Behavior, exampleStep, FINE } from '../../sandbox/reports.ts'
import { renderReport } from '../../src/report/render.ts'
import { CHECKOUT, FRONT_PAGE, openStep } from '../open-step.ts'

const onPullRequest = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }
const GATE = { failOn: 'responseTime > +20%', deployedAt: '2026-11-23T08:17:42Z' }
const DEPLOYED = { minutesSinceDeploy: 20 }

describe('a step', () => {
  it('takes a snapshot and shows its link in outputs, summary and log', async () => {
    const { step, snapshots } = openStep()
    const { exitCode, outputs, summary, lines } = await step()
    const link = snapshots[0]?.link ?? 'none'
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({
      viewUrl: link,
      snapshotId: 'snap001',
      from: '2026-11-23T07:37:00Z',
      to: '2026-11-23T08:37:00Z',
      expiresAt: '2026-12-23T08:37:42Z',
      displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
      verdict: '',
    })
    expect(JSON.parse(outputs['snapshots'] ?? '')).toEqual([
      {
        testId: FRONT_PAGE,
        testName: 'Shop front page',
        snapshotId: 'snap001',
        viewUrl: link,
        isPublic: false,
        createdAt: '2026-11-23T08:37:42Z',
        expiresAt: '2026-12-23T08:37:42Z',
        from: '2026-11-23T07:37:00Z',
        to: '2026-11-23T08:37:00Z',
      },
    ])
    expect(summary).toContain(`[Open the snapshot](${link})`)
    expect(lines.at(-1)).toContain(link)
  })

  it('fails by its gate last, when everything is written', async () => {
    const { step, comments } = openStep(DEPLOYED)
    const { exitCode, outputs, errors } = await step({ ...GATE, comment: 'true' }, onPullRequest)
    expect({ exitCode, verdict: outputs['verdict'], comments: comments.length }).toEqual({
      exitCode: 1,
      verdict: 'fail',
      comments: 1,
    })
    expect(outputs).toMatchObject({ prNumber: '14', commentId: String(comments[0]?.id) })
    expect(errors).toEqual([
      expect.stringMatching(/^Shop front page got worse after the deploy: responseTime .*https:/),
    ])
  })

  it('warns by warnOn, and succeeds', async () => {
    const { exitCode, outputs } = await openStep(DEPLOYED).step({ deployedAt: GATE.deployedAt, warnOn: GATE.failOn })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'warn' })
  })

  it('with the line unknown in failOn fails if there is too little data', async () => {
    const inputs = { failOn: 'availability < 90%\nunknown', deployedAt: '2026-11-23T08:37:00Z' }
    const { exitCode, outputs } = await openStep().step(inputs)
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'unknown' })
  })

  it('annotates the headline and nine tests at most', async () => {
    const model = { type: 'http-server', interval: 60, accountGroup: '1001', afterDeploy: 3 }
    const tests = Array.from({ length: 14 }, (_, index) => ({
      ...model,
      testId: String(1001 + index),
      testName: `Shop ${index}`,
    }))
    const { errors, lines } = await openStep({ ...DEPLOYED, tests }).step({
      ...GATE,
      testId: 'Shop *',
      takeSnapshot: 'never',
    })
    expect(errors).toHaveLength(10)
    expect(errors[0]).toContain('14 of 14 tests got worse')
    expect(lines.filter(line => /Shop \d+ got worse/.test(line))).toHaveLength(14)
  })

  it('reports a job summary that cannot be written, and succeeds', async () => {
    const { exitCode, warnings } = await openStep().step({}, { summaryFails: true })
    expect({ exitCode, warnings }).toEqual({
      exitCode: 0,
      warnings: ['The job summary could not be written: Error: the disk is full.'],
    })
  })
})

describe('the output measurements', () => {
  it('has the metrics before and after the deploy, in at most 3 kB a test', async () => {
    const { step } = openStep(DEPLOYED)
    const { outputs } = await step({ ...GATE, testId: `${FRONT_PAGE} ${CHECKOUT}` })
    const measurements = JSON.parse(outputs['measurements'] ?? '')
    expect(measurements).toMatchObject([
      { testId: FRONT_PAGE, testName: 'Shop front page', alerts: 2 },
      { testId: CHECKOUT, testName: 'Checkout', alerts: 0 },
    ])
    const [responseTime] = measurements[0].metrics
    expect(Object.keys(responseTime)).toEqual([
      'name',
      'unit',
      'count',
      'mean',
      'median',
      'p95',
      'before',
      'after',
      'changePercent',
      'result',
    ])
    expect(responseTime).toMatchObject({ name: 'responseTime', unit: 'ms', result: 'worse' })
    expect(Object.keys(responseTime.before)).toEqual(['count', 'mean', 'median'])
  })

  it('has at most 3 kB for a test of any type', async () => {
    const inputs = { deployedAt: GATE.deployedAt, testId: '*', takeSnapshot: 'never', failOn: 'availability < 50%' }
    const { outputs } = await openStep(DEPLOYED).step(inputs)
    const measurements = JSON.parse(outputs['measurements'] ?? '')
    expect(measurements.length).toBeGreaterThan(10)
    for (const one of measurements) expect(JSON.stringify(one).length).toBeLessThan(3000)
  })
})

describe('in a public repository', () => {
  const payload = { repository: { private: false, visibility: 'public' } }
  const shownBy = async (inputs: Readonly<Record<string, string>>, event: unknown = payload) => {
    const { step } = openStep(DEPLOYED)
    const ran = await step({ ...GATE, ...inputs }, { event: { name: 'push', payload: event } })
    return { ...ran, shown: [...ran.lines, ran.summary, ...Object.values(ran.outputs)].join('\n') }
  }

  it('a private snapshot shows its verdict and link, but no number, agent or alert', async () => {
    const { shown, exitCode, outputs } = await shownBy({})
    expect({ exitCode, verdict: outputs['verdict'], measurements: outputs['measurements'] }).toEqual({
      exitCode: 1,
      verdict: 'fail',
      measurements: '',
    })
    expect(shown).not.toMatch(/\d ms|\+1\d\d %|Frankfurt|major/)
    expect(shown).toContain('https://app.thousandeyes.com')
    expect(shown).toContain('measure: true')
  })

  it.each([
    ['with measure: true', { measure: 'true' }, payload],
    ['of a public snapshot', { isPublic: 'true' }, payload],
    ['of tests without a snapshot beside public ones', { isPublic: 'true', takeSnapshot: 'onFailure' }, payload],
    ['in a private repository', {}, { repository: { private: true, visibility: 'private' } }],
  ])('numbers are shown %s', async (_, inputs, event) => {
    expect((await shownBy(inputs, event)).shown).toMatch(/\d ms/)
  })
})

describe('hidden numbers', () => {
  const hiddenOf = (behavior: Behavior | undefined, failOn: string) =>
    renderReport(
      exampleStep({
        failOn: [failOn],
        tests: [{ testName: 'Shop', ...(behavior && { behavior }) }],
        step: { areNumbersHidden: true },
      }),
    )

  it.each([
    [
      'agents that stopped',
      { ...FINE, stoppedAgents: [0, 1] },
      'responseTime > +20%',
      'agents stopped reporting at the deploy',
    ],
    ['alerts that may still come', { ...FINE, roundsAfter: 2 }, 'alerts > 0', 'an alert may still come'],
    ['alerts that could not be read', undefined, 'alerts > 0', 'alerts could not be read'],
  ])('leave the reason of %s', (_, behavior, failOn, reason) => {
    const shown = hiddenOf(behavior, failOn)
    expect(shown).toContain(reason)
    expect(shown).not.toMatch(/Paris|\d ms|\b[02] /)
  })
})

describe('a dry run', () => {
  it('sends nothing, and shows requests, conditions and the comment', async () => {
    const { step, requests } = openStep()
    const { exitCode, lines, outputs } = await step({
      ...GATE,
      dryRun: 'true',
      comment: 'true',
      takeSnapshot: 'onFailure',
      failOn: 'availability < 99.5%\nunknown',
    })
    expect({ exitCode, requests, snapshots: outputs['snapshots'] }).toEqual({
      exitCode: 0,
      requests: [],
      snapshots: '[]',
    })
    expect(lines.slice(0, 6)).toEqual([
      'info Dry run: the inputs are valid, and nothing is sent.',
      'info Time of the deploy: 2026-11-23T08:17:42Z, from the input deployedAt.',
      expect.stringMatching(
        /^info POST https:\/\/api\.thousandeyes\.com\/v7\/tests\/281474976710706\/snapshot \{"displayName":/,
      ),
      'info Then it would read results and alerts of the tests in this window.',
      'info failOn: availability < 99.5 %; unknown.',
      'info It would take snapshots only of tests that fail or are inconclusive.',
    ])
    expect(lines.join('\n')).toContain('### ')
  })

  it('shows names as they are written, one request, and what the conditions judge', async () => {
    const { lines } = await openStep().step({ dryRun: 'true', testId: '[shop] *\nCheckout', failOn: 'loss > 1' })
    expect(lines.slice(1, 4)).toEqual([
      expect.stringMatching(/^warning The conditions judge the whole window/),
      'info The tests would be found by name: [shop] *, Checkout. The request, with testId for the id:',
      expect.stringMatching(
        /^info POST https:\/\/api\.thousandeyes\.com\/v7\/tests\/testId\/snapshot \{"displayName":/,
      ),
    ])
  })

  it('takes a deploy that is a little ahead of the clock for now, as the step does', async () => {
    const { lines } = await openStep().step({ dryRun: 'true', deployedAt: '2026-11-23T08:47:42Z' })
    expect(lines).toContain('info Time of the deploy: 2026-11-23T08:37:42Z, from the input deployedAt.')
  })

  it('finds a deploy outside the window', async () => {
    const { exitCode, errors } = await openStep().step({
      ...GATE,
      dryRun: 'true',
      hours: '1',
      deployedAt: '2026-11-22T08:00:00Z',
    })
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: [expect.stringContaining('is outside the window')] })
  })
})
