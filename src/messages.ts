import type { Gate } from './analysis/gate.ts'
import type { Analysis } from './analysis/measure.ts'
import type { Measurement } from './analysis/rounds.ts'
import type { Inputs } from './inputs.ts'
import {
  alertLines,
  beforeAndAfter,
  describeAlert,
  formatAssessment,
  formatCleared,
  formatConditionResult,
  formatValue,
  roundsCompared,
} from './report/format.ts'
import { count, quote, singleLine } from './text.ts'
import type { Alert } from './thousandeyes/alerts.ts'
import { SNAPSHOT_LIST } from './thousandeyes/errors.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { formatUtc } from './time.ts'
import type { Window } from './window.ts'

/** What is about to be asked for. */
export function formatPlan({ testIds, isPublic }: Inputs, { from, to }: Window): string {
  const snapshots = count(testIds.length, `${isPublic ? 'public' : 'private'} snapshot`)
  return `Taking ${snapshots} from ${formatUtc(from)} to ${formatUtc(to)}: test ${testIds.join(', ')}.`
}

/** The link, and who can open it until when. */
export function formatCreated({ testId, testName, isPublic, expiresAt, viewUrl }: Snapshot): string {
  const test = testName === undefined ? testId : `${testId} ${quote(testName)}`
  const audience = isPublic ? 'anyone with the link can open it' : 'opens with a ThousandEyes login'
  return `Test ${test}: ${viewUrl} (${audience}, until ${formatUtc(expiresAt)})`
}

/** For a snapshot whose link is no share link, although a public one was requested. */
export function notPublicMessage({ testId }: Snapshot): string {
  return `Test ${testId}: A public snapshot was requested, but its link is no share link: it may open with a ThousandEyes login only. Open it without one to find out; ${SNAPSHOT_LIST} shows how it is shared.`
}

/** What the tests saw by their main metrics, their alerts, what could not be had, and what the gate found. */
export function analysisLines({ tests, alerts = [], problems }: Analysis, gate: Gate | undefined): readonly string[] {
  return [
    ...tests.flatMap(({ measurement }) => (measurement === undefined ? [] : [measuredLine(measurement)])),
    ...alertLines(alerts, alertLine).map(line => `Alert: ${line}.`),
    ...problems.map(problem => `Not measured. ${problem}`),
    ...(gate?.results ?? []).map(result => `Gate, ${result.verdict}: ${formatConditionResult(result)}.`),
  ]
}

/** What made the gate end the step red; or where it does not, why it cannot tell. */
export function gateReasons({ results, verdict }: Gate): string {
  return results
    .filter(result => result.verdict === verdict)
    .map(result => formatConditionResult(result))
    .join('; ')
}

/** What nobody expected to happen. */
export function unexpectedErrorMessage(error: unknown): string {
  return `The action failed in a way it should not have: ${quote(String(error))}. Please report it.`
}

function measuredLine({ testId, metrics: [main] }: Measurement): string {
  const { metric, statistics, comparison } = main
  const words =
    comparison === undefined
      ? formatValue(statistics.mean, metric.unit)
      : `${beforeAndAfter(comparison, metric.unit)}, ${formatAssessment(comparison)} (${roundsCompared(comparison)})`
  return `Test ${testId}: ${metric.name} ${words}.`
}

function alertLine(alert: Alert): string {
  const state = alert.state === 'active' ? 'still active' : formatCleared(alert)
  return [...describeAlert(alert, singleLine), state, ...(alert.url === undefined ? [] : [alert.url])].join(', ')
}
