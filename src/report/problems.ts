import type { Problem } from '../analysis/measure.ts'
import type { ReadFailure } from '../analysis/settle.ts'
import { count, formatUnexpectedError, quote } from '../text.ts'

/** Sentences on why something was not measured, such as `network: ThousandEyes answered 403 Forbidden.` */
export function formatProblem(problem: Problem): string {
  switch (problem.kind) {
    case 'unsupportedApiVersion':
      return 'Measurements need apiVersion v7; measure: false leaves this line out.'
    case 'testsNotRead':
      return `Tests: ${formatReadFailure(problem.error)}`
    case 'unknownTestType':
      return problem.testType === undefined
        ? 'ThousandEyes did not say what type of test it is.'
        : `Tests of type ${quote(problem.testType)} are not known here.`
    case 'noResults':
      return `${problem.resultKinds.join(', ')}: There are no results in the window yet.`
    case 'noValues':
      return `${problem.resultKinds.join(', ')}: Every round failed or measured nothing.`
    case 'resultsNotRead':
      return `${problem.resultKinds.join(', ')}: ${formatReadFailure(problem.error)}`
    case 'rowsNotRead':
      return `${problem.resultKind}: ${count(problem.rows, 'row')} of another form than the documentation of ThousandEyes describes.`
    case 'alertsNotRead':
      return `Alerts: ${formatReadFailure(problem.error)}`
  }
}

export function formatReadFailure({ message, isUnexpected }: ReadFailure): string {
  return isUnexpected ? formatUnexpectedError(message) : message
}
