import * as v from 'valibot'
import { parsed } from '../text.ts'
import { IsoTime } from '../time.ts'

/** The event that triggered the workflow run. */
export interface TriggerEvent {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string
  /** The content of the file at `GITHUB_EVENT_PATH`; `undefined` if it cannot be read. */
  readonly payload: unknown
  /** `GITHUB_SHA`; `undefined` if it is empty. */
  readonly sha: string | undefined
}

/** The environment of the deployment that triggered the run, such as `production`. */
export function environmentOf({ payload }: TriggerEvent): string | undefined {
  const { deployment_status, deployment } = parsed(Deployment, payload) ?? {}
  return deployment_status?.environment || deployment?.environment || undefined
}

/** When the deployment succeeded that triggered the run; `undefined` for other events and states. */
export function deploymentTime({ name, payload }: TriggerEvent): Date | undefined {
  const { state, created_at } = parsed(Deployment, payload)?.deployment_status ?? {}
  return name === 'deployment_status' && state === 'success' ? created_at : undefined
}

const WithEnvironment = v.object({ environment: v.optional(v.string()) })

const Deployment = v.object({
  deployment: v.optional(WithEnvironment),
  deployment_status: v.optional(
    v.object({ ...WithEnvironment.entries, state: v.optional(v.string()), created_at: v.optional(IsoTime) }),
  ),
})

/** Whether the run's own token is read-only, because a pull request from a fork triggered the run. */
export function isForkRun({ name, payload }: TriggerEvent): boolean {
  const pullRequest = parsed(HeadAndBase, payload)?.pull_request
  // The token of pull_request_target is the one of the base repository.
  if (pullRequest === undefined || name === 'pull_request_target') return false
  return pullRequest.head.repo?.full_name !== pullRequest.base.repo.full_name
}

const HeadAndBase = v.object({
  pull_request: v.object({
    /** `null` if the fork has been deleted. */
    head: v.object({ repo: v.nullable(v.object({ full_name: v.string() })) }),
    base: v.object({ repo: v.object({ full_name: v.string() }) }),
  }),
})

/** Whether anybody can read the repository, its logs and its pull requests. One that the event doesn't call private counts as public. */
export function isPublicRepository({ payload }: TriggerEvent): boolean {
  return !v.is(PrivateRepository, payload)
}

/** Internal ones are private, too. */
const PrivateRepository = v.object({ repository: v.object({ private: v.literal(true) }) })
