import { describe, expect, it } from '@jest/globals'
import { runWith } from './helpers.ts'

describe('a dry run of a step with a gate', () => {
  it('shows the time of the deploy with its source, the conditions as they are read, and when there is a snapshot', async () => {
    const { exitCode, lines } = await runWith({
      dryRun: 'true',
      deployedAt: '1795422600',
      failOn: 'responseTime>+20%\navailability < 99.5\nalerts > 0\nunknown',
      warnOn: 'responseTime >= 500',
      takeSnapshot: 'onFailure',
    })
    expect(exitCode).toBe(0)
    expect(lines.slice(2)).toEqual([
      'info Then the results and alerts of the tests in this window would be read.',
      'info The deploy was at 2026-11-23T08:30:00Z (the input deployedAt).',
      'info failOn: responseTime > +20 %, against before the deploy; availability < 99.5 %; alerts > 0; the verdict is unknown.',
      'info warnOn: responseTime >= 500 ms.',
      'info The snapshot would be taken only when the verdict is fail or unknown; the results would be read before it.',
    ])
  })

  it('does not wait for rounds, and says how long the step would', async () => {
    const { lines, sent } = await runWith({ dryRun: 'true', waitForRounds: '3' })
    expect(sent).toEqual([])
    expect(lines[0]).toBe(
      'info Dry run: every input is fine, and nothing is sent. After 3 rounds of every test, at most 30 min, this would be:',
    )
    expect(lines).toContain('info The deploy was at 2026-11-23T08:37:42Z (the start of this step).')
  })

  it('finds the deploy outside the window', async () => {
    const { exitCode, outputs } = await runWith({
      dryRun: 'true',
      failOn: 'loss > 1',
      deployedAt: '2026-11-22T08:00:00Z',
    })
    expect({ exitCode, outputs }).toEqual({ exitCode: 1, outputs: { verdict: 'unknown' } })
  })
})
