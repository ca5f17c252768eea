import { describe, expect, it } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { answer, runWith } from '../helpers.ts'
import { AFTER_DEPLOY, createdSnapshot, gateResults, useSandbox } from './helpers.ts'

const runStep = useSandbox()

const testId = SHOP.tests.find(({ type }) => type === 'agent-to-agent')?.testId ?? ''

/** The shop, whose agent-to-agent test is changed. */
function shopWith(more: Partial<(typeof SHOP.tests)[number]>) {
  return { tests: SHOP.tests.map(test => (test.testId === testId ? { ...test, ...more } : test)) }
}

/** The `direction` of each request for network results. */
function directionsIn(reads: readonly { readonly path: string }[]): readonly (string | null)[] {
  return reads
    .filter(({ path }) => path.includes('/network'))
    .map(({ path }) => new URLSearchParams(path.replace(/.*\?/, '')).get('direction'))
}

describe('an agent-to-agent test', () => {
  it('fails the gate by loss on the way back alone, which a mean of both ways would halve', async () => {
    const result = await runStep({ ...AFTER_DEPLOY, testId, failOn: 'loss > 7%' }, [], shopWith({ lossFromTarget: 10 }))
    expect(result.exitCode).toBe(1)
    expect(gateResults(result)).toEqual([
      `fail: loss > 7% on Between the warehouses: 10 % since the deploy (from-target).`,
    ])
    expect(new Set(directionsIn(result.thousandEyes.reads))).toEqual(new Set(['bidirectional']))
  })

  it('has each direction of an agent as a row of its own', async () => {
    const { summary } = await runStep({ testId })
    expect(summary).toMatch(/Worst agents by avgLatency: [^·]+, (from|to)-target /)
  })

  it('is asked for without a direction where the service refuses both', async () => {
    const { summary, thousandEyes } = await runStep({ testId }, [], shopWith({ direction: 'from-target' }))
    expect(directionsIn(thousandEyes.reads).slice(0, 2)).toEqual(['bidirectional', null])
    expect(summary).toContain('| avgLatency |')
    expect(summary).not.toContain('Not measured')
  })

  it('is not asked for again where the service refuses it for another reason', async () => {
    let reads = 0
    const { lines } = await runWith({}, [createdSnapshot('agent-to-agent')], {
      onRead: ({ url }) => {
        if (url.pathname.endsWith('/network')) reads += 1
        return answer(403)
      },
    })
    expect(reads).toBe(1)
    expect(lines).toContainEqual(expect.stringContaining('Not measured. Shop: network: ThousandEyes answered 403'))
  })
})

describe('a test of another type', () => {
  it('is asked for without a direction', async () => {
    const { thousandEyes } = await runStep({})
    expect(new Set(directionsIn(thousandEyes.reads))).toEqual(new Set([null]))
  })
})
