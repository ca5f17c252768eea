import { describe, expect, it } from '@jest/globals'
import { type ReportState, reportExample } from '../../sandbox/reports.ts'
import { measurementLines, outcomeAnnotations } from '../../src/report/log-lines.ts'

const LINK = 'https://app.thousandeyes.com/view/tests/?__a=1234&testId=281474976710706&mode=snapshot'
const annotationsOf = (state: ReportState) => outcomeAnnotations(reportExample(state).report)

describe('outcomeAnnotations', () => {
  it('are a notice with the link where all is fine', () => {
    expect(annotationsOf('passed')).toEqual([
      {
        level: 'notice',
        title: 'Shop front page is fine after the deploy',
        line: `Shop front page is fine after the deploy: responseTime 125 → 119 ms (-4.9 %). Snapshot: ${LINK} (needs a login, until 24 Dec 2026)`,
      },
    ])
  })

  it('are an error with what failed and the link', () => {
    expect(annotationsOf('failed')).toEqual([
      {
        level: 'error',
        title: 'Shop front page got worse after the deploy',
        line: `Shop front page got worse after the deploy: responseTime 123 → 286 ms (+133 %), expected ≤ +20 %; availability 96.67 → 91.67 %, expected ≥ 99.5 %; alerts 1 major, still active. Snapshot: ${LINK} (needs a login, until 24 Dec 2026)`,
      },
    ])
  })

  it('are one for each of several tests, by name, and the errors come last', () => {
    expect(annotationsOf('mixed').map(({ level, title }) => `${level}: ${title}`)).toEqual([
      'notice: Checkout is fine after the deploy',
      'warning: Order a book after the deploy: inconclusive',
      'error: Shop front page got worse after the deploy',
      'error: no snapshot of Warehouse VPN was taken',
    ])
  })

  it('say once what is inconclusive', () => {
    expect(annotationsOf('inconclusive').map(({ line }) => line)).toEqual([
      expect.stringMatching(
        /^Shop front page after the deploy: inconclusive: 2 of 3 rounds since the deploy; this test runs every 1 min: waitForRounds: 3\. Snapshot: /,
      ),
    ])
  })

  it('have one cause where there is no snapshot', () => {
    expect(annotationsOf('nothing-taken')).toEqual([
      {
        level: 'error',
        title: 'no snapshot of Shop front page was taken',
        line: 'Shop front page: ThousandEyes answered 401 Unauthorized: "invalid_token". The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken.',
      },
    ])
  })

  it('have no numbers where the report has none', () => {
    const [annotation] = annotationsOf('without-numbers')
    expect(annotation?.line).toBe(
      `Shop front page got worse after the deploy: responseTime ≤ +20 %: failed; availability ≥ 99.5 %: failed; no new alert: failed. Snapshot: ${LINK} (needs a login, until 24 Dec 2026)`,
    )
  })

  it('have no link to a snapshot that is public by mistake', () => {
    expect(annotationsOf('public-by-mistake')).toEqual([
      { level: 'error', title: expect.any(String), line: expect.not.stringContaining('https://') },
    ])
  })
})

describe('measurementLines', () => {
  it('name tests, metrics, alerts and conditions', () => {
    expect(measurementLines(reportExample('failed').report)).toEqual([
      'Shop front page: responseTime 123 → 286 ms, +133 %, worse (40 rounds before, 19 after).',
      'Shop front page: totalTime 172 → 400 ms, +133 %, worse (40 rounds before, 19 after).',
      'Shop front page: throughput 488 → 210 kB/s, -57 %, worse (40 rounds before, 19 after).',
      expect.stringMatching(/^Shop front page: availability 96\.67 → 91\.67 %, /),
      'Alert: major, http-server, on Shop front page, since 2026-11-24 14:11 UTC, still active, https://app.thousandeyes.com/alerts/list/?alertId=1.',
      'Gate, fail: responseTime > +20% on Shop front page: 123 → 286 ms (+133 %).',
      'Gate, fail: availability < 99.5% on Shop front page: 91.67 % since the deploy.',
      'Gate, fail: alerts > 0 on Shop front page: 1 since the deploy.',
    ])
  })

  it('say once what was not read', () => {
    expect(measurementLines(reportExample('unread').report)).toEqual([
      'Not measured. Shop front page: http-server, network: ThousandEyes answered 403 Forbidden. The role of the token\'s user lacks the permission "View tests".',
    ])
  })

  it('say how to show numbers where there are none', () => {
    expect(measurementLines(reportExample('without-numbers').report)).toEqual([
      'The numbers of a private snapshot are not shown in a public repository; "measure: true" shows them to everybody.',
    ])
  })
})
