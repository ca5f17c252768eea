import { BODY_LIMIT } from '../src/github/comment.ts'
import { measurementLines, outcomeAnnotations } from '../src/report/log-lines.ts'
import { renderComment } from '../src/report/render.ts'
import { REPORT_EXAMPLES, type ReportExample } from './reports.ts'

/** `docs/reports.md`: the comment and the log of a step in each state. */
export function reportsPage(): string {
  const sections = Object.entries<ReportExample>(REPORT_EXAMPLES).map(([state, example]) =>
    reportSection(state, example),
  )
  return `${[INTRODUCTION, ...sections].join(RULE)}\n`
}

/** Between two sections. */
export const RULE = '\n\n---\n\n'

const INTRODUCTION = `# What a step writes

The comment on the pull request, which is also the job summary, and what the log says, in the states that there are. All of it is
written by \`npm run docs\`.`

/** A section of that page. */
export function reportSection(state: string, { report, earlier }: ReportExample): string {
  const annotations = outcomeAnnotations(report).map(({ level, title, line }) => `${level} ${title}: ${line}`)
  return [
    `## ${state.replaceAll('-', ' ')}`,
    renderComment(report, earlier, BODY_LIMIT),
    `\`\`\`text\n${[...measurementLines(report), ...annotations].join('\n')}\n\`\`\``,
  ].join('\n\n')
}
