import type { ConditionError } from './analysis/conditions.ts'
import type { ReadFailure } from './analysis/measure.ts'
import { alertLines, describeAlert } from './report/alerts.ts'
import {
  formatComparedRounds,
  formatConditionResult,
  formatMeasurement,
  formatProblem,
  formatReadFailure,
} from './report/format.ts'
import { describeTest, formatHeadline } from './report/headline.ts'
import { describeAudience, notes, summarizeTest } from './report/overview.ts'
import { metricsOf, nameOf, type Report, type ReportedTest, stateOf, type TestState } from './report/report.ts'
import { PLAIN_TEXT } from './report/style.ts'
import { count, quote } from './text.ts'
import type { SnapshotResult } from './thousandeyes/create-snapshots.ts'
import { SNAPSHOT_LIST } from './thousandeyes/errors.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { formatDay, formatUtc } from './time.ts'
import type { Window } from './window.ts'

export const CANCELLED_BEFORE_SNAPSHOT = 'The job was cancelled before a snapshot was requested.'

/** Says which snapshots are about to be requested. */
export function formatPlan(
  { testIds, isPublic }: { readonly testIds: readonly string[]; readonly isPublic: boolean },
  { from, to }: Window,
): string {
  const snapshots = count(testIds.length, `${isPublic ? 'public' : 'private'} snapshot`)
  return `Taking ${snapshots} from ${formatUtc(from)} to ${formatUtc(to)}: test ${testIds.join(', ')}.`
}

/** Says where the snapshot is, who can open it, and until when; or that there is none to open, since the reason comes last. */
export function formatSnapshotResult({ testId, snapshot, error }: SnapshotResult): string {
  if (snapshot === undefined || error !== undefined) {
    return `${capitalize(nameOf({ testId, testName: snapshot?.testName }))}: no snapshot to open; the reason is at the end.`
  }
  const { testName, isPublic, expiresAt, viewUrl } = snapshot
  const audience = isPublic ? 'anyone with the link can open it' : 'opens with a ThousandEyes login'
  return `${capitalize(nameOf({ testId, testName }))}: ${viewUrl} (${audience}, until ${formatUtc(expiresAt)})`
}

/** Of `test 123`; a test's own name stays as it is. */
function capitalize(name: string): string {
  return name.replace(/^test (?=\d+$)/, 'Test ')
}

/** For a snapshot whose link is no share link, although a public one was requested. */
export function notPublicMessage({ testId }: Snapshot): string {
  return `Test ${testId}: A public snapshot was requested, but its link is no share link: it may open with a ThousandEyes login only. Open it without one to find out; ${SNAPSHOT_LIST} shows how it is shared.`
}

/** For names that the responses to the snapshots left out. */
export function testNameLines(snapshots: readonly Snapshot[]): readonly string[] {
  return snapshots.flatMap(({ testId, testName }) =>
    testName === undefined ? [] : [`Test ${testId} is ${quote(testName)}.`],
  )
}

export function testsNotReadMessage(error: ReadFailure): string {
  return `The list of tests was not read: ${formatReadFailure(error)}`
}

/** The tests' metrics, their alerts, what was not measured, and the results of the gate. */
export function measurementLines(report: Report): readonly string[] {
  const { tests, analysis, gate, isDetailed } = report
  if (analysis === undefined || !isDetailed) return []
  const nameById = new Map(tests.map(test => [test.testId, nameOf(test)]))
  const nameFor = (testId: string) => capitalize(nameById.get(testId) ?? nameOf({ testId, testName: undefined }))
  return [
    ...tests.flatMap(test => metricLines(test, report)),
    ...alertLines(analysis.alerts ?? [], alert => `Alert: ${describeAlert(alert, tests, PLAIN_TEXT).join(', ')}.`),
    ...analysis.problems.map(problem => {
      const where = 'testId' in problem ? `${nameFor(problem.testId)}: ` : ''
      return `Not measured. ${where}${formatProblem(problem)}`
    }),
    ...(gate?.results ?? []).map(
      result => `Gate, ${result.verdict}: ${formatConditionResult(result, nameById.get(result.testId ?? '') ?? '')}.`,
    ),
  ]
}

function metricLines(test: ReportedTest, report: Report): readonly string[] {
  return metricsOf(test, report).map(measured => {
    const { metric, comparison } = measured
    const rounds = comparison === undefined ? '' : ` (${formatComparedRounds(comparison)})`
    return `${capitalize(nameOf(test))}: ${metric.name} ${formatMeasurement(measured)}${rounds}.`
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

/** The last lines of the log: how each test is, and its link. */
export function outcomeAnnotations(report: Report): readonly Annotation[] {
  const { tests, gate } = report
  const unknownLevel = gate?.failed === true && gate.verdict === 'unknown' ? 'error' : 'warning'
  return [
    ...notes(report, PLAIN_TEXT).map(
      line => ({ level: unknownLevel, title: formatHeadline(report, PLAIN_TEXT), line }) as const,
    ),
    ...tests.map(test => {
      const state = stateOf(test, report)
      const title = describeTest(test, report, PLAIN_TEXT)
      return { level: state === 'unknown' ? unknownLevel : LEVELS[state], title, line: outcomeLine(test, report) }
    }),
  ]
}

function outcomeLine(test: ReportedTest, report: Report): string {
  const { outcome } = test
  const summary = summarizeTest(test, report, PLAIN_TEXT)
  switch (outcome.kind) {
    case 'taken':
      return `${summary}: ${outcome.viewUrl} (${describeAudience(outcome)}, until ${formatDay(outcome.expiresAt)})`
    case 'notNeeded':
      return `${summary}. No snapshot was needed.`
    case 'notTaken':
    case 'exposed':
      return `${stateOf(test, report) === 'fail' ? `${summary}. No snapshot` : capitalize(nameOf(test))}: ${outcome.reason}`
  }
}

export function outputsErrorMessage(error: unknown): string {
  return `The outputs were not written: ${quote(String(error))}. Later steps do not have them; look for the links in this log, and at the runner's disk.`
}

/** Says why a line of `failOn` is refused, and what to write instead. */
export function conditionErrorMessage(line: string, error: ConditionError): string {
  const quoted = quote(line, 100)
  switch (error.kind) {
    case 'syntax':
      return `${quoted} is not a condition: write a metric, one of > >= < <=, and a number, such as loss > 1%.`
    case 'unknownMetric':
      return `${quoted} names no metric there is: use one of ${error.knownMetrics.join(', ')}.`
    case 'unexpectedSign':
      return `${quoted} has a sign, which is for a change in percent of a metric, such as responseTime > +20%.`
    case 'unexpectedPercent': {
      const { metric, digits } = error
      const instead = metric === 'alerts' ? `${digits} without it` : `+${digits}% for a change against before`
      return `${quoted} has a percent sign, but ${metric} is no share: write ${instead}.`
    }
  }
}

export const dryRunMessages = {
  start: (waitMinutes: number) => {
    const wait = waitMinutes > 0 ? ` After a wait of ${waitMinutes} min, this would be:` : ' This would be:'
    return `Dry run: every input is fine, and nothing is sent.${wait}`
  },
  measure: 'Then the results and alerts of the tests in this window would be read.',
  comment: 'The comment would look like this, with the names of the tests and the links:',
} as const
