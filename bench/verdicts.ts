import * as v from 'valibot'
import { manualClock, sharedClock } from '../sandbox/clock.ts'
import { runInProcess } from '../sandbox/in-process.ts'
import { seededRandom } from '../sandbox/seeded-random.ts'
import { Api } from '../sandbox/thousandeyes/api.ts'
import { type Organization, SHOP, shopOf } from '../sandbox/thousandeyes/organization.ts'
import { TestResults } from '../sandbox/thousandeyes/results.ts'
import type { SendRequest } from '../src/http.ts'
import { median } from './median.ts'
import { printTable } from './table.ts'

const MORNING = new Date('2026-11-23T08:00:00Z')
const MINUTE_MS = 60_000
const ROUNDS = 3
const INPUTS = {
  testId: '1001',
  apiToken: SHOP.deployer.token,
  summary: 'false',
  waitForRounds: String(ROUNDS),
  takeSnapshot: 'onFailure',
}

/** Prints how long a verdict takes, and what a day of deploys costs. Returns whether all targets are met. */
export async function benchVerdicts(): Promise<boolean> {
  const waits: Wait[] = []
  for (const minutes of [1, 2, 5, 15])
    for (const lagSeconds of [0, 45]) waits.push(await benchWait(minutes, lagSeconds))
  printTable(
    [
      'interval, min',
      'readable after, s',
      'deploy to verdict, s: median',
      'longest',
      'after the third round, s: longest',
      'target',
      'requests, at most',
      'target',
    ],
    waits.map(wait => [
      wait.intervalMinutes,
      wait.lagSeconds,
      wait.medianSeconds,
      wait.longestSeconds,
      wait.lateSeconds,
      wait.lateTargetSeconds,
      wait.requests,
      MAX_REQUESTS,
    ]),
  )
  const days = [await day('spread out', 1), await day('in bursts of 50', 50)]
  printTable(
    ['1,000 deploys in 8 h', 'verdicts', 'fail', 'links', 'for bad deploys', 'longest, min', '429', 'busiest minute'],
    days.map(one => [
      one.how,
      one.verdicts,
      one.failed,
      one.links,
      one.linksOfBad,
      one.longestMinutes,
      one.refused,
      one.busiestMinute,
    ]),
  )
  const areInTime = waits.every(wait => wait.lateSeconds <= wait.lateTargetSeconds && wait.requests <= MAX_REQUESTS)
  const areComplete = days.every(one => one.verdicts === DEPLOYS && one.links === BAD && one.linksOfBad === BAD)
  return areInTime && areComplete && days[0]?.refused === 0
}

/** The deploys of one test that runs at this interval, at random moments. */
interface Wait {
  readonly intervalMinutes: number
  /** How long after an agent has measured its result can be read. */
  readonly lagSeconds: number
  readonly medianSeconds: number
  readonly longestSeconds: number
  /** From the moment at which the third round can be read to the verdict, at most. */
  readonly lateSeconds: number
  readonly lateTargetSeconds: number
  /** To list the tests and to count rounds, at most. */
  readonly requests: number
}

const MAX_REQUESTS = 10
const DEPLOYS_OF_WAIT = 200

async function benchWait(intervalMinutes: number, lagSeconds: number): Promise<Wait> {
  const random = seededRandom(intervalMinutes)
  const took: number[] = []
  const late: number[] = []
  const requests: number[] = []
  for (let seed = 1; seed <= DEPLOYS_OF_WAIT; seed++) {
    const deployedAt = new Date(
      MORNING.getTime() + Math.floor(random() * 60) * MINUTE_MS + Math.floor(random() * 60_000),
    )
    const organization = shopOf(1, { seed, agentsMeasureLate: true, resultsPerPage: 1_000 }, intervalMinutes * 60)
    const clock = manualClock(deployedAt)
    const api = new Api(organization, clock)
    let counted = 0
    const send = sendTo(api, row => row.startTime * 1000 <= clock.now().getTime() - lagSeconds * 1000)
    const sendRequest: SendRequest = async (request, signal) => {
      // What is measured for the verdict starts hours before the deploy.
      const start = Date.parse(request.url.searchParams.get('startDate') ?? deployedAt.toISOString())
      if (start > deployedAt.getTime() - 3 * intervalMinutes * MINUTE_MS) counted += 1
      return await send(request, signal)
    }
    const inputs = { ...INPUTS, hours: '4', waitMinutes: '90', failOn: 'responseTime > 9000' }
    const { outputs, lines } = await runInProcess(inputs, { clock, sendRequest, random })
    if (outputs['verdict'] !== 'pass') throw new Error(`The verdict is ${outputs['verdict']}:\n${lines.join('\n')}`)
    const endedMs = clock.now().getTime()
    took.push((endedMs - deployedAt.getTime()) / 1000)
    late.push((endedMs - thirdRoundMs(organization, deployedAt)) / 1000 - lagSeconds)
    requests.push(counted)
  }
  return {
    intervalMinutes,
    lagSeconds,
    medianSeconds: median(took),
    longestSeconds: Math.max(...took),
    lateSeconds: Math.max(...late),
    lateTargetSeconds: 30 + ((intervalMinutes - 1) * 60) / 2,
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

/** A day with 1,000 deploys of a test that runs every minute, of which 20 are bad. */
interface Day {
  readonly how: string
  /** Deploys that were judged: the verdict is pass for a good one, fail for a bad one. */
  readonly verdicts: number
  readonly failed: number
  readonly links: number
  readonly linksOfBad: number
  readonly longestMinutes: number
  /** Answers 429 to all steps together. */
  readonly refused: number
  /** Requests of all steps together within a minute; the organization may send 240. */
  readonly busiestMinute: number
}

const DEPLOYS = 1_000
const BAD = 20
const HOURS = 8

/** How much slower a bad deploy makes the test. */
const SLOWNESS = 2

/** @param size - so many deploys come within a minute */
async function day(how: string, size: number): Promise<Day> {
  const random = seededRandom(size)
  const clock = sharedClock(MORNING)
  const api = new Api(shopOf(1, { agentsMeasureLate: true, resultsPerPage: 1_000 }), clock)
  const sentAtMs: number[] = []
  let refused = 0
  const step = async (atMs: number, isBad: boolean) => {
    await clock.sleep(atMs, new AbortController().signal)
    const deployedAtMs = clock.now().getTime()
    const slowDown = (row: Row) =>
      isBad && row.startTime * 1000 >= deployedAtMs ? { ...row, responseTime: row.responseTime * SLOWNESS } : row
    const send = sendTo(api, () => true, slowDown)
    const sendRequest: SendRequest = async (request, signal) => {
      sentAtMs.push(clock.now().getTime())
      const result = await send(request, signal)
      if (result.kind === 'response' && result.status === 429) refused += 1
      return result
    }
    const inputs = { ...INPUTS, failOn: 'responseTime > +20%', maxWaitMinutes: '60' }
    const { outputs } = await runInProcess(inputs, { clock, sendRequest, random })
    const tookMinutes = (clock.now().getTime() - deployedAtMs) / MINUTE_MS
    return { isBad, verdict: outputs['verdict'], hasLink: outputs['viewUrl'] !== '', tookMinutes }
  }
  const bursts = Array.from({ length: DEPLOYS / size }, () => random() * HOURS * 60 * MINUTE_MS)
  const times = bursts.flatMap(burstMs =>
    Array.from({ length: size }, () => Math.round(burstMs + random() * MINUTE_MS)),
  )
  const steps = await Promise.all(times.map((atMs, index) => step(atMs, index % (DEPLOYS / BAD) === 0)))
  const links = steps.filter(({ hasLink }) => hasLink)
  return {
    how,
    verdicts: steps.filter(({ isBad, verdict }) => verdict === (isBad ? 'fail' : 'pass')).length,
    failed: steps.filter(({ verdict }) => verdict === 'fail').length,
    links: links.length,
    linksOfBad: links.filter(({ isBad }) => isBad).length,
    longestMinutes: Math.max(...steps.map(({ tookMinutes }) => tookMinutes)),
    refused,
    busiestMinute: busiestMinute(sentAtMs),
  }
}

function busiestMinute(sentAtMs: readonly number[]): number {
  const sorted = sentAtMs.toSorted((a, b) => a - b)
  let [most, first] = [0, 0]
  for (const [last, ms] of sorted.entries()) {
    while ((sorted[first] ?? ms) <= ms - MINUTE_MS) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

const Row = v.looseObject({ startTime: v.number(), responseTime: v.optional(v.number(), 0) })
type Row = v.InferOutput<typeof Row>
const ResultsPage = v.looseObject({ results: v.array(Row) })

/** The sandbox's operations without a network; requests take no time. Pages of results have these rows of it, so changed. */
function sendTo(api: Api, isReadable: (row: Row) => boolean, change: (row: Row) => Row = row => row): SendRequest {
  return async ({ method, url, headers, body = '' }) => {
    const answer = api.answer({ method, path: url.pathname + url.search, headers, body }, url.origin)
    const response = { kind: 'response', ...answer, headers: { ...api.commonHeaders(), ...answer.headers } } as const
    if (answer.status !== 200 || !url.pathname.endsWith('/http-server')) return response
    const page = v.parse(ResultsPage, JSON.parse(answer.body))
    return { ...response, body: JSON.stringify({ ...page, results: page.results.filter(isReadable).map(change) }) }
  }
}
