import { unitOf } from '../analysis/conditions.ts'
import type { Reason } from '../analysis/gate.ts'
import type { MetricMeasurement, PartAssessment } from '../analysis/measurement.ts'
import type { TestRecord } from '../step.ts'
import { count, listSome } from '../text.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import { formatDuration } from '../time.ts'
import { formatBeforeAndAfter, formatChange, formatPoints, formatValue } from './format.ts'
import { type Style, unemphasized } from './markdown.ts'

/** `120 → **341 ms** (+184 %, worse)`; `341 ms` without a time of the deploy. */
export function formatMeasurement(measured: MetricMeasurement, test: TestRecord, style: Style): string {
  const { metric, sides } = measured
  const [worst] = measured.assessments
  const { result } = worst
  const values = formatValues(worst, metric.unit, result === 'worse' ? style : unemphasized(style))
  if (sides === undefined) return values
  const words = formatAssessment(worst, metric.name, style, test.intervalSeconds ?? test.measurement?.intervalSeconds)
  const isUnknown = result === 'tooFewRounds' || result === 'agentsDropped' || result === 'notCompared'
  return isUnknown ? `${values}; ${words}` : `${values} (${words})`
}

/** `120 → **341 ms**`; `**341 ms**` without a value before; with the direction, server or prefix. */
export function formatValues(assessment: PartAssessment, unit: Metric['unit'], style: Style, limit?: number): string {
  const { before, after, part } = assessment
  const values = Number.isNaN(before)
    ? style.emphasize(formatValue(after, unit, limit))
    : formatBeforeAndAfter(before, after, unit, style.emphasize, limit)
  return part === undefined ? values : `${values} (${style.text(part)})`
}

/** `+184 %`, `-6.5 points`, `from 0` */
export function formatSize({ changePercent, changePoints }: PartAssessment): string {
  return changePoints === undefined ? formatChange(changePercent) : formatPoints(changePoints)
}

/** `+184 %, worse`, `+22 %, within the usual ±25 %`, `needs 5 rounds, has 2 (one every 5 min)` */
export function formatAssessment(assessment: PartAssessment, metric: string, style: Style, intervalSeconds?: number) {
  const { result, after, rounds, slowTail, droppedAgents } = assessment
  const size = formatSize(assessment)
  if (Number.isNaN(after)) return 'no value since the deploy'
  switch (result) {
    case 'same':
    case 'better':
      return [result === 'same' ? result : `${size}, ${result}`, ...formatLocallyWorse(assessment, metric, style)].join(
        '; ',
      )
    case 'worse':
      return slowTail === undefined ? `${size}, worse` : `${size}, but ${formatSlowTail(slowTail, assessment)}`
    case 'withinNoise':
    case 'movedBefore':
      return `${size}, ${formatExcuse(assessment, metric, style)}`
    case 'tooFewRounds':
      return formatRoundCount({ needed: rounds.needed, rounds: rounds.after, intervalSeconds })
    case 'agentsDropped':
      return formatDropped(droppedAgents, style)
    case 'notCompared':
      return rounds.before < rounds.neededBefore
        ? formatRoundCount({ needed: rounds.neededBefore, rounds: rounds.before, period: 'before', intervalSeconds })
        : 'no agent has enough rounds on both sides of the deploy'
  }
}

/** Why a change isn't blamed on the deploy: `within the usual ±25 %`, `1 of 12 results failed, too few to tell`. */
export function formatExcuse(assessment: PartAssessment, metric: string, style: Style): string {
  const { result, noisePercent, changePercent } = assessment
  if (result === 'movedBefore') return 'but it began before the deploy'
  const [alone] = formatLocallyWorse(assessment, metric, style)
  if (alone !== undefined) return `but ${alone}`
  const [imperfect] = formatImperfect(assessment, metric)
  if (imperfect !== undefined) return `${imperfect}, too few to tell`
  const isExplained = noisePercent >= Math.abs(changePercent)
  return isExplained ? `within the usual ±${formatChange(noisePercent).replace('+', '')}` : 'within noise'
}

/** What an imperfect result of a metric did; others are below 100 % or above 0. */
const IMPERFECT: Readonly<Record<string, string>> = {
  availability: 'failed',
  loss: 'lost packets',
  numErrors: 'had errors',
  failedQueries: 'had errors',
}

/** `5 of 60 results failed, 4 of 120 before`; nothing if none is imperfect after the deploy. */
export function formatImperfect({ imperfect }: PartAssessment, metric: string): readonly string[] {
  if (imperfect === undefined || imperfect.after.part === 0) return []
  const { before, after } = imperfect
  const words = IMPERFECT[metric] ?? (unitOf(metric) === '%' ? 'were below 100 %' : 'were above 0')
  const earlier = before.part === 0 ? '' : `, ${before.part} of ${before.whole} before`
  return [`${after.part} of ${after.whole} results ${words}${earlier}`]
}

type SlowTail = NonNullable<PartAssessment['slowTail']>

/** `6 of 20 results, on several agents, took over twice the usual time, 1 of 100 before` */
export function formatSlowTail({ before, after }: SlowTail, { comparedAgents }: PartAssessment): string {
  // Of three or more agents, a single one doesn't make a slow tail.
  const agents = comparedAgents.length < 3 ? '' : ', on several agents,'
  return `${after.part} of ${after.whole} results${agents} took over twice the usual time, ${before.part} of ${before.whole} before`
}

/** Agents that got worse while the test as a whole did not: `worse only for Paris: 101 → 303 ms · Rome: 90 → 200 ms`. */
export function formatLocallyWorse(assessment: PartAssessment, metric: string, style: Style): readonly string[] {
  const worse = assessment.agents.filter(({ agentName }) => assessment.locallyWorseAgents.includes(agentName))
  const shown = worse.map(({ agentName, before, after }) => {
    return `${style.text(agentName)}: ${formatBeforeAndAfter(before, after, unitOf(metric))}`
  })
  return shown.length === 0 ? [] : [`worse only for ${listSome(shown, MAX_AGENTS, ' · ')}`]
}

export function formatDropped(names: readonly string[], style: Style): string {
  return `${count(names.length, 'agent')} without a value since the deploy: ${listAgents(names, style)}`
}

const MAX_AGENTS = 5

export function listAgents(names: readonly string[], style: Style): string {
  // Names have commas: Paris, France.
  const shown = names.map(name => style.text(name))
  return listSome(shown, MAX_AGENTS, ' · ')
}

type TooFewRounds = Extract<Reason, { kind: 'tooFewRounds' }>
type Rounds = Omit<TooFewRounds, 'kind' | 'period'> & Partial<Pick<TooFewRounds, 'period'>>

/** `needs 3 rounds before the deploy, has 1 (one every 5 min)` */
export function formatRoundCount({ needed, rounds, period, intervalSeconds }: Rounds): string {
  const every = intervalSeconds === 60 ? 'minute' : formatDuration((intervalSeconds ?? 0) * 1000)
  const interval = intervalSeconds === undefined ? '' : ` (one every ${every})`
  return `needs ${count(needed, 'round')}${period === 'before' ? ' before the deploy' : ''}, has ${rounds}${interval}`
}
