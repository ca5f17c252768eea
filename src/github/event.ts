import * as v from 'valibot'
import { IsoTime } from '../time.ts'

/** The event that triggered the workflow run. */
export interface TriggerEvent {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string
  /** The content of the file at `GITHUB_EVENT_PATH`; `undefined` when it cannot be read. */
  readonly payload: unknown
  /** `GITHUB_SHA`; `undefined` when it is empty. */
  readonly sha: string | undefined
}

/** How to find a pull request. */
export type PullRequestRef =
  | { readonly kind: 'number'; readonly number: number }
  /**
   * `headBranch`: the branch that the commit was pushed to, perhaps in a fork. GitHub associates a fork's commits with no
   * pull request of this repository, so an open one from a fork is found by its branch only.
   */
  | { readonly kind: 'commit'; readonly sha: string; readonly headBranch?: string }
  /** The event has none; `reason` is a sentence. */
  | { readonly kind: 'none'; readonly reason: string }

/**
 * Decides which pull request the run belongs to.
 *
 * @param prNumber - the input, which takes precedence over the event
 */
export function resolvePullRequest({ name, payload, sha }: TriggerEvent, prNumber: number | undefined): PullRequestRef {
  if (prNumber !== undefined) return byNumber({ number: prNumber })
  const schema = EVENTS.get(name)
  const { success, output } = schema === undefined ? v.safeParse(Commit, { sha }) : v.safeParse(schema, payload)
  return success ? output : { kind: 'none', reason: `The event ${name} names neither a pull request nor a commit.` }
}

/** Whether the run's own token is read-only, because a pull request from a fork triggered the run. */
export function isForkRun({ name, payload }: TriggerEvent): boolean {
  const { success, output } = v.safeParse(HeadAndBase, payload)
  if (!success || !READ_ONLY_FOR_FORKS.includes(name)) return false
  const { head, base } = output.pull_request
  return head.repo?.full_name !== base.repo.full_name
}

/**
 * Whether anybody can read the repository, its logs and its pull requests. The event of every run on GitHub names the repository;
 * one that does not clearly say that it is private is taken for public, and so is one that cannot be read.
 */
export function isPublicRepository({ payload }: TriggerEvent, isOnGitHub: boolean): boolean {
  const { success, output } = v.safeParse(WithRepository, payload)
  if (!success) return isOnGitHub
  const { visibility, private: isPrivate } = output.repository
  return isPrivate !== true && visibility !== 'private' && visibility !== 'internal'
}

const WithRepository = v.object({
  repository: v.object({ visibility: v.optional(v.unknown()), private: v.optional(v.unknown()) }),
})

/** When the deployment succeeded that triggered the run; `undefined` for other events and states. */
export function deploymentTime({ name, payload }: TriggerEvent): Date | undefined {
  const { success, output } = v.safeParse(SuccessfulDeployment, payload)
  return name === 'deployment_status' && success ? output.deployment_status.created_at : undefined
}

const SuccessfulDeployment = v.object({
  deployment_status: v.object({
    state: v.literal('success'),
    created_at: IsoTime,
  }),
})

const HeadAndBase = v.object({
  pull_request: v.object({
    /** `null` when the fork has been deleted. */
    head: v.object({ repo: v.nullable(v.object({ full_name: v.string() })) }),
    base: v.object({ repo: v.object({ full_name: v.string() }) }),
  }),
})

/** Not `pull_request_target`, whose token is the one of the base repository. */
const READ_ONLY_FOR_FORKS = ['pull_request', 'pull_request_review', 'pull_request_review_comment']

const byNumber = ({ number }: { number: number }): PullRequestRef => ({ kind: 'number', number })
const byCommit = ({ sha }: { sha: string }): PullRequestRef => ({ kind: 'commit', sha })

const PrNumber = v.pipe(v.number(), v.integer(), v.minValue(1))
const Sha = v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/i))
const Commit = v.pipe(v.object({ sha: Sha }), v.transform(byCommit))

const PullRequestEvent = v.pipe(
  v.object({ pull_request: v.object({ number: PrNumber }) }),
  v.transform(({ pull_request }) => byNumber(pull_request)),
)

const DeploymentEvent = v.pipe(
  v.object({ deployment: v.object({ sha: Sha }) }),
  v.transform(({ deployment }) => byCommit(deployment)),
)

const IssueCommentEvent = v.pipe(
  v.object({ issue: v.object({ number: PrNumber, pull_request: v.optional(v.looseObject({})) }) }),
  v.transform(({ issue }): PullRequestRef => {
    if (issue.pull_request !== undefined) return byNumber(issue)
    const reason = `The comment that started this run is on issue #${issue.number}, not on a pull request.`
    return { kind: 'none', reason }
  }),
)

const RunPullRequest = v.object({ number: PrNumber, base: v.object({ repo: v.object({ id: v.number() }) }) })

/**
 * `pull_requests` holds every open one with this head branch, also those that a branch of this repository has in another
 * one, such as the repository it was forked from. It is empty when a pull request from a fork triggered the run.
 */
const WorkflowRunEvent = v.pipe(
  v.object({
    repository: v.optional(v.object({ id: v.number() })),
    workflow_run: v.object({
      head_sha: Sha,
      head_branch: v.nullish(v.string()),
      pull_requests: v.optional(v.array(v.fallback(v.nullable(RunPullRequest), null)), []),
    }),
  }),
  v.transform(({ repository, workflow_run: { head_sha: sha, head_branch, pull_requests } }): PullRequestRef => {
    const own = pull_requests.find(one => one !== null && one.base.repo.id === repository?.id)
    if (own) return byNumber(own)
    return head_branch ? { kind: 'commit', sha, headBranch: head_branch } : byCommit({ sha })
  }),
)

/** The queue's branch is `gh-readonly-queue/{base}/pr-{number}-{sha}`; `{base}` may contain anything, even `/pr-1-a`. */
const MergeGroupEvent = v.pipe(
  v.object({ merge_group: v.object({ head_ref: v.string() }) }),
  v.transform(({ merge_group }) => /\/pr-([1-9]\d*)-[0-9a-f]+$/.exec(merge_group.head_ref)?.[1]),
  v.string(),
  v.transform(number => byNumber({ number: Number(number) })),
)

/**
 * Events with a pull request or a commit of their own; all others, such as push, schedule and workflow_dispatch, are about
 * the commit in `GITHUB_SHA` (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
const EVENTS = new Map<string, v.GenericSchema<unknown, PullRequestRef>>([
  ['pull_request', PullRequestEvent],
  ['pull_request_target', PullRequestEvent],
  ['pull_request_review', PullRequestEvent],
  ['pull_request_review_comment', PullRequestEvent],
  ['issue_comment', IssueCommentEvent],
  ['workflow_run', WorkflowRunEvent],
  ['merge_group', MergeGroupEvent],
  ['deployment', DeploymentEvent],
  ['deployment_status', DeploymentEvent],
])
