import { type Problem, type Step, stateOf, stepState, type TestRecord } from '../step.ts'
import type { Style } from './markdown.ts'

/** `network: ThousandEyes answered 403 Forbidden. …` */
export function formatProblem({ subject, message }: Problem): string {
  return subject === '' ? message : `${subject}: ${message}`
}

/** For a headline: `results could not be read (403 Forbidden)`, otherwise the first sentence. */
export function summarizeProblem({ subject, message }: Problem): string {
  const status = /answered (\d{3}(?: [A-Z][A-Za-z-]*)*)/.exec(message)?.[1]
  if (status === undefined)
    return message.replace(/\.(?: .*)?$/s, '').replace(/^[A-Z](?=[a-z ])/, first => first.toLowerCase())
  const what = subject === 'Alerts' ? 'alerts' : subject === 'Tests' ? 'the list of tests' : 'results'
  return `${what} could not be read (${status})`
}

/** What could not be read or done, each cause once, except for what `texts` contain. */
export function unexplainedProblems(problems: readonly Problem[], texts: readonly string[], style: Style) {
  const unexplained = problems.filter(({ message }) => !texts.some(text => text.includes(style.message(message))))
  return [...new Set(unexplained.map(problem => style.message(formatProblem(problem))))]
}

/** Why a test has no snapshot, or one that is public by mistake; empty otherwise. */
export function reasonOf({ snapshot }: TestRecord): string {
  return snapshot !== undefined && 'reason' in snapshot ? snapshot.reason : ''
}

/** Why the gate is inconclusive, although none of the tests is: a re-run, a test that is disabled. */
export function gateProblem(step: Step): Problem | undefined {
  const { tests, problems, deploy } = step
  if (stepState(step) !== 'unknown' || tests.some(test => stateOf(test, deploy) === 'unknown')) return undefined
  const all = [...problems, ...tests.flatMap(test => test.problems)]
  return all.find(({ subject }) => subject === '') ?? all[0]
}
