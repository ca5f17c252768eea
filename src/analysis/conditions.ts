import { METRIC_UNITS, type Metric } from '../thousandeyes/metrics.ts'

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
  | { readonly kind: 'unknownMetric'; readonly knownMetrics: readonly string[] }
  /** A sign without a percent sign, or on `alerts`, which have no change. */
  | { readonly kind: 'unexpectedSign' }
  /** A percent sign on a metric that is not a share; `digits` is the number without it. */
  | { readonly kind: 'unexpectedPercent'; readonly metric: string; readonly digits: string }

const CONDITION =
  /^(?<metric>\w+)\s*(?<operator>[<>]=?)\s*(?<sign>[+-]?)(?<digits>\d{1,12}(\.\d{1,6})?)\s*(?<percent>%?)$/

/** Parses `loss > 1%` or, for a change, `responseTime > +20%`. */
export function parseCondition(
  line: string,
): { readonly value: Condition; readonly error?: never } | { readonly value?: never; readonly error: ConditionError } {
  const { metric = '', operator = '', sign, digits = '', percent } = CONDITION.exec(line)?.groups ?? {}
  if (!isOperator(operator)) return { error: { kind: 'syntax' } }
  const unit = metric === ALERTS ? '' : METRIC_UNITS.get(metric)
  if (unit === undefined) {
    return { error: { kind: 'unknownMetric', knownMetrics: [...METRIC_UNITS.keys(), ALERTS] } }
  }
  const relative = sign !== ''
  if (relative && (percent === '' || metric === ALERTS)) return { error: { kind: 'unexpectedSign' } }
  if (!relative && percent !== '' && unit !== '%') return { error: { kind: 'unexpectedPercent', metric, digits } }
  return { value: { text: line, metric, operator, limit: Number(`${sign}${digits}`), relative } }
}

/** The unit of a metric's values; empty for alerts. */
export function unitOf(metric: string): Metric['unit'] {
  return METRIC_UNITS.get(metric) ?? ''
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

export function isMet({ operator, limit }: Condition, value: number): boolean {
  return OPERATORS[operator](value, limit)
}
