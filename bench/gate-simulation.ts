/**
 * Simulated deploys for the gate: how often it is wrong if nothing changed, and how often it finds what did. `rho` is how far
 * a round resembles the one before it, `spread` the standard deviation of an agent's rounds.
 */
import { seededRandom } from '../sandbox/seeded-random.ts'
import { type Assessment, assess } from '../src/analysis/assessment.ts'
import type { Condition } from '../src/analysis/conditions.ts'
import { judgeMetric, type Verdict } from '../src/analysis/gate.ts'
import { parseCondition } from '../src/analysis/parse-conditions.ts'
import type { MetricRows } from '../src/analysis/series.ts'
import { count } from '../src/text.ts'
import { METRICS, type Metric } from '../src/thousandeyes/metrics.ts'
import { printTable } from './table.ts'

interface Setting {
  readonly agents: number
  readonly before: number
  readonly after: number
}

interface Noise extends Setting {
  readonly rho: number
  /** Of the logarithms; what all agents share is two fifths of it. */
  readonly spread: number
  /** What the deploy multiplies times by. */
  readonly factor: number
  /** How many rounds after `deployedAt` the change comes. */
  readonly lateRounds: number
  /** How many of the agents see it. */
  readonly affectedAgents: number
}

const ROUNDS = [
  { before: 50, after: 10 },
  { before: 57, after: 3 },
  { before: 10, after: 3 },
]

const SPREADS = [0.001, 0.01, 0.05, 0.2, 0.4]
const USUAL_SPREAD = 0.2
const SHARED_NOISE = 0.4
const SPIKES = 0.02

const SLOWER = 'responseTime > +20%'
const UNAVAILABLE = 'availability < 99.5%'

/** The percentages of the trials of one cell. */
interface Cell {
  readonly better: number
  readonly worse: number
  readonly failed: number
  readonly unknown: number
  readonly passed: number
}

/** Prints the tables, and returns whether all targets are met. */
export function simulateGate(short: boolean): boolean {
  const trials = short ? 500 : 2000
  const settings = (short ? ROUNDS.slice(0, 1) : ROUNDS).flatMap(rounds =>
    [1, 3, 10].map(agents => ({ agents, ...rounds })),
  )
  printTable(
    [
      'agents',
      'rounds',
      'rho',
      'better',
      'worse',
      'false alarm',
      'unknown',
      '+10 %',
      '+20 %',
      '+50 %',
      '+100 %',
      '+50 % a round late',
      'one agent +200 %',
    ],
    settings.flatMap(setting =>
      (short ? [0.6] : [0, 0.3, 0.6, 0.9]).map(rho => {
        const [same, ...slower] = [1, 1.1, 1.2, 1.5, 2].map(factor => timeCell(trials, { ...setting, rho, factor }))
        const late = timeCell(trials, { ...setting, rho, factor: 1.5, lateRounds: 1 })
        const local = timeCell(trials, { ...setting, rho, factor: 3, affectedAgents: 1 })
        const found = [...slower, late, local].map(({ failed }) => failed)
        return [...headOf(setting), rho, ...overNothing(same), ...found]
      }),
    ),
  )
  printTable(
    [
      'spread',
      'rounds',
      'rho',
      'better',
      'worse',
      'false alarm',
      'unknown',
      '+50 %',
      '+50 % passes',
      '+100 %',
      '+100 % passes',
    ],
    (short ? [{ before: 50, after: 10 }] : ROUNDS.slice(0, 2)).flatMap(rounds =>
      SPREADS.flatMap(spread =>
        (short ? [0.3] : [0, 0.3, 0.8]).map(rho => {
          const setting = { agents: 3, ...rounds, spread, rho }
          const [same, half, double] = [1, 1.5, 2].map(factor => timeCell(trials, { ...setting, factor }))
          const found = [half, double].flatMap(one => [one?.failed ?? 0, one?.passed ?? 0])
          return [`${spread * 100} %`, `${rounds.before}/${rounds.after}`, rho, ...overNothing(same), ...found]
        }),
      ),
    ),
  )
  printTable(
    ['agents', 'rounds', 'worse at 99.8 %', 'false alarm at 99.8 %', 'unknown at 99.8 %', '97 %', '90 %', '50 %'],
    settings.map(setting => {
      const honest = shareCell(trials, setting, 0.998, 0.998)
      const found = [0.97, 0.9, 0.5].map(share => shareCell(trials, setting, 1, share).failed)
      return [...headOf(setting), honest.worse, honest.failed, honest.unknown, ...found]
    }),
  )
  const figures = targets(trials)
  // A short run may be wrong by chance: three standard errors.
  const slack = (target: number) => (short ? 3 * Math.sqrt((target * (100 - target)) / trials) : 0)
  const isMet = ({ measured, most = 100, least = 0 }: Figure) =>
    measured <= most + slack(most) && measured >= least - slack(least)
  printTable(
    ['50/10 rounds, rho 0.6', 'measured, %', 'target, %', ''],
    figures.map(figure => [
      figure.what,
      figure.measured,
      figure.most === undefined ? `at least ${figure.least ?? 0}` : `at most ${figure.most}`,
      isMet(figure) ? 'met' : 'missed',
    ]),
  )
  return figures.every(isMet)
}

interface Figure {
  readonly what: string
  readonly measured: number
  readonly most?: number
  readonly least?: number
}

function targets(trials: number): readonly Figure[] {
  const rounds = { before: 50, after: 10 }
  const times = (agents: number, factor: number) => timeCell(trials, { agents, ...rounds, rho: 0.6, factor })
  const three = times(3, 1)
  const calm = timeCell(trials, { agents: 1, ...rounds, rho: 0.6, factor: 2, spread: 0.001 })
  const perAgents = [
    { agents: 1, most: 5, least: 85 },
    { agents: 3, most: 2.5, least: 97 },
    { agents: 10, most: 1, least: 99 },
  ].flatMap(({ agents, most, least }) => [
    { what: `False alarms, ${count(agents, 'agent')}`, measured: times(agents, 1).failed, most },
    { what: `+50 % found, ${count(agents, 'agent')}`, measured: times(agents, 1.5).failed, least },
    { what: `+100 % found, ${count(agents, 'agent')}`, measured: times(agents, 2).failed, least: 98 },
  ])
  return [
    ...perAgents,
    { what: '+100 % found, 1 agent, a spread of 0.1 %', measured: calm.failed, least: 98 },
    { what: 'Unknown if nothing changed, 3 agents', measured: three.unknown, most: 4 },
    { what: '+50 % passes, 3 agents', measured: times(3, 1.5).passed, most: 6 },
    { what: '“Better” if nothing changed, 3 agents', measured: three.better, most: 2.5 },
    { what: '“Worse” if nothing changed, 3 agents', measured: three.worse, most: 2.5 },
    {
      what: 'Availability 100 → 90 % found, 3 agents',
      measured: shareCell(trials, { agents: 3, ...rounds }, 1, 0.9).failed,
      least: 60,
    },
    ...[1, 3, 10].map(agents => ({
      what: `False alarms at 99.8 % availability, ${count(agents, 'agent')}`,
      measured: shareCell(trials, { agents, ...rounds }, 0.998, 0.998).failed,
      most: 1,
    })),
  ]
}

function overNothing(cell: Cell | undefined): readonly number[] {
  return cell === undefined ? [] : [cell.better, cell.worse, cell.failed, cell.unknown]
}

function headOf({ agents, before, after }: Setting): readonly [number, string] {
  return [agents, `${before}/${after}`]
}

function timeCell(trials: number, noise: Setting & Pick<Noise, 'rho' | 'factor'> & Partial<Noise>): Cell {
  const all = { spread: USUAL_SPREAD, lateRounds: 0, affectedAgents: noise.agents, ...noise }
  return cell(trials, SLOWER, random => times(random, all))
}

function shareCell(trials: number, setting: Setting, before: number, after: number): Cell {
  return cell(trials, UNAVAILABLE, random =>
    rowsOf(setting, isAfter => (random() < (isAfter ? after : before) ? 100 : 0)),
  )
}

/** Each cell has the same seed, so that a change of the method is seen on the same deploys. */
function cell(trials: number, line: string, rows: (random: () => number) => MetricRows): Cell {
  const random = seededRandom(2026)
  const { condition, metric } = parse(line)
  const assessments = Array.from({ length: trials }, () => assess(rows(random), metric))
  const verdicts = assessments.map(assessment => {
    const schedule = { period: 'since', intervalSeconds: 60 } as const
    return judgeMetric(condition, [{ ...assessment, part: undefined, agents: [] }], schedule).verdict
  })
  const percent = <Item>(items: readonly Item[], is: (item: Item) => boolean) =>
    (items.filter(is).length / trials) * 100
  const result = (name: Assessment['result']) => percent(assessments, one => one.result === name)
  const verdict = (name: Verdict) => percent(verdicts, one => one === name)
  return {
    better: result('better'),
    worse: result('worse'),
    failed: verdict('fail'),
    unknown: verdict('unknown'),
    passed: verdict('pass'),
  }
}

function parse(line: string): { readonly condition: Condition; readonly metric: Metric } {
  const { value: condition } = parseCondition(line)
  const metric = METRICS.get(condition?.metric ?? '')
  if (condition === undefined || metric === undefined) throw new Error(`${line} is not a condition on a metric`)
  return { condition, metric }
}

function times(random: () => number, noise: Noise): MetricRows {
  const rounds = noise.before + noise.after
  const shared = autoregressive(random, rounds, noise.rho)
  const agents = Array.from({ length: noise.agents }, () => ({
    mean: 200 * Math.exp(0.7 * normal(random)),
    own: autoregressive(random, rounds, noise.rho),
  }))
  return rowsOf(noise, (_, agent, round) => {
    const { mean, own } = agents[agent] ?? { mean: Number.NaN, own: [] }
    const isAffected = round >= noise.before + noise.lateRounds && agent < noise.affectedAgents
    const factor = isAffected ? noise.factor : 1
    const spike = random() < SPIKES ? 3 * 10 ** random() : 1
    return mean * factor * spike * Math.exp(noise.spread * ((own[round] ?? 0) + SHARED_NOISE * (shared[round] ?? 0)))
  })
}

function rowsOf(
  { agents, before, after }: Setting,
  measure: (isAfter: boolean, agent: number, round: number) => number,
): MetricRows {
  const rows = Array.from({ length: before + after }, (_, round) => round).flatMap(round =>
    Array.from({ length: agents }, (_, agent) => ({ agent, round, value: measure(round >= before, agent, round) })),
  )
  return {
    agents: rows.map(({ agent }) => agent),
    agentNames: Array.from({ length: agents }, (_, agent) => `Agent ${agent}`),
    roundIds: rows.map(({ round }) => round * 60),
    values: rows.map(({ value }) => value),
    isAfter: rows.map(({ round }) => round >= before),
  }
}

/** AR(1) of variance 1. */
function autoregressive(random: () => number, length: number, rho: number): readonly number[] {
  let value = normal(random)
  return Array.from({ length }, () => {
    const current = value
    value = rho * value + Math.sqrt(1 - rho ** 2) * normal(random)
    return current
  })
}

/** Box-Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
