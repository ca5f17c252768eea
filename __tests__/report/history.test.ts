import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ExistingComment } from '../../src/github/comment.ts'
import { type CommentOptions, planComment, type RunRecord } from '../../src/report/history.ts'
import type { TestState } from '../../src/step.ts'
import { hostileText } from '../arbitrary.ts'

const NOW = new Date('2026-11-25T08:00:00Z')
const LINK = 'https://app.thousandeyes.com/view/tests/?run='

/** A run of that number; its id is 6000 more. Without links if it took no snapshot. */
function run(number: number, state: TestState = 'pass', more: Partial<RunRecord> = {}): RunRecord {
  const link = { name: 'Shop', state, url: `${LINK}${number}`, expiresAt: new Date('2026-12-24T14:00:00Z') }
  const at = new Date(Date.UTC(2026, 10, 24, 0, number))
  return { runId: String(6000 + number), attempt: 1, number: String(number), state, at, links: [link], ...more }
}

const optionsOf = (present: RunRecord, more: Partial<CommentOptions> = {}): CommentOptions => ({
  mode: 'always',
  present,
  render: history => `${present.number} ${present.state}\n\n${history}\n\nfooter of ${present.number}`,
  maxLength: 65_000,
  isServiceLink: url => url.startsWith('https://app.thousandeyes.com/'),
  now: NOW,
  ...more,
})

/** The comments after another run; ids grow, as GitHub's do. */
function withNext(
  comments: readonly ExistingComment[],
  present: RunRecord,
  more?: Partial<CommentOptions>,
): readonly ExistingComment[] {
  const plan = planComment(comments, false, optionsOf(present, more))
  if (plan.kind === 'none') return comments
  const id = plan.kind === 'edit' ? plan.id : 1 + Math.max(0, ...comments.map(one => one.id))
  const isHidden = comments.find(one => one.id === id)?.isHidden ?? false
  return [{ id, url: '', body: plan.body, isHidden }]
}

const commentsAfter = (runs: readonly RunRecord[], more?: Partial<CommentOptions>) =>
  runs.reduce<readonly ExistingComment[]>((comments, present) => withNext(comments, present, more), [])

/** What people see: `3: 43 fail; earlier 42 pass` is comment 3 with the report of run 43. */
function shown(comments: readonly ExistingComment[]): string {
  return comments
    .map(({ id, body }) => {
      const earlier = Array.from(
        body.matchAll(/^- .* run (\d+(?: \(attempt \d\))?): (.*)$/gm),
        ([, number, links = '']) => {
          return `${number} ${Array.from(links.matchAll(/(\S+) \[/g), ([, icon]) => icon).join('')}`
        },
      )
      return `${id}: ${[body.split('\n')[0], ...(earlier.length > 0 ? [`earlier ${earlier.join(', ')}`] : [])].join('; ')}`
    })
    .join(' | ')
}

const linked = (number: number, state: TestState, suffix: string) =>
  run(number, state).links.map(link => ({ ...link, url: `${link.url}&${suffix}` }))
const rerun = (number: number, state: TestState, attempt = 2) =>
  run(number, state, {
    attempt,
    at: new Date('2026-11-24T12:00:00Z'),
    links: linked(number, state, `attempt=${attempt}`),
  })
const job = (number: number, state: TestState, name: string) =>
  run(number, state, { links: linked(number, state, `job=${name}`) })
const without = (number: number, state: TestState) => run(number, state, { links: [] })

describe('the comment after several runs', () => {
  it.each<[string, readonly RunRecord[], string]>([
    ['has the report of the newest', [run(41), run(42)], '1: 42 pass; earlier 41 ✅'],
    ['keeps a newer report that an older run comes after', [run(43, 'fail'), run(42)], '1: 43 fail; earlier 42 ✅'],
    ['keeps a newer report without links, too', [without(43, 'unknown'), run(42)], '1: 43 unknown; earlier 42 ✅'],
    ['is not touched by an older run without links', [run(43), without(42, 'notTaken')], '1: 43 pass'],
    ['takes a re-run for the newest', [run(43), rerun(42, 'pass')], '1: 42 pass; earlier 43 ✅'],
    [
      'keeps a re-run over a run that it has seen',
      [run(43), rerun(42, 'pass'), job(43, 'fail', 'late')],
      '1: 42 pass; earlier 43 ✅❌',
    ],
    [
      'has a run that is newer than a re-run on top',
      [run(43), rerun(42, 'pass'), run(44)],
      '1: 44 pass; earlier 42 (attempt 2) ✅, 43 ✅',
    ],
    ['has the later attempt of a run on top', [run(42, 'fail'), rerun(42, 'pass')], '1: 42 pass; earlier 42 ❌'],
    [
      'is not taken back by the attempt before',
      [rerun(42, 'pass', 3), rerun(42, 'fail')],
      '1: 42 pass; earlier 42 (attempt 2) ❌',
    ],
    [
      'has the worst of one run on top, if it is first',
      [job(42, 'fail', 'a'), job(42, 'pass', 'b')],
      '1: 42 fail; earlier 42 ✅',
    ],
    [
      'has the worst of one run on top, if it is last',
      [job(42, 'worse', 'a'), job(42, 'fail', 'b')],
      '2: 42 fail; earlier 42 ⚠️',
    ],
    ['has the later of two alike', [job(42, 'pass', 'a'), job(42, 'pass', 'b')], '1: 42 pass; earlier 42 ✅'],
    ['does not repeat a run that writes twice', [run(42), run(42)], '1: 42 pass'],
    ['is replaced when the state turns from fine to wrong', [run(41), run(42, 'fail')], '2: 42 fail; earlier 41 ✅'],
    [
      'is replaced when a wanted snapshot is missing',
      [run(41), without(42, 'notTaken')],
      '2: 42 notTaken; earlier 41 ✅',
    ],
    ['is replaced when a warning becomes a failure', [run(41, 'warn'), run(42, 'fail')], '2: 42 fail; earlier 41 ⚠️'],
    ['stays while it is wrong', [run(41, 'fail'), run(42, 'unknown')], '1: 42 unknown; earlier 41 ❌'],
    ['stays when all is fine again', [run(41, 'fail'), run(42)], '1: 42 pass; earlier 41 ❌'],
    ['stays when a test is down as before the deploy', [run(41), run(42, 'taken')], '1: 42 taken; earlier 41 ✅'],
    [
      'keeps links through runs without any',
      [run(41), ...[42, 43, 44, 45, 46, 47].map(n => without(n, 'pass'))],
      '1: 47 pass; earlier 41 ✅',
    ],
    [
      'has the links of the last five runs',
      [35, 36, 37, 38, 39, 40, 41].map(number => run(number)),
      '1: 41 pass; earlier 40 ✅, 39 ✅, 38 ✅, 37 ✅, 36 ✅',
    ],
  ])('%s', (_situation, runs, expected) => {
    expect(shown(commentsAfter(runs))).toBe(expected)
  })

  it('is not changed outside its links by an older run', () => {
    const [newer] = commentsAfter([run(43)])
    const [both] = withNext(newer === undefined ? [] : [newer], run(42))
    const outside = (body = '') =>
      body.replace(/<!-- thousandeyes-snapshot-runs.*\/thousandeyes-snapshot-runs -->/s, '…')
    expect(outside(both?.body)).toBe('43 pass\n\n…\n\nfooter of 43')
    expect(both?.body).toContain(`- 24 Nov 00:42 UTC, run 42: ✅ [Shop](${LINK}42)`)
  })

  it('stays as it is when a later job of a run looks at it again', () => {
    const later = { ...job(42, 'pass', 'b'), at: new Date('2026-11-24T00:50:00Z') }
    const [comment] = commentsAfter([job(42, 'pass', 'a'), later])
    const existing = comment === undefined ? [] : [comment]
    expect(planComment(existing, true, optionsOf(later))).toMatchObject({ body: comment?.body })
  })

  it('has no links that have expired', () => {
    expect(shown(commentsAfter([run(41), run(42)], { now: new Date('2026-12-24T15:00:00Z') }))).toBe('1: 42 pass')
  })
})

describe('comment: onFailure', () => {
  it.each<[string, readonly RunRecord[], string]>([
    ['writes nothing while all is fine', [run(41), without(42, 'pass'), run(43, 'taken')], ''],
    [
      'writes when something is wrong, and keeps that up to date',
      [run(41), run(42, 'warn'), run(43)],
      '1: 43 pass; earlier 42 ⚠️',
    ],
  ])('%s', (_situation, runs, expected) => {
    expect(shown(commentsAfter(runs, { mode: 'onFailure' }))).toBe(expected)
  })
})

describe('a comment that somebody hid', () => {
  const hidden = (runs: readonly RunRecord[]) => commentsAfter(runs).map(comment => ({ ...comment, isHidden: true }))

  it('is replaced by a failure', () => {
    expect(shown(withNext(hidden([run(41, 'fail')]), run(42, 'fail')))).toBe('2: 42 fail; earlier 41 ❌')
  })

  it('is kept up to date while all is fine', () => {
    expect(shown(withNext(hidden([run(41)]), run(42)))).toBe('1: 42 pass; earlier 41 ✅')
  })
})

describe('two comments of one key', () => {
  const [first] = commentsAfter([run(42, 'fail')])
  const [second] = commentsAfter([run(43)])
  const both = [first, second].flatMap((comment, index) =>
    comment === undefined ? [] : [{ ...comment, id: index + 1 }],
  )

  it.each([
    ['the run that is newer', run(43)],
    ['the run that is older', run(42, 'fail')],
  ])('of runs at the same time become the older one, with both links, by %s', (_run, present) => {
    const plan = planComment(both, true, optionsOf(present))
    expect(plan).toMatchObject({ kind: 'edit', id: 1 })
    expect(shown([{ id: 1, url: '', isHidden: false, body: 'body' in plan ? plan.body : '' }])).toBe(
      '1: 43 pass; earlier 42 ❌',
    )
  })

  it('become the newer one if that one takes the place of the other', () => {
    const [old] = commentsAfter([run(41)])
    const [replacement] = withNext(old === undefined ? [] : [old], run(42, 'fail'))
    const left = [old, replacement].flatMap(comment => comment ?? [])
    expect(planComment(left, false, optionsOf(run(43)))).toMatchObject({ kind: 'edit', id: 2 })
  })
})

describe('what a comment hides', () => {
  const recordIn = (body = '') => /snapshot-runs: (.*) -->/.exec(body)?.[1] ?? ''

  it('is read as it was written, whatever the tests are called', () => {
    fc.assert(
      fc.property(hostileText, name => {
        const named = run(41, 'pass', { links: run(41).links.map(link => ({ ...link, name })) })
        const [comment] = commentsAfter([named, run(42)])
        expect(comment?.body).toContain(`(${LINK}41)`)
        expect(comment?.body.match(/-->/g)).toHaveLength(2)
      }),
    )
  })

  it.each([
    ['a link to another host', (text: string) => text.replaceAll('app.thousandeyes.com', 'app.evil.example')],
    ['a link that is no address', (text: string) => text.replaceAll('https://app', 'javascript:app')],
    ['another state', (text: string) => text.replaceAll('"pass"', '"✅](https://evil.example)"')],
    ['no JSON', (text: string) => text.slice(1)],
    ['no time', (text: string) => text.replaceAll('2026-12-24', 'tomorrow')],
  ])('is not shown if it has %s', (_situation, change) => {
    const tampered = commentsAfter([run(41)]).map(comment => {
      const record = recordIn(comment.body)
      return { ...comment, body: comment.body.replace(record, () => change(record)) }
    })
    expect(shown(withNext(tampered, run(42)))).toBe('1: 42 pass')
  })

  it('leaves more than half of the comment to the report', () => {
    const many = (number: number) =>
      run(number, 'pass', {
        links: Array.from({ length: 50 }, (_, index) => {
          const url = `${LINK}${number}&testId=28147497671${String(index).padStart(4, '0')}`
          return {
            name: `[shop] service no. ${index}`,
            state: 'pass',
            url,
            expiresAt: new Date('2026-12-24T14:00:00Z'),
          }
        }),
      })
    const [comment] = commentsAfter([many(41), many(42), many(43)])
    expect(comment?.body.length).toBeLessThan(30_100)
    expect(recordIn(comment?.body)).toContain(`${LINK}43`)
  })
})
