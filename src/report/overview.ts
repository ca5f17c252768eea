import { count } from '../text.ts'
import { formatDay } from '../time.ts'
import { type Finding, findingsOf, problemsOfStep } from './findings.ts'
import { formatReason } from './format.ts'
import { describeTest, ICONS } from './headline.ts'
import { link, type Section, tableSection } from './markdown.ts'
import { formatProblem } from './problems.ts'
import { isBroken, type Report, type ReportedTest, stateOf, type Taken, TEST_STATES } from './report.ts'
import { MARKDOWN, type Style } from './style.ts'

/** What is read first: links, what was expected and measured, and what is missing. The most important first. */
export function overviewSections(report: Report): readonly Section[] {
  const [only, ...others] = report.tests
  const isNothingTaken = report.tests.every(test => stateOf(test, report) === 'notTaken')
  const sections = isNothingTaken
    ? [paragraphs(causes(report))]
    : only !== undefined && others.length === 0
      ? [paragraphs([snapshotLine(only)]), findingsTable(only, report)]
      : [testsTable(report), paragraphs(audienceLine(report.tests))]
  const unknown = notes(report, MARKDOWN).map(note => `${ICONS.unknown} ${note}`)
  return [...sections, paragraphs([...unknown, ...hiddenNote(report).map(MARKDOWN.message)])]
}

function paragraphs(lines: readonly string[]): Section {
  return { start: [], lines, end: [], separator: '\n\n' }
}

/** Tests without a snapshot; those with the same cause in one line. */
function causes({ tests, gate }: Report): readonly string[] {
  const byReason = Map.groupBy(tests, ({ outcome }) => ('reason' in outcome ? outcome.reason : ''))
  const notJudged = gate === undefined ? '' : ' The deploy was **not judged**.'
  return [...byReason].map(([reason, affected]) => {
    const names = affected.map(test => `**${MARKDOWN.name(test)}**`)
    return `${names.join(', ')}: ${MARKDOWN.message(reason)}${notJudged}`
  })
}

function snapshotLine({ outcome }: ReportedTest): string {
  switch (outcome.kind) {
    case 'taken': {
      const open = `**${link('Open the snapshot', outcome.viewUrl)}**`
      return [open, describeAudience(outcome), `until ${formatDay(outcome.expiresAt)}`].join(' · ')
    }
    case 'notNeeded':
      return NOT_NEEDED
    case 'notTaken':
      return `${ICONS.notTaken} No snapshot: ${MARKDOWN.message(outcome.reason)}`
    case 'exposed':
      return MARKDOWN.message(outcome.reason)
  }
}

const NOT_NEEDED = 'No snapshot was needed (`takeSnapshot: onFailure`).'

/** Who can open it. */
export function describeAudience({
  isPublic,
  isPublicRequested,
}: Pick<Taken, 'isPublic' | 'isPublicRequested'>): string {
  if (isPublic) return 'open to anyone with the link'
  return isPublicRequested ? 'may need a login, although a public one was requested' : 'needs a login'
}

function findingsTable(test: ReportedTest, report: Report): Section {
  const findings = findingsOf(test, report, MARKDOWN)
  const subject = report.gate === undefined ? 'Measured' : 'Expected'
  const rows = findings.map(finding => {
    // A limit and an icon stay on the line of their number and name.
    const subjects = finding.subjects.map(text => `${iconOf(finding)}${text.replace(/(?<=[≤≥<>\d]) /g, '\u00a0')}`)
    return [subjects.join('<br>'), finding.detail] as const
  })
  return tableSection([subject, periodOf(report)], rows)
}

function periodOf({ analysis, isDetailed }: Report): string {
  if (!isDetailed) return 'Result'
  return analysis?.deployedAt === undefined ? 'In the window' : 'Before → after'
}

function iconOf({ verdict }: Finding): string {
  return verdict === undefined ? '' : `${ICONS[verdict]}\u00a0`
}

/** The most urgent test first. */
function testsTable(report: Report): Section {
  const byState = Map.groupBy(report.tests, test => stateOf(test, report))
  const tests = TEST_STATES.flatMap(state => byState.get(state) ?? [])
  const rows = tests.map(test => [testCell(test, report), findingsCell(test, report)] as const)
  return tableSection(['Test', report.analysis?.deployedAt === undefined ? 'Result' : 'Since the deploy'], rows)
}

function testCell(test: ReportedTest, report: Report): string {
  const { outcome } = test
  const name = MARKDOWN.name(test)
  const linked = outcome.kind === 'taken' ? `**${link(name, outcome.viewUrl)}**` : name
  return `${ICONS[stateOf(test, report)]} ${linked}`
}

function findingsCell(test: ReportedTest, report: Report): string {
  const { outcome } = test
  const start = outcome.kind === 'notTaken' ? 'no snapshot: ' : ''
  const reason = 'reason' in outcome ? [`${start}${MARKDOWN.message(outcome.reason)}`] : []
  return [...decisiveFindings(test, report, MARKDOWN).map(({ phrase }) => phrase), ...reason].join('<br>')
}

/** What did not pass, else the first finding. */
export function decisiveFindings(test: ReportedTest, report: Report, style: Style): readonly Finding[] {
  const findings = findingsOf(test, report, style)
  const decisive = findings.filter(({ verdict }) => verdict !== undefined && verdict !== 'pass')
  return decisive.length > 0 ? decisive : findings.slice(0, 1)
}

/** `4 snapshots · need a login · until 24 Dec 2026` */
function audienceLine(tests: readonly ReportedTest[]): readonly string[] {
  const taken = tests.flatMap(({ outcome }) => (outcome.kind === 'taken' ? [outcome] : []))
  if (taken.length === 0) return tests.some(({ outcome }) => outcome.kind === 'notNeeded') ? [NOT_NEEDED] : []
  const audiences = [...Map.groupBy(taken, describeAudience)].map(([audience, { length }]) =>
    length === taken.length ? audience.replace('needs', length === 1 ? 'needs' : 'need') : `${length}: ${audience}`,
  )
  const firstExpiry = new Date(Math.min(...taken.map(({ expiresAt }) => expiresAt.getTime())))
  return [[count(taken.length, 'snapshot'), ...audiences, `until ${formatDay(firstExpiry)}`].join(' · ')]
}

/** What is not known beside the tests: conditions that no test has, and what was not read. */
export function notes(report: Report, style: Style): readonly string[] {
  const { gate, tests } = report
  const unmeasurable = (gate?.results ?? []).flatMap(({ condition, testId, ...result }) =>
    testId === undefined && result.verdict === 'unknown'
      ? [`${style.message(condition.text)}: ${formatReason(result.reason, condition, style)}.`]
      : [],
  )
  const details = tests.flatMap(test => findingsOf(test, report, style).map(({ detail }) => detail))
  const unread = problemsOfStep(report)
    .map(problem => style.message(formatProblem(problem)))
    .filter(problem => !details.some(detail => detail.includes(problem)))
  return [...(gate !== undefined && isBroken(gate) ? [NOT_EVALUATED] : []), ...unmeasurable, ...unread]
}

const NOT_EVALUATED = 'The conditions were not evaluated, because of an error that the log has.'

/** Says why there are no numbers, and how to show them. */
export function hiddenNote({ analysis, isDetailed }: Report): readonly string[] {
  return isDetailed || analysis === undefined ? [] : [HIDDEN]
}

const HIDDEN =
  'The numbers of a private snapshot are not shown in a public repository; "measure: true" shows them to everybody.'

/** `Shop front page got worse after the deploy: responseTime 122 → 289 ms (≤ +20 %)` */
export function summarizeTest(test: ReportedTest, report: Report, style: Style): string {
  const phrases = decisiveFindings(test, report, style).map(({ phrase }) =>
    phrase.replace(/^(?:inconclusive|not judged): |\.$/g, ''),
  )
  return [describeTest(test, report, style), ...(phrases.length > 0 ? [phrases.join('; ')] : [])].join(': ')
}
