import type { ConditionError } from './analysis/conditions.ts'
import type { Gate } from './analysis/gate.ts'
import type { Analysis, ReadFailure } from './analysis/measure.ts'
import type { Measurement } from './analysis/rounds.ts'
import {
  alertLines,
  describeAlert,
  formatAssessment,
  formatBeforeAndAfter,
  formatComparedRounds,
  formatConditionResult,
  formatProblem,
  formatReadFailure,
  formatValue,
} from './report/format.ts'
import { count, quote, singleLine } from './text.ts'
import type { Alert } from './thousandeyes/alerts.ts'
import { SNAPSHOT_LIST } from './thousandeyes/errors.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { formatUtc } from './time.ts'
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

/** Says where the snapshot is, who can open it, and until when. */
export function formatCreated({ testId, testName, isPublic, expiresAt, viewUrl }: Snapshot): string {
  const test = testName === undefined ? testId : `${testId} ${quote(testName)}`
  const audience = isPublic ? 'anyone with the link can open it' : 'opens with a ThousandEyes login'
  return `Test ${test}: ${viewUrl} (${audience}, until ${formatUtc(expiresAt)})`
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

/** The tests' main metrics, their alerts, what was not measured, and the results of the gate. */
export function analysisLines({ tests, alerts = [], problems }: Analysis, gate: Gate | undefined): readonly string[] {
  return [
    ...tests.flatMap(({ measurement }) => (measurement === undefined ? [] : [formatMeasurement(measurement)])),
    ...alertLines(alerts, formatAlert).map(line => `Alert: ${line}.`),
    ...problems.map(problem => `Not measured. ${formatProblem(problem)}`),
    ...(gate?.results ?? []).map(result => `Gate, ${result.verdict}: ${formatConditionResult(result)}.`),
  ]
}

function formatMeasurement({ testId, metrics: [main] }: Measurement): string {
  const { metric, statistics, comparison } = main
  if (comparison === undefined) return `Test ${testId}: ${metric.name} ${formatValue(statistics.mean, metric.unit)}.`
  const { before, after } = comparison.compared
  const sides = formatBeforeAndAfter(before.mean, after.mean, metric.unit)
  const rounds = formatComparedRounds(comparison)
  return `Test ${testId}: ${metric.name} ${sides}, ${formatAssessment(comparison)} (${rounds}).`
}

function formatAlert(alert: Alert): string {
  return [...describeAlert(alert, singleLine), ...(alert.url === undefined ? [] : [alert.url])].join(', ')
}

/** Names the conditions behind a verdict of `fail` or `unknown`. */
export function gateMessage({ results, verdict }: Gate): string {
  const state = verdict === 'fail' ? 'The gate (failOn) failed:' : 'The gate (failOn) is inconclusive:'
  const decisive = results.filter(result => result.verdict === verdict)
  return `${state} ${decisive.map(result => formatConditionResult(result)).join('; ')}.`
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
