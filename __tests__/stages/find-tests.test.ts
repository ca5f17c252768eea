import { describe, expect, it } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import type { HttpResult } from '../../src/http.ts'
import { CHECKOUT, FRONT_PAGE, openStep, response } from '../open-step.ts'

const GATE = { failOn: 'availability < 90%', deployedAt: '2026-11-23T08:10:00Z' }
const WAIT = { waitForRounds: '3' }
const disabled = (...ids: readonly string[]) => ({
  tests: SHOP.tests.map(test => ({ ...test, isDisabled: ids.includes(test.testId) })),
})

describe('the list of tests', () => {
  it('is the first request, and there is one', async () => {
    const { step, requests } = openStep()
    await step({ ...GATE, testId: `${FRONT_PAGE} ${CHECKOUT}` })
    expect(requests[0]).toBe('GET /v7/tests')
    expect(requests.filter(line => line === 'GET /v7/tests')).toHaveLength(1)
  })

  it.each([
    ['an id', FRONT_PAGE],
    ['a name', 'Shop front page'],
  ])(
    'that refuses the token ends all requests, with %s; summary, outputs and a verdict are there',
    async (_, testId) => {
      const { step, requests } = openStep()
      const inputs = { ...GATE, ...WAIT, testId, apiToken: 'a-wrong-token-0123' }
      const { exitCode, outputs, summary, errors } = await step(inputs)
      expect({ exitCode, requests, verdict: outputs['verdict'] }).toEqual({
        exitCode: 1,
        requests: ['GET /v7/tests'],
        verdict: 'unknown',
      })
      expect(summary).toContain('401 Unauthorized')
      expect(errors.at(-1)).toMatch(/401 Unauthorized.*apiToken/)
    },
  )

  it('that cannot be read is a warning: the snapshot is taken by its id, and measured by its response', async () => {
    const { step, respond } = openStep()
    respond('GET /v7/tests', response(403, { title: 'Forbidden' }))
    const { exitCode, outputs, warnings } = await step(GATE)
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'pass' })
    expect(outputs['viewUrl']).toMatch(/^https:/)
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([{ testName: 'Shop front page' }])
    expect(warnings).toEqual([expect.stringMatching(/^The list of tests could not be read\. .*403 Forbidden/)])
  })

  it('that cannot be read is the reason of an inconclusive verdict if no snapshot shows the type of the test', async () => {
    const { step, respond } = openStep()
    respond('GET /v7/tests', response(403))
    const { outputs } = await step({ ...GATE, takeSnapshot: 'never' })
    expect(outputs['verdict']).toBe('unknown')
    expect(outputs['markdown']).toContain('Tests: ThousandEyes answered 403 Forbidden')
  })

  const hint = 'With ids, the step takes snapshots without the list.'
  it.each<[HttpResult, string]>([
    [response(403), `may view tests. Set aid if the test is in another account group. ${hint}`],
    [
      response(429, '', { 'retry-after': '90' }),
      'ThousandEyes answered 429 Too Many Requests. It asks for a wait of 1 min 30 s, too long for reading. ThousandEyes allows',
    ],
    [
      { kind: 'unreachable', reason: 'getaddrinfo ENOTFOUND api.example', permanent: true },
      'ENOTFOUND api.example". Check apiUrl and the proxy (HTTPS_PROXY, NO_PROXY).',
    ],
  ])('that names need and that cannot be read is an error with its cause and remedy: %j', async (result, message) => {
    const { step, respond, clock } = openStep()
    const startedAt = clock.now()
    respond('GET /v7/tests', result)
    const { errors } = await step({ testId: 'Shop front page' })
    expect(errors).toEqual([expect.stringContaining(message)])
    expect(errors[0]?.includes(hint)).toBe(message.includes(hint))
    expect(clock.now()).toEqual(startedAt)
  })

  it('is missing in API v6, which takes ids alone', async () => {
    const { step, requests } = openStep()
    const { errors } = await step({ testId: 'Shop front page', apiVersion: 'v6' })
    const message = 'Input testId: names require apiVersion v7, since API v6 takes only IDs.'
    expect({ errors, requests }).toEqual({ errors: [message], requests: [] })
  })

  it('that cannot be read when rounds are wanted is not waited for, and leaves the verdict unknown', async () => {
    const { step, respond, clock } = openStep()
    respond('GET /v7/tests', response(403, { title: 'Forbidden' }))
    const startedAt = clock.now()
    const { outputs } = await step({ ...GATE, ...WAIT })
    expect({ verdict: outputs['verdict'], waitedMs: clock.now().getTime() - startedAt.getTime() }).toEqual({
      verdict: 'unknown',
      waitedMs: 0,
    })
  })
})

describe('a disabled test', () => {
  it.each([GATE, WAIT])('alone ends the step at once with %j', async inputs => {
    const { step, requests, clock } = openStep(disabled(FRONT_PAGE))
    const startedAt = clock.now()
    const { exitCode, summary, lines } = await step(inputs)
    expect(lines.filter(line => /disabled|Taking/.test(line))).toEqual([
      expect.stringMatching(/^error .*: The test is disabled/),
    ])
    expect({ exitCode, requests, endedAt: clock.now() }).toEqual({
      exitCode: 1,
      requests: ['GET /v7/tests'],
      endedAt: startedAt,
    })
    expect(summary).toContain('disabled in ThousandEyes')
    expect(lines.join()).not.toContain('Taking')
  })

  it('among others leaves the verdict unknown, and is not waited for', async () => {
    const { step, snapshots } = openStep(disabled(CHECKOUT))
    const { outputs, summary } = await step({ ...GATE, testId: `${FRONT_PAGE} ${CHECKOUT}` })
    expect({ verdict: outputs['verdict'], snapshots: snapshots.length }).toEqual({ verdict: 'unknown', snapshots: 2 })
    expect(summary).toContain('disabled in ThousandEyes')
  })

  it('is in one warning with the other disabled tests, since GitHub shows few', async () => {
    const { step } = openStep(disabled(FRONT_PAGE, CHECKOUT))
    const { warnings } = await step({ testId: `${FRONT_PAGE} ${CHECKOUT}` })
    expect(warnings).toEqual([
      '2 tests are disabled in ThousandEyes: Shop front page, Checkout. Enable them, or take them out of testId.',
    ])
  })

  it('without a gate or a wait still has its snapshot', async () => {
    const { step } = openStep(disabled(FRONT_PAGE))
    const { exitCode, outputs, warnings } = await step()
    expect({ exitCode, isTaken: outputs['viewUrl'] !== '' }).toEqual({ exitCode: 0, isTaken: true })
    expect(warnings.join()).toContain('disabled in ThousandEyes')
  })
})

describe('a test that is not in the list', () => {
  it('is not measured, whatever its snapshot shows', async () => {
    const { step, respond, requests } = openStep()
    const _links = { appLink: { href: 'https://app.thousandeyes.com/view/' } }
    respond('POST', response(201, { test: { type: 'http-server' }, _links }))
    const { outputs } = await step({ ...GATE, testId: '12345' })
    expect(outputs['verdict']).toBe('unknown')
    expect(requests.join()).not.toContain('test-results')
    expect(outputs['markdown']).toContain('in the list of tests that this token can read')
  })

  it('is not waited for; the response to its snapshot decides, and a gate is inconclusive', async () => {
    const { step, requests } = openStep()
    const { exitCode, outputs, errors } = await step({ ...GATE, ...WAIT, testId: '12345' })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'unknown' })
    expect(requests).toContain('POST /v7/tests/12345/snapshot')
    expect(errors.at(-1)).toMatch(/404 Not Found.*testId.*aid/)
  })
})

describe('a metric that no test has', () => {
  it('is an error that lists those they have, before any other request', async () => {
    const { step, requests } = openStep()
    const { exitCode, errors, outputs } = await step({ ...GATE, failOn: 'mos < 4' })
    expect({ exitCode, requests, verdict: outputs['verdict'] }).toEqual({
      exitCode: 1,
      requests: ['GET /v7/tests'],
      verdict: 'unknown',
    })
    expect(errors).toEqual([
      'Input failOn: "mos < 4" can never be judged. The test Shop front page has no mos; use one of responseTime, totalTime, throughput, availability, avgLatency, loss, jitter, alerts.',
    ])
  })

  it('is none if another test has it', async () => {
    const { step } = openStep()
    const testId = `${FRONT_PAGE} 281474976710717`
    const { errors } = await step({ ...GATE, failOn: 'mos < 4', testId })
    expect(errors).toEqual([])
  })
})

describe('the window', () => {
  it.each<[string, string, Readonly<Record<string, string>>, number]>([
    ['an hour without a deploy', FRONT_PAGE, {}, 1],
    ['ten rounds of a minute before a deploy', FRONT_PAGE, { deployedAt: '2026-11-23T08:10:00Z' }, 1],
    ['ten rounds of five minutes', '281474976710711', { deployedAt: '2026-11-23T08:10:00Z' }, 2],
    ['ten rounds of fifteen minutes', '281474976710718', { deployedAt: '2026-11-23T08:10:00Z' }, 4],
    ['a deploy of three hours ago', FRONT_PAGE, { deployedAt: '2026-11-23T05:38:00Z' }, 4],
  ])('holds %s if hours is empty', async (_, testId, inputs, hours) => {
    const { outputs } = await openStep().step({ testId, ...inputs })
    const [from, to] = [outputs['from'], outputs['to']].map(text => Date.parse(text ?? ''))
    expect(((to ?? 0) - (from ?? 0)) / 3_600_000).toBe(hours)
  })

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'the deploy is before it, with a gate',
      { ...GATE, hours: '1', deployedAt: '2026-11-23T07:30:00Z' },
      /^Input deployedAt: 2026-11-23T07:30:00Z is outside the window .*: leave hours empty, or set hours: 2\.$/,
    ],
    [
      'it is too short for the rounds',
      { ...WAIT, testId: '281474976710718', waitForRounds: '5', hours: '1' },
      /^Input hours: 1 is too short for 5 rounds of Own prefix \(one every 15 min\): leave it empty, or set hours: 4\.$/,
    ],
    [
      'the time for the wait is too short for the rounds',
      { ...WAIT, testId: '281474976710711', timeoutMinutes: '5' },
      /^Input timeoutMinutes: 5 min is too short for 3 rounds of Order a book \(one every 5 min\): leave it empty, which waits 22 min at most\.$/,
    ],
  ])('is an error if %s, before a snapshot', async (_, inputs, message) => {
    const { step, requests } = openStep()
    const { exitCode, errors } = await step(inputs)
    expect({ exitCode, requests }).toEqual({ exitCode: 1, requests: ['GET /v7/tests'] })
    expect(errors).toEqual([expect.stringMatching(message)])
  })

  it.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    [
      'the event is too old',
      { failOn: 'loss > 1' },
      '2026-11-20T08:00:00Z',
      /^The time of the deployment_status event: .*: deploy again, or set deployedAt\.$/,
    ],
    [
      'endTime is before the deploy',
      { failOn: 'loss > 1', endTime: '2026-11-23T08:00:00Z' },
      '2026-11-23T08:10:00Z',
      /^Input endTime: 2026-11-23T08:00:00Z is not after the deploy at 2026-11-23T08:10:00Z/,
    ],
  ])('is an error after a deployment_status event if %s', async (_, inputs, created_at, message) => {
    const event = { name: 'deployment_status', payload: { deployment_status: { state: 'success', created_at } } }
    const { errors } = await openStep().step(inputs, { event })
    expect(errors).toEqual([expect.stringMatching(message)])
  })

  it('that ends right after the deploy is a warning, and the reason of an inconclusive verdict', async () => {
    const { exitCode, outputs, warnings } = await openStep().step({ ...GATE, deployedAt: '2026-11-23T08:37:12Z' })
    const early =
      'Shop front page has no complete round since the deploy at 2026-11-23T08:37:12Z yet: set waitForRounds.'
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, verdict: 'unknown' })
    expect(warnings).toContain(early)
    expect(outputs['markdown']).toContain(
      'Shop front page has no complete round since the deploy at 2026-11-23T08:37:12Z yet: set waitForRounds`',
    )
  })

  it('that does not hold the deploy is a warning without a gate', async () => {
    const { exitCode, warnings } = await openStep().step({ hours: '1', deployedAt: '2026-11-23T07:30:00Z' })
    expect({ exitCode, warnings }).toEqual({
      exitCode: 0,
      warnings: [expect.stringContaining('is outside the window')],
    })
  })
})
