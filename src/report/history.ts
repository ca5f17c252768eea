import * as v from 'valibot'
import type { CommentPlan, ExistingComment } from '../github/comment.ts'
import { shorten, singleLine } from '../text.ts'
import { formatDayAndTime, IsoTime } from '../time.ts'
import { ICONS } from './headline.ts'
import { fold, link, safeText } from './markdown.ts'
import { TEST_STATES, type TestState } from './report.ts'

/** What the comment remembers of a run: enough to order it, and its links. */
export interface RunRecord {
  /** `GITHUB_RUN_ID`: digits, which grow over the whole repository. */
  readonly runId: string
  /** `GITHUB_RUN_ATTEMPT` */
  readonly attempt: number
  /** `GITHUB_RUN_NUMBER` */
  readonly number: string
  /** Of the step: the most urgent one of its tests. */
  readonly state: TestState
  readonly at: Date
  readonly links: readonly SnapshotLink[]
}

export interface SnapshotLink {
  /** Of the test. */
  readonly name: string
  readonly state: TestState
  readonly url: string
  readonly expiresAt: Date
}

export interface CommentOptions {
  /** `onFailure`: nothing is written until something is wrong. */
  readonly mode: 'always' | 'onFailure'
  /** The run that comments now. */
  readonly present: RunRecord
  /**
   * Renders the report of the present run, with at most `maxLength` characters.
   *
   * @param history - Markdown that stands in it as it is, from the beginning of a line: earlier links, and what is hidden
   */
  readonly render: (history: string) => string
  readonly maxLength: number
  /** Whether a link leads to the service: a comment may have been edited, and others are left out. */
  readonly isServiceLink: (url: string) => boolean
  readonly now: Date
}

/**
 * Decides what happens to the comments of a key.
 *
 * An older run never covers a newer one's report: it only adds its links. When the state turns from fine to wrong, or if the comment
 * is hidden, a new comment takes the place of the old one, since an edit notifies nobody.
 *
 * @param existing - the oldest first; several if runs wrote at the same time
 * @param hasCreated - whether the present run has created one of them: then it creates no other
 */
export function planComment(
  existing: readonly ExistingComment[],
  hasCreated: boolean,
  options: CommentOptions,
): CommentPlan {
  const { mode, present, now } = options
  const read = existing.map(comment => ({ ...comment, history: findHistory(comment.body, options.isServiceLink) }))
  const histories = read.flatMap(({ history }) => history ?? [])
  const replaced = new Set(histories.flatMap(({ replaces }) => replaces))
  const staying = read.filter(({ id }) => !replaced.has(id))
  const keeper = staying.find(({ isHidden }) => !isHidden) ?? staying[0] ?? read[0]
  if (keeper === undefined && mode === 'onFailure' && !isWrong(present.state)) return { kind: 'none' }

  const newest = newestOf(read)
  const isOnTop = newest === undefined || supersedes(present, newest.history)
  const top = isOnTop ? present : newest.history.top
  const hasTurned = keeper?.isHidden || (newest !== undefined && !isWrong(newest.history.top.state))
  const isNew = keeper === undefined || (isOnTop && isWrong(present.state) && hasTurned && !hasCreated)
  const history = {
    newestRunId: latestId([present.runId, ...histories.map(({ newestRunId }) => newestRunId)]),
    replaces: existing.flatMap(({ id }) => (isNew || replaced.has(id) ? [id] : [])),
    top,
    earlier: earlierRuns([...histories.flatMap(one => [one.top, ...one.earlier]), present], top, now),
  }
  const body = isOnTop
    ? options.render(renderHistory(history, MAX_HISTORY_LENGTH))
    : replaceHistory(newest, history, options.maxLength)
  return isNew ? { kind: 'create', body } : { kind: 'edit', id: keeper.id, body }
}

/** Wrong is what somebody should look at; a test that was down before the deploy as well is no news. */
export function isWrong(state: TestState): boolean {
  return !['down', 'taken', 'pass'].includes(state)
}

/** What is hidden in a comment. */
export interface History {
  /** Of all runs that wrote here: a re-run on top covers all of them. */
  readonly newestRunId: string
  /** Ids of comments that this one takes the place of; they are deleted after it is created. */
  readonly replaces: readonly number[]
  /** The run whose report the comment shows. */
  readonly top: RunRecord
  /** The latest first. */
  readonly earlier: readonly RunRecord[]
}

interface FoundHistory extends History {
  /** Where it is in the comment. */
  readonly start: number
  readonly end: number
}

type WithHistory = ExistingComment & { readonly history: FoundHistory }

/** The comment with the newest report. */
function newestOf(
  comments: readonly (ExistingComment & { readonly history: FoundHistory | undefined })[],
): WithHistory | undefined {
  let newest: WithHistory | undefined
  for (const { history, ...comment } of comments) {
    if (history === undefined) continue
    if (newest === undefined || supersedes(history.top, newest.history)) newest = { ...comment, history }
  }
  return newest
}

/**
 * Whether the report of a run takes the place of the one on top. Newer is the higher run id; a re-run is the newest, since it may be
 * a rollback; of one run, the worst state stays on top.
 */
function supersedes(run: RunRecord, { top, newestRunId }: History): boolean {
  if (run.runId !== top.runId) return run.attempt > 1 || BigInt(run.runId) > BigInt(newestRunId)
  if (run.attempt !== top.attempt) return run.attempt > top.attempt
  return urgency(run.state) <= urgency(top.state)
}

function urgency(state: TestState): number {
  return TEST_STATES.indexOf(state)
}

function latestId(runIds: readonly string[]): string {
  return runIds.reduce((latest, id) => (BigInt(id) > BigInt(latest) ? id : latest))
}

const MAX_RUNS = 5

/** The last runs with links that have not expired, without those of the run on top; one for each run and attempt. */
function earlierRuns(runs: readonly RunRecord[], top: RunRecord, now: Date): readonly RunRecord[] {
  const shown = new Set(top.links.map(({ url }) => url))
  const byAttempt = Map.groupBy(runs, ({ runId, attempt }) => `${runId}/${attempt}`)
  const merged = [...byAttempt.values()].flatMap(ofOne => {
    const [first] = ofOne.toSorted((a, b) => urgency(a.state) - urgency(b.state))
    const links = new Map(ofOne.flatMap(run => run.links).map(one => [one.url, one]))
    const current = [...links.values()].filter(({ url, expiresAt }) => !shown.has(url) && expiresAt > now)
    return first === undefined || current.length === 0 ? [] : [{ ...first, links: current }]
  })
  return merged.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MAX_RUNS)
}

/** Leaves more than half of a comment to the report. */
const MAX_HISTORY_LENGTH = 30_000

const [START, CLOSE, END] = ['<!-- thousandeyes-snapshot-runs: ', ' -->', '<!-- /thousandeyes-snapshot-runs -->']

/** Earlier links for people, and the record of all for the next run, between hidden marks; older runs go if it is too long. */
export function renderHistory(history: History, maxLength: number): string {
  for (let kept = history.earlier.length; kept >= 0; kept--) {
    const text = renderWhole({ ...history, earlier: history.earlier.slice(0, kept) })
    if (text.length <= maxLength) return text
  }
  return renderWhole({ ...history, top: { ...history.top, links: [] }, earlier: [] })
}

/** `>` is escaped, so that nothing in the record ends the HTML comment. */
function renderWhole(history: History): string {
  const record = JSON.stringify({
    ...history,
    top: toRecord(history.top),
    earlier: history.earlier.map(toRecord),
  }).replaceAll('>', '\\u003e')
  const items = history.earlier.map(({ at, number, links }) => {
    const shown = links.map(({ state, name, url }) => `${ICONS[state]} ${link(safeText(name), url)}`)
    return `- ${formatDayAndTime(at)} UTC, run ${number}: ${shown.join(', ')}`
  })
  const earlier = items.length === 0 ? [] : [fold('Earlier snapshots', [items.join('\n')]), '']
  return [`${START}${record}${CLOSE}`, ...earlier, END].join('\n')
}

const MAX_NAME_LENGTH = 200

function toRecord(run: RunRecord): RunRecord {
  const links = run.links.map(one => ({ ...one, name: shorten(singleLine(one.name), MAX_NAME_LENGTH - 1) }))
  return { ...run, links }
}

/** A comment with another history and the same report. */
function replaceHistory({ body, history: { start, end } }: WithHistory, history: History, maxLength: number): string {
  const [before, after] = [body.slice(0, start), body.slice(end)]
  const room = maxLength - before.length - after.length
  return `${before}${renderHistory(history, Math.min(room, MAX_HISTORY_LENGTH))}${after}`
}

/** `undefined` if the comment has none, or one that is not well-formed. */
function findHistory(body: string, isServiceLink: (url: string) => boolean): FoundHistory | undefined {
  // Text from outside never begins a line.
  const start = `\n${body}`.lastIndexOf(`\n${START}`)
  const close = body.indexOf(CLOSE, start)
  const end = body.indexOf(END, close)
  if (start < 0 || close < 0 || end < 0) return undefined
  const { success, output } = v.safeParse(historySchema(isServiceLink), body.slice(start + START.length, close))
  return success ? { ...output, start, end: end + END.length } : undefined
}

/** An array without the items that have another shape. */
function wellFormed<Output>(item: v.GenericSchema<unknown, Output>) {
  return v.pipe(
    v.array(v.unknown()),
    v.transform(items => items.flatMap(one => (v.is(item, one) ? [v.parse(item, one)] : []))),
  )
}

function historySchema(isServiceLink: (url: string) => boolean) {
  const Digits = v.pipe(v.string(), v.regex(/^\d{1,20}$/))
  const State = v.picklist(TEST_STATES)
  const Link = v.object({
    name: v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH)),
    state: State,
    url: v.pipe(v.string(), v.check(isServiceLink)),
    expiresAt: IsoTime,
  })
  const Run = v.object({
    runId: Digits,
    attempt: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    number: Digits,
    state: State,
    at: IsoTime,
    links: wellFormed(Link),
  })
  const Whole = v.object({
    newestRunId: Digits,
    replaces: wellFormed(v.pipe(v.number(), v.safeInteger())),
    top: Run,
    earlier: wellFormed(Run),
  })
  return v.pipe(v.string(), v.parseJson(), Whole)
}
