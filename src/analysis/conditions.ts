import { METRICS, type Metric } from '../thousandeyes/metrics.ts'
import { isNear } from './statistics.ts'

export const ALERTS = 'alerts'

/** One line of `failOn`; the gate fails where it is met. */
export interface Condition {
  /** As written in the input. */
  readonly text: string
  /** The name of a metric, or `alerts`. */
  readonly metric: string
  readonly operator: Operator
  /** In the metric's unit; in percent where `relative`. */
  readonly limit: number
  /** Whether the limit is for the change from before to after the deploy. */
  readonly relative: boolean
}

export type Operator = '>' | '>=' | '<' | '<='

/** Why a line is not a condition. */
export type ConditionError =
  | { readonly kind: 'syntax' }
  | { readonly kind: 'severalConditions' }
  /** `suggestion`: the operator that was probably meant. */
  | { readonly kind: 'unknownOperator'; readonly suggestion: Operator | undefined }
  /** `suggestion`: the known metric whose name is close. */
  | {
      readonly kind: 'unknownMetric'
      readonly metric: string
      readonly suggestion: string | undefined
      readonly knownMetrics: readonly string[]
    }
  /** `unit` is the metric's own; empty where it has none. */
  | { readonly kind: 'unexpectedUnit'; readonly unit: string }
  /** A sign without a percent sign, or on `alerts`, which have no change. */
  | { readonly kind: 'unexpectedSign' }
  /** A percent sign on a metric that is not a share; `digits` is the number without it. */
  | { readonly kind: 'unexpectedPercent'; readonly metric: string; readonly digits: string }

const CONDITION =
  /^(?<metric>\w+)\s*(?<operator>[<>=!≤≥]{1,3})\s*(?<sign>[+-]?)(?<digits>\d{1,12}(\.\d{1,6})?)\s*(?<suffix>%|[a-zµ/]*)$/i

/** An operator and the start of its number: a condition has one of them. */
const COMPARISON = /[<>=≤≥] ?[+-]?\d/g

const MISTYPED_OPERATORS: Readonly<Record<string, Operator>> = { '=>': '>=', '=<': '<=', '≥': '>=', '≤': '<=' }

type Parsed =
  | { readonly value: Condition; readonly error?: never }
  | { readonly value?: never; readonly error: ConditionError }

/** Parses `loss > 1%` or, for a change, `responseTime > +20%`. */
export function parseCondition(line: string): Parsed {
  if ((line.match(COMPARISON) ?? []).length > 1) return { error: { kind: 'severalConditions' } }
  const { metric = '', operator = '', sign = '', digits = '', suffix = '' } = CONDITION.exec(line)?.groups ?? {}
  if (operator === '') return { error: { kind: 'syntax' } }
  if (!isOperator(operator)) {
    return { error: { kind: 'unknownOperator', suggestion: MISTYPED_OPERATORS[operator] } }
  }
  const unit = metric === ALERTS ? '' : METRICS.get(metric)?.unit
  if (unit === undefined) return { error: unknownMetric(metric) }
  const relative = sign !== ''
  const error = signOrSuffixError({ metric, unit, relative, digits, suffix })
  return error === undefined
    ? { value: { text: line, metric, operator, limit: Number(`${sign}${digits}`), relative } }
    : { error }
}

interface Limit {
  readonly metric: string
  readonly unit: string
  readonly relative: boolean
  readonly digits: string
  readonly suffix: string
}

function signOrSuffixError({ metric, unit, relative, digits, suffix }: Limit): ConditionError | undefined {
  if (suffix !== '' && suffix !== '%') return { kind: 'unexpectedUnit', unit: relative ? '%' : unit }
  if (relative) return suffix === '' || metric === ALERTS ? { kind: 'unexpectedSign' } : undefined
  return suffix === '%' && unit !== '%' ? { kind: 'unexpectedPercent', metric, digits } : undefined
}

function unknownMetric(metric: string): ConditionError {
  const knownMetrics = [...METRICS.keys(), ALERTS]
  return { kind: 'unknownMetric', metric, suggestion: closestName(metric, knownMetrics), knownMetrics }
}

/** The unit of a metric's values; empty for alerts. */
export function unitOf(metric: string): Metric['unit'] {
  return METRICS.get(metric)?.unit ?? ''
}

function isOperator(text: string): text is Operator {
  return text in OPERATORS
}

const OPERATORS: Readonly<Record<Operator, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
}

/** Whether a value is beyond the limit. Sums of decimals lose the last digits, which must not decide. */
export function isMet({ operator, limit }: Pick<Condition, 'operator' | 'limit'>, value: number): boolean {
  return OPERATORS[operator](isNear(value, limit) ? limit : value, limit)
}

const OPPOSITES: Readonly<Record<Operator, Operator>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' }
const MIRRORED: Readonly<Record<Operator, Operator>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' }

/**
 * For a condition that is met while all is well, such as `availability >= 99.5%`: the one that was probably meant,
 * `availability < 99.5%`. For a change to the better, such as `responseTime < -20%`, it is as large a change to the worse.
 */
export function intendedCondition({
  metric,
  operator,
  limit,
  relative,
}: Condition): Omit<Condition, 'text'> | undefined {
  const better = METRICS.get(metric)?.better ?? 'lower'
  const isUpperLimit = operator.startsWith('>')
  if (isUpperLimit === (better === 'lower')) return undefined
  const isChangeToTheBetter = relative && limit !== 0 && limit > 0 === isUpperLimit
  return isChangeToTheBetter
    ? { metric, operator: MIRRORED[operator], limit: -limit, relative }
    : { metric, operator: OPPOSITES[operator], limit, relative }
}

/** Longer words are no misspelling of a name. */
const MAX_NAME_LENGTH = 40

/** The name that is a few letters away from `word`, whatever the case. */
function closestName(word: string, names: readonly string[]): string | undefined {
  if (word.length > MAX_NAME_LENGTH) return undefined
  const [closest] = names
    .map(name => ({ name, edits: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)
  return closest !== undefined && closest.edits <= Math.max(1, closest.name.length / 4) ? closest.name : undefined
}

/** Levenshtein's: how many letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
