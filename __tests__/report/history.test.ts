import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type ReportState, reportExample } from '../../sandbox/reports.ts'
import { type EarlierSnapshot, parseHistory } from '../../src/report/history.ts'
import { renderComment } from '../../src/report/render.ts'
import type { Report, ReportedTest } from '../../src/report/report.ts'
import { hostileText } from '../arbitrary.ts'

const NOW = new Date('2026-11-25T08:00:00Z')
const isServiceLink = (url: string) => url.startsWith('https://app.thousandeyes.com/')

/** The report of another run, whose snapshot was created on that day in November. */
function runOf(number: number, day: number, example: ReportState = 'passed'): Report {
  const { report } = reportExample(example)
  const dated = (test: ReportedTest): ReportedTest => ({
    ...test,
    outcome:
      test.outcome.kind === 'taken'
        ? {
            ...test.outcome,
            viewUrl: `https://app.thousandeyes.com/view/tests/?run=${number}`,
            createdAt: new Date(Date.UTC(2026, 10, day, 14)),
            expiresAt: new Date(Date.UTC(2026, 11, day, 14)),
          }
        : test.outcome,
  })
  return { ...report, tests: report.tests.map(dated), run: { ...report.run, number: String(number) } }
}

/** The comment after these runs, one after the other. */
function commentAfter(runs: readonly Report[], now = NOW): string {
  return runs.reduce((comment, run) => renderComment(run, parseHistory(comment, isServiceLink, now), 65_000), '')
}

/** `run 41: ✅`, in the order of the section with earlier snapshots. */
function earlierIn(comment: string): readonly string[] {
  const [, section = ''] = /<summary>Earlier snapshots<\/summary>\n\n(.*?)\n\n<\/details>/s.exec(comment) ?? []
  return section.match(/run \d+: \S+/g) ?? []
}

function recordOf(snapshots: unknown): string {
  return `text\n<!-- thousandeyes-snapshot-links: ${JSON.stringify(snapshots)} -->`
}

const RECORDED = {
  name: 'Shop',
  state: 'pass',
  viewUrl: 'https://app.thousandeyes.com/view/tests/?run=1',
  run: '41',
  createdAt: '2026-11-24T14:00:00.000Z',
  expiresAt: '2026-12-24T14:00:00.000Z',
}

describe('the earlier snapshots in a comment', () => {
  it('stay when a run takes none', () => {
    const comment = commentAfter([runOf(41, 23, 'failed'), runOf(42, 24, 'nothing-taken')])
    expect(comment).toContain(
      '- 23 Nov 14:00 UTC, run 41: ❌ [Shop front page](https://app.thousandeyes.com/view/tests/?run=41)',
    )
  })

  it('are those of the last five runs before the present one, the latest first', () => {
    const comment = commentAfter([35, 36, 37, 38, 39, 40, 41].map((number, index) => runOf(number, 15 + index)))
    expect(earlierIn(comment)).toEqual(['run 40: ✅', 'run 39: ✅', 'run 38: ✅', 'run 37: ✅', 'run 36: ✅'])
  })

  it('are in the order of their times, whatever the order of the record', () => {
    const snapshots = [39, 41, 40].map(run => ({
      ...RECORDED,
      viewUrl: `https://app.thousandeyes.com/view/tests/?run=${run}`,
      run: String(run),
      createdAt: `2026-11-${run - 20}T14:00:00.000Z`,
    }))
    const earlier = parseHistory(recordOf(snapshots), isServiceLink, NOW)
    const comment = renderComment(runOf(42, 24), earlier, 65_000)
    expect(earlierIn(comment)).toEqual(['run 41: ✅', 'run 40: ✅', 'run 39: ✅'])
  })

  it('stay through several runs that take none', () => {
    const failing = [42, 43, 44, 45, 46, 47].map(number => runOf(number, 24, 'nothing-taken'))
    expect(earlierIn(commentAfter([runOf(41, 23), ...failing]))).toEqual(['run 41: ✅'])
  })

  it('are gone when they have expired', () => {
    const comment = commentAfter([runOf(41, 23), runOf(42, 24)], new Date('2026-12-23T15:00:00Z'))
    expect(earlierIn(comment)).toEqual([])
  })

  it('do not repeat a snapshot of the present run, as when the comment is written twice', () => {
    expect(earlierIn(commentAfter([runOf(41, 23), runOf(41, 23)]))).toEqual([])
  })

  it('are read from well-formed records only', () => {
    const comment = recordOf([
      RECORDED,
      { ...RECORDED, viewUrl: 'https://evil.example/' },
      { ...RECORDED, viewUrl: 'javascript:alert(1)' },
      { ...RECORDED, state: '✅](https://evil.example)' },
      { ...RECORDED, run: '[x](https://evil.example)' },
      { ...RECORDED, createdAt: 'yesterday' },
      null,
      'text',
    ])
    expect(parseHistory(comment, isServiceLink, NOW).map(({ viewUrl }) => viewUrl)).toEqual([RECORDED.viewUrl])
  })

  it.each([
    ['no record', 'text'],
    ['a record before its end', `${recordOf([RECORDED])}\nmore`],
    ['a record that is no JSON', '<!-- thousandeyes-snapshot-links: [ -->'],
    ['a record that is no list', recordOf(RECORDED)],
  ])('are none where a comment has %s', (_situation, comment) => {
    expect(parseHistory(comment, isServiceLink, NOW)).toEqual([])
  })

  it('are read as they were written, whatever the tests are called', () => {
    fc.assert(
      fc.property(hostileText, name => {
        const earlier: EarlierSnapshot = {
          ...RECORDED,
          name: name.slice(0, 200).toWellFormed(),
          state: 'pass',
          createdAt: new Date(RECORDED.createdAt),
          expiresAt: new Date(RECORDED.expiresAt),
        }
        const comment = renderComment(runOf(42, 24, 'nothing-taken'), [earlier], 65_000)
        expect(parseHistory(comment, isServiceLink, NOW)).toEqual([earlier])
      }),
    )
  })
})
