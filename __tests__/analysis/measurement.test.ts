import { describe, expect, it } from '@jest/globals'
import { toMeasurement } from '../../src/analysis/measurement.ts'

describe('toMeasurement', () => {
  const metric = { name: 'responseTime', unit: 'ms', better: 'lower' } as const
  /** Two agents in three rounds a minute apart; the second agent measures 45 seconds late, after the deploy in the second round. */
  const results = {
    roundIds: [0, 0, 60, 60, 120, 120],
    measuredAt: [0, 45, 60, 105, 120, 165],
    agents: [0, 1, 0, 1, 0, 1],
    agentNames: ['Paris', 'Tokyo'],
    agentParts: ['', ''],
    columns: [{ metric, values: [10, 20, 10, 200, 100, 200] }],
    codes: [],
    unreadRows: 0,
  }
  const deployedAt = new Date(90_000)

  it('splits a round at the deploy that agents measured on both sides of it', () => {
    const measurement = toMeasurement([results], deployedAt)
    expect(measurement?.metrics[0].rounds).toEqual([
      { startedAt: new Date(0), mean: 15 },
      { startedAt: new Date(60_000), mean: 10 },
      { startedAt: deployedAt, mean: 200 },
      { startedAt: new Date(120_000), mean: 150 },
    ])
  })

  it('has the median of each agent on both sides', () => {
    const measurement = toMeasurement([results], deployedAt)
    expect(measurement?.metrics[0].assessments[0].agents).toEqual([
      { agentName: 'Paris', before: 10, after: 100 },
      { agentName: 'Tokyo', before: 20, after: 200 },
    ])
  })

  it('leaves an agent that began at the deploy out of the means', () => {
    const rounds = Array.from({ length: 10 }, (_, round) => round * 60)
    const rows = rounds.flatMap(at => [
      { agent: 0, at, value: 100 },
      ...(at < 300 ? [] : [{ agent: 1, at, value: 900 }]),
    ])
    const late = {
      ...results,
      roundIds: rows.map(({ at }) => at),
      measuredAt: rows.map(({ at }) => at),
      agents: rows.map(({ agent }) => agent),
      columns: [{ metric, values: rows.map(({ value }) => value) }],
    }
    const [measured] = toMeasurement([late], new Date(300_000))?.metrics ?? []
    expect(measured?.rounds.map(({ mean }) => mean)).toEqual(rounds.map(() => 100))
    expect(measured?.sides?.after).toMatchObject({ count: 5, p95: 100 })
  })

  it('knows how often a test runs, in whatever order its rows come', () => {
    const roundIds = [180, 60, 0, 240, 120, 0]
    expect(toMeasurement([{ ...results, roundIds }], deployedAt)?.intervalSeconds).toBe(60)
  })

  it.each([
    { better: 'lower', worstFirst: ['worse 900', 'worse 300', 'withinNoise 120', 'same 100', 'agentsDropped NaN'] },
    { better: 'higher', worstFirst: ['worse 10', 'worse 50', 'withinNoise 90', 'same 100', 'agentsDropped NaN'] },
  ] as const)(
    'has of several servers first what got worse, then the worst values, where $better is better',
    ({ better, worstFirst }) => {
      const NOISE = [1, 0.7, 1.5, 0.8, 1.3]
      // Of each server ten rounds around 100 before the deploy, and as many after it.
      const rows = worstFirst.flatMap((text, rank) =>
        Array.from({ length: 20 }, (_, round) => ({
          agent: (rank * 3) % 5,
          roundId: round * 60,
          value: (round < 10 ? 100 : Number(text.replace(/^.* /, ''))) * (NOISE[round % 5] ?? 1),
        })),
      )
      const servers = worstFirst.map((_, agent) => `Server ${agent}`)
      const several = {
        roundIds: rows.map(({ roundId }) => roundId),
        measuredAt: rows.map(({ roundId }) => roundId),
        agents: rows.map(({ agent }) => agent),
        agentNames: servers,
        agentParts: servers,
        columns: [{ metric: { ...metric, better }, values: rows.map(({ value }) => value) }],
        codes: [],
        unreadRows: 0,
      }
      const [measured] = toMeasurement([several], new Date(600_000))?.metrics ?? []
      const assessed = measured?.assessments.map(one => `${one.result} ${Math.round(one.after)}`)
      expect(assessed).toEqual(worstFirst)
    },
  )

  it('keeps rounds whole where the time of the deploy is not known', () => {
    const measurement = toMeasurement([results], undefined)
    expect(measurement?.metrics[0].rounds.map(({ mean }) => mean)).toEqual([15, 105, 150])
  })
})
