import { formatIso } from '../../src/time.ts'
import { RUNNER_ENV } from '../runner.ts'
import { sha } from './repository.ts'

const REPOSITORY = RUNNER_ENV.GITHUB_REPOSITORY

/** What a workflow finds in its event: pull request 14, or a deployment of the runner's commit that succeeded at that time. */
export function payloadOf(event: string, at: Date): object {
  if (event === 'deployment_status') {
    return {
      deployment: { sha: RUNNER_ENV.GITHUB_SHA, environment: 'production' },
      deployment_status: { state: 'success', created_at: formatIso(at) },
    }
  }
  if (!event.startsWith('pull_request')) return {}
  const head = { ref: 'new-banner', sha: sha('c'), repo: { full_name: REPOSITORY } }
  const pullRequest = { number: 14, title: 'New banner', html_url: `https://github.com/${REPOSITORY}/pull/14` }
  return { action: 'opened', number: 14, pull_request: { ...pullRequest, head, base: { ref: 'main' } } }
}

/** `github.sha` and what else the runner also has as a variable. */
export function gitHubValues(event: string, workflow: string): Readonly<Record<string, string>> {
  const branch = {
    GITHUB_REF: 'refs/pull/14/merge',
    GITHUB_REF_NAME: '14/merge',
    GITHUB_HEAD_REF: 'new-banner',
    GITHUB_BASE_REF: 'main',
  }
  const ref = event.startsWith('pull_request') ? branch : {}
  const variables = Object.entries({ ...RUNNER_ENV, ...ref, GITHUB_EVENT_NAME: event, GITHUB_WORKFLOW: workflow })
  return Object.fromEntries(variables.map(([name, value]) => [name.toLowerCase().replace('github_', 'github.'), value]))
}
