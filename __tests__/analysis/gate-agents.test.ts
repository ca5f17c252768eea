import { describe, expect, it } from '@jest/globals'
import { measurementsIn, rowsOf, runGate } from './helpers.ts'

const agents = (count: number, rows: (agent: number) => ReturnType<typeof rowsOf>) =>
  Array.from({ length: count }, (_, agent) => rows(agent)).flat()

describe('a gate with several agents', () => {
  it('compares the agents that remain where one fails, and names that one', async () => {
    const rows = [
      ...rowsOf('Paris', () => ({ responseTime: 100 })),
      ...rowsOf('Tokyo', isAfter => (isAfter ? { errorType: 'Connect' } : { responseTime: 900 })),
    ]
    const { results, lines, summary, outputs } = await runGate(
      'responseTime < -10%\navailability < 99',
      'http-server',
      { 'http-server': rows, network: [] },
    )
    expect(results).toEqual([
      'pass: responseTime < -10% on Shop: 100 → 100 ms (0 %), without 1 agent.',
      'unknown: availability < 99 on Shop: 100 → 50 %, but worse for Tokyo alone.',
    ])
    expect(lines).toContain('info Shop: responseTime 100 → 100 ms, same (20 rounds before, 20 after, without 1 agent).')
    expect(summary).toContain(
      'Agents that are not compared, with fewer than 3 rounds of responseTime before the deploy, or few after it: Tokyo',
    )
    expect(measurementsIn(outputs)[0].metrics[0]).toMatchObject({
      before: { count: 40, mean: 500, value: 100 },
      after: { count: 20, mean: 100, value: 100 },
      changePercent: 0,
    })
  })

  it('does not compare an agent that stops reporting a few rounds after the deploy', async () => {
    const rows = [
      ...rowsOf('Near', isAfter => ({ responseTime: isAfter ? 200 : 100 })),
      ...rowsOf('Far', (_, minute) => (minute < 22 ? { responseTime: 900 } : undefined)),
    ]
    const { results, lines } = await runGate('responseTime > +20%', 'http-server', { 'http-server': rows, network: [] })
    expect(results).toEqual(['fail: responseTime > +20% on Shop: 100 → 200 ms (+100 %), without 1 agent.'])
    expect(lines).toContainEqual(expect.stringContaining('worse (20 rounds before, 20 after, without 1 agent).'))
  })

  it('finds no change where agents report less often than before, or more often', async () => {
    const rows = [
      ...rowsOf('Near', () => ({ responseTime: 100 })),
      ...rowsOf('Far', (isAfter, minute) => (isAfter && minute % 5 > 0 ? undefined : { responseTime: 900 })),
      ...rowsOf('Late', (_, minute) => (minute < 16 ? undefined : { responseTime: 500 })),
    ]
    const { results, summary } = await runGate('responseTime > +1%\nresponseTime < -1%', 'http-server', {
      'http-server': rows,
      network: [],
    })
    expect(results).toEqual([
      'pass: responseTime > +1% on Shop: 300 → 300 ms (0 %), without 1 agent.',
      'pass: responseTime < -1% on Shop: 300 → 300 ms (0 %), without 1 agent.',
    ])
    expect(summary).toMatch(/ ms \| same \|/)
  })

  it('does not leave out rounds that one agent alone reports, as a failure', async () => {
    const rows = [
      ...rowsOf('Paris', (_, minute) => (minute < 32 ? { responseTime: 100 } : { errorType: 'Connect' })),
      ...agents(2, agent => rowsOf(`Far ${agent}`, (_, minute) => (minute < 32 ? { responseTime: 100 } : undefined))),
    ]
    const { verdict } = await runGate('availability < 99', 'http-server', { 'http-server': rows, network: [] })
    expect(verdict).not.toBe('pass')
  })

  it('does not compare agents that are new', async () => {
    const rows = [
      ...rowsOf('Paris', () => ({ loss: 1 })),
      ...agents(7, agent => rowsOf(`New ${agent}`, isAfter => (isAfter ? { loss: 0 } : undefined))),
    ]
    const { results, summary } = await runGate('loss < -50%\nloss > 0.5', 'agent-to-server', { network: rows })
    expect(results).toEqual([
      'pass: loss < -50% on Shop: 1 → 1 % (0 %), without 7 agents.',
      'fail: loss > 0.5 on Shop: 1 % since the deploy, without 7 agents.',
    ])
    expect(summary).toContain('before the deploy, or few after it: New 0 · New 1 · New 2 · New 3 · New 4 and 2 more')
  })

  it('is inconclusive where no agent reports on both sides of the deploy', async () => {
    const rows = [
      ...rowsOf('Old', isAfter => (isAfter ? undefined : { loss: 5 })),
      ...rowsOf('New', isAfter => (isAfter ? { loss: 0 } : undefined)),
    ]
    const { results } = await runGate('loss < -50%', 'agent-to-server', { network: rows })
    expect(results).toEqual(['unknown: loss < -50% on Shop: 1 agent stopped reporting at the deploy.'])
  })

  it.each([
    { testType: 'dns-server', kind: 'dns-server', metric: 'resolutionTime', subKey: 'server' },
    { testType: 'bgp', kind: 'bgp', metric: 'updates', subKey: 'prefix' },
    { testType: 'agent-to-agent', kind: 'network', metric: 'avgLatency', subKey: 'direction' },
  ])(
    'compares each $subKey that an agent of a $testType test measures by itself',
    async ({ testType, kind, metric, subKey }) => {
      const rows = [
        ...rowsOf('Paris', isAfter => ({ [subKey]: 'one', [metric]: isAfter ? 40 : 10 })),
        ...rowsOf('Paris', isAfter => ({ [subKey]: 'two', [metric]: isAfter ? null : 100 })),
      ]
      const { verdict, lines, summary } = await runGate(`${metric} > +20%`, testType, { [kind]: rows, network: rows })
      expect(verdict).toBe('fail')
      expect(lines.at(-1)).toMatch(/ 10 → 40( ms)? \(\+300 %\) \(one\), expected ≤ \+20 %/)
      expect(summary).toContain('or few after it: Paris, two')
    },
  )

  it('is inconclusive where most agents stop reporting at the deploy', async () => {
    const rows = agents(5, agent =>
      rowsOf(`Agent ${agent}`, isAfter => (isAfter && agent > 1 ? undefined : { loss: 0 })),
    )
    const { results } = await runGate('loss > 1\nloss > +5%', 'agent-to-server', { network: rows })
    expect(results).toEqual([
      'unknown: loss > 1 on Shop: 3 agents stopped reporting at the deploy.',
      'unknown: loss > +5% on Shop: 3 agents stopped reporting at the deploy.',
    ])
  })

  it('does not take one slow round of an agent with few rounds for a change', async () => {
    const rows = [
      ...rowsOf('Paris', () => ({ avgLatency: 100 })),
      ...rowsOf('Tokyo', (_, minute) => (minute > 22 ? undefined : { avgLatency: minute === 21 ? 400 : 100 })),
    ]
    const { verdict, summary } = await runGate('avgLatency > +20%', 'agent-to-server', { network: rows })
    expect(verdict).toBe('pass')
    expect(summary).toMatch(/ ms \| same \|/)
  })

  describe('is inconclusive where most rounds since the deploy are missing', () => {
    const known = (rounds: (agent: number) => number) =>
      agents(3, agent =>
        rowsOf(`Agent ${agent}`, (_, minute) => (minute < 20 + rounds(agent) ? { loss: 0 } : undefined)),
      )

    it.each([
      {
        situation: 'of all agents, and new ones report',
        rows: [
          ...known(() => 4),
          ...agents(3, agent => rowsOf(`New ${agent}`, isAfter => (isAfter ? { loss: 100 } : undefined))),
        ],
        rounds: 4,
      },
      { situation: 'of two agents of three', rows: known(agent => (agent === 0 ? 20 : 3)), rounds: 3 },
      {
        situation: 'since they have no value',
        rows: agents(3, agent => rowsOf(`Agent ${agent}`, (_, minute) => ({ loss: minute < 24 ? 0 : null }))),
        rounds: 4,
      },
      {
        situation: 'of one direction',
        rows: [
          ...known(() => 4).map(row => ({ ...row, direction: 'TO_TARGET' })),
          ...known(() => 20).map(row => ({ ...row, direction: 'FROM_TARGET' })),
        ],
        rounds: 4,
      },
    ])('$situation', async ({ rows, rounds }) => {
      const { results } = await runGate('loss > 1\nloss > +5%', 'agent-to-server', { network: rows })
      const reason = `${rounds} of 10 rounds since the deploy; this test runs every 1 min: waitForRounds: 10`
      expect(results).toEqual([`unknown: loss > 1 on Shop: ${reason}.`, `unknown: loss > +5% on Shop: ${reason}.`])
    })
  })
})
