import type { Test } from './organization.ts'
import { resultKindsOf } from './results.ts'
import type { CreatedSnapshot } from './snapshots.ts'

/** A test as the API writes it: in the list of tests and in a page of results. */
export function describeTest({ testId, testName, type, interval, isDisabled = false }: Test, base: string) {
  return {
    testId,
    testName,
    type,
    interval,
    enabled: !isDisabled,
    alertsEnabled: true,
    savedEvent: false,
    _links: {
      self: { href: `${base}/v7/tests/${type}/${testId}` },
      testResults: resultKindsOf({ type }).map(kind => ({ href: `${base}/v7/test-results/${testId}/${kind}` })),
    },
  }
}

/** The test that a private snapshot is in the list of tests. */
export function describeSavedEvent({ testId, test }: CreatedSnapshot, base: string) {
  return { ...describeTest(test, base), testId, savedEvent: true }
}
