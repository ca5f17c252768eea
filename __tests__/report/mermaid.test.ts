import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { browserPath, hasBrowser, openBrowser } from '../../sandbox/browser.ts'
import { pageOf } from '../../sandbox/page.ts'
import { chartOf } from './helpers.ts'

/** Draws a chart; resolves to `drawn`, or to what is wrong with the picture. */
async function draw(page: Page, text: string): Promise<string> {
  return await page.evaluate(
    async source => {
      const { mermaid } = globalThis as unknown as {
        mermaid: { render(id: string, text: string): Promise<{ svg: string }> }
      }
      try {
        const { svg } = await mermaid.render('drawn', source)
        if (/NaN|Infinity|undefined/.test(svg)) return 'a coordinate is not a number'
        return svg.includes('responseTime (ms)') ? 'drawn' : 'the title is missing'
      } catch (error) {
        return String(error)
      }
    },
    text.replace(/^```mermaid\n|\n```$/g, ''),
  )
}

const describeWithBrowser = hasBrowser
  ? describe
  : (title: string, body: () => void) =>
      describe.skip(`${title}: skipped, because there is no Chromium at ${browserPath}`, body)

describeWithBrowser('Mermaid in Chromium', () => {
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

  it.each<{ situation: string; means: (number | undefined)[]; deployMinute?: number }>([
    {
      situation: 'an hour with a deploy',
      means: Array.from({ length: 60 }, (_, minute) => 120 + (minute > 50 ? 170 : minute % 7)),
      deployMinute: 51,
    },
    { situation: 'one point', means: [120] },
    { situation: 'two points with the deploy between them', means: [120, 300], deployMinute: 1 },
    { situation: 'a constant', means: [5, 5, 5, 5], deployMinute: 2 },
    { situation: 'zeros', means: [0, 0, 0], deployMinute: 1 },
    { situation: 'huge values', means: [1e21, 3e21, Number.MAX_SAFE_INTEGER] },
    { situation: 'tiny values', means: [1e-9, 2e-12, 3e-9], deployMinute: 1 },
    { situation: 'huge and tiny values', means: [1e18, 1e-9], deployMinute: 1 },
    { situation: 'negative values', means: [-3, -1, -2], deployMinute: 1 },
    { situation: 'missing rounds', means: [1, undefined, undefined, 7, 7, undefined, 3], deployMinute: 3 },
    {
      situation: 'rounds without a value at both ends and between',
      means: [Number.NaN, 5, Number.NaN, 7, Number.NaN],
      deployMinute: 2,
    },
    { situation: 'percentages', means: [100, 100, 98.5, 100], deployMinute: 2 },
  ])('draws a chart of $situation', async ({ means, deployMinute }) => {
    expect(await draw(page, chartOf(means, deployMinute))).toBe('drawn')
  })

  it('draws a chart of any values from 0 to 10^15', async () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e15 }),
      fc.nat(500),
      fc.constant(Number.NaN),
    )
    const means = fc.array(value, { minLength: 1, maxLength: 90 })
    await fc.assert(
      fc.asyncProperty(means, fc.option(fc.nat(90), { nil: undefined }), async (values, deployMinute) => {
        expect(await draw(page, chartOf(values, deployMinute))).toBe('drawn')
      }),
      { numRuns: 40 },
    )
  })

  it('reports an error for an invalid chart, so that the tests above can fail', async () => {
    expect(await draw(page, chartOf([1, 2]).replace('line [1, 2]', 'line [1e+21, x]'))).toContain('Error')
  })
})
