import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { reportsPage } from '../../sandbox/report-pages.ts'

it('docs/reports.md shows what a step writes', () => {
  const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8')
  // npm run docs
  expect(page).toBe(reportsPage())
})
