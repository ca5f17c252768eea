import { alertCount, type Gate } from './analysis/gate.ts'
import type { Analysis } from './analysis/measure.ts'
import type { Measurement } from './analysis/rounds.ts'
import type { Core } from './context.ts'
import type { WrittenComment } from './github/comment.ts'
import { quote } from './text.ts'
import type { Snapshot } from './thousandeyes/snapshot.ts'
import { formatIso } from './time.ts'
import type { Window } from './window.ts'

/** What later steps get, by name. An output without a value stays empty, as GitHub has it. */
export type Outputs = Readonly<Record<string, string>>

/** Writes outputs. One that cannot be written must not keep the rest of the step's words from being said. */
export class OutputsWriter {
  readonly #toolkit: Pick<Core, 'setOutput'>
  #problem: string | undefined

  constructor(core: Pick<Core, 'setOutput'>) {
    this.#toolkit = core
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
    from: formatIso(window.from),
    to: formatIso(window.to),
    expiresAt: first === undefined ? '' : formatIso(first.expiresAt),
    displayName,
    snapshots: JSON.stringify(snapshots.map(asJson)),
  }
}

export function commentOutputs({ prNumber, commentId, commentUrl }: WrittenComment): Outputs {
  return { prNumber: String(prNumber), commentId: String(commentId), commentUrl }
}

/** Without `failOn`, the verdict stays empty; without measurements, so do they. */
export function analysisOutputs(analysis: Analysis, gate: Gate | undefined): Outputs {
  const measurements = analysis.tests.flatMap(({ measurement }) =>
    measurement === undefined ? [] : [measurementAsJson(measurement, analysis.alerts)],
  )
  return {
    verdict: gate?.verdict ?? '',
    measurements: JSON.stringify(measurements),
  }
}

/** A number that is not known, such as the mean of nothing or a change from 0, becomes `null`. */
function measurementAsJson({ testId, metrics }: Measurement, alerts: Analysis['alerts']): Record<string, unknown> {
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
    from: formatIso(window.from),
    to: formatIso(window.to),
    isPublic: snapshot.isPublic,
    createdAt: formatIso(createdAt),
    expiresAt: formatIso(expiresAt),
  }
}
