import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readActionYml } from '../sandbox/action-yml.ts'
import type { HttpResult } from '../src/http.ts'
import { readAlerts } from '../src/thousandeyes/alerts.ts'
import type { ApiContext } from '../src/thousandeyes/client.ts'
import { AVAILABILITY } from '../src/thousandeyes/metrics.ts'
import { readResults } from '../src/thousandeyes/results.ts'
import { listTests } from '../src/thousandeyes/tests.ts'
import { hostileText } from './arbitrary.ts'
import { mutated, pathsIn, WRONG_VALUES } from './json.ts'
import { openStep, response } from './open-step.ts'
import { API, openService, WINDOW } from './thousandeyes/helpers.ts'

/** Every message is one line and holds no workflow command, and no error is unexpected. */
function expectHarmless(lines: readonly string[]): void {
  for (const line of lines) expect(line).not.toMatch(/[\r\n]|^\w+ ::|##\[|Unexpected error/)
}

describe('a step with hostile inputs', () => {
  // A token is never too short to be one.
  const textFor = (name: string) => (/token$/i.test(name) ? hostileText.map(text => `${text}-and-more`) : hostileText)
  const inputs = fc
    .subarray(Object.keys(readActionYml().inputs), { maxLength: 5 })
    .chain(names => fc.record(Object.fromEntries(names.map(name => [name, textFor(name)]))))

  it('requests nothing but what steps request, and says on one line what is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async given => {
        const { step, requests } = openStep()
        const { exitCode, lines, errors } = await step({ comment: 'false', timeoutMinutes: '0', ...given })
        expectHarmless(lines)
        expect(exitCode === 1).toBe(errors.length > 0)
        for (const line of requests) {
          expect(line).toMatch(
            /^(GET (\/\S+)?\/v7\/(tests|alerts|test-results\/\d+\/[a-z-]+)|POST (\/\S+)?\/(v7\/tests\/\d+\/snapshot|v6\/snapshot\.json))(\?\S*)?$/,
          )
        }
      }),
    )
  })
})

describe('a step with a service that answers with anything', () => {
  it('fails with one line, or succeeds with an https link', async () => {
    const body = fc.oneof(
      hostileText,
      fc.json(),
      hostileText.map(href => ({ id: href, test: { testName: href }, _links: { appLink: { href } } })),
      hostileText.map(detail => ({ title: detail, detail, errors: [{ field: detail, message: detail }] })),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), body, async (status, content) => {
        const { step, respond } = openStep()
        respond('POST', ...Array<HttpResult>(50).fill(response(status, content)))
        const { exitCode, lines, outputs } = await step({ timeoutMinutes: '1', measure: 'false' })
        expectHarmless(lines)
        if (exitCode === 0) expect(outputs['viewUrl']).toMatch(/^https:/)
        else expect(lines.at(-1)).toMatch(/^error Shop front page: /)
      }),
    )
  })
})

describe('what is read', () => {
  const next = { next: { href: '/v7?cursor=1' } }
  const agent = { agentId: '3', agentName: 'Paris', countryId: 'FR' }
  const date = '2026-11-23T08:00:00Z'
  const row = { agent, date, roundId: 1_795_420_800, responseTime: 120, errorType: 'None' }
  const _links = { test: { href: '/v7/tests/1' }, appLink: { href: 'https://app.thousandeyes.com/alerts/' } }
  const alert = { id: '1', alertType: 'http-server', alertSeverity: 'minor', startDate: date, endDate: date, _links }
  const test = { testId: '1', testName: 'Shop', interval: 60, _links: { testResults: [{ href: '/v7/x/1/network' }] } }
  const query = {
    testId: '1',
    kind: 'http-server',
    metrics: [AVAILABILITY],
    window: WINDOW,
    testType: undefined,
  } as const

  it.each<[string, object, (context: ApiContext) => Promise<unknown>]>([
    ['results', { results: [row], _links: next }, context => readResults(API, query, context)],
    ['alerts', { alerts: [alert], _links: next }, context => readAlerts(API, WINDOW, context)],
    ['tests', { tests: [test], _links: next }, context => listTests(API, context)],
  ])('may have any field of %s of a wrong type', async (_, json, readFrom) => {
    for (const path of [[], ...pathsIn(json)]) {
      for (const wrong of WRONG_VALUES) {
        const { context } = openService(({ url }) =>
          response(200, url.searchParams.has('cursor') ? { ...json, _links: {} } : mutated(json, path, wrong)),
        )
        const outcome = await readFrom(context).catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome.name).toBe('ReadError')
      }
    }
  })
})
