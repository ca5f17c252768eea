import { describe, expect, test as it } from '@jest/globals'
import { workflowRun } from '../../src/github/run.ts'

const ENV = {
  GITHUB_ACTIONS: 'true',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
  GITHUB_REPOSITORY: 'octo-shop/storefront',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_RUN_ID: '6001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_JOB: 'smoke',
}

describe('workflowRun', () => {
  it('reads the repository, event, commit and address of the run', () => {
    const readFile = (path: string) => (path === '/event.json' ? '{"pull_request":{"number":14}}' : '')
    expect(workflowRun({ env: ENV, readFile })).toEqual({
      repository: { owner: 'octo-shop', name: 'storefront' },
      event: { name: 'pull_request', payload: { pull_request: { number: 14 } }, sha: 'a'.repeat(40) },
      isOnGitHub: true,
      apiUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      workflow: 'Deploy',
      job: 'smoke',
      number: '42',
      url: 'https://github.com/octo-shop/storefront/actions/runs/6001/attempts/2',
      commit: { sha: 'a'.repeat(40), url: `https://github.com/octo-shop/storefront/commit/${'a'.repeat(40)}` },
    })
  })

  const head = 'c'.repeat(40)
  it.each([
    ['pull_request', { pull_request: { head: { sha: head } } }, head],
    ['workflow_run', { workflow_run: { head_sha: head } }, head],
    ['deployment_status', { deployment: { sha: 'a'.repeat(40) }, workflow_run: { head_sha: head } }, 'a'.repeat(40)],
  ])('takes the commit that %s is about, not a merge or the default branch', (name, payload, expected) => {
    const env = { ...ENV, GITHUB_EVENT_NAME: name }
    const { commit, event } = workflowRun({ env, readFile: () => JSON.stringify(payload) })
    expect([commit.sha, event.sha]).toEqual([expected, 'a'.repeat(40)])
  })

  it.each([
    [
      'cannot be read',
      () => {
        throw new Error('ENOENT')
      },
    ],
    ['is not JSON', () => '{'],
  ])('leaves out an event that %s', (_situation, readFile) => {
    expect(workflowRun({ env: ENV, readFile }).event.payload).toBeUndefined()
  })

  it('leaves everything empty when the runner sets no variables', () => {
    const { event, commit, url } = workflowRun({ env: {}, readFile: () => '' })
    expect([event.sha, commit.sha, url]).toEqual([undefined, '', '///actions/runs//attempts/1'])
  })
})
