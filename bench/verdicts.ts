import * as v from 'valibot'
import { manualClock } from '../sandbox/clock.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { seededRandom } from '../sandbox/seeded-random.ts'
import { inProcessSend } from '../sandbox/shared-quota.ts'
import { Api } from '../sandbox/thousandeyes/api.ts'
import { type Organization, SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { TestResults } from '../sandbox/thousandeyes/results.ts'
import type { SendRequest } from '../src/http.ts'
import { median } from './median.ts'
import { type Figure, printTable } from './table.ts'

const MORNING = new Date('2026-11-23T08:00:00Z')
const MINUTE_MS = 60_000
const ROUNDS = 3
const INPUTS = {
  testId: '1001',
  apiToken: SHOP.deployer.token,
  waitForRounds: String(ROUNDS),
  takeSnapshot: 'never',
  failOn: 'responseTime > 9000',
}

/** The deploys of one test that runs at this interval, at random moments. */
export interface Wait {
  readonly intervalMinutes: number
  /** How long after an agent has measured its result can be read. */
  readonly lagSeconds: number
  readonly medianSeconds: number
  readonly longestSeconds: number
  /** From the moment at which the step looks for the third round and can read it to the verdict, at most. */
  readonly lateSeconds: number
  readonly lateTargetSeconds: number
  /** To list the tests and to count rounds, at most. */
  readonly requests: number
}

/** Those of a test that runs every 15 minutes: the step looks each minute from the second interval after the deploy on. */
const MAX_REQUESTS = 18

/** With `short`, a tenth of the deploys. */
export async function benchVerdicts(short: boolean): Promise<readonly Wait[]> {
  const waits: Wait[] = []
  for (const minutes of [1, 2, 5, 15]) {
    for (const lagSeconds of [0, 45]) waits.push(await benchWait(minutes, lagSeconds, short ? 20 : 200))
  }
  return waits
}

export function verdictFigures(waits: readonly Wait[]): readonly Figure[] {
  const worst = (what: string, figure: (wait: Wait) => number, limit: number) => {
    return { what, measured: Math.max(...waits.map(figure)), target: limit, limit }
  }
  return [
    worst('Third round to verdict, × what is allowed', wait => wait.lateSeconds / wait.lateTargetSeconds, 1),
    worst('Requests while waiting for a verdict', wait => wait.requests, MAX_REQUESTS),
  ]
}

export function printVerdictTable(waits: readonly Wait[]): void {
  printTable(
    [
      ...['interval, min', 'readable after, s', 'deploy to verdict, s: median', 'longest'],
      ...['after the third round, s: longest', 'target', 'requests, at most'],
    ],
    waits.map(wait => [
      ...[wait.intervalMinutes, wait.lagSeconds, wait.medianSeconds, wait.longestSeconds],
      ...[wait.lateSeconds, wait.lateTargetSeconds, wait.requests],
    ]),
  )
}

async function benchWait(intervalMinutes: number, lagSeconds: number, deploys: number): Promise<Wait> {
  const random = seededRandom(intervalMinutes)
  const took: number[] = []
  const late: number[] = []
  const requests: number[] = []
  for (let seed = 1; seed <= deploys; seed++) {
    const deployedAt = new Date(
      MORNING.getTime() + Math.floor(random() * 60) * MINUTE_MS + Math.floor(random() * 60_000),
    )
    const organization = shopOf(1, { seed, agentsMeasureLate: true, resultsPerPage: 1_000 }, intervalMinutes * 60)
    const clock = manualClock(deployedAt)
    const api = new Api(organization, clock)
    let counted = 0
    const send = sendTo(api, row => row.startTime * 1000 <= clock.now().getTime() - lagSeconds * 1000)
    const sendRequest: SendRequest = async (request, signal) => {
      // What is measured for the verdict starts at least ten rounds before the deploy.
      const start = Date.parse(request.url.searchParams.get('startDate') ?? deployedAt.toISOString())
      if (start > deployedAt.getTime() - 3 * intervalMinutes * MINUTE_MS) counted += 1
      return await send(request, signal)
    }
    const { outputs, lines } = await runInProcess(INPUTS, { clock, sendRequest, random })
    if (outputs['verdict'] !== 'pass') throw new Error(`The verdict is ${outputs['verdict']}:\n${lines.join('\n')}`)
    const endedMs = clock.now().getTime()
    took.push((endedMs - deployedAt.getTime()) / 1000)
    const readableMs = thirdRoundMs(organization, deployedAt) + lagSeconds * 1000
    const lookedForMs = deployedAt.getTime() + (ROUNDS - 1) * intervalMinutes * MINUTE_MS
    late.push((endedMs - Math.max(readableMs, lookedForMs)) / 1000)
    requests.push(counted)
  }
  return {
    intervalMinutes,
    lagSeconds,
    medianSeconds: median(took),
    longestSeconds: Math.max(...took),
    lateSeconds: Math.max(...late),
    lateTargetSeconds: Math.min(60, intervalMinutes * 30),
    requests: Math.max(...requests),
  }
}

/** When at least half of the agents have measured the third round since the deploy: a second computation, from all rows. */
function thirdRoundMs(organization: Organization, deployedAt: Date): number {
  const [test] = organization.tests
  if (test === undefined) throw new Error('The organization has no test')
  const results = new TestResults(organization, manualClock(deployedAt))
  const intervalMs = test.interval * 1000
  const fromMs = Math.floor(deployedAt.getTime() / intervalMs) * intervalMs
  const { agentsPerTest } = organization
  const completions = Array.from({ length: ROUNDS + 1 }, (_, round) => {
    const times = Array.from({ length: agentsPerTest }, (_, agent) =>
      v.parse(Row, results.row(test, 'http-server', fromMs, round * agentsPerTest + agent)),
    ).map(({ startTime }) => startTime * 1000)
    return times.filter(ms => ms >= deployedAt.getTime()).sort((a, b) => a - b)[Math.ceil(agentsPerTest / 2) - 1]
  })
  return completions.filter(ms => ms !== undefined)[ROUNDS - 1] ?? Number.NaN
}

const Row = v.looseObject({ startTime: v.number() })
type Row = v.InferOutput<typeof Row>
const ResultsPage = v.looseObject({ results: v.array(Row) })

/** The sandbox's operations without a network. Pages of results have these rows of it. */
function sendTo(api: Api, isReadable: (row: Row) => boolean): SendRequest {
  const send = inProcessSend(api)
  return async (request, signal) => {
    const result = await send(request, signal)
    const isPage = result.kind === 'response' && result.status === 200 && request.url.pathname.endsWith('/http-server')
    if (!isPage) return result
    const page = v.parse(ResultsPage, JSON.parse(result.body))
    return { ...result, body: JSON.stringify({ ...page, results: page.results.filter(isReadable) }) }
  }
}
