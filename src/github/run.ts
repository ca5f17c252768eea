import * as v from 'valibot'
import type { Context } from '../context.ts'
import type { TriggerEvent } from './event.ts'

export interface Repository {
  readonly owner: string
  readonly name: string
}

/** The workflow run that this step is part of. */
export interface WorkflowRun {
  readonly repository: Repository
  readonly event: TriggerEvent
  /** `GITHUB_ACTIONS`: whether a runner of GitHub runs the step. */
  readonly isOnGitHub: boolean
  /** `GITHUB_API_URL` */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL` */
  readonly graphqlUrl: string
  readonly workflow: string
  /** `GITHUB_JOB` */
  readonly job: string
  /** `GITHUB_RUN_NUMBER` */
  readonly number: string
  /** The page of this attempt of the run. */
  readonly url: string
  /**
   * The commit that people know: the head of a pull request or of the triggering workflow run, not the merge commit that GitHub
   * creates for the one, nor the default branch's that it names for the other.
   */
  readonly commit: { readonly sha: string; readonly url: string }
}

const PullRequestHead = v.pipe(
  v.object({ pull_request: v.object({ head: v.object({ sha: v.string() }) }) }),
  v.transform(({ pull_request }) => pull_request.head.sha),
)

const TriggeringRunHead = v.pipe(
  v.object({ workflow_run: v.object({ head_sha: v.string() }) }),
  v.transform(({ workflow_run }) => workflow_run.head_sha),
)

/**
 * Reads the variables and the event that the runner provides
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables). Missing ones become empty texts.
 */
export function workflowRun({ env, readFile }: Pick<Context, 'env' | 'readFile'>): WorkflowRun {
  const variable = (name: string) => env[name] ?? ''
  const [owner = '', name = ''] = variable('GITHUB_REPOSITORY').split('/')
  const repositoryUrl = `${variable('GITHUB_SERVER_URL')}/${owner}/${name}`
  const payload = readPayload(variable('GITHUB_EVENT_PATH'), readFile)
  // A deployment has the run that created it, too, which may be of another commit.
  const HeadCommit = variable('GITHUB_EVENT_NAME') === 'workflow_run' ? TriggeringRunHead : PullRequestHead
  const { success, output } = v.safeParse(HeadCommit, payload)
  const sha = success ? output : variable('GITHUB_SHA')
  return {
    repository: { owner, name },
    event: { name: variable('GITHUB_EVENT_NAME'), payload, sha: env['GITHUB_SHA'] || undefined },
    isOnGitHub: variable('GITHUB_ACTIONS') === 'true',
    apiUrl: variable('GITHUB_API_URL'),
    graphqlUrl: variable('GITHUB_GRAPHQL_URL'),
    workflow: variable('GITHUB_WORKFLOW'),
    job: variable('GITHUB_JOB'),
    number: variable('GITHUB_RUN_NUMBER'),
    url: `${repositoryUrl}/actions/runs/${variable('GITHUB_RUN_ID')}/attempts/${variable('GITHUB_RUN_ATTEMPT') || 1}`,
    commit: { sha, url: `${repositoryUrl}/commit/${sha}` },
  }
}

/** `undefined` when the file is missing or not JSON, since the snapshot does not depend on it. */
function readPayload(path: string, readFile: Context['readFile']): unknown {
  try {
    return JSON.parse(readFile(path))
  } catch {
    return undefined
  }
}
