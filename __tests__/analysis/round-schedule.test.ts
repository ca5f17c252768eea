import { describe, expect, it } from '@jest/globals'
import {
  completeRounds,
  expectedCompletion,
  type RoundSchedule,
  scheduleOf,
} from '../../src/analysis/round-schedule.ts'

/** A test that runs every five minutes, from 10:00:00 on; the deploy is at 10:02:00, in seconds since then. */
const DEPLOY: RoundSchedule = {
  intervalSeconds: 300,
  deployedAtSeconds: 120,
  agentNames: new Set(['Paris', 'Rome', 'Oslo']),
  offsets: [30, 100, 200],
}

/** Rows as [round, moment of measuring, agent]. */
function rowsOf(...rows: readonly (readonly [number, number, string])[]) {
  const agentNames = [...new Set(rows.map(([, , agent]) => agent))]
  return {
    roundIds: rows.map(([roundId]) => roundId),
    measuredAt: rows.map(([, measuredAt]) => measuredAt),
    agents: rows.map(([, , agent]) => agentNames.indexOf(agent)),
    agentNames,
  }
}

describe('scheduleOf', () => {
  it('knows the agents seen before the deploy, and how late in a round they measure', () => {
    const rows = rowsOf([-300, -100, 'Paris'], [-300, -270, 'Rome'], [0, 100, 'Oslo'], [0, 150, 'Bern'])
    expect(scheduleOf(rows, 120, 300)).toEqual({ ...DEPLOY, offsets: [30, 100, 200] })
  })
})

describe('completeRounds', () => {
  it('counts a round that at least half of the agents seen before the deploy measured after it', () => {
    const two = rowsOf([300, 310, 'Paris'], [300, 320, 'Rome'])
    const one = rowsOf([300, 310, 'Paris'])
    expect([completeRounds(two, DEPLOY), completeRounds(one, DEPLOY)]).toEqual([[300], []])
  })

  it('counts the round in which the deploy falls by when its agents measured', () => {
    const mostAfter = rowsOf([0, 30, 'Paris'], [0, 121, 'Rome'], [0, 200, 'Oslo'])
    const mostBefore = rowsOf([0, 30, 'Paris'], [0, 119, 'Rome'], [0, 200, 'Oslo'])
    expect([completeRounds(mostAfter, DEPLOY), completeRounds(mostBefore, DEPLOY)]).toEqual([[0], []])
  })

  it('counts an agent that measured at the very second of the deploy', () => {
    const rows = rowsOf([0, 120, 'Paris'], [0, 120, 'Rome'])
    expect(completeRounds(rows, DEPLOY)).toEqual([0])
  })

  it('does not count an agent that was not seen before the deploy', () => {
    expect(completeRounds(rowsOf([300, 310, 'Paris'], [300, 310, 'Bern']), DEPLOY)).toEqual([])
  })

  it('counts the agents there are where none was seen before the deploy', () => {
    const rows = rowsOf([600, 610, 'Bern'], [300, 310, 'Bern'])
    expect(completeRounds(rows, { ...DEPLOY, agentNames: new Set(), offsets: [] })).toEqual([300, 600])
  })
})

describe('expectedCompletion', () => {
  it.each([
    {
      situation: 'most agents measure before the deploy in its round',
      deployedAtSeconds: 120,
      first: 400,
      third: 1000,
    },
    { situation: 'most agents measure after the deploy in its round', deployedAtSeconds: 90, first: 200, third: 700 },
    { situation: 'the deploy is at the start of a round', deployedAtSeconds: 300, first: 400, third: 1000 },
  ])('is when half of the agents have measured the round: $situation', ({ deployedAtSeconds, first, third }) => {
    const schedule = { ...DEPLOY, deployedAtSeconds }
    expect([1, 3].map(n => expectedCompletion(n, schedule))).toEqual([first, third])
  })

  it('is the start of the round where no agent was seen before the deploy', () => {
    expect(expectedCompletion(1, { ...DEPLOY, agentNames: new Set(), offsets: [] })).toBe(300)
  })
})
