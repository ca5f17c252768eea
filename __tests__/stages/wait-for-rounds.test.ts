import { describe, expect, it } from '@jest/globals'
import { finishedRounds } from '../../src/stages/wait-for-rounds.ts'
import { FRONT_PAGE, NOW, openStep, response } from '../open-step.ts'

const ORDER = '281474976710711'
const waitedMinutes = (clock: { now(): Date }) => (clock.now().getTime() - NOW.getTime()) / 60_000

describe('waitForRounds', () => {
  it('ends with the last round of the slowest test, and the window with it', async () => {
    const { step, clock } = openStep()
    const { exitCode, outputs, lines } = await step({ testId: `${FRONT_PAGE} ${ORDER}`, waitForRounds: '3' })
    expect(exitCode).toBe(0)
    expect(waitedMinutes(clock)).toBeGreaterThan(10)
    expect(waitedMinutes(clock)).toBeLessThan(17)
    expect(Date.parse(outputs['to'] ?? '')).toBeGreaterThan(NOW.getTime() + 10 * 60_000)
    expect(lines.filter(line => line.includes('Waiting for'))).toEqual([
      'info Waiting for 3 rounds of 2 tests since the deploy (the slowest runs every 5 min), 22 min at most.',
    ])
    expect(lines.filter(line => line.includes('Rounds since the deploy')).length).toBeGreaterThanOrEqual(1)
  })

  it('reads no results before the rounds can be there', async () => {
    const { step, requests } = openStep()
    await step({ testId: ORDER, waitForRounds: '3', measure: 'false' })
    expect(requests.filter(line => line.includes('test-results')).length).toBeLessThanOrEqual(8)
  })

  it('says when it first reads a test', async () => {
    const { lines } = await openStep().step({ testId: ORDER, waitForRounds: '3' })
    const [progress] = lines.filter(line => line.includes('Rounds since the deploy'))
    expect(progress).toMatch(/Rounds since the deploy: Order a book is first read in 5 min\. /)
  })

  it('does not wait for rounds that are there', async () => {
    const { step, clock } = openStep()
    const { lines } = await step({ waitForRounds: '3', deployedAt: '2026-11-23T08:20:00Z' })
    expect(waitedMinutes(clock)).toBe(0)
    expect(lines.join()).not.toContain('Waiting for')
  })

  it('waits until timeoutMinutes at most; a gate is unknown then', async () => {
    const { step, clock } = openStep({ agentsPerTest: 0 })
    const { outputs, warnings } = await step({ waitForRounds: '3', timeoutMinutes: '4', failOn: 'availability < 90%' })
    expect(waitedMinutes(clock)).toBeCloseTo(4)
    expect(outputs['verdict']).toBe('unknown')
    expect(warnings.join('\n')).toContain('Shop front page has 0 of 3')
  })

  it('ends for a test whose results are refused, and reads again after an outage', async () => {
    const { step, respond, clock } = openStep()
    respond('test-results', response(403, { title: 'Forbidden' }))
    const { warnings } = await step({ waitForRounds: '3', deployedAt: '2026-11-23T08:20:00Z', measure: 'false' })
    expect(waitedMinutes(clock)).toBe(0)
    expect(warnings.join('\n')).toContain('403 Forbidden')
    const again = openStep()
    again.respond('test-results', response(500), response(500), response(500))
    const { warnings: none } = await again.step({ waitForRounds: '3', measure: 'false' })
    expect(none).toEqual([])
  })

  it('counts from the event deployment_status, also for agents that measure late in a round', async () => {
    const { step, clock } = openStep({ minutesSinceDeploy: 2, agentsMeasureLate: true })
    const payload = { deployment_status: { state: 'success', created_at: '2026-11-23T08:35:42Z' } }
    const inputs = { waitForRounds: '3', failOn: 'responseTime > +20%' }
    const { exitCode, lines } = await step(inputs, { event: { name: 'deployment_status', payload } })
    expect(exitCode).toBe(1)
    expect(lines).toContain('info Time of the deploy: 2026-11-23T08:35:42Z, from the event deployment_status.')
    expect(waitedMinutes(clock)).toBeLessThan(3)
  })

  it.each([
    ['results', 'test-results', 5],
    ['tests', 'GET /v7/tests', 4],
  ])('ends soon after timeoutMinutes if %s do not come', async (_, part, most) => {
    const { step, clock } = openStep({ takesMs: line => (line.includes(part) ? 60_000 : 0) })
    const { exitCode } = await step({ waitForRounds: '3', timeoutMinutes: '4', measure: 'false' })
    expect(exitCode).toBe(0)
    expect(waitedMinutes(clock)).toBeLessThanOrEqual(most)
  })

  it('takes no snapshot if the job is cancelled meanwhile', async () => {
    const { step, snapshots } = openStep()
    const { exitCode, errors } = await step({ waitForRounds: '3' }, { signal: AbortSignal.abort() })
    expect({ exitCode, snapshots }).toEqual({ exitCode: 1, snapshots: [] })
    expect(errors).toEqual(['The job was cancelled. No snapshot was requested.'])
  })
})

describe('a round', () => {
  const rows = (...all: readonly (readonly [roundId: number, measuredAt: number, agent: number])[]) => ({
    roundIds: all.map(([roundId]) => roundId),
    measuredAt: all.map(([, measuredAt]) => measuredAt),
    agents: all.map(([, , agent]) => agent),
  })

  it('counts if at least half of the agents seen before the deploy measured it after', () => {
    const before = [
      [0, 10, 1],
      [0, 20, 2],
      [0, 30, 3],
    ] as const
    expect(finishedRounds(rows(...before, [60, 70, 1], [60, 80, 2], [120, 130, 3]), new Date(60_000))).toEqual([60])
  })

  it('in which the deploy falls counts if enough agents measured it after the deploy', () => {
    expect(finishedRounds(rows([0, 10, 1], [60, 70, 1], [60, 100, 2], [0, 40, 2]), new Date(65_000))).toEqual([60])
  })

  it('of a test that did not run before the deploy counts by the agents that it has since', () => {
    expect(finishedRounds(rows([60, 70, 1], [60, 80, 2], [120, 130, 1]), new Date(60_000))).toEqual([60, 120])
  })
})
