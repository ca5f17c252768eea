import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { browserPath, hasBrowser, openBrowser } from '../../sandbox/browser.ts'
import { pageOf } from '../../sandbox/page.ts'
import { toBuckets } from '../../src/report/buckets.ts'
import { chart } from '../../src/report/charts.ts'

const START = Date.parse('2026-11-23T07:00:00Z')
const MINUTE_MS = 60_000
const LAST = { at: new Date(START), called: 'the last round' }

function chartOf(means: readonly (number | undefined)[], deployMinute?: number): string {
  const rounds = means.flatMap((mean, minute) =>
    mean === undefined ? [] : [{ startedAt: new Date(START + minute * MINUTE_MS), mean }],
  )
  const deployedAt = deployMinute === undefined ? undefined : new Date(START + deployMinute * MINUTE_MS)
  const buckets = toBuckets(rounds, 60, deployedAt)
  const origin = deployedAt === undefined ? LAST : { at: deployedAt, called: 'the deploy' }
  return buckets === undefined ? '' : chart({ name: 'responseTime', unit: 'ms', buckets, origin })
}

describe('a chart', () => {
  test('has at most 60 points, and a bar at the first one after the deploy', () => {
    const text = chartOf(
      Array.from({ length: 600 }, (_, minute) => minute),
      300,
    )
    const [, bar = '', line = ''] = /bar \[(.*)\]\n {2}line \[(.*)\]/.exec(text) ?? []
    expect(line.split(', ')).toHaveLength(60)
    expect(
      bar
        .split(', ')
        .map(Number)
        .findIndex(value => value > 0),
    ).toBe(30)
    expect(text).toContain('x-axis "hours, 0 is the deploy" -5 --> 5')
  })

  test('stays where it is where rounds are rarer', () => {
    expect(chartOf([2, 2, 2, 2, undefined, undefined, 8])).toContain('line [2, 2, 2, 2, 2, 2, 8]')
    expect(chartOf([2, 2, 2, 2, undefined, undefined, 8])).not.toContain('red')
  })

  test('goes straight over a gap, which is red', () => {
    const none = Number.NaN
    expect(chartOf([2, 2, none, none, none, 8])).toContain(
      'bar [0, 0, 8.8, 8.8, 8.8, 0]\n  line [2, 2, 3.5, 5, 6.5, 8]',
    )
  })
})

/** What Mermaid says of a chart, and whether what it draws has a place for everything. */
async function drawn(page: Page, text: string): Promise<string> {
  return await page.evaluate(
    async source => {
      const { mermaid } = globalThis as unknown as {
        mermaid: { render(id: string, text: string): Promise<{ svg: string }> }
      }
      try {
        const { svg } = await mermaid.render('drawn', source)
        if (/NaN|Infinity|undefined/.test(svg)) return 'a number is none'
        return svg.includes('responseTime (ms)') ? 'fine' : 'no title'
      } catch (error) {
        return String(error)
      }
    },
    text.replace(/^```mermaid\n|\n```$/g, ''),
  )
}

const inBrowser = hasBrowser
  ? describe
  : (title: string, body: () => void) =>
      describe.skip(`${title}: skipped, because there is no Chromium at ${browserPath}`, body)

inBrowser('Mermaid, in Chromium, draws a chart', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage()
    await page.setContent(pageOf('charts', ''))
    await page.addScriptTag({ path: 'node_modules/mermaid/dist/mermaid.min.js' })
  })
  afterAll(async () => {
    await browser.close()
  })

  test.each<[string, (number | undefined)[], number | undefined]>([
    ['of an hour with a deploy', Array.from({ length: 60 }, (_, minute) => 120 + (minute > 50 ? 170 : minute % 7)), 51],
    ['of one point', [120], undefined],
    ['of two points with the deploy between them', [120, 300], 1],
    ['of a constant', [5, 5, 5, 5], 2],
    ['of zeros', [0, 0, 0], 1],
    ['of huge values', [1e21, 3e21, Number.MAX_SAFE_INTEGER], undefined],
    ['of tiny values', [1e-9, 2e-12, 3e-9], 1],
    ['of huge and tiny values', [1e18, 1e-9], 1],
    ['of negative values', [-3, -1, -2], 1],
    ['with gaps', [1, undefined, undefined, 7, 7, undefined, 3], 3],
    ['with rounds that have no value at its ends and in it', [Number.NaN, 5, Number.NaN, 7, Number.NaN], 2],
    ['of percentages', [100, 100, 98.5, 100], 2],
  ])('%s', async (_, means, deployMinute) => {
    expect(await drawn(page, chartOf(means, deployMinute))).toBe('fine')
  })

  test('of whatever values', async () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e15 }),
      fc.nat(500),
      fc.constant(Number.NaN),
    )
    const means = fc.array(value, { minLength: 1, maxLength: 90 })
    await fc.assert(
      fc.asyncProperty(means, fc.option(fc.nat(90), { nil: undefined }), async (values, deployMinute) => {
        expect(await drawn(page, chartOf(values, deployMinute))).toBe('fine')
      }),
      { numRuns: 40 },
    )
  })

  test('that is written wrongly not at all, so that the tests above can fail', async () => {
    expect(await drawn(page, chartOf([1, 2]).replace('line [1, 2]', 'line [1e+21, x]'))).toContain('Error')
  })
})

test('there is no chart of no rounds', () => {
  expect(chartOf([])).toBe('')
})
