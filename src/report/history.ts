import * as v from 'valibot'
import { shorten, singleLine } from '../text.ts'
import { DAY_MS, formatDayAndTime, IsoTime } from '../time.ts'
import { ICONS } from './headline.ts'
import { fold, link, safeText } from './markdown.ts'
import { nameOf, type Report, stateOf, TEST_STATES } from './report.ts'

/** A snapshot of an earlier run, as the comment keeps it. */
export type EarlierSnapshot = v.InferOutput<ReturnType<typeof snapshotSchema>>

const MAX_RUNS = 5
const MAX_NAME_LENGTH = 200

const snapshotSchema = (isServiceLink: (url: string) => boolean) =>
  v.object({
    name: v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH)),
    state: v.picklist(TEST_STATES),
    viewUrl: v.pipe(v.string(), v.check(isServiceLink)),
    run: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
    createdAt: IsoTime,
    expiresAt: IsoTime,
  })

const [START, END] = ['<!-- thousandeyes-snapshot-links: ', ' -->']

/**
 * Reads the snapshots that are recorded at the end of a comment of ours, without those that have expired.
 *
 * @param isServiceLink - whether a link leads to the service; others are left out, as is everything that is not well-formed
 */
export function parseHistory(
  comment: string,
  isServiceLink: (url: string) => boolean,
  now: Date,
): readonly EarlierSnapshot[] {
  const lastLine = comment.slice(comment.lastIndexOf('\n') + 1).trimEnd()
  if (!lastLine.startsWith(START) || !lastLine.endsWith(END)) return []
  const Snapshots = v.array(v.fallback(v.nullable(snapshotSchema(isServiceLink)), null))
  const Json = v.pipe(v.string(), v.parseJson(), Snapshots)
  const { success, output } = v.safeParse(Json, lastLine.slice(START.length, -END.length))
  return success ? output.flatMap(one => (one !== null && isCurrent(one, now) ? [one] : [])) : []
}

/** A snapshot of the API lives for 30 days: another time was not written by this action. */
function isCurrent({ createdAt, expiresAt }: EarlierSnapshot, now: Date): boolean {
  const maxMs = now.getTime() + 31 * DAY_MS
  return expiresAt > now && expiresAt.getTime() <= maxMs && createdAt.getTime() <= now.getTime() + DAY_MS
}

/**
 * The last runs that took snapshots, as a section for people; and the record of them and of the present snapshots for the next
 * run, which is a hidden line for the end of the comment. Together they have at most `maxCharacters`.
 */
export function renderHistory(
  report: Report,
  earlier: readonly EarlierSnapshot[],
  maxCharacters: number,
): { readonly fold: readonly string[]; readonly record: string } {
  const present = presentSnapshots(report)
  const urls = new Set(present.map(({ viewUrl }) => viewUrl))
  const runs = groupByRun(earlier.filter(({ viewUrl }) => !urls.has(viewUrl)))
  for (let kept = Math.min(runs.length, MAX_RUNS); kept >= 0; kept--) {
    const shown = runs.slice(0, kept)
    const [fold, record] = [foldOf(shown), recordOf([...present, ...shown.flat()])]
    const length = record.length + fold.reduce((sum, text) => sum + text.length + PARAGRAPH.length, 0)
    if (length <= maxCharacters) return { fold, record }
  }
  return { fold: [], record: '' }
}

const PARAGRAPH = '\n\n'

function presentSnapshots(report: Report): readonly EarlierSnapshot[] {
  return report.tests.flatMap(test => {
    const { outcome } = test
    if (outcome.kind !== 'taken') return []
    const { viewUrl, createdAt, expiresAt } = outcome
    const name = shorten(singleLine(nameOf(test)), MAX_NAME_LENGTH - 1)
    return [{ name, state: stateOf(test, report), viewUrl, run: report.run.number, createdAt, expiresAt }]
  })
}

/** The latest run first. */
function groupByRun(snapshots: readonly EarlierSnapshot[]): readonly (readonly EarlierSnapshot[])[] {
  const latestFirst = snapshots.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  const unique = new Map(latestFirst.map(snapshot => [snapshot.viewUrl, snapshot]))
  return [...Map.groupBy(unique.values(), ({ run }) => run).values()]
}

function foldOf(runs: readonly (readonly EarlierSnapshot[])[]): readonly string[] {
  if (runs.length === 0) return []
  const items = runs.map(snapshots => {
    const links = snapshots.map(({ state, name, viewUrl }) => `${ICONS[state]} ${link(safeText(name), viewUrl)}`)
    const [first] = snapshots
    return first === undefined
      ? ''
      : `- ${formatDayAndTime(first.createdAt)} UTC, run ${first.run}: ${links.join(', ')}`
  })
  return [fold('Earlier snapshots', [items.join('\n')])]
}

/** `>` is escaped, so that nothing in it ends the HTML comment. */
function recordOf(snapshots: readonly EarlierSnapshot[]): string {
  if (snapshots.length === 0) return ''
  return `${PARAGRAPH}${START}${JSON.stringify(snapshots).replaceAll('>', '\\u003e')}${END}`
}
