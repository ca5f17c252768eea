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
  type Order,
  Snapshots,
} from './snapshots.ts'
import * as v6 from './v6.ts'
import * as v7 from './v7.ts'

/** What one version of the API makes of requests and answers. */
interface ApiFormat {
  user(authorization: string): User | undefined
  readOrder(aid: string | undefined, body: unknown): Order | { readonly wrong: string }
  refuse(error: ApiError): Answer
  created(made: CreatedSnapshot): Answer
}

const UNAUTHORIZED: ApiError = { status: 401, title: 'Unauthorized', detail: 'Invalid access token' }
const TOO_MANY: ApiError = { status: 429, title: 'Too Many Requests', detail: 'Request rate exceeded' }
const MOVED: Answer = { status: 301, headers: { location: 'https://developer.cisco.com/docs/thousandeyes/' }, body: '' }

/** The operations of the API, for one organization. */
export class Api {
  readonly snapshots: Snapshots
  readonly readApi: ReadApi
  readonly #organization: Organization
  readonly #requests: Quota
  readonly #clock: Clock

  constructor(organization: Organization, clock: Clock) {
    this.snapshots = new Snapshots(organization, clock)
    this.readApi = new ReadApi(organization, clock)
    this.#organization = organization
    this.#requests = new Quota(organization.requestsPerMinute, 60_000, clock)
    this.#clock = clock
  }

  /** What every answer carries; the reset is rounded up to the second. */
  commonHeaders(): Record<string, string> {
    return {
      date: this.#clock.now().toUTCString(),
      'x-organization-rate-limit-limit': String(this.#requests.limit),
      'x-organization-rate-limit-remaining': String(this.#requests.remaining),
      'x-organization-rate-limit-reset': String(Math.ceil(this.#requests.resetAt.getTime() / 1000)),
    }
  }

  answer(request: ReceivedRequest, base: string): Answer {
    const { pathname, searchParams } = new URL(request.path, base)
    if (!/^\/v[67]\//.test(pathname)) return MOVED
    if (request.method === 'GET' && pathname.startsWith('/v7/')) return this.#read(request, base)
    const format = this.#wire(pathname, base)
    if (format === undefined) {
      return v7.refuse(NO_SUCH_OPERATION)
    }
    const clientFault = clientFaultOf(request)
    if (clientFault !== undefined) return { status: clientFault, headers: {}, body: '' }
    const user = format.user(request.headers.authorization ?? '')
    if (user === undefined) return format.refuse(UNAUTHORIZED)
    if (this.#requests.remaining <= 0) {
      return format.refuse(TOO_MANY)
    }
    this.#requests.use()
    const order = format.readOrder(searchParams.get('aid') ?? undefined, parseJson(request.body))
    if ('wrong' in order) return format.refuse(invalid(order.wrong, 'is missing or not of its type'))
    const result = this.snapshots.create(order, user)
    return isApiError(result) ? format.refuse(result) : format.created(result)
  }

  #read({ path, headers }: ReceivedRequest, base: string): Answer {
    const user = this.#bearer(headers.authorization ?? '')
    if (user === undefined) return v7.refuse(UNAUTHORIZED)
    if (this.#requests.remaining <= 0) return v7.refuse(TOO_MANY)
    this.#requests.use()
    return this.readApi.answer(new URL(path, base), user, base)
  }

  #bearer(given: string): User | undefined {
    return this.#organization.users.find(({ token }) => given === `Bearer ${token}`)
  }

  #wire(pathname: string, base: string): ApiFormat | undefined {
    const { users } = this.#organization
    const bearer = (given: string) => this.#bearer(given)
    const basic = (given: string) => users.find(({ email, token }) => given === `Basic ${btoa(`${email}:${token}`)}`)
    if (pathname === '/v6/snapshot.json') return { ...v6, user: given => bearer(given) ?? basic(given) }
    const testId = /^\/v7\/tests\/(\d+)\/snapshot$/.exec(pathname)?.[1]
    if (testId === undefined) return undefined
    return {
      refuse: v7.refuse,
      user: bearer,
      readOrder: (aid, body) => v7.readOrder(testId, aid, body),
      created: made => v7.created(made, base),
    }
  }
}

function clientFaultOf({ method, headers }: ReceivedRequest): 405 | 406 | 415 | undefined {
  if (method !== 'POST') return 405
  if (!headers.accept?.includes('json')) return 406
  return headers['content-type'] === 'application/json' ? undefined : 415
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
