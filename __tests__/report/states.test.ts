import { describe, expect, it } from '@jest/globals'
import { type ReportState, reportExample } from '../../sandbox/reports.ts'
import { formatHeadline } from '../../src/report/headline.ts'
import { renderMarkdown } from '../../src/report/render.ts'
import type { Report } from '../../src/report/report.ts'
import { PLAIN_TEXT } from '../../src/report/style.ts'

/** What is seen before anything is unfolded. */
function glanceAt(state: ReportState): string {
  return renderMarkdown(reportExample(state).report, 65_000)
    .replaceAll('\u00a0', ' ')
    .replace(/<details>.*<\/details>\n\n/s, '')
    .replace(/\n\n<sub>.*$/, '')
}

const OPEN =
  '**[Open the snapshot](https://app.thousandeyes.com/view/tests/?__a=1234&testId=281474976710706&mode=snapshot)**'

describe('a report at a glance', () => {
  it('shows a passed gate, what was expected, and the link with its audience and expiry', () => {
    expect(glanceAt('passed')).toBe(
      `### ✅ ThousandEyes: Shop front page is fine after the deploy

${OPEN} · needs a login · until 24 Dec 2026

| Expected | Before → after |
| :-- | :-- |
| ✅ responseTime ≤ +20 % | 125 → 119 ms (-4.9 %) |
| ✅ availability ≥ 99.5 % | 96.67 → 100 % |
| ✅ no new alert | 0 |`,
    )
  })

  it('shows a failed gate with the values that decided in bold, and a link to the alert', () => {
    expect(glanceAt('failed')).toContain(
      `### ❌ ThousandEyes: Shop front page got worse after the deploy

${OPEN} · needs a login · until 24 Dec 2026

| Expected | Before → after |
| :-- | :-- |
| ❌ responseTime ≤ +20 % | 123 → **286 ms** (+133 %) |
| ❌ availability ≥ 99.5 % | 96.67 → **91.67 %** |
| ❌ no new alert | **[1 major, still active](https://app.thousandeyes.com/alerts/list/?alertId=1)** |`,
    )
  })

  it('shows several tests, the most urgent first, with what decided each', () => {
    const withoutLinks = glanceAt('mixed').replaceAll(/\[(.*?)\]\(.*?\)/g, '$1')
    expect(withoutLinks).toBe(
      `### ❌ ThousandEyes: 1 of 4 tests got worse, 1 without a snapshot, 1 inconclusive

| Test | Since the deploy |
| :-- | :-- |
| ❌ **Shop front page** | responseTime 123 → **286 ms** (+133 %), expected ≤ +20 %<br>availability 96.67 → **91.67 %**, expected ≥ 99.5 %<br>alerts **1 major, still active** |
| 🚫 Warehouse VPN | no snapshot: ThousandEyes answered 404 Not Found. There is no such test in the token's default account group: check testId, or set aid to the group that the test is in. |
| ⚠️ **Order a book** | inconclusive: 2 of 3 rounds since the deploy; this test runs every 1 min: waitForRounds: 3 |
| ✅ **Checkout** | responseTime 944 → 944 ms (+0.1 %) |

3 snapshots · need a login · until 24 Dec 2026`,
    )
  })

  it.each<[ReportState, string]>([
    ['all-fine', '✅ ThousandEyes: 2 tests are fine after the deploy'],
    ['nothing-taken', '🚫 ThousandEyes: no snapshot of Shop front page was taken'],
    ['no-gate', '📸 ThousandEyes: snapshot of Shop front page taken'],
    ['no-gate-worse', '⚠️ ThousandEyes: Shop front page got worse after the deploy'],
    ['not-needed', '✅ ThousandEyes: Shop front page is fine after the deploy'],
    ['warning', '⚠️ ThousandEyes: Shop front page has a warning after the deploy'],
    ['inconclusive', '⚠️ ThousandEyes: Shop front page after the deploy: inconclusive'],
    [
      'public-by-mistake',
      '❌ ThousandEyes: the snapshot of Shop front page is public, although a private one was requested',
    ],
  ])('has a heading for the state "%s"', (state, heading) => {
    expect(glanceAt(state).split('\n')[0]).toBe(`### ${heading}`)
  })

  it('says in one line why there is no snapshot, and that the deploy was not judged', () => {
    expect(glanceAt('nothing-taken').split('\n\n').slice(1)).toEqual([
      '**Shop front page**: ThousandEyes answered 401 Unauthorized: `invalid_token`. The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken. The deploy was **not judged**.',
    ])
  })

  it('says in one row why no condition could be evaluated', () => {
    expect(glanceAt('unread')).toContain(
      "| ⚠️ responseTime ≤ +20 %<br>⚠️ availability ≥ 99.5 %<br>⚠️ no new alert | not measured: http-server, network: ThousandEyes answered 403 Forbidden. The role of the token's user lacks the permission `View tests`. |",
    )
  })

  it('says that no snapshot was needed', () => {
    expect(glanceAt('not-needed')).toContain('No snapshot was needed (`takeSnapshot: onFailure`).')
  })

  it('says that a snapshot is open to anyone', () => {
    expect(glanceAt('public')).toContain('· open to anyone with the link · until 24 Dec 2026')
  })

  it('says that a snapshot may need a login although a public one was requested', () => {
    expect(glanceAt('not-public')).toContain('· may need a login, although a public one was requested · until')
  })

  it('shows no link to a snapshot that is public by mistake', () => {
    expect(glanceAt('public-by-mistake')).not.toMatch(/thousandeyes\.com/)
  })

  it('shows values of the window where the time of the deploy is not known', () => {
    expect(glanceAt('no-deploy-time')).toContain(
      '| Measured | In the window |\n| :-- | :-- |\n| responseTime | 121 ms |\n| availability | 97.78 % |',
    )
  })
})

describe('the details of a report', () => {
  const details = renderMarkdown(reportExample('failed').report, 65_000)

  it('have all metrics, in units that people read', () => {
    expect(details).toContain('| throughput | 488 → 210 kB/s | -57 %, worse | 272 kB/s |')
    expect(details).toContain('| availability | 96.67 → 91.67 % | -5 points, ')
  })

  it('name the worst agents', () => {
    expect(details).toContain(
      'after the deploy: Tokyo, Japan (Trial) 341 ms · Ashburn, VA 286 ms · Paris, France 231 ms',
    )
  })

  it('have the response codes of both sides of the deploy', () => {
    expect(details).toContain('Response codes, before → after: 200: 116 → 55, 503: 4 → 5')
  })

  it('have the alerts, with a link to each', () => {
    expect(details).toContain(
      '- major · http-server · on Shop front page · since 2026-11-24 14:11 UTC · **still active** · [open](https://app.thousandeyes.com/alerts/list/?alertId=1)',
    )
  })

  it('have all conditions of each of several tests', () => {
    expect(renderMarkdown(reportExample('mixed').report, 65_000)).toContain(
      '<details><summary>Checkout</summary>\n\n- responseTime ≤ +20 %: 944 → 944 ms (+0.1 %)\n- availability ≥ 99.5 %: 100 → 100 %\n- no new alert: 0\n',
    )
  })
})

describe('a report without numbers', () => {
  it('shows the verdict, the conditions and the link, and how to show the numbers', () => {
    expect(glanceAt('without-numbers')).toBe(
      `### ❌ ThousandEyes: Shop front page got worse after the deploy

${OPEN} · needs a login · until 24 Dec 2026

| Expected | Result |
| :-- | :-- |
| ❌ responseTime ≤ +20 % | **failed** |
| ❌ availability ≥ 99.5 % | **failed** |
| ❌ no new alert | **failed** |

The numbers of a private snapshot are not shown in a public repository; \`measure: true\` shows them to everybody.`,
    )
  })

  it('has nothing to unfold', () => {
    expect(renderMarkdown(reportExample('without-numbers').report, 65_000)).not.toContain('<details>')
  })
})

describe('the last line of a report', () => {
  const { report } = reportExample('passed')
  const { analysis, window } = report
  const overnight = { from: new Date('2026-11-23T22:25:00Z'), to: new Date('2026-11-24T02:25:00Z') }

  it.each([
    { window, deployedAt: '2026-11-24T14:05:00Z', line: '24 Nov 13:25–14:25 UTC, deployed 14:05 · commit' },
    { window, deployedAt: '2026-11-24T13:25:00Z', line: '24 Nov 13:25–14:25 UTC, deployed 13:25 · commit' },
    { window, deployedAt: '2026-11-24T12:00:00Z', line: '24 Nov 13:25–14:25 UTC, deployed 24 Nov 12:00 · commit' },
    { window, deployedAt: '2026-11-24T15:00:00Z', line: '24 Nov 13:25–14:25 UTC, deployed 24 Nov 15:00 · commit' },
    {
      window: overnight,
      deployedAt: '2026-11-24T01:00:00Z',
      line: '23 Nov 22:25 – 24 Nov 02:25 UTC, deployed 24 Nov 01:00 · commit',
    },
  ])('says the window and the deploy: $line', ({ window, deployedAt, line }) => {
    const moved = analysis && { ...analysis, deployedAt: new Date(deployedAt) }
    expect(renderMarkdown({ ...report, window, analysis: moved }, 65_000)).toContain(`<sub>${line}`)
  })
})

describe('a headline of several tests', () => {
  const { report: taken } = reportExample('no-gate')
  const { report: nothing } = reportExample('nothing-taken')
  const twice = (report: Report) => ({ ...report, tests: [...report.tests, ...report.tests] })

  it.each([
    { state: 'taken without a gate', report: twice(taken), headline: '📸 ThousandEyes: 2 snapshots taken' },
    { state: 'not taken', report: twice(nothing), headline: '🚫 ThousandEyes: no snapshot was taken' },
    {
      state: 'partly taken',
      report: { ...taken, tests: [...taken.tests, ...nothing.tests] },
      headline: '⚠️ ThousandEyes: 1 of 2 snapshots taken',
    },
  ])('says how many are $state', ({ report, headline }) => {
    expect(formatHeadline(report, PLAIN_TEXT)).toBe(headline)
  })
})

describe('the alerts of a report', () => {
  const { report } = reportExample('failed')
  const [alert] = report.analysis?.alerts ?? []

  it.each([
    { count: 20, earlier: [] },
    { count: 22, earlier: ['- 2 earlier'] },
  ])('are the newest 20 of $count', ({ count, earlier }) => {
    const alerts = Array.from({ length: count }, () => alert).flatMap(one => one ?? [])
    const analysis = report.analysis && { ...report.analysis, alerts }
    const [, list = ''] = renderMarkdown({ ...report, analysis }, 65_000).split(
      '<summary>Alerts in the window</summary>\n\n',
    )
    const lines = list.split('\n').filter(line => line.startsWith('- '))
    expect([lines.filter(line => line.endsWith(' earlier')), lines.length]).toEqual([earlier, 20 + earlier.length])
  })
})
