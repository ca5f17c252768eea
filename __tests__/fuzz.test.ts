import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readActionYml } from '../sandbox/action-yml.ts'
import { ERRORS } from '../scripts/fuzz/samples.ts'
import type { Context } from '../src/context.ts'
import { hostileSecret, hostileText } from './arbitrary.ts'
import { answer, made, runWith } from './helpers.ts'
import { mutated, type Path, pathsIn, WRONG_VALUES } from './json.ts'

type HttpRequest = Parameters<Context['sendRequest']>[0]

const NAMES = Object.keys(readActionYml().inputs)

const textFor = (name: string) => (/token$/i.test(name) ? hostileSecret : hostileText)
const textsFor = (names: readonly string[]) => fc.record(Object.fromEntries(names.map(name => [name, textFor(name)])))

/** A few of them, or all at once. */
const hostileInputs = fc.oneof(fc.subarray(NAMES, { maxLength: 5 }).chain(textsFor), textsFor(NAMES))

/** Every message is one line and holds no workflow command, and no error is unexpected. */
function expectHarmless(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).not.toMatch(/[\r\n]|^\w+ ::|##\[/)
    expect(line).not.toMatch(/in a way it should not have|Unexpected error/)
  }
}

describe('a step with hostile inputs', () => {
  it('succeeds or names the wrong input, and requests nothing but snapshots', async () => {
    await fc.assert(
      fc.asyncProperty(hostileInputs, async inputs => {
        const { exitCode, lines, sent } = await runWith({ comment: 'false', ...inputs })
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

describe('a step with a hostile service', () => {
  it('fails with one line, or succeeds with an https link', async () => {
    const body = fc.oneof(
      hostileText,
      fc.json(),
      hostileText.map(href => ({ id: href, test: { testName: href }, _links: { appLink: { href } } })),
      hostileText.map(detail => ({ title: detail, detail, errors: [{ field: detail, message: detail }] })),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), body, async (status, content) => {
        const { exitCode, lines, outputs } = await runWith({ maxWaitMinutes: '1' }, [answer(status, content)])
        expectHarmless(lines)
        if (exitCode === 0) expect(outputs['viewUrl']).toMatch(/^https:/)
        else expect(lines.at(-1)).toMatch(/^error Test 1: /)
      }),
    )
  })
})

const secretVariantsOf = (secret: string) => [secret, encodeURIComponent(secret), btoa(secret)]

describe('a secret', () => {
  it('is masked before anything is sent, and appears nowhere, even if the service echoes it', async () => {
    const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019._~+/=-%"\\'), minLength: 16, maxLength: 60 })
    const email = fc.constantFrom('', 'deployer@shop.example')
    const status = fc.constantFrom(201, 400, 401, 403, 500, 503)
    await fc.assert(
      fc.asyncProperty(secret, secret, email, status, async (apiToken, githubToken, user, code) => {
        const forms = [apiToken, githubToken, ...(user === '' ? [] : [`${user}:${apiToken}`])].flatMap(secretVariantsOf)
        const echo = JSON.stringify(secretVariantsOf(apiToken).join(' '))
        const link = JSON.stringify(`https://app.thousandeyes.com/?t=${secretVariantsOf(apiToken).join('&')}`)
        const body = `{"title":${echo},"detail":${echo},"id":${echo},"test":{"testName":${echo}},"_links":{"appLink":{"href":${link}}},"link":{"linkId":${echo},"viewUrl":${link}}}`
        const maskedWhenSending: string[][] = []
        const { lines, masked, outputs, summary } = await runWith(
          {
            apiToken,
            githubToken,
            ...(user === '' ? {} : { email: user, apiVersion: 'v6' }),
            displayName: `Deploy ${forms.join(' ')}`,
            maxWaitMinutes: '1',
          },
          [answer(code, body), made()],
          { onRequest: alreadyMasked => maskedWhenSending.push([...alreadyMasked]) },
        )
        for (const sent of maskedWhenSending) expect(sent).toEqual(expect.arrayContaining(forms))
        expect(masked).toEqual(expect.arrayContaining(forms))
        const seen = [...lines, ...Object.values(outputs), summary].join('\n')
        for (const form of forms) expect(seen).not.toContain(form)
      }),
      { numRuns: 300 },
    )
  })
})

const href = 'https://app.thousandeyes.com/view/tests/?testId=1'

describe('a field of a wrong type', () => {
  const v7 = {
    id: 'wdiac',
    displayName: 'Deploy',
    startRoundId: 1_795_420_800,
    endRoundId: 1_795_424_400,
    roundId: 1_795_424_400,
    shareDate: '2026-11-23T08:37:42Z',
    sourceTestId: '1',
    testId: '2',
    uid: 'abc',
    extraParams: {},
    test: {
      testName: 'Shop',
      type: 'http-server',
      interval: 60,
      savedEvent: true,
      _links: { testResults: [{ href }] },
    },
    _links: { appLink: { href }, self: { href } },
  }
  const v6 = {
    link: { displayName: 'Deploy', linkId: 'wdiac', shareDate: '2026-11-23 08:37:42', testId: 2, viewUrl: href },
    test: [],
  }
  const [problem] = ERRORS

  it.each<[string, unknown, Path]>([
    ['v7', v7, ['_links', 'appLink', 'href']],
    ['v6', v6, ['link', 'viewUrl']],
  ])('in a success of %s fails the step only if it is the link', async (apiVersion, json, link) => {
    for (const path of pathsIn(json)) {
      for (const wrong of WRONG_VALUES) {
        const { exitCode, lines, outputs, sent } = await runWith({ apiVersion }, [
          answer(201, mutated(json, path, wrong)),
        ])
        expectHarmless(lines)
        const holdsLink = path.every((key, index) => link[index] === key)
        expect({ exitCode, viewUrl: outputs['viewUrl'], requests: sent.length }).toEqual(
          holdsLink ? { exitCode: 1, viewUrl: '', requests: 1 } : { exitCode: 0, viewUrl: href, requests: 1 },
        )
        if (holdsLink) expect(lines.at(-1)).toMatch(/The snapshot was probably (made|created)/)
      }
    }
  })

  const results = {
    startDate: '2026-11-23T07:37:00Z',
    test: { testId: '1', type: 'dnssec' },
    results: [
      {
        agent: { agentId: '3', agentName: 'Paris', countryId: 'FR' },
        date: '2026-11-23T08:00:00Z',
        roundId: Date.parse('2026-11-23T08:00:00Z') / 1000,
        isValid: true,
        errorDetails: '',
      },
    ],
    _links: { next: { href: '/v7/test-results/1/dnssec?cursor=1' } },
  }
  const alerts = {
    alerts: [
      {
        id: '1',
        alertType: 'dnssec',
        alertState: 'clear',
        alertSeverity: 'minor',
        startDate: '2026-11-23T08:00:00Z',
        endDate: '2026-11-23T08:10:00Z',
        _links: { test: { href: '/v7/tests/1' }, appLink: { href } },
      },
    ],
    _links: { next: { href: '/v7/alerts?cursor=1' } },
  }

  it.each<[string, unknown]>([
    ['/test-results/', results],
    ['/alerts', alerts],
  ])('in a response from %s costs no link, and missing measurements are reported', async (part, json) => {
    const made = answer(201, { ...v7, test: { ...v7.test, type: 'dnssec' } })
    for (const path of [[], ...pathsIn(json)]) {
      for (const wrong of WRONG_VALUES) {
        const onRead = ({ url }: HttpRequest) => {
          const body = url.pathname.includes('/alerts') ? alerts : results
          if (url.searchParams.has('cursor')) return answer(200, { ...body, _links: {} })
          return answer(200, url.pathname.includes(part) ? mutated(json, path, wrong) : body)
        }
        const { exitCode, lines, outputs, sent } = await runWith({}, [made], { onRead })
        expectHarmless(lines)
        expect({ exitCode, viewUrl: outputs['viewUrl'], requests: sent.length }).toEqual({
          exitCode: 0,
          viewUrl: href,
          requests: 1,
        })
        const { metrics, alerts: count } = JSON.parse(outputs['measurements'] ?? '')[0] ?? {}
        const isMissing = metrics === undefined || count === null
        const isReported = lines.some(line => /^info (Not measured\.|Alert: .* does not name)/.test(line))
        const isIncomplete = lines.some(line => line.includes('1 row of another form than the documentation'))
        expect(isReported).toBe(isMissing || isIncomplete)
      }
    }
  })

  it('in an error response hides neither the status nor the remedy', async () => {
    for (const path of [[], ...pathsIn(problem)]) {
      for (const wrong of WRONG_VALUES) {
        const { exitCode, lines } = await runWith({}, [answer(400, mutated(problem, path, wrong))])
        expectHarmless(lines)
        expect(exitCode).toBe(1)
        expect(lines.at(-1)).toMatch(/^error Test 1: ThousandEyes answered 400 Bad Request.*\. Check hours, endTime/)
      }
    }
  })
})
