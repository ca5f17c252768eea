import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Chromium, or a browser of its kind that the variable CHROMIUM names. */
export const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

export const hasBrowser = existsSync(browserPath)

/** A headless browser that sends no requests of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  })
}
