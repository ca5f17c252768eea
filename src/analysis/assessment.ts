import { type AgentSeries, magnitudeChange, meanOf, shareChange, typicalValue, type Value } from './change.ts'
import { median } from './significance.ts'

/** One metric of one test as columns: a row is what one agent measured in one round. */
export interface MetricRows {
  readonly agents: ArrayLike<number>
  /** When the round started, in epoch seconds. */
  readonly roundIds: ArrayLike<number>
  /** `NaN`: none. */
  readonly values: ArrayLike<number>
}

export interface MetricKind {
  /** `%` is a share of rounds or packets, which is never compared by its median. */
  readonly unit: 'ms' | '%' | 'B/s' | ''
  readonly better: 'lower' | 'higher'
}

export interface MetricAssessment {
  /** `same`: within noise. Only `better` and `worse` are more than that, and only with them a relative condition fails. */
  readonly assessment: 'better' | 'worse' | 'same' | 'tooFewRounds' | 'mostAgentsDropped'
  /** `NaN` without a deploy, or where no agent can be compared. */
  readonly before: number
  /** After the deploy, or of the whole window; `NaN` without values. What an absolute condition looks at. */
  readonly after: number
  /** From `before` to `after`; infinite from 0, `NaN` without `before`. */
  readonly changePercent: number
  /** The same in percentage points, of a `%` metric only. */
  readonly changePoints: number | undefined
  /** One-sided: how often chance alone makes such a change; `NaN` where none could be tested. */
  readonly p: number
  /** `needed` is how many it takes after the deploy (in the window, without one), `neededBefore` for a comparison. */
  readonly rounds: {
    readonly before: number
    readonly after: number
    readonly needed: number
    readonly neededBefore: number
  }
  /** Indexes of agents, ascending, as all lists here. */
  readonly comparedAgents: readonly number[]
  /** Have values, but not on both sides; with the dropped ones. */
  readonly excludedAgents: readonly number[]
  /** Stopped reporting at the deploy. */
  readonly droppedAgents: readonly number[]
  /** Got worse far beyond their own noise, where the test as a whole did not. */
  readonly locallyWorseAgents: readonly number[]
  /**
   * Whether `after` may fail an absolute condition. A median always may; a share must have become worse by more than chance, or,
   * without a comparison, have less than perfect rows in at least two rounds.
   */
  readonly isEstablished: boolean
}

const MIN_ROUNDS_BEFORE = 3
const MIN_ROUNDS_AFTER = { fewAgents: 5, threeAgents: 3 }

/**
 * The one method behind the words of the report and the conditions of the gate, so that they never contradict each other.
 * @param deployedAt In epoch seconds: a round counts as after when it started then or later. `undefined`: the window is not split.
 */
export function assess(rows: MetricRows, metric: MetricKind, deployedAt: number | undefined): MetricAssessment {
  const all = groupByAgent(rows, deployedAt ?? Number.NEGATIVE_INFINITY)
  const known = all.filter(({ before }) => before.length >= MIN_ROUNDS_BEFORE)
  const compared = known.filter(({ after }) => after.length > 0)
  const isMedian = (series: readonly (readonly Value[])[]) => metric.unit !== '%' && typicalValue(series) !== 0
  const seen = compared.length > 0 ? compared : all.filter(({ after }) => after.length > 0)
  const counts = {
    rounds: roundsOf(seen),
    comparedAgents: agentsOf(compared),
    excludedAgents: agentsOf(all.filter(one => !compared.includes(one))),
    droppedAgents: agentsOf(known.filter(({ after }) => after.length === 0)),
  }
  return compared.length > 0 && counts.rounds.before >= MIN_ROUNDS_BEFORE
    ? assessChange(compared, metric, isMedian(compared.map(one => one.before)), counts)
    : assessWindow(seen, metric, isMedian(seen.map(one => one.after)), counts)
}

type Counts = Pick<MetricAssessment, 'rounds' | 'comparedAgents' | 'excludedAgents' | 'droppedAgents'>

function assessChange(
  series: readonly AgentSeries[],
  metric: MetricKind,
  isMedian: boolean,
  counts: Counts,
): MetricAssessment {
  const worse = metric.better === 'lower' ? 1 : -1
  const change = isMedian ? magnitudeChange(series, worse) : shareChange(series, worse)
  const { before, after, p, isSignificant, worseAgents } = change
  const difference = after - before
  const tested = !isSignificant || difference === 0 ? 'same' : difference * worse > 0 ? 'worse' : 'better'
  const assessment = missing(counts) ?? tested
  return {
    ...counts,
    assessment,
    before,
    after,
    changePercent: difference === 0 ? 0 : (difference / Math.abs(before)) * 100,
    changePoints: metric.unit === '%' ? difference : undefined,
    p,
    locallyWorseAgents: assessment === 'worse' ? [] : worseAgents,
    isEstablished: isMedian || tested === 'worse',
  }
}

/** Without a comparison. */
function assessWindow(
  series: readonly AgentSeries[],
  { unit, better }: MetricKind,
  isMedian: boolean,
  counts: Counts,
): MetricAssessment {
  const values = series.flatMap(({ after }) => after)
  const imperfect = values.filter(({ value }) => (better === 'lower' ? value > 0 : value < 100))
  return {
    ...counts,
    assessment: missing(counts) ?? 'tooFewRounds',
    before: Number.NaN,
    after: isMedian ? typicalValue(series.map(({ after }) => after)) : meanOf(values),
    changePercent: Number.NaN,
    changePoints: unit === '%' ? Number.NaN : undefined,
    p: Number.NaN,
    locallyWorseAgents: [],
    isEstablished: isMedian || new Set(imperfect.map(({ roundId }) => roundId)).size >= 2,
  }
}

function missing({ rounds, comparedAgents, droppedAgents }: Counts): 'tooFewRounds' | 'mostAgentsDropped' | undefined {
  if (droppedAgents.length > comparedAgents.length) return 'mostAgentsDropped'
  return rounds.after < rounds.needed ? 'tooFewRounds' : undefined
}

/** Without the rounds that only a few agents have reported so far. */
function groupByAgent({ agents, roundIds, values }: MetricRows, deployedAt: number): readonly AgentSeries[] {
  const isComplete = completeRounds(roundIds, values, deployedAt)
  const all = new Map<number, { agent: number; before: Value[]; after: Value[] }>()
  for (let row = 0; row < values.length; row++) {
    const [agent, roundId, value] = [agents[row], roundIds[row], values[row]]
    if (agent === undefined || roundId === undefined || value === undefined || !isComplete(roundId)) continue
    if (Number.isNaN(value)) continue
    const own = all.get(agent) ?? { agent, before: [], after: [] }
    all.set(agent, own)
    own[roundId < deployedAt ? 'before' : 'after'].push({ roundId, value })
  }
  return [...all.values()].sort((a, b) => a.agent - b.agent)
}

/** Those with at least half as many values as the median round before the deploy, or after it, has. */
function completeRounds(roundIds: ArrayLike<number>, values: ArrayLike<number>, deployedAt: number) {
  const sizes = new Map<number, number>()
  for (let row = 0; row < values.length; row++) {
    const roundId = roundIds[row]
    if (roundId !== undefined && !Number.isNaN(values[row])) sizes.set(roundId, (sizes.get(roundId) ?? 0) + 1)
  }
  const medianSize = (isOnSide: (roundId: number) => boolean) =>
    median([...sizes].flatMap(([roundId, size]) => (isOnSide(roundId) ? [size] : [])))
  const [before, after] = [medianSize(roundId => roundId < deployedAt), medianSize(roundId => roundId >= deployedAt)]
  return (roundId: number) => (sizes.get(roundId) ?? 0) * 2 >= (roundId < deployedAt ? before : after)
}

function roundsOf(series: readonly AgentSeries[]): MetricAssessment['rounds'] {
  const count = (values: readonly Value[]) => new Set(values.map(({ roundId }) => roundId)).size
  return {
    before: count(series.flatMap(({ before }) => before)),
    after: count(series.flatMap(({ after }) => after)),
    needed: series.length < 3 ? MIN_ROUNDS_AFTER.fewAgents : MIN_ROUNDS_AFTER.threeAgents,
    neededBefore: MIN_ROUNDS_BEFORE,
  }
}

function agentsOf(series: readonly AgentSeries[]): readonly number[] {
  return series.map(({ agent }) => agent)
}
