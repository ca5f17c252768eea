import { describe, expect, test } from '@jest/globals'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import type { ThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { expectInvariants, FAULTS, type FaultCase, TIMEOUT_MS, takesTime } from './faults.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'
import { annotations, withSandbox } from './sandbox.ts'

/** It has one kind of result, of four agents every five minutes. */
const SIGNED_NAMES = '281474976710715'
/** Both lists have several pages: they begin with the results 0, 20 and 40, and with the alerts 0, 1 and 2. */
const PAGES = { resultsPerPage: 20, alertsPerPage: 1, minutesSinceDeploy: 10 }
const FIRST_PAGES = ['/test-results/', '/alerts']
const LATER_PAGES = ['cursor=20', 'cursor=1']

const PATIENCE_MS = 2 * 60_000

/** Part of what the step says of it. */
function toldOf({ fault, nature, message }: FaultCase): string | RegExp {
  if (nature === 'unusable') return /something else than its documentation says|larger than 16 MiB/
  return 'status' in fault && fault.status >= 300 ? `ThousandEyes answered ${fault.status} ` : message
}

const cases = FAULTS.map(one => {
  const passes = one.nature === 'postponed' || one.nature === 'unknown'
  return { ...one, passes, told: toldOf(one), time: takesTime(one.fault) ? { timeoutMs: TIMEOUT_MS } : {} }
})

/** The step is green and has made one snapshot, whose link is where people look. */
function expectSnapshot(result: StepResult, { received, made: [made, ...more] }: ThousandEyes): void {
  expectInvariants(result, [SHOP.deployer.token])
  expect([result.exitCode, received.length, more]).toEqual([0, 1, []])
  expect(result.outputs['viewUrl']).toBe(made?.link)
  expect(result.log).toContain(`${made?.link} (`)
  expect(result.summary).toContain(`](${made?.link})`)
}

/** One line each, in log and summary, says why there are neither results nor alerts. */
function expectNotMeasured({ log, summary, outputs }: StepResult, why: string | RegExp): void {
  expect(outputs['measurements']).toBe('[]')
  const lines = log.split('\n').filter(line => line.startsWith('Not measured. '))
  expect(lines).toEqual([
    expect.stringMatching(`^Not measured\\. Test ${SIGNED_NAMES}, dnssec: .{20,}\\.$`),
    expect.stringMatching(/^Not measured\. Alerts: .{20,}\.$/),
  ])
  for (const line of lines) expect(line).toMatch(why)
  const [, told] = summary.split('**Not measured:**')
  for (const what of [`Test ${SIGNED_NAMES}, dnssec`, 'Alerts']) expect(told).toContain(`\n- \`${what}: `)
}

/** A gate that would pass does not know. */
function expectUnknown(result: StepResult): void {
  expect(result.outputs['verdict']).toBe('unknown')
  expect(annotations(result, 'warning')).toEqual([
    expect.stringMatching(/^The gate \(failOn\) is inconclusive: isValid < 1 .*; alerts > 9 /),
  ])
}
const failOn = 'isValid < 1\nalerts > 9'

describe('asked for results and alerts, ThousandEyes', () => {
  test.concurrent.each(cases)(
    '$name, at every try of the first page',
    async ({ fault, nature, passes, told, time }) => {
      await withSandbox(async ({ step, thousandEyes, clock }) => {
        for (const part of FIRST_PAGES) thousandEyes.failReads(Array(200).fill(fault), part)
        const start = clock.now().getTime()
        const result = await step({ testId: SIGNED_NAMES, failOn }, { debug: true }, time)
        expectSnapshot(result, thousandEyes)
        expectNotMeasured(result, told)
        expectUnknown(result)
        const tries = thousandEyes.reads.filter(({ path }) => path.includes('/test-results/')).length
        if (nature === 'postponed') expect(tries).toBeGreaterThan(1)
        else expect(tries).toBeLessThanOrEqual(passes ? 2 : 1)
        expect(clock.now().getTime() - start).toBeLessThanOrEqual(PATIENCE_MS)
      }, PAGES)
    },
  )

  test.concurrent.each(cases)('$name, once, at a later page', async ({ fault, passes, told, time }) => {
    await withSandbox(async ({ step, thousandEyes }) => {
      for (const part of LATER_PAGES) thousandEyes.failReads([fault], part)
      const result = await step({ testId: SIGNED_NAMES }, { debug: true }, time)
      expectSnapshot(result, thousandEyes)
      expect(annotations(result, 'warning')).toEqual([])
      if (passes) {
        expect(result.log).not.toContain('Not measured')
        expect(result.outputs['measurements']).toMatch(/"count":48,.*"alerts":0/)
      } else expectNotMeasured(result, told)
      for (const part of LATER_PAGES) {
        expect(thousandEyes.reads.filter(({ path }) => path.endsWith(part))).toHaveLength(passes ? 2 : 1)
      }
    }, PAGES)
  })

  test.concurrent.each(LOSSES)('cannot be reached, since %s', async (loss, message) => {
    await withDisconnectableSandbox(async ({ step, thousandEyes, disconnect, clock }) => {
      const start = clock.now().getTime()
      thousandEyes.fail([{ kind: 'connectionClose', onReached: () => disconnect('thousandEyes', loss) }])
      const result = await step({ testId: SIGNED_NAMES, failOn })
      expectSnapshot(result, thousandEyes)
      expectNotMeasured(result, message)
      expectUnknown(result)
      expect(thousandEyes.reads).toEqual([])
      expect(clock.now().getTime() - start).toBeLessThanOrEqual(PATIENCE_MS)
    })
  })
})
