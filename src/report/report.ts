import type { Gate } from '../analysis/gate.ts'
import type { Analysis } from '../analysis/measure.ts'
import { count } from '../text.ts'
import { formatUtc } from '../time.ts'
import { codeSpan, link, listSection, MAX_REASON_LENGTH, type Section, tableRow } from './markdown.ts'
import { analysisSections, inlineSummary } from './measurements.ts'

/** The content of the comment and of the job summary. */
export interface Report {
  /** The title of the snapshots. */
  readonly title: string
  readonly snapshots: readonly ReportedSnapshot[]
  readonly failures: readonly { readonly testId: string; readonly reason: string }[]
  /** `undefined` where no measurements are requested. */
  readonly analysis: Analysis | undefined
  /** `undefined` where the step has no gate. */
  readonly gate: Gate | undefined
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

/** GitHub's limit for the job summary of a step: 1 MiB. */
const MAX_SUMMARY_BYTES = 1024 * 1024

/** Renders Markdown for the job summary. */
export function renderSummary(report: Report): string {
  // Less than the limit: the runner counts the line break at the end as well.
  return render(report, markdown => Buffer.byteLength(markdown) < MAX_SUMMARY_BYTES)
}

/** Renders Markdown for a comment, with at most `maxCharacters`. */
export function renderComment(report: Report, maxCharacters: number): string {
  return render(report, markdown => markdown.length <= maxCharacters)
}

/** Keeps as many lines as fit, from the start: the links come first. */
function render(report: Report, fits: (markdown: string) => boolean): string {
  const sections = createSections(report)
  const total = sections.reduce((sum, { lines }) => sum + lines.length, 0)
  let [fitting, tooMany] = [0, total + 1]
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (fits(compose(report, sections, middle))) fitting = middle
    else tooMany = middle
  }
  return compose(report, sections, fitting)
}

/** The most important section first. */
function createSections({ snapshots, failures, analysis, gate }: Report): readonly Section[] {
  const rows = snapshots.map(snapshot => snapshotRow(snapshot, analysis))
  return [
    { header: ['| Test | Snapshot | Window (UTC) |', '| --- | --- | --- |'], lines: rows, separator: '\n' },
    listSection(
      '**Not taken:**',
      failures.map(({ testId, reason }) => `Test ${codeSpan(testId)}: ${codeSpan(reason, MAX_REASON_LENGTH)}`),
    ),
    ...(analysis === undefined ? [] : analysisSections(analysis, gate)),
  ]
}

/** @param maxLines - of the sections together */
function compose(report: Report, sections: readonly Section[], maxLines: number): string {
  let remaining = maxLines
  let omitted = 0
  const parts = sections.flatMap(({ header, lines, separator }) => {
    const shown = lines.slice(0, remaining)
    remaining -= shown.length
    omitted += lines.length - shown.length
    return shown.length === 0 ? [] : [[...header, shown.join(separator)].join('\n')]
  })
  return [
    `### ${heading(report)}`,
    codeSpan(report.title),
    ...parts,
    ...(omitted > 0 ? [truncationNote(omitted, report)] : []),
    footer(report),
  ].join('\n\n')
}

/** The log has all omitted lines but the measurements' details, which are omitted first. */
function truncationNote(omittedLines: number, { analysis }: Report): string {
  const isMeasured = analysis?.tests.some(({ measurement }) => measurement !== undefined)
  const output = isMeasured ? ', and its output `measurements`' : ''
  return `_There is no room here for ${count(omittedLines, 'more line')}: see the step's log${output}._`
}

const GATE_STATES = { pass: 'passed', warn: 'warning', unknown: 'inconclusive', fail: 'failed' } as const

function heading({ snapshots, failures, gate }: Report): string {
  const gateState = gate === undefined ? '' : `, gate: ${GATE_STATES[gate.verdict]}`
  const taken = snapshots.length
  // Without an error either, the gate did not ask for one.
  if (taken === 0) return `ThousandEyes: no snapshot was ${failures.length === 0 ? 'needed' : 'taken'}${gateState}`
  const total = count(taken + failures.length, 'snapshot')
  return `ThousandEyes: ${failures.length === 0 ? total : `${taken} of ${total}`} taken${gateState}`
}

/** Few columns, with the link in the second: a phone shows no more without scrolling. */
function snapshotRow(
  { testId, testName, window, isPublic, viewUrl, expiresAt }: ReportedSnapshot,
  analysis: Analysis | undefined,
): string {
  const test = testName === undefined ? codeSpan(testId) : `${codeSpan(testName)}<br>${codeSpan(testId)}`
  const [from, to] = [window.from, window.to].map(time => formatUtc(time).replace(' UTC', ''))
  const audience = isPublic ? 'public: anyone with the link can open it' : 'private: needs a ThousandEyes login'
  const expiry = `until ${formatUtc(expiresAt)}`
  const snapshot = `**${link('Open the snapshot', viewUrl)}**<br>${audience}<br>${expiry}`
  const measured = analysis === undefined ? '' : inlineSummary(testId, analysis)
  return tableRow([test, snapshot, `${from}<br>to ${to}${measured}`])
}

function footer({ run: { commit, workflow, number, url }, updatedAt }: Report): string {
  const facts = [
    `commit ${link(codeSpan(commit.sha.slice(0, 7)), commit.url)}`,
    link(codeSpan(`${workflow} #${number}`), url),
    `updated ${formatUtc(updatedAt)}`,
  ]
  return `<sub>${facts.join(' · ')}</sub>`
}
