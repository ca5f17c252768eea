import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { RULE, reportSection } from '../../sandbox/report-pages.ts'
import { REPORT_STATES } from '../../sandbox/reports.ts'

describe('docs/reports.md', () => {
  const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8')
  const [, ...sections] = page.trimEnd().split(RULE)

  it('has a section for each state', () => {
    expect(sections).toHaveLength(REPORT_STATES.length)
  })

  it.each([...REPORT_STATES.entries()])('shows what a step writes in state %d, %s', (index, state) => {
    expect(reportSection(state)).toBe(sections[index])
  })
})
