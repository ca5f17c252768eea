import { describe, expect, it } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { annotations, CHECKOUT, FRONT_PAGE, openSandbox, PAYMENT } from './sandbox.ts'

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
  it('takes snapshots with Basic authentication', async () => {
    const { step, thousandEyes } = await openSandbox()
    const { exitCode, outputs } = await step({
      apiVersion: 'v6',
      isPublic: 'true',
      aid: '1001',
      email: SHOP.deployer.email,
    })
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ viewUrl: thousandEyes.made[0]?.link, snapshotId: 'snap001' })
    expect(thousandEyes.received[0]?.path).toBe('/v6/snapshot.json?aid=1001')
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
})
