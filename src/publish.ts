import * as v from 'valibot'
import type { Context } from './context.ts'
import { BODY_LIMIT, type CommentRequest, upsertComment, type WrittenComment } from './github/comment.ts'
import { isForkRun, isPublicRepository, resolvePullRequest } from './github/event.ts'
import type { WorkflowRun } from './github/run.ts'
import type { CommentInputs } from './inputs.ts'
import type { Judgement } from './judge.ts'
import { planComment, type RunRecord } from './report/history.ts'
import { measurementLines, outcomeAnnotations } from './report/log-lines.ts'
import { renderComment, renderSummary } from './report/render.ts'
import { addJudgement, nameOf, type Outcome, type Report, stateOf, TEST_STATES } from './report/report.ts'
import type { ApiConfig } from './thousandeyes/config.ts'
import type { SnapshotResult } from './thousandeyes/create-snapshots.ts'
import { serviceLink } from './thousandeyes/links.ts'
import type { Window } from './window.ts'

interface ReportInputs {
  readonly testIds: readonly string[]
  readonly isPublic: boolean
  /** `auto`: the numbers of a private snapshot are not shown in a public repository. */
  readonly measure: boolean | 'auto'
}

/**
 * @param results - a test without one needed no snapshot
 * @param listed - tests by id, for the names of those without a snapshot
 */
export function createReport(
  { testIds, isPublic, measure }: ReportInputs,
  results: readonly SnapshotResult[],
  judgement: Judgement,
  window: Window,
  run: WorkflowRun,
  listed: ReadonlyMap<string, { readonly testName: string | undefined }> = new Map(),
): Report {
  const resultById = new Map(results.map(result => [result.testId, result]))
  const tests = testIds.map(testId => {
    const result = resultById.get(testId)
    const testName = result?.snapshot?.testName ?? listed.get(testId)?.testName
    return { testId, testName, outcome: toOutcome(result, isPublic) }
  })
  const areAllPublic = tests.every(({ outcome }) => outcome.kind === 'taken' && outcome.isPublic)
  const isDetailed = measure !== 'auto' || areAllPublic || !isPublicRepository(run.event, run.isOnGitHub)
  return { ...judgement, tests: addJudgement(tests, judgement), window, isDetailed, run }
}

function toOutcome(result: SnapshotResult | undefined, isPublicRequested: boolean): Outcome {
  if (result === undefined) return { kind: 'notNeeded' }
  if (result.kind !== 'taken') return { kind: result.kind, reason: result.error }
  const { viewUrl, isPublic, createdAt, expiresAt } = result.snapshot
  return { kind: 'taken', viewUrl, isPublic, isPublicRequested, createdAt, expiresAt }
}

/** Logs what was measured, folded. */
export function logMeasurements(report: Report, { core, log }: Pick<Context, 'core' | 'log'>): void {
  const lines = measurementLines(report)
  if (lines.length === 0) return
  core.startGroup('Measurements')
  for (const line of lines) log.info(line)
  core.endGroup()
}

/** Logs how each test is, with its link: for the end of the log, where people look. */
export function logOutcome(report: Report, { log }: Pick<Context, 'log'>): void {
  for (const { level, title, line } of outcomeAnnotations(report)) log[level](line, { title })
}

/** Writes the job summary. A failure is a warning: it does not fail the step. */
export async function writeSummary(report: Report, { core, log, redact }: Context): Promise<void> {
  try {
    await core.writeSummary(redact(renderSummary(report)))
  } catch (error) {
    log.warning(`The job summary was not written: ${String(error)}.`)
  }
}

/**
 * Writes the comment on the pull request, and keeps the links of earlier runs in it. A failure is a warning, and `undefined`: it
 * does not fail the step. Nothing is written where a snapshot is public by mistake, so that nobody looks for its link.
 */
export async function publishComment(
  report: Report,
  { prNumber, key, token }: CommentInputs,
  run: WorkflowRun,
  api: ApiConfig,
  context: Context,
): Promise<WrittenComment | undefined> {
  const { repository, event, apiUrl, graphqlUrl } = run
  if (report.tests.some(({ outcome }) => outcome.kind === 'exposed')) return undefined
  const pullRequest = resolvePullRequest(event, prNumber)
  const isServiceLink = (url: string) => v.is(serviceLink(api), url)
  const now = context.clock.now()
  const options = {
    mode: 'always',
    present: runRecord(report, run, now),
    render: (history: string) => context.redact(renderComment(report, history, BODY_LIMIT)),
    maxLength: BODY_LIMIT,
    isServiceLink,
    now,
  } as const
  const plan: CommentRequest['plan'] = (existing, hasCreated) => planComment(existing, hasCreated, options)
  const request = { repository, pullRequest, fromFork: isForkRun(event), key, plan }
  const result = await upsertComment(request, { apiUrl, graphqlUrl, token }, context)
  switch (result.kind) {
    case 'written':
      context.log.info(`The link is on pull request #${result.prNumber}: ${result.commentUrl} (${result.action})`)
      if (result.notice !== undefined) context.log.notice(result.notice)
      return result
    case 'notNeeded':
      context.log.info('No comment is needed: nothing is wrong.')
      return undefined
    case 'noPullRequest':
      context.log.notice(result.message)
      return undefined
    case 'failed':
      context.log.warning(result.message)
      return undefined
  }
}

/** What the comment remembers of this run. */
function runRecord(report: Report, { id: runId, attempt, number }: WorkflowRun, at: Date): RunRecord {
  const states = report.tests.map(test => stateOf(test, report))
  const links = report.tests.flatMap(test => {
    const { outcome } = test
    if (outcome.kind !== 'taken') return []
    return [{ name: nameOf(test), state: stateOf(test, report), url: outcome.viewUrl, expiresAt: outcome.expiresAt }]
  })
  const state = TEST_STATES.find(one => states.includes(one)) ?? 'pass'
  return { runId, attempt, number, state, at, links }
}
