/** Valid answers, events and inputs to start from. */
import { manualClock } from '../../sandbox/clock.ts'
import { createHttpClient } from '../../sandbox/http-client.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../../sandbox/thousandeyes/server.ts'

export const NOW = new Date('2026-11-23T08:37:42Z')

/** What the sandbox answers to a step for every type of test, by the kind of request. */
export async function recordAnswers(): Promise<Readonly<Record<AnswerKind, readonly unknown[]>>> {
  const answers: Record<AnswerKind, unknown[]> = { snapshotV7: [], snapshotV6: [], tests: [], results: [], alerts: [] }
  for (const apiVersion of ['v7', 'v6']) {
    const clock = manualClock(NOW)
    const organization = {
      ...SHOP,
      tests: SHOP.tests.map(test => ({ ...test, interval: 900, networkFailures: 0.3 })),
      snapshotQuotas: [],
      agentsPerTest: 2,
      resultsPerPage: 5,
    }
    const service = await startThousandEyes(clock, { organization })
    const send = createHttpClient(clock)
    const testId = SHOP.tests.map(test => test.testId).join()
    const inputs = { testId, apiVersion, measure: String(apiVersion === 'v7'), apiToken: SHOP.deployer.token }
    await runInProcess(
      { ...inputs, apiUrl: service.url },
      {
        clock,
        sendRequest: async (request, signal) => {
          const result = await send(request, signal)
          if (result.kind === 'response' && result.status < 300) {
            answers[kindOf(request.url)].push(JSON.parse(result.body.replaceAll(service.url, API_URL)))
          }
          return result
        },
      },
    )
    await service.close()
  }
  // The sandbox answers with the tests only where a snapshot does not describe its own.
  answers.tests.push({
    tests: SHOP.tests.map(({ testId, testName, type, interval }) => ({ testId, testName, type, interval })),
    _links: { self: { href: `${API_URL}/v7/tests` } },
  })
  return answers
}

export type AnswerKind = 'snapshotV7' | 'snapshotV6' | 'tests' | 'results' | 'alerts'

export const API_URL = 'https://api.thousandeyes.com'

export function kindOf({ pathname }: URL): AnswerKind {
  if (pathname.startsWith('/v6/')) return 'snapshotV6'
  if (pathname.endsWith('/snapshot')) return 'snapshotV7'
  if (pathname.startsWith('/v7/test-results/')) return 'results'
  return pathname === '/v7/alerts' ? 'alerts' : 'tests'
}

export const ERRORS: readonly unknown[] = [
  {
    type: 'about:blank',
    title: 'Invalid',
    status: 400,
    detail: 'No',
    instance: '/v7',
    errors: [{ code: 'E1', field: 'endDate', message: 'is in the future' }],
  },
  { errorMessage: 'Invalid' },
  { error: 'invalid_token', error_description: 'Invalid access token' },
  { timestamp: 1_795_420_800_000, status: 404, error: 'Not Found', message: 'No message available', path: '/v7' },
]

const repository = { id: 1, full_name: 'octo-shop/storefront', private: true, visibility: 'private' }
const sha = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

export const EVENTS: Readonly<Record<string, unknown>> = {
  pull_request: {
    repository,
    pull_request: { number: 14, head: { sha, repo: repository }, base: { repo: repository } },
  },
  issue_comment: { repository, issue: { number: 14, pull_request: {} } },
  workflow_run: {
    repository,
    workflow_run: {
      head_sha: sha,
      head_branch: 'feature',
      pull_requests: [{ number: 14, base: { repo: repository } }],
    },
  },
  merge_group: { repository, merge_group: { head_ref: `refs/heads/gh-readonly-queue/main/pr-14-${sha}` } },
  deployment_status: {
    repository,
    deployment: { sha },
    deployment_status: { state: 'success', created_at: '2026-11-23T08:00:00Z' },
  },
  push: { repository, after: sha },
}

const pullRequest = {
  number: 14,
  state: 'OPEN',
  headRefOid: sha,
  mergeCommit: { oid: sha },
  mergedAt: '2026-11-23T08:00:00Z',
  comments: {
    nodes: [{ fullDatabaseId: '1795420800', viewerDidAuthor: true, body: '<!-- thousandeyes-snapshot: 0 -->' }],
    pageInfo: { hasPreviousPage: true, startCursor: 'Y3Vyc29yOjE=' },
  },
}

/** GitHub's answers to a search for a pull request by its number and by a commit, and its errors. */
export const GITHUB_ANSWERS: readonly unknown[] = [
  { data: { repository: { pullRequest } } },
  {
    data: {
      repository: { object: { associatedPullRequests: { nodes: [pullRequest] } }, ofBranch: { nodes: [pullRequest] } },
    },
  },
  { data: null, errors: [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve to a Repository' }] },
  {
    message: 'Validation Failed',
    errors: [{ message: 'No commit found' }],
    documentation_url: 'https://docs.github.com',
  },
]

const recordedRun = (run: number) => ({
  runId: String(6000 + run),
  attempt: 1,
  number: String(run),
  state: 'pass',
  at: '2026-11-23T08:00:00.000Z',
  links: [
    {
      name: 'Shop front page',
      state: 'pass',
      url: `https://app.thousandeyes.com/view/tests/?testId=${run}`,
      expiresAt: '2026-12-23T08:00:00.000Z',
    },
  ],
})

/** What our own comment records of runs. */
export const HISTORY = { newestRunId: '6002', replaces: [], top: recordedRun(2), earlier: [recordedRun(1)] }

/** Valid values of each input; any other input is a free text. */
export const INPUTS: Readonly<Record<string, readonly string[]>> = {
  testId: ['281474976710706', '1, 2\n3'],
  hours: ['1', '48'],
  isPublic: ['true', '0'],
  apiVersion: ['v7', 'v6'],
  apiUrl: ['https://api.thousandeyes.com', 'https://proxy.example/thousandeyes/', 'http://127.0.0.1:8080'],
  email: ['deployer@shop.example'],
  aid: ['1001'],
  endTime: ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00.000+01:00'],
  deployedAt: ['2026-11-23T08:00:00Z', '1795420800'],
  waitMinutes: ['0', '1.5', '360'],
  waitForRounds: ['0', '3'],
  maxWaitMinutes: ['0', '10', '360'],
  dryRun: ['true', 'false'],
  measure: ['auto', 'true', 'false'],
  failOn: ['loss > 1%', 'responseTime > +20%\navailability < 99.5%', 'alerts > 0\nunknown'],
  warnOn: ['loss > 1%'],
  takeSnapshot: ['always', 'onFailure'],
  comment: ['true', 'false'],
  prNumber: ['14'],
  summary: ['true', 'false'],
}
