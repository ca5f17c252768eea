import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { manualClock } from '../../sandbox/clock.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { seededRandom } from '../../sandbox/seeded-random.ts'
import { type InterceptResponse, type SimulationResult, simulateSteps } from '../../sandbox/shared-quota.ts'
import { shopOf } from '../../sandbox/thousandeyes/organization.ts'
import type { HttpResult } from '../../src/http.ts'
import { type Delay, type Operation, RateLimiter } from '../../src/thousandeyes/rate-limiter.ts'
import { answer, made, NOW } from '../helpers.ts'

const NOW_SECONDS = NOW.getTime() / 1000

/** A rate limiter on a clock that stands still; `random` of 0.5 means no jitter. */
function createLimiter(random = 0.5) {
  const clock = manualClock(NOW)
  const rateLimiter = new RateLimiter({ clock, random: () => random })
  const never = new AbortController().signal
  return {
    clock,
    delay: (operation: Operation): Delay => rateLimiter.delay(operation),
    pass: (seconds: number) => clock.sleep(seconds * 1000, never),
    note: (operation: Operation, result: HttpResult, sentAtMs = clock.monotonicMs()) =>
      rateLimiter.note(operation, result, sentAtMs),
    /** Waits as long as it has to, is refused, and returns how many seconds it has to wait now. */
    refuse: async (result: HttpResult, operation: Operation = 'snapshot') => {
      await clock.sleep(rateLimiter.delay(operation).ms, never)
      rateLimiter.note(operation, result, clock.monotonicMs())
      return rateLimiter.delay(operation).ms / 1000
    },
  }
}

async function delaysAfter(results: readonly HttpResult[], random?: number): Promise<readonly number[]> {
  const { refuse } = createLimiter(random)
  const delays: number[] = []
  for (const result of results) delays.push(await refuse(result))
  return delays
}

const repeat = <T>(count: number, value: T): T[] => Array<T>(count).fill(value)
const retryAfter = (seconds: number) => answer(429, '', { 'retry-after': String(seconds) })

describe('RateLimiter', () => {
  it.each<[string, Record<string, string>, number]>([
    ['Retry-After in seconds', { 'retry-after': '7' }, 7],
    ['Retry-After in seconds with a fraction', { 'retry-after': '7.5' }, 8],
    ['Retry-After as a date', { 'retry-after': 'Mon, 23 Nov 2026 08:37:51 GMT' }, 9],
    ['a reset as an epoch', limit('organization', '0', NOW_SECONDS + 42), 42],
    ['a reset in seconds from now', limit('dashboard-snapshot', '0', 42), 42],
    ['the later of several times', { 'retry-after': '7', ...limit('snapshot', '0', 8), ...limit('x', '0', 5) }, 8],
    ['Retry-After where the reset is no number', { 'retry-after': '7', ...limit('snapshot', '0', '99e9') }, 7],
  ])('waits until the time that a 429 names: %s', async (_, headers, seconds) => {
    const { note, delay } = createLimiter()
    note('snapshot', answer(429, '', headers))
    expect(delay('snapshot')).toEqual({ ms: seconds * 1000, toldMs: seconds * 1000 })
  })

  it.each<[string, Record<string, string>]>([
    ['there are no headers', {}],
    ['the reset is that of a limit that is not exhausted', limit('organization', '9', NOW_SECONDS + 42)],
    ['the reset has passed', limit('organization', '0', NOW_SECONDS - 5)],
    ['Retry-After has passed', { 'retry-after': 'Mon, 23 Nov 2026 08:37:41 GMT' }],
    ['Retry-After is 0', { 'retry-after': '0' }],
    ['Retry-After is neither seconds nor a date', { 'retry-after': '3600-5' }],
    ['the headers make no sense', { 'retry-after': 'soon', ...limit('organization', '0', '-1') }],
  ])('backs off where a 429 names no time to come: %s', (_, headers) => {
    const { note, delay } = createLimiter()
    note('snapshot', answer(429, '', headers))
    expect(delay('snapshot')).toEqual({ ms: 5_000, toldMs: 0 })
  })

  it.each([
    [0, [3.75, 7.5, 15, 30, 60, 67.5, 67.5]],
    [0.5, [5, 10, 20, 40, 80, 90, 90]],
    [1, [6.25, 12.5, 25, 50, 90, 90, 90]],
  ])('doubles the backoff from 5 s to 90 s with a jitter of 25 %%, for random %d', async (random, seconds) => {
    expect(await delaysAfter(repeat(7, answer(429)), random)).toEqual(seconds)
  })

  it.each([answer(503), answer(500), answer(408), { kind: 'noResponse', reason: 'reset' } as const])(
    'backs off after a failure that a retry can end: %j',
    async result => {
      expect(await delaysAfter([result, result])).toEqual([5, 10])
    },
  )

  it('does not make anything wait for a failure that a retry cannot end', async () => {
    expect(await delaysAfter([answer(404), answer(301), { kind: 'unreachable', reason: '', permanent: true }])).toEqual(
      [0, 0, 0],
    )
  })

  it('starts the backoff again after a success', async () => {
    expect(await delaysAfter([answer(429), answer(429), made(), answer(429)])).toEqual([5, 10, 0, 5])
  })

  it('uses a named time once, and then the later of the new time and the backoff', async () => {
    const results = [retryAfter(1), retryAfter(1), retryAfter(1), retryAfter(60), answer(429)]
    expect(await delaysAfter(results)).toEqual([1, 10, 20, 60, 80])
  })

  it('uses a named time again after a success', async () => {
    expect(await delaysAfter([retryAfter(1), made(), retryAfter(1)])).toEqual([1, 0, 1])
  })

  it.each([
    ['5 in 5 minutes', 5, 300],
    ['10 in an hour', 10, 3600],
  ])(
    'tries when snapshots of the step leave the documented window of %s, if that is earlier',
    async (_, count, windowSeconds) => {
      const { note, pass, refuse } = createLimiter()
      for (const result of repeat(count, made())) note('snapshot', result)
      await pass(windowSeconds - 2)
      expect([await refuse(answer(429)), await refuse(answer(429)), await refuse(answer(429))]).toEqual([3, 10, 20])
    },
  )

  it('leaves the documented windows out for everything but a refused snapshot', async () => {
    const { note, pass, refuse } = createLimiter()
    for (const result of repeat(5, made())) note('snapshot', result)
    await pass(298)
    expect([await refuse(answer(503)), await refuse(answer(429), 'read')]).toEqual([5, 5])
  })

  it('lets reads go on while a snapshot is refused', () => {
    const { note, delay } = createLimiter()
    note('snapshot', retryAfter(60))
    expect(delay('read')).toEqual({ ms: 0, toldMs: 0 })
  })

  it('stops all requests until the reset when a success says that the organization has none left', async () => {
    const { note, delay, pass } = createLimiter()
    note('snapshot', answer(201, '', limit('organization', '0', NOW_SECONDS + 42)))
    expect([delay('snapshot'), delay('read')]).toEqual(repeat(2, { ms: 42_000, toldMs: 42_000 }))
    await pass(42)
    expect([delay('snapshot'), delay('read')]).toEqual(repeat(2, { ms: 0, toldMs: 0 }))
  })

  it('does not let the Retry-After of a snapshot stop reads for longer than the reset of the organization', () => {
    const { note, delay } = createLimiter()
    note('snapshot', answer(429, '', { 'retry-after': '280', ...limit('organization', '0', NOW_SECONDS + 20) }))
    expect([delay('snapshot').ms, delay('read').ms]).toEqual([280_000, 20_000])
  })

  it('still tells of the named time when the backoff is longer', () => {
    const { note, delay } = createLimiter()
    note('read', answer(200, '', limit('organization', '0', NOW_SECONDS + 2)))
    note('snapshot', answer(429))
    expect(delay('snapshot')).toEqual({ ms: 5_000, toldMs: 2_000 })
  })

  it('counts several failures of reads that were sent together as one', async () => {
    const { note, refuse } = createLimiter()
    for (const result of repeat(8, answer(429))) note('read', result)
    expect(await refuse(answer(429), 'read')).toBe(10)
  })

  it('goes on waiting when a read succeeds that was sent before another one was refused', async () => {
    const { note, delay, pass } = createLimiter()
    await pass(1)
    note('read', retryAfter(30))
    await pass(1)
    note('read', answer(200), 500)
    expect(delay('read').ms).toBe(29_000)
  })

  it('backs off when a slow read is refused after the pause, although it was sent before', async () => {
    const { note, delay, pass } = createLimiter()
    await pass(1)
    note('read', answer(429))
    await pass(5)
    note('read', answer(429), 500)
    expect(delay('read').ms).toBe(10_000)
  })

  it.each([-86_400_000, 86_400_000])('waits as long as before when the wall clock is set by %d ms', shiftMs => {
    const { clock, note, delay } = createLimiter()
    note('snapshot', retryAfter(60))
    clock.setWallClock(new Date(NOW.getTime() + shiftMs))
    expect(delay('snapshot').ms).toBe(60_000)
  })
})

function limit(name: string, remaining: string, reset: number | string): Record<string, string> {
  return { [`x-${name}-rate-limit-remaining`]: remaining, [`x-${name}-rate-limit-reset`]: String(reset) }
}

const created = ({ requests }: SimulationResult) => requests.filter(({ status }) => status === 201)
const createdTests = (simulated: SimulationResult) => created(simulated).map(({ testId }) => Number(testId))
const createdAt = (simulated: SimulationResult) => created(simulated).map(({ atSeconds }) => atSeconds)
const refusedAt = ({ requests }: SimulationResult) =>
  requests.filter(({ status }) => status === 429).map(({ atSeconds }) => atSeconds)
const infoLines = ({ steps }: SimulationResult, start: string) =>
  steps.flatMap(({ lines }) => lines).filter(line => line.startsWith(`info ${start}`))
const errorLines = ({ steps }: SimulationResult) =>
  steps.flatMap(({ lines }) => lines).filter(line => line.startsWith('error '))
const upTo = (last: number) => Array.from({ length: last - 1000 }, (_, index) => 1001 + index)

const FIVE_PER_FIVE_MINUTES = { snapshotQuotas: [{ limit: 5, windowMinutes: 5, window: 'sliding' }] } as const
const UNLIMITED = { snapshotQuotas: [] }
const USED_UP_A_MINUTE_AGO = [{ atSeconds: -60, snapshots: 5 }]

describe('a step within a quota', () => {
  it('creates at once what the quota allows', async () => {
    const simulated = await simulateSteps({ organization: shopOf(5) })
    expect({ at: createdAt(simulated), refused: refusedAt(simulated) }).toEqual({ at: repeat(5, 0), refused: [] })
  })

  it('creates all snapshots at once in the order given when there is no quota', async () => {
    const simulated = await simulateSteps({ organization: shopOf(30, UNLIMITED) })
    expect(createdTests(simulated)).toEqual(upTo(1030))
    expect(createdAt(simulated)).toEqual(repeat(30, 0))
  })

  it('meets the documented quota of 5 minutes to the second', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(12, FIVE_PER_FIVE_MINUTES),
      inputs: { maxWaitMinutes: '30' },
    })
    expect(createdTests(simulated)).toEqual(upTo(1012))
    expect(createdAt(simulated)).toEqual([...repeat(5, 0), ...repeat(5, 301), ...repeat(2, 602)])
  })

  it('meets the documented quota of an hour to the second', async () => {
    const simulated = await simulateSteps({ organization: shopOf(12), inputs: { maxWaitMinutes: '61' } })
    expect(createdAt(simulated)).toEqual([...repeat(5, 0), ...repeat(5, 301), ...repeat(2, 3601)])
  })

  it.each(['Retry-After', 'reset at', 'reset in'] as const)(
    'comes exactly when the service says, by %s, and sends nothing before',
    async snapshotQuotaHeaders => {
      const organization = shopOf(5, { snapshotQuotaHeaders })
      const simulated = await simulateSteps({ organization, others: USED_UP_A_MINUTE_AGO })
      expect({ at: createdAt(simulated), refused: refusedAt(simulated) }).toEqual({ at: repeat(5, 240), refused: [0] })
    },
  )

  it('sends no request between the last one that the organization has left and the reset', async () => {
    const organization = shopOf(5, { ...UNLIMITED, requestsPerMinute: 3 })
    const simulated = await simulateSteps({ organization })
    expect({ at: createdAt(simulated), refused: refusedAt(simulated) }).toEqual({ at: [0, 0, 0, 60, 60], refused: [] })
    expect(infoLines(simulated, 'Test 1004: Rate')).toEqual([
      'info Test 1004: Rate limited by an earlier response. Trying in 1 min; the step gives up at 2026-11-23 08:47 UTC.',
    ])
  })

  it('loses a second and no snapshot to one 429 with Retry-After: 1', async () => {
    let responses = 0
    const interceptResponse: InterceptResponse = async result => {
      responses += 1
      return responses === 11 ? retryAfter(1) : result
    }
    const simulated = await simulateSteps({ organization: shopOf(20, UNLIMITED), interceptResponse })
    expect(simulated.steps).toMatchObject([{ exitCode: 0, endedAtSeconds: 1 }])
  })

  it('says why it waits when that begins, and then once a minute when it gives up', async () => {
    const simulated = await simulateSteps({ organization: shopOf(6) })
    expect(infoLines(simulated, 'Test 1006:')).toEqual([
      'info Test 1006: ThousandEyes answered 429 Too Many Requests: "Exhausted rate limit for the organization". Trying again in 5 s; the step gives up at 2026-11-23 08:47 UTC.',
      'info Test 1006: Still rate limited. Trying again in 1 min 20 s; the step gives up at 2026-11-23 08:47 UTC.',
      'info Test 1006: Still rate limited. Trying again in 20 s; the step gives up at 2026-11-23 08:47 UTC.',
      'info Test 1006: Still rate limited. Trying again in 30 s; the step gives up at 2026-11-23 08:47 UTC.',
    ])
  })
})

describe('the deadline of a step', () => {
  it('is when the last try is made', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(1),
      others: [{ atSeconds: -181, snapshots: 5 }],
      inputs: { maxWaitMinutes: '2' },
    })
    expect(createdAt(simulated)).toEqual([120])
  })

  it('lets all snapshots be created that the quota allows then', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(7),
      others: [{ atSeconds: -181, snapshots: 5 }],
      inputs: { maxWaitMinutes: '2' },
    })
    expect(createdAt(simulated)).toEqual(repeat(5, 120))
    expect(errorLines(simulated)).toEqual([
      expect.stringMatching(
        /^error Test 1006: ThousandEyes answered 429 .* Not tried again: the time limit \(timeoutMinutes\) has passed\./,
      ),
      'error Test 1007: No snapshot was requested: the time limit (timeoutMinutes) has passed. Raise timeoutMinutes, or run the step again later.',
    ])
  })

  it('ends the waiting, and nothing is sent after it', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(4),
      others: USED_UP_A_MINUTE_AGO,
      inputs: { maxWaitMinutes: '2' },
    })
    expect(new Set(simulated.requests.map(({ testId }) => testId))).toEqual(new Set(['1001']))
    expect(simulated.requests.at(-1)).toEqual({ testId: '1001', atSeconds: 120, status: 429 })
    expect(simulated.steps).toMatchObject([{ exitCode: 1, endedAtSeconds: 120 }])
  })

  it('fails all tests at once when the service names a later time, which the errors name', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(2, { snapshotQuotaHeaders: 'Retry-After' }),
      others: USED_UP_A_MINUTE_AGO,
      inputs: { maxWaitMinutes: '3' },
    })
    expect(simulated.steps).toMatchObject([{ exitCode: 1, endedAtSeconds: 0 }])
    expect(errorLines(simulated)).toEqual([
      expect.stringContaining(
        'Not tried again: ThousandEyes asks for a wait of 4 min, longer than timeoutMinutes allows.',
      ),
      'error Test 1002: No snapshot was requested: ThousandEyes asks for a wait of 4 min, longer than timeoutMinutes allows. Raise timeoutMinutes, or run the step again later.',
    ])
  })

  it('fails at once, too, when the organization has no requests left until later', async () => {
    const organization = shopOf(7, { ...UNLIMITED, requestsPerMinute: 5 })
    const simulated = await simulateSteps({ organization, inputs: { maxWaitMinutes: '0.5' } })
    expect(createdTests(simulated)).toEqual(upTo(1005))
    expect(simulated.steps).toMatchObject([{ exitCode: 1, endedAtSeconds: 0 }])
  })

  it('is of no interest while nothing has to be waited for', async () => {
    const interceptResponse: InterceptResponse = async (result, _, clock) => {
      await clock.sleep(5_000, new AbortController().signal)
      return result
    }
    const inputs = { maxWaitMinutes: '0' }
    const simulated = await simulateSteps({ organization: shopOf(12, UNLIMITED), inputs, interceptResponse })
    expect(simulated.steps).toMatchObject([{ exitCode: 0, endedAtSeconds: 60 }])
  })

  it.each([-86_400_000, 86_400_000])(
    'stays the same when the wall clock is set by %d ms while waiting',
    async shiftMs => {
      const still = manualClock(NOW)
      const clock = {
        ...still,
        sleep: async (ms: number, signal: AbortSignal) => {
          await still.sleep(ms, signal)
          still.setWallClock(new Date(still.now().getTime() + shiftMs))
        },
      }
      let requests = 0
      const sendRequest = async () => {
        requests += 1
        return answer(429)
      }
      const { exitCode } = await runInProcess({ maxWaitMinutes: '5', measure: 'false' }, { clock, sendRequest })
      expect({ exitCode, requests, ms: clock.monotonicMs() }).toEqual({ exitCode: 1, requests: 8, ms: 300_000 })
    },
  )

  it('is the end whatever others use: until then the order holds, and each snapshot that the quota allowed is created', async () => {
    const usage = fc.record({
      atSeconds: fc.integer({ min: -3600, max: 3600 }),
      snapshots: fc.integer({ min: 1, max: 5 }),
    })
    const quota = fc.record({
      limit: fc.integer({ min: 1, max: 12 }),
      windowMinutes: fc.integer({ min: 1, max: 60 }),
      window: fc.constantFrom('sliding', 'fixed'),
    })
    const situation = fc.record({
      tests: fc.integer({ min: 1, max: 12 }),
      others: fc.array(usage),
      snapshotQuotas: fc.array(quota, { maxLength: 2 }),
      maxWaitMinutes: fc.integer({ min: 0, max: 90 }),
      seed: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(situation, async ({ tests, others, snapshotQuotas, maxWaitMinutes, seed }) => {
        const simulated = await simulateSteps({
          organization: shopOf(tests, { snapshotQuotas }),
          others,
          inputs: { maxWaitMinutes: String(maxWaitMinutes) },
          random: seededRandom(seed),
        })
        const timesMs = simulated.requests.map(({ atSeconds }) => Math.round(atSeconds * 1000))
        const pauses = timesMs.map((atMs, index) => atMs - (timesMs[index - 1] ?? 0))
        expect(createdTests(simulated)).toEqual(upTo(1000 + createdTests(simulated).length))
        expect(errorLines(simulated)).toHaveLength(tests - createdTests(simulated).length)
        expect(Math.max(...pauses)).toBeLessThanOrEqual(90_000)
        if (createdTests(simulated).length < tests) {
          expect(simulated.requests.at(-1)).toMatchObject({ atSeconds: maxWaitMinutes * 60, status: 429 })
        }
      }),
      { numRuns: 100 },
    )
  })
})
