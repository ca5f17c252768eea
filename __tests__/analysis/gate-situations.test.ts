import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../sandbox/seeded-random.ts'
import { type Condition, parseCondition } from '../../src/analysis/conditions.ts'
import { evaluateGate } from '../../src/analysis/gate.ts'
import { toMeasurement } from '../../src/analysis/measurement.ts'
import { measurementOutputs } from '../../src/outputs.ts'
import { AVAILABILITY, METRICS } from '../../src/thousandeyes/metrics.ts'
import { measurementsIn } from './helpers.ts'

const DEPLOYED_AT = new Date('2026-11-23T08:00:00Z')
const START = DEPLOYED_AT.getTime() / 1000

/** A window that ends with the last round, where no round is missing. */
function windowTo(roundsAfter: number) {
  return { from: new Date((START - 3600) * 1000), to: new Date((START + roundsAfter * 60) * 1000) }
}

interface Row {
  readonly agent: number
  /** Rounds since the deploy; negative before it. */
  readonly round: number
  readonly value: number
}

/** Rounds a minute apart: one series of values before and one after the deploy for each agent. */
function rowsOf(agents: readonly (readonly [before: readonly number[], after: readonly number[]])[]): readonly Row[] {
  return agents.flatMap(([before, after], agent) => [
    ...before.map((value, index) => ({ agent, round: index - before.length, value })),
    ...after.map((value, round) => ({ agent, round, value })),
  ])
}

/** One test with these rows of the metric that the condition names. */
function analysisOf(condition: Condition, rows: readonly Row[], deployedAt: Date | undefined) {
  const metric = METRICS.get(condition.metric) ?? AVAILABILITY
  const agents = Math.max(...rows.map(({ agent }) => agent)) + 1
  const results = {
    roundIds: rows.map(({ round }) => START + round * 60),
    measuredAt: rows.map(({ round }) => START + round * 60),
    agents: rows.map(({ agent }) => agent),
    agentNames: Array.from({ length: agents }, (_, agent) => `Agent ${agent}`),
    agentParts: Array.from({ length: agents }, () => ''),
    columns: [{ metric, values: rows.map(({ value }) => value) }],
    codes: [],
    unreadRows: 0,
  }
  const measurement = rows.some(({ value }) => !Number.isNaN(value))
    ? toMeasurement('1', [results], deployedAt)
    : undefined
  const tests = [{ testId: '1', testName: undefined, testType: undefined, measurement }]
  const roundsAfter = new Set(rows.flatMap(({ round }) => (round < 0 ? [] : [round]))).size
  return { tests, alerts: [], window: windowTo(roundsAfter), deployedAt, problems: [] }
}

function conditionOf(line: string): Condition {
  const { value } = parseCondition(line)
  if (value === undefined) throw new Error(`${line} is not a condition`)
  return value
}

function gateFor(line: string, rows: readonly Row[]) {
  const condition = conditionOf(line)
  const analysis = analysisOf(condition, rows, DEPLOYED_AT)
  const gate = evaluateGate({ failOn: { conditions: [condition], failOnUnknown: false } }, analysis)
  if (gate === undefined) throw new Error('There is no gate')
  return gate
}

/** The verdict, and why it is unknown. */
function judge(line: string, ...agents: Parameters<typeof rowsOf>[0]): string {
  const { verdict, results } = gateFor(line, rowsOf(agents))
  const [result] = results
  return result?.verdict === 'unknown' ? result.reason.kind : verdict
}

const times = (count: number, value: number) => Array.from({ length: count }, () => value)

function around(level: number, count: number, seed: number) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => level * (0.94 + 0.12 * random()))
}

describe('a condition on a change', () => {
  it('fails when the response time tripled, although one round before the deploy had timed out', () => {
    expect(judge('responseTime > +20%', [[...times(49, 203), 30_000], times(10, 600)])).toBe('fail')
  })

  it('passes when one of ten rounds took 750 ms and nothing changed otherwise', () => {
    expect(judge('responseTime > +20%', [around(203, 50, 1), [...around(203, 9, 2), 750]])).toBe('pass')
  })

  it('fails when half of all rounds fail', () => {
    const half = [100, 0, 0, 100, 0, 100, 100, 0, 0, 100]
    expect(judge('availability < -5%', [times(50, 100), half])).toBe('fail')
  })

  it('is inconclusive when a noisy response time is over the limit', () => {
    const noisy = [80, 240, 100, 150, 60, 200, 90, 260, 110, 140, 70, 180]
    expect(judge('responseTime > +20%', [noisy, [100, 260, 150, 75, 220]])).toBe('inconclusive')
  })

  it('is inconclusive when one of three agents alone became slow enough to move the median', () => {
    const agents = [1, 2, 3].map(seed => [around(100, 50, seed), around(100, 10, seed + 9)] as const)
    expect(judge('responseTime > +20%', ...agents.slice(1), [around(100, 50, 4), around(300, 10, 5)])).toBe('pass')
    expect(judge('responseTime > +20%', ...agents.slice(2), [around(100, 50, 4), around(300, 10, 5)])).toBe(
      'inconclusive',
    )
  })

  it('says how many rounds it takes where there are too few since the deploy', () => {
    const [result] = gateFor('responseTime > +20%', rowsOf([[times(50, 100), times(4, 300)]])).results
    expect(result).toMatchObject({
      verdict: 'unknown',
      reason: { kind: 'tooFewRounds', rounds: 4, needed: 5, period: 'sinceDeploy', intervalSeconds: 60 },
    })
  })
})

describe('a condition on a value', () => {
  it('passes when one timeout of 30 s is among sixty rounds', () => {
    expect(judge('responseTime > 500', [around(200, 50, 1), [...around(200, 9, 2), 30_000]])).toBe('pass')
  })

  it('is inconclusive when one agent loses packets in one round', () => {
    const fine = [times(50, 0), times(10, 0)] as const
    expect(judge('loss > 1%', fine, fine, [times(50, 0), [...times(9, 0), 100]])).toBe('inconclusive')
  })

  it('fails when every agent loses 10 % of its packets', () => {
    const lossy = [times(50, 0), times(10, 10)] as const
    expect(judge('loss > 1%', lossy, lossy, lossy)).toBe('fail')
  })

  it('fails when nothing was available before the deploy either', () => {
    expect(judge('availability < 99.5%', [times(50, 0), times(10, 0)])).toBe('fail')
  })
})

describe('a test that measures several servers', () => {
  const metric = { name: 'loss', unit: '%', better: 'lower' } as const

  /** Loss of two directions for five agents, in twenty rounds before the deploy and ten after it. */
  function measure(lossAfter: (isBack: boolean, agent: number) => number) {
    const rows = Array.from({ length: 30 }, (_, round) => round - 20).flatMap(round =>
      Array.from({ length: 10 }, (_, agent) => ({ agent, round })),
    )
    const time = rows.map(({ round }) => START + round * 60)
    const results = {
      roundIds: time,
      measuredAt: time,
      agents: rows.map(({ agent }) => agent),
      agentNames: Array.from({ length: 10 }, (_, agent) => `Agent ${agent}`),
      agentParts: Array.from({ length: 10 }, (_, agent) => (agent < 5 ? 'from-target' : 'to-target')),
      columns: [{ metric, values: rows.map(({ agent, round }) => (round < 0 ? 0 : lossAfter(agent < 5, agent))) }],
      codes: [],
      unreadRows: 0,
    }
    const measurement = toMeasurement('1', [results], DEPLOYED_AT)
    const tests = [{ testId: '1', testName: undefined, testType: 'agent-to-agent', measurement }]
    const conditions = [conditionOf('loss > 7%')]
    const analysis = { tests, alerts: [], window: windowTo(10), deployedAt: DEPLOYED_AT }
    return evaluateGate({ failOn: { conditions, failOnUnknown: false } }, analysis)?.results[0]
  }

  it('fails by the loss of one direction, which is named', () => {
    expect(measure(isBack => (isBack ? 10 : 0))).toMatchObject({
      verdict: 'fail',
      actual: { value: 10, assessment: { part: 'from-target', before: 0, after: 10, changePoints: 10 } },
    })
  })

  it('is inconclusive where one agent alone loses enough of one direction', () => {
    expect(measure((_, agent) => (agent === 0 ? 50 : 0))).toMatchObject({
      verdict: 'unknown',
      reason: { kind: 'inconclusive', actual: { assessment: { locallyWorseAgents: ['Agent 0'] } } },
    })
  })

  it('passes with the value that is nearest to the limit', () => {
    expect(measure(isBack => (isBack ? 2 : 5))).toMatchObject({
      verdict: 'pass',
      actual: { value: 5, assessment: { part: 'to-target' } },
    })
  })
})

describe('the verdict', () => {
  const line = fc.constantFrom(
    'responseTime > +20%',
    'responseTime > 50',
    'throughput < -20%',
    'availability < 99.5%',
    'loss > 1%',
    'loss > +20%',
    'numErrors >= 1',
    'mos < 40',
  )
  const value = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 100, Number.NaN))
  const series = (maxLength: number) =>
    fc.oneof(
      fc.array(value, { maxLength }),
      fc.integer({ min: 0, max: 100 }).map(level => times(maxLength, level)),
    )
  const rows = fc.array(fc.tuple(series(20), series(8)), { minLength: 1, maxLength: 5 }).map(rowsOf)
  const deployedAt = fc.constantFrom(DEPLOYED_AT, undefined)

  it('does not depend on the order of rows and pages', () => {
    const shuffled = rows.chain(all =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    )
    fc.assert(
      fc.property(line, shuffled, (condition, [all, others]) => {
        fc.pre(all.length > 0)
        expect(gateFor(condition, others).verdict).toBe(gateFor(condition, all).verdict)
      }),
    )
  })

  it('does not depend on the order of agents', () => {
    fc.assert(
      fc.property(line, rows, (condition, all) => {
        fc.pre(all.length > 0)
        const last = Math.max(...all.map(({ agent }) => agent))
        const others = all.map(row => ({ ...row, agent: last - row.agent }))
        expect(gateFor(condition, others).verdict).toBe(gateFor(condition, all).verdict)
      }),
    )
  })

  it('equals the one recomputed from the outputs', () => {
    fc.assert(
      fc.property(line, rows, deployedAt, (text, all, time) => {
        fc.pre(all.length > 0)
        const condition = conditionOf(text)
        const analysis = analysisOf(condition, all, time)
        const gate = evaluateGate({ failOn: { conditions: [condition], failOnUnknown: false } }, analysis)
        const [measured] = measurementsIn(measurementOutputs(analysis))
        expect(gate?.verdict).toBe(recompute(condition, measured, time !== undefined))
      }),
      { numRuns: 500 },
    )
  })
})

/** What docs/measurements.md says, by the numbers of the output alone. */
function recompute(condition: Condition, measured: Output | undefined, hasDeploy: boolean): string {
  const metric = measured?.metrics.find(({ name }) => name === condition.metric)
  if (metric === undefined || (condition.relative && !hasDeploy)) return 'unknown'
  const verdicts = metric.assessments.map(part => recomputePart(condition, part))
  return ['fail', 'unknown'].find(verdict => verdicts.includes(verdict)) ?? 'pass'
}

function recomputePart(condition: Condition, part: Part): string {
  const { result, rounds, statistic, before, after } = part
  if (after === null || part.droppedAgents > part.comparedAgents || rounds.after < rounds.needed) return 'unknown'
  if (condition.relative) return recomputeChange(condition, part)
  if (!isBeyond(condition, after)) return 'pass'
  const wasBeyond = result === 'notCompared' || isBeyond(condition, before ?? Number.NaN)
  return statistic === 'median' || result === 'worse' || (wasBeyond && part.isRecurrent) ? 'fail' : 'unknown'
}

/** A change that is `null` is infinite. */
function recomputeChange(condition: Condition, { result, changePercent }: Part): string {
  const change = changePercent ?? Number.POSITIVE_INFINITY
  if (result === 'notCompared') return 'unknown'
  if (!isBeyond(condition, change)) return 'pass'
  return result !== 'same' && change > 0 === condition.operator.startsWith('>') ? 'fail' : 'unknown'
}

/** Sums of decimals lose the last digits. */
function isBeyond({ operator, limit }: Condition, value: number): boolean {
  if (Math.abs(value - limit) <= 1e-9 * Math.abs(limit)) return operator.endsWith('=')
  return operator.startsWith('>') ? value > limit : value < limit
}

interface Output {
  readonly metrics: readonly { readonly name: string; readonly assessments: readonly Part[] }[]
}

interface Part {
  readonly result: string
  readonly statistic: string
  readonly before: number | null
  readonly after: number | null
  readonly changePercent: number | null
  readonly rounds: { readonly after: number; readonly needed: number }
  readonly isRecurrent: boolean
  readonly comparedAgents: number
  readonly droppedAgents: number
}
