import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub } from '../sandbox/github/server.ts'
import { runStep, type StepResult } from '../sandbox/runner.ts'
import { type Organization, SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { systemClock } from '../src/time.ts'
import { readResourceUsage, resourceUsageEnv } from './resource-usage.ts'

/** The most memory that a step holds, in MiB. */
export interface PeakMemory {
  readonly what: string
  readonly peakMib: number
}

interface Setup {
  readonly what: string
  readonly organization: Organization
  readonly inputs?: Readonly<Record<string, string>>
  readonly prepare?: (service: ThousandEyes) => void
  /** Whether the step ended as it should: a step that fails early needs little memory. */
  readonly isExpected: (result: StepResult) => boolean | undefined
}

const OVERSIZED_BYTES = 2 ** 30
const LARGE_TESTS = 8

/** A test of every minute with 50 agents, over 48 hours. */
const ROWS = 48 * 60 * 50
const LARGE_ORGANIZATION = { agentsPerTest: 50, resultsPerPage: 5_000 }

const hasAllRows =
  (tests: number): Setup['isExpected'] =>
  ({ exitCode, outputs }) =>
    exitCode === 0 && (outputs['measurements']?.split(`"count":${ROWS}`).length ?? 0) > tests

const QUICK: readonly Setup[] = [
  {
    what: `a test with ${ROWS} rows of each kind`,
    organization: shopOf(1, LARGE_ORGANIZATION),
    inputs: { hours: '48' },
    isExpected: hasAllRows(1),
  },
  {
    what: 'a response of 1 GiB to the request for a snapshot',
    organization: shopOf(1),
    prepare: service => service.fail([{ kind: 'oversized', bytes: OVERSIZED_BYTES }]),
    isExpected: ({ exitCode }) => exitCode === 1,
  },
]

const SLOW: readonly Setup[] = [
  {
    what: `${LARGE_TESTS} tests with ${ROWS} rows of each kind`,
    organization: shopOf(LARGE_TESTS, { ...LARGE_ORGANIZATION, snapshotQuotas: [], requestsPerMinute: 10_000 }),
    inputs: { hours: '48' },
    isExpected: hasAllRows(LARGE_TESTS),
  },
  {
    what: 'responses of 1 GiB to the requests for results and alerts',
    organization: shopOf(1),
    prepare: service => service.failReads(Array(20).fill({ kind: 'oversized', bytes: OVERSIZED_BYTES })),
    isExpected: ({ exitCode, log }) => exitCode === 0 && log.includes('Not measured'),
  },
]

/** Runs `dist/` as on a runner against services that send much data, and measures the peak memory of its process. */
export async function measurePeakMemory(which: 'all' | 'quick'): Promise<readonly PeakMemory[]> {
  const peaks: PeakMemory[] = []
  for (const setup of which === 'all' ? [...QUICK, ...SLOW] : QUICK) {
    peaks.push({ what: setup.what, peakMib: await peakMib(setup) })
  }
  return peaks
}

async function peakMib({ organization, inputs, prepare, isExpected }: Setup): Promise<number> {
  const thousandEyes = await startThousandEyes(systemClock, { organization })
  const gitHub = await startGitHub(systemClock)
  const folder = mkdtempSync(join(tmpdir(), 'memory-'))
  const testId = organization.tests.map(test => test.testId).join()
  const usageFile = join(folder, 'usage')
  try {
    prepare?.(thousandEyes)
    const result = await runStep({
      with: { testId, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url, ...inputs },
      env: {
        GITHUB_API_URL: gitHub.url,
        GITHUB_GRAPHQL_URL: gitHub.graphqlUrl,
        ...resourceUsageEnv(usageFile, 'default'),
      },
    })
    if (!isExpected(result)) throw new Error(`The step did not end as expected:\n${result.log}`)
    return readResourceUsage(usageFile).peakMb
  } finally {
    await Promise.all([thousandEyes.close(), gitHub.close()])
    rmSync(folder, { recursive: true })
  }
}
