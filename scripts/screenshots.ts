/**
 * Takes the pictures of the report in `docs/`: `npm run screenshots`. Needs Chromium (`apt-get install chromium
 * fonts-noto-color-emoji`), or another browser of its kind in the variable CHROMIUM. `npm run screenshots -- FOLDER` takes one of
 * each state into another folder, each in three widths.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { openBrowser } from '../sandbox/browser.ts'
import { pageOf } from '../sandbox/page.ts'
import { REPORT_STATES, reportExample } from '../sandbox/reports.ts'
import { renderReport } from '../src/report/render.ts'

/** Of a desktop, a laptop with half the screen, and a phone. */
const WIDTHS = [1280, 720, 375] as const

const [folder] = process.argv.slice(2)
const target = folder === undefined ? fileURLToPath(new URL('../docs', import.meta.url)) : resolve(folder)
mkdirSync(target, { recursive: true })
const pageFile = join(mkdtempSync(join(tmpdir(), 'report-')), 'page.html')
const browser = await openBrowser()
const page = await browser.newPage()
for (const state of folder === undefined ? (['failed'] as const) : REPORT_STATES) {
  writeFileSync(pageFile, pageOf(state, renderReport(reportExample(state))))
  await page.goto(pathToFileURL(pageFile).href)
  for (const width of folder === undefined ? [720] : WIDTHS) {
    const suffix = folder === undefined ? '' : `-${width}`
    await page.setViewportSize({ width, height: 100 })
    await page.screenshot({ path: `${target}/report-${state}${suffix}.png`, fullPage: true })
    if (state === 'failed') await takeFold(page, `${target}/measurements${suffix}.png`)
  }
}
await browser.close()

/** The picture of what is folded, opened. */
async function takeFold(page: Page, path: string): Promise<void> {
  const fold = page.locator('details').first()
  await fold.locator('summary').first().click()
  await fold.locator('svg[aria-roledescription="xychart"]').waitFor()
  await fold.screenshot({ path })
  await fold.locator('summary').first().click()
}
