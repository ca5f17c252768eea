import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../sandbox/seeded-random.ts'
import { type InterceptResponse, needlessIn, runBeside, type Spent } from '../../sandbox/shared-quota.ts'
import { shopOf } from '../../sandbox/thousandeyes/organization.ts'
import type { HttpResult } from '../../src/thousandeyes/http.ts'
import type { Clock } from '../../src/time.ts'

const sliding = (limit: number, windowMinutes: number) => ({ limit, windowMinutes, window: 'sliding' as const })
const withStatus = ({ asked }: Spent, wanted: number) => asked.filter(({ status }) => status === wanted)
const madeAt = (ran: Spent) => withStatus(ran, 201).map(({ atSeconds }) => atSeconds)
const madeFor = (ran: Spent) => withStatus(ran, 201).map(({ testId }) => Number(testId))
const refusedAt = (ran: Spent) => withStatus(ran, 429).map(({ atSeconds }) => atSeconds)
const visibleLines = ({ lines }: Spent) => lines.filter(line => !line.startsWith('debug ')).join('\n')
const upTo = (last: number) => Array.from({ length: last - 1000 }, (_, index) => 1001 + index)
const times = (count: number, value: number) => Array<number>(count).fill(value)

describe('a step that has the quota to itself', () => {
  test('takes at once what the quota holds', async () => {
    const ran = await runBeside([], shopOf(5))
    expect([ran.exitCode, madeAt(ran), refusedAt(ran)]).toEqual([0, times(5, 0), []])
  })

  test('learns from one refusal that it is spent, and takes the rest in order when it is free again', async () => {
    const ran = await runBeside([], shopOf(7))
    expect([ran.exitCode, madeFor(ran), refusedAt(ran)]).toEqual([0, upTo(1007), [0]])
    expect(madeAt(ran)).toEqual([...times(5, 0), ...times(2, 301)])
    expect(visibleLines(ran)).toMatch(/^info Test 1006: ThousandEyes answered 429 .*\. Trying again in 5 min 1 s\.$/m)
    expect(visibleLines(ran)).toMatch(/^info Test 1007: Waiting for the quota, 5 min 1 s at least\.$/m)
  })

  test('takes twelve in an hour, with one refusal', async () => {
    const ran = await runBeside([], shopOf(12), { maxWaitMinutes: '61' })
    expect([ran.exitCode, madeFor(ran), refusedAt(ran)]).toEqual([0, upTo(1012), [0]])
    expect(madeAt(ran)).toEqual([...times(5, 0), ...times(5, 301), ...times(2, 3601)])
  })

  test.each(['10', '60'])('says at once which of twelve have no room within %s minutes', async maxWaitMinutes => {
    const ran = await runBeside([], shopOf(12), { maxWaitMinutes })
    expect([ran.exitCode, madeFor(ran), ran.endedAtSeconds]).toEqual([1, upTo(1010), 301])
    for (const testId of [1011, 1012]) {
      const line = `Test ${testId}: No snapshot was asked for: its turn would come in 60 min 1 s at the earliest, after maxWaitMinutes. The quota of your organization`
      expect(visibleLines(ran)).toContain(`error ${line}`)
      expect(visibleLines(ran).indexOf(`info ${line}`)).toBeLessThan(visibleLines(ran).indexOf('info Test 1006 "Shop"'))
    }
  })

  test('that is larger than documented takes all without a wait, and no more than five at a time', async () => {
    const ran = await runBeside([], shopOf(30, { snapshotQuotas: [] }))
    expect([ran.exitCode, madeAt(ran), refusedAt(ran), ran.mostAtOnce]).toEqual([0, times(30, 0), [], 5])
  })

  test('that is somewhat larger than documented finds out when it is free again', async () => {
    const ran = await runBeside([], shopOf(9, { snapshotQuotas: [sliding(7, 5), sliding(10, 60)] }))
    expect([ran.exitCode, madeFor(ran)]).toEqual([0, upTo(1009)])
    expect(madeAt(ran).slice(0, 7)).toEqual(times(7, 0))
    expect(ran.endedAtSeconds).toBeLessThan(1.05 * 300)
  })

  test('that is larger than documented in the hour, too, does not wait for the hour to pass', async () => {
    const ran = await runBeside([], shopOf(13, { snapshotQuotas: [sliding(11, 5)] }))
    expect([ran.exitCode, madeFor(ran)]).toEqual([0, upTo(1013)])
    expect(ran.endedAtSeconds).toBeLessThan(1.05 * 300)
  })

  test('sends no request between the last one left and the reset', async () => {
    const ran = await runBeside([], shopOf(5, { requestsPerMinute: 3 }), { maxWaitMinutes: '1' })
    expect([ran.exitCode, madeAt(ran)]).toEqual([0, [...times(3, 0), ...times(2, 60)]])
    expect(refusedAt(ran)).toEqual([0, 0])
  })

  test('says at once when the reset comes too late', async () => {
    const ran = await runBeside([], shopOf(7, { requestsPerMinute: 5 }), { maxWaitMinutes: '0.5' })
    expect([ran.exitCode, madeFor(ran), refusedAt(ran), ran.endedAtSeconds]).toEqual([1, upTo(1005), [], 0])
    expect(visibleLines(ran)).toContain('error Test 1007: No snapshot was asked for: its turn would come in 1 min')
  })
})

describe('a step beside others who spend the same quota', () => {
  const spentBefore = [{ atSeconds: -30, snapshots: 5 }]

  test.each([
    [40, 0.5],
    [120, 0.999],
    [270, 0.999],
    [270, 0],
  ])('takes all, in order, soon after it is free again in %i s, when chance is %d', async (seconds, luck) => {
    const ran = await runBeside([{ atSeconds: seconds - 300, snapshots: 5 }], shopOf(5), {}, { random: () => luck })
    expect([ran.exitCode, madeFor(ran)]).toEqual([0, upTo(1005)])
    expect(ran.endedAtSeconds).toBeGreaterThanOrEqual(seconds)
    expect(ran.endedAtSeconds).toBeLessThanOrEqual(1.05 * seconds)
  })

  test('lets the first in line find out, and the rest wait', async () => {
    const ran = await runBeside(spentBefore, shopOf(5))
    const probes = ran.asked.filter(({ atSeconds, status }) => atSeconds > 0 && status === 429)
    expect(new Set(probes.map(({ testId }) => testId))).toEqual(new Set(['1001']))
    expect(probes.length).toBeLessThan(90)
    expect(visibleLines(ran)).toMatch(/^info Test 1001: 429 again\. Trying again in 2 s\.$/m)
    expect(visibleLines(ran)).toMatch(
      /^info Test 1005: ThousandEyes answered 429 .*\. Waiting for the quota, 2 s at least\.$/m,
    )
    expect(visibleLines(ran).match(/^info Test 1005: .*Waiting/gm)).toHaveLength(1)
  })

  test('asks seldom while the requests of the organization run out', async () => {
    const busy = shopOf(1, { requestsPerMinute: 12 })
    const ran = await runBeside(spentBefore, busy)
    expect(ran.exitCode).toBe(0)
    const inMinute = Map.groupBy(ran.asked, ({ atSeconds }) => Math.floor(atSeconds / 60))
    expect(Math.max(...[...inMinute.values()].map(({ length }) => length))).toBeLessThan(12)
  })

  test('goes on when they took its turn', async () => {
    const ran = await runBeside([{ atSeconds: 300, snapshots: 3 }], shopOf(8), { maxWaitMinutes: '90' })
    expect([ran.exitCode, madeFor(ran)]).toEqual([0, upTo(1008)])
    expect(madeAt(ran).slice(5, 7)).toEqual([301, 301])
    expect(madeAt(ran)[7]).toBeLessThan(1.05 * 3600)
  })

  test('ends for all when the patience ends for the first in line', async () => {
    const ran = await runBeside([{ atSeconds: -1, snapshots: 5 }], shopOf(4), { maxWaitMinutes: '2' })
    expect([ran.exitCode, madeFor(ran)]).toEqual([1, []])
    expect(ran.endedAtSeconds).toBeLessThanOrEqual(120)
    expect(ran.lines.filter(line => line.startsWith('error Test'))).toHaveLength(4)
  })

  test('says at once what has no room even if they stop', async () => {
    const ran = await runBeside(spentBefore, shopOf(12))
    const line = 'info Test 1012: No snapshot was asked for: its turn would come in 60 min'
    expect(visibleLines(ran).indexOf(line)).toBeGreaterThan(0)
    expect(visibleLines(ran).indexOf(line)).toBeLessThan(visibleLines(ran).indexOf('info Test 1001 "Shop"'))
  })
})

describe('a 429 with Retry-After', () => {
  const within =
    (seconds: string): InterceptResponse =>
    async result =>
      result.kind === 'response' && result.status === 429
        ? { ...result, headers: { ...result.headers, 'retry-after': seconds } }
        : result
  const spentBefore = [{ atSeconds: -30, snapshots: 5 }]

  test('that is short shows like any other that the quota is spent', async () => {
    const ran = await runBeside([], shopOf(7), {}, { interceptResponse: within('1') })
    expect([ran.exitCode, madeFor(ran), refusedAt(ran)]).toEqual([0, upTo(1007), [0]])
    expect(madeAt(ran)).toEqual([...times(5, 0), ...times(2, 301)])
  })

  test('that is short hurries nobody: the first in line finds out, and the rest wait', async () => {
    const ran = await runBeside(spentBefore, shopOf(5), {}, { interceptResponse: within('1') })
    const probes = ran.asked.filter(({ atSeconds, status }) => atSeconds > 0 && status === 429)
    expect([ran.exitCode, new Set(probes.map(({ testId }) => testId))]).toEqual([0, new Set(['1001'])])
    expect(probes.length).toBeLessThan(90)
  })

  test('that is long is waited out, by all', async () => {
    const ran = await runBeside(spentBefore, shopOf(5), {}, { interceptResponse: within('280') })
    expect([ran.exitCode, madeFor(ran)]).toEqual([0, upTo(1005)])
    expect(madeAt(ran)).toEqual(times(5, 280))
  })
})

describe('a service that takes its time', () => {
  const afterSeconds = async (seconds: number, result: HttpResult, clock: Clock) => {
    await clock.sleep(seconds * 1000, new AbortController().signal)
    return result
  }
  const silent: InterceptResponse = (_, __, clock) =>
    afterSeconds(30, { kind: 'noResponse', reason: 'noResponse' }, clock)

  test('to say nothing is sent no request after maxWaitMinutes', async () => {
    const ran = await runBeside([], shopOf(20), { maxWaitMinutes: '1' }, { interceptResponse: silent })
    expect(Math.max(...ran.asked.map(({ atSeconds }) => atSeconds))).toBeLessThanOrEqual(60)
    expect([ran.exitCode, ran.endedAtSeconds]).toEqual([1, 90])
    expect(visibleLines(ran)).toMatch(
      /^error Test 1006: .* Not tried again: a wait of 1 s would end after maxWaitMinutes\. .*A snapshot may/m,
    )
    expect(visibleLines(ran)).toMatch(
      /^error Test 1020: No snapshot was asked for: maxWaitMinutes have passed\. Raise it/m,
    )
  })

  test('to answer others is sent no second request after maxWaitMinutes', async () => {
    const interceptResponse: InterceptResponse = (result, testId, clock) =>
      testId === '1001' ? Promise.resolve({ kind: 'noResponse', reason: 'reset' }) : afterSeconds(90, result, clock)
    const unlimited = shopOf(6, { snapshotQuotas: [] })
    const ran = await runBeside([], unlimited, { maxWaitMinutes: '1' }, { interceptResponse })
    expect([ran.exitCode, ran.asked.filter(({ testId }) => testId === '1001').length]).toEqual([1, 1])
    expect(visibleLines(ran)).toMatch(
      /^error Test 1001: .* Not tried again: maxWaitMinutes have passed\. .*A snapshot may/m,
    )
  })

  test('to answer is asked for all tests even without patience, as long as nothing is waited for', async () => {
    const unlimited = shopOf(12, { snapshotQuotas: [] })
    const interceptResponse: InterceptResponse = (result, _, clock) => afterSeconds(5, result, clock)
    const ran = await runBeside([], unlimited, { maxWaitMinutes: '0' }, { interceptResponse })
    expect([ran.exitCode, madeFor(ran)]).toEqual([0, upTo(1012)])
  })

  test('to answer others does not hide why the first in line waits', async () => {
    const interceptResponse: InterceptResponse = (result, testId, clock) =>
      testId === '9001' ? afterSeconds(3, result, clock) : Promise.resolve(result)
    const ran = await runBeside(
      [{ atSeconds: -250, snapshots: 5 }],
      shopOf(1),
      { testId: '1001,9001' },
      { interceptResponse },
    )
    const [first = ''] = ran.lines.filter(line => line.startsWith('info Test 1001'))
    expect(madeFor(ran)).toEqual([1001])
    expect(first).toMatch(/ThousandEyes answered 429 /)
  })

  test('to say that it knows no such test keeps no room from others', async () => {
    const unknown = ['9001', '9002', '9003', '9004']
    const testId = [...unknown, ...upTo(1005)].join()
    const interceptResponse: InterceptResponse = (result, id, clock) =>
      unknown.includes(id) ? afterSeconds(3, result, clock) : Promise.resolve(result)
    const spent = [{ atSeconds: -299, snapshots: 5 }]
    const ran = await runBeside(spent, shopOf(5), { testId, maxWaitMinutes: '4' }, { interceptResponse })
    expect([madeFor(ran), madeAt(ran)]).toEqual([upTo(1005), times(5, 3)])
  })
})

test('whatever others spend, the order holds, the patience ends, and no request is sent that must be refused', async () => {
  const spending = fc.record({
    atSeconds: fc.integer({ min: -3600, max: 3600 }),
    snapshots: fc.integer({ min: 1, max: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.array(spending), fc.nat(), async (tests, others, seed) => {
      const ran = await runBeside(others, shopOf(tests), { maxWaitMinutes: '90' }, { random: seededRandom(seed) })
      const inTurn = withStatus(ran, 201).filter(({ atSeconds }) => atSeconds > 0)
      expect(inTurn).toEqual(inTurn.toSorted((a, b) => Number(a.testId) - Number(b.testId)))
      expect(needlessIn(ran.asked)).toEqual([])
      expect(ran.endedAtSeconds).toBeLessThanOrEqual(90 * 60)
      expect(madeFor(ran).length + ran.lines.filter(line => line.startsWith('error Test')).length).toBe(tests)
    }),
    { numRuns: 20 },
  )
})
