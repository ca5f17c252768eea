import type { DescribedTest } from './versions.ts'

/** A number that the service measures. */
export interface Metric {
  /** The API's own field name; `availability` even if the API has no such field. */
  readonly name: string
  /** Empty for a plain number. */
  readonly unit: 'ms' | '%' | 'B/s' | ''
  readonly better: 'lower' | 'higher'
}

/** Whether no value is better; a time and the like are never perfect, unless they are 0. */
export function isPerfect(value: number, { better, unit }: Pick<Metric, 'better' | 'unit'>): boolean {
  return better === 'lower' ? value <= 0 : unit === '%' && value >= 100
}

/** A value of `GET /v7/test-results/{testId}/{kind}`. */
export type ResultKind = keyof typeof RESULT_KINDS

/** What one kind of result holds (API v7, Test Results). */
export interface ResultFields {
  /** The numbers, the most telling first. */
  readonly metrics: readonly Metric[]
  /** Its rows do not name their errors, so that the availability of the test is that of its next kind. */
  readonly hasNoAvailability?: true
  /** The field of a row that measured nothing, and its value then: such a row has no times, whatever its other fields contain. */
  readonly failureMarker?: readonly [field: string, value: number]
  /** The field that distinguishes the rows that one agent has in one round. */
  readonly subKeyField?: string
  readonly codeField?: string
}

export const AVAILABILITY: Metric = { name: 'availability', unit: '%', better: 'higher' }

const ms = (name: string): Metric => ({ name, unit: 'ms', better: 'lower' })
const number = (name: string): Metric => ({ name, unit: '', better: 'lower' })
const share = (name: string): Metric => ({ name, unit: '%', better: 'higher' })
export const LOSS: Metric = { name: 'loss', unit: '%', better: 'lower' }

export const RESULT_KINDS = {
  'http-server': {
    metrics: [ms('responseTime'), ms('totalTime'), { name: 'throughput', unit: 'B/s', better: 'higher' }],
    codeField: 'responseCode',
  },
  network: {
    metrics: [ms('avgLatency'), LOSS, ms('jitter')],
    failureMarker: ['loss', 100],
    subKeyField: 'direction',
  },
  'page-load': {
    metrics: [ms('pageLoadTime'), ms('domLoadTime'), number('numErrors')],
    hasNoAvailability: true,
    failureMarker: ['pageLoadTime', 0],
  },
  'web-transactions': { metrics: [ms('transactionTime')] },
  api: { metrics: [ms('apiTransactionTime'), share('completion')] },
  'ftp-server': { metrics: [ms('responseTime'), ms('totalTime')] },
  'dns-server': { metrics: [ms('resolutionTime')], subKeyField: 'server' },
  'dns-trace': { metrics: [ms('finalQueryTime'), number('failedQueries')] },
  dnssec: { metrics: [share('isValid')] },
  'sip-server': { metrics: [ms('responseTime')] },
  'rtp-server': {
    metrics: [{ name: 'mos', unit: '', better: 'higher' }, LOSS, ms('latency'), ms('pdv')],
    failureMarker: ['loss', 100],
  },
  bgp: {
    metrics: [share('reachability'), number('pathChanges'), number('updates')],
    failureMarker: ['reachability', 0],
    subKeyField: 'prefix',
  },
} satisfies Readonly<Record<string, ResultFields>>

/** The kinds of result of each type of test (API v7, `TestType`), the one with the main metric first. */
export const KINDS_OF_TEST: ReadonlyMap<string, readonly ResultKind[]> = new Map<string, readonly ResultKind[]>([
  ['http-server', ['http-server', 'network']],
  ['page-load', ['page-load', 'http-server', 'network']],
  ['web-transactions', ['web-transactions', 'http-server', 'network']],
  ['api', ['api', 'network']],
  ['agent-to-server', ['network']],
  ['agent-to-agent', ['network']],
  ['ftp-server', ['ftp-server', 'network']],
  ['dns-server', ['dns-server', 'network']],
  ['dns-trace', ['dns-trace']],
  ['dnssec', ['dnssec']],
  ['sip-server', ['sip-server', 'network']],
  ['voice', ['rtp-server']],
  ['bgp', ['bgp']],
])

export const METRICS: ReadonlyMap<string, Metric> = new Map(
  [...Object.values<ResultFields>(RESULT_KINDS).flatMap(metricsOf), AVAILABILITY].map(metric => [metric.name, metric]),
)

/** All that is measured of a kind, in the order in which it is shown. */
function metricsOf({ metrics, hasNoAvailability }: ResultFields): readonly Metric[] {
  return hasNoAvailability ? metrics : [...metrics, AVAILABILITY]
}

type KnownKinds = Pick<DescribedTest, 'testType' | 'resultKinds'>

/**
 * What is read of each kind of result of a test, the kind with the main metric first: of the linked kinds, otherwise of those of its
 * type. A name that several kinds have stands for the first of them alone, even if that one cannot be read: the availability of a
 * transaction is never that of its HTTP server.
 *
 * @returns empty for a test of an unknown type without links
 */
export function metricsByKind({ testType = '', resultKinds }: KnownKinds): ReadonlyMap<ResultKind, readonly Metric[]> {
  const ofType = KINDS_OF_TEST.get(testType) ?? []
  const linked = new Set([...ofType, ...[...KINDS_OF_TEST.values()].flat()].filter(kind => resultKinds.includes(kind)))
  const kinds = linked.size > 0 ? [...linked] : ofType
  const named = new Set<string>()
  return new Map(
    kinds.map(kind => {
      const metrics = metricsOf(RESULT_KINDS[kind]).filter(({ name }) => !named.has(name))
      for (const { name } of metrics) named.add(name)
      return [kind, metrics]
    }),
  )
}

/** The names of the metrics of a test; `undefined` if they are unknown. */
export function metricNames(test: KnownKinds): readonly string[] | undefined {
  const metrics = [...metricsByKind(test).values()].flat()
  return metrics.length === 0 ? undefined : metrics.map(({ name }) => name)
}
