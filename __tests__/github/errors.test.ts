import { describe, expect, test } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import { startGitHub } from '../../sandbox/github/server.ts'
import type { CommentOutcome } from '../../src/github/comment.ts'
import { BODY_LIMIT, markerOf } from '../../src/github/marker.ts'
import { github, NOW, requestsTo, run } from './helpers.ts'

const BOT = STOREFRONT.workflow.login
const OURS = `${markerOf('production')}\nold`
const LOOK = 'POST /graphql'
const CREATE = 'POST /repos/octo-shop/storefront/issues/14/comments'

const warningOf = (outcome: CommentOutcome) => {
  expect(outcome).toEqual({ kind: 'failed', warning: expect.any(String) })
  const warning = outcome.kind === 'failed' ? outcome.warning : ''
  expect(warning).not.toMatch(/[\r\n]/)
  return warning
}

const quiet = { info: () => {}, notice: () => {}, warning: () => {}, error: () => {}, debug: () => {} }

describe('what a token may not do', () => {
  test('without the permission to write, the warning has the lines to add', async () => {
    const hub = await github()
    expect(warningOf(await run(hub, {}, { token: STOREFRONT.fork.token }))).toBe(
      'The comment was not written: GitHub answered 403 Forbidden: "Resource not accessible by integration". Add to the job: permissions: { pull-requests: write } and keep the lines that are there, since what permissions: does not name is taken away.',
    )
    expect(requestsTo(hub)).toEqual([LOOK, CREATE])
  })

  test('without the permission to look a commit up, the lines to add let it read contents, too', async () => {
    const hub = await github()
    const outcome = await run(hub, { target: { kind: 'commit', sha: sha('c') } }, { token: STOREFRONT.nobody.token })
    expect(warningOf(outcome)).toContain('permissions: { contents: read, pull-requests: write }')
  })

  test('without the permission to read pull requests by number', async () => {
    const hub = await github()
    expect(warningOf(await run(hub, {}, { token: STOREFRONT.nobody.token }))).toContain('pull-requests: write')
  })

  test("a fork's read-only token: the warning says why it cannot work, and what does", async () => {
    const hub = await github()
    const warning = warningOf(
      await run(hub, { target: { kind: 'number', number: 15 }, fromFork: true }, { token: STOREFRONT.fork.token }),
    )
    expect(warning).toContain('It cannot work in this run: a pull request from a fork gets a read-only token')
    expect(warning).toContain('workflow_run')
    expect(warning).not.toContain('Add to the job')
  })

  test('a personal access token without the permission is told so', async () => {
    const hub = await github()
    const body = JSON.stringify({ message: 'Resource not accessible by personal access token' })
    hub.fail([{ kind: 'status', status: 403, body }], CREATE)
    expect(warningOf(await run(hub))).toContain('with the permission "Pull requests: Read and write"')
  })

  test('a repository that the token does not see', async () => {
    const hub = await github()
    const warning = warningOf(await run(hub, { repository: { owner: 'octo-shop', name: 'secret' } }))
    expect(warning).toContain(`"Could not resolve to a Repository with the name 'octo-shop/secret'."`)
    expect(warning).toContain('pull-requests: write')
  })

  test('a wrong token', async () => {
    const hub = await github()
    const warning = warningOf(await run(hub, {}, { token: 'ghs_unknown' }))
    expect(warning).toContain('GitHub answered 401 Unauthorized: "Bad credentials". githubToken is wrong')
    expect(warning).not.toContain('ghs_unknown')
  })

  test.each([
    ['no token', '', 'githubToken is empty'],
    ['a token with a line break', 'ghs_a\nb', 'githubToken holds blanks, line breaks'],
  ])('%s: nothing is sent', async (_situation, token, words) => {
    const hub = await github()
    const warning = warningOf(await run(hub, {}, { token }))
    expect(warning).toContain(words)
    expect(warning).not.toContain('ghs_a')
    expect(hub.received).toEqual([])
  })
})

describe('what GitHub refuses', () => {
  test('a locked conversation', async () => {
    const hub = await github()
    expect(warningOf(await run(hub, { target: { kind: 'number', number: 16 } }))).toBe(
      'The comment was not written: GitHub answered 403 Forbidden: "Unable to create comment because issue is locked.". The conversation is locked, and githubToken may not write there: unlock it on GitHub, or do without a comment.',
    )
  })

  test('a body of the greatest length is taken', async () => {
    const hub = await github()
    expect(await run(hub, { body: 'x'.repeat(BODY_LIMIT) })).toMatchObject({ kind: 'written' })
    expect(hub.comments[0]?.body).toHaveLength(65_536)
  })

  test('a body that is too long', async () => {
    const hub = await github()
    const warning = warningOf(await run(hub, { body: 'x'.repeat(BODY_LIMIT + 1) }))
    expect(warning).toContain(
      '422 Unprocessable Entity: "Validation Failed · Body is too long (maximum is 65536 characters)"',
    )
  })

  test('details that are no objects are left out', async () => {
    const hub = await github()
    const body = JSON.stringify({ message: 'Validation Failed', errors: ['strange'] })
    hub.fail([{ kind: 'status', status: 422, body }], CREATE)
    expect(warningOf(await run(hub))).toContain('"Validation Failed". The action did not expect this')
  })

  test.each([
    ['a link that is not https', { id: 1, html_url: 'http://evil.example/' }],
    ['no id', { html_url: 'https://github.com/octo-shop/storefront/pull/14#issuecomment-1' }],
    ['something else', []],
  ])('a success with %s is not believed', async (_what, body) => {
    const hub = await github()
    hub.fail([{ kind: 'overrideResponse', status: 201, body: JSON.stringify(body) }], CREATE)
    expect(warningOf(await run(hub))).toContain('without a usable link to the comment')
  })

  test('a query answered with JSON of another shape is not believed', async () => {
    const hub = await github()
    const body = '{"data":{"repository":{"pullRequest":{"number":"14"}}}}'
    hub.fail([{ kind: 'overrideResponse', status: 200, body }], LOOK)
    expect(warningOf(await run(hub))).toContain('GitHub answered 200 OK. The action did not expect this')
    expect(hub.comments).toEqual([])
  })
})

test.each([301, 307, 399])(
  'a redirect with %i is not followed, its target is shown, and the token in it is not',
  async status => {
    const hub = await github()
    const headers = { location: `https://elsewhere.example/?t=${STOREFRONT.workflow.token}` }
    hub.fail([{ kind: 'status', status, headers }], CREATE)
    expect(warningOf(await run(hub))).toMatch(
      /^The comment was not written: GitHub answered \d{3}[ \w]*\. It points to "https:\/\/elsewhere\.example\/\?t=\*\*\*"; redirects are not followed, so that the token cannot travel\./,
    )
    expect(hub.received).toHaveLength(2)
  },
)

test('a redirect to nowhere', async () => {
  const hub = await github()
  hub.fail([{ kind: 'status', status: 300 }], CREATE)
  expect(warningOf(await run(hub))).toContain('It points to "nowhere"')
})

test.each([405, 406, 415])('a look-up that is answered %i is not repeated', async status => {
  const hub = await github()
  hub.fail([{ kind: 'status', status }], LOOK)
  expect(warningOf(await run(hub))).toContain(`GitHub answered ${status}`)
  expect(hub.received).toHaveLength(1)
})

test('a note that an address will not answer for ever is in the debug log alone', async () => {
  const hub = await github()
  const lines: string[] = []
  const headers = { deprecation: 'true', sunset: 'soon' }
  hub.fail([{ kind: 'status', status: 403, headers }], CREATE)
  await run(hub, {}, { log: { ...quiet, debug: line => lines.push(line) } })
  expect(lines.join('\n')).toContain('is deprecated. It is scheduled to be removed on soon')
})

describe('rate limits are not waited for', () => {
  test('one that is spent before the look-up', async () => {
    const hub = await github()
    hub.spendRateLimit()
    expect(warningOf(await run(hub))).toContain('The rate limit of githubToken is spent until 2026-11-23 09:00 UTC.')
    expect(hub.received).toHaveLength(1)
  })

  test.each([403, 429])('a secondary one for creating, with %i, says for how long', async status => {
    const hub = await github()
    const body = JSON.stringify({ message: 'You have exceeded a secondary rate limit.' })
    hub.fail([{ kind: 'status', status, body, headers: { 'retry-after': '60' } }], CREATE)
    expect(warningOf(await run(hub))).toContain('The rate limit of githubToken is spent for 60 s. Run the step again')
    expect(hub.received).toHaveLength(2)
  })

  test('one that does not say for how long', async () => {
    const hub = await github()
    hub.fail([{ kind: 'status', status: 429 }], CREATE)
    expect(warningOf(await run(hub))).toContain('429 Too Many Requests. The rate limit of githubToken is spent. Run')
  })
})

describe('transient faults', () => {
  const unicorn = { kind: 'status', status: 502, body: '<html><b>Unicorn!</b></html>' } as const

  test('a query is tried three times, with waits of 1 s and 4 s', async () => {
    const hub = await github()
    const clock = manualClock(NOW)
    hub.fail([unicorn, unicorn], LOOK)
    expect(await run(hub, {}, { clock })).toMatchObject({ kind: 'written' })
    expect(requestsTo(hub)).toEqual([LOOK, LOOK, LOOK, CREATE])
    expect(clock.now().getTime() - NOW.getTime()).toBe(5_000)
  })

  test('an outage is given up after three tries', async () => {
    const hub = await github()
    hub.fail([unicorn, unicorn, unicorn], LOOK)
    expect(warningOf(await run(hub))).toBe(
      'The comment was not written: GitHub answered 502 Bad Gateway. GitHub has trouble. Run the step again later; the next run that comes through writes the comment as well.',
    )
    expect(hub.received).toHaveLength(3)
  })

  test('a query that failed inside GitHub is tried again', async () => {
    const hub = await github()
    const body = JSON.stringify({ errors: [{ message: 'Something went wrong while executing your query.' }] })
    hub.fail([{ kind: 'overrideResponse', status: 200, body }], LOOK)
    expect(await run(hub)).toMatchObject({ kind: 'written' })
  })

  test.each([
    ['breaks off', { kind: 'truncated' }, 'other side closed'],
    [
      'is the page of a proxy',
      { kind: 'overrideResponse', status: 200, body: '<html>Please sign in</html>' },
      'what came is no JSON',
    ],
  ] as const)('a query whose answer %s is tried again', async (_what, fault, reason) => {
    const hub = await github()
    hub.fail([fault, fault], LOOK)
    expect(await run(hub)).toMatchObject({ kind: 'written' })
    hub.fail([fault, fault, fault], LOOK)
    expect(warningOf(await run(hub))).toContain(`gave no complete answer: "${reason}`)
  })

  test('a change is tried again', async () => {
    const hub = await github()
    hub.addComment(14, BOT, OURS)
    hub.fail([{ kind: 'reset' }, unicorn], 'PATCH')
    expect(await run(hub)).toMatchObject({ action: 'updated' })
    expect(hub.received).toHaveLength(4)
  })

  test.each([
    ['reset', { kind: 'reset' }],
    ['truncated', { kind: 'truncated' }],
    ['an error all the same', { kind: 'overrideResponse', status: 502, body: 'oops' }],
  ] as const)('a comment whose answer is %s was created, is found and not created again', async (_what, fault) => {
    const hub = await github()
    hub.fail([fault], CREATE)
    expect(await run(hub)).toMatchObject({ kind: 'written' })
    expect(hub.comments).toHaveLength(1)
  })

  test('a comment that was not created is created after another look', async () => {
    const hub = await github()
    hub.fail([unicorn], CREATE)
    expect(await run(hub)).toMatchObject({ action: 'created' })
    expect(requestsTo(hub)).toEqual([LOOK, CREATE, LOOK, CREATE])
  })

  test('creating is given up after three looks', async () => {
    const hub = await github()
    hub.fail([unicorn, unicorn, unicorn], CREATE)
    expect(warningOf(await run(hub))).toContain('502 Bad Gateway')
    expect(requestsTo(hub)).toEqual([LOOK, CREATE, LOOK, CREATE, LOOK, CREATE])
  })

  test('a GitHub that never answers is given up, however often it is asked', async () => {
    const hub = await github()
    hub.fail([{ kind: 'noResponse' }, { kind: 'noResponse' }, { kind: 'noResponse' }], LOOK)
    const clock = { ...manualClock(NOW), timeout: () => AbortSignal.timeout(30) }
    expect(warningOf(await run(hub, {}, { clock }))).toMatch(
      /^The comment was not written: 127\.0\.0\.1:\d+ gave no complete answer: "no answer within 10 s"\. Run the step again later/,
    )
  })

  test('a GitHub that is not there', async () => {
    const hub = await startGitHub(manualClock(NOW))
    await hub.close()
    expect(warningOf(await run(hub))).toMatch(/gave no complete answer: "connect ECONNREFUSED 127\.0\.0\.1:\d+"/)
  })

  test('a slow GitHub is not asked for page after page for minutes', async () => {
    const hub = await github()
    for (let n = 1; n <= 1_000; n++) hub.addComment(14, 'reviewer', `No. ${n}`)
    const clock = manualClock(NOW)
    const debug = () => clock.moveTo(new Date(clock.now().getTime() + 9_000))
    expect(warningOf(await run(hub, {}, { clock, log: { ...quiet, debug } }))).toContain('after 45 s')
    expect(hub.received).toHaveLength(6)
  })
})

describe('a cancelled job', () => {
  test('ends at once while GitHub is silent', async () => {
    const hub = await github()
    hub.fail([{ kind: 'noResponse' }], LOOK)
    const job = new AbortController()
    const timeout = () => {
      setImmediate(() => job.abort())
      return new AbortController().signal
    }
    const outcome = await run(hub, {}, { signal: job.signal, clock: { ...manualClock(NOW), timeout } })
    expect(warningOf(outcome)).toBe('The comment was not written: The job was cancelled.')
    expect(hub.received.length).toBeLessThanOrEqual(1)
  })

  test.each([
    ['to ask again', LOOK],
    ['to look again', CREATE],
  ])('ends at once while it waits %s', async (_wait, route) => {
    const hub = await github()
    hub.fail([{ kind: 'status', status: 502 }], route)
    const job = new AbortController()
    const sleep = async (_ms: number, signal: AbortSignal) => {
      job.abort()
      signal.throwIfAborted()
    }
    const outcome = await run(hub, {}, { signal: job.signal, clock: { ...manualClock(NOW), sleep } })
    expect(warningOf(outcome)).toContain('The job was cancelled.')
  })
})

describe('the token', () => {
  const { token } = STOREFRONT.workflow

  test('is not in a warning, even if GitHub repeats it', async () => {
    const hub = await github()
    const body = JSON.stringify({ message: `${'x'.repeat(290)} ${token}` })
    hub.fail([{ kind: 'status', status: 403, body }], CREATE)
    const warning = warningOf(await run(hub))
    expect(warning).toContain('***')
    expect(warning).not.toContain(token.slice(0, 8))
  })

  test('is not in the log', async () => {
    const hub = await github()
    const lines: string[] = []
    hub.fail([{ kind: 'status', status: 502 }], LOOK)
    await run(hub, {}, { log: { ...quiet, debug: line => lines.push(line) } })
    expect(lines.join('\n')).toContain('trying again in 1 s')
    expect(lines.join('\n')).not.toContain(token)
  })

  test('is not in what is said of a failure nobody thought of', async () => {
    const hub = await github()
    const now = () => {
      throw new Error(`clock of ${token} stands still`)
    }
    const warning = warningOf(await run(hub, {}, { clock: { ...manualClock(NOW), now } }))
    expect(warning).toContain('"Error: clock of *** stands still". The action did not expect this')
  })
})

test('words from GitHub stay on one line', async () => {
  const hub = await github()
  const body = JSON.stringify({ message: 'one\ntwo "three"' })
  hub.fail([{ kind: 'status', status: 418, body }], CREATE)
  expect(warningOf(await run(hub))).toContain(`"one two 'three'"`)
})
