import { describe, expect, it } from '@jest/globals'
import { openSandbox } from './sandbox.ts'

/** `__tests__/integration/measurements.test.ts` has all the situations, in this process. */
describe('a step with a gate', () => {
  const GATE = { waitForRounds: '3', comment: 'true', prNumber: '14' }

  it('that fails ends with an error once link, outputs, summary and comment are written', async () => {
    const { step, gitHub, thousandEyes } = await openSandbox()
    const { exitCode, outputs, summary, log } = await step({ ...GATE, failOn: 'responseTime > +20%' })
    const link = thousandEyes.made[0]?.link
    expect({
      exitCode,
      verdict: outputs['verdict'],
      viewUrl: outputs['viewUrl'],
      prNumber: outputs['prNumber'],
    }).toEqual({ exitCode: 1, verdict: 'fail', viewUrl: link, prNumber: '14' })
    for (const markdown of [summary, gitHub.comments[0]?.body]) {
      expect(markdown).toContain('### ❌ ThousandEyes: Shop front page got worse after the deploy')
      expect(markdown).toContain(`](${link})`)
    }
    expect(log.indexOf('The link is on pull request #14')).toBeGreaterThan(0)
    expect(log.indexOf('Error: Shop front page got worse')).toBeGreaterThan(
      log.indexOf('The link is on pull request #14'),
    )
  })
})
