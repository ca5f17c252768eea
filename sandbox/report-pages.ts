import { BODY_LIMIT } from '../src/github/comment.ts'
import { measurementLines, outcomeAnnotations } from '../src/report/log-lines.ts'
import { renderComment } from '../src/report/render.ts'
import { REPORT_STATES, type ReportState, reportExample } from './reports.ts'

/** `docs/reports.md`: the comment and the log of a step in each state. */
export function reportsPage(): string {
  return `${[INTRODUCTION, ...REPORT_STATES.map(reportSection)].join(RULE)}\n`
}

/** Between two sections. */
export const RULE = '\n\n---\n\n'

const INTRODUCTION = `# What a step writes

The job summary, which is also the comment on the pull request, and what the log says, with the title of each annotation in
brackets. These are made-up results, judged and written by the code that a step runs (\`npm run docs\`).`

/** A section of that page. */
export function reportSection(state: ReportState): string {
  const { report, earlier } = reportExample(state)
  const annotations = outcomeAnnotations(report).map(({ level, title, line }) => `${level} [${title}] ${line}`)
  return [
    `## ${state.replaceAll('-', ' ')}`,
    renderComment(report, earlier, BODY_LIMIT),
    `\`\`\`text\n${[...measurementLines(report), ...annotations].join('\n')}\n\`\`\``,
  ].join('\n\n')
}
