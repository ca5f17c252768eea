import { ALERTS, type Conditions } from '../analysis/conditions.ts'
import { type ConditionResult, judgeCondition, type Verdict } from '../analysis/gate.ts'
import type { Context } from '../context.ts'
import type { Inputs } from '../inputs.ts'
import { debugStack } from '../log.ts'
import { isRerunFromStart, lacksRounds, type Step, type TestRecord } from '../step.ts'
import { formatUnexpectedError } from '../text.ts'
import { metricNames } from '../thousandeyes/metrics.ts'

/**
 * Judges every test by the conditions whose metric it has, and the step: `fail`, otherwise `unknown`, `warn` or `pass`. It is
 * `unknown` as well if a test could not be judged, or lacks rounds that were waited for, or if a re-run took its own start for the
 * time of the deploy.
 */
export function judge(step: Step, { failOn, warnOn }: Pick<Inputs, 'failOn' | 'warnOn'>): Step {
  if (failOn === undefined && warnOn === undefined) return step
  const period = { window: step.window, deployedAt: step.deploy?.at, alertsOfNoTest: step.alertsOfNoTest }
  const judgeBy = (given: Conditions | undefined, test: TestRecord) =>
    (given?.conditions ?? [])
      // A test whose metrics are unknown may have any.
      .filter(({ metric }) => metric === ALERTS || (metricNames(test)?.includes(metric) ?? true))
      .map(condition => judgeCondition(condition, test, period))
  const failing = step.tests.map(test => judgeBy(failOn, test))
  const tests = step.tests.map((test, index) => {
    const warning = judgeBy(warnOn, test).map(one =>
      one.verdict === 'fail' ? { ...one, verdict: 'warn' as const } : one,
    )
    return { ...test, conditions: [...(failing[index] ?? []), ...warning] }
  })
  const isUnsure =
    step.stopped !== undefined ||
    isRerunFromStart(step) ||
    tests.some(test => test.isDisabled || test.listed === 'no' || lacksRounds(test))
  const verdict = verdictOf(
    tests.flatMap(({ conditions }) => conditions),
    isUnsure,
  )
  // A condition of `warnOn` fails nothing, even if it is inconclusive.
  const isUnknown = verdictOf(failing.flat(), isUnsure) === 'unknown'
  return {
    ...step,
    tests,
    verdict,
    isFailed: verdict === 'fail' || (failOn?.failOnUnknown === true && isUnknown),
  }
}

function verdictOf(results: readonly ConditionResult[], isUnsure: boolean): Verdict {
  const verdicts = new Set(results.map(({ verdict }) => verdict))
  if (verdicts.has('fail')) return 'fail'
  if (verdicts.has('unknown') || isUnsure) return 'unknown'
  return verdicts.has('warn') ? 'warn' : 'pass'
}

/** The step if an error of our own kept it from being judged. */
export function notJudged(
  step: Step,
  { failOn, warnOn }: Pick<Inputs, 'failOn' | 'warnOn'>,
  error: unknown,
  { log }: Pick<Context, 'log'>,
): Step {
  log.warning(formatUnexpectedError(error))
  debugStack(error, log)
  if (failOn === undefined && warnOn === undefined) return step
  const message = 'The conditions could not be evaluated. See the log for the error.'
  return {
    ...step,
    problems: [...step.problems, { subject: '', message }],
    verdict: 'unknown',
    isFailed: failOn?.failOnUnknown === true,
  }
}
