import { METRICS, type Metric } from '../thousandeyes/metrics.ts'
import { isNear } from './statistics.ts'

export const ALERTS = 'alerts'

/** One line of `failOn` or `warnOn`; the gate fails if it is true. */
export interface Condition {
  /** As written in the input, without a comment and the like. */
  readonly text: string
  /** The name of a metric, or `alerts`. */
  readonly metric: string
  readonly operator: Operator
  /** In the metric's unit; in percent if `relative`. */
  readonly limit: number
  /** Whether the limit is for the change from before to after the deploy. */
  readonly relative: boolean
}

export type Operator = '>' | '>=' | '<' | '<='

export interface Conditions {
  readonly conditions: readonly Condition[]
  /** Whether a verdict of `unknown` fails the step. */
  readonly failOnUnknown: boolean
}

const OPERATORS: Readonly<Record<Operator, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
}

export function isOperator(text: string): text is Operator {
  return text in OPERATORS
}

/** Whether a value is beyond the limit. Sums of decimals lose the last digits, which must not decide. */
export function isMet({ operator, limit }: Pick<Condition, 'operator' | 'limit'>, value: number): boolean {
  return OPERATORS[operator](isNear(value, limit) ? limit : value, limit)
}

/** The unit of a metric's values; empty for alerts. */
export function unitOf(metric: string): Metric['unit'] {
  return METRICS.get(metric)?.unit ?? ''
}

/** The lowest and the highest value that what a condition is about can have. */
export function rangeOf({ metric, relative }: Condition): readonly [min: number, max: number] {
  if (relative) return [-100, Number.POSITIVE_INFINITY]
  if (metric === 'mos') return [1, 5]
  return [0, unitOf(metric) === '%' ? 100 : Number.POSITIVE_INFINITY]
}
