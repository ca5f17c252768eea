import { describe, expect, it } from '@jest/globals'
import { SHOP, shopOf } from '../../sandbox/thousandeyes/organization.ts'
import { CHECKOUT, FRONT_PAGE, NOW, openStep, response } from '../open-step.ts'

const PAYMENT = '281474976710708'
const ALL = SHOP.tests
  .filter(({ accountGroup, interval }) => accountGroup === '1001' && interval === 60)
  .map(({ testId }) => testId)
const takenTests = (outputs: Readonly<Record<string, string>>) =>
  JSON.parse(outputs['snapshots'] ?? '[]').map(({ testId }: { testId: string }) => testId)

const gate = {
  failOn: 'responseTime > +20%',
  deployedAt: '2026-11-23T08:17:42Z',
  testId: `${CHECKOUT} ${FRONT_PAGE}`,
}
const deployed = { minutesSinceDeploy: 20 }

describe('takeSnapshot', () => {
  it('onFailure takes snapshots of the tests that fail, and of no other', async () => {
    const { step } = openStep(deployed)
    const { exitCode, outputs, summary } = await step({ ...gate, takeSnapshot: 'onFailure' })
    expect({ exitCode, taken: takenTests(outputs) }).toEqual({ exitCode: 1, taken: [FRONT_PAGE] })
    expect(summary).toContain('Checkout')
  })

  it('onFailure takes those of inconclusive tests, too', async () => {
    const { step, respond } = openStep(deployed)
    respond(`test-results/${CHECKOUT}/http-server`, response(403))
    const { outputs } = await step({ ...gate, takeSnapshot: 'onFailure' })
    expect(takenTests(outputs)).toEqual([CHECKOUT, FRONT_PAGE])
  })

  it('onFailure takes none if all is fine, and says so', async () => {
    const { step, requests } = openStep()
    const { exitCode, outputs, lines } = await step({
      ...gate,
      failOn: 'availability < 50%',
      takeSnapshot: 'onFailure',
    })
    expect({ exitCode, viewUrl: outputs['viewUrl'], snapshots: outputs['snapshots'] }).toEqual({
      exitCode: 0,
      viewUrl: '',
      snapshots: '[]',
    })
    expect(requests.filter(line => line.startsWith('POST'))).toEqual([])
    expect(lines.join('\n')).toContain('No snapshot is needed (takeSnapshot: onFailure).')
  })

  it('never judges without the permission for snapshots', async () => {
    const { step, requests } = openStep(deployed)
    const { exitCode, outputs } = await step({ ...gate, takeSnapshot: 'never', apiToken: SHOP.viewer.token })
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 1, verdict: 'fail' })
    expect(requests.filter(line => line.startsWith('POST'))).toEqual([])
  })
})

describe('the wait for the quota', () => {
  const waitedMinutes = (clock: { now(): Date }) => (clock.now().getTime() - NOW.getTime()) / 60_000

  it('is long enough for twelve snapshots, five in five minutes, if timeoutMinutes is empty', async () => {
    const { step } = openStep(shopOf(12, { snapshotQuotas: [{ limit: 5, windowMinutes: 5, window: 'sliding' }] }))
    const { exitCode, outputs } = await step({ testId: 'Shop*', measure: 'false' })
    expect({ exitCode, taken: takenTests(outputs).length }).toEqual({ exitCode: 0, taken: 12 })
  })

  it('ends at timeoutMinutes, and says so', async () => {
    const { step, clock, thousandEyes } = openStep()
    thousandEyes.snapshots.spend(5)
    const { exitCode, errors } = await step({ timeoutMinutes: '2', measure: 'false' })
    expect(exitCode).toBe(1)
    expect(waitedMinutes(clock)).toBeCloseTo(2)
    expect(errors.at(-1)).toContain('timeoutMinutes')
  })

  it('does not happen with timeoutMinutes: 0', async () => {
    const { step, clock, thousandEyes, requests } = openStep()
    thousandEyes.snapshots.spend(5)
    const { exitCode } = await step({ timeoutMinutes: '0', measure: 'false' })
    expect({ exitCode, waited: waitedMinutes(clock) }).toEqual({ exitCode: 1, waited: 0 })
    expect(requests.filter(line => line.startsWith('POST'))).toHaveLength(1)
  })
})

describe('no further snapshot is requested', () => {
  it('after a refused token', async () => {
    const { step, respond, requests } = openStep()
    respond('POST', response(401))
    const { exitCode } = await step({ testId: ALL.join() })
    expect(exitCode).toBe(1)
    expect(requests.filter(line => line.startsWith('POST'))).toHaveLength(1)
    expect(requests.filter(line => line.includes('test-results'))).toEqual([])
  })

  it('after one that is public by mistake; its link is in the outputs alone', async () => {
    const { step, requests, respond, comments } = openStep(deployed)
    const link = 'https://snap001.share.thousandeyes.com/view/tests/'
    respond('POST /v7', response(201, { id: 'snap001', _links: { appLink: { href: link } } }))
    const { exitCode, outputs, lines, summary, errors } = await step(
      { ...gate, testId: `${FRONT_PAGE} ${PAYMENT}`, comment: 'true' },
      { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } },
    )
    expect(exitCode).toBe(1)
    expect(requests.filter(line => line.startsWith('POST /v7'))).toHaveLength(1)
    // The deploy is judged anyway.
    expect(outputs).toMatchObject({ viewUrl: link, verdict: 'fail' })
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([{ isPublic: true }])
    expect([...lines, summary, ...comments.map(({ body }) => body)].join('\n')).not.toContain(link)
    expect(errors.join('\n')).toMatch(/created a public one.*Manage > Sharing/)
  })
})

describe('the credentials', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['in a step that succeeds', {}],
    ['in a step that fails', { testId: '5' }],
    ['of Basic authentication', { apiVersion: 'v6', email: SHOP.deployer.email }],
    ['if an input is wrong', { hours: 'x' }],
  ])('are masked before anything else, and appear nowhere %s', async (_, inputs) => {
    const { commands, lines, outputs, summary } = await openStep().step({ measure: 'false', ...inputs })
    const isMask = commands.map(({ name }) => name === 'add-mask')
    expect(isMask.lastIndexOf(true)).toBe(isMask.indexOf(false) - 1)
    const { email, token } = SHOP.deployer
    const shown = [...lines, JSON.stringify(outputs), summary].join('\n')
    expect([token, btoa(token), btoa(`${email}:${token}`)].filter(secret => shown.includes(secret))).toEqual([])
  })
})

describe('several snapshots', () => {
  it('are independent: one that fails costs no link of the others', async () => {
    const { step, respond } = openStep()
    respond(`POST /v7/tests/${FRONT_PAGE}`, response(404))
    const { exitCode, outputs, errors } = await step({ testId: `${FRONT_PAGE} ${PAYMENT}` })
    expect({ exitCode, taken: takenTests(outputs) }).toEqual({ exitCode: 1, taken: [PAYMENT] })
    expect(errors.at(-1)).toContain('404 Not Found')
  })

  it('keep their links if the job is cancelled meanwhile', async () => {
    const controller = new AbortController()
    const takesMs = (line: string) => {
      if (line.startsWith(`POST /v7/tests/${PAYMENT}`)) controller.abort()
      return 0
    }
    const { step, respond, snapshots } = openStep({ takesMs })
    respond(`POST /v7/tests/${PAYMENT}`, response(429))
    const { exitCode, outputs, errors } = await step(
      { testId: `${FRONT_PAGE} ${PAYMENT}` },
      { signal: controller.signal },
    )
    expect({ exitCode, taken: takenTests(outputs) }).toEqual({ exitCode: 1, taken: [FRONT_PAGE] })
    expect(outputs['viewUrl']).toBe(snapshots[0]?.link)
    expect(errors.at(-1)).toContain('The job was cancelled before the next try. ThousandEyes answered 429')
  })
})
