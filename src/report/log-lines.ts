import type { Problem } from '../analysis/measure.ts'
import type { SnapshotResult } from '../thousandeyes/create-snapshots.ts'
import { formatDay, formatUtc } from '../time.ts'
import { alertLines, describeAlert } from './alerts.ts'
import { ownResults, problemsOfStep } from './findings.ts'
import { formatComparedRounds, formatConditionResult, formatMeasurement, formatMissingRounds } from './format.ts'
import { describeTest, formatHeadline } from './headline.ts'
import { describeAudience, hiddenNote, notes, summarizeTest } from './overview.ts'
import { formatProblem } from './problems.ts'
import { nameOf, type Report, type ReportedTest, stateOf, type TestState } from './report.ts'
import { PLAIN_TEXT } from './style.ts'

/** Says where the snapshot is, who can open it, and until when; or that there is none to open, since the reason comes last. */
export function formatSnapshotResult({ kind, testId, snapshot }: SnapshotResult, isPublicRequested: boolean): string {
  if (kind !== 'taken') {
    return `${lineStart({ testId, testName: snapshot?.testName })}: no snapshot to open; the reason is at the end.`
  }
  const { testName, isPublic, expiresAt, viewUrl } = snapshot
  const audience = describeAudience({ isPublic, isPublicRequested })
  return `${lineStart({ testId, testName })}: ${viewUrl} (${audience}, until ${formatUtc(expiresAt)})`
}

/** At the start of a line; a test's own name stays as it is. */
function lineStart({ testId, testName }: Pick<ReportedTest, 'testId' | 'testName'>): string {
  return testName ?? `Test ${testId}`
}

/** The tests' metrics, their alerts, what was not measured, and the results of the gate. */
export function measurementLines(report: Report): readonly string[] {
  const { tests, analysis, gate, isDetailed } = report
  if (analysis === undefined || !isDetailed) return hiddenNote(report)
  const ofNoTest = gate?.results.filter(({ testId }) => testId === undefined) ?? []
  return [
    ...tests.flatMap(test => metricLines(test)),
    ...alertLines(analysis.alerts ?? [], alert => `Alert: ${describeAlert(alert, tests, PLAIN_TEXT).join(', ')}.`),
    ...tests.flatMap(test => test.problems.map(problem => notMeasured(`${lineStart(test)}: `, problem))),
    ...problemsOfStep(report).map(problem => notMeasured('', problem)),
    ...ofNoTest.map(result => `Gate, ${result.verdict}: ${formatConditionResult(result, '', PLAIN_TEXT)}.`),
    ...tests.flatMap(test => gateLines(test, report)),
  ]
}

function notMeasured(where: string, problem: Problem): string {
  return `Not measured. ${where}${formatProblem(problem)}`
}

function gateLines(test: ReportedTest, report: Report): readonly string[] {
  const { missingRounds, notApplied } = test
  return [
    ...ownResults(test, report).map(
      result => `Gate, ${result.verdict}: ${formatConditionResult(result, nameOf(test), PLAIN_TEXT)}.`,
    ),
    ...notApplied.map(({ text }) => `Gate, not applied: ${text} on ${nameOf(test)}.`),
    ...(missingRounds === undefined ? [] : [`Gate, unknown: ${nameOf(test)}: ${formatMissingRounds(missingRounds)}.`]),
  ]
}

function metricLines({ metrics, ...test }: ReportedTest): readonly string[] {
  return metrics.map(measured => {
    const { metric, sides, assessments } = measured
    const rounds = sides === undefined ? '' : ` (${formatComparedRounds(assessments[0])})`
    return `${lineStart(test)}: ${metric.name} ${formatMeasurement(measured, PLAIN_TEXT)}${rounds}.`
  })
}

/** An annotation of the run. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error'
  readonly title: string
  readonly line: string
}

const LEVELS: Readonly<Record<TestState, Annotation['level']>> = {
  exposed: 'error',
  fail: 'error',
  notTaken: 'error',
  unknown: 'warning',
  warn: 'warning',
  worse: 'warning',
  taken: 'notice',
  pass: 'notice',
}

/** The last lines of the log: how each test is, and its link. The most urgent line is the last one. */
export function outcomeAnnotations(report: Report): readonly Annotation[] {
  const unknownLevel = report.gate?.failed === true && report.gate.verdict === 'unknown' ? 'error' : 'warning'
  const headline = formatHeadline(report, PLAIN_TEXT)
  // Without a gate, what was not read decides nothing, and is among the measurements.
  const relevantNotes = report.gate === undefined ? [] : notes(report, PLAIN_TEXT)
  const ofStep = relevantNotes.map(line => ({ level: unknownLevel, title: headline, line }) as const)
  const ofTests = report.tests.map(test => {
    const state = stateOf(test, report)
    const title = describeTest(test, report, PLAIN_TEXT)
    return { level: state === 'unknown' ? unknownLevel : LEVELS[state], title, line: outcomeLine(test, report) }
  })
  const byLevel = Map.groupBy([...ofStep, ...ofTests], ({ level }) => level)
  return (['notice', 'warning', 'error'] as const).flatMap(level => byLevel.get(level) ?? [])
}

function outcomeLine(test: ReportedTest, report: Report): string {
  const { outcome } = test
  const summary = summarizeTest(test, report, PLAIN_TEXT)
  switch (outcome.kind) {
    case 'taken':
      return `${withFullStop(summary)} Snapshot: ${outcome.viewUrl} (${describeAudience(outcome)}, until ${formatDay(outcome.expiresAt)})`
    case 'notNeeded':
      return `${withFullStop(summary)} No snapshot was needed.`
    case 'notTaken':
    case 'exposed':
      return `${stateOf(test, report) === 'fail' ? `${withFullStop(summary)} No snapshot` : lineStart(test)}: ${outcome.reason}`
  }
}

function withFullStop(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
