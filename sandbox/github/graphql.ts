import { schema as published } from '@octokit/graphql-schema'
import { buildSchema, GraphQLError, type GraphQLSchema, graphqlSync } from 'graphql'
import * as v from 'valibot'
import { type Comment, type PullRequest, pullRequestsOf, type Repository, type TokenUser } from './repository.ts'

/** What a query can read, and as whom. */
export interface GraphqlContext {
  readonly repository: Repository
  readonly comments: readonly Comment[]
  readonly user: TokenUser
  /** The repository's page, without a trailing slash. */
  readonly webUrl: string
}

interface Connection {
  readonly first?: number | null
  readonly last?: number | null
  readonly before?: string | null
  readonly after?: string | null
}

interface Ordered extends Connection {
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null
}

const Body = v.object({ query: v.string(), variables: v.optional(v.nullable(v.record(v.string(), v.unknown())), {}) })

let schema: GraphQLSchema | undefined

/** Executes a query as GitHub does: errors come with the data, each with a `type`. */
export function execute(request: unknown, context: GraphqlContext): unknown {
  // GitHub's whole schema is slow to build: once, and only when a query needs it.
  schema ??= buildSchema(published.idl, { assumeValid: true })
  const { query, variables } = v.parse(Body, request)
  const { data, errors } = graphqlSync({
    schema,
    source: query,
    variableValues: variables,
    rootValue: { repository: (args: { owner: string; name: string }) => repositoryOf(args, context) },
  })
  if (errors === undefined) return { data }
  return { data, errors: errors.map(error => ({ ...error.toJSON(), type: error.extensions['type'] })) }
}

function repositoryOf({ owner, name }: { owner: string; name: string }, context: GraphqlContext) {
  const { repository, user } = context
  if (owner !== repository.owner || name !== repository.name) {
    throw error('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
  }
  const pullRequests = () => {
    if (user.access === 'none') throw error('FORBIDDEN', 'Resource not accessible by integration')
    return repository.pullRequests
  }
  return {
    pullRequest: (args: { number: number }) => {
      const found = pullRequests().find(({ number }) => number === args.number)
      if (found === undefined) {
        throw error('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${args.number}.`)
      }
      return pullRequestNode(found, context)
    },
    pullRequests: (args: Ordered & { headRefName?: string | null }) => {
      const found = pullRequests().filter(({ headBranch }) => [undefined, null, headBranch].includes(args.headRefName))
      return pullRequestConnection(found, args, context)
    },
    object: (args: { oid?: string }) => {
      const associated = pullRequestsOf(repository, args.oid ?? '')
      if (associated === undefined) return null
      return {
        __typename: 'Commit',
        oid: args.oid,
        associatedPullRequests: (order: Ordered) => {
          pullRequests()
          return pullRequestConnection(associated, order, context)
        },
      }
    },
  }
}

function pullRequestConnection(found: readonly PullRequest[], args: Ordered, context: GraphqlContext) {
  const { field, direction } = args.orderBy ?? { field: 'CREATED_AT', direction: 'ASC' }
  const keyOf = ({ number, updatedAt }: PullRequest) =>
    field === 'UPDATED_AT' ? updatedAt : String(number).padStart(9)
  const ordered = found.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
  if (direction === 'DESC') ordered.reverse()
  return connection(
    ordered,
    args,
    ({ number }) => number,
    one => pullRequestNode(one, context),
  )
}

function pullRequestNode(pullRequest: PullRequest, { comments, user, webUrl }: GraphqlContext) {
  const { number, state, headBranch, commits, merge, updatedAt, fromFork = false, locked = false } = pullRequest
  return {
    number,
    state,
    headRefName: headBranch,
    headRefOid: commits.at(-1),
    isCrossRepository: fromFork,
    locked,
    mergeCommit: merge && { oid: merge.sha },
    mergedAt: merge?.at,
    updatedAt,
    url: `${webUrl}/pull/${number}`,
    comments: (args: Connection) =>
      connection(
        comments.filter(({ prNumber }) => prNumber === number),
        args,
        ({ id }) => id,
        ({ id, login, body, isMinimized = false }) => ({
          databaseId: id,
          fullDatabaseId: String(id),
          author: { __typename: 'Bot', login: login.replace('[bot]', '') },
          viewerDidAuthor: login === user.login,
          isMinimized,
          minimizedReason: isMinimized ? 'outdated' : null,
          body,
          url: `${webUrl}/pull/${number}#issuecomment-${id}`,
        }),
      ),
  }
}

/** A page of a list. GitHub requires `first` or `last`, 100 at most. */
function connection<Item>(
  items: readonly Item[],
  { first, last, before, after }: Connection,
  idOf: (item: Item) => number,
  nodeOf: (item: Item) => unknown,
) {
  const size = first ?? last
  if (size === undefined || size === null) {
    throw error('MISSING_PAGINATION_BOUNDARIES', 'You must provide a `first` or `last` value to properly paginate.')
  }
  if (size < 1 || size > 100) {
    throw error('EXCESSIVE_PAGINATION', `Requesting ${size} records exceeds the \`first\` limit of 100 records.`)
  }
  const cursorOf = (item: Item) => Buffer.from(`cursor:${idOf(item)}`).toString('base64')
  const position = (cursor: string) => items.findIndex(item => cursorOf(item) === cursor)
  const start = after ? position(after) + 1 : 0
  const end = before ? position(before) : items.length
  const [from, to] = first ? [start, Math.min(end, start + size)] : [Math.max(start, end - size), end]
  const page = items.slice(from, to)
  const [firstItem, lastItem] = [page[0], page.at(-1)]
  return {
    totalCount: items.length,
    nodes: page.map(nodeOf),
    pageInfo: {
      hasPreviousPage: from > 0,
      hasNextPage: to < items.length,
      startCursor: firstItem === undefined ? null : cursorOf(firstItem),
      endCursor: lastItem === undefined ? null : cursorOf(lastItem),
    },
  }
}

function error(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}
