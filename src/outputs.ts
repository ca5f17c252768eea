import type { MetricMeasurement } from './analysis/measurement.ts'
import type { Statistics } from './analysis/statistics.ts'
import type { Core } from './context.ts'
import { BODY_LIMIT } from './github/comment.ts'
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
  readonly #secrets: readonly string[]
  /** Names. */
  readonly written = new Set<string>()
  /** Why outputs are missing, and what to do; `undefined` if all are written. */
  error: string | undefined

  constructor(core: Pick<Core, 'setOutput'>, secrets: readonly string[]) {
    this.#core = core
    this.#secrets = secrets
  }

  write(outputs: Outputs): void {
    try {
      for (const [name, value] of Object.entries(outputs)) {
        this.#core.setOutput(name, redact(value, this.#secrets))
        this.written.add(name)
      }
    } catch (error) {
      this.error ??= `The outputs could not be written: ${quote(String(error))}. Later steps don't have them: find the links in this log or in ${SNAPSHOT_LIST}, and check the runner's disk.`
    }
  }
}

/** Also of a snapshot that is exposed: its link is nowhere else. */
export function snapshotOutputs({ window, tests }: Step, displayName: string): Outputs {
  const period = { from: formatIso(window.from), to: formatIso(window.to) }
  const snapshots = tests.flatMap(({ testId, testName, snapshot }) => {
    if (snapshot?.kind !== 'taken' && snapshot?.kind !== 'exposed') return []
    const { snapshotId, viewUrl, isPublic } = snapshot
    const times = { createdAt: formatIso(snapshot.createdAt), expiresAt: formatIso(snapshot.expiresAt), ...period }
    return [{ testId, testName, snapshotId, viewUrl, isPublic, ...times }]
  })
  const { viewUrl = '', snapshotId = '', expiresAt = '' } = snapshots.at(0) ?? {}
  return { viewUrl, snapshotId, ...period, expiresAt, displayName, snapshots: JSON.stringify(snapshots) }
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
  const side = ({ count, mean, median }: Statistics) => ({ count, mean, median })
  const change = sides && { before: side(sides.before), after: side(sides.after), changePercent, result }
  const parts = assessments
    .slice(0, MAX_PARTS)
    .map(({ part, before, after, changePercent, result }) => ({ part, before, after, changePercent, result }))
  return { name, unit, count, mean, median, p95, ...change, ...(assessments.length > 1 && { parts }) }
}
