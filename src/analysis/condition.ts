import { quote } from '../text.ts'
import { METRIC_UNITS } from '../thousandeyes/metrics.ts'

export const ALERTS = 'alerts'

/** One line of `failOn`. */
export interface Condition {
  /** As it was written. */
  readonly text: string
  /** The name of a metric, or `alerts`. */
  readonly metric: string
  readonly operator: keyof typeof OPERATORS
  /** In the metric's unit; in percent where it is `relative`. */
  readonly limit: number
  /** Whether it looks at the change against before the deploy. */
  readonly relative: boolean
}

export const OPERATORS = {
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
} as const

const CONDITION =
  /^(?<metric>\w+)\s*(?<operator>[<>]=?)\s*(?<sign>[+-]?)(?<digits>\d{1,12}(\.\d{1,6})?)\s*(?<percent>%?)$/

/** The condition that a line says, or why it says none. */
export function parseCondition(line: string): Condition | { readonly wrong: string } {
  const { metric = '', operator = '', sign, digits, percent } = CONDITION.exec(line)?.groups ?? {}
  if (!isOperator(operator)) {
    return wrong(line, 'is not a condition: write a metric, one of > >= < <=, and a number, such as loss > 1%.')
  }
  const unit = metric === ALERTS ? '' : METRIC_UNITS.get(metric)
  if (unit === undefined) {
    return wrong(line, `names no metric there is: use one of ${[...METRIC_UNITS.keys(), ALERTS].join(', ')}.`)
  }
  const relative = sign !== ''
  if (relative && (percent === '' || metric === ALERTS)) {
    return wrong(line, 'has a sign, which is for a change in percent of a metric, such as responseTime > +20%.')
  }
  if (!relative && percent !== '' && unit !== '%') {
    const instead = metric === ALERTS ? `${digits} without it` : `+${digits}% for a change against before`
    return wrong(line, `has a percent sign, but ${metric} is no share: write ${instead}.`)
  }
  return { text: line, metric, operator, limit: Number(`${sign}${digits}`), relative }
}

function isOperator(text: string): text is keyof typeof OPERATORS {
  return text in OPERATORS
}

function wrong(line: string, rule: string): { readonly wrong: string } {
  return { wrong: `${quote(line, 100)} ${rule}` }
}
