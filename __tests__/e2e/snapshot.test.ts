import { describe, expect, it } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { annotations, CHECKOUT, FRONT_PAGE, OTHER_GROUP, openSandbox, PAYMENT } from './sandbox.ts'

describe('a step after a deploy', () => {
  it('takes a private snapshot of the last hour and passes its link to later steps', async () => {
    const { step, thousandEyes } = await openSandbox()
    const { exitCode, outputs } = await step()
    expect(exitCode).toBe(0)
    expect(thousandEyes.made).toMatchObject([
      {
        request: {
          testId: FRONT_PAGE,
          displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
          start: new Date('2026-11-23T07:37:00Z'),
          end: new Date('2026-11-23T08:37:00Z'),
          isPublic: false,
        },
      },
    ])
    const viewUrl = thousandEyes.made[0]?.link
    expect(outputs).toEqual({
      viewUrl,
      snapshotId: 'snap001',
      from: '2026-11-23T07:37:00Z',
      to: '2026-11-23T08:37:00Z',
      expiresAt: '2026-12-23T08:37:42Z',
      displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
      snapshots: JSON.stringify([
        {
          testId: FRONT_PAGE,
          testName: 'Shop front page',
          snapshotId: 'snap001',
          viewUrl,
          from: '2026-11-23T07:37:00Z',
          to: '2026-11-23T08:37:00Z',
          isPublic: false,
          createdAt: '2026-11-23T08:37:42Z',
          expiresAt: '2026-12-23T08:37:42Z',
        },
      ]),
      verdict: '',
      markdown: expect.stringContaining('### 📸 ThousandEyes: snapshot of Shop front page taken'),
      measurements: expect.stringMatching(/^\[\{"testId":"281474976710706","metrics":\[/),
    })
  })

  it('logs the plan, the link, the measurements and the alerts, a line each', async () => {
    const { step, thousandEyes } = await openSandbox()
    const { log, stderr } = await step()
    const lines = log.split('\n')
    expect(lines.slice(0, 4)).toEqual([
      `Taking 1 private snapshot from 2026-11-23 07:37 UTC to 2026-11-23 08:37 UTC: test ${FRONT_PAGE}.`,
      `Shop front page: ${thousandEyes.made[0]?.link} (needs a login, until 2026-12-23 08:37 UTC)`,
      '▾ Measurements',
      'Shop front page: responseTime 120 ms.',
    ])
    expect(lines).toContain(
      'Alert: minor, http-server, on Shop front page, since 2026-11-23 08:09 UTC, cleared 2026-11-23 08:14 UTC, https://app.thousandeyes.com/alerts/list/?alertId=000001710706.',
    )
    expect(lines.at(-2)).toMatch(/^Notice: .*Snapshot: https:/)
    expect(stderr).toBe('')
  })

  it('logs every request and response in debug mode', async () => {
    const { step } = await openSandbox()
    const { commands } = await step({ measure: 'false' }, { debug: true })
    const debug = commands.flatMap(({ name, message }) => (name === 'debug' ? [message] : []))
    expect(debug).toEqual([expect.stringContaining('POST http'), expect.stringContaining(': 201, ')])
  })

  it('waits for waitMinutes first, so that its window ends after the wait', async () => {
    const { step, thousandEyes } = await openSandbox()
    const { log } = await step({ waitMinutes: '12' })
    expect(thousandEyes.made[0]?.request.end).toEqual(new Date('2026-11-23T08:49:00Z'))
    expect(log).toMatch(/^Waiting 12 min before .*\n7 min to go\.\n2 min to go\.\nTaking 1 private/)
  })

  it('takes a window that ends at endTime', async () => {
    const { step, thousandEyes } = await openSandbox()
    await step({ endTime: '2026-11-23T05:00:30+01:00', hours: '12' })
    expect(thousandEyes.made[0]?.request).toMatchObject({
      start: new Date('2026-11-22T16:00:30Z'),
      end: new Date('2026-11-23T04:00:30Z'),
    })
  })

  it('creates a public link when isPublic is set', async () => {
    const { step } = await openSandbox()
    const { outputs } = await step({ isPublic: '1' })
    expect(new URL(outputs['viewUrl'] ?? '').host).toBe('snap001.share.thousandeyes.com')
  })
})

describe('the process of a step', () => {
  it('ends as soon as its work is done', async () => {
    const { step } = await openSandbox()
    const startMs = performance.now()
    await step()
    expect(performance.now() - startMs).toBeLessThan(5_000)
  })
})

describe('API v6', () => {
  it.each([
    ['a bearer token', {}],
    ['Basic authentication', { email: SHOP.deployer.email }],
  ])('takes snapshots with %s', async (_, credentials) => {
    const { step, thousandEyes } = await openSandbox()
    const { exitCode, outputs } = await step({ apiVersion: 'v6', isPublic: 'true', aid: '1001', ...credentials })
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ viewUrl: thousandEyes.made[0]?.link, snapshotId: 'snap001' })
    expect(thousandEyes.received[0]?.path).toBe('/v6/snapshot.json?aid=1001')
  })

  it('names the cause of an error', async () => {
    const { step } = await openSandbox()
    const result = await step({ apiVersion: 'v6', testId: '5' })
    expect(annotations(result, 'error')).toEqual([expect.stringContaining('There is no test with the ID 5')])
  })
})

describe('the input email', () => {
  it('is an error with API v7', async () => {
    const { step, thousandEyes } = await openSandbox()
    const result = await step({ email: SHOP.deployer.email })
    expect(result.exitCode).toBe(1)
    expect(thousandEyes.received).toEqual([])
    expect(annotations(result, 'error')).toEqual([
      'Input email: cannot be used with apiVersion v7, which takes bearer tokens only: leave email out, or set apiVersion to v6.',
    ])
  })
})

describe('several tests', () => {
  it('have snapshots in the order given, even if one is created later', async () => {
    const { step, thousandEyes } = await openSandbox()
    thousandEyes.fail([{ kind: 'status', status: 503, headers: { 'retry-after': '2' } }], CHECKOUT)
    const { exitCode, outputs } = await step({ testId: `${CHECKOUT}, ${FRONT_PAGE}\n${PAYMENT} ${CHECKOUT}` })
    expect(exitCode).toBe(0)
    const snapshots: { testId: string }[] = JSON.parse(outputs['snapshots'] ?? '')
    expect(snapshots.map(({ testId }) => testId)).toEqual([CHECKOUT, FRONT_PAGE, PAYMENT])
    expect(thousandEyes.made).toHaveLength(3)
  })

  it('of which two fail make the step fail, with both reasons and the snapshot of the third', async () => {
    const { step } = await openSandbox()
    const result = await step({ testId: `${OTHER_GROUP} ${FRONT_PAGE} 5` })
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ snapshotId: 'snap001', viewUrl: expect.stringContaining(FRONT_PAGE) })
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(`^Test ${OTHER_GROUP}: .*404 Not Found`),
      expect.stringMatching('^Test 5: .*404 Not Found'),
    ])
  })
})

describe('inputs', () => {
  it('that are invalid are reported together before anything is sent', async () => {
    const { step, thousandEyes } = await openSandbox()
    const result = await step({
      testId: 'front page',
      hours: '3',
      isPublic: 'yes',
      waitMinutes: 'soon',
      endTime: 'now',
    })
    expect(result.exitCode).toBe(1)
    expect(annotations(result, 'error').map(line => line.replace(/: .*/, ''))).toEqual([
      'Input testId',
      'Input testId',
      'Input hours',
      'Input isPublic',
      'Input endTime',
      'Input waitMinutes',
    ])
    expect(thousandEyes.received).toEqual([])
  })

  it('for token and address may come from TE_TOKEN and TE_BASE_URL', async () => {
    const { step, thousandEyes } = await openSandbox()
    const env = { TE_TOKEN: SHOP.deployer.token, TE_BASE_URL: thousandEyes.url }
    const { exitCode } = await step({ apiToken: '', apiUrl: '' }, { env })
    expect(exitCode).toBe(0)
  })

  it('without a token name forks as the likely reason', async () => {
    const { step } = await openSandbox()
    const [error] = annotations(await step({ apiToken: '' }), 'error')
    expect(error).toMatch(/^Input apiToken: is empty, .*TE_TOKEN.*forks .*get no secrets/)
  })

  it('of a dry run are checked, and the request is logged and not sent', async () => {
    const { step, thousandEyes } = await openSandbox()
    const { exitCode, log, outputs } = await step({ dryRun: 'true' })
    expect(exitCode).toBe(0)
    expect(log).toContain(`POST ${thousandEyes.url}/v7/tests/${FRONT_PAGE}/snapshot {"displayName":`)
    expect(outputs).toMatchObject({ viewUrl: '', snapshots: '[]' })
    expect(thousandEyes.received).toEqual([])
  })
})

describe('outputs that cannot be written', () => {
  const broken = { env: { GITHUB_OUTPUT: '/' } }

  it('fail the step, with the link in log, summary and comment', async () => {
    const { step, thousandEyes, gitHub } = await openSandbox()
    const { exitCode, log, summary, commands } = await step({ comment: 'true', prNumber: '14' }, broken)
    const link = thousandEyes.made[0]?.link
    expect(exitCode).toBe(1)
    expect(log).toContain(`${link} (`)
    expect(summary).toContain(`](${link})`)
    expect(gitHub.comments[0]?.body).toContain(`](${link})`)
    expect(commands.filter(({ name }) => name === 'error').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The outputs were not written: ".*"\. Later steps do not have them; look for the links/),
    ])
  })

  it('hide neither a failure nor an unexpectedly public snapshot', async () => {
    const { step, thousandEyes } = await openSandbox({ isPublicMeans: 'inverted' })
    thousandEyes.fail([{ kind: 'status', status: 404 }], CHECKOUT)
    const { exitCode, commands } = await step({ testId: `${CHECKOUT} ${FRONT_PAGE}` }, broken)
    const errors = commands.filter(({ name }) => name === 'error').map(({ message }) => message)
    expect(exitCode).toBe(1)
    expect(errors).toEqual([
      expect.stringContaining('Checkout: ThousandEyes answered 404'),
      expect.stringContaining('A private snapshot was requested, but ThousandEyes created a public one'),
      expect.stringContaining('The outputs were not written'),
    ])
  })
})
