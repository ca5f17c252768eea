import { expect } from '@jest/globals'
import { type Fault, isProcessed } from '../../sandbox/fault.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { mutated, replaced } from '../json.ts'
import { type Category, expectInvariants, FAULTS, type FaultCase } from './faults.ts'
import { annotations, type Sandbox } from './sandbox.ts'

const LINK = ['_links', 'appLink', 'href']

const WRONG_TYPES: readonly unknown[] = [null, 5, true, 'text', [], {}]
const WRONG_LINKS: readonly unknown[] = [
  ...WRONG_TYPES,
  'javascript:alert(1)',
  'data:text/html,hello',
  'http://app.thousandeyes.com/view/tests/',
  'thousandeyes://view/tests/',
  '//app.thousandeyes.com/view/tests/',
]

/** The faults that a request for a snapshot can meet. */
export const SNAPSHOT_FAULTS: readonly FaultCase[] = [
  ...FAULTS,
  ...WRONG_TYPES.map(
    (wrong): FaultCase => ({
      name: `responds with ${JSON.stringify(wrong)} in every field but the link`,
      fault: { kind: 'rewritten', rewrite: message => replaced(message, wrong, LINK) },
      category: 'harmless',
      message: '',
    }),
  ),
  ...WRONG_LINKS.map(
    (href): FaultCase => ({
      name: `responds with ${JSON.stringify(href)} as the link`,
      fault: { kind: 'rewritten', rewrite: message => mutated(message, LINK, href) },
      category: 'unusable',
      message: 'without a usable https link to its own host in _links.appLink.href',
    }),
  ),
]

/** The most requests that may follow the first one that met a fault of this category. */
const MAX_REPETITIONS: Readonly<Record<Category, number>> = {
  harmless: 0,
  refused: 0,
  postponed: Number.POSITIVE_INFINITY,
  indeterminate: 1,
  unusable: 0,
}

/** A private snapshot was requested, and a public one created. */
export const EXPOSED: Fault = {
  kind: 'rewritten',
  rewrite: message => mutated(message, LINK, 'https://snap001.share.thousandeyes.com/view/tests/'),
}

/** The links to a test's snapshots in the outputs. */
export function linksTo(testId: string, { outputs }: StepResult): readonly string[] {
  const snapshots: { testId: string; viewUrl: string }[] = JSON.parse(outputs['snapshots'] ?? '[]')
  return snapshots.filter(one => one.testId === testId).map(({ viewUrl }) => viewUrl)
}

/** How the requests for a test's snapshot met a fault. */
export interface Encounter {
  readonly testId: string
  /** Requests for the test before the first one that met the fault. */
  readonly before: number
  /** Every later request meets the fault, too. */
  readonly isLasting: boolean
}

/** What holds after a step that met a fault: exit, links, snapshots that exist, requests, and what is reported. */
export function expectSnapshotOutcome(
  result: StepResult,
  { thousandEyes }: Sandbox,
  { fault, category, message }: FaultCase,
  { testId, before, isLasting }: Encounter,
): void {
  expectInvariants(result, [SHOP.deployer.token])
  expectNoSnapshotLost(result, thousandEyes)
  const isCreated =
    category === 'harmless' || (!isLasting && (category === 'postponed' || category === 'indeterminate'))
  const [exitCode, links] = isCreated ? [0, 1] : [1, 0]
  const requests = thousandEyes.received.filter(({ path }) => path.includes(testId)).length - before
  expect({
    exitCode: result.exitCode,
    links: linksTo(testId, result).length,
    created: thousandEyes.made.filter(({ test }) => test.testId === testId).length,
    warnings: annotations(result, 'warning').length,
  }).toEqual({
    exitCode,
    links,
    created: isProcessed(fault) ? requests : links,
    warnings: category === 'indeterminate' ? 1 : 0,
  })
  expect(requests).toBeGreaterThanOrEqual(1)
  expect(requests - 1).toBeLessThanOrEqual(MAX_REPETITIONS[category])
  // Within a minute of another line about a wait, the log has no second one.
  if (category !== 'postponed' || before === 0) expect(result.log).toContain(message)
}

/** Every snapshot that exists is in the outputs, or a line says that there may be one. */
export function expectNoSnapshotLost(result: StepResult, { made }: Sandbox['thousandEyes']): void {
  const lost = made.filter(({ test, link }) => !linksTo(test.testId, result).includes(link))
  const doubts = [...annotations(result, 'error'), ...annotations(result, 'warning')].filter(line =>
    /may have (made|created) a snapshot|may have been (made|created)|was probably (made|created)/.test(line),
  )
  for (const { test } of lost) {
    expect(doubts).toContainEqual(expect.stringMatching(`^Test ${test.testId}: `))
  }
  expect(doubts.length).toBeGreaterThanOrEqual(lost.length)
}
