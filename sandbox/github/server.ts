import type { Clock } from '../../src/time.ts'
import { type Fault, isProcessed, respond } from '../fault.ts'
import { listen, type ReceivedRequest, type RunningServer, type Tls } from '../server.ts'
import { type Addresses, Api } from './api.ts'
import { type Comment, type Repository, STOREFRONT } from './repository.ts'

/** A GitHub server on a loopback address. */
export interface GitHub extends RunningServer {
  /** The GraphQL API; the REST API is at `url`. */
  readonly graphqlUrl: string
  /** All requests in the order of their arrival. */
  readonly received: readonly ReceivedRequest[]
  /** All comments, the oldest first. */
  readonly comments: readonly Comment[]
  /** Writes a comment as any user. */
  addComment(prNumber: number, login: string, body: string): Comment
  /** Deletes a comment, as a user of the website would. */
  removeComment(id: number): void
  /** Hides a comment as outdated. */
  hideComment(id: number): void
  /** Applies the faults, one each, to the next requests whose method and path (`POST /graphql`) contain `match`. */
  fail(faults: readonly Fault[], match?: string): void
  /** Holds the responses to the next `count` requests that contain `match` until the last of them is processed. */
  synchronize(count: number, match: string): void
}

const ADDRESSES = {
  'github.com': { restPath: '', graphqlPath: '/graphql' },
  enterprise: { restPath: '/api/v3', graphqlPath: '/api/graphql' },
}

export async function startGitHub(
  clock: Clock,
  {
    repository = STOREFRONT,
    kind = 'github.com',
    tls,
  }: { readonly repository?: Repository; readonly kind?: keyof typeof ADDRESSES; readonly tls?: Tls } = {},
): Promise<GitHub> {
  const api = new Api(repository, clock)
  const received: ReceivedRequest[] = []
  const faults: { readonly fault: Fault; readonly match: string }[] = []
  const barriers: { readonly match: string; missing: number; readonly responses: (() => void)[] }[] = []

  const server = await listen((request, response) => {
    received.push(request)
    const route = `${request.method} ${request.path}`
    const fault = takeFault(faults, route)
    const answer = isProcessed(fault) ? api.handle(request, addresses) : { status: 0, headers: {}, body: '' }
    const send = () => respond(response, { ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }, fault)
    const barrier = barriers.find(({ match, missing }) => missing > 0 && route.includes(match))
    if (barrier === undefined) return send()
    barrier.responses.push(send)
    barrier.missing--
    if (barrier.missing === 0) for (const sendHeld of barrier.responses) sendHeld()
  }, tls)
  const webUrl = kind === 'enterprise' ? server.url : 'https://github.com'
  const addresses: Addresses = { ...ADDRESSES[kind], webUrl }

  return {
    ...server,
    url: `${server.url}${addresses.restPath}`,
    graphqlUrl: `${server.url}${addresses.graphqlPath}`,
    received,
    comments: api.comments.all,
    addComment: (prNumber, login, body) => api.comments.add(prNumber, login, body),
    removeComment: id => {
      api.comments.all.splice(
        api.comments.all.findIndex(comment => comment.id === id),
        1,
      )
    },
    hideComment: id => {
      const comment = api.comments.all.find(one => one.id === id)
      if (comment !== undefined) comment.isMinimized = true
    },
    fail: (more, match = '') => {
      faults.push(...more.map(fault => ({ fault, match })))
    },
    synchronize: (count, match) => {
      barriers.push({ match, missing: count, responses: [] })
    },
  }
}

function takeFault(faults: { readonly fault: Fault; readonly match: string }[], route: string): Fault | undefined {
  const index = faults.findIndex(({ match }) => route.includes(match))
  return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
}
