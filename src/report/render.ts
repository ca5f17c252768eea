import { count } from '../text.ts'
import { formatDay, formatDayAndTime, formatTimeOfDay } from '../time.ts'
import type { Window } from '../window.ts'
import { detailsSections } from './details.ts'
import { formatHeadline } from './headline.ts'
import { codeSpan, link, type Section } from './markdown.ts'
import { overviewSections } from './overview.ts'
import type { Report } from './report.ts'
import { MARKDOWN } from './style.ts'

/** GitHub's limit for the job summary of a step: 1 MiB. */
const MAX_SUMMARY_BYTES = 1024 * 1024

/** Renders Markdown for the job summary. */
export function renderSummary(report: Report): string {
  // Less than the limit: the runner counts the line break at the end as well.
  return render(report, markdown => Buffer.byteLength(markdown) < MAX_SUMMARY_BYTES)
}

/** Renders Markdown, with at most `maxCharacters`. */
export function renderMarkdown(report: Report, maxCharacters: number): string {
  return render(report, markdown => markdown.length <= maxCharacters)
}

/**
 * Renders Markdown for a comment, with at most `maxCharacters`.
 *
 * @param history - of earlier runs, which stays whole; empty if there is none
 */
export function renderComment(report: Report, history: string, maxCharacters: number): string {
  return render(report, markdown => markdown.length <= maxCharacters, history === '' ? [] : [history])
}

/** Keeps as many lines as fit, from the start: the links come first. `fold` stays whole. */
function render(report: Report, fits: (markdown: string) => boolean, fold: readonly string[] = []): string {
  const sections = [...overviewSections(report), ...detailsSections(report)]
  const frame = frameOf(report, fold)
  let [fitting, tooMany] = [0, linesIn(sections) + 1]
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (fits(compose(frame, sections, middle))) fitting = middle
    else tooMany = middle
  }
  return compose(frame, sections, fitting)
}

function linesIn(sections: readonly Section[]): number {
  return sections.reduce((sum, { lines }) => sum + lines.length, 0)
}

/** What stands before and after the sections. */
interface Frame {
  readonly start: readonly string[]
  readonly end: readonly string[]
}

function frameOf(report: Report, fold: readonly string[] = []): Frame {
  return { start: [`### ${formatHeadline(report, MARKDOWN)}`], end: [...fold, footer(report)] }
}

/** @param maxLines - of the sections together */
function compose({ start, end }: Frame, sections: readonly Section[], maxLines: number): string {
  let remaining = maxLines
  let omitted = 0
  const parts = sections.flatMap(({ separator, lines, ...section }) => {
    const shown = lines.slice(0, remaining)
    remaining -= shown.length
    omitted += lines.length - shown.length
    return shown.length === 0 ? [] : [[...section.start, shown.join(separator), ...section.end].join('\n')]
  })
  return [
    ...start,
    ...parts,
    ...(omitted > 0 ? [`_There is no room here for ${count(omitted, 'more line')}: see the step's log._`] : []),
    ...end,
  ].join('\n\n')
}

/** The window, the deploy, the commit and the run. */
function footer({ window, analysis, run: { commit, workflow, number, url } }: Report): string {
  const deployedAt = analysis?.deployedAt
  const facts = [
    `${formatWindow(window)}${deployedAt === undefined ? '' : `, deployed ${formatDeploy(deployedAt, window)}`}`,
    ...(commit === undefined ? [] : [`commit ${link(codeSpan(commit.sha.slice(0, 7)), commit.url)}`]),
    link(MARKDOWN.text(`${workflow} #${number}`), url),
  ]
  return `<sub>${facts.join(' · ')}</sub>`
}

/** `24 Nov 13:25–14:25 UTC` */
function formatWindow({ from, to }: Window): string {
  const isOneDay = formatDay(from) === formatDay(to)
  return `${formatDayAndTime(from)}${isOneDay ? `–${formatTimeOfDay(to)}` : ` – ${formatDayAndTime(to)}`} UTC`
}

function formatDeploy(deployedAt: Date, { from, to }: Window): string {
  return deployedAt >= from && deployedAt <= to && from.getUTCDate() === to.getUTCDate()
    ? formatTimeOfDay(deployedAt)
    : formatDayAndTime(deployedAt)
}
