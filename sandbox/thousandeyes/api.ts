import type { Clock } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import type { ReceivedRequest } from '../server.ts'
import type { Organization, User } from './organization.ts'
import { Quota } from './quota.ts'
import { ReadApi } from './read-api.ts'
import {
  type ApiError,
  type CreatedSnapshot,
  invalid,
  isApiError,
  NO_SUCH_OPERATION,
  type SnapshotRequest,
  Snapshots,
} from './snapshots.ts'
import * as v6 from './v6.ts'
import * as v7 from './v7.ts'

/** How one version of the API writes the creation of a snapshot. */
interface ApiFormat {
  parseRequest(aid: string | undefined, body: unknown): SnapshotRequest | { readonly wrong: string }
  refuse(error: ApiError): Answer
  created(snapshot: CreatedSnapshot): Answer
}

interface Operation {
  readonly method: 'GET' | 'POST'
  user(authorization: string): User | undefined
  refuse(error: ApiError): Answer
  /** @param body - of the request, text */
  perform(user: User, body: string): Answer
}

const NO_TOKEN: ApiError = { status: 401, title: 'Unauthorized' }
const UNKNOWN_TOKEN: ApiError = { status: 401, title: 'Unauthorized', detail: 'Invalid access token' }
const TOO_MANY: ApiError = { status: 429, title: 'Too Many Requests', detail: 'Request rate exceeded' }
const MOVED: Answer = { status: 301, headers: { location: 'https://developer.cisco.com/docs/thousandeyes/' }, body: '' }

/** More answers 401 than these within an hour are 429. */
const MAX_UNAUTHORIZED = 120

/** The operations of the API, for one organization. */
export class Api {
  readonly snapshots: Snapshots
  readonly readApi: ReadApi
  readonly #organization: Organization
  readonly #requests: Quota
  /** Answers 401 to the one address that all requests come from here. */
  readonly #unauthorized: Quota
  readonly #clock: Clock

  constructor(organization: Organization, clock: Clock) {
    const { requestsPerMinute } = organization
    const ahead = organization.clockAheadMs
    this.#clock = { ...clock, now: () => new Date(clock.now().getTime() + ahead) }
    this.snapshots = new Snapshots(organization, this.#clock)
    this.readApi = new ReadApi(organization, this.#clock, this.snapshots.made)
    this.#organization = organization
    this.#requests = new Quota({ limit: requestsPerMinute, windowMinutes: 1, window: 'fixed' }, this.#clock)
    this.#unauthorized = new Quota({ limit: MAX_UNAUTHORIZED, windowMinutes: 60, window: 'sliding' }, this.#clock)
  }

  /** The headers of every answer; the reset is rounded up to the second. */
  commonHeaders(): Record<string, string> {
    const date = this.#clock.now().toUTCString()
    return {
      date,
      'x-organization-rate-limit-limit': String(this.#requests.limit),
      'x-organization-rate-limit-remaining': String(this.#requests.remaining),
      'x-organization-rate-limit-reset': String(Math.ceil(this.#requests.resetAt.getTime() / 1000)),
    }
  }

  answer(request: ReceivedRequest, base: string): Answer {
    const url = new URL(request.path, base)
    if (!/^\/v[67]\//.test(url.pathname)) return MOVED
    const operation = this.#operationAt(url, base)
    if (operation === undefined) return v7.refuse(NO_SUCH_OPERATION, url.pathname, this.#organization, this.#clock)
    if (request.method !== operation.method) return { status: 405, headers: {}, body: '' }
    const { authorization, 'content-type': contentType = '' } = request.headers
    if (operation.method === 'POST' && !/^application\/json *(;|$)/i.test(contentType)) {
      return { status: 415, headers: {}, body: '' }
    }
    if (this.#unauthorized.remaining <= 0) return operation.refuse(TOO_MANY)
    const user = operation.user(authorization ?? '')
    if (user === undefined) {
      this.#unauthorized.use()
      return operation.refuse(authorization === undefined ? NO_TOKEN : UNKNOWN_TOKEN)
    }
    if (this.#requests.remaining <= 0) return operation.refuse(TOO_MANY)
    this.#requests.use()
    return operation.perform(user, request.body)
  }

  #operationAt(url: URL, base: string): Operation | undefined {
    const { users } = this.#organization
    const bearer = (given: string) => users.find(({ token }) => given === `Bearer ${token}`)
    const basic = (given: string) => users.find(({ email, token }) => given === `Basic ${btoa(`${email}:${token}`)}`)
    const refuse = (error: ApiError) => v7.refuse(error, url.pathname, this.#organization, this.#clock)
    if (url.pathname === '/v6/snapshot.json') {
      return this.#snapshotOperation(url, v6, given => bearer(given) ?? basic(given))
    }
    const testId = /^\/v7\/tests\/(\d+)\/snapshot$/.exec(url.pathname)?.[1]
    if (testId !== undefined) {
      const format: ApiFormat = {
        refuse,
        parseRequest: (aid, body) => v7.parseRequest(testId, aid, body),
        created: snapshot => v7.created(snapshot, base, this.#organization),
      }
      return this.#snapshotOperation(url, format, bearer)
    }
    if (!/^\/v7\/(tests|alerts|test-results\/\d+\/[a-z-]+)$/.test(url.pathname)) return undefined
    return { method: 'GET', user: bearer, refuse, perform: user => this.readApi.answer(url, user, base) }
  }

  #snapshotOperation({ searchParams }: URL, format: ApiFormat, user: Operation['user']): Operation {
    const create = (by: User, body: string): Answer => {
      const request = format.parseRequest(searchParams.get('aid') ?? undefined, parseJson(body))
      if ('wrong' in request) return format.refuse(invalid(request.wrong, 'It is missing or not of its type'))
      const result = this.snapshots.create(request, by)
      if (!isApiError(result)) return format.created(result)
      const answer = format.refuse(result)
      return result.status === 429
        ? { ...answer, headers: { ...answer.headers, ...this.snapshots.quotaHeaders } }
        : answer
    }
    return { method: 'POST', user, refuse: format.refuse, perform: create }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
