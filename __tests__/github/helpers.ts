import { afterEach, expect } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { type GitHub, startGitHub } from '../../sandbox/github/server.ts'
import { createHttpClient } from '../../sandbox/http-client.ts'
import type { GitHubConfig, GitHubContext } from '../../src/github/client.ts'
import { type CommentRequest, type CommentResult, upsertComment } from '../../src/github/comment.ts'
import { markerOf } from '../../src/github/pull-request.ts'

export const NOW = new Date('2026-11-23T08:00:00Z')

/** The user of the workflow's token. */
export const BOT = STOREFRONT.workflow.login

/** The body of a comment that an earlier run wrote with the key of `upsert`. */
export const OWN_BODY = `${markerOf('production')}\nold`

/** Routes of requests, as `requestsTo` lists them. */
export const SEARCH = 'POST /graphql'
export const CREATE = 'POST /repos/octo-shop/storefront/issues/14/comments'
export const updateOf = (id: number) => `PATCH /repos/octo-shop/storefront/issues/comments/${id}`
export const deletionOf = (id: number) => `DELETE /repos/octo-shop/storefront/issues/comments/${id}`

const ignore = () => {}
export const quietLog = { info: ignore, notice: ignore, warning: ignore, error: ignore, debug: ignore }

const running: GitHub[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

/** Starts a GitHub server that is closed after the test. */
export async function openGitHub(options?: Parameters<typeof startGitHub>[1]): Promise<GitHub> {
  const server = await startGitHub(manualClock(NOW), options)
  running.push(server)
  return server
}

/** Writes a comment on pull request 14, unless `request` says otherwise. */
export function upsert(
  { url: apiUrl, graphqlUrl }: Pick<GitHub, 'url' | 'graphqlUrl'>,
  { body = '## Snapshot', ...request }: Partial<CommentRequest> & { readonly body?: string } = {},
  { token = STOREFRONT.workflow.token, ...context }: Partial<Pick<GitHubConfig, 'token'> & GitHubContext> = {},
): Promise<CommentResult> {
  return upsertComment(
    {
      repository: { owner: STOREFRONT.owner, name: STOREFRONT.name },
      pullRequest: { kind: 'number', number: 14 },
      fromFork: false,
      key: 'production',
      plan: ([oldest]) =>
        oldest === undefined ? { kind: 'create', body } : { kind: 'edit', id: oldest.id, body, isOnTop: true },
      ...request,
    },
    { apiUrl, graphqlUrl, token },
    {
      clock: manualClock(NOW),
      log: quietLog,
      random: () => 0,
      redact: text => text.replaceAll(token || '?', '***'),
      sendRequest: createHttpClient(context.clock ?? manualClock(NOW)),
      signal: new AbortController().signal,
      ...context,
    },
  )
}

/** The message of a failure, which is one line. */
export function failureOf(result: CommentResult): string {
  expect(result).toEqual({ kind: 'failed', message: expect.stringMatching(/^The comment was not written: .+\.$/) })
  return result.kind === 'failed' ? result.message : ''
}

/** The routes of all requests, in order: `POST /graphql`. */
export function requestsTo({ received }: GitHub): readonly string[] {
  return received.map(({ method, path }) => `${method} ${path}`)
}
