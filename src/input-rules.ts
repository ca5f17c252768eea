import * as v from 'valibot'
import type { DeployedAtSource } from './deploy-time.ts'
import type { InputsSchema } from './input-schemas.ts'
import { deploySource } from './messages.ts'
import { formatIso } from './time.ts'
import { earliestSnapshotAt, WINDOW_HOURS, windowFor } from './window.ts'

/** A rule about several inputs. */
export interface Rule {
  /** The input that the problem is about. */
  readonly input: string
  /** Says what is wrong; `undefined` where nothing is, or where one of the inputs is wrong by itself. */
  check(given: unknown): string | undefined
}

function rule<Schema extends v.GenericSchema>(
  input: string,
  schema: Schema,
  isValid: (values: v.InferOutput<Schema>) => boolean,
  message: string | ((values: v.InferOutput<Schema>) => string),
): Rule {
  const check = (given: unknown) => {
    const { success, output } = v.safeParse(schema, given)
    if (!success || isValid(output)) return undefined
    return typeof message === 'string' ? message : message(output)
  }
  return { input, check }
}

export function inputRules(
  schema: InputsSchema,
  now: Date,
  deployedAtSource: DeployedAtSource | undefined,
): readonly Rule[] {
  return [
    rule(
      'email',
      v.pick(schema, ['email', 'apiVersion']),
      ({ email, apiVersion }) => email === undefined || apiVersion === 'v6',
      'cannot be used with apiVersion v7, which takes bearer tokens only: leave email out, or set apiVersion to v6.',
    ),
    rule(
      'testId',
      v.pick(schema, ['testId', 'apiVersion']),
      ({ testId, apiVersion }) => apiVersion === 'v7' || testId.every(id => Number.isSafeInteger(Number(id))),
      'has an id that API v6 cannot take: it sends them as numbers below 2^53.',
    ),
    ...conditionRules('failOn', schema),
    ...conditionRules('warnOn', schema),
    rule(
      'takeSnapshot',
      v.pick(schema, ['takeSnapshot', 'failOn']),
      ({ takeSnapshot, failOn }) => takeSnapshot === 'always' || failOn !== undefined,
      'is onFailure, which needs failOn: without conditions nothing fails.',
    ),
    rule(
      'waitMinutes',
      v.pick(schema, ['waitMinutes', 'waitForRounds']),
      ({ waitMinutes, waitForRounds }) => waitForRounds === 0 || waitMinutes !== 0,
      'is 0, so waitForRounds would wait for nothing: leave it out, or set it to the longest wait.',
    ),
    rule(
      'waitForRounds',
      v.pick(schema, ['waitForRounds', 'endTime']),
      ({ waitForRounds, endTime }) => waitForRounds === 0 || endTime === undefined,
      'cannot be used with endTime, which is past: no new round would be in the window.',
    ),
    deployInWindowRule(schema, now, deployedAtSource),
  ]
}

/** @param input - `failOn` or `warnOn` */
function conditionRules(input: 'failOn' | 'warnOn', schema: InputsSchema): readonly Rule[] {
  return [
    rule(
      input,
      v.pick(schema, [input, 'measure']),
      ({ [input]: conditions, measure }) => conditions === undefined || measure !== false,
      'needs measure: true or auto, since it is about the measurements.',
    ),
    rule(
      input,
      v.pick(schema, [input, 'apiVersion']),
      ({ [input]: conditions, apiVersion }) => conditions === undefined || apiVersion === 'v7',
      'needs apiVersion v7: v6 has no measurements.',
    ),
    rule(
      input,
      v.pick(schema, [input, 'deployedAt']),
      ({ [input]: conditions, deployedAt }) =>
        deployedAt !== undefined || !conditions?.conditions.some(({ relative }) => relative),
      'has a condition on the change since the deploy: set deployedAt to the time of the deploy, or waitForRounds.',
    ),
  ]
}

/**
 * With a gate, the deploy must be in the window: a mistyped time would let everything pass. Where the window ends when the step
 * runs, a time after its end is one of a clock that is some minutes fast; `deployedAt` itself allows no more.
 */
function deployInWindowRule(schema: InputsSchema, now: Date, source: DeployedAtSource | undefined): Rule {
  const inputs = v.pick(schema, ['failOn', 'warnOn', 'deployedAt', 'hours', 'endTime', 'waitMinutes', 'waitForRounds'])
  type Values = v.InferOutput<typeof inputs>
  const windowOf = (values: Values) => windowFor(values, earliestSnapshotAt(values, now))
  const isInWindow = (values: Values) => {
    const { deployedAt = now, endTime } = values
    return deployedAt >= windowOf(values).from && (endTime === undefined || deployedAt < endTime)
  }
  return rule(
    'deployedAt',
    inputs,
    values => (values.failOn ?? values.warnOn) === undefined || values.deployedAt === undefined || isInWindow(values),
    values => {
      const { from, to } = windowOf(values)
      const hours = WINDOW_HOURS.find(hours => isInWindow({ ...values, hours }))
      const remedy = hours === undefined ? 'check the time' : `check the time, or set hours: ${hours}`
      const time = `${formatIso(values.deployedAt ?? now)} (${deploySource(source)})`
      return `${time} is outside the window from ${formatIso(from)} to ${formatIso(to)}, so there is no before and after: ${remedy}.`
    },
  )
}
