import { count } from '../text.ts'
import { formatUtc } from '../time.ts'
import { code, link, MAX_REASON_LENGTH, tableRow } from './markdown.ts'
import { analysisSections, inlineSummary, type ReportedAnalysis } from './measurements.ts'
import { list, type Section } from './section.ts'

/** What a reader of the pull request or of the job's summary wants to know. */
export interface Report {
  /** The title the snapshots were given. */
  readonly title: string
  readonly snapshots: readonly ReportedSnapshot[]
  readonly failures: readonly { readonly testId: string; readonly reason: string }[]
  /** `undefined`: none was asked for. */
  readonly analysis: ReportedAnalysis | undefined
  readonly run: {
    readonly workflow: string
    readonly number: string
    readonly url: string
    readonly commit: { readonly sha: string; readonly url: string }
  }
  readonly updatedAt: Date
}

export interface ReportedSnapshot {
  readonly testId: string
  readonly testName: string | undefined
  readonly window: { readonly from: Date; readonly to: Date }
  readonly isPublic: boolean
  readonly viewUrl: string
  readonly expiresAt: Date
}

/** The job summary's limit, in bytes. */
const SUMMARY_BYTES = 1024 * 1024

/** The report as GitHub's Markdown, for the job summary. */
export function renderSummary(report: Report): string {
  // The runner counts what the step writes, with the line break at its end.
  return render(report, markdown => Buffer.byteLength(markdown) < SUMMARY_BYTES)
}

/** The report as GitHub's Markdown, for a comment of up to `maxCharacters`. */
export function renderComment(report: Report, maxCharacters: number): string {
  return render(report, markdown => markdown.length <= maxCharacters)
}

/** Leaves out as many lines as it must, from the end: the links come first. */
function render(report: Report, fits: (markdown: string) => boolean): string {
  const sections = sectionsOf(report)
  const total = sections.reduce((sum, { lines }) => sum + lines.length, 0)
  let [fitting, tooMany] = [0, total + 1]
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (fits(compose(report, sections, middle))) fitting = middle
    else tooMany = middle
  }
  return compose(report, sections, fitting)
}

/** In the order in which they are shown, which is the order in which they are worth their room. */
function sectionsOf({ snapshots, failures, analysis }: Report): readonly Section[] {
  const rows = snapshots.map(snapshot => snapshotRow(snapshot, analysis))
  return [
    { header: ['| Test | Snapshot | Window (UTC) |', '| --- | --- | --- |'], lines: rows, separator: '\n' },
    list(
      '**Not taken:**',
      failures.map(({ testId, reason }) => `- Test ${code(testId)}: ${code(reason, MAX_REASON_LENGTH)}`),
    ),
    ...(analysis === undefined ? [] : analysisSections(analysis)),
  ]
}

function compose(report: Report, sections: readonly Section[], kept: number): string {
  let room = kept
  let excludedAgents = 0
  const parts = sections.flatMap(({ header, lines, separator }) => {
    const shown = lines.slice(0, room)
    room -= shown.length
    excludedAgents += lines.length - shown.length
    return shown.length === 0 ? [] : [[...header, shown.join(separator)].join('\n')]
  })
  return [
    `### ${heading(report)}`,
    code(report.title),
    ...parts,
    ...(excludedAgents > 0 ? [truncationNote(excludedAgents, report)] : []),
    footer(report),
  ].join('\n\n')
}

/** The log holds every line but the numbers of the folds, and those come last. */
function truncationNote(excludedAgents: number, { analysis }: Report): string {
  const isMeasured = analysis?.tests.some(({ measurement }) => measurement !== undefined)
  const numbers = isMeasured ? ', and its output `measurements`' : ''
  return `_There is no room here for ${count(excludedAgents, 'more line')}: see the step's log${numbers}._`
}

function heading({ snapshots, failures, analysis }: Report): string {
  const verdict = analysis?.gate?.verdict
  const gate = verdict === undefined ? '' : `, gate: ${verdict === 'unknown' ? 'not known' : `${verdict}ed`}`
  const made = snapshots.length
  if (made === 0) return `ThousandEyes: no snapshot was taken${gate}`
  const all = made + failures.length
  const taken = failures.length === 0 ? count(made, 'snapshot') : `${made} of ${count(all, 'snapshot')}`
  return `ThousandEyes: ${taken} taken${gate}`
}

/** Three columns, with breaks inside; the link comes second, since a phone shows no more without being swiped. */
function snapshotRow(
  { testId, testName, window, isPublic, viewUrl, expiresAt }: ReportedSnapshot,
  analysis: ReportedAnalysis | undefined,
): string {
  const test = testName === undefined ? code(testId) : `${code(testName)}<br>${code(testId)}`
  const [from, to] = [window.from, window.to].map(time => time.toISOString().slice(0, 16).replace('T', ' '))
  const audience = isPublic ? 'public: anyone with the link can open it' : 'private: needs a ThousandEyes login'
  const until = `until ${formatUtc(expiresAt)}`
  const snapshot = `**${link('Open the snapshot', viewUrl)}**<br>${audience}<br>${until}`
  const seen = analysis === undefined ? '' : inlineSummary(testId, analysis)
  return tableRow([test, snapshot, `${from}<br>to ${to}${seen}`])
}

function footer({ run: { commit, workflow, number, url }, updatedAt }: Report): string {
  const facts = [
    `commit ${link(code(commit.sha.slice(0, 7)), commit.url)}`,
    link(code(`${workflow} #${number}`), url),
    `updated ${formatUtc(updatedAt)}`,
  ]
  return `<sub>${facts.join(' · ')}</sub>`
}
