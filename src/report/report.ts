import { utcMinute } from '../clock.ts'
import { count } from '../text.ts'
import { code, link } from './markdown.ts'

/** What a reader of the pull request or of the job's summary wants to know. */
export interface Report {
  /** The title the snapshots were given. */
  readonly title: string
  readonly snapshots: readonly ReportedSnapshot[]
  readonly failures: readonly { readonly testId: string; readonly reason: string }[]
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

const MAX_REASON_LENGTH = 1000

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

/** Leaves out as many lines as it must, the failures before the links, from the end. */
function render(report: Report, fits: (markdown: string) => boolean): string {
  const rows = report.snapshots.map(snapshotRow)
  const failures = report.failures.map(
    ({ testId, reason }) => `- Test ${code(testId)}: ${code(reason, MAX_REASON_LENGTH)}`,
  )
  const total = rows.length + failures.length
  let [fitting, tooMany] = [0, total + 1]
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (fits(compose(report, rows, failures, middle))) fitting = middle
    else tooMany = middle
  }
  return compose(report, rows, failures, fitting)
}

/** The whole report with the first `kept` of its rows and failures. */
function compose(report: Report, rows: readonly string[], failures: readonly string[], kept: number): string {
  const keptRows = rows.slice(0, kept)
  const keptFailures = failures.slice(0, Math.max(0, kept - rows.length))
  const leftOut = rows.length + failures.length - keptRows.length - keptFailures.length
  const parts = [
    `### ${heading(report)}`,
    code(report.title),
    ...(keptRows.length > 0
      ? [['| Test | Snapshot | Window (UTC) |', '| --- | --- | --- |', ...keptRows].join('\n')]
      : []),
    ...(keptFailures.length > 0 ? ['**Not taken:**', keptFailures.join('\n')] : []),
    ...(leftOut > 0 ? [`_There is no room here for ${count(leftOut, 'more line')}: see the step's log._`] : []),
    quietLine(report),
  ]
  return parts.join('\n\n')
}

function heading({ snapshots, failures }: Report): string {
  const made = snapshots.length
  if (made === 0) return 'ThousandEyes: no snapshot was taken'
  const all = made + failures.length
  return failures.length === 0
    ? `ThousandEyes: ${count(made, 'snapshot')} taken`
    : `ThousandEyes: ${made} of ${count(all, 'snapshot')} taken`
}

/** Three columns, with breaks inside; the link comes second, since a phone shows no more without being swiped. */
function snapshotRow({ testId, testName, window, isPublic, viewUrl, expiresAt }: ReportedSnapshot): string {
  const test = testName === undefined ? code(testId) : `${code(testName)}<br>${code(testId)}`
  const [from, to] = [window.from, window.to].map(time => time.toISOString().slice(0, 16).replace('T', ' '))
  const audience = isPublic ? 'public: anyone with the link can open it' : 'private: needs a ThousandEyes login'
  const until = `until ${utcMinute(expiresAt)}`
  const snapshot = `**${link('Open the snapshot', viewUrl)}**<br>${audience}<br>${until}`
  return `| ${test} | ${snapshot} | ${from}<br>to ${to} |`
}

function quietLine({ run: { commit, workflow, number, url }, updatedAt }: Report): string {
  const facts = [
    `commit ${link(code(commit.sha.slice(0, 7)), commit.url)}`,
    link(code(`${workflow} #${number}`), url),
    `updated ${utcMinute(updatedAt)}`,
  ]
  return `<sub>${facts.join(' · ')}</sub>`
}
