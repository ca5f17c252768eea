import { type Step, stateOf, TEST_STATES, type TestRecord } from '../step.ts'
import { count, listSome } from '../text.ts'
import type { TakenSnapshot } from '../thousandeyes/snapshots.ts'
import { formatDay } from '../time.ts'
import { decisiveFindings, findingsOf } from './findings.ts'
import { STATES } from './headline.ts'
import { link, MARKDOWN, paragraphs, type Section, tableSection } from './markdown.ts'
import { reasonOf, unexplainedProblems } from './problems.ts'

/** What is read first: links, what was expected and measured, and what is missing. The most important first. */
export function overviewSections(step: Step): readonly Section[] {
  const { tests } = step
  const [only, ...others] = tests
  const isNothingKnown = tests.every(test => isNotTaken(test) && findingsOf(test, step, MARKDOWN).length === 0)
  const sections = isNothingKnown
    ? [paragraphs(causes(step))]
    : only !== undefined && others.length === 0
      ? [paragraphs([snapshotLine(only, step)]), findingsTable(only, step)]
      : [testsTable(step), paragraphs(audienceLine(step))]
  return [...sections, paragraphs([...problemLines(step), ...hiddenNote(step).map(MARKDOWN.message)])]
}

function isNotTaken({ snapshot }: TestRecord): boolean {
  return snapshot?.kind === 'notTaken'
}

const MAX_NAMES = 20

/** Tests without a snapshot; those with the same cause in one line. */
function causes({ tests, conditions }: Step): readonly string[] {
  const notJudged = conditions.length === 0 ? '' : ' The deploy was **not judged**.'
  return [...Map.groupBy(tests, reasonOf)].map(([reason, affected]) => {
    const names = affected.map(test => `**${MARKDOWN.name(test)}**`)
    return `${listSome(names, MAX_NAMES)}: ${MARKDOWN.message(reason)}${notJudged}`
  })
}

function snapshotLine(test: TestRecord, step: Step): string {
  const { snapshot } = test
  if (snapshot?.kind === 'taken') {
    const open = `**${link('Open the snapshot', snapshot.viewUrl)}**`
    return `${open} · ${describeAudience(snapshot, step)} · link expires ${formatDay(snapshot.expiresAt)}`
  }
  if (snapshot?.kind === 'notNeeded') return notNeeded(step)
  return `${isNotTaken(test) ? `${STATES.notTaken.icon} No snapshot: ` : ''}${MARKDOWN.message(reasonOf(test))}`
}

/** Why no snapshot was requested. */
export function notNeeded({ takeSnapshot }: Step): string {
  return takeSnapshot === 'never'
    ? 'No snapshot (`takeSnapshot: never`).'
    : 'No snapshot needed (`takeSnapshot: onFailure`).'
}

/** Who can open a snapshot. */
export function describeAudience(snapshot: TakenSnapshot, step: Pick<Step, 'isPublicRequested'>): string {
  if (snapshot.isPublic) return 'open to anyone with the link'
  return step.isPublicRequested ? 'may require a login, although a public one was requested' : 'login required'
}

function findingsTable(test: TestRecord, step: Step): Section {
  const { conditions, areNumbersHidden, deploy } = step
  const rows = findingsOf(test, step, MARKDOWN).map(({ verdict, subjects, detail }) => {
    const icon = verdict === undefined ? '' : `${STATES[verdict].icon}\u00a0`
    return [subjects.map(text => `${icon}${keepTogether(text)}`).join('<br>'), keepTogether(detail)] as const
  })
  if (rows.length === 0) return paragraphs([])
  return conditions.length > 0
    ? tableSection(['Expected', areNumbersHidden ? 'Result' : 'Measured'], rows)
    : tableSection(['Metric', deploy === undefined ? 'In the window' : 'Before → after'], rows)
}

/** A limit and a unit stay on the line of their number. */
function keepTogether(text: string): string {
  return text.replace(/(?<=[≤≥<>]) (?=[+-]?\d)|(?<=\d) (?=(?:%|ms|[kMG]?B\/s)(?!\w))/g, '\u00a0')
}

/** The most urgent test first. */
function testsTable(step: Step): Section {
  const byState = Map.groupBy(step.tests, test => stateOf(test, step.deploy))
  const tests = TEST_STATES.flatMap(state => byState.get(state) ?? [])
  return tableSection(
    ['Test', 'Result'],
    tests.map(test => {
      const { snapshot } = test
      const name = MARKDOWN.name(test)
      const linked = snapshot?.kind === 'taken' ? `**${link(name, snapshot.viewUrl)}**` : name
      return [`${STATES[stateOf(test, step.deploy)].icon}\u00a0${linked}`, resultCell(test, step)]
    }),
  )
}

/** What decided, why there is no snapshot, and what could not be read. */
function resultCell(test: TestRecord, step: Step): string {
  const phrases = decisiveFindings(test, step, MARKDOWN).map(({ verdict, phrase }) => {
    return `${verdict === 'unknown' ? 'inconclusive: ' : ''}${keepTogether(phrase)}`
  })
  const reason = `${isNotTaken(test) ? 'no snapshot: ' : ''}${MARKDOWN.message(reasonOf(test))}`
  const lines = [...phrases, ...(reason === '' ? [] : [reason])]
  return [...lines, ...unexplainedProblems(test.problems, lines, MARKDOWN)].join('<br>')
}

/** `4 snapshots · login required · links expire 24 Dec 2026` */
function audienceLine(step: Step): readonly string[] {
  const snapshots = step.tests.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot]))
  const taken = snapshots.filter(snapshot => snapshot.kind === 'taken')
  const isAnyNotNeeded = snapshots.some(({ kind }) => kind === 'notNeeded')
  if (taken.length === 0) return isAnyNotNeeded ? [notNeeded(step)] : []
  const byAudience = Map.groupBy(taken, snapshot => describeAudience(snapshot, step))
  const audiences = [...byAudience].map(([audience, { length }]) =>
    length === taken.length ? audience : `${length}: ${audience}`,
  )
  const firstExpiry = new Date(Math.min(...taken.map(({ expiresAt }) => expiresAt.getTime())))
  const expiry = `${taken.length === 1 ? 'link expires' : 'links expire'} ${formatDay(firstExpiry)}`
  const others = isAnyNotNeeded ? ['no snapshot of tests that passed (`takeSnapshot: onFailure`)'] : []
  return [[count(taken.length, 'snapshot'), ...audiences, expiry, ...others].join(' · ')]
}

/** What could not be read or done, unless a row or a line above shows it. */
function problemLines(step: Step): readonly string[] {
  const { tests, problems } = step
  const shown = tests.flatMap(test => [
    ...findingsOf(test, step, MARKDOWN).map(({ detail }) => detail),
    MARKDOWN.message(reasonOf(test)),
  ])
  const ofOnly = tests.length === 1 ? tests.flatMap(test => test.problems) : []
  return unexplainedProblems([...ofOnly, ...problems], shown, MARKDOWN).map(line => `${STATES.unknown.icon} ${line}`)
}

/** Why there are no numbers, and how to show them. */
export function hiddenNote({ areNumbersHidden }: Step): readonly string[] {
  return areNumbersHidden
    ? ['Numbers are hidden, because the repository is public. Set "measure: true" to show them to everybody.']
    : []
}
