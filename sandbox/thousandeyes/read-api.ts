import * as v from 'valibot'
import type { Clock } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import { alertsIn, alertsOf } from './alerts.ts'
import type { Organization, User } from './organization.ts'
import { resultKindsOf, TestResults } from './results.ts'
import { invalid, NO_SUCH_OPERATION, notAssigned } from './snapshots.ts'
import { refuse } from './v7.ts'

const Range = v.object({
  startDate: v.pipe(v.string(), v.isoTimestamp()),
  endDate: v.pipe(v.string(), v.isoTimestamp()),
  cursor: v.optional(v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)), '0'),
})

/** The operations of API v7 that read: `GET /test-results/{testId}/{kind}` and `GET /alerts`. */
export class ReadApi {
  readonly results: TestResults
  readonly #organization: Organization
  readonly #clock: Clock

  constructor(organization: Organization, clock: Clock) {
    this.results = new TestResults(organization, clock)
    this.#organization = organization
    this.#clock = clock
  }

  answer(url: URL, user: User, base: string): Answer {
    const range = v.safeParse(Range, Object.fromEntries(url.searchParams))
    const { testId, kind } = /^\/v7\/test-results\/(?<testId>\d+)\/(?<kind>[a-z-]+)$/.exec(url.pathname)?.groups ?? {}
    const aid = url.searchParams.get('aid') ?? user.accountGroups[0]
    const tests = this.#organization.tests.filter(({ accountGroup }) => accountGroup === aid)
    if (!user.accountGroups.includes(aid)) return refuse(notAssigned(aid))
    if (!range.success) return refuse(invalid('startDate', 'is missing or not ISO date-time in UTC'))
    const { startDate, endDate, cursor } = range.output
    const [startMs, endMs] = [Date.parse(startDate), Date.parse(endDate)]
    if (url.pathname === '/v7/alerts') {
      const all = alertsOf(tests, this.results.history, base)
      const alerts = alertsIn(all, url.searchParams.get('state'), startMs, endMs, this.#clock.now().getTime())
      const end = cursor + this.#organization.alertsPerPage
      return page({ alerts: alerts.slice(cursor, end) }, end < alerts.length ? after(url, end) : undefined)
    }
    const test = tests.find(one => one.testId === testId)
    if (test === undefined || kind === undefined || !resultKindsOf(test).includes(kind))
      return refuse(NO_SUCH_OPERATION)
    const size = this.results.size(test, startMs, endMs)
    const end = Math.min(cursor + this.#organization.resultsPerPage, size)
    const rows = Array.from({ length: end - cursor }, (_, i) => this.results.row(test, kind, startMs, cursor + i))
    return page({ results: rows }, end < size ? after(url, end) : undefined)
  }
}

/** The address of the page that begins there. */
function after(url: URL, cursor: number): string {
  const next = new URL(url)
  next.searchParams.set('cursor', String(cursor))
  return next.href
}

function page(content: Record<string, unknown>, next: string | undefined): Answer {
  const body = JSON.stringify({ ...content, _links: next === undefined ? {} : { next: { href: next } } })
  return { status: 200, headers: { 'content-type': 'application/hal+json' }, body }
}
