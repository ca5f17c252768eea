/** Rewrites the generated tables of the documentation, between their markers. */
import { readFileSync, writeFileSync } from 'node:fs'
import { PAGES, withTables } from './docs-tables.ts'

for (const path of PAGES) {
  const page = new URL(`../${path}`, import.meta.url)
  writeFileSync(page, withTables(readFileSync(page, 'utf8')))
}
