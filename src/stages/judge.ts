import { ALERTS, type Condition } from '../analysis/conditions.ts'
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
  const judgeBy = (conditions: readonly Condition[] = [], test: TestRecord) =>
    conditions.filter(condition => applies(condition, test)).map(condition => judgeCondition(condition, test, period))
  const judged = step.tests.map(test => ({
    test,
    failing: judgeBy(failOn?.conditions, test),
    warning: judgeBy(warnOn?.conditions, test).map(asWarning),
  }))
  const isUnsure = step.stopped !== undefined || isRerunFromStart(step) || step.tests.some(isUnjudged)
  const verdict = verdictOf(
    judged.flatMap(({ failing, warning }) => [...failing, ...warning]),
    isUnsure,
  )
  // A condition of `warnOn` fails nothing, even if it is inconclusive.
  const isUnknown =
    verdictOf(
      judged.flatMap(({ failing }) => failing),
      isUnsure,
    ) === 'unknown'
  return {
    ...step,
    tests: judged.map(({ test, failing, warning }) => ({ ...test, conditions: [...failing, ...warning] })),
    verdict,
    isFailed: verdict === 'fail' || (failOn?.failOnUnknown === true && isUnknown),
  }
}

/** Whether a condition looks at the test; one whose metrics are unknown may have any. */
export function applies({ metric }: Condition, test: TestRecord): boolean {
  return metric === ALERTS || (metricNames(test)?.includes(metric) ?? true)
}

function isUnjudged(test: TestRecord): boolean {
  return test.isDisabled === true || test.listed === 'no' || lacksRounds(test)
}

function asWarning(result: ConditionResult): ConditionResult {
  return result.verdict === 'fail' ? { ...result, verdict: 'warn' } : result
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
