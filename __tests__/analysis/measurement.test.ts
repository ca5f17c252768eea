import { describe, expect, it } from '@jest/globals'
import { toMeasurement } from '../../src/analysis/measurement.ts'
import { type Row, runGate } from './helpers.ts'

const DEPLOYED_AT = Date.parse('2026-11-23T08:17:00Z') / 1000

/** Rows of one agent in rounds a minute apart, seven before the deploy, one that spans it and seven after it. */
function rowsAround(timeOf: (measuredAt: number) => Row): readonly Row[] {
  return Array.from({ length: 15 }, (_, index) => {
    const roundId = DEPLOYED_AT - 30 + (index - 7) * 60
    const measuredAt = roundId + 50
    const responseTime = measuredAt >= DEPLOYED_AT ? 1000 : 100
    return { roundId, agent: { agentId: '1', agentName: 'Paris' }, responseTime, ...timeOf(measuredAt) }
  })
}

const isoTime = (seconds: number) => new Date(seconds * 1000).toISOString()

describe('a round that spans the deploy', () => {
  it.each<{ place: string; timeOf: (measuredAt: number) => Row }>([
    { place: 'startTime', timeOf: measuredAt => ({ startTime: measuredAt, date: isoTime(DEPLOYED_AT - 3600) }) },
    { place: 'date', timeOf: measuredAt => ({ date: isoTime(measuredAt) }) },
    { place: 'date, where startTime is null', timeOf: measuredAt => ({ startTime: null, date: isoTime(measuredAt) }) },
  ])('counts as after the deploy where the agent measured after it, by $place', async ({ timeOf }) => {
    const { results, lines } = await runGate('responseTime > +20%', 'http-server', {
      'http-server': rowsAround(timeOf),
      network: [],
    })
    expect(results).toEqual(['fail: responseTime > +20% on Shop: 100 → 1000 ms (+900 %).'])
    expect(lines).toContainEqual(expect.stringContaining('(7 rounds before, 8 after)'))
  })

  it('counts by its start where nothing else says when the agent measured', async () => {
    const { lines } = await runGate('responseTime > +20%', 'http-server', {
      'http-server': rowsAround(() => ({ date: 'yesterday' })),
      network: [],
    })
    expect(lines).toContainEqual(expect.stringContaining('100 → 1000 ms'))
  })
})

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

  it('ranks agents by what they measured after the deploy', () => {
    const measurement = toMeasurement([results], deployedAt)
    expect(measurement?.worstAgents).toEqual([
      { agentName: 'Tokyo', mean: 200 },
      { agentName: 'Paris', mean: 100 },
    ])
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
