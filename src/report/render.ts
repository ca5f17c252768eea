import type { Step } from '../step.ts'
import { count } from '../text.ts'
import { formatDay, formatDayAndTime, formatDuration, formatTimeOfDay } from '../time.ts'
import { detailsSections } from './details.ts'
import { formatHeadline } from './headline.ts'
import { codeSpan, link, MARKDOWN, renderSection, type Section } from './markdown.ts'
import { overviewSections } from './rows.ts'

interface RenderOptions {
  readonly maxCharacters?: number
  /** In UTF-8. */
  readonly maxBytes?: number
  /** Markdown of the action's own that always stays, before the footer. */
  readonly appendix?: string
}

/** Renders Markdown for the job summary, the comment and the output: as many lines as fit, from the start, since links come first. */
export function renderReport(step: Step, options: RenderOptions = {}): string {
  const { maxCharacters = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, appendix } = options
  const sections = [...overviewSections(step), ...detailsSections(step)]
  const start = `### ${formatHeadline(step, MARKDOWN)}`
  const end = [...(appendix ? [appendix] : []), footer(step)]
  const rendered = (lines: number) => [start, ...renderSections(sections, lines), ...end].join('\n\n')
  const fits = (markdown: string) => markdown.length <= maxCharacters && Buffer.byteLength(markdown) <= maxBytes
  const all = sections.reduce((sum, { lines }) => sum + lines.length, 0)
  let [fitting, tooMany] = [0, all + 1]
  while (tooMany - fitting > 1) {
    // All of them first: they fit nearly always.
    const tried = tooMany > all ? all : Math.floor((fitting + tooMany) / 2)
    if (fits(rendered(tried))) fitting = tried
    else tooMany = tried
  }
  return rendered(fitting)
}

/** @param maxLines - of all sections together */
function renderSections(sections: readonly Section[], maxLines: number): readonly string[] {
  let remaining = maxLines
  let omitted = 0
  const parts = sections.flatMap(section => {
    const lines = section.lines.slice(0, remaining)
    remaining -= lines.length
    omitted += section.lines.length - lines.length
    return lines.length === 0 ? [] : [renderSection({ ...section, lines })]
  })
  return omitted === 0
    ? parts
    : [...parts, `_${count(omitted, 'more line')} ${omitted === 1 ? 'is' : 'are'} in the job summary._`]
}

/** The window, the deploy, the commit and the run: `24 Nov 13:25–14:25 UTC · deployed 14:05 by octocat to production · …`. */
function footer(step: Step): string {
  const { from, to } = step.window
  const { commit, workflow, number, url } = step.run
  const end = formatDay(from) === formatDay(to) ? `–${formatTimeOfDay(to)}` : ` – ${formatDayAndTime(to)}`
  const facts = [
    `${formatDayAndTime(from)}${end} UTC`,
    ...deployFacts(step),
    ...(commit === undefined ? [] : [`commit ${link(codeSpan(commit.sha.slice(0, 7)), commit.url)}`]),
    link(MARKDOWN.text(`${workflow} #${number}`), url),
  ]
  return `<sub>${facts.join(' · ')}</sub>`
}

/** `deployed 14:05 by octocat to production`, `20 min of results since` */
function deployFacts({ deploy, window: { from, to }, run: { actor, attempt, environment } }: Step): readonly string[] {
  if (deploy === undefined) return []
  const isOnDay = deploy.at >= from && deploy.at <= to && from.getUTCDate() === to.getUTCDate()
  const when = isOnDay ? formatTimeOfDay(deploy.at) : formatDayAndTime(deploy.at)
  // Who re-runs a job didn't make the deploy of an earlier attempt.
  const isOfOther = attempt > 1 && deploy.source !== 'step'
  const who = actor === undefined || isOfOther ? '' : ` by ${MARKDOWN.text(actor)}`
  const where = environment === undefined ? '' : ` to ${MARKDOWN.text(environment)}`
  const sinceMs = Math.floor((to.getTime() - deploy.at.getTime()) / 60_000) * 60_000
  return [`deployed ${when}${who}${where}`, ...(sinceMs > 0 ? [`${formatDuration(sinceMs)} of results since`] : [])]
}
