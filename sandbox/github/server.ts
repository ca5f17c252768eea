import type { Clock } from '../../src/time.ts'
import { type Fault, isProcessed, respond } from '../fault.ts'
import { listen, type ReceivedRequest, type RunningServer, type Tls } from '../server.ts'
import { type Addresses, Api } from './api.ts'
import { type Comment, type Repository, STOREFRONT } from './repository.ts'

/** A GitHub on a loopback address. */
export interface GitHub extends RunningServer {
  /** The base of the REST API is `url`; this is where GraphQL is asked. */
  readonly graphqlUrl: string
  /** Every request, in the order in which they came. */
  readonly received: readonly ReceivedRequest[]
  /** Every comment that exists, the oldest first. */
  readonly comments: readonly Comment[]
  /** Writes a comment as somebody. */
  addComment(prNumber: number, login: string, body: string): Comment
  /** Somebody deletes a comment. */
  removeComment(id: number): void
  /** Uses the rate limit up, as other jobs of the repository would. */
  spendRateLimit(): void
  /** The next requests whose method and path (`POST /graphql`) hold `match` meet these faults, one each. */
  fail(faults: readonly Fault[], match?: string): void
  /** The answers to the next `count` requests that hold `match` wait for each other: they happen at the same time. */
  gather(count: number, match: string): void
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
  const gatherings: { readonly match: string; reason: number; readonly answers: (() => void)[] }[] = []

  const server = await listen((request, response) => {
    received.push(request)
    const route = `${request.method} ${request.path}`
    const fault = takeFault(faults, route)
    const answer = isProcessed(fault) ? api.answer(request, addresses) : { status: 0, headers: {}, body: '' }
    const send = () => respond(response, { ...answer, headers: { ...api.commonHeaders(), ...answer.headers } }, fault)
    const gathering = gatherings.find(({ match, reason }) => reason > 0 && route.includes(match))
    if (gathering === undefined) return send()
    gathering.answers.push(send)
    gathering.reason--
    if (gathering.reason === 0) for (const one of gathering.answers) one()
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
    spendRateLimit: () => {
      while (api.quota.remaining > 0) api.quota.use()
    },
    fail: (more, match = '') => {
      faults.push(...more.map(fault => ({ fault, match })))
    },
    gather: (count, match) => {
      gatherings.push({ match, reason: count, answers: [] })
    },
  }
}

function takeFault(faults: { readonly fault: Fault; readonly match: string }[], route: string): Fault | undefined {
  const index = faults.findIndex(({ match }) => route.includes(match))
  return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
}
