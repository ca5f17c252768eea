import type { MetricMeasurement } from './analysis/measurement.ts'
import type { Statistics } from './analysis/statistics.ts'
import type { Core } from './context.ts'
import { BODY_LIMIT, type WrittenComment } from './github/comment.ts'
import { redact } from './redaction.ts'
import { renderReport } from './report/render.ts'
import type { Step, TestRecord } from './step.ts'
import { quote } from './text.ts'
import { SNAPSHOT_LIST } from './thousandeyes/errors.ts'
import { formatIso } from './time.ts'

/** Values by output name; an output without a value is empty. */
export type Outputs = Readonly<Record<string, string>>

/** Writes outputs without secrets, and keeps the first error: a full disk must not end the step before the links are logged. */
export class OutputsWriter {
  readonly #core: Pick<Core, 'setOutput'>
  readonly #names = new Set<string>()
  readonly #secrets: readonly string[]
  /** Why outputs are missing; `undefined` if all are written. */
  error: string | undefined

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
      this.error ??= String(error)
    }
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }
}

export function outputsErrorMessage(error: string): string {
  return `The outputs could not be written: ${quote(error)}. Later steps don't have them: find the links in this log or in ${SNAPSHOT_LIST}, and check the runner's disk.`
}

/** Also of a snapshot that is exposed: its link is nowhere else. */
export function snapshotOutputs({ window, tests }: Step, displayName: string): Outputs {
  const snapshots = tests.flatMap(({ testId, testName, snapshot }) => {
    if (snapshot?.kind !== 'taken' && snapshot?.kind !== 'exposed') return []
    const { snapshotId, viewUrl, isPublic, createdAt, expiresAt } = snapshot
    return [
      {
        testId,
        testName,
        snapshotId,
        viewUrl,
        isPublic,
        createdAt: formatIso(createdAt),
        expiresAt: formatIso(expiresAt),
      },
    ]
  })
  const [first] = snapshots
  const [from, to] = [formatIso(window.from), formatIso(window.to)]
  return {
    viewUrl: first?.viewUrl ?? '',
    snapshotId: first?.snapshotId ?? '',
    from,
    to,
    expiresAt: first?.expiresAt ?? '',
    displayName,
    snapshots: JSON.stringify(snapshots.map(snapshot => ({ ...snapshot, from, to }))),
  }
}

export function commentOutputs({ prNumber, commentId, commentUrl }: WrittenComment): Outputs {
  return { prNumber: String(prNumber), commentId: String(commentId), commentUrl }
}

/** The verdict, the report, and the measurements unless they are hidden. */
export function reportOutputs(step: Step): Outputs {
  const measured = step.tests.flatMap(test => (test.measurement === undefined ? [] : [measurementJson(test)]))
  return {
    verdict: step.verdict ?? '',
    measurements: measured.length === 0 ? '' : JSON.stringify(measured, rounded),
    markdown: renderReport(step, { maxCharacters: BODY_LIMIT }),
  }
}

/** Numbers have four significant digits. One that is unknown becomes `null`: `NaN`, infinity, and alerts that could not be read. */
function rounded(key: string, value: unknown): unknown {
  return typeof value === 'number' && key !== 'count' ? Number(value.toPrecision(4)) : value
}

function measurementJson({ testId, testName, alerts, measurement }: TestRecord) {
  return {
    testId,
    testName,
    alerts: alerts?.filter(({ isSuppressed }) => !isSuppressed).length ?? null,
    metrics: measurement?.metrics.map(metricJson),
  }
}

/** The worst ones, so that a test has at most 3 kB: an environment variable holds 128 kB. */
const MAX_PARTS = 4

function metricJson({ metric: { name, unit }, statistics, sides, assessments }: MetricMeasurement) {
  const { count, mean, median, p95 } = statistics
  const [{ changePercent, result }] = assessments
  const change = sides && { before: sideJson(sides.before), after: sideJson(sides.after), changePercent, result }
  const parts = assessments.slice(0, MAX_PARTS).map(({ part, before, after, changePercent, result }) => {
    return { part, before, after, changePercent, result }
  })
  return { name, unit, count, mean, median, p95, ...change, ...(assessments.length > 1 && { parts }) }
}

function sideJson({ count, mean, median }: Statistics) {
  return { count, mean, median }
}
