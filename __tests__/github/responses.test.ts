import { expect, test } from '@jest/globals'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { GitHub } from '../../sandbox/github/server.ts'
import type { CommentRequest } from '../../src/github/comment.ts'
import { markerOf } from '../../src/github/marker.ts'
import { mutated, type Path, pathsIn, WRONG_VALUES } from '../json.ts'
import { github, run } from './helpers.ts'

const BOT = STOREFRONT.workflow.login
const MERGED = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

/** The JSON of the next answer to a request of this route. */
async function answerTo(hub: GitHub, route: string, order: Partial<CommentRequest>): Promise<unknown> {
  let answer: unknown
  const rewrite = (message: unknown) => {
    answer = message
    return message
  }
  hub.fail([{ kind: 'rewritten', rewrite }], route)
  await run(hub, order)
  return answer
}

/** Runs against a GitHub whose answers to this route have a wrong value in one place. */
async function runWithWrong(route: string, path: Path, wrong: unknown, order: Partial<CommentRequest>) {
  const hub = await github()
  hub.addComment(14, BOT, `${markerOf('production')}\nold`)
  hub.addComment(12, BOT, `${markerOf('production')}\nold`)
  const rewrite = (message: unknown) => mutated(message, path, wrong)
  hub.fail([{ kind: 'rewritten', rewrite }], route)
  return { hub, outcome: await run(hub, order) }
}

test.each<[string, string, Partial<CommentRequest>]>([
  ['a look-up by number', 'POST /graphql', {}],
  ['a look-up by commit', 'POST /graphql', { target: { kind: 'commit', sha: MERGED } }],
  ['a change', 'PATCH', {}],
])(
  'every field of the answer to %s may be of a wrong type: the comment is written, or it is said why not',
  async (_, route, order) => {
    const hub = await github()
    hub.addComment(14, BOT, `${markerOf('production')}\nold`)
    hub.addComment(12, BOT, `${markerOf('production')}\nold`)
    const paths = pathsIn(await answerTo(hub, route, order))
    expect(paths.length).toBeGreaterThan(4)
    for (const path of paths) {
      for (const wrong of WRONG_VALUES) {
        const { hub: wronged, outcome } = await runWithWrong(route, path, wrong, order)
        const message = { written: 'commentUrl', noPullRequest: 'notice', failed: 'warning' }[outcome.kind]
        expect(outcome).toHaveProperty(
          message,
          expect.stringMatching(/^(https:|(The|No) comment was (not )?written: )/),
        )
        expect(JSON.stringify(outcome)).not.toMatch(/TypeError|undefined|\[object/)
        for (const { method, path: asked } of wronged.received) {
          expect(`${method} ${asked}`).toMatch(
            /^(POST \/graphql|POST \/repos\/octo-shop\/storefront\/issues\/\d+\/comments|(PATCH|DELETE) \/repos\/octo-shop\/storefront\/issues\/comments\/\d+)$/,
          )
        }
      }
    }
  },
)
