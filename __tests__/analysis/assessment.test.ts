import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../sandbox/seeded-random.ts'
import { type Assessment, assess, type MetricKind } from '../../src/analysis/assessment.ts'
import { type Condition, isMet } from '../../src/analysis/conditions.ts'
import { type Judgement, judgeMetric } from '../../src/analysis/gate.ts'
import type { MetricRows } from '../../src/analysis/series.ts'

const TIME: MetricKind = { unit: 'ms', better: 'lower' }
const THROUGHPUT: MetricKind = { unit: 'B/s', better: 'higher' }
const AVAILABILITY: MetricKind = { unit: '%', better: 'higher' }
const LOSS: MetricKind = { unit: '%', better: 'lower' }
const ERRORS: MetricKind = { unit: '', better: 'lower' }

interface Row {
  readonly agent: number
  readonly roundId: number
  readonly value: number
}

/** One row a minute for each agent; `deployedAt` is 0. */
function rowsOf(agents: readonly { readonly before: readonly number[]; readonly after: readonly number[] }[]): Row[] {
  return agents.flatMap(({ before, after }, agent) => [
    ...before.map((value, round) => ({ agent, roundId: (round - before.length) * 60, value })),
    ...after.map((value, round) => ({ agent, roundId: round * 60, value })),
  ])
}

function columns(rows: readonly Row[], hasDeploy = true): MetricRows {
  return {
    agents: rows.map(({ agent }) => agent),
    agentNames: NAMES,
    roundIds: rows.map(({ roundId }) => roundId),
    values: rows.map(({ value }) => value),
    isAfter: hasDeploy ? rows.map(({ roundId }) => roundId >= 0) : undefined,
  }
}

const NAMES = ['Paris', 'Tokyo', 'Oslo', 'Rome', 'Lima']
const compare = (kind: MetricKind, ...agents: Parameters<typeof rowsOf>[0]) => assess(columns(rowsOf(agents)), kind)
const times = (count: number, value: number) => Array.from({ length: count }, () => value)
/** Around the level, by at most 6 %, without a pattern that matters. */
const around = (level: number, count: number, seed = 1) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => level * (0.94 + 0.12 * random()))
}
const relative = (operator: '<' | '>', limit: number): Condition => ({ ...CONDITION, operator, limit, relative: true })
const absolute = (operator: '<' | '>', limit: number): Condition => ({ ...CONDITION, operator, limit, relative: false })
const CONDITION = { text: '', metric: 'm' }

function judge(assessment: Assessment, condition: Condition): Judgement {
  return judgeMetric(condition, [{ ...assessment, part: undefined, agents: [] }], {
    period: 'since',
    intervalSeconds: 60,
  })
}

/** `pass`, `fail`, or why it is neither. */
function resultOf(assessment: Assessment, condition: Condition): string {
  const judgement = judge(assessment, condition)
  return judgement.verdict === 'unknown' ? judgement.reason.kind : judgement.verdict
}

describe('a time', () => {
  it('that tripled is worse although one round before had timed out', () => {
    const assessment = compare(TIME, { before: [...times(49, 203), 30_000], after: times(10, 600) })
    expect(assessment).toMatchObject({ result: 'worse', before: 203, locallyWorseAgents: [] })
    expect(assessment.after).toBeCloseTo(600, 9)
    expect(assessment.changePercent).toBeCloseTo(195.57, 2)
    expect(resultOf(assessment, relative('>', 20))).toBe('fail')
  })

  it('is the same when one of ten rounds is slow', () => {
    const assessment = compare(TIME, { before: around(203, 50), after: [...around(203, 9, 2), 750] })
    expect(assessment.result).toBe('same')
    expect(resultOf(assessment, relative('>', 20))).toBe('pass')
  })

  it('over an absolute limit because of one timeout among sixty rounds passes', () => {
    const rows = columns(rowsOf([{ before: [], after: [...around(200, 59), 30_000] }]), false)
    const assessment = assess(rows, TIME)
    expect(resultOf(assessment, absolute('>', 500))).toBe('pass')
    expect(resultOf(assessment, absolute('>', 150))).toBe('fail')
  })

  it('that moved over the limit by no more than noise passes', () => {
    const noisy = [80, 240, 100, 150, 60, 200, 90, 260, 110, 140, 70, 180]
    const assessment = compare(TIME, { before: noisy, after: [100, 260, 150, 75, 220] })
    expect(assessment.changePercent).toBeGreaterThan(20)
    expect(assessment.result).toBe('withinNoise')
    expect(assessment.noisePercent).toBeGreaterThan(assessment.changePercent)
    expect(resultOf(assessment, relative('>', 20))).toBe('pass')
  })

  it('is not judged by four rounds of two agents, but by three rounds of three', () => {
    const agent = (rounds: number) => ({ before: around(100, 20), after: around(300, rounds, 2) })
    const two = compare(TIME, agent(4), agent(4))
    const rounds = { before: 20, after: 4, needed: 5 }
    expect(two).toMatchObject({ result: 'tooFewRounds', rounds, locallyWorseAgents: [] })
    expect(resultOf(two, relative('>', 20))).toBe('tooFewRounds')
    expect(resultOf(two, absolute('>', 200))).toBe('tooFewRounds')
    expect(compare(TIME, agent(3), agent(3), agent(3)).result).toBe('worse')
  })

  it('does not count a round that few agents have reported so far', () => {
    const agent = (rounds: number) => ({ before: around(100, 20), after: around(300, rounds, 2) })
    const { rounds, result } = compare(TIME, agent(3), agent(2), agent(2), agent(2), agent(2))
    expect([rounds.after, result]).toEqual([2, 'tooFewRounds'])
  })

  it('is not compared with fewer than three rounds before', () => {
    const assessment = compare(TIME, { before: [100, 100], after: times(10, 300) })
    expect(assessment).toMatchObject({ result: 'notCompared', after: 300, comparedAgents: [], excludedAgents: [] })
    expect(judge(assessment, relative('>', 20))).toEqual({
      verdict: 'unknown',
      reason: { kind: 'tooFewRounds', rounds: 2, needed: 3, period: 'before', intervalSeconds: 60 },
    })
    expect(resultOf(assessment, absolute('>', 200))).toBe('fail')
  })

  it('that rose for one agent alone, of two or three, is the same, and the agent is named', () => {
    const [fine, slow] = [
      { before: around(100, 50, 1), after: around(100, 10, 2) },
      { before: around(400, 50, 3), after: around(1200, 10, 4) },
    ]
    expect(compare(TIME, fine, slow)).toMatchObject({ result: 'withinNoise', locallyWorseAgents: ['Tokyo'] })
    expect(compare(TIME, slow, fine, fine)).toMatchObject({ result: 'same', locallyWorseAgents: ['Paris'] })
    const assessment = compare(TIME, slow, { ...slow }, fine)
    expect(assessment).toMatchObject({ result: 'worse', locallyWorseAgents: [] })
  })

  it('is not moved by an agent that is new, or by one that stopped reporting', () => {
    const fine = { before: around(100, 50), after: around(100, 10, 2) }
    const dropped = { before: around(900, 50), after: [] }
    const added = { before: [], after: around(2000, 10) }
    const assessment = compare(TIME, fine, dropped, added, fine)
    expect(assessment).toMatchObject({
      result: 'same',
      comparedAgents: ['Paris', 'Rome'],
      excludedAgents: ['Tokyo', 'Oslo'],
      droppedAgents: ['Tokyo'],
    })
  })

  it('is not judged when most agents stopped reporting at the deploy', () => {
    const fine = { before: around(100, 50), after: around(100, 10, 2) }
    const dropped = { before: around(100, 50), after: [] }
    const assessment = compare(TIME, fine, dropped, dropped)
    expect(assessment.result).toBe('agentsDropped')
    expect(judge(assessment, absolute('>', 1))).toEqual({
      verdict: 'unknown',
      reason: { kind: 'agentsDropped', agentNames: ['Tokyo', 'Oslo'] },
    })
  })

  it('has no values after the deploy when all agents stopped reporting, and shows those before', () => {
    const assessment = compare(TIME, { before: times(50, 100), after: [] })
    expect(assessment).toMatchObject({ result: 'agentsDropped', before: 100, after: Number.NaN })
    expect(resultOf(assessment, absolute('>', 1))).toBe('notMeasured')
  })

  it('does not depend on an agent that reported two rounds after the deploy, and then no longer', () => {
    const slower = { before: around(100, 50), after: around(200, 20, 2) }
    const leaving = { before: around(900, 50), after: around(900, 2) }
    expect(compare(TIME, slower, leaving)).toMatchObject({ result: 'worse', comparedAgents: ['Paris'] })
  })

  it('without any value has none to hold against a limit', () => {
    const assessment = compare(TIME, { before: [Number.NaN], after: [Number.NaN] })
    expect(resultOf(assessment, absolute('>', 1))).toBe('notMeasured')
  })

  it('is worse for throughput when it fell', () => {
    const assessment = compare(THROUGHPUT, { before: around(1e6, 50), after: around(5e5, 10, 2) })
    expect(assessment.result).toBe('worse')
    expect(resultOf(assessment, relative('<', -20))).toBe('fail')
    expect(resultOf(assessment, relative('>', 20))).toBe('pass')
  })

  it('of 0 is as far below the median as can be', () => {
    const assessment = compare({ ...TIME, better: 'lower' }, { before: around(8, 50), after: times(10, 0) })
    expect(assessment).toMatchObject({ result: 'better', after: 0, changePercent: -100 })
  })

  it('is compared for an agent whose median is 0 by the level of the others', () => {
    const [zero, some] = [
      { before: times(50, 0), after: times(10, 9) },
      { before: around(4, 50), after: around(12, 10, 2) },
    ]
    const assessment = compare(TIME, zero, some, some)
    expect(assessment).toMatchObject({ result: 'worse', comparedAgents: ['Paris', 'Tokyo', 'Oslo'] })
  })
})

describe('a count that is mostly 0', () => {
  it('is worse when many rows are above 0, though the median is not', () => {
    const errors = { before: times(50, 0), after: [0, 1, 0, 2, 0, 1, 0, 0, 3, 0] }
    const assessment = compare(ERRORS, errors)
    expect(assessment).toMatchObject({
      result: 'worse',
      before: 0,
      after: 0.7,
      changePercent: Number.POSITIVE_INFINITY,
    })
    expect(resultOf(assessment, relative('>', 20))).toBe('fail')
    expect(resultOf(assessment, absolute('>', 0))).toBe('fail')
  })

  it('is the same when one row is above 0, however much', () => {
    const assessment = compare(ERRORS, { before: times(50, 0), after: [...times(9, 0), 400] })
    expect(assessment.result).toBe('withinNoise')
    expect(resultOf(assessment, absolute('>', 0))).toBe('pass')
  })
})

describe('a share', () => {
  const up = { before: times(50, 100), after: times(10, 100) }

  it('is worse when half of all rounds fail, in percent and in points', () => {
    const half = { before: times(50, 100), after: [100, 0, 100, 0, 100, 0, 0, 100, 0, 100] }
    for (const agents of [[half], [half, half], [half, half, half]]) {
      const assessment = compare(AVAILABILITY, ...agents)
      expect(assessment).toMatchObject({
        result: 'worse',
        before: 100,
        after: 50,
        changePercent: -50,
        changePoints: -50,
      })
      expect(resultOf(assessment, absolute('<', 99.5))).toBe('fail')
    }
  })

  it('is better when the failing rounds are gone, also when most had failed', () => {
    for (const failing of [20, 40]) {
      const before = Array.from({ length: 50 }, (_, round) => ((round * 7) % 50 < failing ? 0 : 100))
      expect(compare(AVAILABILITY, { before, after: times(10, 100) }).result).toBe('better')
    }
  })

  it('is worse when a service that sometimes answered does no longer', () => {
    const before = Array.from({ length: 50 }, (_, round) => ((round * 7) % 50 < 30 ? 0 : 100))
    expect(compare(AVAILABILITY, { before, after: times(10, 0) }).result).toBe('worse')
  })

  it('does not fail because of one flicker of one agent', () => {
    const flicker = { before: times(50, 100), after: [...times(9, 100), 0] }
    for (const agents of [[flicker], [flicker, up, up]]) {
      const assessment = compare(AVAILABILITY, ...agents)
      expect(assessment.result).toBe('withinNoise')
      expect(resultOf(assessment, absolute('<', 99.5))).toBe('pass')
    }
  })

  it('does not fail because of one moment in which all agents failed', () => {
    const blip = { before: times(50, 100), after: [100, 100, 0, ...times(7, 100)] }
    expect(compare(AVAILABILITY, blip, blip, blip, blip).result).toBe('withinNoise')
  })

  it('that fell for one agent alone is the same, and the agent is named', () => {
    const down = { before: times(50, 100), after: times(10, 0) }
    const flicker = { before: times(50, 100), after: [...times(9, 100), 0] }
    for (const agents of [
      [up, down],
      [up, down, flicker],
      [up, down, flicker, up, up],
    ]) {
      const assessment = compare(AVAILABILITY, ...agents)
      expect(assessment).toMatchObject({ result: 'withinNoise', locallyWorseAgents: ['Tokyo'] })
      expect(resultOf(assessment, absolute('<', 99.5))).toBe('withinNoise')
    }
  })

  it('of lost packets is worse when every row loses 5 %, and the same after one retransmit', () => {
    const fine = { before: times(50, 0), after: times(10, 0) }
    const lossy = { before: times(50, 0), after: times(10, 5) }
    const retransmit = { before: times(50, 0), after: [...times(9, 0), 100] }
    const worse = compare(LOSS, lossy, lossy)
    expect(worse).toMatchObject({ result: 'worse', after: 5, changePoints: 5 })
    expect(resultOf(worse, absolute('>', 1))).toBe('fail')
    const noise = compare(LOSS, retransmit, fine)
    expect([noise.result, noise.after]).toEqual(['withinNoise', 5])
    expect(resultOf(noise, absolute('>', 1))).toBe('pass')
  })

  it('of lost packets is worse when a usual loss of 2 % becomes 5 %', () => {
    const lossy = { before: around(2, 50), after: around(5, 10, 2) }
    expect(compare(LOSS, lossy).result).toBe('worse')
    expect(compare(LOSS, { before: around(2, 50), after: around(2, 10, 2) }).result).toBe('withinNoise')
  })

  it('without a deploy fails an absolute condition when rows of two rounds are not perfect, not because of one', () => {
    const window = (values: readonly number[]) =>
      resultOf(assess(columns(rowsOf([{ before: [], after: values }]), false), AVAILABILITY), absolute('<', 99.5))
    expect(window([...times(9, 100), 0])).toBe('withinNoise')
    expect(window([...times(8, 100), 0, 0])).toBe('fail')
    expect(window(times(10, 100))).toBe('pass')
  })

  it('that has become better does not fail an absolute condition', () => {
    const before = Array.from({ length: 50 }, (_, round) => ((round * 7) % 50 < 30 ? 0 : 100))
    const assessment = compare(
      AVAILABILITY,
      { before, after: times(12, 100) },
      { before, after: [0, ...times(11, 100)] },
    )
    expect(assessment.result).toBe('better')
    expect(resultOf(assessment, absolute('<', 99.5))).toBe('pass')
  })

  it('that has been beyond an absolute limit all the time fails it, unless it is that of one agent', () => {
    const lossy = { before: times(50, 10), after: times(10, 10) }
    const fine = { before: times(50, 0), after: times(10, 0) }
    for (const agents of [[lossy], [lossy, lossy, fine]]) {
      const assessment = compare(LOSS, ...agents)
      expect(assessment).toMatchObject({ result: 'same', isRecurrent: true })
      expect(resultOf(assessment, absolute('>', 1))).toBe('fail')
    }
    expect(resultOf(compare(LOSS, lossy, fine, fine), absolute('>', 1))).toBe('withinNoise')
  })
})

describe('any metric', () => {
  const kind = fc.constantFrom(TIME, THROUGHPUT, AVAILABILITY, LOSS, ERRORS)
  const value = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 100, Number.NaN))
  const agent = fc.record({
    before: fc.array(value, { maxLength: 20 }),
    after: fc.array(value, { maxLength: 10 }),
  })
  const agents = fc.array(agent, { minLength: 1, maxLength: 5 })

  it('is assessed the same in whichever order the rows come', () => {
    const shuffled = agents.chain(some => {
      const rows = rowsOf(some)
      return fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))
    })
    fc.assert(
      fc.property(kind, shuffled, (metric, [rows, others]) => {
        expectSame(assess(columns(others), metric), assess(columns(rows), metric))
      }),
    )
  })

  it('is assessed the same in whichever order the agents come', () => {
    fc.assert(
      fc.property(kind, agents, (metric, some) => {
        const rows = rowsOf(some)
        const renumbered = rows.map(row => ({ ...row, agent: some.length - 1 - row.agent }))
        const { result, changePercent } = assess(columns(rows), metric)
        const other = assess(columns(renumbered), metric)
        expect(other.result).toBe(result)
        expectNear(other.changePercent, changePercent)
      }),
    )
  })

  it('is the same while it does not change, in whichever rounds it is measured', () => {
    const constant = fc.record({
      level: fc.double({ min: 0, max: 1e6, noNaN: true }),
      before: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
      after: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    })
    fc.assert(
      fc.property(kind, fc.array(constant, { minLength: 1, maxLength: 5 }), (metric, some) => {
        const rows = rowsOf(
          some.map(({ level, before, after }) => ({
            before: before.map(isThere => (isThere ? level : Number.NaN)),
            after: after.map(isThere => (isThere ? level : Number.NaN)),
          })),
        )
        const { result, locallyWorseAgents } = assess(columns(rows), metric)
        expect(['better', 'worse']).not.toContain(result)
        expect(locallyWorseAgents).toEqual([])
      }),
    )
  })

  it('changes as much, relatively, when all values are scaled', () => {
    fc.assert(
      fc.property(fc.constantFrom(TIME, THROUGHPUT), agents, fc.constantFrom(0.25, 8, 1024), (metric, some, scale) => {
        const rows = rowsOf(some)
        const scaled = assess(columns(rows.map(row => ({ ...row, value: row.value * scale }))), metric)
        const original = assess(columns(rows), metric)
        expect(scaled.result).toBe(original.result)
        expectNear(scaled.changePercent, original.changePercent)
        expectNear(scaled.after, original.after * scale)
      }),
    )
  })

  it('fails a relative condition only if the change is more than noise', () => {
    fc.assert(
      fc.property(kind, agents, fc.constantFrom(relative('<', -20), relative('>', 20)), (metric, some, condition) => {
        const assessment = assess(columns(rowsOf(some)), metric)
        expect(assessment.after).not.toBe(Number.POSITIVE_INFINITY)
        if (resultOf(assessment, condition) !== 'fail') return
        expect(['better', 'worse']).toContain(assessment.result)
        expect(isMet(condition, assessment.changePercent)).toBe(true)
      }),
    )
  })

  function expectSame(actual: ReturnType<typeof assess>, expected: ReturnType<typeof assess>) {
    for (const key of ['before', 'after', 'changePercent', 'p'] as const) expectNear(actual[key], expected[key])
    const { result, rounds, comparedAgents, excludedAgents, droppedAgents, locallyWorseAgents } = expected
    expect(actual).toMatchObject({
      ...{ result, rounds, comparedAgents, excludedAgents, droppedAgents, locallyWorseAgents },
    })
  }

  function expectNear(actual: number, expected: number) {
    if (Number.isFinite(expected))
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)))
    else expect(actual).toBe(expected)
  }
})
