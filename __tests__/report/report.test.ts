import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Report, renderComment, renderSummary } from '../../src/report/report.ts'
import { htmlOf, linksIn } from './helpers.ts'

const RUN_URL = 'https://github.com/octo-shop/storefront/actions/runs/6001/attempts/1'
const COMMIT_URL = 'https://github.com/octo-shop/storefront/commit/4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

const REPORT: Report = {
  title: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
  snapshots: [
    {
      testId: '281474976710706',
      testName: 'Shop front page',
      window: { from: new Date('2026-11-23T07:37:00Z'), to: new Date('2026-11-23T08:37:00Z') },
      isPublic: false,
      viewUrl: 'https://app.thousandeyes.com/view/tests/?testId=281474976710706',
      expiresAt: new Date('2026-12-23T08:37:42Z'),
    },
  ],
  analysis: undefined,
  gate: undefined,
  failures: [{ testId: '7', reason: 'ThousandEyes answered 404 Not Found.' }],
  run: {
    workflow: 'Deploy',
    number: '42',
    url: RUN_URL,
    commit: { sha: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d', url: COMMIT_URL },
  },
  updatedAt: new Date('2026-11-23T08:37:50Z'),
}
const [SNAPSHOT] = REPORT.snapshots
if (SNAPSHOT === undefined) throw new Error('The report of these tests holds a snapshot')

const without = (part: 'snapshots' | 'failures'): Report => ({ ...REPORT, [part]: [] })

describe('renderSummary', () => {
  it('names tests, windows, audience, links and expiry, then failures, then the run', () => {
    expect(renderSummary(REPORT)).toBe(
      [
        '### ThousandEyes: 1 of 2 snapshots taken',
        '`octo-shop/storefront@4f1c2d3 · Deploy #42`',
        [
          '| Test | Snapshot | Window (UTC) |',
          '| --- | --- | --- |',
          '| `Shop front page`<br>`281474976710706` | **[Open the snapshot](https://app.thousandeyes.com/view/tests/?testId=281474976710706)**<br>private: needs a ThousandEyes login<br>until 2026-12-23 08:37 UTC | 2026-11-23 07:37<br>to 2026-11-23 08:37 |',
        ].join('\n'),
        '**Not taken:**',
        '- Test `7`: `ThousandEyes answered 404 Not Found.`',
        `<sub>commit [\`4f1c2d3\`](${COMMIT_URL}) · [\`Deploy #42\`](${RUN_URL}) · updated 2026-11-23 08:37 UTC</sub>`,
      ].join('\n\n'),
    )
  })

  it.each([
    ['ThousandEyes: 1 snapshot taken', without('failures')],
    ['ThousandEyes: no snapshot was taken', without('snapshots')],
  ])('has the heading "%s"', (heading, report) => {
    expect(renderSummary(report).split('\n')[0]).toBe(`### ${heading}`)
  })

  it('says who can open a public snapshot', () => {
    const report = { ...REPORT, snapshots: [{ ...SNAPSHOT, isPublic: true, testName: undefined }] }
    expect(renderSummary(report)).toContain('public: anyone with the link can open it')
    expect(renderSummary(report)).toContain('| `281474976710706` |')
  })
})

describe('a report with any text from outside', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          ...'`|\\<>[]()!@#*_~:&; -\n\r',
          '```mermaid\n',
          '<!-- thousandeyes-snapshot: 0 -->',
          '</code>',
          '@octocat',
          '#12',
          'https://evil.example',
          '[x](https://evil.example)',
          '<img src=x>',
          '\u202e',
        ),
        { minLength: 1, maxLength: 40 },
      )
      .map(parts => parts.join('')),
  )
  const withText = (title: string, testName: string, reason: string, workflow: string): Report => ({
    ...REPORT,
    title,
    snapshots: [{ ...SNAPSHOT, testName }],
    failures: [{ testId: '7', reason }],
    run: { ...REPORT.run, workflow },
  })
  const harmless = htmlOf(renderSummary(withText('a', 'a', 'a', 'a')))
  const skeleton = (html: string) => html.replace(/<code>[^<>]*<\/code>/g, '<code></code>')

  it('differs from one with harmless text only inside code spans', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (...texts) => {
        const html = htmlOf(renderComment(withText(...texts), 65_000))
        expect(skeleton(html)).toBe(skeleton(harmless))
        expect(linksIn(html)).toEqual([SNAPSHOT.viewUrl, COMMIT_URL, RUN_URL])
      }),
      { numRuns: 300 },
    )
  })
})

describe('a report that is too long', () => {
  const many = <Item>(item: Item) => Array.from({ length: 2_000 }, () => item)
  const long: Report = {
    ...REPORT,
    snapshots: many(SNAPSHOT),
    failures: many({ testId: '7', reason: 'x'.repeat(900) }),
  }
  const rowsIn = (markdown: string) => markdown.match(/Open the snapshot/g)?.length ?? 0

  it('omits its failures before its links, and says so, to fit into a comment', () => {
    const one: Report = { ...long, snapshots: [SNAPSHOT] }
    const markdown = renderComment(one, 10_000)
    expect(markdown.length).toBeLessThanOrEqual(10_000)
    expect(markdown.length).toBeGreaterThan(9_000)
    expect(rowsIn(markdown)).toBe(1)
    expect(markdown).toMatch(/_There is no room here for \d+ more lines: see the step's log\._\n\n<sub>commit/)
  })

  it('omits the last links where nothing else is left to omit', () => {
    const markdown = renderComment(long, 5_000)
    expect(markdown.length).toBeLessThanOrEqual(5_000)
    expect(rowsIn(markdown)).toBeGreaterThan(5)
    expect(markdown).not.toContain('Not taken')
    expect(markdown).toContain(`no room here for ${4_000 - rowsIn(markdown)} more lines`)
  })

  it('fits into the bytes of a job summary, also with characters of several bytes', () => {
    const wide = { ...SNAPSHOT, testName: '界'.repeat(200) }
    const markdown = renderSummary({ ...long, snapshots: many(wide) })
    expect(Buffer.byteLength(markdown)).toBeLessThan(2 ** 20)
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(2 ** 20 - 2_000)
  })
})
