import { describe, expect, test as it } from '@jest/globals'
import { workflowRun } from '../../src/github/run.ts'

const ENV = {
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_ACTOR: 'hubot',
  GITHUB_EVENT_NAME: 'deployment',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
  GITHUB_REPOSITORY: 'octo-shop/storefront',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_RUN_ID: '6001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: 'b'.repeat(40),
  GITHUB_TRIGGERING_ACTOR: 'octocat',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_JOB: 'smoke',
}

describe('workflowRun', () => {
  it('reads the repository, event, commit and address of the run', () => {
    const payload = { deployment: { sha: 'a'.repeat(40), environment: 'production' } }
    const readFile = (path: string) => (path === '/event.json' ? JSON.stringify(payload) : '')
    expect(workflowRun({ env: ENV, readFile })).toEqual({
      repository: { owner: 'octo-shop', name: 'storefront' },
      event: { name: 'deployment', payload, sha: 'b'.repeat(40) },
      apiUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      workflow: 'Deploy',
      job: 'smoke',
      id: '6001',
      attempt: 2,
      number: '42',
      url: 'https://github.com/octo-shop/storefront/actions/runs/6001/attempts/2',
      environment: 'production',
      actor: 'octocat',
      commit: { sha: 'a'.repeat(40), url: `https://github.com/octo-shop/storefront/commit/${'a'.repeat(40)}` },
    })
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
    const run = workflowRun({ env: {}, readFile: () => '' })
    expect(run).toMatchObject({ event: { sha: undefined }, id: '', attempt: 1, url: '///actions/runs//attempts/1' })
    expect(run).not.toHaveProperty('commit')
    expect(run).not.toHaveProperty('actor')
  })
})
