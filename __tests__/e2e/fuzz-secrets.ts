import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { expectInvariants, FAULTS, isSlow } from './faults.ts'
import { FRONT_PAGE, type Sandbox, type startSandbox } from './sandbox.ts'
import { secretVariantsOf } from './secret-variants.ts'

const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019._~+/=-%"\\'), minLength: 16, maxLength: 60 })

/** Responses that repeat the secrets of the request: as JSON, and as HTML. */
function echoes(status: number, secrets: readonly string[]): readonly Fault[] {
  const message = secrets.flatMap(secretVariantsOf).join(' ')
  const json = JSON.stringify({
    title: message,
    message,
    detail: message,
    id: message,
    test: { testName: message },
  })
  const headers = { location: `https://elsewhere.example/?${secrets.map(encodeURIComponent).join('&')}` }
  return [json, `<html><body>${message}</body></html>`].map(
    (body): Fault => ({ kind: 'overrideResponse', status, body, headers }),
  )
}

const quick = FAULTS.map(({ fault }) => fault).filter(fault => !isSlow(fault) && fault.kind !== 'oversized')

/** Faults that may depend on the secrets. */
const faults = fc.array(
  fc.oneof(
    fc.constantFrom(...quick).map(fault => () => fault),
    fc
      .tuple(fc.constantFrom(201, 301, 400, 401, 500), fc.nat(1))
      .map(([status, format]) => (secrets: readonly string[]): Fault => {
        return echoes(status, secrets)[format] ?? { kind: 'reset' }
      }),
  ),
  { maxLength: 3 },
)

const situation = fc.record({
  apiToken: secret.map(text => `te-${text}`),
  githubToken: secret.map(text => `gh-${text}`),
  email: fc.constantFrom('', 'deploy+bot@shop.example'),
  debug: fc.boolean(),
  thousandEyesFaults: faults,
  gitHubFaults: faults,
  unusualInputs: fc.constantFrom<Record<string, string>>(
    {},
    { hours: 'x' },
    { testId: '5' },
    { dryRun: 'true' },
    { apiUrl: 'x' },
  ),
  titlesHoldSecrets: fc.boolean(),
})

/** Uses a sandbox with these options, such as `withSandbox`. */
export type OpenSandbox = (
  use: (sandbox: Sandbox) => Promise<void>,
  organization: Partial<Organization>,
  gitHubOptions: Parameters<typeof startSandbox>[1],
) => Promise<void>

/** Whatever goes wrong: a secret is masked first, and only the service it is for receives it. */
export async function checkSecrets(open: OpenSandbox, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(situation, async ({ apiToken, githubToken, email, debug, ...given }) => {
    const credentials = email === '' ? [apiToken] : [apiToken, `${email}:${apiToken}`]
    const [apiSecrets, gitHubSecrets] = [credentials.flatMap(secretVariantsOf), secretVariantsOf(githubToken)]
    const secrets = [...apiSecrets, ...gitHubSecrets]
    const title = secrets.join(' ')

    const use = async ({ step, thousandEyes, gitHub }: Sandbox) => {
      thousandEyes.fail(given.thousandEyesFaults.map(fault => fault(credentials)))
      gitHub.fail(given.gitHubFaults.map(fault => fault([githubToken])))
      const inputs = {
        apiToken,
        githubToken,
        ...(email === '' ? {} : { email, apiVersion: 'v6' }),
        ...(given.titlesHoldSecrets ? { displayName: title, commentKey: title } : {}),
        testId: FRONT_PAGE,
        maxWaitMinutes: '1',
        comment: 'true',
        prNumber: '14',
        ...given.unusualInputs,
      }
      const result = await step(inputs, { debug })
      expectInvariants(result, secrets)
      expectMaskedFirst(result, secrets)
      expectSentOnlyToTheirService({ thousandEyes, gitHub }, apiSecrets, gitHubSecrets)
    }
    const organization = { users: [{ ...SHOP.deployer, email, token: apiToken }] }
    const repository = { ...STOREFRONT, users: [{ ...STOREFRONT.workflow, token: githubToken }] }
    await open(use, organization, { repository })
  })
  await fc.assert(property, { numRuns })
}

/** The runner processes the lines in order, so the secrets are masked before any other line is written. */
function expectMaskedFirst({ stdout, commands }: StepResult, secrets: readonly string[]): void {
  const masked = commands.flatMap(({ name, message }) => (name === 'add-mask' ? [message] : []))
  expect(masked).toEqual(expect.arrayContaining([...secrets]))
  const isMask = stdout.split('\n').map(line => line.startsWith('::add-mask::'))
  expect(isMask.lastIndexOf(true)).toBe(isMask.indexOf(false) - 1)
}

/** A service receives its own secret, in no other place than a header, and never the other service's. */
function expectSentOnlyToTheirService(
  { thousandEyes, gitHub }: Pick<Sandbox, 'thousandEyes' | 'gitHub'>,
  apiSecrets: readonly string[],
  gitHubSecrets: readonly string[],
): void {
  const [toThousandEyes = '', toGitHub = ''] = [thousandEyes, gitHub].map(({ received }) => JSON.stringify(received))
  const withoutHeaders = [...thousandEyes.received, ...gitHub.received]
    .map(({ path, body }) => `${path} ${body}`)
    .join('\n')
  expect({
    gitHubSecretsToThousandEyes: gitHubSecrets.filter(one => toThousandEyes.includes(inJson(one))),
    apiSecretsToGitHub: apiSecrets.filter(one => toGitHub.includes(inJson(one))),
    secretsOutsideHeaders: [...apiSecrets, ...gitHubSecrets].filter(one => withoutHeaders.includes(one)),
  }).toEqual({ gitHubSecretsToThousandEyes: [], apiSecretsToGitHub: [], secretsOutsideHeaders: [] })
}

/** The text as JSON writes it within quotes. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
