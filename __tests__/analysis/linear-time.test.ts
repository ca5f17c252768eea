import { describe, expect, it } from '@jest/globals'
import { toMeasurement } from '../../src/analysis/measurement.ts'
import { completeRounds } from '../../src/analysis/round-schedule.ts'
import { cpuMsOf } from '../helpers.ts'

/** Far more than it takes on a busy machine; what is quadratic takes minutes. */
const MAX_CPU_MS = 10_000

describe('100,000 rows take linear time', () => {
  const metric = { name: 'resolutionTime', unit: 'ms', better: 'lower' } as const
  const share = { name: 'availability', unit: '%', better: 'higher' } as const
  const rows = Array.from({ length: 100_000 }, (_, row) => row)

  it.each([
    { situation: 'each have their own agent and server', agents: rows.length, parts: rows.length },
    { situation: 'each have their own agent', agents: rows.length, parts: 1 },
    { situation: 'are of 10,000 agents that measure 10,000 servers', agents: 10_000, parts: 10_000 },
    { situation: 'are of 10,000 agents', agents: 10_000, parts: 1 },
  ])('to assess where they $situation', ({ agents, parts }) => {
    const roundIds = rows.map(row => Math.floor(row / agents) * 60)
    const names = Array.from({ length: agents }, (_, agent) => `Agent ${agent}`)
    const results = {
      roundIds,
      measuredAt: roundIds,
      agents: rows.map(row => row % agents),
      agentNames: names,
      agentParts: names.map((_, agent) => `Server ${agent % parts}`),
      columns: [
        { metric, values: rows.map(row => row % 7) },
        { metric: share, values: rows.map(row => (row % 3 === 0 ? 100 : 0)) },
      ],
      codes: [],
      unreadRows: 0,
    }
    const deployedAt = new Date(agents === rows.length ? 0 : 300_000)
    let count: number | undefined
    const cpuMs = cpuMsOf(() => {
      count = toMeasurement('1', [results], deployedAt)?.metrics[0].statistics.count
    })
    expect(count).toBe(rows.length)
    expect(cpuMs).toBeLessThan(MAX_CPU_MS)
  })

  it('to find the complete rounds where each has its own agent and round', () => {
    const roundIds = rows.map(row => 300 + row)
    const results = { roundIds, measuredAt: roundIds, agents: rows, agentNames: rows.map(String) }
    const schedule = { intervalSeconds: 300, deployedAtSeconds: 120, agentNames: new Set<string>(), offsets: [] }
    const cpuMs = cpuMsOf(() => expect(completeRounds(results, schedule)).toEqual([]))
    expect(cpuMs).toBeLessThan(MAX_CPU_MS)
  })
})
