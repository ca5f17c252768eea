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

Each section shows a job summary, which is also the comment on the pull request, and the end of the log, with the titles of annotations
in brackets. The results are invented, but judged and written by the code of the action (\`npm run docs\`).`

/** A section of that page. */
export function reportSection(state: ReportState): string {
  const step = reportExample(state)
  const outcome = outcomeLines(step).map(({ level, title, line }) => `${level} [${title}] ${line}`)
  return [`## ${state.replaceAll('-', ' ')}`, renderReport(step), `\`\`\`text\n${outcome.join('\n')}\n\`\`\``].join(
    '\n\n',
  )
}
