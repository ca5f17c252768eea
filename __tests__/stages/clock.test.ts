import { describe, expect, it } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { FRONT_PAGE, NOW, openStep } from '../open-step.ts'

const MINUTE_MS = 60_000

describe('a runner whose clock is wrong', () => {
  it.each([-3, -10, 3])('by %i min ends the window by the service’s clock, and takes one request', async minutes => {
    const { step, requests } = openStep({ runnerClockAheadMs: minutes * MINUTE_MS })
    const { exitCode, outputs } = await step({ measure: 'false' })
    expect({ exitCode, to: outputs['to'] }).toEqual({ exitCode: 0, to: '2026-11-23T08:37:00Z' })
    expect(requests.filter(line => line.startsWith('POST'))).toHaveLength(1)
  })

  it.each([-3, -10, 3])('by %i min fails a bad deploy just before the step', async minutes => {
    const world = openStep({ runnerClockAheadMs: minutes * MINUTE_MS })
    const { exitCode, outputs, lines } = await world.step({ waitForRounds: '3', failOn: 'responseTime > +20%' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'fail' })
    expect(lines).toContain('info Time of the deploy: 2026-11-23T08:37:42Z, the start of this step.')
  })

  it('fast, with API v6, is corrected by the 400, and the request is sent once more', async () => {
    const { step, requests } = openStep({ runnerClockAheadMs: 5 * MINUTE_MS })
    const { exitCode, outputs, lines } = await step({ apiVersion: 'v6' })
    expect({ exitCode, to: outputs['to'], requests: requests.length }).toEqual({
      exitCode: 0,
      to: '2026-11-23T08:37:00Z',
      requests: 2,
    })
    const moved = "info The runner's clock is fast. The window is from 2026-11-23 07:37 UTC to 2026-11-23 08:37 UTC."
    expect(lines.filter(line => line.includes("runner's clock"))).toEqual([moved])
  })
})

describe('a time that a user writes', () => {
  it('up to an hour ahead counts as now', async () => {
    const { exitCode, outputs, lines, warnings } = await openStep().step({
      deployedAt: '2026-11-23T09:20:00Z',
      endTime: '2026-11-23T09:20:00Z',
    })
    expect({ exitCode, to: outputs['to'] }).toEqual({ exitCode: 0, to: '2026-11-23T08:37:00Z' })
    expect(lines.join()).toContain('Time of the deploy: 2026-11-23T08:37:42Z, from the input deployedAt')
    expect(warnings).toEqual(
      expect.arrayContaining(
        ['deployedAt', 'endTime'].map(
          input =>
            `Input ${input}: 2026-11-23T09:20:00Z is in the future, so the step uses 2026-11-23T08:37:42Z instead. Check the time and its zone.`,
        ),
      ),
    )
  })

  it.each(['deployedAt', 'endTime'])('further ahead is an error: %s', async input => {
    const { errors } = await openStep().step({ [input]: '2026-11-23T10:20:00Z' })
    expect(errors).toEqual([
      `Input ${input}: 2026-11-23T10:20:00Z is in the future: it is 2026-11-23T08:37:42Z now. Check the time and its zone.`,
    ])
  })

  it('is right by the clock of ThousandEyes, however slow the runner’s is', async () => {
    const { step } = openStep({ runnerClockAheadMs: -90 * MINUTE_MS })
    const { exitCode, warnings } = await step({ deployedAt: '2026-11-23T08:27:42Z' })
    expect({ exitCode, warnings }).toEqual({ exitCode: 0, warnings: [] })
  })
})

describe('a later attempt of a run', () => {
  const rerun = { env: { GITHUB_RUN_ATTEMPT: '2' } }
  const calm = { tests: SHOP.tests.map(({ afterDeploy: _, ...test }) => test) }
  const gate = { waitForRounds: '3', failOn: 'responseTime > +20%' }

  it('that takes its own start for the deploy does not pass, and names deployedAt', async () => {
    const { exitCode, outputs, warnings } = await openStep(calm).step(gate, rerun)
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'unknown' })
    expect(warnings.join('\n')).toMatch(/attempt 2.*deployedAt/)
  })

  it('still fails', async () => {
    const { outputs } = await openStep().step(gate, rerun)
    expect(outputs['verdict']).toBe('fail')
  })

  it('passes with the time of the deploy', async () => {
    const deployedAt = new Date(NOW.getTime() - 10 * MINUTE_MS).toISOString()
    const { outputs } = await openStep(calm).step({ ...gate, deployedAt, testId: FRONT_PAGE }, rerun)
    expect(outputs['verdict']).toBe('pass')
  })
})
