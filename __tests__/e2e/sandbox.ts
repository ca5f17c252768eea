import { afterEach } from '@jest/globals'
import { type ManualClock, manualClock } from '../../sandbox/clock.ts'
import { type GitHub, startGitHub } from '../../sandbox/github/server.ts'
import { runStep, type Step, type StepResult, type Time } from '../../sandbox/runner.ts'
import type { Tls } from '../../sandbox/server.ts'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../../sandbox/thousandeyes/server.ts'

export const FRONT_PAGE = '281474976710706'
export const CHECKOUT = '281474976710707'
export const PAYMENT = '281474976710708'
export const OTHER_GROUP = '281474976710709'

/** A ThousandEyes and a GitHub, and a runner whose steps use them. */
export interface Sandbox {
  /** The inputs and variables of every step, unless it has others. */
  readonly inputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly clock: ManualClock
  readonly thousandEyes: ThousandEyes
  readonly gitHub: GitHub
  /** Runs `dist/` on the shop's front page test, unless the inputs name another. */
  step(
    inputs?: Readonly<Record<string, string>>,
    step?: Omit<Step, 'with'>,
    time?: Omit<Time, 'clock'>,
  ): Promise<StepResult>
  close(): Promise<void>
}

const opened: Sandbox[] = []
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close()
})

/** A sandbox that is closed after the test. */
export async function openSandbox(...options: Parameters<typeof startSandbox>): Promise<Sandbox> {
  const sandbox = await startSandbox(...options)
  opened.push(sandbox)
  return sandbox
}

/** Its time is 2026-11-23 08:37:42 UTC, until a step sleeps. */
export async function startSandbox(
  organization: Partial<Organization> = {},
  gitHubOptions: Parameters<typeof startGitHub>[1] = {},
  tls?: Tls,
): Promise<Sandbox> {
  const clock = manualClock(new Date('2026-11-23T08:37:42Z'))
  const thousandEyes = await startThousandEyes(clock, {
    organization: { ...SHOP, ...organization },
    ...(tls && { tls }),
  })
  const gitHub = await startGitHub(clock, gitHubOptions)
  const inputs = { testId: FRONT_PAGE, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url }
  const env = { GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
  return {
    clock,
    thousandEyes,
    gitHub,
    inputs,
    env,
    step: (given, step, time) =>
      runStep({ ...step, with: { ...inputs, ...given }, env: { ...env, ...step?.env } }, { clock, ...time }),
    close: async () => {
      await Promise.all([thousandEyes.close(), gitHub.close()])
    },
  }
}

/** The annotations of a kind, in order. */
export function annotations({ commands }: StepResult, kind: 'error' | 'warning' | 'notice'): readonly string[] {
  return commands.flatMap(({ name, message }) => (name === kind ? [message] : []))
}

/** Uses a sandbox of its own, for tests that run concurrently. */
export async function withSandbox(
  use: (sandbox: Sandbox) => Promise<void>,
  ...options: Parameters<typeof startSandbox>
): Promise<void> {
  const sandbox = await startSandbox(...options)
  try {
    await use(sandbox)
  } finally {
    await sandbox.close()
  }
}
