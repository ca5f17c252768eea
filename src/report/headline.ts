import { isMet } from '../analysis/conditions.ts'
import type { ConditionResult } from '../analysis/evaluate-gate.ts'
import { count } from '../text.ts'
import { type Report, type ReportedTest, stateOf, TEST_STATES, type TestState } from './report.ts'
import type { Style } from './style.ts'

export const ICONS: Readonly<Record<TestState, string>> = {
  exposed: '❌',
  fail: '❌',
  notTaken: '🚫',
  unknown: '⚠️',
  warn: '⚠️',
  worse: '⚠️',
  taken: '📸',
  pass: '✅',
}

/** The state and a sentence: `✅ ThousandEyes: Shop front page is fine after the deploy`. */
export function formatHeadline(report: Report, style: Style): string {
  const [only, ...others] = report.tests
  const sentence = only !== undefined && others.length === 0 ? describeTest(only, report, style) : describeTests(report)
  const unmeasured = report.gate?.results.filter(({ testId }) => testId === undefined).length ?? 0
  const remark = unmeasured === 0 ? '' : `; ${count(unmeasured, 'condition')} could not be evaluated`
  return `${iconOf(report)} ThousandEyes: ${sentence}${remark}`
}

/** The most urgent state; `🚫` is for nothing taken at all. */
function iconOf(report: Report): string {
  const states = new Set(report.tests.map(test => stateOf(test, report)))
  const mostUrgent = TEST_STATES.find(state => states.has(state)) ?? 'notTaken'
  const isPartial = mostUrgent === 'notTaken' && states.size > 1
  // A condition that no test has makes the verdict of the whole gate unknown.
  const isUnknown = report.gate?.verdict === 'unknown' && (mostUrgent === 'pass' || mostUrgent === 'taken')
  return isPartial || isUnknown ? ICONS.unknown : ICONS[mostUrgent]
}

/** `Shop front page got worse after the deploy` */
export function describeTest(test: ReportedTest, report: Report, style: Style): string {
  const name = style.name(test)
  const after = report.analysis?.deployedAt === undefined ? '' : ' after the deploy'
  switch (stateOf(test, report)) {
    case 'exposed':
      return `the snapshot of ${name} is public, although a private one was requested`
    case 'fail':
      return gotWorse(test, report) ? `${name} got worse${after}` : `${name} failed the gate${after}`
    case 'notTaken':
      return `no snapshot of ${name} was taken`
    case 'unknown':
      return `${name}${after}: inconclusive`
    case 'warn':
      return `${name} has a warning${after}`
    case 'worse':
      return test.results.length > 0 ? `${name} passed the gate, but got worse${after}` : `${name} got worse${after}`
    case 'taken':
      return report.gate === undefined ? `snapshot of ${name} taken` : `${name} was not judged`
    case 'pass':
      return `${name} is fine${after}`
  }
}

/** Whether a condition failed that passed before the deploy, or for a value that got worse by more than chance. */
function gotWorse(test: ReportedTest, report: Report): boolean {
  if (report.analysis?.deployedAt === undefined) return false
  const isWorse = ({ condition, ...result }: ConditionResult) => {
    if (result.verdict !== 'fail') return false
    if (result.actual.kind !== 'value') return true
    const { before, result: change } = result.actual.assessment
    return change === 'worse' || (!Number.isNaN(before) && !isMet(condition, before))
  }
  return test.results.some(isWorse)
}

const PLURALS: Readonly<Record<TestState, string>> = {
  exposed: 'with a snapshot that is public by mistake',
  fail: 'failed the gate',
  notTaken: 'without a snapshot',
  unknown: 'inconclusive',
  warn: 'with a warning',
  worse: 'got worse',
  taken: 'not judged',
  pass: 'fine',
}

/** `1 of 5 tests got worse, 1 inconclusive, 1 without a snapshot` */
function describeTests(report: Report): string {
  const { tests, gate, analysis } = report
  const byState = Map.groupBy(tests, test => stateOf(test, report))
  const after = analysis?.deployedAt === undefined ? '' : ' after the deploy'
  if (byState.size === 1) {
    if (byState.has('pass')) return `${count(tests.length, 'test')} are fine${after}`
    if (byState.has('taken'))
      return gate === undefined
        ? `${count(tests.length, 'snapshot')} taken`
        : `${count(tests.length, 'test')} were not judged`
    if (byState.has('notTaken')) return 'no snapshot was taken'
  }
  const taken = tests.filter(({ outcome }) => outcome.kind === 'taken').length
  if (gate === undefined && !byState.has('worse') && !byState.has('exposed')) {
    return `${taken} of ${count(tests.length, 'snapshot')} taken`
  }
  const failed = byState.get('fail') ?? []
  const failedWords = failed.every(test => gotWorse(test, report)) ? 'got worse' : PLURALS.fail
  const [first = '', ...others] = TEST_STATES.flatMap(state => {
    const n = byState.get(state)?.length ?? 0
    const isLast = state === 'pass' || (state === 'taken' && gate === undefined)
    return n === 0 || isLast ? [] : [{ n, words: state === 'fail' ? failedWords : PLURALS[state] }]
  }).map(({ n, words }, index) => (index === 0 ? `${n} of ${count(tests.length, 'test')} ${words}` : `${n} ${words}`))
  return [first, ...others].join(', ')
}
