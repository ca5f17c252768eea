import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { SHOP, shopOf } from '../../sandbox/thousandeyes/organization.ts'
import { annotations, CHECKOUT, FRONT_PAGE, OTHER_GROUP, openSandbox } from './sandbox.ts'

describe('a quota that is spent', () => {
  test('of snapshots is waited for by backing off, each wait with its reason and length', async () => {
    const { step, thousandEyes, clock } = await openSandbox()
    thousandEyes.spendSnapshotQuotas()
    const start = clock.now().getTime()
    const { exitCode, log } = await step({ maxWaitMinutes: '90' })
    expect(exitCode).toBe(0)
    expect(clock.now().getTime() - start).toBeGreaterThanOrEqual(3_600_000)
    expect(log).toContain(
      'answered 429 Too Many Requests: "Too Many Requests · Exhausted rate limit for the organization". Trying again in 2 s.',
    )
    expect(log).toContain('Trying again in 45 s.')
  })

  test('of requests is waited for until its reset, and no longer', async () => {
    const { step, thousandEyes, clock } = await openSandbox({ requestsPerMinute: 1 })
    const start = clock.now().getTime()
    const { exitCode } = await step({ testId: `${FRONT_PAGE} ${CHECKOUT}`, measure: 'false' })
    expect([exitCode, thousandEyes.received.length]).toEqual([0, 3])
    expect(clock.now().getTime() - start).toBe(60_000)
  })

  test('by the step itself is waited for until it is free again, with one refusal', async () => {
    const shop = shopOf(7)
    const { step, thousandEyes, clock } = await openSandbox(shop)
    const start = clock.now().getTime()
    const { exitCode, outputs } = await step({ testId: shop.tests.map(({ testId }) => testId).join() })
    expect([exitCode, thousandEyes.received.length, clock.now().getTime() - start]).toEqual([0, 8, 301_000])
    expect(JSON.parse(outputs['snapshots'] ?? '')).toHaveLength(7)
  })

  test('for longer than maxWaitMinutes is reported at once', async () => {
    const { step, thousandEyes, clock } = await openSandbox()
    thousandEyes.fail([{ kind: 'status', status: 429, headers: { 'retry-after': '600' } }])
    const start = clock.now()
    const result = await step({ maxWaitMinutes: '5' })
    expect([result.exitCode, thousandEyes.received.length]).toEqual([1, 1])
    expect(annotations(result, 'error')[0]).toContain('a wait of 10 min would end after maxWaitMinutes')
    expect(clock.now()).toEqual(start)
  })
})

describe('an outcome that nobody knows', () => {
  const broken: Fault[] = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 502, body: '<html><body>Bad Gateway</body></html>' },
    { kind: 'status', status: 504 },
    { kind: 'reset' },
    { kind: 'truncated' },
  ]

  test.each(broken)('is tried once more, with a warning: %j', async fault => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([fault])
    const result = await step()
    expect([result.exitCode, thousandEyes.received.length]).toEqual([0, 2])
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining('the next try may make a second')])
  })

  test.each(broken)('is tried no more than once more: %j', async fault => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([fault, fault])
    const result = await step()
    expect([result.exitCode, thousandEyes.received.length]).toEqual([1, 2])
    expect(annotations(result, 'error')[0]).toContain(
      'A snapshot may have been made all the same: look in Manage > Sharing',
    )
  })

  test('is also an answer that does not come in time', async () => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([{ kind: 'noResponse' }])
    const result = await step({}, {}, { timeoutMs: 1_000 })
    expect([result.exitCode, thousandEyes.received.length]).toEqual([0, 2])
    expect(annotations(result, 'warning')[0]).toContain('no answer within 30 s')
  })
})

test('a service that nobody reaches is tried for maxWaitMinutes', async () => {
  const { step, thousandEyes, clock } = await openSandbox()
  await thousandEyes.close()
  const start = clock.now().getTime()
  const result = await step({ maxWaitMinutes: '2' })
  expect(result.exitCode).toBe(1)
  expect(clock.now().getTime() - start).toBeGreaterThan(60_000)
  expect(clock.now().getTime() - start).toBeLessThanOrEqual(120_000)
  expect(annotations(result, 'error')[0]).toMatch(/There was no connection to 127.0.0.1:\d+: "connect ECONNREFUSED/)
})

describe('an error explains itself', () => {
  test.each([
    [
      'a wrong token',
      { apiToken: 'wrong-token' },
      '401 Unauthorized: "invalid_token · Invalid access token"',
      'renew the secret',
    ],
    [
      'a role that may not',
      { apiToken: SHOP.viewer.token },
      '403 Forbidden: "Forbidden · The user lacks',
      '"Create snapshot shares"',
    ],
    ['a foreign account group', { aid: '9' }, '403 Forbidden', 'not assigned to account group 9'],
    ['a test elsewhere', { testId: OTHER_GROUP }, '404 Not Found. There is no test', 'set aid to the group'],
    ['a wrong base', { apiUrl: '/elsewhere' }, '301 Moved Permanently', 'Check apiUrl'],
  ])('%s', async (_, inputs, message, remedyFor) => {
    const { step, thousandEyes } = await openSandbox()
    const apiUrl = 'apiUrl' in inputs ? `${thousandEyes.url}${inputs.apiUrl}` : thousandEyes.url
    const result = await step({ ...inputs, apiUrl })
    expect([result.exitCode, thousandEyes.received.length]).toEqual([1, 1])
    expect(annotations(result, 'error')).toEqual([expect.stringContaining(message)])
    expect(annotations(result, 'error')).toEqual([expect.stringContaining(remedyFor)])
  })

  test('a region without public snapshots', async () => {
    const { step } = await openSandbox({ allowsPublicSnapshots: false })
    const [error] = annotations(await step({ isPublic: 'true' }), 'error')
    expect(error).toContain('your region does not allow public snapshots, which isPublic: false avoids')
  })

  test('a window that the service refuses', async () => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([
      {
        kind: 'status',
        status: 400,
        body: JSON.stringify({ title: 'Invalid', errors: [{ field: 'endDate', message: 'is in the future' }] }),
      },
    ])
    const [error] = annotations(await step(), 'error')
    expect(error).toContain('400 Bad Request: "Invalid · endDate: is in the future". Check hours, endTime')
  })
})

describe('an answer that is none', () => {
  test('a redirect is not followed, and the token does not travel', async () => {
    const { step, thousandEyes } = await openSandbox()
    const elsewhere = await openSandbox()
    const location = `${elsewhere.thousandEyes.url}/v7/tests/${FRONT_PAGE}/snapshot`
    thousandEyes.fail([{ kind: 'status', status: 307, headers: { location } }])
    const result = await step()
    expect(result.exitCode).toBe(1)
    expect(elsewhere.thousandEyes.received).toEqual([])
    expect(annotations(result, 'error')[0]).toContain('redirects are never followed')
  })

  test.each<[string, Fault]>([
    ['more than 1 MiB', { kind: 'oversized', bytes: 2 ** 21 }],
    ['HTML', { kind: 'overrideResponse', status: 201, body: '<html>hello</html>' }],
    [
      'a link that is none',
      { kind: 'overrideResponse', status: 201, body: '{"_links":{"appLink":{"href":"javascript:alert(1)"}}}' },
    ],
    ['nothing', { kind: 'overrideResponse', status: 204, body: '' }],
  ])('a success with %s says that the snapshot was probably made, and is not repeated', async (_, fault) => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([fault])
    const result = await step()
    expect([result.exitCode, thousandEyes.received.length, result.outputs['snapshots']]).toEqual([1, 1, '[]'])
    expect(annotations(result, 'error')[0]).toMatch(
      /without a usable https link in _links\.appLink\.href; it sent .*probably made/,
    )
  })
})

describe('the privacy guard', () => {
  test('ends red when a private snapshot came out public, and keeps the link out of everything but the outputs', async () => {
    const { step, thousandEyes } = await openSandbox({ isPublicMeans: 'inverted' })
    const result = await step({}, { debug: true })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['viewUrl']).toBe(thousandEyes.made[0]?.link)
    expect(result.stdout + result.stderr + result.summary).not.toContain('share.thousandeyes.com')
    expect(annotations(result, 'error')).toEqual([
      `Test ${FRONT_PAGE}: A private snapshot was asked for, but ThousandEyes made a public one: anyone who gets its link can open it. Delete the share link titled "octo-shop/storefront@4f1c2d3 · Deploy #42" in Manage > Sharing in the ThousandEyes app, and do not use this step's outputs; nothing else has the link.`,
    ])
  })
})

describe('secrets', () => {
  test.each([
    ['in a run that works', {}],
    ['in a run that fails', { testId: '5' }],
    ['with Basic authentication', { apiVersion: 'v6', email: SHOP.deployer.email }],
    ['when an input is wrong', { hours: 'x' }],
  ])('are masked first and appear nowhere else, %s', async (_, inputs) => {
    const { step } = await openSandbox()
    const result = await step(inputs, { debug: true })
    const lines = result.stdout.split(/\r?\n/)
    const isMask = (line: string) => line.startsWith('::add-mask::')
    const masks = lines.findIndex(line => !isMask(line))
    expect(masks).toBeGreaterThan(0)
    const rest = `${lines.slice(masks).join('\n')}${result.stderr}${JSON.stringify(result.outputs)}`
    for (const secret of [
      SHOP.deployer.token,
      btoa(SHOP.deployer.token),
      btoa(`${SHOP.deployer.email}:${SHOP.deployer.token}`),
    ]) {
      expect(rest).not.toContain(secret)
    }
  })
})

test('the process ends as soon as its work is done', async () => {
  const { step } = await openSandbox()
  const start = performance.now()
  await step()
  expect(performance.now() - start).toBeLessThan(5_000)
})
