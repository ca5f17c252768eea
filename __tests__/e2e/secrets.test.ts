import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { expectInvariants, FAULTS, takesTime } from './faults.ts'
import { FRONT_PAGE, type Sandbox, withSandbox } from './sandbox.ts'
import { secretVariantsOf } from './secret-variants.ts'

const RUNS = 24

const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019._~+/=-%"\\'), minLength: 16, maxLength: 60 })

/** A service, or something before it, that repeats what it was sent. */
const echo = (status: number) => (secrets: readonly string[]) => {
  const message = secrets.flatMap(secretVariantsOf).join(' ')
  const json = JSON.stringify({
    title: message,
    message: message,
    detail: message,
    id: message,
    test: { testName: message },
  })
  return [json, json.replaceAll('/', '\\/'), `<html><body>${message}</body></html>`].map(
    (body): Fault => ({
      kind: 'overrideResponse',
      status,
      body,
      headers: { location: `https://elsewhere.example/?${encodeURI(message)}` },
    }),
  )
}

const quick = FAULTS.map(({ fault }) => fault).filter(fault => !takesTime(fault) && fault.kind !== 'oversized')

/** Faults that may depend on the secrets. */
const faults = fc.array(
  fc.oneof(
    fc.constantFrom(...quick).map(fault => () => fault),
    fc.tuple(fc.constantFrom(201, 301, 400, 401, 500), fc.nat(2)).map(
      ([status, form]) =>
        (secrets: readonly string[]) =>
          echo(status)(secrets)[form] ?? { kind: 'reset' },
    ),
  ),
  { maxLength: 3 },
)

const situation = fc.record({
  apiToken: secret.map(text => `te-${text}`),
  githubToken: secret.map(text => `gh-${text}`),
  email: fc.constantFrom('', 'deploy+bot@shop.example'),
  debug: fc.boolean(),
  isProxied: fc.boolean(),
  ofThousandEyes: faults,
  ofGitHub: faults,
  odd: fc.constantFrom<Record<string, string>>(
    {},
    { hours: 'x' },
    { testId: '5' },
    { dryRun: 'true' },
    { apiUrl: 'x' },
  ),
  showsSecrets: fc.boolean(),
})

/** Nothing goes out before the secrets are masked: the runner obeys the lines in their order. */
function expectMaskedFirst({ stdout, commands }: StepResult, forms: readonly string[]): void {
  const masked = commands.flatMap(({ name, message }) => (name === 'add-mask' ? [message] : []))
  expect(masked).toEqual(expect.arrayContaining([...forms]))
  const isMask = stdout.split('\n').map(line => line.startsWith('::add-mask::'))
  expect(isMask.lastIndexOf(true)).toBe(isMask.indexOf(false) - 1)
}

test('whatever goes wrong, a secret is masked first and seen by nobody but the service it is for', async () => {
  await fc.assert(
    fc.asyncProperty(
      situation,
      async ({ apiToken, githubToken, email, debug, isProxied, odd, showsSecrets, ...given }) => {
        const whole = email === '' ? [] : [`${email}:${apiToken}`]
        const [ofThousandEyes, ofGitHub] = [
          [apiToken, ...whole].flatMap(secretVariantsOf),
          secretVariantsOf(githubToken),
        ]
        const forms = [...ofThousandEyes, ...ofGitHub]

        const use = async ({ step, thousandEyes, gitHub }: Sandbox) => {
          thousandEyes.fail(given.ofThousandEyes.map(fault => fault([apiToken, ...whole])))
          gitHub.fail(given.ofGitHub.map(fault => fault([githubToken])))
          const result = await step(
            {
              apiToken,
              githubToken,
              ...(email === '' ? {} : { email, apiVersion: 'v6' }),
              ...(showsSecrets ? { displayName: forms.join(' '), commentKey: forms.join(' ') } : {}),
              testId: FRONT_PAGE,
              maxWaitMinutes: '1',
              comment: 'true',
              prNumber: '14',
              ...odd,
            },
            { debug },
          )
          expectInvariants(result, forms)
          expectMaskedFirst(result, forms)
          expectHeardByItsOwn({ thousandEyes, gitHub }, ofThousandEyes, ofGitHub)
        }
        const organization = { users: [{ ...SHOP.deployer, email, token: apiToken }] }
        const users = [{ ...STOREFRONT.workflow, token: githubToken }]
        const gitHubOptions = { repository: { ...STOREFRONT, users } }
        if (isProxied) await withProxiedSandbox(use, '', organization, gitHubOptions)
        else await withSandbox(use, organization, gitHubOptions)
      },
    ),
    { numRuns: RUNS },
  )
})

/** A service hears its own secret in the header that is for it, and the other's nowhere. */
function expectHeardByItsOwn(
  { thousandEyes, gitHub }: Pick<Sandbox, 'thousandEyes' | 'gitHub'>,
  ofThousandEyes: readonly string[],
  ofGitHub: readonly string[],
): void {
  const heardBy = [thousandEyes, gitHub].map(({ received }) => JSON.stringify(received))
  for (const form of ofGitHub) expect(heardBy[0]).not.toContain(inJson(form))
  for (const form of ofThousandEyes) expect(heardBy[1]).not.toContain(inJson(form))
  const shown = [...thousandEyes.received, ...gitHub.received].map(({ path, body }) => `${path} ${body}`).join('\n')
  for (const form of [...ofThousandEyes, ...ofGitHub]) expect(shown).not.toContain(form)
}

/** As it stands inside of JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
