import { type Step, stateOf, stepState, type TestRecord, type TestState } from '../step.ts'
import { count, listSome } from '../text.ts'
import { formatDay, formatUtc } from '../time.ts'
import { alertLines } from './alerts.ts'
import { formatMeasurement } from './change.ts'
import { decisiveFindings, findingsOf } from './findings.ts'
import { formatHeadline, STATES, stateSentence } from './headline.ts'
import { PLAIN_TEXT } from './markdown.ts'
import { formatProblem, gateProblem, reasonOf, unexplainedProblems } from './problems.ts'
import { describeAudience, hiddenNote, notNeeded } from './rows.ts'

/** The line about a test right after the request for its snapshot. */
export function formatSnapshot(test: TestRecord, step: Pick<Step, 'isPublicRequested'>): string {
  const { snapshot } = test
  if (snapshot?.kind !== 'taken') return `${PLAIN_TEXT.name(test)}: no snapshot; the reason is at the end.`
  const { expiresAt, viewUrl } = snapshot
  return `${PLAIN_TEXT.name(test)}: ${viewUrl} (${describeAudience(snapshot, step)}, expires ${formatUtc(expiresAt)})`
}

/** Every test's metrics and conditions, the alerts, and what could not be read: for one group of the log. */
export function measurementLines(step: Step): readonly string[] {
  const { tests, problems, deploy } = step
  // Why there is no snapshot is at the end.
  const reasons = tests.filter(test => stateOf(test, deploy) === 'notTaken').map(reasonOf)
  const unread = [
    ...tests.flatMap(test =>
      unexplainedProblems(test.problems, reasons, PLAIN_TEXT).map(line => `${PLAIN_TEXT.name(test)}: ${line}`),
    ),
    ...unexplainedProblems(problems, [], PLAIN_TEXT),
  ]
  return [
    ...tests.flatMap(metricLines),
    ...alertLines(step, PLAIN_TEXT, ', ').map(line => `Alert: ${line}.`),
    ...unread.map(withFullStop),
    ...tests.flatMap(test => conditionLines(test, step)),
    ...hiddenNote(step),
  ]
}

function metricLines(test: TestRecord): readonly string[] {
  return (test.measurement?.metrics ?? []).map(measured => {
    const { metric, sides, assessments } = measured
    const { before, after } = assessments[0].rounds
    const rounds = sides === undefined ? '' : `, ${count(before, 'round')} before, ${after} after`
    return `${PLAIN_TEXT.name(test)}: ${metric.name} ${formatMeasurement(measured, test, PLAIN_TEXT)}${rounds}.`
  })
}

function conditionLines(test: TestRecord, step: Step): readonly string[] {
  if (test.conditions === undefined) return []
  return findingsOf(test, step, PLAIN_TEXT).map(({ verdict, subjects, detail }) => {
    const judged = verdict === undefined ? '' : `, ${verdict}`
    return `${PLAIN_TEXT.name(test)}${judged}: ${subjects.join(', ')}: ${withFullStop(detail)}`
  })
}

/** A line of the log; all but `info` are annotations of the run as well. */
interface OutcomeLine {
  readonly level: 'info' | 'notice' | 'warning' | 'error'
  readonly title: string
  readonly line: string
}

/** GitHub shows ten of a level, and the headline is the first. */
const MAX_ANNOTATED_TESTS = 9

/**
 * The last lines of the log: the verdict and the links. The most urgent ones come last, each level as one block that begins with
 * the headline if it is that urgent. Tests beyond GitHub's ten annotations of a level are plain lines before them.
 */
export function outcomeLines(step: Step): readonly OutcomeLine[] {
  const { tests, deploy, problems, isFailed, verdict } = step
  const levelOf = (state: TestState) =>
    state === 'unknown' && verdict === 'unknown' && isFailed ? 'error' : STATES[state].level
  const headline = { level: levelOf(stepState(step)), title: formatHeadline(step, PLAIN_TEXT) }
  // Tests that have no snapshot for the same reason share a line.
  const keyOf = (test: TestRecord) => (stateOf(test, deploy) === 'notTaken' ? reasonOf(test) : test.testId)
  const lines = [...Map.groupBy(tests, keyOf).values()].flatMap(same =>
    same.slice(0, 1).map(first => ({
      level: levelOf(stateOf(first, deploy)),
      title: stateSentence(first, step, PLAIN_TEXT),
      line: outcomeLine(first, same, step),
    })),
  )
  const [only, ...others] = lines
  if (only !== undefined && others.length === 0) return [{ ...only, ...headline }]
  // Without a test, no other line has the cause.
  const causes = tests.length === 0 ? unexplainedProblems(problems, [], PLAIN_TEXT) : []
  const headlineLine = withFullStop([headline.title, ...causes].join(': '))
  const levels = ['notice', 'warning', 'error'] as const
  const linesOf = (wanted: OutcomeLine['level']) => lines.filter(({ level }) => level === wanted)
  return [
    ...levels
      .flatMap(level => linesOf(level).slice(MAX_ANNOTATED_TESTS))
      .map(line => ({ ...line, level: 'info' as const })),
    ...levels.flatMap(level => [
      ...(level === headline.level ? [{ level, title: 'ThousandEyes', line: headlineLine }] : []),
      ...linesOf(level).slice(0, MAX_ANNOTATED_TESTS),
    ]),
  ]
}

const MAX_NAMES = 10

/** @param same - tests that share the line */
function outcomeLine(test: TestRecord, same: readonly TestRecord[], step: Step): string {
  const reason = PLAIN_TEXT.message(reasonOf(test))
  if (['notTaken', 'exposed'].includes(stateOf(test, step.deploy))) {
    return `${listSome(same.map(PLAIN_TEXT.name), MAX_NAMES)}: ${reason}`
  }
  const phrases = decisiveFindings(test, step, PLAIN_TEXT).map(({ phrase }) => phrase.replace(/^not judged: |\.$/g, ''))
  const why = phrases.length > 0 ? `: ${phrases.join('; ')}` : ''
  const sentence = withFullStop(`${stateSentence(test, step, PLAIN_TEXT)}${why}`)
  return [sentence, ...gateLine(step), snapshotLine(test.snapshot, reason, step)].join(' ')
}

/** Why one test that is fine is inconclusive; of several, the headline has it. */
function gateLine(step: Step): readonly string[] {
  const problem = step.tests.length === 1 ? gateProblem(step) : undefined
  if (problem === undefined) return []
  return [`The gate is inconclusive: ${withFullStop(PLAIN_TEXT.message(formatProblem(problem)))}`]
}

function snapshotLine(snapshot: TestRecord['snapshot'], reason: string, step: Step): string {
  if (snapshot?.kind === 'taken') {
    const audience = describeAudience(snapshot, step)
    return `Snapshot: ${snapshot.viewUrl} (${audience}, expires ${formatDay(snapshot.expiresAt)})`
  }
  return snapshot?.kind === 'notNeeded' ? notNeeded(step).replaceAll('`', '') : `No snapshot: ${reason}`
}

function withFullStop(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
