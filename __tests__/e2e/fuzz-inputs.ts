import { expect } from '@jest/globals'
import fc from 'fast-check'
import { readActionYml } from '../../sandbox/action-yml.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { variantsOf } from '../../src/redaction.ts'
import { hostileSecret, hostileText } from '../arbitrary.ts'
import { expectInvariants } from './faults.ts'
import { FRONT_PAGE, type Sandbox, type withSandbox } from './sandbox.ts'

const { outputs: KNOWN_OUTPUTS } = readActionYml()

/** What fits into a variable of a process: no NUL, and not more than Linux takes. */
const forVariable = (text: string) => text.replaceAll('\0', '').slice(-30_000)
const text = hostileText.map(forVariable)
const secret = hostileSecret.map(forVariable)

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

/** Inputs that may be any text, and the variables and the event of the run. */
const freeText = fc.record({
  inputs: fc.record({ displayName: text, commentKey: text }),
  env: fc.record({ GITHUB_WORKFLOW: text, GITHUB_RUN_NUMBER: text, GITHUB_SHA: text }),
  event: fc.record({ name: text, payload: fc.anything().map(one => JSON.stringify(one) ?? null) }),
  debug: fc.boolean(),
})

const anyInputs = fc.record(
  Object.fromEntries([...Object.keys(VALID), 'apiUrl'].map(name => [name, /token$/i.test(name) ? secret : text])),
  { requiredKeys: [] },
)

/** Any text where any text is valid: the step succeeds, and no part of the text is executed. */
export async function checkFreeText(open: typeof withSandbox, numRuns: number): Promise<void> {
  const secrets = [SHOP.deployer.token, STOREFRONT.workflow.token].flatMap(variantsOf)
  const property = fc.asyncProperty(freeText, async ({ inputs, env, event, debug }) => {
    await open(async sandbox => {
      const { step, thousandEyes, gitHub } = sandbox
      const result = await step({ ...VALID, ...inputs }, { env, event, debug })
      expectNothingInjected(result, sandbox, secrets)
      const { viewUrl, commentUrl } = result.outputs
      expect({ exitCode: result.exitCode, viewUrl, commentUrl }).toEqual({
        exitCode: 0,
        viewUrl: thousandEyes.made[0]?.link,
        commentUrl: `https://github.com/octo-shop/storefront/pull/14#issuecomment-${gitHub.comments[0]?.id}`,
      })
    })
  })
  await fc.assert(property, { numRuns })
}

/** Any text for every input: the step succeeds, or names the wrong input and sends nothing. */
export async function checkAnyInputs(open: typeof withSandbox, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(anyInputs, freeText, async (hostile, { inputs, env, event, debug }) => {
    await open(async sandbox => {
      const { step, thousandEyes, gitHub } = sandbox
      // A query is added to the address, since another host would be asked over the network.
      const apiUrl = hostile['apiUrl'] === undefined ? thousandEyes.url : `${thousandEyes.url}?${hostile['apiUrl']}`
      const result = await step({ ...VALID, ...inputs, ...hostile, apiUrl }, { env, event, debug })
      const { apiToken = SHOP.deployer.token, githubToken = STOREFRONT.workflow.token, email } = hostile
      const secrets = [apiToken.trim(), githubToken.trim(), `${email?.trim()}:${apiToken.trim()}`]
      expectNothingInjected(result, sandbox, secrets.flatMap(variantsOf))
      if (result.exitCode === 1) expect(result.log).toMatch(/^Error: (Input \w+|Test \d+): /m)
      if (/^Error: Input /m.test(result.log)) {
        const sent = { thousandEyes: thousandEyes.received, gitHub: gitHub.received }
        expect(sent).toEqual({ thousandEyes: [], gitHub: [] })
      }
    })
  })
  await fc.assert(property, { numRuns })
}

/** No input becomes a workflow command, an output, or a part of an address. */
function expectNothingInjected(
  result: StepResult,
  { thousandEyes, gitHub }: Sandbox,
  secrets: readonly string[],
): void {
  expectInvariants(result, [])
  for (const { name, message } of result.commands) {
    expect(['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup']).toContain(name)
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
