import { isoSeconds } from './clock.ts'
import { alertCount, type Gate } from './evidence/gate.ts'
import type { Measurement } from './evidence/measurement.ts'
import type { WrittenComment } from './github/comment.ts'
import type { Evidence } from './measure.ts'
import { quote } from './text.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import type { Window } from './window.ts'
import type { Toolkit } from './world.ts'

/** What later steps get, by name. An output without a value stays empty, as GitHub has it. */
export type Outputs = Readonly<Record<string, string>>

/** Writes outputs. One that cannot be written must not keep the rest of the step's words from being said. */
export class OutputsWriter {
  readonly #toolkit: Pick<Toolkit, 'setOutput'>
  #problem: string | undefined

  constructor(toolkit: Pick<Toolkit, 'setOutput'>) {
    this.#toolkit = toolkit
  }

  write(outputs: Outputs): void {
    try {
      for (const [name, value] of Object.entries(outputs)) this.#toolkit.setOutput(name, value)
    } catch (error) {
      this.#problem ??= `The outputs were not written: ${quote(String(error))}. Later steps do not have them; look for the links in this log, and at the runner's disk.`
    }
  }

  /** Why not all of them are written. */
  get problem(): string | undefined {
    return this.#problem
  }
}

export function snapshotOutputs(window: Window, displayName: string, snapshots: readonly Snapshot[]): Outputs {
  const first = snapshots[0]
  return {
    viewUrl: first?.viewUrl ?? '',
    snapshotId: first?.snapshotId ?? '',
    from: isoSeconds(window.from),
    to: isoSeconds(window.to),
    expiresAt: first === undefined ? '' : isoSeconds(first.expiresAt),
    displayName,
    snapshots: JSON.stringify(snapshots.map(asJson)),
  }
}

export function commentOutputs({ prNumber, commentId, commentUrl }: WrittenComment): Outputs {
  return { prNumber: String(prNumber), commentId: String(commentId), commentUrl }
}

/** Without `failOn`, the verdict stays empty; without measurements, so do they. */
export function evidenceOutputs(evidence: Evidence, gate: Gate | undefined): Outputs {
  const measurements = evidence.tests.flatMap(({ measurement }) =>
    measurement === undefined ? [] : [measurementAsJson(measurement, evidence.alerts)],
  )
  return {
    verdict: gate?.verdict ?? '',
    measurements: JSON.stringify(measurements),
  }
}

/** A number that is not known, such as the mean of nothing or a change from 0, becomes `null`. */
function measurementAsJson({ testId, metrics }: Measurement, alerts: Evidence['alerts']): Record<string, unknown> {
  return {
    testId,
    metrics: metrics.map(({ metric: { name, unit }, statistics, comparison }) => ({
      name,
      unit,
      ...statistics,
      before: comparison?.all.before.statistics,
      after: comparison?.all.after.statistics,
      changePercent: comparison?.changePercent,
    })),
    alerts: alerts === undefined || alertCount(alerts, undefined) > 0 ? null : alertCount(alerts, testId),
  }
}

function asJson({ window, createdAt, expiresAt, ...snapshot }: Snapshot): Record<string, unknown> {
  return {
    testId: snapshot.testId,
    testName: snapshot.testName,
    snapshotId: snapshot.snapshotId,
    viewUrl: snapshot.viewUrl,
    from: isoSeconds(window.from),
    to: isoSeconds(window.to),
    isPublic: snapshot.isPublic,
    createdAt: isoSeconds(createdAt),
    expiresAt: isoSeconds(expiresAt),
  }
}
