import * as v from 'valibot'

/** What started the workflow's run. */
export interface TriggerEvent {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string
  /** The content of the file that `GITHUB_EVENT_PATH` names. */
  readonly payload: unknown
  /** `GITHUB_SHA`; `undefined` when it is empty. */
  readonly sha: string | undefined
}

/** Where the pull request is. */
export type PullRequestRef =
  | { readonly kind: 'number'; readonly number: number }
  /**
   * `headBranch`: the branch the commit was pushed to, perhaps in a fork. GitHub associates the commits of a fork with no
   * pull request of this repository, so that an open one from a fork is found by its branch alone.
   */
  | { readonly kind: 'commit'; readonly sha: string; readonly headBranch?: string }
  /** There is none; `why` is a sentence. */
  | { readonly kind: 'none'; readonly why: string }

const Sha = v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/i))
const Numbered = v.object({ number: v.pipe(v.number(), v.integer(), v.minValue(1)) })

const byNumber = ({ number }: { number: number }): PullRequestRef => ({ kind: 'number', number })
const byCommit = ({ sha }: { sha: string }): PullRequestRef => ({ kind: 'commit', sha })

const PullRequestEvent = v.pipe(
  v.object({ pull_request: Numbered }),
  v.transform(({ pull_request }) => byNumber(pull_request)),
)

const DeploymentEvent = v.pipe(
  v.object({ deployment: v.object({ sha: Sha }) }),
  v.transform(({ deployment }) => byCommit(deployment)),
)

const IssueCommentEvent = v.pipe(
  v.object({ issue: v.object({ ...Numbered.entries, pull_request: v.optional(v.looseObject({})) }) }),
  v.transform(({ issue }): PullRequestRef => {
    if (issue.pull_request !== undefined) return byNumber(issue)
    return {
      kind: 'none',
      why: `The comment that started this run is on issue #${issue.number}, not on a pull request.`,
    }
  }),
)

const WorkflowRunEvent = v.pipe(
  v.object({
    workflow_run: v.object({
      head_sha: Sha,
      head_branch: v.nullish(v.string()),
      /** Empty for a run that a pull request from a fork started. */
      pull_requests: v.optional(v.array(Numbered), []),
    }),
  }),
  v.transform(({ workflow_run: { head_sha: sha, head_branch, pull_requests } }): PullRequestRef => {
    const [first] = pull_requests
    if (first !== undefined) return byNumber(first)
    return head_branch ? { kind: 'commit', sha, headBranch: head_branch } : byCommit({ sha })
  }),
)

/** The queue's branch is `gh-readonly-queue/{base}/pr-{number}-{sha}`; the base may hold anything, so only the end counts. */
const MergeGroupEvent = v.pipe(
  v.object({ merge_group: v.object({ head_ref: v.string() }) }),
  v.transform(({ merge_group }) => /\/pr-([1-9]\d*)-[0-9a-f]+$/.exec(merge_group.head_ref)?.[1]),
  v.string(),
  v.transform(number => byNumber({ number: Number(number) })),
)

/** Every other event, such as push, schedule or workflow_dispatch, is about the commit in `GITHUB_SHA`. */
const EVENTS: ReadonlyMap<string, v.GenericSchema<unknown, PullRequestRef>> = new Map<
  string,
  v.GenericSchema<unknown, PullRequestRef>
>([
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

/**
 * Where the pull request of this run is.
 *
 * @param prNumber - what the workflow says itself; it goes before the event
 */
export function resolvePullRequest({ name, payload, sha }: TriggerEvent, prNumber: number | undefined): PullRequestRef {
  if (prNumber !== undefined) return byNumber({ number: prNumber })
  const schema = EVENTS.get(name)
  const { success, output } = schema === undefined ? commitOf(sha) : v.safeParse(schema, payload)
  return success ? output : { kind: 'none', why: `The event ${name} names neither a pull request nor a commit.` }
}

function commitOf(sha: string | undefined) {
  return v.safeParse(v.pipe(v.object({ sha: Sha }), v.transform(byCommit)), { sha })
}

const HeadAndBase = v.object({
  pull_request: v.object({
    /** A fork may be deleted by now. */
    head: v.object({ repo: v.nullable(v.object({ full_name: v.string() })) }),
    base: v.object({ repo: v.object({ full_name: v.string() }) }),
  }),
})

/** Events whose runs get a read-only token when the pull request comes from a fork; `pull_request_target` is none. */
const READ_ONLY_FOR_FORKS = ['pull_request', 'pull_request_review', 'pull_request_review_comment']

/** Whether the run's own token cannot write, since a pull request from a fork started it. */
export function isForkRun({ name, payload }: TriggerEvent): boolean {
  const { success, output } = v.safeParse(HeadAndBase, payload)
  if (!success || !READ_ONLY_FOR_FORKS.includes(name)) return false
  const { head, base } = output.pull_request
  return head.repo?.full_name !== base.repo.full_name
}
