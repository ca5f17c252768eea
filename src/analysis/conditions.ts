import { quote } from '../text.ts'
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

/** The input `failOn` or `warnOn`. */
export interface Conditions {
  readonly conditions: readonly Condition[]
  /** Whether a verdict of `unknown` fails the step. */
  readonly failOnUnknown: boolean
}

/** Why a line is not a condition. `meant` is the condition to write instead. */
export type ConditionError =
  | { readonly kind: 'syntax' | 'severalConditions' | 'decimalComma' }
  /** `meant`: the operator that was probably meant. */
  | { readonly kind: 'unknownOperator'; readonly meant: Operator | undefined }
  /** `suggestions`: metrics of a close name, or with what the name is in other tools; else all metrics. */
  | {
      readonly kind: 'unknownMetric'
      readonly metric: string
      readonly suggestions: readonly string[]
      readonly isClose: boolean
    }
  /** The share of failed requests: the complement of the availability. */
  | { readonly kind: 'errorRate'; readonly meant: string }
  /** `p95(responseTime)`: the gate chooses the statistic. */
  | { readonly kind: 'statistic'; readonly name: string; readonly meant: string }
  /** `unit` is the one to give the number in; empty if the metric has none. */
  | { readonly kind: 'unexpectedUnit'; readonly unit: string }
  /** A sign without a percent sign, or on `alerts`, which have no change. */
  | { readonly kind: 'unexpectedSign' }
  /** A percent sign on a metric that isn't a share. */
  | { readonly kind: 'unexpectedPercent'; readonly metric: string; readonly meant: string }
  /** `availability < 0.995` */
  | { readonly kind: 'fraction'; readonly metric: string; readonly meant: string }
  /** It is true when everything is healthy, or for a change to the better. */
  | { readonly kind: 'healthy'; readonly meant: string }

/**
 * Parses the lines of an input: a condition each, or `unknown`. Comments, list dashes and quotes around a line are taken as meant.
 *
 * @returns `errors`: a message for each line that is neither; one as well if no line is a condition
 */
export function parseConditions(
  text: string,
):
  | { readonly value: Conditions; readonly errors?: never }
  | { readonly value?: never; readonly errors: readonly string[] } {
  const lines = text
    .split(/[\r\n]+/)
    .map(cleanLine)
    .filter(line => line !== '')
  const isUnknown = (line: string) => line.toLowerCase() === 'unknown'
  const parsed = lines.filter(line => !isUnknown(line)).map(line => ({ line, ...parseCondition(line) }))
  const errors = parsed.flatMap(({ line, error }) => (error === undefined ? [] : [conditionErrorMessage(line, error)]))
  if (parsed.length === 0) return { errors: ['has no condition, such as loss > 1%.'] }
  const conditions = parsed.flatMap(({ value }) => value ?? [])
  return errors.length > 0 ? { errors } : { value: { conditions, failOnUnknown: lines.some(isUnknown) } }
}

/** Without a comment, the dash of a list, and quotes around the line. */
function cleanLine(line: string): string {
  const comment = /(?:^|\s)#/.exec(line)
  const item = line
    .slice(0, comment?.index)
    .trim()
    .replace(/^[-*]\s/, '')
    .trim()
  return /^(?:"[^"]*"|'[^']*')$/.test(item) ? item.slice(1, -1).trim() : item
}

const CONDITION =
  /^(?<metric>[\w.-]+)\s*(?<operator>[<>=!≤≥]{1,3})\s*(?<sign>[+-]?)(?<digits>\d{1,12}(,\d{3}){0,3}(\.\d{1,6})?(e\d{1,2})?)\s*(?<suffix>%|[a-zµ/]*)$/i

/** An operator and the start of its number: a condition has one of them. */
const COMPARISON = /[<>=≤≥] ?[+-]?\d/g

const STATISTIC = /^(?<name>\w{1,20})\((?<metric>\w+)\)/

const MISTYPED_OPERATORS: Readonly<Record<string, Operator>> = { '=>': '>=', '=<': '<=', '≥': '>=', '≤': '<=' }

type Parsed =
  | { readonly value: Condition; readonly error?: never }
  | { readonly value?: never; readonly error: ConditionError }

/** Parses `loss > 1%` or, for a change, `responseTime > +20%`. */
export function parseCondition(line: string): Parsed {
  if ((line.match(COMPARISON) ?? []).length > 1) return { error: { kind: 'severalConditions' } }
  const statistic = STATISTIC.exec(line)?.groups
  if (statistic?.['metric'] !== undefined) {
    const { name = '', metric } = statistic
    const meant = line.replace(STATISTIC, metric)
    return { error: METRICS.has(metric) ? { kind: 'statistic', name, meant } : unknownMetric(metric) }
  }
  const { metric = '', operator = '', sign = '', digits = '', suffix = '' } = CONDITION.exec(line)?.groups ?? {}
  if (operator === '') return { error: { kind: /\d,\d/.test(line) ? 'decimalComma' : 'syntax' } }
  if (!isOperator(operator)) return { error: { kind: 'unknownOperator', meant: MISTYPED_OPERATORS[operator] } }
  const limit = Number(`${sign}${digits.replaceAll(',', '')}`)
  if (ERROR_RATES.has(normalize(metric))) return { error: errorRate(limit, suffix) }
  const unit = metric === ALERTS ? '' : METRICS.get(metric)?.unit
  if (unit === undefined) return { error: unknownMetric(metric) }
  const condition = { text: line, metric, operator, limit, relative: sign !== '' }
  const error = suffixError(condition, unit, suffix) ?? meaningError(condition, unit, suffix)
  return error === undefined ? { value: condition } : { error }
}

function suffixError(
  { metric, operator, limit, relative }: Condition,
  unit: Metric['unit'],
  suffix: string,
): ConditionError | undefined {
  if (suffix !== '' && suffix !== '%') return { kind: 'unexpectedUnit', unit: relative ? '%' : unit }
  if (relative) return suffix === '' || metric === ALERTS ? { kind: 'unexpectedSign' } : undefined
  if (suffix === '' || unit === '%') return undefined
  const meant = metric === ALERTS ? `${limit}` : `+${limit}%`
  return { kind: 'unexpectedPercent', metric, meant: `${metric} ${operator} ${meant}` }
}

/** Of a condition that would fail a healthy deploy, or pass a broken one. */
function meaningError(condition: Condition, unit: Metric['unit'], suffix: string): ConditionError | undefined {
  const { metric, limit, relative } = condition
  const isFraction = unit === '%' && betterOf(metric) === 'higher' && limit > 0 && limit <= 1
  if (isFraction && !relative && suffix === '') {
    const percent = { ...condition, limit: rounded(limit * 100) }
    return { kind: 'fraction', metric, meant: intendedCondition(percent) ?? formatIntended(percent) }
  }
  const meant = intendedCondition(condition)
  return meant === undefined ? undefined : { kind: 'healthy', meant }
}

const OPPOSITES: Readonly<Record<Operator, Operator>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' }

/**
 * For a condition that is true when everything is healthy, such as `availability >= 99.5%`: the one that was meant,
 * `availability < 99.5%`. For a change to the better, such as `responseTime < -20%`, it is one of that size to the worse.
 */
function intendedCondition(condition: Condition): string | undefined {
  const { metric, operator, limit, relative } = condition
  const failing = betterOf(metric) === 'lower' ? '>' : '<'
  const healthy = relative || failing === '>' ? 0 : unitOf(metric) === '%' ? 100 : undefined
  const isTowards = operator.startsWith(failing)
  const isBeyond = healthy !== undefined && isMet(condition, healthy)
  if (isTowards && !isBeyond) return undefined
  if (relative) return formatIntended({ ...condition, operator: failing })
  if (!isTowards) return formatIntended({ ...condition, operator: OPPOSITES[operator] })
  return formatIntended({ ...condition, operator: failing, limit: healthy ?? limit })
}

function formatIntended({ metric, operator, limit, relative }: Condition): string {
  const sign = relative ? (betterOf(metric) === 'lower' ? '+' : '-') : ''
  return `${metric} ${operator} ${sign}${Math.abs(limit)}${relative || unitOf(metric) === '%' ? '%' : ''}`
}

function betterOf(metric: string): Metric['better'] {
  return METRICS.get(metric)?.better ?? 'lower'
}

/** The unit of a metric's values; empty for alerts. */
export function unitOf(metric: string): Metric['unit'] {
  return METRICS.get(metric)?.unit ?? ''
}

/** Without the rounding error of a calculation with decimals. */
function rounded(value: number): number {
  return Number(value.toPrecision(12))
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

/** What other tools call the share of failed requests. */
const ERROR_RATES = new Set([
  'error',
  'errors',
  'errorrate',
  'errorpercent',
  'failures',
  'failurerate',
  'httpreqfailed',
])

function errorRate(limit: number, suffix: string): ConditionError {
  const percent = suffix === '%' || limit > 1 ? limit : limit * 100
  const isShare = percent >= 0 && percent < 100
  return { kind: 'errorRate', meant: `availability < ${isShare ? rounded(100 - percent) : 99}%` }
}

const ROUND_TRIPS = ['avgLatency', 'responseTime']
const DURATIONS = ['responseTime', 'pageLoadTime', 'avgLatency']

/** What other tools call what ThousandEyes measures. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['uptime', ['availability']],
  ['success', ['availability']],
  ['successrate', ['availability']],
  ['statuscode', ['availability']],
  ['packetloss', ['loss']],
  ['bandwidth', ['throughput']],
  ['rtt', ROUND_TRIPS],
  ['ping', ROUND_TRIPS],
  ['latencyms', ROUND_TRIPS],
  ['networklatency', ROUND_TRIPS],
  ['duration', DURATIONS],
  ['requestduration', DURATIONS],
  ['httpreqduration', DURATIONS],
  ['ttfb', DURATIONS],
])

function unknownMetric(metric: string): ConditionError {
  const all = [...METRICS.keys(), ALERTS]
  const close = closestName(metric, all)
  const suggestions = close === undefined ? (OTHER_NAMES.get(normalize(metric)) ?? all) : [close]
  return { kind: 'unknownMetric', metric, suggestions, isClose: suggestions.length === 1 }
}

/** `avg_latency` and `AvgLatency` are alike. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[_.-]/g, '')
}

/** Longer words are no misspelling of a name. */
const MAX_NAME_LENGTH = 40

/** The name that is a few letters away from `word`. */
function closestName(word: string, names: readonly string[]): string | undefined {
  if (word.length > MAX_NAME_LENGTH) return undefined
  const [closest] = names
    .map(name => ({ name, edits: editDistance(normalize(word), normalize(name)) }))
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

/** Says why a line is refused, and what to write instead. */
export function conditionErrorMessage(line: string, error: ConditionError): string {
  const quoted = quote(line, 100)
  switch (error.kind) {
    case 'syntax':
      return `${quoted} is not a condition: write a metric, one of > >= < <=, and a number, such as availability < 99.5%.`
    case 'decimalComma':
      return `${quoted} has a comma in its number: write a decimal point, such as 99.5%.`
    case 'severalConditions':
      return `${quoted} has several conditions: write each on a line of its own (in YAML, after a |).`
    case 'unknownOperator':
      return `${quoted} has an unknown operator: ${error.meant === undefined ? 'use one of > >= < <=.' : `did you mean ${error.meant}?`}`
    case 'unknownMetric': {
      const { metric, suggestions, isClose } = error
      const remedy = isClose ? `did you mean ${suggestions.join('')}?` : `use one of ${suggestions.join(', ')}.`
      return `unknown metric ${quote(metric, 100)}: ${remedy}`
    }
    case 'errorRate':
      return `${quoted} is about errors, and ThousandEyes measures the availability: write ${error.meant}.`
    case 'statistic':
      return `${quoted} asks for ${error.name}, but the gate judges the median, and of shares the mean: write ${quote(error.meant, 100).slice(1, -1)}.`
    case 'unexpectedUnit':
      return `${quoted} has a unit: leave it out${error.unit === '' ? '' : `, and give the number in ${error.unit}`}.`
    case 'unexpectedSign':
      return `${quoted} has a sign, which is for a change in percent of a metric, such as responseTime > +20%.`
    case 'unexpectedPercent':
      return `${quoted} has a percent sign, but ${error.metric} isn't in percent: write ${error.meant}${error.metric === ALERTS ? '' : ' for a change since the deploy'}.`
    case 'fraction':
      return `${quoted} has a fraction, but ${error.metric} is in percent: write ${error.meant}.`
    case 'healthy':
      return `${quoted} is true when everything is healthy. Conditions say when to fail: write ${error.meant}.`
  }
}
