import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub } from '../sandbox/github/server.ts'
import { runStep } from '../sandbox/runner.ts'
import { SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { systemClock } from '../src/time.ts'
import { median } from './median.ts'
import { type ResourceUsage, readResourceUsage, resourceUsageEnv } from './resource-usage.ts'

export interface StepCost extends ResourceUsage {
  /** Requests. */
  readonly toThousandEyes: number
  readonly toGitHub: number
}

const AGENTS = 50
const HOURS = 48
export const MANY_ROWS = HOURS * 60 * AGENTS

/**
 * Runs the built action with a comment, on a test with 50 agents.
 *
 * @param rows - of each of two kinds of result in a window of 48 hours; 0: nothing is measured
 */
export async function stepCost(rows: number): Promise<StepCost> {
  const interval = rows === 0 ? 60 : (MANY_ROWS * 60) / rows
  const organization = shopOf(1, { agentsPerTest: AGENTS, resultsPerPage: 5_000 }, interval)
  const thousandEyes = await startThousandEyes(systemClock, { organization })
  const gitHub = await startGitHub(systemClock)
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const usageFile = join(folder, 'usage')
  try {
    const { outputs, log } = await runStep({
      with: {
        testId: '1001',
        apiToken: SHOP.deployer.token,
        apiUrl: thousandEyes.url,
        comment: 'true',
        prNumber: '14',
        measure: String(rows > 0),
        hours: rows > 0 ? String(HOURS) : '1',
      },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl, ...resourceUsageEnv(usageFile) },
    })
    const isMeasured = rows === 0 || outputs['measurements']?.includes(`"count":${rows}`)
    if (gitHub.comments.length !== 1 || !isMeasured) throw new Error(`The step failed:\n${log}`)
    const toThousandEyes = thousandEyes.received.length + thousandEyes.reads.length
    return { toThousandEyes, toGitHub: gitHub.received.length, ...readResourceUsage(usageFile) }
  } finally {
    await Promise.all([thousandEyes.close(), gitHub.close()])
    rmSync(folder, { recursive: true })
  }
}

export interface Growth {
  /** The processor time of a step with `MANY_ROWS` × that of one with half as many, both without that of a step with few. */
  readonly timeOfDouble: number
  /** The most memory that a step with `MANY_ROWS` holds. */
  readonly peakMib: number
}

/** Medians of this many rounds, in each of which every size has its turn. */
export async function measureGrowth(rounds: number): Promise<Growth> {
  const runs = new Map<number, StepCost[]>([MANY_ROWS / 60, MANY_ROWS / 2, MANY_ROWS].map(rows => [rows, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [rows, costs] of runs) costs.push(await stepCost(rows))
  }
  const cpuMs = [...runs.values()].map(costs => median(costs.map(cost => cost.cpuMs)))
  const [few = Number.NaN, half = Number.NaN, all = Number.NaN] = cpuMs
  const peakMib = median((runs.get(MANY_ROWS) ?? []).map(cost => cost.peakMib))
  return { timeOfDouble: (all - few) / (half - few), peakMib }
}
