import type { Condition } from '../analysis/conditions.ts'
import type {
  Actual,
  ActualAlerts,
  ActualMetric,
  ConditionResult,
  Period,
  Reason,
  TooFewRounds,
} from '../analysis/evaluate-gate.ts'
import type { MetricMeasurement, PartAssessment } from '../analysis/measurement.ts'
import type { TestRounds } from '../analysis/round-counter.ts'
import { count, listSome } from '../text.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import { formatDuration } from '../time.ts'
import { formatBeforeAndAfter, formatChange, formatPoints, formatValue } from './numbers.ts'
import type { Style } from './style.ts'

const RESULTS: Readonly<Record<PartAssessment['result'], string>> = {
  better: 'better',
  worse: 'worse',
  withinNoise: 'same within noise',
  same: 'same',
  movedBefore: 'moving before the deploy already',
  tooFewRounds: 'too few rounds to judge',
  agentsDropped: 'most agents have no value since the deploy',
  notCompared: 'too few rounds before to judge',
}

/** `+184 %, worse`, `-6.5 points, same within noise`, `too few rounds to judge` */
export function formatAssessment({ result, changePercent, changePoints }: PartAssessment): string {
  if (Number.isNaN(changePercent) || result === 'agentsDropped' || result === 'tooFewRounds') return RESULTS[result]
  if (changePercent === 0) return 'same'
  return `${changePoints === undefined ? formatChange(changePercent) : formatPoints(changePoints)}, ${RESULTS[result]}`
}

/** `120 → 341 ms`; `341 ms` where the time of the deploy is not known; with the direction, server or prefix. */
export function formatAssessed(
  { before, after, part }: PartAssessment,
  unit: Metric['unit'],
  hasDeploy: boolean,
  style: Style,
  emphasize?: (text: string) => string,
): string {
  const values = hasDeploy ? formatBeforeAndAfter(before, after, unit, emphasize) : formatValue(after, unit)
  return `${values}${formatPart(part, style)}`
}

/** `120 → 341 ms, +184 %, worse`; `341 ms` where the time of the deploy is not known. */
export function formatMeasurement({ metric, sides, assessments }: MetricMeasurement, style: Style): string {
  const [worst] = assessments
  const emphasize = worst.result === 'worse' ? style.emphasize : undefined
  const values = formatAssessed(worst, metric.unit, sides !== undefined, style, emphasize)
  if (sides === undefined) return values
  return [`${values}, ${formatAssessment(worst)}`, ...formatLocallyWorse(worst, style)].join('; ')
}

/** `51 rounds before, 9 after, without 1 agent` */
export function formatComparedRounds({ rounds: { before, after }, excludedAgents }: PartAssessment): string {
  return `${count(before, 'round')} before, ${after} after${formatWithout(excludedAgents.length)}`
}

function formatWithout(agents: number): string {
  return agents === 0 ? '' : `, without ${count(agents, 'agent')}`
}

function formatPart(part: string | undefined, style: Style): string {
  return part === undefined ? '' : ` (${style.text(part)})`
}

const MAX_AGENTS = 5

/** Agents that alone got worse, which is not taken for the deploy: `worse for Paris alone`, `worse for Paris, Rome alone` */
export function formatLocallyWorse({ locallyWorseAgents }: PartAssessment, style: Style): readonly string[] {
  if (locallyWorseAgents.length === 0) return []
  const names = locallyWorseAgents.map(name => style.text(name))
  return [`worse for ${listSome(names, MAX_AGENTS)} alone`]
}

const PERIODS: Readonly<Record<Period, string>> = {
  window: 'in the whole window',
  beforeDeploy: 'before the deploy',
  sinceDeploy: 'since the deploy',
}

export interface ActualOptions {
  /** Applied to the value that decides. */
  readonly emphasize?: (text: string) => string
  /** In place of the value before: so a time of the deploy that was left empty by mistake is noticed. */
  readonly showsPeriod?: boolean
}

/** The value that was compared, with the one before the deploy: `124 → 120 ms (-3.2 %)`, `98.17 → 100 %`, `0`. */
export function formatActual(actual: Actual, { limit }: Condition, style: Style, options: ActualOptions = {}): string {
  const { emphasize = String, showsPeriod = false } = options
  if (actual.kind === 'alerts') return emphasize(formatAlertCount(actual, showsPeriod))
  const alone = formatLocallyWorse(actual.assessment, style)
  return [formatActualMetric(actual, limit, style, { emphasize, showsPeriod }), ...alone].join('; ')
}

function formatActualMetric(
  { kind, value, unit, period, assessment }: ActualMetric,
  limit: number,
  style: Style,
  { emphasize = String, showsPeriod = false }: ActualOptions = {},
): string {
  const { before, part, comparedAgents, excludedAgents } = assessment
  const isAlone = Number.isNaN(before) || (showsPeriod && kind === 'value')
  const limitOfValue = kind === 'value' ? limit : undefined
  const values = isAlone
    ? `${emphasize(formatValue(assessment.after, unit, limitOfValue))}${showsPeriod ? ` ${PERIODS[period]}` : ''}`
    : formatBeforeAndAfter(before, assessment.after, unit, emphasize, limitOfValue)
  const points = assessment.changePoints ? [formatPoints(assessment.changePoints)] : []
  const change = kind === 'change' ? ` (${[formatChange(value, limit), ...points].join(', ')})` : ''
  return `${values}${change}${formatPart(part, style)}${comparedAgents.length === 0 ? '' : formatWithout(excludedAgents.length)}`
}

function formatAlertCount(actual: ActualAlerts, showsPeriod: boolean): string {
  const { value, period, unattributed, undated, tooFewRounds } = actual
  return [
    `${value}${showsPeriod ? ` ${PERIODS[period]}` : ''}`,
    ...(unattributed === 0 ? [] : [`and ${unattributed} of a test that ThousandEyes does not name`]),
    ...(undated === 0 ? [] : [`and ${undated} of which ThousandEyes does not say when it began`]),
    ...(tooFewRounds === undefined ? [] : [`with ${count(tooFewRounds, 'round')} of the test`]),
  ].join(', ')
}

/** Why a condition is inconclusive; where the report is not `isDetailed`, without what tells of measurements. */
export function formatReason(reason: Reason, condition: Condition, style: Style, isDetailed = true): string {
  switch (reason.kind) {
    case 'noTestHasMetric':
      return 'no test of this step measures it, so correct the condition'
    case 'notMeasured':
      return 'it was not measured'
    case 'noResults':
      return `no round has a value of ${condition.metric}`
    case 'noDeployTime':
      return 'the time of the deploy is not known'
    case 'alertsNotRead':
      return 'the alerts could not be read'
    case 'rowsNotRead':
      return `not every row of ${condition.metric} could be read`
    case 'windowEndsBeforeDeploy':
      return 'the window ends before the deploy'
    case 'noValues':
      return `no round ${PERIODS[reason.period]} has a value of ${condition.metric}`
    case 'tooFewRounds':
      return formatTooFewRounds(reason)
    default:
      return isDetailed ? formatDetailedReason(reason, condition, style) : 'the measurements do not decide it'
  }
}

type DetailedReason = Extract<Reason, { kind: 'mostAgentsDropped' | 'inconclusive' | 'uncertainAlerts' }>

function formatDetailedReason(reason: DetailedReason, { limit }: Condition, style: Style): string {
  switch (reason.kind) {
    case 'mostAgentsDropped':
      return `${count(reason.agentNames.length, 'agent')} stopped reporting at the deploy`
    case 'inconclusive': {
      const [alone = 'no more than noise'] = formatLocallyWorse(reason.actual.assessment, style)
      return `${formatActualMetric(reason.actual, limit, style)}, but ${alone}`
    }
    case 'uncertainAlerts':
      return formatAlertCount(reason.actual, true)
  }
}

/** `2 of 3 rounds since the deploy; this test runs every 5 min: waitForRounds: 3` */
function formatTooFewRounds({ rounds, needed, period, intervalSeconds }: TooFewRounds): string {
  const interval =
    intervalSeconds === undefined ? '' : `; this test runs every ${formatDuration(intervalSeconds * 1000)}`
  const remedy = period === 'sinceDeploy' ? `waitForRounds: ${needed}` : 'set hours to a longer window'
  return `${rounds} of ${count(needed, 'round')} ${PERIODS[period]}${interval}: ${remedy}`
}

/** `1 of 3 rounds since the deploy, one every 5 min` */
export function formatMissingRounds({ intervalSeconds, rounds, needed }: Omit<TestRounds, 'testId'>): string {
  const interval = formatDuration(intervalSeconds * 1000)
  return `${rounds} of ${count(needed, 'round')} ${PERIODS.sinceDeploy}, one every ${interval}`
}

/** `loss > 1% on Shop front page: 4.2 %`, `loss > 1% on Shop front page: it was not measured` */
export function formatConditionResult(result: ConditionResult, testName: string, style: Style): string {
  const { condition, testId } = result
  const where = testId === undefined ? '' : ` on ${testName}`
  const detail =
    result.verdict === 'unknown'
      ? formatReason(result.reason, condition, style)
      : formatActual(result.actual, condition, style, { showsPeriod: true })
  return `${condition.text}${where}: ${detail}`
}
