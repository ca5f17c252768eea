import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compare } from '../../src/analysis/comparison.ts'
import type { Metric } from '../../src/thousandeyes/metrics.ts'

const METRIC: Metric = { name: 'avgLatency', unit: 'ms', better: 'lower' }
const DEPLOYED_AT = new Date('2026-11-23T08:00:00Z')
const ROUNDS = 20

/** The value of an agent in a round, from -10 up to, but not including, 10; from 0 on it is after the deploy. */
type Agent = (round: number) => number

/** Rounds a minute apart, as many before the deploy as after it. */
function compared(agents: readonly Agent[]) {
  const rows = Array.from({ length: ROUNDS }, (_, index) => index - ROUNDS / 2).flatMap(round =>
    agents.map((valueIn, agent) => ({
      roundId: DEPLOYED_AT.getTime() / 1000 + round * 60,
      agent,
      value: valueIn(round),
    })),
  )
  const grid = {
    roundIds: rows.map(({ roundId }) => roundId),
    agents: rows.map(({ agent }) => agent),
    agentNames: agents.map((_, agent) => `Agent ${agent}`),
  }
  return compare(grid, { metric: METRIC, values: rows.map(({ value }) => value) }, DEPLOYED_AT)
}

const level = fc.integer({ min: 1, max: 1_000 })
/** Which rounds it answers in, at least so many of each side. */
const presence = (least: number) =>
  fc
    .array(fc.boolean(), { minLength: ROUNDS, maxLength: ROUNDS })
    .filter(all => [all.slice(0, 10), all.slice(10)].every(side => side.filter(Boolean).length >= least))

test('an agent that never changes is no change, in whichever rounds it answers', () => {
  const agents = fc.array(fc.tuple(level, presence(3)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(agents, some => {
      const steady = some.map(
        ([value, isThere]): Agent =>
          round =>
            isThere[round + 10] ? value : Number.NaN,
      )
      const { changePercent, assessment, excludedAgents } = compared(steady)
      expect([changePercent, assessment, excludedAgents]).toEqual([0, 'same', []])
    }),
  )
})

test('agents that all become so many times as slow are that much worse, in whichever rounds they answer', () => {
  const agents = fc.array(fc.tuple(level, presence(3)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(agents, fc.integer({ min: 2, max: 9 }), (some, times) => {
      const slower = some.map(
        ([value, isThere]): Agent =>
          round =>
            isThere[round + 10] ? value * (round < 0 ? 1 : times) : Number.NaN,
      )
      const { changePercent, assessment } = compared(slower)
      expect(changePercent).toBeCloseTo((times - 1) * 100, 6)
      expect(assessment).toBe('worse')
    }),
  )
})

test('agents with fewer than three rounds on a side change nothing', () => {
  const few = fc.array(fc.tuple(level, fc.integer({ min: 0, max: 2 }), fc.boolean()), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(few, others => {
      const steady: Agent = round => (round < 0 ? 100 : 120)
      const late = others.map(
        ([value, rounds, isBefore]): Agent =>
          round =>
            (isBefore ? round < rounds : round >= -rounds) ? value : Number.NaN,
      )
      const { compared: sides, excludedAgents } = compared([steady, ...late])
      expect([sides.before.mean, sides.after.mean, excludedAgents.length]).toEqual([100, 120, others.length])
    }),
  )
})

test('with every agent in every round, the change is that of the means of all values', () => {
  const values = fc.array(fc.array(level, { minLength: ROUNDS, maxLength: ROUNDS }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(values, all => {
      const { all: sides, changePercent } = compared(
        all.map(
          (own): Agent =>
            round =>
              own[round + 10] ?? 0,
        ),
      )
      const [before, after] = [sides.before.statistics.mean, sides.after.statistics.mean]
      expect(changePercent).toBeCloseTo(((after - before) / before) * 100, 6)
    }),
  )
})

test('a difference that the noise of the rounds explains is none', () => {
  const noisy: Agent = round => 100 + (round % 2 === 0 ? 40 : -40)
  expect(compared([round => noisy(round) + (round < 0 ? 0 : 10)]).assessment).toBe('same')
  expect(compared([round => 100 + (round < 0 ? 0 : 10)]).assessment).toBe('worse')
  expect(compared([round => 100 - (round < 0 ? 0 : 10)]).assessment).toBe('better')
})

test('noise that all agents share does not become less by their number', () => {
  const shared: Agent = round => 100 + (round % 2 === 0 ? 40 : -40) + (round < 0 ? 0 : 10)
  expect(compared(Array.from({ length: 50 }, () => shared)).assessment).toBe('same')
})

test('with too few rounds on a side, nothing is said', () => {
  expect(compared([round => (round > 1 ? Number.NaN : 100)])).toMatchObject({
    assessment: 'too few rounds',
    compared: { before: { rounds: 10 }, after: { rounds: 2 } },
    excludedAgents: [],
  })
})
