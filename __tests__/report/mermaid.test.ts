import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
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
    { situation: 'an hour with a deploy', means: Array.from({ length: 60 }, (_, n) => 120 + n), deployMinute: 51 },
    { situation: 'an hour without one', means: Array.from({ length: 60 }, (_, n) => 120 + n) },
    { situation: 'one point', means: [120] },
    { situation: 'a constant', means: [5, 5, 5, 5], deployMinute: 2 },
    { situation: 'tiny values', means: [1e-9, 2e-12, 3e-9], deployMinute: 1 },
    { situation: 'gaps', means: [Number.NaN, 1, undefined, 7, Number.NaN, 3], deployMinute: 3 },
    { situation: 'a deploy after all rounds', means: [1, 2, 3], deployMinute: 9 },
  ])('draws a chart of $situation', async ({ means, deployMinute }) => {
    expect(await draw(page, chartOf(means, deployMinute))).toBe('drawn')
  })

  it('reports an error for an invalid chart, so that the tests above can fail', async () => {
    expect(await draw(page, chartOf([1, 2]).replace('line [1, 2]', 'line [1e+21, x]'))).toContain('Error')
  })
})
