/**
 * Takes the README's screenshots anew from the pages that the demo wrote: `npm run demo && npm run screenshots`. Needs
 * Chromium (`apt-get install chromium`), or another browser of its kind in the variable CHROMIUM.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '../sandbox/browser.ts'

/** A `part` is a fold, and the picture shows it open. */
const SHOTS: readonly { readonly page: string; readonly picture: string; readonly part?: string }[] = [
  { page: 'after-a-deploy-comment', picture: 'comment' },
  { page: 'with-a-gate-comment', picture: 'gate' },
  { page: 'with-a-gate-comment', picture: 'measurements', part: 'details' },
  { page: 'by-hand-summary', picture: 'summary' },
]

const pathOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const browser = await openBrowser()
mkdirSync(pathOf('docs'), { recursive: true })
const context = await browser.newContext({ viewport: { width: 720, height: 100 } })
for (const { page: name, picture, part } of SHOTS) {
  const page = await context.newPage()
  await page.goto(new URL(`../sandbox/pages/${name}.html`, import.meta.url).href)
  const path = pathOf(`docs/${picture}.png`)
  if (part === undefined) {
    await page.screenshot({ path, fullPage: true })
    continue
  }
  await page.locator(`${part} summary`).click()
  await page.locator(part).screenshot({ path })
}
await browser.close()
