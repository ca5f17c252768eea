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
  /** `others`: further open ones that the event names. */
  | { readonly kind: 'number'; readonly number: number; readonly others?: readonly number[] }
  /**
   * `headBranch`: the branch that the commit was pushed to, perhaps in a fork. GitHub associates a fork's commits with no
   * pull request of this repository, so an open one from a fork is found by its branch only.
   */
  | { readonly kind: 'commit'; readonly sha: string; readonly headBranch?: string }
  /** The event has none; `reason` is a sentence. */
  | { readonly kind: 'none'; readonly reason: string }

/** What an event is about. */
export interface Subject {
  readonly pullRequest: PullRequestRef
  /**
   * The commit that people know: the head of a pull request or of the run before, not the merge commit that GitHub creates for the
   * one, nor the default branch's that it names for the other. `undefined` if the event has none of its own.
   */
  readonly commit: string | undefined
}

/** The pull request and the commit that an event is about. */
export function subjectOf({ name, payload, sha }: TriggerEvent): Subject {
  const { success, output } = ABOUT_GITHUB_SHA.includes(name)
    ? v.safeParse(Commit, { sha })
    : v.safeParse(EVENTS.get(name) ?? v.never(), payload)
  return success ? output : { pullRequest: none(name), commit: undefined }
}

/**
 * Decides which pull request the run belongs to.
 *
 * @param prNumber - the input, which takes precedence over the event
 */
export function resolvePullRequest(event: TriggerEvent, prNumber: number | undefined): PullRequestRef {
  return prNumber === undefined ? subjectOf(event).pullRequest : { kind: 'number', number: prNumber }
}

function none(eventName: string): PullRequestRef {
  return { kind: 'none', reason: `The event ${eventName} names neither a pull request nor a commit of its own.` }
}

/** The environment of the deployment that triggered the run, such as `production`. */
export function environmentOf({ payload }: TriggerEvent): string | undefined {
  const { success, output } = v.safeParse(WithEnvironment, payload)
  return success ? output : undefined
}

const Environment = v.object({ environment: v.pipe(v.string(), v.nonEmpty()) })

const WithEnvironment = v.union([
  v.pipe(
    v.object({ deployment_status: Environment }),
    v.transform(({ deployment_status }) => deployment_status.environment),
  ),
  v.pipe(
    v.object({ deployment: Environment }),
    v.transform(({ deployment }) => deployment.environment),
  ),
])

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

const PrNumber = v.pipe(v.number(), v.integer(), v.minValue(1))
const Sha = v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/i))

const byCommit = ({ sha }: { sha: string }): Subject => ({ pullRequest: { kind: 'commit', sha }, commit: sha })

const Commit = v.pipe(v.object({ sha: Sha }), v.transform(byCommit))

const PullRequestEvent = v.pipe(
  v.object({
    pull_request: v.object({ number: PrNumber, head: v.optional(v.object({ sha: v.optional(Sha) })) }),
  }),
  v.transform(({ pull_request: { number, head } }): Subject => {
    return { pullRequest: { kind: 'number', number }, commit: head?.sha }
  }),
)

const DeploymentEvent = v.pipe(
  v.object({ deployment: v.object({ sha: Sha }) }),
  v.transform(({ deployment }) => byCommit(deployment)),
)

/** Vercel and others that follow it name the deployed commit in `client_payload.git`. */
const RepositoryDispatchEvent = v.pipe(
  v.object({
    client_payload: v.union([
      v.pipe(
        v.object({ git: v.object({ sha: Sha }) }),
        v.transform(({ git }) => git),
      ),
      v.object({ sha: Sha }),
    ]),
  }),
  v.transform(({ client_payload }) => byCommit(client_payload)),
)

/** The event doesn't have the head of the pull request. */
const IssueCommentEvent = v.pipe(
  v.object({ issue: v.object({ number: PrNumber, pull_request: v.optional(v.looseObject({})) }) }),
  v.transform(({ issue: { number, pull_request } }): Subject => {
    if (pull_request !== undefined) return { pullRequest: { kind: 'number', number }, commit: undefined }
    const reason = `The comment that started this run is on issue #${number}, not on a pull request.`
    return { pullRequest: { kind: 'none', reason }, commit: undefined }
  }),
)

/** The queue's branch is `gh-readonly-queue/{base}/pr-{number}-{sha}`; `{base}` may contain anything, even `/pr-1-a`. */
function numberOfQueue(branch: string): number | undefined {
  const number = /\/pr-([1-9]\d*)-[0-9a-f]+$/.exec(branch)?.[1]
  return number === undefined ? undefined : Number(number)
}

const MergeGroupEvent = v.pipe(
  v.object({
    merge_group: v.object({
      head_ref: v.pipe(v.string(), v.transform(numberOfQueue), v.number()),
      head_sha: v.optional(Sha),
    }),
  }),
  v.transform(({ merge_group: { head_ref: number, head_sha: commit } }): Subject => {
    return { pullRequest: { kind: 'number', number }, commit }
  }),
)

const LinkedPullRequest = v.object({ number: PrNumber, base: v.object({ repo: v.object({ id: v.number() }) }) })

const Head = v.object({
  head_sha: Sha,
  head_branch: v.nullish(v.string()),
  pull_requests: v.optional(v.array(v.fallback(v.nullable(LinkedPullRequest), null)), []),
})

const WithRepositoryId = { repository: v.optional(v.object({ id: v.number() })) }

/**
 * `pull_requests` holds every open one with this head branch, also those that a branch of this repository has in another
 * one, such as the repository it was forked from. It is empty for a pull request from a fork.
 */
function byHead(
  { head_sha: sha, head_branch, pull_requests }: v.InferOutput<typeof Head>,
  repository: { readonly id: number } | undefined,
): Subject {
  const own = pull_requests.flatMap(one => (one !== null && one.base.repo.id === repository?.id ? [one.number] : []))
  const queued = numberOfQueue(head_branch ?? '')
  const [number, ...others] = queued === undefined ? own : [queued]
  if (number !== undefined)
    return { pullRequest: { kind: 'number', number, ...(others[0] && { others }) }, commit: sha }
  return head_branch
    ? { pullRequest: { kind: 'commit', sha, headBranch: head_branch }, commit: sha }
    : byCommit({ sha })
}

const CheckRunEvent = v.pipe(
  v.object({
    ...WithRepositoryId,
    check_run: v.object({
      ...Head.entries,
      check_suite: v.optional(v.object({ head_branch: v.nullish(v.string()) }), {}),
    }),
  }),
  v.transform(({ repository, check_run }) => {
    return byHead({ ...check_run, head_branch: check_run.check_suite.head_branch }, repository)
  }),
)

const CheckSuiteEvent = v.pipe(
  v.object({ ...WithRepositoryId, check_suite: Head }),
  v.transform(({ repository, check_suite }) => byHead(check_suite, repository)),
)

/** The run before has a commit of its own only if its event has: another one's is the default branch's last. */
const WorkflowRunEvent = v.pipe(
  v.object({ ...WithRepositoryId, workflow_run: v.object({ ...Head.entries, event: v.optional(v.string()) }) }),
  v.transform(({ repository, workflow_run }): Subject => {
    const { event } = workflow_run
    if (event === undefined || HEAD_OF_RUN.includes(event)) return byHead(workflow_run, repository)
    return { pullRequest: none(`${event}, which started the run before,`), commit: undefined }
  }),
)

/**
 * Events about the commit in `GITHUB_SHA`. All others have it too, as the default branch's last commit
 * (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
const ABOUT_GITHUB_SHA = ['push', 'schedule', 'workflow_dispatch', 'release', 'create', 'registry_package']

/** Events with a pull request or a commit of their own. */
const EVENTS = new Map<string, v.GenericSchema<unknown, Subject>>([
  ['pull_request', PullRequestEvent],
  ['pull_request_target', PullRequestEvent],
  ['pull_request_review', PullRequestEvent],
  ['pull_request_review_comment', PullRequestEvent],
  ['issue_comment', IssueCommentEvent],
  ['workflow_run', WorkflowRunEvent],
  ['merge_group', MergeGroupEvent],
  ['deployment', DeploymentEvent],
  ['deployment_status', DeploymentEvent],
  ['check_run', CheckRunEvent],
  ['check_suite', CheckSuiteEvent],
  ['status', Commit],
  ['repository_dispatch', RepositoryDispatchEvent],
])

/** Events whose runs have their commit as `head_sha`. */
const HEAD_OF_RUN = [
  ...ABOUT_GITHUB_SHA,
  'pull_request',
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
  'merge_group',
  'deployment',
  'deployment_status',
]
