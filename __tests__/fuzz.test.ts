import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readActionYml } from '../sandbox/action-yml.ts'
import type { HttpRequest } from '../src/http.ts'
import { hostileText } from './arbitrary.ts'
import { answer, made, PRIVATE_LINK, runWith } from './helpers.ts'
import { mutated, pathsIn, WRONG_VALUES } from './json.ts'

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

  it('succeeds or names the wrong input, and requests nothing but snapshots', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async given => {
        const { exitCode, lines, sent } = await runWith({ comment: 'false', ...given })
        expectHarmless(lines)
        if (exitCode === 1) expect(lines).toContainEqual(expect.stringMatching(/^error Input \w+: /))
        for (const { url } of sent) {
          expect(url.href).toMatch(
            /^https:\/\/[^/@]+\/(\S+\/)?(v7\/tests\/\d+\/snapshot|v6\/snapshot\.json)(\?aid=\d+)?$/,
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
        const { exitCode, lines, outputs } = await runWith({}, [answer(status, content)])
        expectHarmless(lines)
        if (exitCode === 0) expect(outputs['viewUrl']).toMatch(/^https:/)
        else expect(lines.at(-1)).toMatch(/^error Test 1: /)
      }),
    )
  })

  const next = { next: { href: '/v7?cursor=1' } }
  const results = {
    test: { testId: '1', type: 'http-server' },
    results: [
      {
        agent: { agentId: '3', agentName: 'Paris', countryId: 'FR' },
        date: '2026-11-23T08:00:00Z',
        roundId: 1_795_420_800,
        responseTime: 120,
        errorType: 'None',
      },
    ],
    _links: next,
  }
  const alerts = {
    alerts: [
      {
        id: '1',
        alertType: 'http-server',
        alertState: 'clear',
        alertSeverity: 'minor',
        startDate: '2026-11-23T08:00:00Z',
        endDate: '2026-11-23T08:10:00Z',
        _links: { test: { href: '/v7/tests/1' }, appLink: { href: PRIVATE_LINK } },
      },
    ],
    _links: next,
  }

  it.each<[string, unknown]>([
    ['/test-results/', results],
    ['/alerts', alerts],
  ])('keeps the link if a field of %s is of a wrong type', async (part, json) => {
    for (const path of [[], ...pathsIn(json)]) {
      for (const wrong of WRONG_VALUES) {
        const onRead = ({ url }: HttpRequest) => {
          const body = url.pathname.includes('/alerts') ? alerts : results
          if (url.searchParams.has('cursor')) return answer(200, { ...body, _links: {} })
          return answer(200, url.pathname.includes(part) ? mutated(json, path, wrong) : body)
        }
        const { exitCode, lines, outputs } = await runWith({}, [made()], { onRead })
        expectHarmless(lines)
        expect({ exitCode, viewUrl: outputs['viewUrl'] }).toEqual({ exitCode: 0, viewUrl: PRIVATE_LINK })
      }
    }
  })
})
