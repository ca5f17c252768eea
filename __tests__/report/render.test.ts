import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { reportExample } from '../../sandbox/reports.ts'
import type { Measurement, MetricMeasurement } from '../../src/analysis/measurement.ts'
import { renderReport } from '../../src/report/render.ts'
import type { Deploy, Step, TestRecord } from '../../src/step.ts'
import { hostileText } from '../arbitrary.ts'
import { htmlOf, linksIn } from './helpers.ts'

const [SEVERAL, FAILED] = [reportExample('several'), reportExample('failed')]

/** The parts of a page that text from outside must not change. */
function skeletonOf(html: string): readonly string[] {
  return html.match(/<(?!\/?code|br)[^>]*>/g) ?? []
}

function withTexts(
  step: Step,
  [name = '', reason = '', workflow = '', agent = '', severity = '']: readonly string[],
): Step {
  const renamed = (test: TestRecord): TestRecord => ({
    ...test,
    testName: name,
    problems: [{ subject: 'network', message: `Cause 7: ${reason}` }],
    ...(test.snapshot?.kind === 'notTaken' && { snapshot: { kind: 'notTaken', reason: `Cause 8: ${reason}` } }),
    ...(test.measurement && { measurement: withAgents(test.measurement, agent) }),
    alerts: test.alerts?.map(alert => ({ ...alert, severity })) ?? [],
  })
  const run = { ...step.run, workflow, actor: name, environment: agent }
  return { ...step, tests: step.tests.map(renamed), run }
}

function withAgents(measurement: Measurement, agentName: string): Measurement {
  const renamed = (measured: MetricMeasurement): MetricMeasurement => {
    const [worst] = measured.assessments
    const agents = worst.agents.map(one => ({ ...one, agentName }))
    return {
      ...measured,
      assessments: [{ ...worst, agents, locallyWorseAgents: [agentName], droppedAgents: [agentName] }],
    }
  }
  const [main, ...others] = measurement.metrics
  return { ...measurement, metrics: [renamed(main), ...others.map(renamed)] }
}

describe('a report with any text from outside', () => {
  const markup = fc
    .array(
      fc.constantFrom(
        ...'`|\\<>[]()!@#*_~:&; -"\n\r',
        '```mermaid\n',
        '-->',
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
    ['of several tests', SEVERAL],
    ['of one test', FAILED],
  ])('keeps its tables, links and elements, and mentions nobody, %s', (_tests, step) => {
    const harmless = htmlOf(renderReport(withTexts(step, ['a', 'a', 'a', 'a', 'a'])))
    fc.assert(
      fc.property(texts, given => {
        const html = htmlOf(renderReport(withTexts(step, given)))
        expect(skeletonOf(html)).toEqual(skeletonOf(harmless))
        expect(linksIn(html)).toEqual(linksIn(harmless))
        expect(html.replaceAll(/<code>[^<>]*<\/code>|<code class.*?<\/code>/gs, '')).not.toMatch(/@/)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a report that is too long', () => {
  const manyTests = (n: number): Step => ({
    ...FAILED,
    tests: FAILED.tests.flatMap(test =>
      Array.from({ length: n }, (_, index): TestRecord => {
        const viewUrl = `https://app.thousandeyes.com/view/tests/?testId=${index}`
        return { ...test, ...(test.snapshot?.kind === 'taken' && { snapshot: { ...test.snapshot, viewUrl } }) }
      }),
    ),
  })
  const linksOf = (markdown: string) => new Set(markdown.match(/view\/tests\/\?testId=\d+(?=\))/g)).size

  it('omits details before links, and says so', () => {
    const markdown = renderReport(manyTests(30), { maxCharacters: 20_000 })
    expect(markdown.length).toBeLessThanOrEqual(20_000)
    expect(linksOf(markdown)).toBe(30)
    expect(markdown).toMatch(/_\d+ more lines are in the job summary\._/)
  })

  it('omits the last links if nothing else is left to omit', () => {
    const markdown = renderReport(manyTests(500), { maxCharacters: 20_000 })
    expect(markdown.length).toBeLessThanOrEqual(20_000)
    expect(linksOf(markdown)).toBeGreaterThan(50)
  })

  it('counts bytes, also of characters of several bytes', () => {
    const wide = { ...manyTests(1000), run: { ...FAILED.run, workflow: '界'.repeat(200) } }
    expect(Buffer.byteLength(renderReport(wide, { maxBytes: 1_000_000 }))).toBeLessThanOrEqual(1_000_000)
  })

  it('keeps the appendix whole, before the footer', () => {
    const appendix = '<details><summary>Earlier snapshots</summary>\n\n- one\n\n</details>'
    const markdown = renderReport(manyTests(500), { maxCharacters: 5_000, appendix })
    expect(markdown.length).toBeLessThanOrEqual(5_000)
    expect(markdown).toContain(`${appendix}\n\n<sub>`)
  })
})

describe('the footer', () => {
  const footerOf = (step: Step) =>
    (renderReport(step).split('\n').at(-1) ?? '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')

  it('has the window, the deploy, who deployed where, the commit and the run', () => {
    expect(footerOf(FAILED)).toBe(
      '<sub>24 Nov 13:25–14:25 UTC · deployed 14:05 by octocat to production · 20 min of results since · commit `4f1c2d3` · `Deploy #42`</sub>',
    )
  })

  it('does not name who re-ran a job as who made an earlier deploy', () => {
    const run = { ...FAILED.run, attempt: 2 }
    const footer = (source: Deploy['source']) =>
      footerOf({ ...FAILED, run, deploy: { at: new Date('2026-11-24T14:05:00Z'), source } })
    expect(footer('deployedAt')).toContain('· deployed 14:05 to production ·')
    expect(footer('step')).toContain('· deployed 14:05 by octocat to production ·')
  })

  it('leaves out what the event does not have', () => {
    const { deploy: _, ...step } = FAILED
    const { actor: __, environment: ___, commit: ____, ...run } = FAILED.run
    expect(footerOf({ ...step, run })).toBe('<sub>24 Nov 13:25–14:25 UTC · `Deploy #42`</sub>')
    expect(footerOf({ ...FAILED, run })).toContain('· deployed 14:05 · 20 min of results since ·')
  })

  it.each([
    { at: '2026-11-24T12:00:00Z', text: '24 Nov 13:25–14:25 UTC · deployed 24 Nov 12:00 by' },
    {
      at: '2026-11-24T15:00:00Z',
      text: '24 Nov 13:25–14:25 UTC · deployed 24 Nov 15:00 by octocat to production · commit',
    },
  ])('has the day of a deploy outside the window: $text', ({ at, text }) => {
    expect(footerOf({ ...FAILED, deploy: { at: new Date(at), source: 'deployedAt' } })).toContain(text)
  })

  it('has both days of a window that spans two', () => {
    const window = { from: new Date('2026-11-23T22:25:00Z'), to: new Date('2026-11-24T02:25:00Z') }
    const deploy = { at: new Date('2026-11-24T01:00:00Z'), source: 'deployedAt' } as const
    expect(footerOf({ ...FAILED, window, deploy })).toContain(
      '<sub>23 Nov 22:25 – 24 Nov 02:25 UTC · deployed 24 Nov 01:00',
    )
  })
})
