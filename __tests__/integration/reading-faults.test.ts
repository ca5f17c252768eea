import { describe, expect, it } from '@jest/globals'
import { always, FAULTS, isTransient } from '../e2e/faults.ts'
import {
  expectRetriedPages,
  expectSnapshotOnly,
  FIRST_PAGES,
  GATE,
  LATER_PAGES,
  PAGES,
  reasonFor,
  SIGNED_NAMES,
} from '../e2e/reading-outcomes.ts'
import { withInProcessSandbox } from './sandbox.ts'

describe('a step that reads results and alerts', () => {
  it.each(FAULTS)(
    'keeps its snapshot and reports once what is missing when ThousandEyes $name at every attempt of the first page',
    async faultCase => {
      await withInProcessSandbox(async sandbox => {
        const { step, thousandEyes, clock, exhaustTime } = sandbox
        for (const part of FIRST_PAGES) thousandEyes.failReads(always(exhaustTime(faultCase.fault, part)), part)
        const startMs = clock.now().getTime()
        const result = await step({ testId: SIGNED_NAMES, ...GATE })
        expectSnapshotOnly(result, sandbox, reasonFor(faultCase), startMs)
        const attempts = thousandEyes.reads.filter(({ path }) => path.includes('/test-results/')).length
        if (faultCase.category === 'postponed') expect(attempts).toBeGreaterThan(1)
        else expect(attempts).toBeLessThanOrEqual(isTransient(faultCase) ? 2 : 1)
      }, PAGES)
    },
  )

  it.each(FAULTS)(
    'measures everything, or reports once what is missing, when ThousandEyes $name once at a later page',
    async faultCase => {
      await withInProcessSandbox(async sandbox => {
        const { step, thousandEyes, exhaustTime } = sandbox
        for (const part of LATER_PAGES) thousandEyes.failReads([exhaustTime(faultCase.fault, part)], part)
        const result = await step({ testId: SIGNED_NAMES })
        expectRetriedPages(result, sandbox, faultCase)
        for (const part of LATER_PAGES) {
          const attempts = thousandEyes.reads.filter(({ path }) => path.endsWith(part))
          expect(attempts).toHaveLength(isTransient(faultCase) ? 2 : 1)
        }
      }, PAGES)
    },
  )
})
