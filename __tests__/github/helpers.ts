import { afterEach } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { type GitHub, startGitHub } from '../../sandbox/github/server.ts'
import type { GitHubContext } from '../../src/github/client.ts'
import { type CommentOutcome, type CommentRequest, writeComment } from '../../src/github/comment.ts'

export const NOW = new Date('2026-11-23T08:00:00Z')

const running: GitHub[] = []
afterEach(async () => {
  for (const github of running.splice(0)) await github.close()
})

/** A GitHub that is closed after the test. */
export async function github(...[options]: [Parameters<typeof startGitHub>[1]?]): Promise<GitHub> {
  const started = await startGitHub(manualClock(NOW), options)
  running.push(started)
  return started
}

/** A run of the action that comments. */
export function run(
  { url, graphqlUrl }: GitHub,
  order: Partial<CommentRequest> = {},
  means: Partial<GitHubContext> = {},
): Promise<CommentOutcome> {
  const ignore = () => {}
  return writeComment(
    {
      repository: { owner: STOREFRONT.owner, name: STOREFRONT.name },
      target: { kind: 'number', number: 14 },
      fromFork: false,
      key: 'production',
      body: '## Snapshot',
      ...order,
    },
    {
      apiUrl: url,
      graphqlUrl,
      token: STOREFRONT.workflow.token,
      clock: manualClock(NOW),
      log: { info: ignore, notice: ignore, warning: ignore, error: ignore, debug: ignore },
      signal: new AbortController().signal,
      ...means,
    },
  )
}

/** What was asked of GitHub, in order: `POST /graphql`. */
export function requestsTo({ received }: GitHub): readonly string[] {
  return received.map(({ method, path }) => `${method} ${path}`)
}
