import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub } from '../sandbox/github/server.ts'
import { runStep, type StepResult } from '../sandbox/runner.ts'
import { type Organization, SHOP } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { systemClock } from '../src/time.ts'
import { readResourceUsage, resourceUsageEnv } from './resource-usage.ts'

/** The most memory that a step holds, in MB. */
export interface PeakMemory {
  readonly what: string
  readonly peakMb: number
}

const OVERSIZED_BYTES = 2 ** 30
const ONE_TEST = SHOP.tests[0]?.testId ?? ''

/** Runs `dist/` against services that send much data, and measures the peak memory of its process. */
export async function measurePeakMemory(): Promise<readonly PeakMemory[]> {
  const rows = 48 * 60 * 50
  return [
    {
      what: `${rows} results of each kind`,
      peakMb: await peakMb({
        organization: { agentsPerTest: 50, resultsPerPage: 5_000 },
        inputs: { hours: '48' },
        isExpected: ({ exitCode, outputs }) => exitCode === 0 && outputs['measurements']?.includes(`"count":${rows}`),
      }),
    },
    {
      what: 'a response of 1 GiB to the request for a snapshot',
      peakMb: await peakMb({
        prepare: service => service.fail([{ kind: 'oversized', bytes: OVERSIZED_BYTES }]),
        isExpected: ({ exitCode }) => exitCode === 1,
      }),
    },
    {
      what: 'responses of 1 GiB to the requests for results and alerts',
      peakMb: await peakMb({
        prepare: service => service.failReads(Array(20).fill({ kind: 'oversized', bytes: OVERSIZED_BYTES })),
        isExpected: ({ exitCode, log }) => exitCode === 0 && log.includes('Not measured'),
      }),
    },
  ]
}

interface Setup {
  readonly organization?: Partial<Organization>
  readonly inputs?: Readonly<Record<string, string>>
  readonly prepare?: (service: ThousandEyes) => void
  /** Whether the step ended as it should: a step that fails early needs little memory. */
  readonly isExpected: (result: StepResult) => boolean | undefined
}

async function peakMb({ organization, inputs, prepare, isExpected }: Setup): Promise<number> {
  const thousandEyes = await startThousandEyes(systemClock, { organization: { ...SHOP, ...organization } })
  const gitHub = await startGitHub(systemClock)
  const folder = mkdtempSync(join(tmpdir(), 'memory-'))
  const usageFile = join(folder, 'usage')
  try {
    prepare?.(thousandEyes)
    const result = await runStep({
      with: { testId: ONE_TEST, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url, ...inputs },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl, ...resourceUsageEnv(usageFile) },
    })
    if (!isExpected(result)) throw new Error(`The step did not end as expected:\n${result.log}`)
    return readResourceUsage(usageFile).peakMb
  } finally {
    await Promise.all([thousandEyes.close(), gitHub.close()])
    rmSync(folder, { recursive: true })
  }
}
