import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { reportExample } from '../../sandbox/reports.ts'
import { renderComment, renderMarkdown, renderSummary } from '../../src/report/render.ts'
import type { Report, ReportedTest, Taken } from '../../src/report/report.ts'
import { hostileText } from '../arbitrary.ts'
import { htmlOf, linksIn } from './helpers.ts'

const { report: MIXED, earlier: NONE } = reportExample('mixed')
const { report: FAILED, earlier: EARLIER } = reportExample('failed')

/** The parts of a page that text from outside must not change. */
function skeletonOf(html: string): readonly string[] {
  return html.replace(/<!--.*-->/, '').match(/<(?!\/?code|br)[^>]*>/g) ?? []
}

function withTexts(report: Report, [name, reason, workflow, agent, severity]: readonly string[]): Report {
  const renamed = (test: ReportedTest): ReportedTest => ({
    ...test,
    testName: name ?? '',
    outcome: test.outcome.kind === 'notTaken' ? { kind: 'notTaken', reason: reason ?? '' } : test.outcome,
    measurement: test.measurement && {
      ...test.measurement,
      worstAgents: test.measurement.worstAgents.map(one => ({ ...one, agentName: agent ?? '' })),
    },
    alerts: test.alerts.map(alert => ({ ...alert, severity: severity ?? '' })),
  })
  return { ...report, tests: report.tests.map(renamed), run: { ...report.run, workflow: workflow ?? '' } }
}

describe('a report with any text from outside', () => {
  const markup = fc
    .array(
      fc.constantFrom(
        ...'`|\\<>[]()!@#*_~:&; -"\n\r',
        '```mermaid\n',
        '-->',
        '<!-- thousandeyes-snapshot-runs: {',
        '</details>',
        '@octocat',
        '#12',
        'https://evil.example',
        'www.evil.example',
        '[x](https://evil.example)',
        '<img src=x>',
        '\u202e',
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map(parts => parts.join(''))
  const texts = fc.array(fc.oneof(hostileText, markup), { minLength: 5, maxLength: 5 })

  it.each([
    ['of several tests', MIXED, NONE],
    ['of one test', FAILED, EARLIER],
  ])('keeps its tables, links and elements, %s', (_tests, report, earlier) => {
    const harmless = htmlOf(renderComment(withTexts(report, ['a', 'a', 'a', 'a', 'a']), earlier, 65_000))
    fc.assert(
      fc.property(texts, given => {
        const markdown = renderComment(withTexts(report, given), earlier, 65_000)
        const html = htmlOf(markdown)
        expect(skeletonOf(html)).toEqual(skeletonOf(harmless))
        expect(linksIn(html)).toEqual(linksIn(harmless))
        expect(html.replaceAll(/<code>[^<>]*<\/code>|<!--.*-->|<code class.*?<\/code>/gs, '')).not.toMatch(/@/)
        expect(markdown.length).toBeLessThanOrEqual(65_000)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a report that is too long', () => {
  const [first] = FAILED.tests
  const taken = first?.outcome as Taken
  const manyTests = (n: number): Report => ({
    ...FAILED,
    tests: FAILED.tests.flatMap(test =>
      Array.from(
        { length: n },
        (_, index): ReportedTest => ({
          ...test,
          outcome: { ...taken, viewUrl: `https://app.thousandeyes.com/view/tests/?testId=${index}` },
        }),
      ),
    ),
  })
  const linksOf = (markdown: string) => new Set(markdown.match(/view\/tests\/\?testId=\d+(?=\))/g)).size

  it('omits details before links, and says so, to fit into a comment', () => {
    const markdown = renderMarkdown(manyTests(30), 20_000)
    expect(markdown.length).toBeLessThanOrEqual(20_000)
    expect({ links: linksOf(markdown) }).toEqual({ links: 30 })
    expect(markdown).toMatch(/_There is no room here for \d+ more lines: see the step's log\._/)
  })

  it('omits the last links where nothing else is left to omit', () => {
    const markdown = renderMarkdown(manyTests(500), 20_000)
    expect(markdown.length).toBeLessThanOrEqual(20_000)
    expect(linksOf(markdown)).toBeGreaterThan(50)
  })

  it('fits into the bytes of a job summary, also with characters of several bytes', () => {
    const wide = { ...manyTests(3000), run: { ...FAILED.run, workflow: '界'.repeat(200) } }
    expect(Buffer.byteLength(renderSummary(wide))).toBeLessThan(2 ** 20)
  })
})
