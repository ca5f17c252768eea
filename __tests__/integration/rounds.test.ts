import { describe, expect, it } from '@jest/globals'
import { annotations, CHECKOUT, FRONT_PAGE } from '../e2e/sandbox.ts'
import { openInProcessSandbox } from './sandbox.ts'

const START = Date.parse('2026-11-23T08:37:42Z')
const MINUTE_MS = 60_000

describe('a step with waitForRounds', () => {
  it('judges the deploy as soon as every test has run three times since then', async () => {
    const { step, clock, thousandEyes } = await openInProcessSandbox({ agentsMeasureLate: true })
    const testId = `${FRONT_PAGE} ${CHECKOUT}`
    const { exitCode, log, outputs } = await step({ testId, waitForRounds: '3', failOn: 'responseTime > 9000' })
    const tookMs = clock.now().getTime() - START
    // Of the slower one, which runs every two minutes.
    expect(tookMs).toBeGreaterThan(3 * MINUTE_MS)
    expect(tookMs).toBeLessThan(7 * MINUTE_MS)
    expect({ exitCode, snapshots: thousandEyes.made.length }).toEqual({ exitCode: 0, snapshots: 2 })
    expect(log).toContain('The deploy was at 2026-11-23T08:37:42Z (the start of this step).')
    const [measured] = JSON.parse(outputs['measurements'] ?? '')
    expect(measured.metrics[0].after.count).toBeGreaterThanOrEqual(6)
  })

  it('takes the time of the deploy from the event deployment_status', async () => {
    const { step } = await openInProcessSandbox({ minutesSinceDeploy: 10 })
    const payload = { deployment_status: { state: 'success', created_at: '2026-11-23T08:27:42Z' } }
    const event = { name: 'deployment_status', payload }
    const result = await step({ waitForRounds: '3', failOn: 'responseTime > +20%' }, { event })
    expect({ exitCode: result.exitCode, verdict: result.outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'fail' })
    expect(result.log).toContain('The deploy was at 2026-11-23T08:27:42Z (the event deployment_status).')
  })
})

describe('a step with takeSnapshot: onFailure', () => {
  const ON_FAILURE = { takeSnapshot: 'onFailure', waitForRounds: '3', comment: 'true', prNumber: '14' }

  it('spends no snapshot on a deploy that is fine, and the comment says that none was needed', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    const result = await step({ ...ON_FAILURE, testId: CHECKOUT, failOn: 'pageLoadTime > +20%' })
    expect({ exitCode: result.exitCode, sent: thousandEyes.received }).toEqual({ exitCode: 0, sent: [] })
    expect(result.outputs).toMatchObject({ verdict: 'pass', viewUrl: '', snapshots: '[]', prNumber: '14' })
    expect(gitHub.comments[0]?.body).toMatch(
      /### ✅ ThousandEyes: Checkout is fine after the deploy\n\nNo snapshot was needed/,
    )
  })

  it('takes the snapshot of a deploy that made things worse, and links it', async () => {
    const { step, gitHub, thousandEyes } = await openInProcessSandbox()
    const result = await step({ ...ON_FAILURE, failOn: 'responseTime > +20%' })
    const link = thousandEyes.made[0]?.link
    expect({ exitCode: result.exitCode, outputs: result.outputs }).toMatchObject({
      exitCode: 1,
      outputs: { verdict: 'fail', viewUrl: link },
    })
    expect(gitHub.comments[0]?.body).toContain(`](${link})`)
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(/^Shop front page got worse after the deploy: responseTime /),
    ])
  })
})
