import { describe, expect, test as it } from '@jest/globals'
import { manualClock, sharedClock } from '../../sandbox/clock.ts'
import { Api } from '../../sandbox/github/api.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { BODY_LIMIT, type CommentRequest } from '../../src/github/comment.ts'
import { markerOf } from '../../src/github/pull-request.ts'
import type { SendRequest } from '../../src/http.ts'
import {
  BOT,
  CREATE,
  deletionOf,
  failureOf,
  NOW,
  OWN_BODY,
  openGitHub,
  quietLog,
  requestsTo,
  SEARCH,
  updateOf,
  upsert,
} from './helpers.ts'

const BAD_GATEWAY = { kind: 'status', status: 502 } as const

/** A new comment takes the place of those before, with what they have. */
const replacing: CommentRequest['plan'] = (existing, hasWritten) => {
  const [newest] = existing.toReversed()
  const texts = existing.filter(one => !hasWritten || one !== newest).map(({ body }) => body)
  const body = [...texts, 'new'].join(' · ')
  return hasWritten && newest !== undefined
    ? { kind: 'edit', id: newest.id, body, isOnTop: true }
    : { kind: 'create', body }
}

describe('upsertComment', () => {
  it('creates the comment in the first run, with an invisible marker', async () => {
    const gitHub = await openGitHub()
    expect(await upsert(gitHub)).toEqual({
      kind: 'written',
      action: 'created',
      prNumber: 14,
      commentId: 2_900_000_001,
      commentUrl: 'https://github.com/octo-shop/storefront/pull/14#issuecomment-2900000001',
    })
    expect(gitHub.comments).toMatchObject([{ prNumber: 14, login: BOT }])
    expect(gitHub.comments[0]?.body).toMatch(/^<!-- thousandeyes-snapshot: [0-9a-f]{16} -->\n## Snapshot$/)
    expect(requestsTo(gitHub)).toEqual([SEARCH, CREATE, SEARCH])
  })

  it('updates the comment in the next run, in three requests', async () => {
    const gitHub = await openGitHub()
    await upsert(gitHub)
    const result = await upsert(gitHub, { body: '## Another snapshot' })
    expect(result).toMatchObject({ kind: 'written', action: 'updated', commentId: 2_900_000_001 })
    expect(gitHub.comments.map(({ body }) => body)).toEqual([`${markerOf('production')}\n## Another snapshot`])
    expect(requestsTo(gitHub).slice(3)).toEqual([SEARCH, updateOf(2_900_000_001), SEARCH])
  })

  it('writes another comment for another key', async () => {
    const gitHub = await openGitHub()
    await upsert(gitHub)
    expect(await upsert(gitHub, { key: 'staging' })).toMatchObject({ action: 'created' })
    expect(gitHub.comments).toHaveLength(2)
  })

  it('does not touch the comment of another user that begins with the marker', async () => {
    const gitHub = await openGitHub()
    const planted = gitHub.addComment(14, 'mallory', `${OWN_BODY} https://evil.example`)
    expect(await upsert(gitHub)).toMatchObject({ action: 'created' })
    expect(planted.body).toBe(`${OWN_BODY} https://evil.example`)
    expect(gitHub.comments).toHaveLength(2)
  })

  it('does not touch an own comment that has the marker after its beginning', async () => {
    const gitHub = await openGitHub()
    const other = gitHub.addComment(14, BOT, `Deployed.\n${OWN_BODY}`)
    expect(await upsert(gitHub)).toMatchObject({ action: 'created' })
    expect(other.body).toBe(`Deployed.\n${OWN_BODY}`)
  })

  it.each([
    ['the latest', 5_000, 0],
    ['the 100th from the end', 4_901, 0],
    ['the 101st from the end', 4_900, 1],
    ['the first', 1, 49],
  ])('finds %s of 5,000 comments with two more requests for each 100', async (_position, index, more) => {
    const gitHub = await openGitHub()
    for (let n = 1; n <= 5_000; n++) {
      if (n === index) gitHub.addComment(14, BOT, OWN_BODY)
      else gitHub.addComment(14, 'reviewer', `No. ${n}`)
    }
    expect(await upsert(gitHub)).toMatchObject({ kind: 'written', action: 'updated', commentId: 2_900_000_000 + index })
    expect(gitHub.received).toHaveLength(3 + 2 * more)
  })

  it('reads one page when there are exactly 100 comments of others', async () => {
    const gitHub = await openGitHub()
    for (let n = 1; n <= 100; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    expect(await upsert(gitHub)).toMatchObject({ action: 'created' })
    expect(gitHub.received).toHaveLength(3)
  })

  it('keeps the older of two comments that simultaneous runs create, and deletes the other', async () => {
    const gitHub = await openGitHub()
    gitHub.synchronize(2, SEARCH)
    const both = await Promise.all([upsert(gitHub, { body: 'one' }), upsert(gitHub, { body: 'two' })])
    expect(both.map(result => result.kind === 'written' && result.commentId)).toEqual([2_900_000_001, 2_900_000_001])
    expect(gitHub.comments).toMatchObject([{ id: 2_900_000_001 }])
  })

  it('writes again what another run overwrote at the same time', async () => {
    const gitHub = await openGitHub()
    const own = gitHub.addComment(14, BOT, OWN_BODY)
    const plan: CommentRequest['plan'] = ([comment]) => {
      const { id = 0, body = '' } = comment ?? {}
      return { kind: 'edit', id, body: body.includes('new') ? body : `${body} · new`, isOnTop: true }
    }
    const debug = (line: string) => {
      if (line.includes('PATCH') && own.body.includes('old')) own.body = `${markerOf('production')}\nanother run`
    }
    expect(await upsert(gitHub, { plan }, { log: { ...quietLog, debug } })).toMatchObject({ action: 'updated' })
    expect(own.body).toBe(`${markerOf('production')}\nanother run · new`)
  })

  it('writes again what a run overwrites a moment later that had read the comment before', async () => {
    const gitHub = await openGitHub()
    const own = gitHub.addComment(14, BOT, OWN_BODY)
    const plan: CommentRequest['plan'] = ([comment]) => {
      const { id = 0, body = '' } = comment ?? {}
      return { kind: 'edit', id, body: body.includes('one') ? body : `${body} · one`, isOnTop: true }
    }
    const sleep = async (ms: number) => {
      expect([ms, own.body]).toEqual([1_000, `${OWN_BODY} · one`])
      own.body = `${OWN_BODY} · two`
    }
    await upsert(gitHub, { plan }, { clock: { ...manualClock(NOW), sleep } })
    expect(own.body).toBe(`${OWN_BODY} · two · one`)
  })

  it.each([
    ['create', []],
    ['edit', ['old']],
  ])('keeps what three runs have to say that %s it at the same time', async (_what, before) => {
    const clock = sharedClock(NOW)
    const api = new Api(STOREFRONT, clock)
    for (const body of before) api.comments.add(14, BOT, `${markerOf('production')}\n${body}`)
    const addresses = { restPath: '', graphqlPath: '/graphql', webUrl: 'https://github.com' }
    const sendRequest: SendRequest = async ({ method, url, headers, body = '' }, signal) => {
      await clock.sleep(300, signal)
      const authorization = { authorization: headers?.['authorization'] ?? '' }
      const response = api.handle({ method, path: url.pathname, headers: authorization, body }, addresses)
      await clock.sleep(300, signal)
      return { kind: 'response', ...response, headers: { ...api.commonHeaders(), ...response.headers } }
    }
    const plan =
      (name: string): CommentRequest['plan'] =>
      existing => {
        const body = [...new Set([...existing.flatMap(one => one.body.split(' ')), name])].join(' ')
        const [oldest] = existing
        return oldest === undefined ? { kind: 'create', body } : { kind: 'edit', id: oldest.id, body, isOnTop: true }
      }
    const server = { url: 'https://api.github.com', graphqlUrl: 'https://api.github.com/graphql' }
    const runs = ['a', 'b', 'c'].map((name, index) =>
      upsert(server, { plan: plan(name) }, { clock, sendRequest, random: () => index / 3 }),
    )
    const first = { commentId: 2_900_000_001 }
    expect(await Promise.all(runs)).toMatchObject([first, first, first])
    const bodies = api.comments.all.map(({ body }) => body.split(/\s+/).slice(4).sort())
    expect(bodies).toEqual([['a', 'b', 'c', ...before]])
  })

  it('keeps the same one of two duplicates in simultaneous runs', async () => {
    const gitHub = await openGitHub()
    for (const login of [BOT, BOT]) gitHub.addComment(14, login, OWN_BODY)
    gitHub.synchronize(2, SEARCH)
    const both = await Promise.all([upsert(gitHub), upsert(gitHub)])
    expect(both).toMatchObject([{ commentId: 2_900_000_001 }, { commentId: 2_900_000_001 }])
    expect(gitHub.comments).toHaveLength(1)
  })

  it('succeeds although a duplicate cannot be deleted', async () => {
    const gitHub = await openGitHub()
    for (const login of [BOT, BOT]) gitHub.addComment(14, login, OWN_BODY)
    gitHub.fail([{ kind: 'status', status: 403 }], 'DELETE')
    expect(await upsert(gitHub)).toMatchObject({ kind: 'written', action: 'updated' })
  })

  it('creates the new comment before it deletes the one that it replaces', async () => {
    const gitHub = await openGitHub()
    const { id } = gitHub.addComment(14, BOT, OWN_BODY)
    expect(await upsert(gitHub, { plan: replacing })).toMatchObject({ action: 'replaced', commentId: id + 1 })
    expect(gitHub.comments).toMatchObject([{ id: id + 1, body: `${markerOf('production')}\nold · new` }])
    expect(requestsTo(gitHub)).toEqual([SEARCH, CREATE, SEARCH, deletionOf(id)])
  })

  it('loses nothing that another run writes to the comment meanwhile', async () => {
    const gitHub = await openGitHub()
    const old = gitHub.addComment(14, BOT, OWN_BODY)
    const debug = (line: string) => {
      if (line.includes('comments: 201')) old.body = `${OWN_BODY} and more`
    }
    await upsert(gitHub, { plan: replacing }, { log: { ...quietLog, debug } })
    expect(gitHub.comments.map(({ body }) => body)).toEqual([`${markerOf('production')}\nold and more · new`])
    const merging = [SEARCH, updateOf(old.id + 1), SEARCH, deletionOf(old.id)]
    expect(requestsTo(gitHub)).toEqual([SEARCH, CREATE, ...merging])
  })

  it('deletes nothing when it cannot look again', async () => {
    const gitHub = await openGitHub()
    gitHub.addComment(14, BOT, OWN_BODY)
    const debug = (line: string) => {
      if (line.includes('comments: 201')) gitHub.fail([BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY], SEARCH)
    }
    const result = await upsert(gitHub, { plan: replacing }, { log: { ...quietLog, debug } })
    expect(result).toMatchObject({ kind: 'written', action: 'replaced' })
    expect(gitHub.comments).toHaveLength(2)
  })

  it('writes nothing when none is needed', async () => {
    const gitHub = await openGitHub()
    expect(await upsert(gitHub, { plan: () => ({ kind: 'none' }) })).toEqual({ kind: 'notNeeded' })
    expect(requestsTo(gitHub)).toEqual([SEARCH])
  })

  it('tells which comments are hidden', async () => {
    const gitHub = await openGitHub()
    gitHub.hideComment(gitHub.addComment(14, BOT, OWN_BODY).id)
    const seen: unknown[] = []
    const plan: CommentRequest['plan'] = existing => {
      seen.push(...existing)
      return { kind: 'none' }
    }
    await upsert(gitHub, { plan })
    expect(seen).toMatchObject([{ body: 'old', isHidden: true }])
  })

  it('creates the comment again when it is deleted between search and update', async () => {
    const gitHub = await openGitHub()
    const { id } = gitHub.addComment(14, BOT, OWN_BODY)
    const debug = (line: string) => {
      if (line.includes('/graphql: 200') && gitHub.comments[0]?.id === id) gitHub.removeComment(id)
    }
    const result = await upsert(gitHub, {}, { log: { ...quietLog, debug } })
    expect(result).toMatchObject({ action: 'created', commentId: id + 1 })
  })

  it.each([
    ['is reset', { kind: 'reset' }],
    ['is truncated', { kind: 'truncated' }],
    ['is an error', { kind: 'overrideResponse', status: 502, body: 'oops' }],
  ] as const)('finds the comment that was created although the response %s', async (_fault, fault) => {
    const gitHub = await openGitHub()
    gitHub.fail([fault], CREATE)
    expect(await upsert(gitHub)).toMatchObject({ kind: 'written' })
    expect(gitHub.comments).toHaveLength(1)
  })

  it('searches again before it retries to create the comment', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([BAD_GATEWAY], CREATE)
    expect(await upsert(gitHub)).toMatchObject({ action: 'created' })
    expect(requestsTo(gitHub)).toEqual([SEARCH, CREATE, SEARCH, CREATE, SEARCH])
  })

  it('fails after three attempts to create the comment', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain('502 Bad Gateway')
    expect(requestsTo(gitHub)).toEqual([SEARCH, CREATE, SEARCH, CREATE, SEARCH, CREATE])
  })

  it('writes a body of the greatest length', async () => {
    const gitHub = await openGitHub()
    expect(await upsert(gitHub, { body: 'x'.repeat(BODY_LIMIT) })).toMatchObject({ kind: 'written' })
    expect(gitHub.comments[0]?.body).toHaveLength(65_536)
  })

  it.each([
    ['a link that is not https', { id: 1, html_url: 'http://evil.example/' }],
    ['no id', { html_url: 'https://github.com/octo-shop/storefront/pull/14#issuecomment-1' }],
    ['an array', []],
  ])('fails when GitHub answers the creation with %s', async (_shape, body) => {
    const gitHub = await openGitHub()
    gitHub.fail([{ kind: 'overrideResponse', status: 201, body: JSON.stringify(body) }], CREATE)
    expect(failureOf(await upsert(gitHub))).toContain('GitHub answered 201 Created with JSON of an unknown shape.')
  })

  it('sends nothing when the token is empty', async () => {
    const gitHub = await openGitHub()
    expect(failureOf(await upsert(gitHub, {}, { token: '' }))).toContain('githubToken is empty')
    expect(gitHub.received).toEqual([])
  })

  it.each([
    ['a query', SEARCH],
    ['the creation', CREATE],
  ])('ends at once when the job is cancelled before the retry of %s', async (_request, route) => {
    const gitHub = await openGitHub()
    gitHub.fail([BAD_GATEWAY], route)
    const job = new AbortController()
    const sleep = async (_ms: number, signal: AbortSignal) => {
      job.abort()
      signal.throwIfAborted()
    }
    const result = await upsert(gitHub, {}, { signal: job.signal, clock: { ...manualClock(NOW), sleep } })
    expect(failureOf(result)).toBe('The comment was not written: The job was cancelled.')
  })

  it('is written although the job is cancelled during the second look', async () => {
    const gitHub = await openGitHub()
    const job = new AbortController()
    const debug = (line: string) => {
      if (line.includes('comments: 201')) gitHub.fail([BAD_GATEWAY], SEARCH)
    }
    const sleep = async (_ms: number, signal: AbortSignal) => {
      job.abort()
      signal.throwIfAborted()
    }
    const clock = { ...manualClock(NOW), sleep }
    const result = await upsert(gitHub, {}, { signal: job.signal, clock, log: { ...quietLog, debug } })
    expect(result).toMatchObject({ kind: 'written', action: 'created' })
  })

  it('does not show the token in the message of an unexpected error', async () => {
    const gitHub = await openGitHub()
    const monotonicMs = () => {
      throw new Error(`no clock for ${STOREFRONT.workflow.token}`)
    }
    const failure = failureOf(await upsert(gitHub, {}, { clock: { ...manualClock(NOW), monotonicMs } }))
    expect(failure).toContain('Unexpected error: "Error: no clock for ***". Please report it.')
  })

  it('uses the addresses of a GitHub Enterprise Server', async () => {
    const gitHub = await openGitHub({ kind: 'enterprise' })
    expect(await upsert(gitHub)).toMatchObject({
      action: 'created',
      commentUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/octo-shop\/storefront\/pull\/14#issuecomment-/),
    })
    expect(await upsert(gitHub)).toMatchObject({ action: 'updated' })
    expect(requestsTo(gitHub).slice(0, 2)).toEqual([
      'POST /api/graphql',
      'POST /api/v3/repos/octo-shop/storefront/issues/14/comments',
    ])
  })
})
