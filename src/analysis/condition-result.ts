import type { MetricAssessment } from './assessment.ts'

/** What a line of `failOn` asks of a metric. */
export interface MetricCondition {
  readonly operator: '>' | '>=' | '<' | '<='
  /** In the metric's unit; in percent where it is `relative`. */
  readonly limit: number
  /** Whether it looks at the change against before the deploy. */
  readonly relative: boolean
}

export interface MetricConditionResult {
  /** All but `pass` and `fail` make the verdict `unknown`. `inconclusive`: over the limit, but no more than noise. */
  readonly result: 'pass' | 'fail' | 'inconclusive' | 'tooFewRounds' | 'mostAgentsDropped' | 'noComparison' | 'noValues'
  /** What was held against the limit: `changePercent` or `after`. */
  readonly actual: number
}

export function evaluateCondition(
  assessment: MetricAssessment,
  { operator, limit, relative }: MetricCondition,
): MetricConditionResult {
  const { after, changePercent, rounds, droppedAgents, comparedAgents } = assessment
  const actual = relative ? changePercent : after
  const because = (result: MetricConditionResult['result']) => ({ result, actual })
  if (droppedAgents.length > comparedAgents.length) return because('mostAgentsDropped')
  if (Number.isNaN(after)) return because('noValues')
  if (rounds.after < rounds.needed) return because('tooFewRounds')
  if (Number.isNaN(actual)) return because('noComparison')
  if (!isBeyond(actual, operator, limit)) return because('pass')
  return because(isCertain(assessment, relative, operator) ? 'fail' : 'inconclusive')
}

/** A share's, or a change that a relative condition is about, must also have moved towards the limit by more than chance. */
function isCertain(
  { assessment, changePercent, isEstablished }: MetricAssessment,
  relative: boolean,
  operator: MetricCondition['operator'],
): boolean {
  if (!relative) return isEstablished
  const isTowards = operator.startsWith('>') ? changePercent > 0 : changePercent < 0
  return (assessment === 'better' || assessment === 'worse') && isTowards
}

function isBeyond(value: number, operator: MetricCondition['operator'], limit: number): boolean {
  // Sums of decimals lose the last digits.
  const isEqual = Math.abs(value - limit) <= 1e-9 * Math.abs(limit)
  if (isEqual) return operator.endsWith('=')
  return operator.startsWith('>') ? value > limit : value < limit
}
