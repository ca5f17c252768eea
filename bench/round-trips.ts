import { movableClock } from '../sandbox/clock.ts'
import { startGitHub } from '../sandbox/github/server.ts'
import { runStep } from '../sandbox/runner.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { median } from './median.ts'

export interface RoundTrips {
  readonly toThousandEyes: number
  readonly toGitHub: number
  readonly tookMs: number
}

/** A step with a comment for as many tests, in an organization whose quota holds them. */
export async function roundTrips(tests: number): Promise<RoundTrips> {
  const organization = shopOf(tests, { snapshotsPerFiveMinutes: tests, snapshotsPerHour: tests })
  const clock = movableClock(new Date())
  const thousandEyes = await startThousandEyes(clock, { organization })
  const gitHub = await startGitHub(clock)
  try {
    const startedMs = performance.now()
    const { exitCode, log } = await runStep({
      with: {
        testId: organization.tests.map(({ testId }) => testId).join(),
        apiToken: SHOP.deployer.token,
        apiUrl: thousandEyes.url,
        comment: 'true',
      },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl },
      event: { name: 'pull_request', payload: { pull_request: { number: 14 } } },
    })
    if (exitCode !== 0) throw new Error(`The step failed:\n${log}`)
    const tookMs = performance.now() - startedMs
    return { toThousandEyes: thousandEyes.received.length, toGitHub: gitHub.received.length, tookMs }
  } finally {
    await thousandEyes.close()
    await gitHub.close()
  }
}

/** How much longer a step takes for ten tests than for two: the median of as many pairs, run in turn. */
export async function tenOverTwo(pairs: number): Promise<number> {
  const ratios: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const two = await roundTrips(2)
    const ten = await roundTrips(10)
    ratios.push(ten.tookMs / two.tookMs)
  }
  return median(ratios)
}
