import * as v from 'valibot'
import type { ConditionResult } from '../analysis/gate.ts'
import type { Context } from '../context.ts'
import { BODY_LIMIT, type CommentResult, type ExistingComment, upsertComment } from '../github/comment.ts'
import { isForkRun, isPublicRepository } from '../github/event.ts'
import { subjectOf } from '../github/subject.ts'
import type { Inputs } from '../inputs.ts'
import { type OutputsWriter, reportOutputs } from '../outputs.ts'
import { planComment, type RunRecord } from '../report/history.ts'
import { measurementLines, outcomeLines } from '../report/log-lines.ts'
import { renderReport } from '../report/render.ts'
import { nameOf, type Step, stateOf, stepState, type TestRecord } from '../step.ts'
import { serviceLink } from '../thousandeyes/links.ts'

/** GitHub's limit for the job summary of a step: 1 MiB, with the newline at its end. */
const MAX_SUMMARY_BYTES = 1024 * 1024 - 1

/** Shows the step in outputs, job summary and comment, and last of all in the log. Only the outputs can fail the step. */
export async function publish(step: Step, inputs: Inputs, outputs: OutputsWriter, context: Context): Promise<void> {
  const shown = mayShowNumbers(step, inputs) ? step : withoutNumbers(step)
  logMeasurements(shown, context)
  outputs.write(reportOutputs(shown))
  await writeSummary(shown, context)
  await writeComment(shown, inputs, outputs, context)
  for (const { level, title, line } of outcomeLines(shown)) context.log[level](line, { title })
}

/** In a public repository, readers may have no access to ThousandEyes: by default, they see the numbers of public snapshots only. */
function mayShowNumbers({ tests, run, isPublicRequested }: Step, { measure }: Inputs): boolean {
  const isAnyPrivate = tests.some(({ snapshot }) => snapshot?.kind === 'taken' && !snapshot.isPublic)
  return measure !== 'auto' || (isPublicRequested && !isAnyPrivate) || !isPublicRepository(run.event)
}

/** Keeps the verdict and the links, and removes whatever reveals measurements. */
export function withoutNumbers(step: Step): Step {
  const areNumbersHidden = step.tests.some(({ measurement, alerts }) => (measurement ?? alerts) !== undefined)
  const tests = step.tests.map(({ measurement: _, alerts: __, conditions, ...test }): TestRecord => {
    return { ...test, ...(conditions && { conditions: conditions.map(withoutValues) }) }
  })
  return { ...step, tests, alertsOfNoTest: [], areNumbersHidden }
}

function withoutValues(result: ConditionResult): ConditionResult {
  const { condition, verdict } = result
  if (verdict !== 'unknown') return { condition, verdict }
  const { reason } = result
  return reason.kind === 'tooFewRounds' ? result : { condition, verdict, reason: { kind: reason.kind } }
}

function logMeasurements(step: Step, { core, log }: Context): void {
  const lines = measurementLines(step)
  if (lines.length === 0) return
  core.startGroup('Measurements')
  for (const line of lines) log.info(line)
  core.endGroup()
}

async function writeSummary(step: Step, { core, log, redact }: Context): Promise<void> {
  try {
    await core.writeSummary(redact(renderReport(step, { maxBytes: MAX_SUMMARY_BYTES })))
  } catch (error) {
    log.warning(`The job summary could not be written: ${String(error)}.`)
  }
}

/**
 * Writes the comment on the pull request, and keeps the links of earlier runs in it. A failure is a warning: it doesn't fail the step.
 * Nothing is written if a snapshot is public by mistake, so that nobody looks for its link.
 */
async function writeComment(step: Step, inputs: Inputs, outputs: OutputsWriter, context: Context): Promise<void> {
  const { api, comment } = inputs
  if (comment === undefined || step.tests.some(({ snapshot }) => snapshot?.kind === 'exposed')) return
  const { mode, prNumber, key, token } = comment
  const { log, clock, redact, signal } = context
  const { repository, event, apiUrl, graphqlUrl } = step.run
  // A cancelled job is no failure to comment on.
  if (mode === 'onFailure' && signal.aborted) return
  const now = clock.now()
  const options = {
    mode,
    present: runRecord(step, now),
    render: (appendix: string) => redact(renderReport(step, { maxCharacters: BODY_LIMIT, appendix })),
    maxLength: BODY_LIMIT,
    isServiceLink: (url: string) => v.is(serviceLink(api), url),
    now,
  }
  const request = {
    repository,
    pullRequest:
      prNumber === undefined ? subjectOf(event).pullRequest : ({ kind: 'number', number: prNumber } as const),
    fromFork: isForkRun(event),
    key,
    plan: (existing: readonly ExistingComment[], hasWritten: boolean) => planComment(existing, hasWritten, options),
  }
  const result = await upsertComment(request, { apiUrl, graphqlUrl, token }, context)
  if (result.kind === 'written') {
    const { prNumber: number, commentId, commentUrl } = result
    outputs.write({ prNumber: String(number), commentId: String(commentId), commentUrl })
  }
  logComment(result, options.present.links.length > 0, log)
}

function logComment(result: CommentResult, hasLinks: boolean, log: Context['log']): void {
  if (result.kind === 'written') {
    const pullRequest = `pull request #${result.prNumber}`
    const links = hasLinks ? ", and has this run's links now" : ''
    log.info(
      result.action === 'linksAdded'
        ? `The comment on ${pullRequest} keeps a report that is newer or more urgent${links}: ${result.commentUrl}`
        : `The report is on ${pullRequest}: ${result.commentUrl} (${result.action})`,
    )
    if (result.notice !== undefined) log.notice(result.notice)
  } else if (result.kind === 'notNeeded') log.info('No comment is needed: nothing is wrong.')
  else log[result.kind === 'failed' ? 'warning' : 'notice'](result.message)
}

/** What the comment remembers of this run. */
function runRecord(step: Step, at: Date): RunRecord {
  const { id: runId, attempt, number } = step.run
  const links = step.tests.flatMap(test => {
    if (test.snapshot?.kind !== 'taken') return []
    const { viewUrl: url, expiresAt } = test.snapshot
    return [{ name: nameOf(test), state: stateOf(test, step.deploy), url, expiresAt }]
  })
  return { runId, attempt, number, state: stepState(step), at, links }
}
