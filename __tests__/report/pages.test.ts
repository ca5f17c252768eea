import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { RULE, reportSection } from '../../sandbox/report-pages.ts'
import { REPORT_EXAMPLES, type ReportExample } from '../../sandbox/reports.ts'

describe('docs/reports.md', () => {
  const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8')
  const [, ...sections] = page.trimEnd().split(RULE)
  const examples = Object.entries<ReportExample>(REPORT_EXAMPLES)

  it('has a section for each state', () => {
    expect(sections).toHaveLength(examples.length)
  })

  it.each(examples.map(([state, example], index) => [state, example, index] as const))(
    'shows what a step writes in the state %s',
    (state, example, index) => {
      expect(sections[index]).toBe(reportSection(state, example))
    },
  )
})
