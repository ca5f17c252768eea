import { expect } from '@jest/globals'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import type { ThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { expectInvariants, type FaultCase, isTransient } from './faults.ts'
import { annotations, type Sandbox } from './sandbox.ts'

/** A test with one kind of result, of four agents every five minutes. */
export const SIGNED_NAMES = '281474976710715'
/** Both lists have several pages, which start at the results 0, 20 and 40, and at the alerts 0, 1 and 2. */
export const PAGES = { resultsPerPage: 20, alertsPerPage: 1, minutesSinceDeploy: 10 }
export const FIRST_PAGES = ['/test-results/', '/alerts']
export const LATER_PAGES = ['cursor=20', 'cursor=1']

/** A gate that would pass. */
export const GATE = { failOn: 'isValid < 1\nalerts > 9' }

/** The time in which reading ends, whatever the service does. */
const READING_LIMIT_MS = 2 * 60_000

/** Part of the line that reports what is missing. */
export function reasonFor({ fault, category, message }: FaultCase): string | RegExp {
  if (category === 'unusable') return /that its documentation does not describe|an empty response|larger than 16 MiB/
  return 'status' in fault && fault.status >= 300 ? `ThousandEyes answered ${fault.status} ` : message
}

/** What holds after a step whose every request for a first page met a fault: one snapshot, no measurements, no verdict. */
export function expectSnapshotOnly(
  result: StepResult,
  { thousandEyes, clock }: Sandbox,
  reason: string | RegExp,
  startMs: number,
): void {
  expectSnapshot(result, thousandEyes)
  expectNotMeasured(result, reason)
  expect({ verdict: result.outputs['verdict'], warnings: annotations(result, 'warning') }).toEqual({
    verdict: 'unknown',
    warnings: [expect.stringMatching(/^Signed names.*inconclusive: /)],
  })
  expect(clock.now().getTime() - startMs).toBeLessThanOrEqual(READING_LIMIT_MS)
}

/** What holds after a step whose first request for each later page met the fault. */
export function expectRetriedPages(result: StepResult, { thousandEyes }: Sandbox, faultCase: FaultCase): void {
  expectSnapshot(result, thousandEyes)
  expect(annotations(result, 'warning')).toEqual([])
  if (isTransient(faultCase)) {
    expect(result.log).not.toContain('Not measured')
    expect(result.outputs['measurements']).toMatch(/"count":48,.*"alerts":0/)
  } else expectNotMeasured(result, reasonFor(faultCase))
}

/** The step succeeded with one snapshot, whose link is where people look. */
function expectSnapshot(result: StepResult, { received, made }: ThousandEyes): void {
  expectInvariants(result, [SHOP.deployer.token])
  const link = made[0]?.link
  expect({
    exitCode: result.exitCode,
    requests: received.length,
    created: made.length,
    viewUrl: result.outputs['viewUrl'],
  }).toEqual({ exitCode: 0, requests: 1, created: 1, viewUrl: link })
  expect(result.log).toContain(`${link} (`)
  expect(result.summary).toContain(`](${link})`)
}

/** One line each, in log and summary, says why results and alerts are missing. */
function expectNotMeasured({ log, summary, outputs }: StepResult, reason: string | RegExp): void {
  expect(outputs['measurements']).toBe('[]')
  const lines = log.split('\n').filter(line => line.startsWith('Not measured. '))
  expect(lines).toEqual([
    expect.stringMatching(/^Not measured\. Signed names: dnssec: .{20,}\.$/),
    expect.stringMatching(/^Not measured\. Alerts: .{20,}\.$/),
  ])
  for (const line of lines) expect(line).toMatch(reason)
  for (const label of ['dnssec', 'Alerts']) expect(summary).toContain(`${label}: `)
}
