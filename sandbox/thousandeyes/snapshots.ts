import type { Clock } from '../../src/time.ts'
import type { Organization, Test, User } from './organization.ts'
import { Quota } from './quota.ts'

/** A snapshot request, freed of its wire form. */
export interface Order {
  readonly testId: string
  readonly displayName: string
  readonly start: Date
  readonly end: Date
  readonly isPublic: boolean
  readonly aid: string | undefined
}

export interface CreatedSnapshot {
  readonly id: string
  readonly order: Order
  readonly test: Test
  readonly user: User
  readonly shareDate: Date
  readonly link: string
}

/** Why the service does not do what it was asked for. */
export interface ApiError {
  readonly status: 400 | 401 | 403 | 404 | 429
  readonly title: string
  readonly detail: string
  readonly errors?: readonly { readonly code: string; readonly field: string; readonly message: string }[]
}

const HOUR_MS = 3_600_000
const ALLOWED_HOURS = [1, 2, 4, 6, 12, 24, 48]

/** Makes snapshots by the rules of the operation (API v7, `createTestSnapshot`; API v6, Snapshots). */
export class Snapshots {
  readonly made: CreatedSnapshot[] = []
  readonly quotas: readonly [Quota, Quota]
  readonly #organization: Organization
  readonly #clock: Clock

  constructor(organization: Organization, clock: Clock) {
    this.#organization = organization
    this.#clock = clock
    this.quotas = [
      new Quota(organization.snapshotsPerFiveMinutes, 5 * 60_000, clock),
      new Quota(organization.snapshotsPerHour, HOUR_MS, clock),
    ]
  }

  create(order: Order, user: User): CreatedSnapshot | ApiError {
    const test = this.#organization.tests.find(({ testId }) => testId === order.testId)
    const error = this.#refusal(order, user, test)
    if (error !== undefined || test === undefined) return error ?? notFound(order)
    this.spend(1)
    const id = `snap${String(this.made.length + 1).padStart(3, '0')}`
    const isShareLink = order.isPublic === (this.#organization.isPublicMeans === 'share link')
    const view = `/view/tests/?testId=${order.testId}&roundId=${order.start.getTime() / 1000}`
    const link = isShareLink
      ? `https://${id}.share.thousandeyes.com${view}`
      : `https://app.thousandeyes.com${view}&s=${id}`
    const made = { id, order, test, user, shareDate: this.#clock.now(), link }
    this.made.push(made)
    return made
  }

  /** Uses the quotas up to `count` times, as far as they allow. */
  spend(count: number): void {
    for (let left = count; left > 0 && !this.#isSpent; left--) for (const quota of this.quotas) quota.use()
  }

  get #isSpent(): boolean {
    return this.quotas.some(({ remaining }) => remaining <= 0)
  }

  #refusal(order: Order, user: User, test: Test | undefined): ApiError | undefined {
    const hours = (order.end.getTime() - order.start.getTime()) / HOUR_MS
    const accountGroup = order.aid ?? user.accountGroups[0]
    if (!user.accountGroups.includes(accountGroup)) return notAssigned(accountGroup)
    if (!user.canCreateSnapshots) return forbidden('The user lacks the permission to create snapshot shares')
    if (test?.accountGroup !== accountGroup) return notFound(order)
    if (!ALLOWED_HOURS.includes(hours))
      return invalid('startDate', 'The time range is not one of 1, 2, 4, 6, 12, 24, 48 hours')
    if (order.end > this.#clock.now()) return invalid('endDate', 'The end of the snapshot is in the future')
    if (order.isPublic && !this.#organization.allowsPublicSnapshots) {
      return forbidden('Public snapshots are not enabled in this region')
    }
    if (this.#isSpent) {
      return { status: 429, title: 'Too Many Requests', detail: 'Exhausted rate limit for the organization' }
    }
    return undefined
  }
}

export function isApiError(result: CreatedSnapshot | ApiError): result is ApiError {
  return 'status' in result
}

export const NO_SUCH_OPERATION: ApiError = {
  status: 404,
  title: 'URI Resource Not Found',
  detail: 'There is no such operation',
}

export function invalid(field: string, message: string): ApiError {
  return {
    status: 400,
    title: 'Request validation failed. There are invalid or missing fields',
    detail: 'Your request object contains invalid fields.',
    errors: [{ code: 'SANDBOX-400', field, message }],
  }
}

export function notAssigned(accountGroup: string): ApiError {
  return forbidden(`The user is not assigned to account group ${accountGroup}`)
}

function forbidden(detail: string): ApiError {
  return { status: 403, title: 'Forbidden', detail }
}

function notFound({ testId }: Order): ApiError {
  return { status: 404, title: 'URI Resource Not Found', detail: `There is no test with the ID ${testId}` }
}
