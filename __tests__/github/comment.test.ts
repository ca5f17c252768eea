import { describe, expect, test } from '@jest/globals'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { markerOf } from '../../src/github/marker.ts'
import { github, requestsTo, run } from './helpers.ts'

const BOT = STOREFRONT.workflow.login
const OURS = `${markerOf('production')}\nold`
const LOOK = 'POST /graphql'
const CREATE = 'POST /repos/octo-shop/storefront/issues/14/comments'
const change = (id: number) => `PATCH /repos/octo-shop/storefront/issues/comments/${id}`
const remove = (id: number) => `DELETE /repos/octo-shop/storefront/issues/comments/${id}`

describe('one comment for each key', () => {
  test('the first run creates it, with a marker that nobody sees', async () => {
    const hub = await github()
    expect(await run(hub)).toEqual({
      kind: 'written',
      action: 'created',
      prNumber: 14,
      commentId: 2_900_000_001,
      commentUrl: 'https://github.com/octo-shop/storefront/pull/14#issuecomment-2900000001',
    })
    expect(hub.comments).toMatchObject([{ prNumber: 14, login: BOT }])
    expect(hub.comments[0]?.body).toMatch(/^<!-- thousandeyes-snapshot: [0-9a-f]{16} -->\n## Snapshot$/)
    expect(requestsTo(hub)).toEqual([LOOK, CREATE])
  })

  test('the next run changes it, in two round trips', async () => {
    const hub = await github()
    await run(hub)
    const outcome = await run(hub, { body: '## Another snapshot' })
    expect(outcome).toMatchObject({ kind: 'written', action: 'updated', commentId: 2_900_000_001 })
    expect(hub.comments.map(({ body }) => body)).toEqual([`${markerOf('production')}\n## Another snapshot`])
    expect(requestsTo(hub).slice(2)).toEqual([LOOK, change(2_900_000_001)])
  })

  test('another key has a comment of its own', async () => {
    const hub = await github()
    await run(hub)
    expect(await run(hub, { key: 'staging' })).toMatchObject({ action: 'created' })
    expect(hub.comments).toHaveLength(2)
  })

  test("a marker planted in somebody else's comment is left alone", async () => {
    const hub = await github()
    const planted = hub.addComment(14, 'mallory', `${OURS} https://evil.example`)
    expect(await run(hub)).toMatchObject({ action: 'created' })
    expect(planted.body).toBe(`${OURS} https://evil.example`)
    expect(hub.comments).toHaveLength(2)
  })

  test('a marker further down in a comment of our own is no marker', async () => {
    const hub = await github()
    const other = hub.addComment(14, BOT, `Deployed.\n${OURS}`)
    expect(await run(hub)).toMatchObject({ action: 'created' })
    expect(other.body).toBe(`Deployed.\n${OURS}`)
  })

  test.each([
    ['the newest', 5_000, 0],
    ['the 100th from the end', 4_901, 0],
    ['the 101st from the end', 4_900, 1],
    ['the first', 1, 49],
  ])('among 5,000 comments, %s is found with one round trip more for each further 100', async (_where, place, more) => {
    const hub = await github()
    for (let n = 1; n <= 5_000; n++) hub.addComment(14, n === place ? BOT : 'reviewer', n === place ? OURS : `No. ${n}`)
    expect(await run(hub)).toMatchObject({ kind: 'written', action: 'updated', commentId: 2_900_000_000 + place })
    expect(hub.received).toHaveLength(2 + more)
  })

  test('exactly 100 comments and none of ours are one page', async () => {
    const hub = await github()
    for (let n = 1; n <= 100; n++) hub.addComment(14, 'reviewer', `No. ${n}`)
    expect(await run(hub)).toMatchObject({ action: 'created' })
    expect(hub.received).toHaveLength(2)
  })

  test('two runs at the same time may create two; the next run keeps the older and deletes the other', async () => {
    const hub = await github()
    hub.gather(2, LOOK)
    const both = await Promise.all([run(hub, { body: 'one' }), run(hub, { body: 'two' })])
    expect(both).toMatchObject([{ action: 'created' }, { action: 'created' }])
    expect(hub.comments).toHaveLength(2)

    const third = await run(hub, { body: 'three' })
    expect(third).toMatchObject({ action: 'updated', commentId: 2_900_000_001 })
    expect(hub.comments).toMatchObject([{ id: 2_900_000_001, body: `${markerOf('production')}\nthree` }])
    expect(requestsTo(hub).slice(4)).toEqual([LOOK, change(2_900_000_001), remove(2_900_000_002)])
  })

  test('two runs at the same time that find the same duplicates agree on the one that stays', async () => {
    const hub = await github()
    for (const login of [BOT, BOT]) hub.addComment(14, login, OURS)
    hub.gather(2, LOOK)
    const both = await Promise.all([run(hub), run(hub)])
    expect(both).toMatchObject([{ commentId: 2_900_000_001 }, { commentId: 2_900_000_001 }])
    expect(hub.comments).toHaveLength(1)
  })

  test('a duplicate that cannot be deleted does not matter', async () => {
    const hub = await github()
    for (const login of [BOT, BOT]) hub.addComment(14, login, OURS)
    hub.fail([{ kind: 'status', status: 403 }], 'DELETE')
    expect(await run(hub)).toMatchObject({ kind: 'written', action: 'updated' })
  })

  test('a comment that somebody deletes just before it is changed is created anew', async () => {
    const hub = await github()
    const { id } = hub.addComment(14, BOT, OURS)
    const ignore = () => {}
    const debug = (line: string) => {
      if (line.includes('/graphql: 200') && hub.comments[0]?.id === id) hub.removeComment(id)
    }
    const outcome = await run(hub, {}, { log: { info: ignore, notice: ignore, warning: ignore, error: ignore, debug } })
    expect(outcome).toMatchObject({ action: 'created', commentId: id + 1 })
  })
})

describe('GitHub Enterprise Server', () => {
  test('is called at its own addresses', async () => {
    const hub = await github({ kind: 'enterprise' })
    expect(await run(hub)).toMatchObject({
      action: 'created',
      commentUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/octo-shop\/storefront\/pull\/14#issuecomment-/),
    })
    expect(await run(hub)).toMatchObject({ action: 'updated' })
    expect(requestsTo(hub).slice(0, 2)).toEqual([
      'POST /api/graphql',
      'POST /api/v3/repos/octo-shop/storefront/issues/14/comments',
    ])
  })
})
