import { describe, expect, test as it } from '@jest/globals'
import type { GitHub } from '../../sandbox/github/server.ts'
import type { CommentRequest, CommentResult } from '../../src/github/comment.ts'
import { mutated, type Path, pathsIn } from '../json.ts'
import { BOT, OWN_BODY, openGitHub, requestsTo, SEARCH, upsert } from './helpers.ts'

const MERGE_SHA = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'
const KNOWN_ROUTES =
  /^(POST \/graphql|POST \/repos\/octo-shop\/storefront\/issues\/\d+\/comments|(GET|PATCH|DELETE) \/repos\/octo-shop\/storefront\/issues\/comments\/\d+)$/

const WRONG_VALUES = [null, 5, 'text', []]

async function openGitHubWithComments(): Promise<GitHub> {
  const gitHub = await openGitHub()
  for (const prNumber of [14, 12]) gitHub.addComment(prNumber, BOT, OWN_BODY)
  return gitHub
}

function textOf(result: CommentResult): string {
  if (result.kind === 'written') return result.commentUrl
  return result.kind === 'notNeeded' ? '' : result.message
}

/** Resolves to the paths of all fields in the response to a route. */
async function responsePaths(route: string, request: Partial<CommentRequest>): Promise<readonly Path[]> {
  const gitHub = await openGitHubWithComments()
  let paths: readonly Path[] = []
  const rewrite = (message: unknown) => {
    paths = pathsIn(message)
    return message
  }
  gitHub.fail([{ kind: 'rewritten', rewrite }], route)
  await upsert(gitHub, request)
  return paths
}

describe('upsertComment', () => {
  it.each<[string, string, Partial<CommentRequest>]>([
    ['a search by number', SEARCH, {}],
    ['a search by commit', SEARCH, { pullRequest: { kind: 'commit', sha: MERGE_SHA } }],
    ['an update', 'PATCH', {}],
  ])(
    'writes the comment or says why not when any field of the response to %s has a wrong type',
    async (_response, route, request) => {
      const paths = await responsePaths(route, request)
      expect(paths.length).toBeGreaterThan(4)
      for (const path of paths) {
        for (const wrong of WRONG_VALUES) {
          const gitHub = await openGitHubWithComments()
          gitHub.fail([{ kind: 'rewritten', rewrite: message => mutated(message, path, wrong) }], route)
          const result = await upsert(gitHub, request)
          expect(textOf(result)).toMatch(/^(https:|(The|No) comment was (not )?written: )/)
          expect(JSON.stringify(result)).not.toMatch(/TypeError|undefined|\[object/)
          for (const sent of requestsTo(gitHub)) expect(sent).toMatch(KNOWN_ROUTES)
        }
      }
    },
  )
})
