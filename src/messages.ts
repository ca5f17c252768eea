import { type Condition, type Conditions, unitOf } from './analysis/conditions.ts'
import type { TestRounds } from './analysis/round-counter.ts'
import type { ReadFailure } from './analysis/settle.ts'
import type { RoundsProblem } from './analysis/wait-for-rounds.ts'
import type { DeployedAtSource } from './deploy-time.ts'
import { formatMissingRounds } from './report/format.ts'
import { formatReadFailure } from './report/problems.ts'
import { nameOf } from './report/report.ts'
import { count, listSome, quote } from './text.ts'
import type { Snapshot } from './thousandeyes/create-snapshots.ts'
import { SNAPSHOT_LIST } from './thousandeyes/errors.ts'
import { formatDuration, formatIso, formatUtc } from './time.ts'
import type { Window } from './window.ts'

export const NO_SNAPSHOT_NEEDED = 'No snapshot is needed (takeSnapshot: onFailure).'

export const CANCELLED_BEFORE_SNAPSHOT = 'The job was cancelled before a snapshot was requested.'

/** Says which snapshots are about to be requested. */
export function formatPlan(
  { testIds, isPublic }: { readonly testIds: readonly string[]; readonly isPublic: boolean },
  { from, to }: Window,
): string {
  const snapshots = count(testIds.length, `${isPublic ? 'public' : 'private'} snapshot`)
  return `Taking ${snapshots} from ${formatUtc(from)} to ${formatUtc(to)}: test ${testIds.join(', ')}.`
}

/** For a snapshot whose link is no share link, although a public one was requested. */
export function notPublicMessage(snapshot: Snapshot): string {
  return `${nameOf(snapshot)}: A public snapshot was requested, but its link is no share link: it may open with a ThousandEyes login only. Open it without one to find out; ${SNAPSHOT_LIST} shows how it is shared.`
}

/** For names that came later than the snapshots: some of their responses left them out. */
export function testNameLines(snapshots: readonly Snapshot[]): readonly string[] {
  return snapshots.flatMap(({ testId, testName }) =>
    testName === undefined ? [] : [`Test ${testId} is ${quote(testName)}.`],
  )
}

export function testsNotReadMessage(error: ReadFailure): string {
  return `The list of tests was not read: ${formatReadFailure(error)}`
}

const DEPLOY_SOURCES: Readonly<Record<DeployedAtSource, string>> = {
  input: 'the input deployedAt',
  deployment_status: 'the event deployment_status',
  step: 'the start of this step',
}

export function deploySource(source: DeployedAtSource | undefined): string {
  return source === undefined ? 'not known' : DEPLOY_SOURCES[source]
}

export function deployMessage(deployedAt: Date, source: DeployedAtSource | undefined): string {
  return `The deploy was at ${formatIso(deployedAt)} (${deploySource(source)}).`
}

export const waitMessages = {
  fixed: (ms: number) =>
    `Waiting ${formatDuration(ms)} before the snapshot, so that its window holds what comes after the deploy.`,
  forRounds: (rounds: number, maxMs: number) =>
    `Waiting until every test has run ${count(rounds, 'time')} since the deploy, at most ${formatDuration(maxMs)}.`,
  left: (ms: number) => `${formatDuration(ms)} to go.`,
  rounds: (pending: readonly TestRounds[], leftMs: number) => {
    const tests = listed(
      pending.map(({ testId, testName, rounds, needed }) => {
        return `${testName === undefined ? `test ${testId}` : quote(testName)} has ${rounds} of ${needed}`
      }),
    )
    return `Rounds since the deploy: ${tests || 'every test that can be read has enough'}. At most ${formatDuration(leftMs)} to go.`
  },
  problem: (problem: RoundsProblem, maxMs: number) => {
    const lasts = problem.kind === 'unauthorized' ? 'ends' : `may last ${formatDuration(maxMs)}`
    return `waitForRounds cannot count rounds, so it ${lasts}. ${roundsProblem(problem)}`
  },
  missing: (missing: readonly TestRounds[], maxMs: number) => {
    const tests = listed(missing.map(test => `${nameOf(test)}: ${formatMissingRounds(test)}`))
    return `waitForRounds was not reached within ${formatDuration(maxMs)}: ${tests}. Raise waitMinutes (and hours, when the window is too short for it), or look whether the test runs.`
  },
} as const

function roundsProblem(problem: RoundsProblem): string {
  switch (problem.kind) {
    case 'unsupportedApiVersion':
      return 'API v6 has no results: set apiVersion to v7, or waitMinutes alone.'
    case 'unauthorized':
    case 'testsNotRead':
      return `The list of tests: ${formatReadFailure(problem.error)}`
    case 'testsNotListed':
      return `Test ${listed(problem.testIds)}: ThousandEyes does not list it with a known type and an interval; check testId and aid.`
    case 'resultsNotRead':
      return `Test ${listed(problem.testIds)}: ${formatReadFailure(problem.error)}`
  }
}

const MAX_LISTED = 10

function listed(items: readonly string[]): string {
  return listSome(items, MAX_LISTED)
}

export function outputsErrorMessage(error: unknown): string {
  return `The outputs were not written: ${quote(String(error))}. Later steps do not have them; look for the links in this log or under ${SNAPSHOT_LIST}, and at the runner's disk.`
}

export const dryRunMessages = {
  start: ({ waitMinutes, waitForRounds }: { readonly waitMinutes: number; readonly waitForRounds: number }) => {
    const wait =
      waitForRounds > 0
        ? ` After ${count(waitForRounds, 'round')} of every test, at most ${waitMinutes} min, this would be:`
        : waitMinutes > 0
          ? ` After a wait of ${waitMinutes} min, this would be:`
          : ' This would be:'
    return `Dry run: every input is fine, and nothing is sent.${wait}`
  },
  measure: 'Then the results and alerts of the tests in this window would be read.',
  conditions: (input: 'failOn' | 'warnOn', { conditions, failOnUnknown }: Conditions) => {
    const unknown = input === 'failOn' && failOnUnknown ? ['the verdict is unknown'] : []
    return `${input}: ${[...conditions.map(formatCondition), ...unknown].join('; ')}.`
  },
  onFailure:
    'The snapshot would be taken only when the verdict is fail or unknown; the results would be read before it.',
  comment: 'The comment would look like this, with the names of the tests and the links:',
} as const

/** A condition as it was read: `responseTime > +20 %, against before the deploy`. */
function formatCondition({ metric, operator, limit, relative }: Condition): string {
  if (relative) return `${metric} ${operator} ${limit >= 0 ? '+' : ''}${limit} %, against before the deploy`
  const unit = unitOf(metric)
  return `${metric} ${operator} ${limit}${unit === '' ? '' : ` ${unit}`}`
}
