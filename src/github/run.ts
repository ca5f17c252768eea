import type { Context } from '../context.ts'
import { environmentOf, type TriggerEvent } from './event.ts'
import { subjectOf } from './subject.ts'

export interface Repository {
  readonly owner: string
  readonly name: string
}

/** The workflow run that this step is part of. */
export interface WorkflowRun {
  readonly repository: Repository
  readonly event: TriggerEvent
  /** `GITHUB_API_URL` */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL` */
  readonly graphqlUrl: string
  readonly workflow: string
  /** `GITHUB_JOB` */
  readonly job: string
  /** `GITHUB_RUN_ID`: digits, which grow over the whole repository. A re-run keeps it. */
  readonly id: string
  /** `GITHUB_RUN_ATTEMPT`: 1, and 2 or more for a re-run. */
  readonly attempt: number
  /** `GITHUB_RUN_NUMBER` */
  readonly number: string
  /** The page of this attempt of the run. */
  readonly url: string
  /** The environment of the deployment that triggered the run, such as `production`. */
  readonly environment?: string
  /** `GITHUB_TRIGGERING_ACTOR`: the login of who started this attempt of the run. */
  readonly actor?: string
  /** The commit that the event is about, see `Subject`; missing if it is about none. */
  readonly commit?: { readonly sha: string; readonly url: string }
}

/**
 * Reads the variables and the event that the runner provides
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables). Missing ones become empty texts.
 */
export function workflowRun({ env, readFile }: Pick<Context, 'env' | 'readFile'>): WorkflowRun {
  const variable = (name: string) => env[name] ?? ''
  const [owner = '', name = ''] = variable('GITHUB_REPOSITORY').split('/')
  const repositoryUrl = `${variable('GITHUB_SERVER_URL')}/${owner}/${name}`
  const payload = readPayload(variable('GITHUB_EVENT_PATH'), readFile)
  const event = { name: variable('GITHUB_EVENT_NAME'), payload, sha: env['GITHUB_SHA'] || undefined }
  const environment = environmentOf(event)
  const actor = variable('GITHUB_TRIGGERING_ACTOR')
  const { commit: sha } = subjectOf(event)
  const [id, attempt] = [variable('GITHUB_RUN_ID'), Number(variable('GITHUB_RUN_ATTEMPT')) || 1]
  return {
    repository: { owner, name },
    event,
    apiUrl: variable('GITHUB_API_URL'),
    graphqlUrl: variable('GITHUB_GRAPHQL_URL'),
    workflow: variable('GITHUB_WORKFLOW'),
    job: variable('GITHUB_JOB'),
    id,
    attempt,
    number: variable('GITHUB_RUN_NUMBER'),
    url: `${repositoryUrl}/actions/runs/${id}/attempts/${attempt}`,
    ...(environment !== undefined && { environment }),
    ...(actor !== '' && { actor }),
    ...(sha !== undefined && { commit: { sha, url: `${repositoryUrl}/commit/${sha}` } }),
  }
}

/** `undefined` if the file is missing or not JSON, since the snapshot does not depend on it. */
function readPayload(path: string, readFile: Context['readFile']): unknown {
  try {
    return JSON.parse(readFile(path))
  } catch {
    return undefined
  }
}
