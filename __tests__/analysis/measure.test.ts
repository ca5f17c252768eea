import { describe, expect, it } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { answer, PRIVATE_LINK, runWith } from '../helpers.ts'
import {
  AFTER_DEPLOY,
  CHECKOUT,
  createdSnapshot,
  FRONT_PAGE,
  jsonFault,
  measurementsIn,
  useSandbox,
} from './helpers.ts'

const runStep = useSandbox()

/** The first round of the sandbox's window, in epoch seconds. */
const FROM = Date.parse('2026-11-23T07:37:00Z') / 1000
const TO = Date.parse('2026-11-23T08:37:00Z') / 1000

describe('measure', () => {
  it.each(SHOP.tests.map(({ type, testId, accountGroup }) => ({ type, testId, aid: accountGroup })))(
    'measures a test of type $type before and after the deploy',
    async ({ testId, aid }) => {
      const { exitCode, outputs, summary } = await runStep({ testId, aid, ...AFTER_DEPLOY })
      const [measured] = measurementsIn(outputs)
      expect({ exitCode, testId: measured.testId }).toEqual({ exitCode: 0, testId })
      expect(measured.metrics[0].before.count).toBeGreaterThan(measured.metrics[0].after.count)
      expect(summary).toContain('| Metric | Before → after |')
      expect(summary).not.toContain('Not measured')
      const names = measured.metrics.map(({ name }: { name: string }) => name)
      expect(names).toContain('availability')
    },
  )

  it('measures several tests in the order given, each in a collapsible section of its own within one for all', async () => {
    const { outputs, summary, lines } = await runStep({ testId: `${CHECKOUT} ${FRONT_PAGE}` })
    const testIds = measurementsIn(outputs).map(({ testId }: { testId: string }) => testId)
    expect({ testIds, sections: summary.match(/<details>/g)?.length }).toEqual({
      testIds: [CHECKOUT, FRONT_PAGE],
      // And one for the alerts.
      sections: 4,
    })
    expect(lines).toContain('info Shop front page: responseTime 120 ms.')
  })

  it('says that a type of test is not known', async () => {
    const { lines } = await runWith({}, [createdSnapshot('telepathy')])
    expect(lines).toContain('info Not measured. Shop: Tests of type "telepathy" are not known here.')
  })

  it('says that the service did not name the type of the test', async () => {
    const { lines } = await runWith({})
    expect(lines).toContain('info Not measured. Shop: ThousandEyes did not say what type of test it is.')
  })

  it('reports an unexpected error and keeps the link', async () => {
    const { exitCode, outputs, lines } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: () => {
        throw new Error('surprise')
      },
    })
    expect({ exitCode, viewUrl: outputs['viewUrl'] }).toEqual({ exitCode: 0, viewUrl: PRIVATE_LINK })
    expect(lines).toContain('info Not measured. Shop: dnssec: Unexpected error: "Error: surprise". Please report it.')
  })

  it('ends without measurements when the job is cancelled while it waits to read again', async () => {
    const cancelled = new AbortController()
    const { lines } = await runWith({}, [createdSnapshot('dnssec')], {
      signal: cancelled.signal,
      onSleep: () => cancelled.abort(),
      onRead: () => answer(429),
    })
    expect(lines).toContain('info Not measured. Shop: dnssec: The job was cancelled.')
  })

  it('sends a request that got no complete response once more and then gives up', async () => {
    const { lines, thousandEyes } = await runStep({}, [
      [{ kind: 'reset' }, 'network'],
      [{ kind: 'reset' }, 'network'],
    ])
    expect(thousandEyes.reads.filter(({ path }) => path.includes('network'))).toHaveLength(2)
    expect(lines).toContainEqual(
      expect.stringMatching(/^info Not measured\. .*: network: 127\.0\.0\.1:\d+ sent no complete response:/),
    )
  })

  it.each([
    {
      situation: 'a response is not JSON',
      fault: { kind: 'status', status: 200, body: 'busy' } as const,
      message: 'documentation does not describe; alerts',
    },
    {
      situation: 'a response lacks its rows',
      fault: jsonFault({ rows: [] }),
      message: 'documentation does not describe; alerts',
    },
    {
      situation: 'a response is empty',
      fault: { kind: 'status', status: 200, body: '' } as const,
      message: 'ThousandEyes sent an empty response; alerts',
    },
    {
      situation: 'a page is larger than 16 MiB',
      fault: { kind: 'oversized', bytes: 17_000_000 } as const,
      message: 'A page is larger than 16 MiB; alerts',
    },
  ])('says that $situation', async ({ fault, message }) => {
    const { exitCode, outputs, lines } = await runStep({}, [
      [fault, 'http-server'],
      [fault, 'network'],
    ])
    expect({ exitCode, measurements: outputs['measurements'] }).toEqual({ exitCode: 0, measurements: '[]' })
    // Other findings may follow in the same line.
    expect(lines.at(-1)).toContain(message.replace(/\.$/, ''))
  })
})

describe('a response that cannot be used', () => {
  const NAMES = { agents: [{ agentName: 'Paris-DC-7' }] }

  it.each([
    ['a bare array', answer(200, [NAMES])],
    ['an object instead of its rows', answer(200, { alerts: NAMES, results: NAMES })],
    ['a link that is none', answer(200, { alerts: [], results: [NAMES], _links: { next: 'Paris-DC-7' } })],
    [
      'a link that is no URL',
      answer(200, { alerts: [], results: [], _links: { next: { href: 'http://[Paris-DC-7' } } }),
    ],
    ['an error with a detail', answer(400, { title: 'Paris-DC-7', detail: 'Paris-DC-7' })],
    ['an error without a format', answer(500, 'Paris-DC-7')],
  ])('is quoted nowhere, since it may name agents: %s', async (_, result) => {
    const inputs = { measure: 'auto', failOn: 'alerts > 0' }
    const { lines, summary, outputs } = await runWith(inputs, [createdSnapshot('dnssec')], { onRead: () => result })
    const shown = JSON.stringify([lines.filter(line => !line.startsWith('debug')), summary, outputs])
    expect(shown).toContain('ThousandEyes ')
    expect(shown).not.toContain('Paris-DC-7')
  })
})

describe('the results that measure reads', () => {
  it('count from the start of the window up to, but not including, its end', async () => {
    const rows = [FROM - 1, FROM, TO - 1, TO].map(roundId => ({ roundId, responseTime: 10 }))
    const { outputs } = await runStep({}, [[jsonFault({ results: rows }), 'http-server']])
    expect(measurementsIn(outputs)[0].metrics[0]).toMatchObject({ name: 'responseTime', count: 2 })
  })

  it('leave out a row without a round, which costs the others nothing', async () => {
    const rows = [{ responseTime: 900 }, { roundId: FROM, responseTime: 10 }]
    const { outputs, summary } = await runStep({}, [[jsonFault({ results: rows }), 'http-server']])
    expect(measurementsIn(outputs)[0].metrics[0]).toMatchObject({ name: 'responseTime', count: 1, mean: 10 })
    expect(summary).not.toContain('Not measured')
  })

  it.each([
    { what: 'a row', row: { responseTime: 900 } },
    { what: 'a round', row: { roundId: String(FROM + 60), responseTime: 900 } },
    { what: 'a value', row: { roundId: FROM + 60, responseTime: '900' } },
  ])('make a condition unknown that would pass without $what that cannot be read', async ({ row }) => {
    const rows = [row, { roundId: FROM, responseTime: 10 }, { roundId: FROM + 120, responseTime: 10 }]
    const { outputs, lines } = await runStep({ failOn: 'responseTime > 500' }, [
      [jsonFault({ results: rows }), 'http-server'],
    ])
    expect(outputs['verdict']).toBe('unknown')
    expect(lines).toContain(
      'info Not measured. Shop front page: http-server: 1 row of another form than the documentation of ThousandEyes describes.',
    )
  })

  it('may lack every field but the round, and values of another type do not count', async () => {
    const rows = [
      { roundId: FROM, agent: { agentName: 'Paris' }, responseTime: 'fast', errorType: 'Connect', responseCode: 'x' },
      { roundId: FROM, agent: null, responseTime: 30 },
      { roundId: FROM + 60, monitor: { monitorId: '7' }, responseTime: null, totalTime: -1 },
    ]
    const { exitCode, outputs } = await runStep({}, [[jsonFault({ results: rows }), 'http-server']])
    expect(exitCode).toBe(0)
    expect(measurementsIn(outputs)[0].metrics.slice(0, 3)).toMatchObject([
      { name: 'responseTime', count: 1, mean: 30 },
      { name: 'availability', count: 3 },
      { name: 'avgLatency', count: 240 },
    ])
  })

  it('write "no error" in several ways, and the response codes are counted', async () => {
    const rows = ['None', 'none ', '', ' ', null].map((errorType, index) => ({
      roundId: FROM + index * 60,
      responseTime: 10,
      responseCode: index === 0 ? 204 : 200,
      errorType,
    }))
    const failed = { roundId: FROM + 600, responseTime: 10, errorType: 'HTTP', responseCode: 503 }
    const { outputs, summary } = await runStep({}, [[jsonFault({ results: [...rows, failed] }), 'http-server']])
    expect(measurementsIn(outputs)[0].metrics).toContainEqual(
      expect.objectContaining({ name: 'availability', count: 6, mean: expect.closeTo(500 / 6, 9) }),
    )
    expect(summary).toContain('Response codes: 200: 4, 204: 1, 503: 1\n')
  })

  it('have no error where the type is none, although there is a text beside it', async () => {
    const { outputs } = await runStep({}, [], { detailsWithoutError: true })
    const availability = measurementsIn(outputs)[0].metrics.find(
      ({ name }: { name: string }) => name === 'availability',
    )
    expect(availability.mean).toBeGreaterThan(95)
  })

  it('name agents or monitors by an id alone, or not at all', async () => {
    const rows = [
      { agent: { agentId: '1', agentName: 'Paris' }, responseTime: 300 },
      { agent: { agentId: '1', agentName: 'Paris (again)' }, responseTime: 100, roundId: FROM + 60 },
      { monitor: { monitorId: '7' }, responseTime: 90 },
      { responseTime: 80 },
    ].map(row => ({ roundId: FROM, ...row }))
    const { summary } = await runStep({}, [[jsonFault({ results: rows }), 'http-server']])
    expect(summary).toContain('Worst agents by responseTime: Paris 200 ms · 7 90 ms · `–` 80 ms\n')
  })
})
