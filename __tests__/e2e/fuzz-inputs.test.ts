import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readActionYml } from '../../sandbox/action-yml.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { variantsOf } from '../../src/redaction.ts'
import { hostileSecret, hostileText } from '../arbitrary.ts'
import { expectInvariants } from './faults.ts'
import { FRONT_PAGE, type Sandbox, withSandbox } from './sandbox.ts'

const RUNS = 12
const { outputs: KNOWN_OUTPUTS } = readActionYml()

/** What a process can be given in a variable: no NUL, and not more than Linux takes. */
const inVariable = (one: string) => one.replaceAll('\0', '').slice(-30_000)
const text = hostileText.map(inVariable)
const secret = hostileSecret.map(inVariable)

const VALID: Readonly<Record<string, string>> = {
  testId: FRONT_PAGE,
  hours: '1',
  isPublic: 'false',
  apiToken: SHOP.deployer.token,
  email: '',
  apiVersion: 'v7',
  aid: '1001',
  endTime: '2026-11-23T08:00:00Z',
  waitMinutes: '1',
  maxWaitMinutes: '1',
  dryRun: 'false',
  comment: 'true',
  prNumber: '14',
  summary: 'true',
  githubToken: STOREFRONT.workflow.token,
}

/** Inputs that may hold any text, and what surrounds the step. */
const anyText = fc.record({
  inputs: fc.record({ displayName: text, commentKey: text }),
  env: fc.record({ GITHUB_WORKFLOW: text, GITHUB_RUN_NUMBER: text, GITHUB_SHA: text }),
  event: fc.record({ name: text, payload: fc.anything().map(one => JSON.stringify(one) ?? null) }),
  debug: fc.boolean(),
})

/** What a hostile text must not have done, whether the step is green or red. */
function expectNothingInjected(
  result: StepResult,
  { thousandEyes, gitHub }: Sandbox,
  secrets: readonly string[],
): void {
  expectInvariants(result, [])
  for (const { name, message } of result.commands) {
    expect(['add-mask', 'debug', 'notice', 'warning', 'error']).toContain(name)
    if (name === 'add-mask') expect(secrets).toContain(message)
    else expect(message).not.toMatch(/[\r\n]|##\[/)
  }
  expect(Object.keys(KNOWN_OUTPUTS)).toEqual(expect.arrayContaining(Object.keys(result.outputs)))
  const links = thousandEyes.made.map(({ link }) => link)
  if (result.outputs['viewUrl']) expect(links).toContain(result.outputs['viewUrl'])
  for (const { path } of thousandEyes.received) {
    expect(path).toMatch(/^(\/v7\/tests\/\d{1,20}\/snapshot|\/v6\/snapshot\.json)(\?aid=\d{1,20})?$/)
  }
  for (const { path } of gitHub.received) {
    expect(path).toMatch(/^\/graphql$|^\/repos\/octo-shop\/storefront\/issues\/(\d+\/comments|comments\/\d+)$/)
  }
}

test('any text for what may be any text: the step works, and nothing in it commands anybody', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async ({ inputs, env, event, debug }) => {
      await withSandbox(async sandbox => {
        const result = await sandbox.step({ ...VALID, ...inputs }, { env, event, debug })
        expectNothingInjected(result, sandbox, [SHOP.deployer.token, STOREFRONT.workflow.token].flatMap(variantsOf))
        const { viewUrl, commentUrl } = result.outputs
        expect([result.exitCode, viewUrl]).toEqual([0, sandbox.thousandEyes.made[0]?.link])
        expect(commentUrl).toBe(
          `https://github.com/octo-shop/storefront/pull/14#issuecomment-${sandbox.gitHub.comments[0]?.id}`,
        )
      })
    }),
    { numRuns: RUNS },
  )
})

test('any text for every input: the step works, or says which input is wrong and sends nothing', async () => {
  const given = fc.record(
    Object.fromEntries([...Object.keys(VALID), 'apiUrl'].map(name => [name, /token$/i.test(name) ? secret : text])),
    {
      requiredKeys: [],
    },
  )
  await fc.assert(
    fc.asyncProperty(given, anyText, async (hostile, { inputs, env, event, debug }) => {
      await withSandbox(async sandbox => {
        const { thousandEyes, gitHub } = sandbox
        // A path behind the address, since any other host could only be asked over the network.
        const apiUrl = hostile['apiUrl'] === undefined ? thousandEyes.url : `${thousandEyes.url}?${hostile['apiUrl']}`
        const result = await sandbox.step({ ...VALID, ...inputs, ...hostile, apiUrl }, { env, event, debug })
        const { apiToken = SHOP.deployer.token, githubToken = STOREFRONT.workflow.token, email } = hostile
        const secrets = [apiToken.trim(), githubToken.trim(), `${email?.trim()}:${apiToken.trim()}`]
        expectNothingInjected(result, sandbox, secrets.flatMap(variantsOf))
        if (result.exitCode === 1) expect(result.log).toMatch(/^Error: (Input \w+|Test \d+): /m)
        if (/^Error: Input /m.test(result.log)) expect([thousandEyes.received, gitHub.received]).toEqual([[], []])
      })
    }),
    { numRuns: RUNS },
  )
})
