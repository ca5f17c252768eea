/** Whether a difference is more than chance explains. Each p is one-sided: how often chance alone makes such a difference. */
import { at, meanOf, median, sumOf } from './statistics.ts'

// The constants of the statistic. Those without another source are tuned by `npm run bench -- gate`, and held against series
// that others measured.

/** Fewer rounds have no median and no spread worth the name. */
export const MIN_ROUNDS_BEFORE = 3

/** With one agent, or two, three rounds are too few to tell a slow moment from a slow service. */
export const MIN_ROUNDS_AFTER = { fewAgents: 5, threeAgents: 3 }

/** What chance may explain of a change that counts. Three agents find a real one anyway, and can do with fewer false alarms. */
export const MAX_P = { fewAgents: 0.05, threeAgents: 0.02 }

/** Fisher's exact test is conservative: it has fewer false alarms than this. */
export const MAX_FISHER_P = 0.05

/** More than half of the agents must show the change themselves, if only faintly: one of a few still moves their median. */
export const MAX_SHARED_P = 0.15

/** Stricter for a single agent, since there are many of them. */
export const MAX_AGENT_P = 0.001

/** A change within noise that chance explains at most this often is some evidence: too much to pass, too little to fail. */
export const MAX_EVIDENCE_P = 0.15

/** Nobody would act on a smaller change of a median, however significant. */
export const MIN_CHANGE_PERCENT = 3

/** Values further from the median count as this many standard deviations: one outlier is no more than that. */
const MAX_DEVIATIONS = 4

/** The median absolute deviation of normally distributed values is this part of their standard deviation. */
export const MAD_PER_DEVIATION = 0.6745

/** Of log ratios: on a test that varies by 0.1 %, a wobble of 1 % must not be clipped to the height of a doubling. */
const MIN_DEVIATION = 0.05

/** Of log ratios: a change of less than 20 % must also be larger than what 95 % of the rounds before deviate. */
export const LARGE_CHANGE = Math.log(1.2)

/** The last rounds before the deploy, which may have moved already. */
export const LAST_ROUNDS = 5

/** If the last rounds before the deploy moved by this part of the change, the deploy did not cause it. */
export const MOVED_PART = 0.7

/** A move before the deploy takes stronger evidence than a change at it: else it would excuse too many. */
export const MOVED_STRICTNESS = 10

/** A drift is this many standard deviations of the difference between one round and the next. */
export const MIN_DRIFT = 6

/** A drift passes the half of its way this often at most. */
export const MAX_TURNS = 3

/** A row that takes more than this many times its agent's median is slow. */
export const SLOW_FACTOR = 2

/** Slow rows come in bunches, which Fisher's exact test takes for independent: so less may be explained by chance. */
export const MAX_TAIL_P = { fewAgents: 0.005, threeAgents: 0.001 }

/** A bunch before the deploy with this part of the slow rows after it shows that they come without a deploy. */
export const MAX_BUNCH_PART = 0.5

/** `part` of `whole` rows are of the kind that is counted. */
export interface Count {
  readonly part: number
  readonly whole: number
}

/**
 * Fisher's exact test: dealt at random to both sides, how often would at least as many of the counted rows fall to `observed`?
 * It is exact for a handful of rows, unlike tests by means and standard errors.
 */
export function fisherExact(observed: Count, reference: Count): number {
  const total = observed.whole + reference.whole
  const counted = observed.part + reference.part
  const logs = logFactorials(total)
  const logChoose = (of: number, some: number) => at(logs, of) - at(logs, some) - at(logs, of - some)
  const all = logChoose(total, observed.whole)
  let p = 0
  for (let part = observed.part; part <= Math.min(counted, observed.whole); part++) {
    p += Math.exp(logChoose(counted, part) + logChoose(total - counted, observed.whole - part) - all)
  }
  return Math.min(p, 1)
}

function logFactorials(max: number): Float64Array {
  const logs = new Float64Array(max + 1)
  for (let n = 2; n <= max; n++) logs[n] = at(logs, n - 1) + Math.log(n)
  return logs
}

/**
 * Whether a series of log ratios rose at a known moment; for a fall, negate the values. It must have risen without its highest
 * value after that moment, too, so that no single round decides. If most values before are the same, there is no noise to
 * measure, and Fisher's exact test counts the values above.
 */
export function riseP(before: readonly number[], after: readonly number[]): number {
  const centre = median(before)
  const spread = median(before.map(value => Math.abs(value - centre))) / MAD_PER_DEVIATION
  const deviation = Math.max(spread, MIN_DEVIATION)
  const clip = (values: readonly number[]) =>
    values.map(value => Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, (value - centre) / deviation)))
  const clipped = clip(before)
  const test = (values: readonly number[]) =>
    spread > 0 ? stepP(clipped, clip(values)) : fisherExact(countAbove(values, centre), countAbove(before, centre))
  return Math.max(test(after), test(withoutHighest(after)))
}

/** The median in its place. */
function withoutHighest(values: readonly number[]): readonly number[] {
  const highest = values.reduce((best, value, index) => (value > at(values, best) ? index : best), 0)
  return values.with(highest, median(values))
}

function countAbove(values: readonly number[], limit: number): Count {
  return { part: values.filter(value => value > limit).length, whole: values.length }
}

/**
 * Interrupted time series: least squares for a level and a step at the deploy, if each round resembles the one before it.
 * The Prais-Winsten transformation takes from each value what the one before it already said, so that five slow rounds in a
 * row are not taken for five independent witnesses.
 */
function stepP(before: readonly number[], after: readonly number[]): number {
  const values = [...before, ...after]
  const correlation = lag1Autocorrelation(before)
  const first = Math.sqrt(1 - correlation ** 2)
  let [ll, ls, ss, ly, sy, yy] = [0, 0, 0, 0, 0, 0]
  for (let round = 0; round < values.length; round++) {
    const y = round === 0 ? first * at(values, 0) : at(values, round) - correlation * at(values, round - 1)
    const level = round === 0 ? first : 1 - correlation
    const step = round < before.length ? 0 : round === before.length ? 1 : 1 - correlation
    ll += level * level
    ls += level * step
    ss += step * step
    ly += level * y
    sy += step * y
    yy += y * y
  }
  const determinant = ll * ss - ls * ls
  const base = (ss * ly - ls * sy) / determinant
  const rise = (ll * sy - ls * ly) / determinant
  const freedom = values.length - 2
  const variance = Math.max(0, yy - base * ly - rise * sy) / freedom
  return studentP(rise / Math.sqrt((variance * ll) / determinant), freedom)
}

/** How far a value resembles the one before it, 0 to 0.95; corrected for what a short series underestimates (Kendall 1954). */
export function lag1Autocorrelation(values: readonly number[]): number {
  const mean = meanOf(values)
  const distances = values.map(value => value - mean)
  const squares = sumOf(distances.map(distance => distance * distance))
  if (squares === 0) return 0
  const raw = sumOf(distances.slice(1).map((distance, round) => distance * at(distances, round))) / squares
  return Math.max(0, Math.min(0.95, raw + (1 + 4 * raw) / values.length))
}

/** The upper tail of Student's t, by Wallace's approximation (1959) and that of Abramowitz and Stegun, 26.2.17. */
export function studentP(t: number, freedom: number): number {
  const size = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p(t ** 2 / freedom))
  const k = 1 / (1 + 0.2316419 * size)
  const polynomial = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
  const tail = (Math.exp(-(size ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
  return t < 0 ? 1 - tail : tail
}
