import { utcMinute } from './clock.ts'
import type { Gate } from './evidence/gate.ts'
import type { Measurement } from './evidence/measurement.ts'
import {
  alertFacts,
  alertLines,
  beforeAndAfter,
  clearedWords,
  findingWords,
  judgement,
  roundsCompared,
  withUnit,
} from './evidence/words.ts'
import type { Inputs } from './inputs.ts'
import type { Evidence } from './measure.ts'
import { count, quote, singleLine } from './text.ts'
import type { Alert } from './thousandeyes/alerts.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import type { Window } from './window.ts'

/** What is about to be asked for. */
export function planLine({ testIds, isPublic }: Inputs, { from, to }: Window): string {
  const snapshots = count(testIds.length, `${isPublic ? 'public' : 'private'} snapshot`)
  return `Taking ${snapshots} from ${utcMinute(from)} to ${utcMinute(to)}: test ${testIds.join(', ')}.`
}

/** The link, and who can open it until when. */
export function madeLine({ testId, testName, isPublic, expiresAt, viewUrl }: Snapshot): string {
  const test = testName === undefined ? testId : `${testId} ${quote(testName)}`
  const audience = isPublic ? 'anyone with the link can open it' : 'opens with a ThousandEyes login'
  return `Test ${test}: ${viewUrl} (${audience}, until ${utcMinute(expiresAt)})`
}

/** What the tests saw by their main metrics, their alerts, what could not be had, and what the gate found. */
export function evidenceLines({ tests, alerts = [], problems }: Evidence, gate: Gate | undefined): readonly string[] {
  return [
    ...tests.flatMap(({ measurement }) => (measurement === undefined ? [] : [measuredLine(measurement)])),
    ...alertLines(alerts, alertLine).map(line => `Alert: ${line}.`),
    ...problems.map(problem => `Not measured. ${problem}`),
    ...(gate?.findings ?? []).map(finding => `Gate, ${finding.verdict}: ${findingWords(finding)}.`),
  ]
}

/** Why the gate did not pass. */
export function gateReasons({ findings }: Gate): string {
  return findings
    .filter(({ verdict }) => verdict !== 'pass')
    .map(finding => findingWords(finding))
    .join('; ')
}

/** What nobody expected to happen. */
export function bugLine(error: unknown): string {
  return `The action failed in a way it should not have: ${quote(String(error))}. Please report it.`
}

function measuredLine({ testId, metrics: [main] }: Measurement): string {
  if (main === undefined) return `Test ${testId}: no results.`
  const { metric, statistics, comparison } = main
  const words =
    comparison === undefined
      ? withUnit(statistics.mean, metric.unit)
      : `${beforeAndAfter(comparison, metric.unit)}, ${judgement(comparison)} (${roundsCompared(comparison)})`
  return `Test ${testId}: ${metric.name} ${words}.`
}

function alertLine(alert: Alert): string {
  const state = alert.state === 'active' ? 'still active' : clearedWords(alert)
  return [...alertFacts(alert, singleLine), state, ...(alert.url === undefined ? [] : [alert.url])].join(', ')
}
