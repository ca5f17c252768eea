/** Rewrites the generated parts of the documentation, between their markers. */
import { readFileSync, writeFileSync } from 'node:fs'
import { reportsPage } from '../sandbox/report-pages.ts'
import { PAGES, withGeneratedParts } from './docs-tables.ts'

for (const path of PAGES) {
  const page = new URL(`../${path}`, import.meta.url)
  writeFileSync(page, withGeneratedParts(readFileSync(page, 'utf8')))
}

writeFileSync(new URL('../docs/reports.md', import.meta.url), reportsPage())
