import { describe, expect, it } from '@jest/globals'
import { type Agent, around, assessmentOf, judge, rowsOf, type Situation, times, verdictOf } from './judge.ts'

const SLOWER = 'responseTime > +20%'
const UNAVAILABLE = 'availability < 99.5%'

/** Three agents at different distances, in 50 rounds before the deploy and 10 after it, times a factor for each round. */
function agentsWith(factor: (round: number, agent: number) => number, count = 3): readonly Agent[] {
  const level = (agent: number) => 100 + 80 * agent
  const shaped = (values: readonly number[], first: number, agent: number) =>
    values.map((value, index) => value * factor(first + index, agent))
  return Array.from({ length: count }, (_, agent) => ({
    before: shaped(around(level(agent), 50, agent + 1, 0.04), -50, agent),
    after: shaped(around(level(agent), 10, agent + 11, 0.04), 0, agent),
  }))
}

const sinceDeploy = (factor: number) => (round: number) => (round >= 0 ? factor : 1)
const ramp = (from: number, to: number, rise: number) => (round: number) =>
  1 + rise * Math.min(1, Math.max(0, (round - from) / (to - from)))

/** The result of the comparison, and the verdict of a condition. */
function tell(line: string, situation: Situation) {
  return [assessmentOf(line, situation).result, verdictOf(judge(line, situation))]
}

const ofAgents = (agents: readonly Agent[]): Situation => ({ rows: rowsOf(agents) })

describe('an on-call engineer would say so, too:', () => {
  it('a step at the deploy is worse, and fails', () => {
    expect(tell(SLOWER, ofAgents(agentsWith(sinceDeploy(1.5))))).toEqual(['worse', 'fail'])
    expect(tell(SLOWER, ofAgents(agentsWith(sinceDeploy(1.5), 1)))).toEqual(['worse', 'fail'])
  })

  it('a drift all along is not of the deploy', () => {
    const [result, verdict] = tell(SLOWER, ofAgents(agentsWith(ramp(-50, 10, 1))))
    expect([result, verdict]).toEqual(['movedBefore', 'movedBefore'])
  })

  it.each([3, 5, 10])('a rise %i rounds before the deploy is not of the deploy', rounds => {
    const agents = agentsWith(round => (round >= -rounds ? 1.5 : 1))
    expect(tell(SLOWER, ofAgents(agents))).toEqual(['movedBefore', 'movedBefore'])
  })

  it('a further step after a smaller rise before the deploy is worse, and fails', () => {
    const agents = agentsWith(round => (round >= 0 ? 2 : round >= -5 ? 1.2 : 1))
    expect(tell(SLOWER, ofAgents(agents))).toEqual(['worse', 'fail'])
  })

  it('a ramp across the deploy is of the deploy if most of it comes after, and not if it began long before', () => {
    expect(tell(SLOWER, ofAgents(agentsWith(ramp(-3, 5, 0.6))))).toEqual(['worse', 'fail'])
    expect(tell(SLOWER, ofAgents(agentsWith(ramp(-30, 10, 0.6))))).toEqual(['movedBefore', 'movedBefore'])
  })

  it('one spiky round is nothing', () => {
    const agents = agentsWith(round => (round === 4 ? 20 : 1))
    const [result, verdict] = tell(SLOWER, ofAgents(agents))
    expect(['same', 'withinNoise']).toContain(result)
    expect(verdict).toBe('pass')
  })

  it('an outage of two rounds fails, and the rows that failed are counted', () => {
    const up = { before: times(50, 100), after: times(10, 100) }
    const down = { ...up, after: [100, 100, 100, 0, 0, ...times(5, 100)] }
    const situation = ofAgents([down, down, down])
    expect(tell(UNAVAILABLE, situation)).toEqual(['worse', 'fail'])
    expect(assessmentOf(UNAVAILABLE, situation).imperfect).toEqual({
      before: { part: 0, whole: 150 },
      after: { part: 6, whole: 30 },
    })
  })

  it('one agent that falls silent is named, and the others are judged', () => {
    const [first, second, third] = agentsWith(() => 1)
    const situation = ofAgents(
      [first, second, third].flatMap(one => one ?? []).map((one, agent) => (agent === 1 ? { ...one, after: [] } : one)),
    )
    expect(verdictOf(judge(SLOWER, situation))).toBe('pass')
    expect(assessmentOf(SLOWER, situation)).toMatchObject({ droppedAgents: ['Agent 1'], newAgents: [] })
  })

  it('one new agent, which is slow, is named, and does not count', () => {
    const situation = ofAgents([...agentsWith(() => 1), { before: [], after: times(10, 900) }])
    expect(verdictOf(judge(SLOWER, situation))).toBe('pass')
    expect(assessmentOf(SLOWER, situation)).toMatchObject({ newAgents: ['Agent 3'], droppedAgents: [] })
  })

  it.each([
    { factor: 1, verdict: 'pass' },
    { factor: 1.5, verdict: 'fail' },
  ])(
    'an interval that changed from one to five minutes with the deploy hides nothing: $verdict',
    ({ factor, verdict }) => {
      const rows = rowsOf(agentsWith(sinceDeploy(factor)), { before: 60, after: 300 })
      expect(verdictOf(judge(SLOWER, { rows, secondsAfter: 3000, intervalSeconds: 300 }))).toBe(verdict)
      expect(verdictOf(judge(SLOWER, { rows, secondsAfter: 3000 }))).toBe(verdict)
    },
  )

  it('a test without any variance is the same until it changes, and then worse', () => {
    const constant = (after: number) => ofAgents([{ before: times(50, 200), after: times(10, after) }])
    expect(tell(SLOWER, constant(200))).toEqual(['same', 'pass'])
    expect(tell(SLOWER, constant(201))).toEqual(['same', 'pass'])
    expect(tell(SLOWER, constant(300))).toEqual(['worse', 'fail'])
  })

  it('a test of 2 or 3 ms, as it happens, does not fail', () => {
    const integers = (count: number, seed: number) => around(2.5, count, seed, 0.4).map(Math.round)
    const situation = ofAgents([1, 2, 3].map(seed => ({ before: integers(50, seed), after: integers(10, seed + 3) })))
    expect(verdictOf(judge(SLOWER, situation))).not.toBe('fail')
  })

  it('one agent alone that is three times slower is named, and does not fail', () => {
    const situation = ofAgents(agentsWith((round, agent) => (round >= 0 && agent === 0 ? 3 : 1)))
    expect(verdictOf(judge(SLOWER, situation))).toBe('pass')
    expect(assessmentOf(SLOWER, situation)).toMatchObject({ locallyWorseAgents: ['Agent 0'], slowTail: undefined })
  })

  it('one agent alone is named beside an earlier rise of the others, too, and nobody is for a change of all that is too small', () => {
    const roseBefore = (round: number) => (round >= -10 ? 1.5 : 1)
    const beside = ofAgents(agentsWith((round, agent) => (agent === 0 ? sinceDeploy(4)(round) : roseBefore(round)), 5))
    expect(assessmentOf(SLOWER, beside)).toMatchObject({ result: 'movedBefore', locallyWorseAgents: ['Agent 0'] })
    const calm = (level: number, seed: number) => ({
      before: around(level, 50, seed, 0.002),
      after: around(level * 1.02, 10, seed + 9, 0.002),
    })
    const small = ofAgents([calm(100, 1), calm(180, 2), calm(260, 3)])
    expect(assessmentOf(SLOWER, small)).toMatchObject({ result: 'same', locallyWorseAgents: [] })
  })

  it('a doubling of a test that hardly varies fails, although it once wobbled by 1 %', () => {
    const calm = around(189, 50, 1, 0.001).map((value, round) => (round >= 20 && round < 26 ? value * 1.01 : value))
    const situation = ofAgents([{ before: calm, after: around(378, 10, 2, 0.001) }])
    expect(tell(SLOWER, situation)).toEqual(['worse', 'fail'])
  })

  it('three rows in ten that take three times as long are worse, though a condition on the median passes', () => {
    const situation = ofAgents(agentsWith((round, agent) => (round >= 0 && (round + agent) % 3 === 0 ? 3 : 1)))
    expect(tell(SLOWER, situation)).toEqual(['worse', 'pass'])
    expect(assessmentOf(SLOWER, situation).slowTail).toEqual({
      before: { part: 0, whole: 150 },
      after: { part: 10, whole: 30 },
    })
  })

  it('what was down before as well fails as written, and is not worse', () => {
    const situation = ofAgents(Array.from({ length: 3 }, () => ({ before: times(50, 0), after: times(10, 0) })))
    expect(tell(UNAVAILABLE, situation)).toEqual(['same', 'fail'])
    expect(assessmentOf(UNAVAILABLE, situation)).toMatchObject({ before: 0, after: 0 })
  })
})
