import { describe, expect, it } from '@jest/globals'
import { answer, PRIVATE_LINK, runWith } from '../helpers.ts'
import { CHECKOUT, FRONT_PAGE, measurementsIn, useSandbox } from './helpers.ts'

const runStep = useSandbox()

const testIds = { testId: `${FRONT_PAGE} ${CHECKOUT}` }

const listRequests = (reads: readonly { readonly path: string }[]) =>
  reads.filter(({ path }) => /^\/v7\/tests(\?|$)/.test(path)).length

describe.each(['missing', 'empty list'] as const)('snapshots whose response has its test %s', snapshotTest => {
  it('take names and types from one request for the list of tests', async () => {
    const { exitCode, outputs, lines, summary, thousandEyes } = await runStep(testIds, [], { snapshotTest })
    expect({ exitCode, requests: listRequests(thousandEyes.reads) }).toEqual({ exitCode: 0, requests: 1 })
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([
      { testId: FRONT_PAGE, testName: 'Shop front page' },
      { testId: CHECKOUT, testName: 'Checkout' },
    ])
    expect(measurementsIn(outputs).map(({ metrics }: { metrics: { name: string }[] }) => metrics[0]?.name)).toEqual([
      'responseTime',
      'pageLoadTime',
    ])
    expect(lines).toContain(`info Test ${FRONT_PAGE} is "Shop front page".`)
    expect(summary).toMatch(/\*\*\[Shop front page\]\(/)
    expect(summary).not.toContain('Not measured')
  })

  it('need no list of tests where nothing is measured', async () => {
    const { exitCode, thousandEyes } = await runStep({ ...testIds, measure: 'false' }, [], { snapshotTest })
    expect({ exitCode, reads: thousandEyes.reads }).toEqual({ exitCode: 0, reads: [] })
  })

  it('keep their links where the list of tests cannot be read', async () => {
    const { exitCode, outputs, lines, summary } = await runStep({}, [[{ kind: 'status', status: 403 }, '/v7/tests']], {
      snapshotTest,
    })
    expect({ exitCode, measurements: outputs['measurements'] }).toEqual({ exitCode: 0, measurements: '[]' })
    expect(outputs['viewUrl']).toMatch(/^https:\/\/app\.thousandeyes\.com\//)
    expect(lines).toContainEqual(
      expect.stringMatching(/^info The list of tests was not read: ThousandEyes answered 403 Forbidden/),
    )
    expect(summary).toContain('| ⚠️\u00a0not measured | ThousandEyes did not say what type of test it is. |')
  })
})

describe('the list of tests', () => {
  it('is not read where the responses name the types', async () => {
    const { thousandEyes } = await runStep(testIds)
    expect(listRequests(thousandEyes.reads)).toBe(0)
  })

  it('may have entries that cannot be parsed, and names of which only the id is known', async () => {
    const created = answer(201, { _links: { appLink: { href: PRIVATE_LINK } } })
    const tests = ['x', { testName: 'Nothing' }, { testId: 1, testName: 7, type: 'dnssec' }, { testId: '2' }]
    const { lines, summary } = await runWith({ testId: '1 2' }, [created], {
      onRead: ({ url }) => answer(200, url.pathname === '/v7/tests' ? { tests } : { alerts: [], results: [] }),
    })
    expect(lines).toContain('info Not measured. Test 1: dnssec: There are no results in the window yet.')
    expect(summary).toMatch(/\[test 2\].* not measured: ThousandEyes did not say what type of test it is\. \|/)
  })
})
