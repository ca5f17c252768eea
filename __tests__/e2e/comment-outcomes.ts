import { expect } from '@jest/globals'
import { type Fault, isProcessed } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { GitHub } from '../../sandbox/github/server.ts'
import type { Step, StepResult } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { markerOf } from '../../src/github/comment.ts'
import { expectInvariants, type FaultCase, isTransient } from './faults.ts'
import { annotations, type Sandbox } from './sandbox.ts'

const KEY = 'production'

export const COMMENT = { comment: 'true', commentKey: KEY, measure: 'false' }
export const ON_PULL_REQUEST: Step = {
  debug: true,
  event: { name: 'pull_request', payload: { pull_request: { number: 14 } } },
}

export const QUERY = 'POST /graphql'
export const CREATION = 'POST /repos'
export const UPDATE = 'PATCH /repos'

/** A comment that an earlier run of the action wrote. */
export function addOwnComment(gitHub: GitHub): void {
  gitHub.addComment(14, STOREFRONT.workflow.login, `${markerOf(KEY)}\nold`)
}

/** More comments than a page holds. */
export function addTwoPages(gitHub: GitHub): void {
  for (let n = 1; n <= 101; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
}

const HARMLESS: Fault = { kind: 'rewritten', rewrite: message => message }

/** When a request to GitHub meets a fault. */
export interface CommentSituation {
  readonly when: string
  /** The requests that meet the fault. */
  readonly route: typeof QUERY | typeof CREATION | typeof UPDATE
  readonly prepare?: (gitHub: GitHub) => void
  /** The requests of the route before the one that meets the fault. */
  readonly before?: readonly Fault[]
}

export const COMMENT_SITUATIONS: readonly CommentSituation[] = [
  { when: 'when the comment is looked for', route: QUERY },
  { when: 'at the second page of comments', route: QUERY, prepare: addTwoPages, before: [HARMLESS] },
  { when: 'when the comment is created', route: CREATION },
  { when: 'when the comment is updated', route: UPDATE, prepare: addOwnComment },
]

/** Whether the comment is written after one fault: a rate limit lasts longer than a step waits for a comment. */
export function isWrittenAfter({ fault, ...rest }: FaultCase, { route }: CommentSituation): boolean {
  const status = fault.kind === 'status' ? fault.status : undefined
  if (route === CREATION && isProcessed(fault)) return true
  // Somebody deleted the comment: it is looked for again.
  if (route === UPDATE && status === 404) return true
  if (status === 429) return false
  return isTransient({ fault, ...rest }) || rest.category === 'unusable'
}

/**
 * What holds after a step that wants to comment, whatever GitHub did: it succeeds with one snapshot, its link is in outputs
 * and summary, and there is one comment with the link, or one warning.
 *
 * @returns the warnings
 */
export function expectSnapshotInSpiteOfGitHub(
  result: StepResult,
  { gitHub, thousandEyes }: Pick<Sandbox, 'gitHub' | 'thousandEyes'>,
): readonly string[] {
  expectInvariants(result, [SHOP.deployer.token, STOREFRONT.workflow.token])
  const link = thousandEyes.made[0]?.link
  const { viewUrl, commentUrl } = result.outputs
  expect({ exitCode: result.exitCode, snapshots: thousandEyes.made.length, viewUrl }).toEqual({
    exitCode: 0,
    snapshots: 1,
    viewUrl: link,
  })
  expect(result.summary).toContain(`](${link})`)

  const [comment, ...more] = gitHub.comments.filter(({ login }) => login === STOREFRONT.workflow.login)
  expect(more).toEqual([])
  const warnings = annotations(result, 'warning')
  if (commentUrl === undefined) expect(warnings).toHaveLength(1)
  else {
    expect(warnings).toEqual([])
    expect(comment?.body).toContain(`](${link})`)
    expect(commentUrl).toBe(`https://github.com/octo-shop/storefront/pull/14#issuecomment-${comment?.id}`)
  }
  return warnings
}

/** Requests of a route. */
export function requestsTo(route: string, { received }: GitHub): number {
  return received.filter(({ method, path }) => `${method} ${path}`.startsWith(route)).length
}
