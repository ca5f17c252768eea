import * as v from 'valibot'
import { type Clock, formatIso } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import { alertsIn, alertsOf } from './alerts.ts'
import { AlertsQuery, ResultsQuery } from './contract.ts'
import type { Direction, Organization, Test, User } from './organization.ts'
import { resultKindsOf, TestResults } from './results.ts'
import { type ApiError, type CreatedSnapshot, invalid, NO_SUCH_OPERATION, notAssigned } from './snapshots.ts'
import { describeSavedEvent, describeTest } from './tests.ts'
import { json, refuse } from './v7.ts'

/** Every parameter of the operations; others are ignored. */
const Query = v.object({ ...ResultsQuery.entries, ...AlertsQuery.entries })
type Query = v.InferOutput<typeof Query>

interface Range {
  readonly startMs: number
  readonly endMs: number
}

const TO_TARGET: readonly Direction[] = ['to-target']

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** «When no time filter is specified, only triggered alerts from the last 90 days are returned» */
const ALERTS_DEFAULT_MS = 90 * 86_400_000

/** The operations of API v7 that read: `GET /tests`, `GET /alerts` and `GET /test-results/{testId}/{kind}`. */
export class ReadApi {
  readonly results: TestResults
  readonly #organization: Organization
  readonly #clock: Clock
  readonly #snapshots: readonly CreatedSnapshot[]

  /** @param snapshots - grows with each snapshot that is created */
  constructor(organization: Organization, clock: Clock, snapshots: readonly CreatedSnapshot[]) {
    this.results = new TestResults(organization, clock)
    this.#organization = organization
    this.#clock = clock
    this.#snapshots = snapshots
  }

  answer(url: URL, user: User, base: string): Answer {
    const answer = this.#answer(url, user, base)
    return 'title' in answer ? refuse(answer, url.pathname, this.#organization, this.#clock) : answer
  }

  #answer(url: URL, user: User, base: string): Answer | ApiError {
    const aid = url.searchParams.get('aid') ?? user.accountGroups[0]
    if (!user.accountGroups.includes(aid)) return notAssigned(aid)
    const tests = this.#organization.tests.filter(({ accountGroup }) => accountGroup === aid)
    if (url.pathname === '/v7/tests') return this.#tests(tests, url, base)

    const { success, output: query, issues } = v.safeParse(Query, Object.fromEntries(url.searchParams))
    if (!success) return invalid(v.getDotPath(issues[0]) ?? 'query', issues[0].message)
    if (query.window !== undefined && (query.startDate ?? query.endDate) !== undefined) {
      return invalid('window', 'It cannot be used with startDate and endDate')
    }
    if (!/^\d*$/.test(query.cursor ?? '')) return invalid('cursor', 'It is not one of ours')
    if (url.pathname === '/v7/alerts') return this.#alerts(tests, query, url, base)
    const { testId, kind } = /^\/v7\/test-results\/(?<testId>\d+)\/(?<kind>[a-z-]+)$/.exec(url.pathname)?.groups ?? {}
    const test = tests.find(one => one.testId === testId)
    const isServed = test !== undefined && kind !== undefined && kind !== 'path-vis'
    if (!isServed || !resultKindsOf(test).includes(kind)) return NO_SUCH_OPERATION
    return this.#results(test, kind, query, url, base)
  }

  /** Private snapshots are in the list, too, as saved events. */
  #tests(tests: readonly Test[], url: URL, base: string): Answer {
    const savedEvents = this.#snapshots.filter(({ test, request }) => !request.isPublic && tests.includes(test))
    return json(200, 'hal+json', {
      tests: [
        ...tests.map(test => describeTest(test, base)),
        ...savedEvents.map(snapshot => describeSavedEvent(snapshot, base)),
      ],
      _links: { self: { href: url.href } },
    })
  }

  #alerts(tests: readonly Test[], query: Query, url: URL, base: string): Answer {
    const { alertsPerPage, linkDomain } = this.#organization
    const nowMs = this.#clock.now().getTime()
    const range = rangeOf(query, nowMs, ALERTS_DEFAULT_MS)
    const alerts = alertsIn(
      alertsOf(tests, this.results.history, base, linkDomain),
      query.state ?? 'cleared and active',
      range,
      nowMs,
    )
    const start = Number(query.cursor ?? 0)
    const end = start + Math.min(query.max ?? alertsPerPage, alertsPerPage)
    const _links = links(url, query, range, end < alerts.length ? end : undefined)
    return json(200, 'hal+json', { alerts: alerts.slice(start, end), _links })
  }

  /** «the results might include a round that started just before the specified start time»: they do. */
  #results(test: Test, kind: string, query: Query, url: URL, base: string): Answer | ApiError {
    const directions = kind === 'network' ? directionsOf(test, query.direction) : TO_TARGET
    if (directions === undefined) return invalid('direction', 'The test does not measure it')
    const nowMs = this.#clock.now().getTime()
    const lastMs = test.isDisabled ? this.results.startedAtMs : nowMs
    const range = rangeOf(query, nowMs, 1)
    const intervalMs = test.interval * 1000
    const startMs = Math.floor(range.startMs / intervalMs) * intervalMs
    const size = this.results.size(test, startMs, range.endMs, directions)
    const start = Number(query.cursor ?? 0)
    const end = Math.min(start + this.#organization.resultsPerPage, size)
    const rows = Array.from({ length: Math.max(0, end - start) }, (_, index) =>
      this.results.row(test, kind, startMs, start + index, directions),
    )
    return json(200, 'hal+json', {
      results: rows.filter(({ startTime }) => Number(startTime) * 1000 <= lastMs),
      test: describeTest(test, base),
      ...(hasRange(query) ? dates(range) : {}),
      _links: links(url, query, range, end < size ? end : undefined),
    })
  }
}

/** The directions that are in the answer; `undefined` if the test doesn't measure the requested one. */
function directionsOf(
  { direction: measured = 'to-target' }: Test,
  asked?: Direction,
): readonly Direction[] | undefined {
  const direction = asked ?? (measured === 'bidirectional' ? 'to-target' : measured)
  if (measured !== 'bidirectional') return direction === measured ? [direction] : undefined
  return direction === 'bidirectional' ? ['to-target', 'from-target'] : [direction]
}

/** Up to now by default. Without a start, it has this length. */
function rangeOf({ window, startDate, endDate }: Query, nowMs: number, defaultLengthMs: number): Range {
  const { count, unit = 's' } = /^(?<count>\d+)(?<unit>[smhdw])?$/.exec(window ?? '')?.groups ?? {}
  const lengthMs = count === undefined ? defaultLengthMs : Number(count) * (SECONDS[unit] ?? 0) * 1000
  const endMs = endDate?.getTime() ?? nowMs
  return { startMs: startDate?.getTime() ?? endMs - lengthMs, endMs }
}

function hasRange({ window, startDate, endDate }: Query): boolean {
  return [window, startDate, endDate].some(parameter => parameter !== undefined)
}

function dates({ startMs, endMs }: Range): Readonly<Record<'startDate' | 'endDate', string>> {
  return { startDate: formatIso(new Date(startMs)), endDate: formatIso(new Date(endMs)) }
}

/** The links of a page. That to the next has dates in place of a window, which would move on. */
function links(url: URL, query: Query, range: Range, cursor: number | undefined) {
  const self = { href: url.href }
  if (cursor === undefined) return { self }
  const next = new URL(url)
  if (query.window !== undefined) {
    next.searchParams.delete('window')
    for (const [name, value] of Object.entries(dates(range))) next.searchParams.set(name, value)
  }
  next.searchParams.set('cursor', String(cursor))
  return { self, next: { href: next.href } }
}
