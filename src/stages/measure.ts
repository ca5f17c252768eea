import { hasValues, toMeasurement } from '../analysis/measurement.ts'
import type { Inputs } from '../inputs.ts'
import type { Problem, Step, TestRecord } from '../step.ts'
import { count } from '../text.ts'
import { readAlerts } from '../thousandeyes/alerts.ts'
import type { StepApiContext } from '../thousandeyes/client.ts'
import { metricsByKind, type ResultKind } from '../thousandeyes/metrics.ts'
import { type Results, readResults } from '../thousandeyes/results.ts'
import { mapBatched, type ReadResult, read } from './read.ts'

/** Measurements are worth less time than a snapshot: what takes longer to read is left out. */
const MAX_READING_MS = 2 * 60_000

/** Reads what the tests measured in the window, and their alerts. What can't be read is a problem of the record. */
export async function measure(step: Step, inputs: Inputs, context: StepApiContext): Promise<Step> {
  if (step.stopped !== undefined || inputs.measure === false) return step
  const deadlineMs = context.clock.monotonicMs() + MAX_READING_MS
  const [alerts, tests] = await Promise.all([
    read(context, deadlineMs, limited => readAlerts(inputs.api, step.window, limited)),
    mapBatched(step.tests, test => measureTest(test, step, inputs, deadlineMs, context)),
  ])
  return withAlerts({ ...step, tests }, alerts)
}

/** Alerts without a test's id may be of any test; those of other tests are left out. */
function withAlerts(step: Step, { value, failure }: ReadResult<Awaited<ReturnType<typeof readAlerts>>>): Step {
  if (value?.unreadAlerts === 0) {
    const byTest = Map.groupBy(value.alerts, ({ testId }) => testId)
    const tests = step.tests.map(test => ({ ...test, alerts: byTest.get(test.testId) ?? [] }))
    return { ...step, tests, alertsOfNoTest: byTest.get(undefined) ?? [] }
  }
  // An alert that could not be read may be of any test.
  const message = failure === undefined ? `${count(value.unreadAlerts, 'alert')} could not be read.` : failure.message
  return { ...step, problems: [...step.problems, { subject: 'Alerts', message }] }
}

/** Reads the test's kinds of result concurrently; one that can't be read doesn't cost the others. */
async function measureTest(
  test: TestRecord,
  { window, deploy }: Step,
  { api }: Inputs,
  deadlineMs: number,
  context: StepApiContext,
): Promise<TestRecord> {
  const { testId, testType, isDisabled, listed } = test
  if (isDisabled || listed === 'no') return test
  const kinds = [...metricsByKind(test)]
  if (kinds.length === 0) return { ...test, problems: [...test.problems, ...unknownKinds(test)] }
  const attempts = await Promise.all(
    kinds.map(async ([kind, metrics]) => {
      const query = { testId, kind, metrics, window, testType }
      return { kind, ...(await read(context, deadlineMs, limited => readResults(api, query, limited))) }
    }),
  )
  const results = attempts.flatMap(({ value }) => (value?.columns.some(hasValues) ? [value] : []))
  const problems = [...test.problems, ...problemsIn(attempts)]
  return { ...test, measurement: toMeasurement(results, deploy?.at), problems }
}

/** Without a list, that is the cause. */
function unknownKinds({ listed, testType }: TestRecord): readonly Problem[] {
  if (listed === 'unknown') return []
  const message =
    testType === undefined
      ? "ThousandEyes didn't return the type of the test, so its results are unknown."
      : `Results of tests of type ${testType} are not supported.`
  return [{ subject: '', message }]
}

type Attempt = { readonly kind: ResultKind } & ReadResult<Results>

/** Kinds of result that are missing for the same reason share a problem. */
function problemsIn(attempts: readonly Attempt[]): readonly Problem[] {
  return [...Map.groupBy(attempts, problemOf)].flatMap(([message, some]) => {
    if (message === undefined) return []
    const kinds = new Intl.ListFormat('en').format(some.map(({ kind }) => kind))
    const isRead = some.some(({ failure }) => failure === undefined)
    return [{ subject: isRead ? kinds : `Results of ${kinds} could not be read`, message }]
  })
}

function problemOf({ value, failure }: Attempt): string | undefined {
  if (failure !== undefined) return failure.message
  if (value.unreadRows > 0) return `${count(value.unreadRows, 'row')} could not be read.`
  if (value.columns.some(hasValues)) return undefined
  return value.roundIds.length === 0 ? 'The window has no results yet.' : 'Every round failed or measured nothing.'
}
