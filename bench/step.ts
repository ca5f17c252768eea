import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub } from '../sandbox/github/server.ts'
import { runStep } from '../sandbox/runner.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { systemClock } from '../src/time.ts'
import { type RecordedRequest, startLatencyProxy } from './latency-proxy.ts'
import { type ResourceUsage, readResourceUsage, resourceUsageEnv } from './resource-usage.ts'

/** What a step has to do: a snapshot for each test, and a comment on a pull request that has so many of others. */
export interface Task {
  readonly tests: number
  readonly comments?: number
  /** So many rows of each of two kinds of result are read, too, of a window of 48 hours. */
  readonly rows?: number
  /** Every request takes so long. */
  readonly latencyMs?: number
}

export interface StepCost extends ResourceUsage {
  readonly tookMs: number
  readonly toThousandEyes: readonly RecordedRequest[]
  readonly toGitHub: readonly RecordedRequest[]
}

const AGENTS = 50
const ROWS_PER_PAGE = 5_000

const REMARK = 'This looks good to me, apart from the naming. '.repeat(5)

/** Runs the built action with a comment, in an organization whose quota holds all the tests. */
export async function stepCost({ tests, comments = 0, rows = 0, latencyMs = 0 }: Task): Promise<StepCost> {
  const plenty = Math.max(tests, 240)
  const quotas = { requestsPerMinute: plenty, snapshotQuotas: [] }
  // An hour between rounds is the longest that there is.
  const interval = rows === 0 ? 60 : Math.min(3600, (48 * 3600 * AGENTS) / rows)
  const agentsPerTest = rows === 0 ? AGENTS : Math.round((rows * interval) / (48 * 3600))
  const organization = shopOf(tests, { ...quotas, agentsPerTest, resultsPerPage: ROWS_PER_PAGE }, interval)
  const thousandEyes = await startThousandEyes(systemClock, { organization })
  const gitHub = await startGitHub(systemClock)
  for (let index = 0; index < comments; index++) gitHub.addComment(14, 'somebody', REMARK)
  const [thousandEyesProxy, gitHubProxy] = [
    await startLatencyProxy(thousandEyes.url, latencyMs),
    await startLatencyProxy(gitHub.url, latencyMs),
  ]
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const resourceUsageFile = join(folder, 'usage')
  try {
    const startedMs = performance.now()
    const { exitCode, log } = await runStep({
      with: {
        testId: organization.tests.map(({ testId }) => testId).join(),
        apiToken: SHOP.deployer.token,
        apiUrl: thousandEyesProxy.url,
        comment: 'true',
        measure: String(rows > 0),
        hours: rows > 0 ? '48' : '1',
      },
      env: {
        GITHUB_API_URL: gitHubProxy.url,
        GITHUB_GRAPHQL_URL: `${gitHubProxy.url}/graphql`,
        ...resourceUsageEnv(resourceUsageFile, 'small'),
      },
      event: { name: 'pull_request', payload: { pull_request: { number: 14 } } },
    })
    if (exitCode !== 0 || gitHub.comments.length !== comments + 1) throw new Error(`The step failed:\n${log}`)
    return {
      tookMs: performance.now() - startedMs,
      toThousandEyes: thousandEyesProxy.requests,
      toGitHub: gitHubProxy.requests,
      ...readResourceUsage(resourceUsageFile),
    }
  } finally {
    for (const server of [thousandEyesProxy, gitHubProxy, thousandEyes, gitHub]) await server.close()
    rmSync(folder, { recursive: true })
  }
}
