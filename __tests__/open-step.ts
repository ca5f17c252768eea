import { type ManualClock, manualClock } from '../sandbox/clock.ts'
import { Api as GitHubApi } from '../sandbox/github/api.ts'
import { type Comment, STOREFRONT } from '../sandbox/github/repository.ts'
import { type InProcessResult, runInProcess } from '../sandbox/in-process.ts'
import { Api } from '../sandbox/thousandeyes/api.ts'
import { answerViolation, requestViolation } from '../sandbox/thousandeyes/contract.ts'
import { type Organization, SHOP } from '../sandbox/thousandeyes/organization.ts'
import type { CreatedSnapshot } from '../sandbox/thousandeyes/snapshots.ts'
import { type HttpRequest, type HttpResult, REQUEST_TIMEOUT_MS, type SendRequest } from '../src/http.ts'
import type { Clock } from '../src/time.ts'

export const NOW = new Date('2026-11-23T08:37:42Z')
export const FRONT_PAGE = '281474976710706'
export const CHECKOUT = '281474976710707'

export interface StepRun extends InProcessResult {
  readonly summary: string
  /** Annotations by level. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

export interface StepOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly event?: { readonly name: string; readonly payload?: unknown }
  readonly signal?: AbortSignal
  readonly summaryFails?: boolean
}

/** A ThousandEyes, a GitHub and a runner's clock, without sockets and without real time. */
export interface World {
  readonly clock: ManualClock
  /** Every request, as `POST /v7/tests/1/snapshot`. */
  readonly requests: readonly string[]
  readonly sent: readonly HttpRequest[]
  readonly snapshots: readonly CreatedSnapshot[]
  readonly comments: readonly Comment[]
  readonly gitHub: GitHubApi
  readonly thousandEyes: Api
  /** The next requests whose line (`GET /v7/tests`) contains `part` get these results, one each. */
  respond(part: string, ...results: readonly HttpResult[]): void
  /** Runs a step of the shop's front page test, unless the inputs name another. */
  step(inputs?: Readonly<Record<string, string>>, options?: StepOptions): Promise<StepRun>
}

const PRIVATE_REPOSITORY = { repository: { private: true, visibility: 'private' } }

/**
 * @param runnerClockAheadMs - how far the runner's clock is ahead of the service's
 * @param takesMs - how long a request takes by its line, one after the other; 0 unless told
 */
export function openStep({
  runnerClockAheadMs = 0,
  takesMs = () => 0,
  ...organization
}: Partial<Organization> & {
  readonly runnerClockAheadMs?: number
  readonly takesMs?: (line: string) => number
} = {}): World {
  const clock = manualClock(new Date(NOW.getTime() + runnerClockAheadMs))
  const serviceClock: Clock = { ...clock, now: () => new Date(clock.now().getTime() - runnerClockAheadMs) }
  const thousandEyes = new Api({ ...SHOP, resultsPerPage: 1000, ...organization }, serviceClock)
  const gitHub = new GitHubApi(STOREFRONT, serviceClock)
  const sent: HttpRequest[] = []
  const requests: string[] = []
  const overrides: { readonly part: string; readonly result: HttpResult }[] = []

  const sendRequest: SendRequest = async request => {
    const { method, url, headers, body = '' } = request
    const path = `${url.pathname}${url.search}`
    sent.push(request)
    requests.push(`${method} ${path}`)
    const { timeoutMs = REQUEST_TIMEOUT_MS } = request
    const tookMs = takesMs(`${method} ${path}`)
    clock.moveTo(new Date(clock.now().getTime() + Math.min(tookMs, timeoutMs)))
    if (tookMs > timeoutMs) return { kind: 'noResponse', reason: `no response within ${timeoutMs / 1000} s` }
    const index = overrides.findIndex(({ part }) => `${method} ${path}`.includes(part))
    const [override] = index < 0 ? [] : overrides.splice(index, 1)
    if (override !== undefined) return withDate(override.result, serviceClock)
    const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    const received = { method, path, headers: lowerCase, body }
    if (url.hostname === 'api.github.com') {
      const addresses = { restPath: '', graphqlPath: '/graphql', webUrl: 'https://github.com' }
      const answer = gitHub.handle(received, addresses)
      return { kind: 'response', ...answer, headers: { ...gitHub.commonHeaders(), ...answer.headers } }
    }
    const answer = thousandEyes.answer(received, url.origin)
    const violation = requestViolation(received) ?? answerViolation(received, answer)
    if (violation !== undefined) throw new Error(`The contract is broken: ${violation}`)
    return { kind: 'response', ...answer, headers: { ...thousandEyes.commonHeaders(), ...answer.headers } }
  }

  const step: World['step'] = async (inputs = {}, { env = {}, event, signal, summaryFails } = {}) => {
    let summary = ''
    const ran = await runInProcess(
      { testId: FRONT_PAGE, apiToken: SHOP.deployer.token, githubToken: STOREFRONT.workflow.token, ...inputs },
      {
        clock,
        sendRequest,
        env: {
          GITHUB_ACTIONS: 'true',
          GITHUB_API_URL: 'https://api.github.com',
          GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_JOB: 'deploy',
          GITHUB_RUN_ID: '6001',
          GITHUB_RUN_ATTEMPT: '1',
          GITHUB_EVENT_NAME: event?.name ?? 'push',
          GITHUB_EVENT_PATH: 'event.json',
          ...env,
        },
        eventPayload: JSON.stringify({ ...PRIVATE_REPOSITORY, ...Object(event?.payload) }),
        writeSummary: async markdown => {
          if (summaryFails) throw new Error('the disk is full')
          summary += markdown
        },
        ...(signal && { signal }),
      },
    )
    const of = (level: string) => ran.commands.flatMap(({ name, message }) => (name === level ? [message] : []))
    return { ...ran, summary, errors: of('error'), warnings: of('warning'), notices: of('notice') }
  }
  return {
    clock,
    requests,
    sent,
    snapshots: thousandEyes.snapshots.made,
    comments: gitHub.comments.all,
    gitHub,
    thousandEyes,
    respond: (part, ...results) => {
      overrides.push(...results.map(result => ({ part, result })))
    },
    step,
  }
}

/** As every response of the service has it. */
function withDate(result: HttpResult, clock: Clock): HttpResult {
  if (result.kind !== 'response') return result
  return { ...result, headers: { date: clock.now().toUTCString(), ...result.headers } }
}

export function response(status: number, body: unknown = '', headers: Record<string, string> = {}): HttpResult {
  return { kind: 'response', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}
