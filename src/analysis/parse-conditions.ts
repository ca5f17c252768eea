import { closestNames, quote, unquoted } from '../text.ts'
import { METRICS, type Metric } from '../thousandeyes/metrics.ts'
import {
  ALERTS,
  type Condition,
  type Conditions,
  isMet,
  isOperator,
  type Operator,
  rangeOf,
  unitOf,
} from './conditions.ts'

/** `error`: what is wrong with the line, and what to write instead. */
type Parsed = { readonly value: Condition; readonly error?: never } | { readonly value?: never; readonly error: string }

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
  const parsed = lines.filter(line => !isUnknown(line)).map(parseCondition)
  const errors = parsed.flatMap(({ error }) => error ?? [])
  if (parsed.length === 0)
    return { errors: ['has no condition, such as loss > 1%. The line unknown only adds to conditions.'] }
  const conditions = parsed.flatMap(({ value }) => value ?? [])
  return errors.length > 0 ? { errors } : { value: { conditions, failOnUnknown: lines.some(isUnknown) } }
}

/** Without a comment, the dash of a list, and quotes around the line. */
function cleanLine(line: string): string {
  const comment = /(?:^|\s)#/.exec(line)
  const item = line
    .slice(0, comment?.index)
    .replace(/^\s*[-*]\s/, '')
    .trim()
  return unquoted(item)
}

const CONDITION =
  /^(?<name>[\w.()\s-]*[\w.()-])\s*(?<given>[<>=!≤≥]{1,3})\s*(?<sign>[+-]?)(?<digits>(\d{1,12}|[1-9]\d{0,2}(,\d{3}){1,3})(\.\d{1,6})?(e\d{1,2})?)\s*(?<unit>%|[a-zµ/]*)$/i

/** An operator and the start of its number: a condition has one of them. */
const COMPARISON = /[<>=≤≥] ?[+-]?\d/g

/** The limit of a statistic is the metric's. That of another function, such as `change(responseTime)`, isn't. */
const FUNCTION = /^(p\d+|avg|average|mean|median|min|max|\w+(?=\((alerts|errors)\)))\((?<inner>\w+)\)$/i

const MISTYPED_OPERATORS: Readonly<Record<string, Operator>> = { '=>': '>=', '=<': '<=', '≥': '>=', '≤': '<=' }

/** Parses `loss > 1%` or, for a change, `responseTime > +20%`. */
export function parseCondition(line: string): Parsed {
  const { name = '', given = '', sign = '', digits = '', unit = '' } = CONDITION.exec(line)?.groups ?? {}
  const { inner: metric = name } = FUNCTION.exec(name)?.groups ?? {}
  const note = /[(]|p\d\d/i.test(name) ? ' The gate judges the median, and of shares the mean.' : ''
  const refused = (why: string) => ({ error: `${quote(line, 100)} ${why}${note}` })
  if (given === '') return refused(wrongForm(line))
  const suffix = unit.replace(/^(percent|pct)$/i, '%')
  const limit = Number(`${sign}${digits.replaceAll(',', '')}`)
  if (ERROR_RATE.test(normalize(metric))) return refused(isAvailability(limit, suffix))
  if (metric !== ALERTS && !METRICS.has(metric)) return note === '' ? { error: unknownMetric(metric) } : refused(ALONE)
  const operator = MISTYPED_OPERATORS[given] ?? given
  if (!isOperator(operator)) return refused('has an unknown operator: use one of > >= < <=, as in alerts > 0.')
  const condition = { text: line, metric, operator, limit, relative: sign !== '' }
  const isAsMeant = operator === given && metric === name
  const rewritten = isAsMeant ? undefined : `must be written ${formatCondition(condition)}.`
  const why = wrongSuffix(condition, suffix) ?? wrongMeaning(condition, suffix) ?? rewritten
  return why === undefined ? { value: condition } : refused(why)
}

const ALONE = 'must be about a metric alone, such as responseTime > 500, or responseTime > +20% for a change.'

/** Of a line that is not a metric, an operator and a number. */
function wrongForm(line: string): string {
  if ((line.match(COMPARISON) ?? []).length > 1) {
    return 'has several conditions: write each on a line of its own (in YAML, after a |).'
  }
  return /\d,\d/.test(line)
    ? decimalComma(line)
    : 'is not a condition: write a metric, one of > >= < <=, and a number, such as availability < 99.5%.'
}

const decimalComma = (line: string) =>
  `has a comma in its number: write ${line.replace(/^.*?(\d+),(\d+).*$/, '$1.$2')}.`

/** What a number in another unit is multiplied by. */
const FACTORS = new Map(Object.entries({ ms: 1, s: 1000, 'B/s': 1, 'kB/s': 1e3, 'MB/s': 1e6 }))

function wrongSuffix(condition: Condition, suffix: string): string | undefined {
  const { metric, limit, relative } = condition
  if (relative && (suffix === '' || metric === ALERTS)) {
    return 'has a sign, which is for a change in percent of a metric, such as responseTime > +20%.'
  }
  if (suffix !== '' && suffix !== '%') return wrongUnit(condition, suffix)
  if (relative || suffix === '' || unitOf(metric) === '%') return undefined
  const isntPercent = `has a percent sign, but ${metric} isn't in percent: write`
  return metric === ALERTS
    ? `${isntPercent} ${suggest(condition)}.`
    : `${isntPercent} ${suggestChange(condition, limit)} for a change since the deploy.`
}

function wrongUnit(condition: Condition, suffix: string): string {
  const { metric, limit, relative } = condition
  const unit = unitOf(metric)
  if (suffix === 'x' && limit > 1 && METRICS.get(metric)?.better === 'lower')
    return `is a multiple: write ${suggestChange(condition, (limit - 1) * 100)}.`
  if (relative)
    return `has a unit, but a change is in percent: write ${suggestChange(condition, 20)}, or a limit without a sign.`
  const factor = unit === (suffix.endsWith('B/s') ? 'B/s' : 'ms') ? FACTORS.get(suffix) : undefined
  if (factor !== undefined) return `has a unit: write ${suggest({ ...condition, limit: rounded(limit * factor) })}.`
  return `has a unit: leave it out${unit === '' ? '' : `, and give the number in ${unit}`}.`
}

/** Of a condition that would fail a healthy deploy, or pass a broken one, or whose metric has no such values. */
function wrongMeaning(condition: Condition, suffix: string): string | undefined {
  const { text, metric, limit, relative } = condition
  const meant = meantCondition(condition)
  const isFraction = unitOf(metric) === '%' && betterOf(metric) === 'higher' && limit > 0 && limit <= 1
  if (isFraction && !relative && suffix === '') {
    const percent = { ...condition, limit: rounded(limit * 100) }
    return `has a number from 0 to 1, but ${metric} is in percent: write ${suggest(percent)}.`
  }
  if (meant !== undefined && !isConstant(meant)) {
    return `is true when everything is healthy. Conditions say when to fail: write ${formatCondition(meant)}.`
  }
  if (!isConstant(condition)) return undefined
  if (text.includes(',')) return decimalComma(text)
  const [min, max] = rangeOf(condition)
  const what = relative ? `the change of ${metric} in percent` : metric
  const range = max === Number.POSITIVE_INFINITY ? `is never less than ${min}` : `is always from ${min} to ${max}`
  return `is ${isMet(condition, min) ? 'always' : 'never'} true: ${what} ${range}.`
}

/** Whether the lowest and the highest possible value both meet a condition, or both don't. */
function isConstant(condition: Condition): boolean {
  const [min, max] = rangeOf(condition)
  return isMet(condition, min) === isMet(condition, max)
}

const OPPOSITES: Readonly<Record<Operator, Operator>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' }

/**
 * For a condition that is true when everything is healthy, such as `availability >= 99.5%`: the one that was meant,
 * `availability < 99.5%`. For a change to the better, such as `responseTime < -20%`, it is one of that size to the worse.
 */
function meantCondition(condition: Condition): Condition | undefined {
  const { metric, operator, limit, relative } = condition
  const failing = betterOf(metric) === 'lower' ? '>' : '<'
  const healthy = relative || failing === '>' ? 0 : unitOf(metric) === '%' ? 100 : undefined
  const isTowards = operator.startsWith(failing)
  const isBeyond = healthy !== undefined && isMet(condition, healthy)
  if (isTowards && !isBeyond) return undefined
  if (relative) return { ...condition, operator: failing, limit: Math.abs(limit) * (failing === '>' ? 1 : -1) }
  if (!isTowards) return { ...condition, operator: OPPOSITES[operator] }
  return { ...condition, operator: failing, limit: healthy ?? limit }
}

function suggestChange(condition: Condition, percent: number): string {
  return suggest({ ...condition, relative: true, limit: rounded(percent) })
}

function suggest(condition: Condition): string {
  return formatCondition(meantCondition(condition) ?? condition)
}

function formatCondition({ metric, operator, limit, relative }: Condition): string {
  const sign = relative ? (betterOf(metric) === 'lower' ? '+' : '-') : ''
  return `${metric} ${operator} ${sign}${Math.abs(limit)}${relative || unitOf(metric) === '%' ? '%' : ''}`
}

function betterOf(metric: string): Metric['better'] {
  return METRICS.get(metric)?.better ?? 'lower'
}

/** Without the rounding error of a calculation with decimals. */
function rounded(value: number): number {
  return Number(value.toPrecision(12))
}

/** What other tools call the share of failed requests. */
const ERROR_RATE = /^(errors?|error(rate|percent)|failures|failurerate|httpreqfailed)$/

/** The share of failed requests is the complement of the availability. */
function isAvailability(limit: number, suffix: string): string {
  const percent = suffix === '%' || limit > 1 ? limit : limit * 100
  const availability = percent >= 0 && percent < 100 ? rounded(100 - percent) : 99
  return `is about errors, and ThousandEyes measures the availability: write availability < ${availability}%.`
}

/** What other tools call what ThousandEyes measures. */
const OTHER_NAMES = [
  { pattern: /^(uptime|success|successrate|statuscode)$/, metrics: ['availability'] },
  { pattern: /^packetloss$/, metrics: ['loss'] },
  { pattern: /^bandwidth$/, metrics: ['throughput'] },
  { pattern: /^(rtt|ping|latencyms|networklatency)$/, metrics: ['avgLatency', 'responseTime'] },
  { pattern: /^((request|httpreq)?duration|ttfb)$/, metrics: ['responseTime', 'pageLoadTime', 'avgLatency'] },
]

function unknownMetric(metric: string): string {
  const all = [...METRICS.keys(), ALERTS]
  const name = normalize(metric)
  const known = OTHER_NAMES.find(({ pattern }) => pattern.test(name))
  const [close, ...others] = known?.metrics ?? closestNames(name, all)
  const unknown = `unknown metric ${quote(metric, 100)}:`
  if (close === undefined) return `${unknown} use one of ${all.join(', ')}.`
  return others.length === 0
    ? `${unknown} did you mean ${close}?`
    : `${unknown} use one of ${[close, ...others].join(', ')}.`
}

/** `avg_latency` and `AvgLatency` are alike. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[\s_.()-]/g, '')
}
