import { outcomeLines } from '../src/report/log-lines.ts'
import { renderReport } from '../src/report/render.ts'
import { REPORT_STATES, type ReportState, reportExample } from './reports.ts'

/** `docs/reports.md`: the report and the log of a step in each state. */
export function reportsPage(): string {
  return `${[INTRODUCTION, ...REPORT_STATES.map(reportSection)].join(RULE)}\n`
}

/** Between two sections. */
export const RULE = '\n\n---\n\n'

const INTRODUCTION = `# What a step writes

Each section shows a job summary and the end of the log. The pull request comment is the same as the summary. Annotation titles are in
brackets. The results are made up, but the action's own code judges and formats them.`

const TITLES: Readonly<Record<ReportState, string>> = {
  failed: 'Failed',
  passed: 'Passed',
  'no-gate': 'No gate',
  several: 'Several tests',
  inconclusive: 'Inconclusive',
  'nothing-taken': 'No snapshot taken',
  alerts: 'New alert',
  'agent-alone': 'Only one agent got worse',
  'numbers-hidden': 'Numbers hidden',
  'on-failure': 'Snapshots only on failure',
}

/** A section of that page. */
export function reportSection(state: ReportState): string {
  const step = reportExample(state)
  const outcome = outcomeLines(step).map(({ level, title, line }) => `${level} [${title}] ${line}`)
  return [`## ${TITLES[state]}`, renderReport(step), `\`\`\`text\n${outcome.join('\n')}\n\`\`\``].join('\n\n')
}
