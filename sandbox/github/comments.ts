import type { Comment, PullRequest, Repository, TokenUser } from './repository.ts'

/** An error response of the REST API. */
export interface ApiError {
  readonly status: 403 | 404 | 422
  readonly message: string
  readonly documentation: string
  readonly errors?: readonly Readonly<Record<string, string>>[]
}

const DOCS = 'https://docs.github.com/rest/issues/comments'

const NOT_FOUND: ApiError = { status: 404, message: 'Not Found', documentation: DOCS }
const FORBIDDEN: ApiError = { status: 403, message: 'Resource not accessible by integration', documentation: DOCS }
const LOCKED: ApiError = {
  status: 403,
  message: 'Unable to create comment because issue is locked.',
  documentation: 'https://docs.github.com/articles/locking-conversations/',
}

const MAX_LENGTH = 65_536

/** The comments of a repository, and the rules for writing them: write access includes the comments of others. */
export class Comments {
  readonly all: Comment[] = []
  readonly #repository: Repository
  /** More than 32 bits, as on github.com. */
  #lastId = 2_900_000_000

  constructor(repository: Repository) {
    this.#repository = repository
  }

  /** Writes a comment, whatever the user's access. */
  add(prNumber: number, login: string, body: string): Comment {
    this.#lastId++
    const comment = { id: this.#lastId, prNumber, login, body }
    this.all.push(comment)
    return comment
  }

  create(prNumber: number, body: unknown, user: TokenUser): Comment | ApiError {
    const pullRequest = this.#pullRequest(prNumber)
    if (pullRequest === undefined) return NOT_FOUND
    const text = validate(pullRequest, body, user)
    return typeof text === 'string' ? this.add(prNumber, user.login, text) : text
  }

  get(id: number): Comment | ApiError {
    return this.all.find(one => one.id === id) ?? NOT_FOUND
  }

  update(id: number, body: unknown, user: TokenUser): Comment | ApiError {
    const [comment, pullRequest] = this.#find(id)
    if (comment === undefined || pullRequest === undefined) return NOT_FOUND
    const text = validate(pullRequest, body, user)
    if (typeof text !== 'string') return text
    comment.body = text
    return comment
  }

  remove(id: number, user: TokenUser): undefined | ApiError {
    const [comment] = this.#find(id)
    if (comment === undefined) return NOT_FOUND
    if (user.access !== 'write') return FORBIDDEN
    this.all.splice(this.all.indexOf(comment), 1)
    return undefined
  }

  #find(id: number): readonly [Comment | undefined, PullRequest | undefined] {
    const comment = this.all.find(one => one.id === id)
    return [comment, this.#pullRequest(comment?.prNumber)]
  }

  #pullRequest(prNumber: number | undefined): PullRequest | undefined {
    return this.#repository.pullRequests.find(({ number }) => number === prNumber)
  }
}

export function isApiError(result: Comment | ApiError): result is ApiError {
  return 'status' in result
}

function validate({ locked }: PullRequest, body: unknown, { access }: TokenUser): string | ApiError {
  if (access !== 'write') return FORBIDDEN
  if (locked) return LOCKED
  if (typeof body !== 'string' || body.trim() === '') return invalid('missing_field', "Body can't be blank")
  if (body.length > MAX_LENGTH)
    return invalid('unprocessable', `Body is too long (maximum is ${MAX_LENGTH} characters)`)
  return body
}

function invalid(code: string, message: string): ApiError {
  const errors = [{ resource: 'IssueComment', code, field: 'body', message }]
  return { status: 422, message: 'Validation Failed', documentation: DOCS, errors }
}
