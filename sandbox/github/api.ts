import * as v from 'valibot'
import type { Clock } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import type { ReceivedRequest } from '../server.ts'
import { Quota } from '../thousandeyes/quota.ts'
import { type ApiError, Comments, isApiError } from './comments.ts'
import { execute } from './graphql.ts'
import type { Comment, Repository, TokenUser } from './repository.ts'

/** What a workflow's own token may ask for in an hour. */
const REQUESTS_PER_HOUR = 1000

const Body = v.object({ body: v.optional(v.unknown()) })

/** Where the two APIs answer and where people look. */
export interface Addresses {
  /** In front of every path of the REST API, such as `/api/v3`; empty on github.com. */
  readonly restPath: string
  readonly graphqlPath: string
  /** Without a slash at its end. */
  readonly webUrl: string
}

/** The operations of the two APIs, for one repository. */
export class Api {
  readonly comments: Comments
  readonly quota: Quota
  readonly #repository: Repository

  constructor(repository: Repository, clock: Clock) {
    this.#repository = repository
    this.comments = new Comments(repository)
    this.quota = new Quota({ limit: REQUESTS_PER_HOUR, windowMinutes: 60, window: 'sliding' }, clock)
  }

  commonHeaders(): Record<string, string> {
    return {
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': String(this.quota.limit),
      'x-ratelimit-remaining': String(this.quota.remaining),
      'x-ratelimit-used': String(this.quota.limit - this.quota.remaining),
      'x-ratelimit-reset': String(Math.ceil(this.quota.resetAt.getTime() / 1000)),
    }
  }

  answer(request: ReceivedRequest, addresses: Addresses): Answer {
    const user = this.#userOf(request)
    if (user === undefined) return error(401, 'Bad credentials', 'https://docs.github.com/rest')
    const isQuery = request.path === addresses.graphqlPath
    if (this.quota.remaining <= 0) return isQuery ? spentForQueries() : error(403, SPENT, RATE_LIMIT_DOCS)
    this.quota.use()
    const webUrl = `${addresses.webUrl}/${this.#repository.owner}/${this.#repository.name}`
    if (isQuery) {
      const context = { repository: this.#repository, comments: this.comments.all, user, webUrl }
      return json(200, execute(JSON.parse(request.body), context))
    }
    if (!request.path.startsWith(`${addresses.restPath}/repos/`)) return notFound()
    return this.#rest(request, request.path.slice(addresses.restPath.length), user, webUrl)
  }

  #userOf({ headers }: ReceivedRequest): TokenUser | undefined {
    const given = headers.authorization?.replace(/^(token|bearer) /i, '')
    return this.#repository.users.find(({ token }) => token === given)
  }

  #rest({ method, body }: ReceivedRequest, path: string, user: TokenUser, webUrl: string): Answer {
    const route = /^\/repos\/(?<owner>[^/]+)\/(?<name>[^/]+)\/issues\/(?<rest>.+)$/.exec(path)?.groups
    const { owner, name } = this.#repository
    if (route?.['owner'] !== owner || route['name'] !== name) return notFound()
    const [onPullRequest, onComment] = [/^(\d+)\/comments$/, /^comments\/(\d+)$/].map(form =>
      form.exec(route['rest'] ?? '')?.at(1),
    )
    const text = body === '' ? undefined : v.parse(Body, JSON.parse(body)).body
    if (method === 'POST' && onPullRequest !== undefined) {
      return written(201, this.comments.create(Number(onPullRequest), text, user), webUrl)
    }
    if (method === 'PATCH' && onComment !== undefined) {
      return written(200, this.comments.update(Number(onComment), text, user), webUrl)
    }
    if (method === 'DELETE' && onComment !== undefined) {
      const error = this.comments.remove(Number(onComment), user)
      return error === undefined ? { status: 204, headers: {}, body: '' } : refused(error)
    }
    return notFound()
  }
}

const SPENT = 'API rate limit exceeded for installation ID 4711.'
const RATE_LIMIT_DOCS = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api'

function spentForQueries(): Answer {
  return json(200, { errors: [{ type: 'RATE_LIMITED', message: SPENT }] })
}

function written(status: 200 | 201, result: Comment | ApiError, webUrl: string): Answer {
  if (isApiError(result)) return refused(result)
  const { id, prNumber, login, body } = result
  return json(status, { id, html_url: `${webUrl}/pull/${prNumber}#issuecomment-${id}`, user: { login }, body })
}

function refused({ status, message, documentation, errors }: ApiError): Answer {
  return json(status, { message, errors, documentation_url: documentation, status: String(status) })
}

function notFound(): Answer {
  return error(404, 'Not Found', 'https://docs.github.com/rest')
}

function error(status: number, message: string, documentation: string): Answer {
  return json(status, { message, documentation_url: documentation, status: String(status) })
}

function json(status: number, body: unknown): Answer {
  return { status, headers: {}, body: JSON.stringify(body) }
}
