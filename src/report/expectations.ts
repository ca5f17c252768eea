import { ALERTS, type Condition, unitOf } from '../analysis/conditions.ts'
import { count } from '../text.ts'
import { formatChange, formatValue } from './numbers.ts'

const EXPECTED = { '>': '≤', '>=': '<', '<': '≥', '<=': '>' } as const

/** What a condition expects, the opposite of what it fails on: `responseTime > +20%` is `responseTime ≤ +20 %`. */
export function formatExpectation(condition: Condition, hasDeploy: boolean): string {
  const { metric, operator, limit } = condition
  const isUpperLimit = operator === '>' || operator === '>='
  if (metric !== ALERTS || !isUpperLimit) return `${metric} ${formatLimit(condition)}`
  const most = operator === '>' ? Math.floor(limit) : Math.ceil(limit) - 1
  const what = hasDeploy ? 'new alert' : 'alert'
  return most <= 0 ? `no ${what}` : `at most ${count(most, what)}`
}

/** `≤ +20 %`, `≥ 99.5 %` */
export function formatLimit({ metric, operator, limit, relative }: Condition): string {
  return `${EXPECTED[operator]} ${relative ? formatChange(limit, limit) : formatValue(limit, unitOf(metric), limit)}`
}
