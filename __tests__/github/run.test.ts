import { expect, test } from '@jest/globals'
import { workflowRun } from '../../src/github/run.ts'

const ENV = {
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
}

test('a run is known by its repository, event, commit and address', () => {
  expect(workflowRun(ENV, () => '{"pull_request":{"number":14}}')).toEqual({
    repository: { owner: 'octo-shop', name: 'storefront' },
    event: { name: 'pull_request', payload: { pull_request: { number: 14 } }, sha: 'a'.repeat(40) },
    apiUrl: 'https://api.github.com',
    graphqlUrl: 'https://api.github.com/graphql',
    workflow: 'Deploy',
    number: '42',
    url: 'https://github.com/octo-shop/storefront/actions/runs/6001/attempts/2',
    commit: { sha: 'a'.repeat(40), url: `https://github.com/octo-shop/storefront/commit/${'a'.repeat(40)}` },
  })
})

test("the commit of a pull request's run is its head, not the merge that GitHub made for the run", () => {
  const head = 'c'.repeat(40)
  const { commit, event } = workflowRun(ENV, () => JSON.stringify({ pull_request: { head: { sha: head } } }))
  expect([commit.sha, event.sha]).toEqual([head, 'a'.repeat(40)])
})

test.each([
  [
    'cannot be read',
    () => {
      throw new Error('ENOENT')
    },
  ],
  ['is no JSON', () => '{'],
])('an event that %s says nothing, and costs nothing', (_, readFile) => {
  expect(workflowRun(ENV, readFile).event.payload).toBeUndefined()
})

test('a runner that tells nothing leaves everything empty', () => {
  const { event, commit, url } = workflowRun({}, () => '')
  expect([event.sha, commit.sha, url]).toEqual([undefined, '', '///actions/runs//attempts/1'])
})
