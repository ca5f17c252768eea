import { describe, expect, it } from '@jest/globals'
import { type ReportState, reportExample } from '../../sandbox/reports.ts'
import { foldsOf, glanceAt, headlineOf } from './helpers.ts'

const glance = (state: ReportState) => glanceAt(reportExample(state))

describe('the report of one test', () => {
  it('shows a failed gate with its size, the link, and what was measured beside what was expected', () => {
    expect(glance('failed')).toMatch(
      /^### ❌ ThousandEyes: Shop front page got worse after the deploy: responseTime \+1\d\d %\n\n\*\*\[Open the snapshot\]\*\* · login required · link expires 24 Dec 2026\n\n\| Expected \| Measured \|\n\| :-- \| :-- \|\n\| ❌ responseTime ≤ \+20 % \| \d+ → \*\*\d+ ms\*\* \(\+1\d\d %\) \|\n\| ✅ availability ≥ 99\.5 % \| 100 → 100 % \|\n\| ❌ no new alert \| \*\*\[1 major, still active\]\*\* \|$/,
    )
  })

  it('says that a test is fine', () => {
    expect(glance('passed')).toMatch(/^### ✅ ThousandEyes: Shop front page is fine after the deploy\n/)
  })

  it('says without a gate that a good deploy changed nothing', () => {
    expect(glance('no-gate')).toMatch(/^### 📸 ThousandEyes: Shop front page: no change after the deploy\n/)
    expect(glance('no-gate')).toMatch(/\| Metric \| Before → after \|\n.*\n\| responseTime \| \d+ → \d+ ms \(same\) \|/)
  })

  it('says once why it is inconclusive, for all the conditions it is about', () => {
    expect(glance('inconclusive')).toContain(
      'Shop front page is inconclusive after the deploy: needs 3 rounds, has 2 (one every minute)\n',
    )
    expect(glance('inconclusive')).toContain(
      '| ⚠️ responseTime ≤ +20 %<br>⚠️ availability ≥ 99.5 %<br>⚠️ no new alert | needs 3 rounds, has 2 (one every minute) |',
    )
  })

  it('names an agent that alone got worse, and does not blame the deploy', () => {
    expect(glance('agent-alone')).toMatch(
      /^### ✅ ThousandEyes: Shop front page is fine after the deploy, except for Tokyo, Japan \(Trial\)\n/,
    )
    expect(glance('agent-alone')).toMatch(/; worse only for Tokyo, Japan \(Trial\): 14\d → 3\d\d ms \|/)
  })

  it('counts new alerts, and lists those that were there before or are suppressed in the fold alone', () => {
    expect(glance('alerts')).toContain('got worse after the deploy: 1 new alert\n')
    expect(glance('alerts')).toContain('| ❌ no new alert | **[1 minor, cleared]** |')
    expect(foldsOf(reportExample('alerts'))).toContain('- info · http-server · on Shop front page')
  })

  it('shows the verdict, the conditions and the link without numbers, and how to show them', () => {
    const page = glance('numbers-hidden')
    expect(page).toMatch(/^### ❌ ThousandEyes: Shop front page got worse after the deploy\n/)
    expect(page).toContain('| Expected | Result |\n| :-- | :-- |\n| ❌ responseTime ≤ +20 % | **not met** |')
    expect(page).toContain('Set `measure: true` to show them to everybody.')
    expect(foldsOf(reportExample('numbers-hidden'))).toBe('')
  })
})

describe('the report of several tests', () => {
  it('shows the most urgent test first, with what decided each', () => {
    const [headline, ...rows] = glance('several')
      .split('\n')
      .filter(line => /^(###|\| [❌🚫⚠✅])/u.test(line))
    expect(headline).toBe(
      '### ❌ ThousandEyes: 1 of 4 tests got worse after the deploy, 1 without a snapshot, 1 inconclusive',
    )
    expect(rows).toEqual([
      expect.stringMatching(
        /^\| ❌ \*\*\[Shop front page\]\*\* \| responseTime .*, expected ≤ \+20 %<br>alerts: \*\*\[1 major, still active\]\*\* \|$/,
      ),
      expect.stringMatching(/^\| 🚫 Warehouse VPN \| no snapshot: ThousandEyes answered 404 Not Found\. /),
      '| ⚠️ **[Order a book]** | inconclusive: needs 3 rounds, has 2 (one every minute) |',
      expect.stringMatching(/^\| ✅ \*\*\[Checkout\]\*\* \| responseTime /),
    ])
    expect(glance('several')).toContain('\n3 snapshots · login required · links expire 24 Dec 2026')
  })

  it('gives one cause once if nothing was taken', () => {
    expect(glance('nothing-taken').split('\n\n')).toEqual([
      '### 🚫 ThousandEyes: no snapshot was taken',
      '**Shop front page**, **Checkout**: ThousandEyes answered 401 Unauthorized: `invalid_token`. The token is wrong, expired or revoked, or the account is locked: renew the secret behind apiToken. The deploy was **not judged**.',
    ])
  })

  it('says why a test that passed has no snapshot', () => {
    expect(headlineOf(reportExample('on-failure'))).toBe('❌ ThousandEyes: 1 of 2 tests got worse after the deploy')
    expect(glance('on-failure')).toContain(
      '1 snapshot · login required · link expires 24 Dec 2026 · no snapshot of tests that passed',
    )
  })

  it('has all conditions of each test in its fold', () => {
    expect(foldsOf(reportExample('several'))).toMatch(
      /<details><summary>Checkout<\/summary>\n\n- responseTime ≤ \+20 %: .*\n- availability ≥ 99\.5 %: 100 → 100 %\n- no new alert: 0\n/,
    )
  })
})
