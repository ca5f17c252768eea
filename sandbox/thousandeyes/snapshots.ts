import type { Clock } from '../../src/time.ts'
import type { Organization, Test, User } from './organization.ts'
import { Quota } from './quota.ts'

/** A request for a snapshot, whichever version of the API it came by. */
export interface SnapshotRequest {
  readonly testId: string
  readonly displayName: string
  readonly start: Date
  readonly end: Date
  readonly isPublic: boolean
  readonly aid: string | undefined
}

export interface CreatedSnapshot {
  readonly id: string
  /** The snapshot is a test of its own, with this id. */
  readonly testId: string
  readonly request: SnapshotRequest
  /** The test that was requested. */
  readonly test: Test
  readonly user: User
  readonly shareDate: Date
  /** Opens the snapshot. */
  readonly link: string
}

/** Why a request is refused. */
export interface ApiError {
  readonly status: 400 | 401 | 403 | 404 | 429
  readonly title: string
  readonly detail?: string
}

const HOUR_MS = 3_600_000
const ALLOWED_HOURS = [1, 2, 4, 6, 12, 24, 48]

/** Creates snapshots by the rules of the operation (API v7, `createTestSnapshot`; API v6, Snapshots). */
export class Snapshots {
  readonly made: CreatedSnapshot[] = []
  readonly quotas: readonly Quota[]
  readonly #organization: Organization
  readonly #clock: Clock

  constructor(organization: Organization, clock: Clock) {
    this.#organization = organization
    this.#clock = clock
    this.quotas = organization.snapshotQuotas.map(rule => new Quota(rule, clock))
  }

  create(request: SnapshotRequest, user: User): CreatedSnapshot | ApiError {
    const test = this.#organization.tests.find(({ testId }) => testId === request.testId)
    const error = this.#refusal(request, user, test)
    if (error !== undefined || test === undefined) return error ?? notFound(request)
    this.spend(1)
    const number = this.made.length + 1
    const id = `snap${String(number).padStart(3, '0')}`
    const { linkDomain } = this.#organization
    const view = `/view/tests/?testId=${request.testId}&roundId=${epochSeconds(request.start)}`
    const link = request.isPublic
      ? `https://${id}.share.${linkDomain}${view}`
      : `https://app.${linkDomain}${view}&s=${id}`
    const testId = String(281_474_976_710_800 + number)
    const created = { id, testId, request, test, user, shareDate: this.#clock.now(), link }
    this.made.push(created)
    return created
  }

  /** Uses the quotas up to `count` times, as far as they allow. */
  spend(count: number): void {
    for (let left = count; left > 0 && this.#exhausted.length === 0; left--)
      for (const quota of this.quotas) quota.use()
  }

  /** What a 429 returns about the exhausted quota that is free again last. */
  get quotaHeaders(): Readonly<Record<string, string>> {
    const [last] = this.#exhausted.toSorted((a, b) => b.resetAt.getTime() - a.resetAt.getTime())
    const form = this.#organization.snapshotQuotaHeaders
    if (last === undefined || form === 'none') return {}
    const inSeconds = String(Math.ceil((last.resetAt.getTime() - this.#clock.now().getTime()) / 1000))
    if (form === 'Retry-After') return { 'retry-after': inSeconds }
    return {
      'x-snapshot-rate-limit-limit': String(last.limit),
      'x-snapshot-rate-limit-remaining': '0',
      'x-snapshot-rate-limit-reset': form === 'reset in' ? inSeconds : String(Math.ceil(last.resetAt.getTime() / 1000)),
    }
  }

  get #exhausted(): readonly Quota[] {
    return this.quotas.filter(({ remaining }) => remaining <= 0)
  }

  #refusal(request: SnapshotRequest, user: User, test: Test | undefined): ApiError | undefined {
    const hours = (request.end.getTime() - request.start.getTime()) / HOUR_MS
    const accountGroup = request.aid ?? user.accountGroups[0]
    if (!user.accountGroups.includes(accountGroup)) return notAssigned(accountGroup)
    if (!user.canCreateSnapshots) return forbidden('The user lacks the permission to create snapshot shares')
    if (test?.accountGroup !== accountGroup) return notFound(request)
    if (!ALLOWED_HOURS.includes(hours))
      return invalid('startDate', 'The time range is not one of 1, 2, 4, 6, 12, 24, 48 hours')
    if (request.end > this.#clock.now()) return invalid('endDate', 'The end of the snapshot is in the future')
    if (request.isPublic && !this.#organization.allowsPublicSnapshots) {
      return forbidden('Public snapshots are not enabled in this region')
    }
    if (this.#exhausted.length > 0) {
      return { status: 429, title: 'Too Many Requests', detail: 'Exhausted rate limit for the organization' }
    }
    return undefined
  }
}

export function isApiError(result: CreatedSnapshot | ApiError): result is ApiError {
  return 'status' in result
}

export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

export const NO_SUCH_OPERATION: ApiError = { status: 404, title: 'Not Found' }

/** The title is a sentence, as the service writes it. */
export function invalid(field: string, message: string): ApiError {
  const title = `There were some errors in your request, please correct them before trying again. Error in field ${field} : ${message}.`
  return { status: 400, title }
}

export function notAssigned(accountGroup: string): ApiError {
  return forbidden(`The user is not assigned to account group ${accountGroup}`)
}

function forbidden(detail: string): ApiError {
  return { status: 403, title: 'Forbidden', detail }
}

function notFound({ testId }: SnapshotRequest): ApiError {
  return { status: 404, title: 'Not Found', detail: `There is no test with the ID ${testId}` }
}
