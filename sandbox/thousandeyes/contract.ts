import * as v from 'valibot'
import type { Answer } from '../fault.ts'
import type { ReceivedRequest } from '../server.ts'
import { KINDS } from './results.ts'

// The operations that the action uses: API v7 by its description, 7.0.99, and by answers captured from the service; API v6 by
// its page on snapshots. In v7 every field of an answer is optional.

const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:?\d\d)$/i

/** ISO 8601 with a zone: `2026-11-23T06:00:00Z`, `2026-11-23T08:00:00.123456+0200`. */
const DateTime = v.pipe(
  v.string(),
  v.regex(DATE_TIME, 'It is not an ISO date-time'),
  v.transform(
    text => new Date(text.replace(DATE_TIME, (_, time, zone) => time + zone.replace(/(\d\d)(\d\d)$/, '$1:$2'))),
  ),
  v.date('It is not a date'),
)

/** `2026-11-23T06:00:00`, in UTC. */
const DateTimeWithoutZone = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, 'It is not an ISO date-time without a zone'),
  v.transform(text => new Date(`${text}Z`)),
  v.date('It is not a date'),
)

const Digits = v.pipe(v.string(), v.regex(/^\d+$/, 'It is not a whole number'))
const Integer = v.pipe(v.number(), v.integer())
const Percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100))
const Direction = v.picklist(['to-target', 'from-target', 'bidirectional'])

export const SnapshotBodyV7 = v.strictObject({
  displayName: v.pipe(v.string(), v.nonEmpty()),
  startDate: DateTime,
  endDate: DateTime,
  isPublic: v.optional(v.boolean()),
})

export const SnapshotBodyV6 = v.strictObject({
  testId: v.pipe(v.number(), v.safeInteger()),
  displayName: v.pipe(v.string(), v.nonEmpty()),
  from: DateTimeWithoutZone,
  to: DateTimeWithoutZone,
  isPublic: v.optional(v.picklist([0, 1])),
})

const AccountGroupQuery = v.strictObject({ aid: v.optional(Digits) })

const RangeQuery = v.strictObject({
  ...AccountGroupQuery.entries,
  window: v.optional(v.pipe(v.string(), v.regex(/^\d+[smhdw]?$/, 'It is not a time interval'))),
  startDate: v.optional(DateTime),
  endDate: v.optional(DateTime),
  cursor: v.optional(v.string()),
})

export const ResultsQuery = v.strictObject({ ...RangeQuery.entries, direction: v.optional(Direction) })

export const AlertsQuery = v.strictObject({
  ...RangeQuery.entries,
  max: v.optional(v.pipe(Digits, v.transform(Number))),
  state: v.optional(v.picklist(['trigger', 'clear'])),
})

const ALERT_TYPES = [
  'api bgp dns-server dns-trace dnssec end-to-end-agent end-to-end-server ftp http-server page-load sip-server',
  'voice web-transactions',
].flatMap(names => names.split(' '))

const Link = v.strictObject({ href: v.pipe(v.string(), v.url()) })
const PageLinks = v.partial(v.strictObject({ self: Link, next: Link, previous: Link }))

const Test = v.partial(
  v.strictObject({
    testId: Digits,
    testName: v.string(),
    type: v.picklist(Object.keys(KINDS)),
    interval: v.picklist([60, 120, 300, 600, 900, 1800, 3600]),
    enabled: v.boolean(),
    alertsEnabled: v.boolean(),
    savedEvent: v.boolean(),
    _links: v.partial(v.strictObject({ self: Link, testResults: v.array(Link) })),
  }),
)

const Tests = v.partial(v.strictObject({ tests: v.array(Test), _links: v.partial(v.strictObject({ self: Link })) }))

const SnapshotV7 = v.partial(
  v.strictObject({
    id: v.string(),
    displayName: v.string(),
    startRoundId: Integer,
    endRoundId: Integer,
    roundId: Integer,
    shareDate: DateTime,
    sourceTestId: Digits,
    testId: Digits,
    uid: Digits,
    extraParams: v.string(),
    /** The list is not in the description, but v6 has it, and v7 is said to. */
    test: v.union([Test, v.strictTuple([])]),
    _links: v.partial(v.strictObject({ self: Link, appLink: Link })),
  }),
)

const SnapshotV6 = v.strictObject({
  link: v.strictObject({
    displayName: v.string(),
    endRoundId: Integer,
    extraParams: v.string(),
    linkId: v.string(),
    roundId: Integer,
    shareDate: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)),
    sourceTestId: Integer,
    startRoundId: Integer,
    testId: Integer,
    uid: Integer,
    viewUrl: v.pipe(v.string(), v.url()),
  }),
  test: v.strictTuple([]),
})

const Alerts = v.partial(
  v.strictObject({
    alerts: v.array(
      v.partial(
        v.strictObject({
          id: v.pipe(v.string(), v.uuid()),
          alertType: v.picklist(ALERT_TYPES),
          alertState: v.picklist(['clear', 'trigger']),
          alertSeverity: v.picklist(['info', 'minor', 'major', 'critical', 'unknown']),
          violationCount: Integer,
          suppressed: v.boolean(),
          startDate: DateTime,
          endDate: DateTime,
          _links: v.partial(v.strictObject({ test: Link, rule: Link, appLink: Link, self: Link })),
        }),
      ),
    ),
    _links: PageLinks,
  }),
)

/** A page of results whose rows have these fields in addition to those of every kind. */
function resultsPage(values: v.ObjectEntries, source: v.ObjectEntries = { agent: Agent }) {
  const Row = v.partial(
    v.strictObject({ date: DateTime, roundId: Integer, startTime: Integer, endTime: Integer, ...source, ...values }),
  )
  return v.partial(
    v.strictObject({ results: v.array(Row), test: Test, startDate: DateTime, endDate: DateTime, _links: PageLinks }),
  )
}

const Agent = v.strictObject({
  agentId: Digits,
  agentName: v.string(),
  countryId: v.pipe(v.string(), v.length(2)),
  location: v.string(),
})
const Monitor = v.strictObject({
  monitorId: Digits,
  monitorName: v.string(),
  countryId: v.pipe(v.string(), v.length(2)),
})
const errors = { errorType: v.string(), errorDetails: v.string() }

const RESULTS: Readonly<Record<string, v.GenericSchema>> = {
  network: resultsPage({
    server: v.string(),
    direction: Direction,
    loss: Percent,
    avgLatency: v.number(),
    jitter: v.number(),
    errorDetails: v.string(),
  }),
  'http-server': resultsPage({
    responseTime: Integer,
    totalTime: Integer,
    responseCode: Integer,
    throughput: v.number(),
    ...errors,
  }),
  'page-load': resultsPage({
    responseTime: v.number(),
    domLoadTime: Integer,
    pageLoadTime: Integer,
    numErrors: Integer,
  }),
  'web-transactions': resultsPage({ transactionTime: Integer, ...errors }),
  api: resultsPage({ apiTransactionTime: v.number(), completion: Percent, ...errors }),
  'ftp-server': resultsPage({ responseTime: v.number(), totalTime: v.number(), ...errors }),
  'dns-server': resultsPage({ server: v.string(), resolutionTime: Integer, errorDetails: v.string() }),
  'dns-trace': resultsPage({ finalQueryTime: Integer, failedQueries: Integer, errorDetails: v.string() }),
  dnssec: resultsPage({ isValid: v.boolean(), errorDetails: v.string() }),
  'sip-server': resultsPage({
    availability: Percent,
    responseTime: Integer,
    errorType: v.picklist(['none', 'dns', 'connect', 'register', 'invite', 'option', 'server', 'ssl']),
    problemDetail: v.string(),
  }),
  'rtp-server': resultsPage({
    mos: v.number(),
    loss: Percent,
    latency: Integer,
    pdv: Integer,
    errorDetail: v.string(),
  }),
  bgp: resultsPage(
    { prefix: v.string(), reachability: Percent, pathChanges: v.number(), updates: v.number() },
    { monitor: Monitor },
  ),
}

/** The answer to a request of one operation that has a status, with its body as JSON. */
interface ResponseContract {
  /** `undefined` if there is no body. */
  readonly contentType?: string
  readonly body?: v.GenericSchema
}

interface OperationContract {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  readonly authorization: RegExp
  readonly query: v.GenericSchema
  readonly body?: v.GenericSchema
  /** Of several, the answer keeps one. */
  readonly responses: Readonly<Record<number, ResponseContract | readonly ResponseContract[]>>
}

const json = (body: v.GenericSchema) => ({ contentType: 'application/json;charset=UTF-8', body })
const hal = (body: v.GenericSchema) => ({ contentType: 'application/hal+json;charset=UTF-8', body })
const problem = (status: number, more: v.ObjectEntries = {}) => ({
  contentType: 'application/problem+json;charset=UTF-8',
  body: v.strictObject({
    type: v.literal('about:blank'),
    title: v.string(),
    status: v.literal(status),
    instance: v.pipe(v.string(), v.startsWith('/v7/')),
    ...more,
  }),
})

const ErrorMessage = v.strictObject({ errorMessage: v.string() })
const InvalidToken = v.strictObject({ error: v.literal('invalid_token'), error_description: v.string() })

/** Seen from the live service in place of a problem. */
const spring = (status: number) =>
  json(
    v.strictObject({
      timestamp: Integer,
      status: v.literal(status),
      error: v.string(),
      message: v.string(),
      path: v.string(),
    }),
  )

const ERRORS_V7 = {
  400: [problem(400), spring(400)],
  401: json(v.union([ErrorMessage, InvalidToken])),
  403: [problem(403, { detail: v.string() }), spring(403)],
  404: {},
  405: {},
  415: {},
  429: [problem(429, { detail: v.string() }), spring(429)],
}
const ERRORS_V6 = Object.fromEntries([400, 401, 403, 404, 429].map(status => [status, json(ErrorMessage)]))

const BEARER = /^Bearer \S+$/
const read = { method: 'GET', authorization: BEARER } as const

const OPERATIONS: readonly OperationContract[] = [
  {
    method: 'POST',
    path: /^\/v7\/tests\/\d+\/snapshot$/,
    authorization: BEARER,
    query: AccountGroupQuery,
    body: SnapshotBodyV7,
    responses: { 201: hal(SnapshotV7), ...ERRORS_V7 },
  },
  {
    method: 'POST',
    path: /^\/v6\/snapshot\.json$/,
    authorization: /^(Bearer \S+|Basic [A-Za-z\d+/]+=*)$/,
    query: AccountGroupQuery,
    body: SnapshotBodyV6,
    responses: { 201: json(SnapshotV6), ...ERRORS_V6 },
  },
  { ...read, path: /^\/v7\/tests$/, query: AccountGroupQuery, responses: { 200: hal(Tests), ...ERRORS_V7 } },
  { ...read, path: /^\/v7\/alerts$/, query: AlertsQuery, responses: { 200: hal(Alerts), ...ERRORS_V7 } },
  ...Object.entries(RESULTS).map(([kind, page]) => ({
    ...read,
    path: new RegExp(`^/v7/test-results/\\d+/${kind}$`),
    query: kind === 'network' ? ResultsQuery : RangeQuery,
    responses: { 200: hal(page), ...ERRORS_V7 },
  })),
]

/** How a request breaks the contract; `undefined` if it doesn't, or is for no operation. */
export function requestViolation(request: ReceivedRequest): string | undefined {
  const { pathname, searchParams } = new URL(request.path, 'http://localhost')
  const operation = OPERATIONS.find(({ path }) => path.test(pathname))
  if (operation === undefined) return undefined
  const { authorization = '', accept = '', 'content-type': contentType = '' } = request.headers
  const names = [...searchParams.keys()]
  const violation =
    (request.method !== operation.method && 'the method') ||
    (!operation.authorization.test(authorization) && 'the header Authorization') ||
    (!/\b(json|\*)\b|\*\/\*/.test(accept) && 'the header Accept') ||
    (new Set(names).size < names.length && 'a parameter twice') ||
    issueIn(operation.query, Object.fromEntries(searchParams)) ||
    (operation.body === undefined && request.body !== '' && 'a body') ||
    (operation.body !== undefined && !/^application\/json *(;|$)/.test(contentType) && 'the header Content-Type') ||
    (operation.body !== undefined && issueIn(operation.body, parseJson(request.body)))
  return violation ? `${request.method} ${pathname} has ${violation}` : undefined
}

/** How a response to a request breaks the contract; `undefined` if it doesn't. */
export function answerViolation(request: ReceivedRequest, { status, headers, body }: Answer): string | undefined {
  const { pathname } = new URL(request.path, 'http://localhost')
  const operation = OPERATIONS.find(({ path }) => path.test(pathname))
  const empty: OperationContract['responses'] = { 301: {}, 404: {}, 405: {} }
  const responses = [(operation?.responses ?? empty)[status] ?? []].flat()
  const violations = responses.map(
    response =>
      (headers['content-type'] !== response.contentType && `the content type ${headers['content-type']}`) ||
      (response.body === undefined && body !== '' && 'a body') ||
      (response.body !== undefined && issueIn(response.body, parseJson(body))),
  )
  const violation =
    responses.length === 0
      ? 'a status that it does not have'
      : violations.every(Boolean) && violations.find(one => one !== undefined)
  return violation ? `The answer ${status} to ${request.method} ${pathname} has ${violation}` : undefined
}

function issueIn(schema: v.GenericSchema, value: unknown): string | undefined {
  const { success, issues } = v.safeParse(schema, value)
  return success ? undefined : `a wrong ${v.getDotPath(issues[0]) ?? 'value'}: ${issues[0].message}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
