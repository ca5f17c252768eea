import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { SHOP, shopOf } from '../../sandbox/thousandeyes/organization.ts'
import { annotations, CHECKOUT, FRONT_PAGE, OTHER_GROUP } from '../e2e/sandbox.ts'
import { EXPOSED } from '../e2e/snapshot-outcomes.ts'
import { openInProcessSandbox } from './sandbox.ts'

/** A refused request is repeated at most so long after the quota allows it. */
const MAX_DELAY_MS = 90_000

describe('an exhausted quota', () => {
  it('of snapshots delays the step until other workflows have left room', async () => {
    const { step, thousandEyes, clock } = await openInProcessSandbox()
    thousandEyes.spendSnapshotQuotas()
    const startMs = clock.now().getTime()
    const { exitCode, log } = await step({ maxWaitMinutes: '90' })
    const waitedMs = clock.now().getTime() - startMs
    expect({ exitCode, created: thousandEyes.made.length }).toEqual({ exitCode: 0, created: 1 })
    expect(waitedMs).toBeGreaterThanOrEqual(3_600_000)
    expect(waitedMs).toBeLessThanOrEqual(3_600_000 + MAX_DELAY_MS)
    expect(log).toContain('429 Too Many Requests: "Exhausted rate limit for the organization"')
  })

  it('of requests delays the step until the reset that the response names', async () => {
    const { step, thousandEyes, clock } = await openInProcessSandbox({ requestsPerMinute: 1 })
    const startMs = clock.now().getTime()
    const { exitCode } = await step({ testId: `${FRONT_PAGE} ${CHECKOUT}`, measure: 'false' })
    const waitedMs = clock.now().getTime() - startMs
    expect({ exitCode, created: thousandEyes.made.length }).toEqual({ exitCode: 0, created: 2 })
    expect(waitedMs).toBeGreaterThanOrEqual(60_000)
    expect(waitedMs).toBeLessThanOrEqual(62_000)
  })

  it('that the step itself has used delays it until its window is over', async () => {
    const shop = shopOf(7)
    const { step, thousandEyes, clock } = await openInProcessSandbox(shop)
    const startMs = clock.now().getTime()
    const { exitCode } = await step({ testId: shop.tests.map(({ testId }) => testId).join() })
    const waitedMs = clock.now().getTime() - startMs
    expect({ exitCode, created: thousandEyes.made.length }).toEqual({ exitCode: 0, created: 7 })
    expect(waitedMs).toBeGreaterThanOrEqual(300_000)
    expect(waitedMs).toBeLessThanOrEqual(300_000 + MAX_DELAY_MS)
  })

  it('that is reset after maxWaitMinutes fails the step at once', async () => {
    const { step, thousandEyes, clock } = await openInProcessSandbox()
    thousandEyes.fail([{ kind: 'status', status: 429, headers: { 'retry-after': '600' } }])
    const start = clock.now()
    const result = await step({ maxWaitMinutes: '5' })
    expect({ exitCode: result.exitCode, requests: thousandEyes.received.length, end: clock.now() }).toEqual({
      exitCode: 1,
      requests: 1,
      end: start,
    })
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(/429 Too Many Requests.*timeoutMinutes/)])
  })
})

describe('an error names the cause and the remedy', () => {
  it.each([
    [
      'a wrong token',
      { apiToken: 'wrong-token-0123456789' },
      '401 Unauthorized: "invalid_token · Invalid access token"',
      'renew the secret',
    ],
    [
      'a role without the permission',
      { apiToken: SHOP.viewer.token },
      '403 Forbidden: "The user lacks',
      '"Create snapshot shares"',
    ],
    ['an account group of other users', { aid: '9' }, '403 Forbidden', 'not assigned to account group 9'],
    [
      'a test in another account group',
      { testId: OTHER_GROUP },
      '404 Not Found. There is no test',
      'set aid to the group',
    ],
    ['a wrong apiUrl', { apiUrl: '/elsewhere' }, '301 Moved Permanently', 'Check apiUrl'],
  ])('for %s', async (_, inputs, message, remedy) => {
    const { step, thousandEyes } = await openInProcessSandbox()
    const apiUrl = 'apiUrl' in inputs ? `${thousandEyes.url}${inputs.apiUrl}` : thousandEyes.url
    const result = await step({ ...inputs, apiUrl })
    expect({ exitCode: result.exitCode, requests: thousandEyes.received.length }).toEqual({ exitCode: 1, requests: 1 })
    expect(annotations(result, 'error')).toEqual([expect.stringContaining(message)])
    expect(annotations(result, 'error')).toEqual([expect.stringContaining(remedy)])
  })

  it('for a region without public snapshots', async () => {
    const { step } = await openInProcessSandbox({ allowsPublicSnapshots: false })
    const [error] = annotations(await step({ isPublic: 'true' }), 'error')
    expect(error).toContain("Some regions don't allow public snapshots: isPublic: false avoids them")
  })

  it('for a window that the service refuses', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
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

describe('a response without a snapshot', () => {
  it('that is a redirect is not followed, so that the token stays with the service', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    const elsewhere = await openInProcessSandbox()
    const location = `${elsewhere.thousandEyes.url}/v7/tests/${FRONT_PAGE}/snapshot`
    thousandEyes.fail([{ kind: 'status', status: 307, headers: { location } }])
    const result = await step()
    expect({ exitCode: result.exitCode, elsewhere: elsewhere.thousandEyes.received }).toEqual({
      exitCode: 1,
      elsewhere: [],
    })
    expect(annotations(result, 'error')[0]).toContain('The step follows no redirects')
  })

  it.each<[string, Fault]>([
    ['more than 1 MiB', { kind: 'oversized', bytes: 2 ** 21 }],
    ['HTML', { kind: 'overrideResponse', status: 201, body: '<html>hello</html>' }],
    [
      'a link that is not https',
      { kind: 'overrideResponse', status: 201, body: '{"_links":{"appLink":{"href":"javascript:alert(1)"}}}' },
    ],
    ['an empty body', { kind: 'overrideResponse', status: 204, body: '' }],
  ])('that is a success with %s reports that the snapshot probably exists, and is not repeated', async (_, fault) => {
    const { step, thousandEyes } = await openInProcessSandbox()
    thousandEyes.fail([fault])
    const result = await step()
    expect({
      exitCode: result.exitCode,
      requests: thousandEyes.received.length,
      snapshots: result.outputs['snapshots'],
    }).toEqual({ exitCode: 1, requests: 1, snapshots: '[]' })
    expect(annotations(result, 'error')[0]).toMatch(
      /without a usable https link to its own host in _links\.appLink\.href; it sent .*probably created/,
    )
  })
})

describe('a private snapshot that is unexpectedly public', () => {
  it('fails the step, and its link is in the outputs alone', async () => {
    const { step, thousandEyes } = await openInProcessSandbox()
    thousandEyes.fail([EXPOSED])
    const result = await step({}, { debug: true })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['viewUrl']).toBe('https://snap001.share.thousandeyes.com/view/tests/')
    expect(result.stdout + result.stderr + result.summary).not.toContain('share.thousandeyes.com')
    expect(annotations(result, 'error')).toEqual([
      `Shop front page: A private snapshot was requested, but ThousandEyes created a public one: anyone who gets its link can open it. Delete the share link titled "octo-shop/storefront@4f1c2d3 · Deploy #42" in Manage > Sharing in the ThousandEyes app, and don't use this step's outputs: the link is nowhere else.`,
    ])
  })
})

describe('secrets', () => {
  it.each([
    ['in a step that succeeds', {}],
    ['in a step that fails', { testId: '5' }],
    ['with Basic authentication', { apiVersion: 'v6', email: SHOP.deployer.email }],
    ['when an input is wrong', { hours: 'x' }],
  ])('are masked first and appear nowhere else %s', async (_, inputs) => {
    const { step } = await openInProcessSandbox()
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
