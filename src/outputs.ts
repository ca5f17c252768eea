import { countAlerts, countAlertsFor } from './analysis/evaluate-gate.ts'
import type { Analysis } from './analysis/measure.ts'
import type { Measurement, MetricMeasurement, PartAssessment } from './analysis/measurement.ts'
import type { Core } from './context.ts'
import { BODY_LIMIT, type WrittenComment } from './github/comment.ts'
import { redact } from './redaction.ts'
import { renderMarkdown } from './report/render.ts'
import type { Report } from './report/report.ts'
import type { Snapshot } from './thousandeyes/create-snapshots.ts'
import { formatIso } from './time.ts'
import type { Window } from './window.ts'

/** Values by output name; an output without a value is empty. */
export type Outputs = Readonly<Record<string, string>>

/**
 * Writes outputs without secrets, and keeps the first error, so that a full disk does not end the step before the links are
 * logged.
 */
export class OutputsWriter {
  readonly #core: Pick<Core, 'setOutput'>
  readonly #names = new Set<string>()
  readonly #secrets: readonly string[]
  #error: string | undefined

  constructor(core: Pick<Core, 'setOutput'>, secrets: readonly string[]) {
    this.#core = core
    this.#secrets = secrets
  }

  write(outputs: Outputs): void {
    try {
      for (const [name, value] of Object.entries(outputs)) {
        this.#core.setOutput(name, redact(value, this.#secrets))
        this.#names.add(name)
      }
    } catch (error) {
      this.#error ??= String(error)
    }
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** Why outputs are missing; `undefined` where all are written. */
  get error(): string | undefined {
    return this.#error
  }
}

export function snapshotOutputs(window: Window, displayName: string, snapshots: readonly Snapshot[]): Outputs {
  const [first] = snapshots
  return {
    viewUrl: first?.viewUrl ?? '',
    snapshotId: first?.snapshotId ?? '',
    from: formatIso(window.from),
    to: formatIso(window.to),
    expiresAt: first === undefined ? '' : formatIso(first.expiresAt),
    displayName,
    snapshots: JSON.stringify(snapshots.map(snapshotJson)),
  }
}

function snapshotJson({ window, createdAt, expiresAt, ...snapshot }: Snapshot): Record<string, unknown> {
  return {
    testId: snapshot.testId,
    testName: snapshot.testName,
    snapshotId: snapshot.snapshotId,
    viewUrl: snapshot.viewUrl,
    from: formatIso(window.from),
    to: formatIso(window.to),
    isPublic: snapshot.isPublic,
    createdAt: formatIso(createdAt),
    expiresAt: formatIso(expiresAt),
  }
}

export function commentOutputs({ prNumber, commentId, commentUrl }: WrittenComment): Outputs {
  return { prNumber: String(prNumber), commentId: String(commentId), commentUrl }
}

/** The report as Markdown, and the measurements where they may be shown. */
export function reportOutputs(report: Report): Outputs {
  const { analysis, isDetailed } = report
  const measurements = analysis !== undefined && isDetailed ? measurementOutputs(analysis) : {}
  return { ...measurements, markdown: renderMarkdown(report, BODY_LIMIT) }
}

export function measurementOutputs(analysis: Analysis): Outputs {
  const measurements = analysis.tests.flatMap(({ testId, measurement }) =>
    measurement === undefined ? [] : [measurementJson(testId, measurement, analysis)],
  )
  return { measurements: JSON.stringify(measurements) }
}

/** A number that is not known becomes `null`: `NaN` and infinite numbers, and alerts that may be of another test. */
function measurementJson(
  testId: string,
  { metrics }: Measurement,
  { alerts, deployedAt }: Pick<Analysis, 'alerts' | 'deployedAt'>,
): Record<string, unknown> {
  return {
    testId,
    metrics: metrics.map(metricJson),
    alerts: alerts === undefined || countAlerts(alerts, undefined) > 0 ? null : countAlerts(alerts, testId),
    alertsCompared: alerts === undefined ? null : countAlertsFor({ testId }, alerts, deployedAt),
  }
}

/** The worst ones: a job's outputs have a limited size. */
const MAX_ASSESSMENTS = 20

/** `before`, `after` and `changePercent` are what the conditions look at, of the worst part; the statistics are of all values. */
function metricJson({ metric: { name, unit }, statistics, sides, assessments }: MetricMeasurement) {
  const [worst] = assessments
  return {
    name,
    unit,
    ...statistics,
    value: worst.after,
    before: sides && { ...sides.before, value: worst.before },
    after: sides && { ...sides.after, value: worst.after },
    changePercent: sides && worst.changePercent,
    assessments: assessments.slice(0, MAX_ASSESSMENTS).map(assessmentJson),
  }
}

/** All that a condition on the metric depends on. */
function assessmentJson(given: PartAssessment) {
  const { comparedAgents, excludedAgents, droppedAgents, newAgents, noisePercent, imperfect, slowTail, ...rest } = given
  return {
    ...rest,
    comparedAgents: comparedAgents.length,
    excludedAgents: excludedAgents.length,
    droppedAgents: droppedAgents.length,
  }
}
