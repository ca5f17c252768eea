import { longestChain } from './latency-proxy.ts'
import { stepCost } from './step.ts'

export interface RoundTrips {
  readonly toThousandEyes: number
  readonly toGitHub: number
  /** How many of them wait for each other, at most. */
  readonly longestChain: number
}

/** So long that requests that are sent together are also under way together. */
const LATENCY_MS = 50

/** The requests of a step with a comment, and with measurements where there are rows to read, in an organization whose quota holds all its tests. */
export async function roundTrips(tests: number, rows = 0): Promise<RoundTrips> {
  const { toThousandEyes, toGitHub } = await stepCost({ tests, rows, latencyMs: LATENCY_MS })
  return {
    toThousandEyes: toThousandEyes.length,
    toGitHub: toGitHub.length,
    longestChain: longestChain([...toThousandEyes, ...toGitHub]),
  }
}
