import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answer, made, runWith } from './world.ts'

const NAMES = [
  'testId',
  'hours',
  'isPublic',
  'email',
  'apiVersion',
  'apiUrl',
  'aid',
  'displayName',
  'endTime',
  'waitMinutes',
  'maxWaitMinutes',
  'dryRun',
  'summary',
  'comment',
  'prNumber',
  'commentKey',
]

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '::set-output name=viewUrl::https://evil.example',
    '\n::add-mask::a',
    '##[error]',
    '../../v7/tests/2/snapshot?aid=1#',
    'https://user:secret@evil.example/',
    'javascript:alert(1)',
    '__proto__',
    '9'.repeat(400),
    '1'.repeat(20),
    '1e3',
    '-1',
    'x'.repeat(100_000),
    '2026-02-30T00:00:00Z',
    'ghadelimiter_1\nviewUrl<<x',
  ),
)

const hostileInputs = fc.dictionary(fc.constantFrom(...NAMES), hostileText, { maxKeys: 5, noNullPrototype: true })

/** Every line the runner sees is one line that commands nothing, and no fault is the action's own. */
function expectHarmless(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).not.toMatch(/[\r\n]|^\w+ ::|##\[/)
    expect(line).not.toContain('in a way it should not have')
  }
}

test('whatever the inputs are, the step works or says which is wrong', async () => {
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

test('whatever the service answers, the step ends with one line of why, and a link only if it is https', async () => {
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

test('a token is masked before it is sent and appears nowhere, whoever echoes it', async () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019._~+/=-%'), minLength: 12, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom(201, 400, 401, 500), async (apiToken, status) => {
      const forms = [apiToken, encodeURIComponent(apiToken), btoa(apiToken)]
      const echo = { title: forms.join(' '), detail: forms.join('\n'), test: { testName: forms.join(' ') } }
      const _links = { appLink: { href: `https://app.thousandeyes.com/?t=${forms.join('&')}` } }
      const { lines, masked, outputs, summary } = await runWith(
        { apiToken, displayName: `Deploy ${apiToken}`, maxWaitMinutes: '1' },
        [answer(status, { ...echo, _links }), made()],
      )
      expect(masked).toEqual(expect.arrayContaining(forms))
      const seen = [...lines, ...Object.values(outputs), summary].join('\n')
      for (const form of forms) expect(seen).not.toContain(form)
    }),
  )
})
