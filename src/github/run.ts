import * as v from 'valibot'
import type { TriggerEvent } from './event.ts'
import type { Repository } from './pull-request.ts'

/** The run of a workflow that this step belongs to. */
export interface WorkflowRun {
  readonly repository: Repository
  readonly event: TriggerEvent
  /** `GITHUB_API_URL` */
  readonly apiUrl: string
  /** `GITHUB_GRAPHQL_URL` */
  readonly graphqlUrl: string
  readonly workflow: string
  readonly number: string
  /** Address of the run, `https` wherever GitHub is. */
  readonly url: string
  /** The commit that people know: a pull request's head, not the merge that GitHub makes of it for the run. */
  readonly commit: { readonly sha: string; readonly url: string }
}

const PullRequestHead = v.object({ pull_request: v.object({ head: v.object({ sha: v.string() }) }) })

/**
 * Reads what the runner tells about the run.
 *
 * @param readFile - the content of a file, as text; may throw
 */
export function workflowRun(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): WorkflowRun {
  const text = (name: string) => env[name] ?? ''
  const [owner = '', name = ''] = text('GITHUB_REPOSITORY').split('/')
  const payload = eventPayload(text('GITHUB_EVENT_PATH'), readFile)
  const home = `${text('GITHUB_SERVER_URL')}/${owner}/${name}`
  const { success, output } = v.safeParse(PullRequestHead, payload)
  const sha = success ? output.pull_request.head.sha : text('GITHUB_SHA')
  return {
    repository: { owner, name },
    event: { name: text('GITHUB_EVENT_NAME'), payload, sha: text('GITHUB_SHA') || undefined },
    apiUrl: text('GITHUB_API_URL'),
    graphqlUrl: text('GITHUB_GRAPHQL_URL'),
    workflow: text('GITHUB_WORKFLOW'),
    number: text('GITHUB_RUN_NUMBER'),
    url: `${home}/actions/runs/${text('GITHUB_RUN_ID')}/attempts/${text('GITHUB_RUN_ATTEMPT') || 1}`,
    commit: { sha, url: `${home}/commit/${sha}` },
  }
}

/** `undefined` when there is none, or none that can be read: an event that says nothing costs no snapshot. */
function eventPayload(path: string, readFile: (path: string) => string): unknown {
  try {
    return JSON.parse(readFile(path))
  } catch {
    return undefined
  }
}
