import * as v from 'valibot'
import type { Clock } from '../../src/time.ts'
import type { Answer } from '../fault.ts'
import type { ReceivedRequest } from '../server.ts'
import { Quota } from '../thousandeyes/quota.ts'
import { type ApiError, Comments, isApiError } from './comments.ts'
import { execute } from './graphql.ts'
import type { Comment, Repository, TokenUser } from './repository.ts'

/** The rate limit of a workflow's own token. */
const REQUESTS_PER_HOUR = 1000

const Body = v.object({ body: v.optional(v.unknown()) })

/** Paths of the two APIs, and the address of the website. */
export interface Addresses {
  /** The prefix of all paths of the REST API, such as `/api/v3`; empty on github.com. */
  readonly restPath: string
  readonly graphqlPath: string
  /** Without a trailing slash. */
  readonly webUrl: string
}

/** The REST and GraphQL APIs of one repository. */
export class Api {
  readonly comments: Comments
  readonly quota: Quota
  readonly #repository: Repository
  readonly #clock: Clock

  constructor(repository: Repository, clock: Clock) {
    this.#repository = repository
    this.#clock = clock
    this.comments = new Comments(repository)
    this.quota = new Quota({ limit: REQUESTS_PER_HOUR, windowMinutes: 60, window: 'sliding' }, clock)
  }

  commonHeaders(): Record<string, string> {
    return {
      date: this.#clock.now().toUTCString(),
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': String(this.quota.limit),
      'x-ratelimit-remaining': String(this.quota.remaining),
      'x-ratelimit-used': String(this.quota.limit - this.quota.remaining),
      'x-ratelimit-reset': String(Math.ceil(this.quota.resetAt.getTime() / 1000)),
    }
  }

  handle(request: ReceivedRequest, addresses: Addresses): Answer {
    const user = this.#authenticate(request)
    if (user === undefined) return error(401, 'Bad credentials', 'https://docs.github.com/rest')
    const isQuery = request.path === addresses.graphqlPath
    if (this.quota.remaining <= 0) return isQuery ? graphqlRateLimit() : error(403, RATE_LIMITED, RATE_LIMIT_DOCS)
    this.quota.use()
    const webUrl = `${addresses.webUrl}/${this.#repository.owner}/${this.#repository.name}`
    if (isQuery) {
      const context = { repository: this.#repository, comments: this.comments.all, user, webUrl }
      return json(200, execute(JSON.parse(request.body), context))
    }
    if (!request.path.startsWith(`${addresses.restPath}/repos/`)) return notFound()
    return this.#rest(request, request.path.slice(addresses.restPath.length), user, webUrl)
  }

  #authenticate({ headers }: ReceivedRequest): TokenUser | undefined {
    const token = headers.authorization?.replace(/^(token|bearer) /i, '')
    return this.#repository.users.find(user => user.token === token)
  }

  #rest({ method, body }: ReceivedRequest, path: string, user: TokenUser, webUrl: string): Answer {
    const route = /^\/repos\/(?<owner>[^/]+)\/(?<name>[^/]+)\/issues\/(?<rest>.+)$/.exec(path)?.groups
    const { owner, name } = this.#repository
    if (route?.['owner'] !== owner || route['name'] !== name) return notFound()
    const prNumber = /^(\d+)\/comments$/.exec(route['rest'] ?? '')?.at(1)
    const commentId = /^comments\/(\d+)$/.exec(route['rest'] ?? '')?.at(1)
    const text = body === '' ? undefined : v.parse(Body, JSON.parse(body)).body
    if (method === 'POST' && prNumber !== undefined) {
      return commentResponse(201, this.comments.create(Number(prNumber), text, user), webUrl)
    }
    if (method === 'GET' && commentId !== undefined) {
      return commentResponse(200, this.comments.get(Number(commentId)), webUrl)
    }
    if (method === 'PATCH' && commentId !== undefined) {
      return commentResponse(200, this.comments.update(Number(commentId), text, user), webUrl)
    }
    if (method === 'DELETE' && commentId !== undefined) {
      const error = this.comments.remove(Number(commentId), user)
      return error === undefined ? { status: 204, headers: {}, body: '' } : errorResponse(error)
    }
    return notFound()
  }
}

const RATE_LIMITED = 'API rate limit exceeded for installation ID 4711.'
const RATE_LIMIT_DOCS = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api'

function graphqlRateLimit(): Answer {
  return json(200, { errors: [{ type: 'RATE_LIMITED', message: RATE_LIMITED }] })
}

function commentResponse(status: 200 | 201, result: Comment | ApiError, webUrl: string): Answer {
  if (isApiError(result)) return errorResponse(result)
  const { id, prNumber, login, body } = result
  return json(status, { id, html_url: `${webUrl}/pull/${prNumber}#issuecomment-${id}`, user: { login }, body })
}

function errorResponse({ status, message, documentation, errors }: ApiError): Answer {
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
