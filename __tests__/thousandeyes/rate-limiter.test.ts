import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { manualClock } from '../../sandbox/clock.ts'
import { seededRandom } from '../../sandbox/seeded-random.ts'
import { type SimulationResult, simulateSteps } from '../../sandbox/shared-quota.ts'
import { shopOf } from '../../sandbox/thousandeyes/organization.ts'
import type { HttpResult } from '../../src/http.ts'
import { type Delay, type Operation, RateLimiter } from '../../src/thousandeyes/rate-limiter.ts'
import { NOW, response } from '../open-step.ts'

const CREATED = response(201)
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
const retryAfter = (seconds: number) => response(429, '', { 'retry-after': String(seconds) })

describe('RateLimiter', () => {
  it.each<[string, Record<string, string>, number]>([
    ['Retry-After in seconds', { 'retry-after': '7' }, 7],
    ['Retry-After in seconds with a fraction', { 'retry-after': '7.5' }, 8],
    ['Retry-After as a date', { 'retry-after': 'Mon, 23 Nov 2026 08:37:51 GMT' }, 9],
    ['a reset as an epoch', limit('organization', '0', NOW_SECONDS + 42), 42],
    ['a reset in seconds from now', limit('dashboard-snapshot', '0', 42), 42],
    ['the later of several times', { 'retry-after': '7', ...limit('snapshot', '0', 8), ...limit('x', '0', 5) }, 8],
    ['Retry-After if the reset is no number', { 'retry-after': '7', ...limit('snapshot', '0', '99e9') }, 7],
  ])('waits until the time that a 429 names: %s', async (_, headers, seconds) => {
    const { note, delay } = createLimiter()
    note('snapshot', response(429, '', headers))
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
  ])('backs off if a 429 names no time to come: %s', (_, headers) => {
    const { note, delay } = createLimiter()
    note('snapshot', response(429, '', headers))
    expect(delay('snapshot')).toEqual({ ms: 5_000, toldMs: 0 })
  })

  it.each([
    [0, [3.75, 7.5, 15, 30, 60, 67.5, 67.5]],
    [0.5, [5, 10, 20, 40, 80, 90, 90]],
    [1, [6.25, 12.5, 25, 50, 90, 90, 90]],
  ])('doubles the backoff from 5 s to 90 s with a jitter of 25 %%, for random %d', async (random, seconds) => {
    expect(await delaysAfter(repeat(7, response(429)), random)).toEqual(seconds)
  })

  it.each([response(503), response(500), response(408), { kind: 'noResponse', reason: 'reset' } as const])(
    'backs off after a failure that a retry can end: %j',
    async result => {
      expect(await delaysAfter([result, result])).toEqual([5, 10])
    },
  )

  it('does not make anything wait for a failure that a retry cannot end', async () => {
    expect(
      await delaysAfter([response(404), response(301), { kind: 'unreachable', reason: '', permanent: true }]),
    ).toEqual([0, 0, 0])
  })

  it('starts the backoff again after a success', async () => {
    expect(await delaysAfter([response(429), response(429), CREATED, response(429)])).toEqual([5, 10, 0, 5])
  })

  it('uses a named time once, and then the later of the new time and the backoff', async () => {
    const results = [retryAfter(1), retryAfter(1), retryAfter(1), retryAfter(60), response(429)]
    expect(await delaysAfter(results)).toEqual([1, 10, 20, 60, 80])
  })

  it('uses a named time again after a success', async () => {
    expect(await delaysAfter([retryAfter(1), CREATED, retryAfter(1)])).toEqual([1, 0, 1])
  })

  it.each([
    ['5 in 5 minutes', 5, 300],
    ['10 in an hour', 10, 3600],
  ])(
    'tries when snapshots of the step leave the documented window of %s, if that is earlier',
    async (_, count, windowSeconds) => {
      const { note, pass, refuse } = createLimiter()
      for (const result of repeat(count, CREATED)) note('snapshot', result)
      await pass(windowSeconds - 2)
      expect([await refuse(response(429)), await refuse(response(429)), await refuse(response(429))]).toEqual([
        3, 10, 20,
      ])
    },
  )

  it('leaves the documented windows out for everything but a refused snapshot', async () => {
    const { note, pass, refuse } = createLimiter()
    for (const result of repeat(5, CREATED)) note('snapshot', result)
    await pass(298)
    expect([await refuse(response(503)), await refuse(response(429), 'read')]).toEqual([5, 5])
  })

  it('lets reads go on while a snapshot is refused', () => {
    const { note, delay } = createLimiter()
    note('snapshot', retryAfter(60))
    expect(delay('read')).toEqual({ ms: 0, toldMs: 0 })
  })

  it('stops all requests until the reset when a success says that the organization has none left', async () => {
    const { note, delay, pass } = createLimiter()
    note('snapshot', response(201, '', limit('organization', '0', NOW_SECONDS + 42)))
    expect([delay('snapshot'), delay('read')]).toEqual(repeat(2, { ms: 42_000, toldMs: 42_000 }))
    await pass(42)
    expect([delay('snapshot'), delay('read')]).toEqual(repeat(2, { ms: 0, toldMs: 0 }))
  })

  it('does not let the Retry-After of a snapshot stop reads for longer than the reset of the organization', () => {
    const { note, delay } = createLimiter()
    note('snapshot', response(429, '', { 'retry-after': '280', ...limit('organization', '0', NOW_SECONDS + 20) }))
    expect([delay('snapshot').ms, delay('read').ms]).toEqual([280_000, 20_000])
  })

  it('still tells of the named time when the backoff is longer', () => {
    const { note, delay } = createLimiter()
    note('read', response(200, '', limit('organization', '0', NOW_SECONDS + 2)))
    note('snapshot', response(429))
    expect(delay('snapshot')).toEqual({ ms: 5_000, toldMs: 2_000 })
  })

  it('counts several failures of reads that were sent together as one', async () => {
    const { note, refuse } = createLimiter()
    for (const result of repeat(8, response(429))) note('read', result)
    expect(await refuse(response(429), 'read')).toBe(10)
  })

  it('goes on waiting when a read succeeds that was sent before another one was refused', async () => {
    const { note, delay, pass } = createLimiter()
    await pass(1)
    note('read', retryAfter(30))
    await pass(1)
    note('read', response(200), 500)
    expect(delay('read').ms).toBe(29_000)
  })

  it('backs off when a slow read is refused after the pause, although it was sent before', async () => {
    const { note, delay, pass } = createLimiter()
    await pass(1)
    note('read', response(429))
    await pass(5)
    note('read', response(429), 500)
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
const linesOf = ({ steps }: SimulationResult, start: string) =>
  steps.flatMap(({ lines }) => lines).filter(line => line.startsWith(start))
const upTo = (last: number) => Array.from({ length: last - 1000 }, (_, index) => 1001 + index)

const FIVE_PER_FIVE_MINUTES = { snapshotQuotas: [{ limit: 5, windowMinutes: 5, window: 'sliding' }] } as const
const UNLIMITED = { snapshotQuotas: [] }
const USED_UP_A_MINUTE_AGO = [{ atSeconds: -60, snapshots: 5 }]

describe('a step within a quota', () => {
  it.each<[string, Parameters<typeof shopOf>[1], number, readonly number[]]>([
    ['without one', UNLIMITED, 12, repeat(12, 0)],
    ['of 5 minutes', FIVE_PER_FIVE_MINUTES, 12, [...repeat(5, 0), ...repeat(5, 301), ...repeat(2, 602)]],
    ['of an hour', {}, 12, [...repeat(5, 0), ...repeat(5, 301), ...repeat(2, 3601)]],
  ])('takes snapshots in order and to the second %s', async (_, organization, tests, at) => {
    const inputs = { timeoutMinutes: '61' }
    const simulated = await simulateSteps({ organization: shopOf(tests, organization), inputs })
    expect(createdTests(simulated)).toEqual(upTo(1000 + tests))
    expect(createdAt(simulated)).toEqual(at)
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
    // One of them is for the list of tests.
    const organization = shopOf(5, { ...UNLIMITED, requestsPerMinute: 4 })
    const simulated = await simulateSteps({ organization })
    expect({ at: createdAt(simulated), refused: refusedAt(simulated) }).toEqual({ at: [0, 0, 0, 60, 60], refused: [] })
    expect(linesOf(simulated, 'info Test 1004: Rate')).toEqual([
      'info Test 1004: Rate limited by an earlier response. Trying in 1 min; the step gives up at 2026-11-23 08:47 UTC.',
    ])
  })

  it('says why it waits when that begins, and then once a minute when it gives up', async () => {
    const simulated = await simulateSteps({ organization: shopOf(6) })
    expect(linesOf(simulated, 'info Test 1006:')).toEqual([
      'info Test 1006: ThousandEyes answered 429 Too Many Requests: "Exhausted rate limit for the organization". Trying again in 5 s; the step gives up at 2026-11-23 08:47 UTC.',
      'info Test 1006: Still rate limited. Trying again in 1 min 20 s; the step gives up at 2026-11-23 08:47 UTC.',
      'info Test 1006: Still rate limited. Trying again in 20 s; the step gives up at 2026-11-23 08:47 UTC.',
      'info Test 1006: Still rate limited. Trying again in 30 s; the step gives up at 2026-11-23 08:47 UTC.',
    ])
  })
})

describe('the deadline of a step', () => {
  it('is when the last try is made, and all snapshots are taken that the quota allows then', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(7),
      others: [{ atSeconds: -181, snapshots: 5 }],
      inputs: { timeoutMinutes: '2' },
    })
    expect(createdAt(simulated)).toEqual(repeat(5, 120))
    expect(linesOf(simulated, 'error Shop')).toEqual([
      expect.stringMatching(
        /ThousandEyes answered 429 .* Not tried again: timeoutMinutes \(at least 10 min if empty\) has passed\./,
      ),
      expect.stringMatching(/: timeoutMinutes \(at least 10 min if empty\) has passed\. Raise timeoutM/),
    ])
  })

  it('fails all tests at once if the service names a later time, which the errors name', async () => {
    const simulated = await simulateSteps({
      organization: shopOf(2, { snapshotQuotaHeaders: 'Retry-After' }),
      others: USED_UP_A_MINUTE_AGO,
      inputs: { timeoutMinutes: '3' },
    })
    expect(simulated.steps).toMatchObject([{ exitCode: 1, endedAtSeconds: 0 }])
    const later = 'ThousandEyes asks for a wait of 4 min, longer than timeoutMinutes (at least 10 min if empty) allows.'
    expect(linesOf(simulated, 'error Shop')).toEqual([
      expect.stringContaining(`Not tried again: ${later}`),
      expect.stringContaining(`: ${later} Raise timeoutMinutes`),
    ])
  })

  it('is the end whatever others use: until then the order holds, and each snapshot that the quota allowed is taken', async () => {
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
      timeoutMinutes: fc.integer({ min: 0, max: 90 }),
      seed: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(situation, async ({ tests, others, snapshotQuotas, timeoutMinutes, seed }) => {
        const simulated = await simulateSteps({
          organization: shopOf(tests, { snapshotQuotas }),
          others,
          inputs: { timeoutMinutes: String(timeoutMinutes) },
          random: seededRandom(seed),
        })
        const timesMs = simulated.requests.map(({ atSeconds }) => Math.round(atSeconds * 1000))
        const pauses = timesMs.map((atMs, index) => atMs - (timesMs[index - 1] ?? 0))
        expect(createdTests(simulated)).toEqual(upTo(1000 + createdTests(simulated).length))
        expect(Math.max(...pauses)).toBeLessThanOrEqual(90_000)
        if (createdTests(simulated).length < tests) {
          expect(simulated.requests.at(-1)).toMatchObject({ atSeconds: timeoutMinutes * 60, status: 429 })
        }
      }),
      { numRuns: 50 },
    )
  })
})
