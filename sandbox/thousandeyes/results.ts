import { type Clock, formatIso } from '../../src/time.ts'
import { hashToUnit } from '../seeded-random.ts'
import type { Direction, Organization, Test } from './organization.ts'

/** One row of a page of results, as the API writes it. */
export type ResultRow = Readonly<Record<string, unknown>>

/** What happened to the organization's services, in epoch milliseconds. */
export interface History {
  /** Some minutes in which one agent saw everything slow and some of it fail, long before the deploy. */
  readonly incident: { readonly fromMs: number; readonly toMs: number }
  /** From then on, tests with `afterDeploy` see that many times their normal values. */
  readonly deployedAtMs: number
}

const AGENTS = ['Frankfurt, Germany', 'Ashburn, Virginia', 'Singapore', 'São Paulo, Brazil', 'Sydney, Australia']
const MINUTE_MS = 60_000

const TO_TARGET: readonly Direction[] = ['to-target']

/** The kinds of result that each type of test has (API v7, `_links.testResults`); the sandbox does not serve `path-vis`. */
export const KINDS: Readonly<Record<string, readonly string[]>> = {
  'http-server': ['network', 'path-vis', 'http-server'],
  'page-load': ['network', 'path-vis', 'http-server', 'page-load'],
  'web-transactions': ['network', 'path-vis', 'http-server', 'web-transactions'],
  api: ['network', 'path-vis', 'api'],
  'agent-to-server': ['network', 'path-vis'],
  'agent-to-agent': ['network', 'path-vis'],
  'ftp-server': ['network', 'ftp-server'],
  'dns-server': ['network', 'dns-server'],
  'dns-trace': ['dns-trace'],
  dnssec: ['dnssec'],
  'sip-server': ['network', 'sip-server'],
  voice: ['path-vis', 'rtp-server'],
  bgp: ['bgp'],
}

/** How a service does in one round: 1 is normal, higher is slower; and whether the round failed. */
interface State {
  readonly slowness: number
  readonly failed: boolean
}

/** A row's values, each from a random number of its own; `networkValues` has those of `network`. */
const VALUES: Readonly<Record<string, (state: State, random: (name: string) => number) => ResultRow>> = {
  'http-server': ({ slowness, failed }, random) => {
    const responseTime = Math.round((110 + 20 * random('wait')) * slowness)
    const error = failed ? { errorType: 'HTTP', errorDetails: 'HTTP 503' } : { errorType: 'None' }
    const totalTime = responseTime + Math.round(8 * random('receive'))
    return { responseTime, totalTime, throughput: 500_000 / slowness, responseCode: failed ? 503 : 200, ...error }
  },
  'page-load': ({ slowness, failed }, random) => ({
    responseTime: Math.round(90 * slowness),
    domLoadTime: Math.round((600 + 60 * random('dom')) * slowness),
    pageLoadTime: Math.round((900 + 90 * random('page')) * slowness),
    numErrors: failed ? 3 : 0,
  }),
  'web-transactions': ({ slowness, failed }, random) => ({
    transactionTime: Math.round((2300 + 200 * random('transaction')) * slowness),
    errorType: failed ? 'Assert' : 'None',
  }),
  api: ({ slowness, failed }, random) => ({
    apiTransactionTime: (300 + 30 * random('api')) * slowness,
    completion: failed ? 50 : 100,
    errorType: failed ? 'Assertion' : 'None',
  }),
  'ftp-server': ({ slowness, failed }, random) => ({
    responseTime: (600 + 50 * random('ftp')) * slowness,
    totalTime: (700 + 60 * random('ftp')) * slowness,
    errorType: failed ? 'Connect' : 'None',
  }),
  'dns-server': ({ slowness, failed }, random) => ({
    server: 'ns1.shop.example.',
    resolutionTime: Math.round((12 + 4 * random('dns')) * slowness),
    ...(failed ? { errorDetails: 'SERVFAIL' } : {}),
  }),
  'dns-trace': ({ slowness, failed }, random) => ({
    finalQueryTime: Math.round((40 + 9 * random('trace')) * slowness),
    failedQueries: failed ? 1 : 0,
    ...(failed ? { errorDetails: 'No answer from the final server' } : {}),
  }),
  dnssec: ({ failed }) => ({ isValid: !failed, ...(failed ? { errorDetails: 'Signature expired' } : {}) }),
  'sip-server': ({ slowness, failed }, random) => ({
    availability: failed ? 0 : 100,
    responseTime: Math.round((30 + 5 * random('sip')) * slowness),
    errorType: failed ? 'register' : 'none',
  }),
  'rtp-server': ({ slowness, failed }, random) => ({
    mos: failed ? 2.1 : 4.4 - 0.2 * random('mos') - 0.3 * (slowness - 1),
    loss: failed ? 6 : 0,
    latency: Math.round((80 + 9 * random('latency')) * slowness),
    pdv: Math.round(1 + 3 * random('pdv')),
    ...(failed ? { errorDetail: 'Stream broke off' } : {}),
  }),
  bgp: ({ failed }, random) => ({
    reachability: failed ? 80 : 100,
    pathChanges: Math.round(random('paths') * 0.6),
    updates: Math.round(random('updates') * 3),
  }),
}

export function resultKindsOf({ type }: Pick<Test, 'type'>): readonly string[] {
  return KINDS[type] ?? []
}

/** The results of the organization's tests: the same for the same seed, whoever requests them. */
export class TestResults {
  readonly history: History
  readonly startedAtMs: number
  readonly #organization: Organization

  constructor(organization: Organization, clock: Clock) {
    this.startedAtMs = clock.now().getTime()
    const deployedAtMs = this.startedAtMs - organization.minutesSinceDeploy * MINUTE_MS
    this.history = {
      deployedAtMs,
      incident: { fromMs: deployedAtMs - 30 * MINUTE_MS, toMs: deployedAtMs - 24 * MINUTE_MS },
    }
    this.#organization = organization
  }

  /** How many rows there are from `startMs` on, up to but not including `endMs`. */
  size(test: Test, startMs: number, endMs: number, directions = TO_TARGET): number {
    const [first, last] = [startMs, endMs].map(ms => Math.ceil(ms / (test.interval * 1000)))
    return Math.max(0, (last ?? 0) - (first ?? 0)) * this.#organization.agentsPerTest * directions.length
  }

  /** A row by its index from `startMs` on; the rows of a round are next to each other. */
  row(test: Test, kind: string, startMs: number, index: number, directions = TO_TARGET): ResultRow {
    const { agentsPerTest, agentsMeasureLate, seed } = this.#organization
    const direction = directions[index % directions.length] ?? 'to-target'
    const position = Math.floor(index / directions.length)
    const agent = position % agentsPerTest
    const round = Math.ceil(startMs / (test.interval * 1000)) + Math.floor(position / agentsPerTest)
    const roundId = round * test.interval
    const random = (name: string) => hashToUnit([seed, test.testId, name, agent, roundId].join())
    const delay = hashToUnit([seed, test.testId, 'delay', agent].join())
    const startTime = roundId + (agentsMeasureLate ? Math.floor(delay * test.interval) : 0)
    const state = this.#stateOf(test, agent, startTime * 1000, random('state'))
    const [id, name] = [String(3 + agent), AGENTS[agent] ?? `Agent ${agent + 1}`]
    return {
      date: formatIso(new Date(startTime * 1000)),
      roundId,
      startTime,
      endTime: roundId + test.interval,
      ...(kind === 'bgp'
        ? { monitor: { monitorId: id, monitorName: name, countryId: 'US' }, prefix: '203.0.113.0/24' }
        : { agent: { agentId: id, agentName: name, countryId: 'US', location: name } }),
      ...(kind === 'network'
        ? networkValues(test, direction, state, random)
        : this.#withDetails(kind, VALUES[kind]?.(state, random))),
    }
  }

  #stateOf({ afterDeploy = 1 }: Test, agent: number, atMs: number, random: number): State {
    const { deployedAtMs, incident } = this.history
    if (agent === 0 && atMs >= incident.fromMs && atMs < incident.toMs) return { slowness: 3, failed: random < 0.5 }
    const isAfter = atMs >= deployedAtMs
    return { slowness: isAfter ? afterDeploy : 1, failed: isAfter && afterDeploy > 1 && random < 0.08 }
  }

  #withDetails(kind: string, values: ResultRow | undefined): ResultRow {
    const hasNoError = /^none$/i.test(String(values?.['errorType']))
    if (!this.#organization.detailsWithoutError || !hasNoError) return { ...values }
    return { ...values, [kind === 'sip-server' ? 'problemDetail' : 'errorDetails']: 'Connection error' }
  }
}

/** Rows of agent-to-agent tests name their direction. */
function networkValues(
  { type, networkFailures = 0, lossFromTarget }: Test,
  direction: Direction,
  { slowness }: State,
  random: (name: string) => number,
): ResultRow {
  const target = { server: 'shop.example:443', ...(type === 'agent-to-agent' ? { direction } : {}) }
  if (random('network') < networkFailures) return { ...target, errorDetails: 'Connection error' }
  const loss = slowness > 2.5 ? Math.round(8 * random('loss')) : 0
  return {
    ...target,
    avgLatency: 20 + 4 * random('latency') + 4 * slowness,
    loss: direction === 'from-target' ? (lossFromTarget ?? loss) : loss,
    jitter: 0.3 + random('jitter') * slowness,
  }
}
