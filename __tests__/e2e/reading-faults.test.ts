import { describe, expect, it } from '@jest/globals'
import { always, REPRESENTATIVES } from './faults.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'
import {
  expectRetriedPages,
  expectSnapshotOnly,
  FIRST_PAGES,
  GATE,
  LATER_PAGES,
  PAGES,
  reasonFor,
  SIGNED_NAMES,
} from './reading-outcomes.ts'
import { withSandbox } from './sandbox.ts'

describe('a step that reads results and alerts', () => {
  it.concurrent.each(REPRESENTATIVES)(
    'keeps its snapshot and reports once what is missing when ThousandEyes $name at every attempt of the first page',
    async faultCase => {
      await withSandbox(async sandbox => {
        const { step, thousandEyes, clock } = sandbox
        for (const part of FIRST_PAGES) thousandEyes.failReads(always(faultCase.fault), part)
        const startMs = clock.now().getTime()
        const result = await step({ testId: SIGNED_NAMES, ...GATE }, { debug: true })
        expectSnapshotOnly(result, sandbox, reasonFor(faultCase), startMs)
      }, PAGES)
    },
  )

  it.concurrent.each(REPRESENTATIVES)(
    'measures everything, or reports once what is missing, when ThousandEyes $name once at a later page',
    async faultCase => {
      await withSandbox(async sandbox => {
        const { step, thousandEyes } = sandbox
        for (const part of LATER_PAGES) thousandEyes.failReads([faultCase.fault], part)
        const result = await step({ testId: SIGNED_NAMES }, { debug: true })
        expectRetriedPages(result, sandbox, faultCase)
      }, PAGES)
    },
  )

  it.concurrent.each(LOSSES)(
    'keeps its snapshot when ThousandEyes cannot be reached since %s',
    async (loss, message) => {
      await withDisconnectableSandbox(async sandbox => {
        const { step, thousandEyes, disconnect, clock } = sandbox
        const startMs = clock.now().getTime()
        thousandEyes.fail([{ kind: 'connectionClose', onReached: () => disconnect('thousandEyes', loss) }])
        const result = await step({ testId: SIGNED_NAMES, ...GATE })
        expectSnapshotOnly(result, sandbox, message, startMs)
        expect(thousandEyes.reads).toEqual([])
      })
    },
  )
})
