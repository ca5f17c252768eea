import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compare } from '../../src/analysis/comparison.ts'
import type { Metric } from '../../src/thousandeyes/metrics.ts'

const METRIC: Metric = { name: 'avgLatency', unit: 'ms', better: 'lower' }
const DEPLOYED_AT = new Date('2026-11-23T08:00:00Z')
const ROUNDS = 20

/** An agent's value in a round; rounds are numbered from -10 to 9, and the deploy is at round 0. */
type Agent = (round: number) => number

/** Compares rounds a minute apart, as many before the deploy as after it. */
function compareAgents(agents: readonly Agent[]) {
  const rows = Array.from({ length: ROUNDS }, (_, index) => index - ROUNDS / 2).flatMap(round =>
    agents.map((valueIn, agent) => ({
      roundId: DEPLOYED_AT.getTime() / 1000 + round * 60,
      agent,
      value: valueIn(round),
    })),
  )
  const index = {
    roundIds: rows.map(({ roundId }) => roundId),
    agents: rows.map(({ agent }) => agent),
    agentNames: agents.map((_, agent) => `Agent ${agent}`),
  }
  const isAfter = (row: number) => (rows[row]?.roundId ?? 0) >= DEPLOYED_AT.getTime() / 1000
  return compare(index, { metric: METRIC, values: rows.map(({ value }) => value) }, isAfter)
}

const level = fc.integer({ min: 1, max: 1_000 })

/** The rounds in which an agent reports: at least three on each side of the deploy. */
const presence = fc
  .array(fc.boolean(), { minLength: ROUNDS, maxLength: ROUNDS })
  .filter(all => [all.slice(0, 10), all.slice(10)].every(side => side.filter(Boolean).length >= 3))

describe('compare', () => {
  it('finds no change of an agent whose value never changes, whichever rounds it reports in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(level, presence), { minLength: 1, maxLength: 6 }), agents => {
        const steady = agents.map(
          ([value, isPresent]): Agent =>
            round =>
              isPresent[round + 10] ? value : Number.NaN,
        )
        expect(compareAgents(steady)).toMatchObject({ changePercent: 0, assessment: 'same', excludedAgents: [] })
      }),
    )
  })

  it('finds the factor by which all agents become slower, whichever rounds they report in', () => {
    const agents = fc.array(fc.tuple(level, presence), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(agents, fc.integer({ min: 2, max: 9 }), (some, factor) => {
        const slower = some.map(
          ([value, isPresent]): Agent =>
            round =>
              isPresent[round + 10] ? value * (round < 0 ? 1 : factor) : Number.NaN,
        )
        expect(compareAgents(slower)).toMatchObject({
          changePercent: expect.closeTo((factor - 1) * 100, 6),
          assessment: 'worse',
        })
      }),
    )
  })

  it('excludes agents with fewer than three rounds on a side', () => {
    const few = fc.array(fc.tuple(level, fc.integer({ min: 0, max: 2 }), fc.boolean()), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(few, others => {
        const steady: Agent = round => (round < 0 ? 100 : 120)
        const rare = others.map(
          ([value, rounds, isBefore]): Agent =>
            round =>
              (isBefore ? round < rounds : round >= -rounds) ? value : Number.NaN,
        )
        const { compared, excludedAgents } = compareAgents([steady, ...rare])
        expect({ compared, excluded: excludedAgents.length }).toMatchObject({
          compared: { before: { mean: 100 }, after: { mean: 120 } },
          excluded: others.length,
        })
      }),
    )
  })

  it('finds the change of the means of all values where every agent reports in every round', () => {
    const values = fc.array(fc.array(level, { minLength: ROUNDS, maxLength: ROUNDS }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(values, series => {
        const agents = series.map(
          (own): Agent =>
            round =>
              own[round + 10] ?? 0,
        )
        const { all, changePercent } = compareAgents(agents)
        const [before, after] = [all.before.statistics.mean, all.after.statistics.mean]
        expect(changePercent).toBeCloseTo(((after - before) / before) * 100, 6)
      }),
    )
  })

  const noisy: Agent = round => 100 + (round % 2 === 0 ? 40 : -40)
  it.each<{ situation: string; agent: Agent; assessment: string }>([
    {
      situation: 'a change of the size of the noise',
      agent: round => noisy(round) + (round < 0 ? 0 : 10),
      assessment: 'same',
    },
    { situation: 'a rise without noise', agent: round => 100 + (round < 0 ? 0 : 10), assessment: 'worse' },
    { situation: 'a fall without noise', agent: round => 100 - (round < 0 ? 0 : 10), assessment: 'better' },
  ])('assesses $situation as $assessment', ({ agent, assessment }) => {
    expect(compareAgents([agent]).assessment).toBe(assessment)
  })

  it('does not take noise that many agents share for less noise', () => {
    const shared: Agent = round => noisy(round) + (round < 0 ? 0 : 10)
    expect(compareAgents(Array.from({ length: 50 }, () => shared)).assessment).toBe('same')
  })

  it('makes no assessment of fewer than three rounds on a side', () => {
    expect(compareAgents([round => (round > 1 ? Number.NaN : 100)])).toMatchObject({
      assessment: 'tooFewRounds',
      compared: { before: { rounds: 10 }, after: { rounds: 2 } },
      excludedAgents: [],
    })
  })
})
