import * as v from 'valibot'
import type { CommentPlan, ExistingComment } from '../github/comment.ts'
import { TEST_STATES, type TestState } from '../step.ts'
import { parseJson, shorten } from '../text.ts'
import { formatDayAndTime, IsoTime } from '../time.ts'
import { STATES } from './headline.ts'
import { foldSection, link, renderSection, safeText } from './markdown.ts'

/** What is hidden in a comment, which somebody may have edited. */
function historySchema(isServiceLink: (url: string) => boolean) {
  const Digits = v.pipe(v.string(), v.regex(/^\d{1,20}$/))
  const State = v.picklist(TEST_STATES)
  const Link = v.object({
    /** Of the test. */
    name: v.string(),
    state: State,
    url: v.pipe(v.string(), v.check(isServiceLink)),
    expiresAt: IsoTime,
  })
  const Run = v.object({
    /** `GITHUB_RUN_ID`, which grows over the whole repository. */
    runId: Digits,
    attempt: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    /** `GITHUB_RUN_NUMBER` */
    number: Digits,
    /** Of the step: the most urgent one of its tests. */
    state: State,
    at: IsoTime,
    links: wellFormed(Link),
  })
  return v.object({
    /** Of all runs that wrote here: a re-run on top covers all of them. */
    newestRunId: Digits,
    /** Ids of comments that this one takes the place of; they are deleted after it is created. */
    replaces: wellFormed(v.pipe(v.number(), v.safeInteger())),
    /** The run whose report the comment shows. */
    top: Run,
    /** The latest first. */
    earlier: wellFormed(Run),
  })
}

/** An array without the items that have another shape. */
function wellFormed<Output>(item: v.GenericSchema<unknown, Output>) {
  return v.pipe(
    v.array(v.unknown()),
    v.transform(items =>
      items.map(one => v.safeParse(item, one)).flatMap(({ success, output }) => (success ? [output] : [])),
    ),
    v.readonly(),
  )
}

type History = v.InferOutput<ReturnType<typeof historySchema>>

/** What the comment remembers of a run: enough to order it, and its links. */
export type RunRecord = History['top']

export interface CommentOptions {
  /** `onFailure`: nothing is written until something is wrong. */
  readonly mode: 'always' | 'onFailure'
  /** The run that comments now. */
  readonly present: RunRecord
  /** Renders the report of the present run in at most `maxLength` characters, with the history at the beginning of a line. */
  readonly render: (history: string) => string
  readonly maxLength: number
  /** Whether a link leads to the service; others are left out. */
  readonly isServiceLink: (url: string) => boolean
  readonly now: Date
}

/**
 * Decides what happens to the comments of a key.
 *
 * An older run never covers a newer one's report: it only adds its links. When the state turns from fine to wrong or from wrong to
 * failed, or if the comment is hidden, a new comment takes the place of the old one, since an edit notifies nobody.
 *
 * @param existing - the oldest first; several if runs wrote at the same time
 * @param hasWritten - whether the present run has just written one of them: then it creates no other
 */
export function planComment(
  existing: readonly ExistingComment[],
  hasWritten: boolean,
  options: CommentOptions,
): CommentPlan {
  const { mode, present, now } = options
  const found = existing.flatMap(({ body }) => findHistory(body, options.isServiceLink) ?? [])
  const replaced = new Set(found.flatMap(({ replaces }) => replaces))
  const staying = existing.filter(({ id }) => !replaced.has(id))
  const keeper = staying.find(({ isHidden }) => !isHidden) ?? staying[0] ?? existing[0]
  if (keeper === undefined && mode === 'onFailure' && !isWrong(present.state)) return { kind: 'none' }

  const newest = found.reduce<FoundHistory | undefined>(
    (newest, one) => (newest === undefined || supersedes(one.top, newest) ? one : newest),
    undefined,
  )
  const isOnTop = newest === undefined || supersedes(present, newest)
  const top = isOnTop ? present : newest.top
  const hasTurned = keeper?.isHidden || (newest !== undefined && isWorse(present.state, newest.top.state))
  const isNew = keeper === undefined || (isOnTop && isWrong(present.state) && hasTurned && !hasWritten)
  const history = {
    newestRunId: [present.runId, ...found.map(({ newestRunId }) => newestRunId)].reduce((latest, id) =>
      BigInt(id) > BigInt(latest) ? id : latest,
    ),
    replaces: isNew ? existing.map(({ id }) => id) : [...replaced],
    top,
    earlier: earlierRuns([...found.flatMap(one => [one.top, ...one.earlier]), present], top, now),
  }
  // An older run leaves the report as it is.
  const room = isOnTop ? MAX_HISTORY_LENGTH : options.maxLength - newest.around.join('').length
  const shown = renderHistory(history, Math.min(room, MAX_HISTORY_LENGTH))
  const body = isOnTop ? options.render(shown) : newest.around.join(shown)
  return isNew ? { kind: 'create', body } : { kind: 'edit', id: keeper.id, body, isOnTop }
}

/** Wrong is what somebody should look at; a test that was down before the deploy as well is no news. */
function isWrong(state: TestState): boolean {
  return !['down', 'taken', 'pass'].includes(state)
}

/** Whether people should be notified of a wrong state, although they know of the one before. */
function isWorse(state: TestState, before: TestState): boolean {
  return !isWrong(before) || (state === 'fail' && before !== 'fail')
}

/** `around`: the comment before and after it. */
type FoundHistory = History & { readonly around: readonly [before: string, after: string] }

/**
 * Whether the report of a run takes the place of the one on top. Newer is the higher run id; a re-run is the newest, since it may be
 * a rollback; of one run, the worst state stays on top, and the latest of two alike, so that jobs at the same time agree.
 */
function supersedes(run: RunRecord, { top, newestRunId }: History): boolean {
  if (run.runId !== top.runId) return run.attempt > 1 || BigInt(run.runId) > BigInt(newestRunId)
  if (run.attempt !== top.attempt) return run.attempt > top.attempt
  return (urgency(run.state) - urgency(top.state) || top.at.getTime() - run.at.getTime()) <= 0
}

function urgency(state: TestState): number {
  return TEST_STATES.indexOf(state)
}

const MAX_RUNS = 5

/** The last runs with links that have not expired, without those of the run on top; one for each run and attempt. */
function earlierRuns(runs: readonly RunRecord[], top: RunRecord, now: Date): readonly RunRecord[] {
  const shown = new Set(top.links.map(({ url }) => url))
  const byAttempt = Map.groupBy(runs, ({ runId, attempt }) => `${runId}/${attempt}`)
  const merged = [...byAttempt.values()].flatMap(ofOne => {
    const [first] = ofOne.toSorted((a, b) => urgency(a.state) - urgency(b.state) || a.at.getTime() - b.at.getTime())
    const links = new Map(ofOne.flatMap(run => run.links).map(one => [one.url, one]))
    const current = [...links.values()].filter(({ url, expiresAt }) => !shown.has(url) && expiresAt > now)
    return first === undefined || current.length === 0 ? [] : [{ ...first, links: current }]
  })
  return merged.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MAX_RUNS)
}

/** Leaves more than half of a comment to the report. */
const MAX_HISTORY_LENGTH = 30_000
const MAX_NAME_LENGTH = 200

const [START, CLOSE, END] = ['<!-- thousandeyes-snapshot-runs: ', ' -->', '<!-- /thousandeyes-snapshot-runs -->']

/**
 * Earlier links for people, and the record of all for the next run, between hidden marks that nothing in it ends; older
 * runs go if it is too long.
 */
function renderHistory(history: History, maxLength: number): string {
  const { top, earlier } = history
  const items = earlier.map(({ at, number, attempt, links }) => {
    const shown = links.map(({ state, name, url }) => `${STATES[state].icon} ${link(safeText(name), url)}`)
    const run = attempt === 1 ? number : `${number} (attempt ${attempt})`
    return `- ${formatDayAndTime(at)} UTC, run ${run}: ${shown.join(', ')}`
  })
  const shown = items.length === 0 ? [] : [renderSection(foldSection('Earlier snapshots', items, '\n')), '']
  const record = JSON.stringify(history, (key, value: unknown) =>
    key === 'name' && typeof value === 'string' ? shorten(value, MAX_NAME_LENGTH) : value,
  ).replaceAll('>', '\\u003e')
  const text = [`${START}${record}${CLOSE}`, ...shown, END].join('\n')
  if (text.length <= maxLength) return text
  if (earlier.length > 0) return renderHistory({ ...history, earlier: earlier.slice(0, -1) }, maxLength)
  return top.links.length > 0 ? renderHistory({ ...history, top: { ...top, links: [] } }, maxLength) : text
}

/** `undefined` if the comment has none, or one that is not well-formed. */
function findHistory(body: string, isServiceLink: (url: string) => boolean): FoundHistory | undefined {
  // Text from outside never begins a line.
  const start = `\n${body}`.lastIndexOf(`\n${START}`)
  const close = body.indexOf(CLOSE, start)
  const end = body.indexOf(END, close)
  if (start < 0 || close < 0 || end < 0) return undefined
  const record = parseJson(body.slice(start + START.length, close))
  const { success, output } = v.safeParse(historySchema(isServiceLink), record)
  return success ? { ...output, around: [body.slice(0, start), body.slice(end + END.length)] } : undefined
}
