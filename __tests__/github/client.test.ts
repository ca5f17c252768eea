import { describe, expect, test as it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { BOT, CREATE, failureOf, NOW, OWN_BODY, openGitHub, quietLog, requestsTo, SEARCH, upsert } from './helpers.ts'

const BAD_GATEWAY = { kind: 'status', status: 502, body: '<html><b>Unicorn!</b></html>' } as const

describe('createGitHubClient', () => {
  it('retries a query twice, after 1 s and 4 s', async () => {
    const gitHub = await openGitHub()
    const clock = manualClock(NOW)
    gitHub.fail([BAD_GATEWAY, BAD_GATEWAY], SEARCH)
    expect(await upsert(gitHub, {}, { clock })).toMatchObject({ kind: 'written' })
    expect(requestsTo(gitHub)).toEqual([SEARCH, SEARCH, SEARCH, CREATE, SEARCH])
    expect(clock.monotonicMs()).toBe(5_000)
  })

  it('fails after three attempts of a query', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY], SEARCH)
    expect(failureOf(await upsert(gitHub))).toBe(
      'The comment was not written: GitHub answered 502 Bad Gateway. GitHub has a problem. Run the step again later; the next successful run writes the comment as well.',
    )
    expect(gitHub.received).toHaveLength(3)
  })

  it('retries a query that failed inside GitHub', async () => {
    const gitHub = await openGitHub()
    const body = JSON.stringify({ errors: [{ message: 'Something went wrong while executing your query.' }] })
    gitHub.fail([{ kind: 'overrideResponse', status: 200, body }], SEARCH)
    expect(await upsert(gitHub)).toMatchObject({ kind: 'written' })
  })

  it.each([
    ['is truncated', { kind: 'truncated' }, 'aborted, after status 200'],
    [
      'is the page of a proxy',
      { kind: 'overrideResponse', status: 200, body: '<html>Please sign in</html>' },
      'the response is not JSON',
    ],
  ] as const)('retries a query twice when the response %s', async (_fault, fault, reason) => {
    const gitHub = await openGitHub()
    gitHub.fail([fault, fault], SEARCH)
    expect(await upsert(gitHub)).toMatchObject({ kind: 'written' })
    gitHub.fail([fault, fault, fault], SEARCH)
    expect(failureOf(await upsert(gitHub))).toContain(`sent no complete response: "${reason}`)
  })

  it('retries an update', async () => {
    const gitHub = await openGitHub()
    gitHub.addComment(14, BOT, OWN_BODY)
    gitHub.fail([{ kind: 'reset' }, BAD_GATEWAY], 'PATCH')
    expect(await upsert(gitHub)).toMatchObject({ action: 'updated' })
    expect(gitHub.received).toHaveLength(5)
  })

  it.each([405, 406, 415])('does not retry a query after status %i', async status => {
    const gitHub = await openGitHub()
    gitHub.fail([{ kind: 'status', status }], SEARCH)
    expect(failureOf(await upsert(gitHub))).toContain(`GitHub answered ${status}`)
    expect(gitHub.received).toHaveLength(1)
  })

  it('stops an attempt without a response after 10 s', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([{ kind: 'noResponse' }, { kind: 'noResponse' }, { kind: 'noResponse' }], SEARCH)
    const timeouts: number[] = []
    const timeout = (ms: number) => {
      timeouts.push(ms)
      return AbortSignal.timeout(30)
    }
    expect(failureOf(await upsert(gitHub, {}, { clock: { ...manualClock(NOW), timeout } }))).toMatch(
      /: 127\.0\.0\.1:\d+ sent no complete response: "no answer within 10 s"\. Run the step again later/,
    )
    expect(timeouts).toEqual([10_000, 10_000, 10_000])
  })

  it('starts no request after 45 s, however many pages of comments are left', async () => {
    const gitHub = await openGitHub()
    for (let n = 1; n <= 1_000; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
    const clock = manualClock(NOW)
    const debug = () => clock.moveTo(new Date(clock.now().getTime() + 9_000))
    const failure = failureOf(await upsert(gitHub, {}, { clock, log: { ...quietLog, debug } }))
    expect(failure).toContain('sent no complete response: "not finished after 45 s"')
    expect(gitHub.received).toHaveLength(5)
  })

  it('starts no retry after 45 s', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([BAD_GATEWAY], SEARCH)
    const clock = manualClock(NOW)
    const sleep = async () => clock.moveTo(new Date(NOW.getTime() + 46_000))
    expect(failureOf(await upsert(gitHub, {}, { clock: { ...clock, sleep } }))).toContain('not finished after 45 s')
    expect(gitHub.received).toHaveLength(1)
  })

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('is not affected by a wall clock that is set %s', async (_direction, ms) => {
    const gitHub = await openGitHub()
    gitHub.fail([BAD_GATEWAY], SEARCH)
    const clock = manualClock(NOW)
    const debug = () => clock.setWallClock(new Date(clock.now().getTime() + ms))
    expect(await upsert(gitHub, {}, { clock, log: { ...quietLog, debug } })).toMatchObject({ kind: 'written' })
    expect(clock.monotonicMs()).toBe(1_000)
  })

  it('ends at once when the job is cancelled while GitHub does not respond', async () => {
    const gitHub = await openGitHub()
    gitHub.fail([{ kind: 'noResponse' }], SEARCH)
    const job = new AbortController()
    const timeout = () => {
      setImmediate(() => job.abort())
      return new AbortController().signal
    }
    const result = await upsert(gitHub, {}, { signal: job.signal, clock: { ...manualClock(NOW), timeout } })
    expect(failureOf(result)).toBe('The comment was not written: The job was cancelled.')
    expect(gitHub.received.length).toBeLessThanOrEqual(1)
  })

  it('logs retries at debug level, without the token', async () => {
    const gitHub = await openGitHub()
    const lines: string[] = []
    gitHub.fail([{ kind: 'status', status: 502 }], SEARCH)
    await upsert(gitHub, {}, { log: { ...quietLog, debug: line => lines.push(line) } })
    expect(lines.join('\n')).toContain('trying again in 1 s')
    expect(lines.join('\n')).not.toContain(STOREFRONT.workflow.token)
  })

  it('logs the deprecation of an API at debug level', async () => {
    const gitHub = await openGitHub()
    const lines: string[] = []
    const headers = { deprecation: 'true', sunset: 'soon' }
    gitHub.fail([{ kind: 'status', status: 403, headers }], CREATE)
    await upsert(gitHub, {}, { log: { ...quietLog, debug: line => lines.push(line) } })
    expect(lines.join('\n')).toContain('is deprecated. It is scheduled to be removed on soon')
  })
})
