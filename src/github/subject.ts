import * as v from 'valibot'
import { parsed } from '../text.ts'
import type { TriggerEvent } from './event.ts'

/** How to find a pull request. */
export type PullRequestRef =
  /** `others`: further open ones that the event names. */
  | { readonly kind: 'number'; readonly number: number; readonly others?: readonly number[] }
  /**
   * `headBranch`: the branch that the commit was pushed to. GitHub associates no pull request with a commit of a fork, so one from
   * a fork is found by its branch.
   */
  | { readonly kind: 'commit'; readonly sha: string; readonly headBranch?: string }
  /** The event has none; `reason` is a sentence. */
  | { readonly kind: 'none'; readonly reason: string }

/** What an event is about. */
export interface Subject {
  readonly pullRequest: PullRequestRef
  /**
   * The commit that people know, such as the head of a pull request, and not the merge commit that GitHub creates for it; `undefined`
   * if the event has none of its own.
   */
  readonly commit: string | undefined
}

export function subjectOf({ name, payload, sha }: TriggerEvent): Subject {
  const subject = EVENTS.get(name)
  if (subject === undefined && WITHOUT_COMMIT.test(name)) return none(name)
  if (v.is(Deletion, payload)) return none(`${name}, which deleted a branch,`)
  if (v.is(NewBranch, payload)) return { ...none(`${name}, which only began a branch,`), commit: sha }
  if (v.is(ForeignPullRequest, payload)) return none(`${name}, whose pull request is in another repository,`)
  return (subject ? parsed(subject, payload) : parsed(CommitEvent, { sha })) ?? none(name)
}

/** A push whose `GITHUB_SHA` is the default branch's last commit. */
const Deletion = v.object({ deleted: v.literal(true) })

/** The events create, and push without a commit of its own: the pull request of its commit is that of another branch. */
const NewBranch = v.union([
  v.object({ ref_type: v.literal('branch') }),
  v.object({
    created: v.literal(true),
    ref: v.pipe(v.string(), v.startsWith('refs/heads/')),
    commits: v.strictTuple([]),
  }),
])

const WithName = v.object({ full_name: v.string() })

/** `repository_dispatch` may come from a pull request of another repository. */
const ForeignPullRequest = v.pipe(
  v.object({
    repository: WithName,
    client_payload: v.object({ pull_request: v.object({ base: v.object({ repo: WithName }) }) }),
  }),
  v.check(({ repository, client_payload }) => client_payload.pull_request.base.repo.full_name !== repository.full_name),
)

function none(eventName: string): Subject {
  const reason = `The event ${eventName} names neither a pull request nor a commit of its own.`
  return { pullRequest: { kind: 'none', reason }, commit: undefined }
}

const PrNumber = v.pipe(v.number(), v.integer(), v.minValue(1))
const Sha = v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/i))
const WithSha = v.object({ sha: Sha })

const byNumber = (number: number, commit?: string): Subject => ({ pullRequest: { kind: 'number', number }, commit })
const byCommit = (sha: string): Subject => ({ pullRequest: { kind: 'commit', sha }, commit: sha })

/** Reads fields of the payload. */
const from = <Entries extends v.ObjectEntries>(
  entries: Entries,
  subject: (payload: v.InferOutput<v.ObjectSchema<Entries, undefined>>) => Subject,
) => v.pipe(v.object(entries), v.transform(subject))

const CommitEvent = from({ sha: Sha }, ({ sha }) => byCommit(sha))

const PullRequestEvent = from(
  {
    pull_request: v.object({
      number: PrNumber,
      head: v.optional(v.object({ sha: v.optional(Sha) })),
      merged: v.nullish(v.boolean()),
      /** A commit that GitHub tries the merge with, until it is merged. */
      merge_commit_sha: v.nullish(Sha),
    }),
  },
  ({ pull_request: { number, head, merged, merge_commit_sha } }) =>
    byNumber(number, (merged && merge_commit_sha) || head?.sha),
)

/** The event doesn't have the head of the pull request. */
const IssueCommentEvent = from(
  { issue: v.object({ number: PrNumber, pull_request: v.optional(v.unknown()) }) },
  ({ issue: { number, pull_request } }) => {
    if (pull_request !== undefined) return byNumber(number)
    const reason = `The comment that started this run is on issue #${number}, not on a pull request.`
    return { pullRequest: { kind: 'none', reason }, commit: undefined }
  },
)

function numberIn(text: string, pattern: RegExp): number | undefined {
  const number = pattern.exec(text)?.[1]
  return number === undefined ? undefined : Number(number)
}

/** No pull request has the commit of `refs/pull/14/merge`, which GitHub creates, or that of a fork's `refs/pull/14/head`. */
const DeploymentEvent = from(
  { deployment: v.object({ sha: Sha, ref: v.optional(v.string(), '') }) },
  ({ deployment: { sha, ref } }) => {
    const number = numberIn(ref, /^refs\/pull\/([1-9]\d*)\//)
    return number === undefined ? byCommit(sha) : byNumber(number)
  },
)

const PageBuildEvent = from({ build: v.object({ commit: Sha }) }, ({ build }) => byCommit(build.commit))

/** The payload of slash-command-dispatch has a pull request, that of Vercel has `git`. */
const RepositoryDispatchEvent = from(
  { client_payload: v.union([PullRequestEvent, from({ git: WithSha }, ({ git }) => byCommit(git.sha)), CommitEvent]) },
  ({ client_payload }) => client_payload,
)

/** The queue's branch is `gh-readonly-queue/{base}/pr-{number}-{sha}`; `{base}` may contain anything, even `/pr-1-a`. */
const numberOfQueue = (branch: string) => numberIn(branch, /\/pr-([1-9]\d*)-[0-9a-f]+$/)

const MergeGroupEvent = from(
  {
    merge_group: v.object({
      head_ref: v.pipe(v.string(), v.transform(numberOfQueue), v.number()),
      head_sha: v.optional(Sha),
    }),
  },
  ({ merge_group: { head_ref, head_sha } }) => byNumber(head_ref, head_sha),
)

const WithId = v.object({ id: v.number() })

const Head = v.object({ head_sha: Sha, head_branch: v.nullish(v.string()) })

function byHead({ head_sha: sha, head_branch }: v.InferOutput<typeof Head>): Subject {
  const number = numberOfQueue(head_branch ?? '')
  if (number !== undefined) return byNumber(number, sha)
  return { pullRequest: { kind: 'commit', sha, ...(head_branch && { headBranch: head_branch }) }, commit: sha }
}

const CheckSuiteEvent = from({ check_suite: Head }, ({ check_suite }) => byHead(check_suite))

const CheckRunEvent = from(
  { check_run: v.object({ ...Head.entries, check_suite: v.nullish(v.pick(Head, ['head_branch']), {}) }) },
  ({ check_run }) => byHead({ ...check_run, ...check_run.check_suite }),
)

/** The run before has a commit of its own only if its event has. */
const WorkflowRunEvent = from(
  {
    repository: v.optional(WithId),
    workflow_run: v.object({
      ...Head.entries,
      event: v.optional(v.string(), ''),
      /** Every open one with this head branch, also in other repositories, and after a push to main. Empty for a fork. */
      pull_requests: v.optional(v.array(v.object({ number: PrNumber, base: v.object({ repo: WithId }) })), []),
    }),
  },
  ({ repository, workflow_run }) => {
    const { event, head_sha, pull_requests } = workflow_run
    if (WITHOUT_COMMIT.test(event)) return none(`${event}, which started the run before,`)
    const own = pull_requests.filter(({ base }) => base.repo.id === repository?.id).map(({ number }) => number)
    const [number, ...others] = event.startsWith('pull_request') ? own : []
    if (number === undefined) return byHead(workflow_run)
    return { pullRequest: { kind: 'number', number, ...(others.length > 0 && { others }) }, commit: head_sha }
  },
)

/** Events with a pull request or a commit in their payload. */
const EVENTS = new Map<string, v.GenericSchema<unknown, Subject>>([
  ['pull_request', PullRequestEvent],
  ['pull_request_target', PullRequestEvent],
  ['pull_request_review', PullRequestEvent],
  ['pull_request_review_comment', PullRequestEvent],
  ['merge_group', MergeGroupEvent],
  ['deployment', DeploymentEvent],
  ['deployment_status', DeploymentEvent],
  ['status', CommitEvent],
  ['page_build', PageBuildEvent],
  ['issue_comment', IssueCommentEvent],
  ['workflow_run', WorkflowRunEvent],
  ['check_run', CheckRunEvent],
  ['check_suite', CheckSuiteEvent],
  ['repository_dispatch', RepositoryDispatchEvent],
])

/**
 * Events whose runs get the default branch's last commit as their `GITHUB_SHA` and `head_sha`, only because every run has one
 * (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows). `schedule` is about that commit.
 */
const WITHOUT_COMMIT =
  /^(branch_protection_rule|check_(run|suite)|delete|discussion(_comment)?|fork|gollum|image_version|issues|issue_comment|label|milestone|page_build|public|repository_dispatch|status|watch|workflow_run)$/
