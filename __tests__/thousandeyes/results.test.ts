import { describe, expect, it } from '@jest/globals'
import { metricsByKind, type ResultKind } from '../../src/thousandeyes/metrics.ts'
import { readResults } from '../../src/thousandeyes/results.ts'
import { response } from '../open-step.ts'
import { API, openService, WINDOW } from './helpers.ts'

const FROM = WINDOW.from.getTime() / 1000
const TO = WINDOW.to.getTime() / 1000

type ApiRow = Readonly<Record<string, unknown>>

async function read(rows: readonly unknown[], kind: ResultKind = 'http-server', testType: string = kind) {
  const { context } = openService([response(200, { results: rows })])
  const metrics = metricsByKind({ testType, resultKinds: [kind] }).get(kind) ?? []
  return await readResults(API, { testId: '1', kind, metrics, window: WINDOW, testType: undefined }, context)
}

/** The value of each metric of one row. */
async function valuesOf(row: ApiRow, kind?: ResultKind, testType?: string) {
  const { columns, unreadRows } = await read([{ roundId: FROM, ...row }], kind, testType)
  const values = columns.map(({ metric, values: [value] }) => [metric.name, value])
  return { ...Object.fromEntries(values), unreadRows }
}

describe('the rows of results', () => {
  it('count from the start of the window up to, but not including, its end', async () => {
    const { roundIds } = await read([FROM - 1, FROM, TO - 1, TO].map(roundId => ({ roundId })))
    expect(roundIds).toEqual([FROM, TO - 1])
  })

  it.each([
    ['a row without a round', { responseTime: 900 }],
    ['a round that is text', { roundId: String(FROM), responseTime: 900 }],
    ['no row', 'x'],
    ['a value that is text', { roundId: FROM, responseTime: '900' }],
    ['a negative value', { roundId: FROM, responseTime: -1 }],
  ])('that cannot be read are counted, and cost the others nothing: %s', async (_, wrong) => {
    const { columns, unreadRows } = await read([wrong, { roundId: FROM, responseTime: 10 }])
    expect(unreadRows).toBe(1)
    expect(columns[0]?.values).toContain(10)
    expect(columns[0]?.values).not.toContain(900)
  })

  it('may lack everything but their round', async () => {
    const { columns, agentNames, unreadRows } = await read([{ roundId: FROM, agent: null, responseTime: null }])
    expect({ agentNames, unreadRows }).toEqual({ agentNames: [''], unreadRows: 0 })
    expect(columns.map(({ values }) => values)).toEqual(columns.map(() => [Number.NaN]))
  })

  it('have an agent or monitor by its id, and each server, prefix or direction as one of its own', async () => {
    const http = await read([
      { roundId: FROM, agent: { agentId: '1', agentName: 'Paris' } },
      { roundId: FROM + 60, agent: { agentId: '1', agentName: 'Paris (again)' } },
      { roundId: FROM, monitor: { monitorId: '7' } },
    ])
    expect({ names: http.agentNames, agents: http.agents }).toEqual({ names: ['Paris', '7'], agents: [0, 0, 1] })
    const network = await read(
      ['to-target', 'from-target'].map(direction => ({ roundId: FROM, agent: { agentName: 'Paris' }, direction })),
      'network',
    )
    expect(network).toMatchObject({
      agentNames: ['Paris, to-target', 'Paris, from-target'],
      agentParts: ['to-target', 'from-target'],
    })
  })

  it.each<[string, ApiRow, number]>([
    ['startTime', { startTime: FROM + 50, date: '2026-11-23T01:00:00Z' }, 50],
    ['date', { startTime: null, date: '2026-11-23T07:37:50Z' }, 50],
    ['the round if nothing else is there', { date: 'yesterday' }, 0],
    ['the round if startTime is 0', { startTime: 0 }, 0],
    ['the round if startTime is in milliseconds', { startTime: FROM * 1000 }, 0],
    ['the round if startTime is of another zone', { startTime: FROM - 7200 }, 0],
  ])('were measured by %s', async (_, row, after) => {
    expect((await read([{ roundId: FROM, ...row }])).measuredAt).toEqual([FROM + after])
  })

  it('of DNSSEC count their flag as a share', async () => {
    expect(await valuesOf({ isValid: false }, 'dnssec')).toMatchObject({ isValid: 0, availability: 100 })
  })

  it('have status codes', async () => {
    const codes = [503, 0, 'x'].map(responseCode => ({ roundId: FROM, responseCode }))
    expect((await read(codes)).codes).toEqual([503, Number.NaN, Number.NaN])
  })
})

describe('a row that failed', () => {
  const LOST = { loss: 100, availability: 0, avgLatency: Number.NaN }

  it.each<[string, ApiRow]>([
    ['errorType', { errorType: 'HTTP' }],
    ['an errorType that is not text', { errorType: ['HTTP'] }],
    ['errorDetails', { errorDetails: 'Connection timed out' }],
    ['errorDetail', { errorDetail: 'Broken' }],
    ['problemDetail', { problemDetail: 'timed out' }],
    ['an availability of 0', { availability: 0 }],
  ])('by %s is not available, and has neither time nor throughput', async (_, error) => {
    expect(await valuesOf({ responseTime: 3, throughput: 9e9, ...error })).toMatchObject({
      responseTime: Number.NaN,
      throughput: Number.NaN,
      availability: 0,
      unreadRows: 0,
    })
  })

  it.each(['None', 'none ', '', ' ', null])('is not one of errorType %j, whatever text is with it', async errorType => {
    const errorDetails = errorType === 'None' ? 'Some text of the examples' : undefined
    expect(await valuesOf({ responseTime: 10, errorType, errorDetails })).toMatchObject({
      responseTime: 10,
      availability: 100,
    })
  })

  it.each<[string, ApiRow, ResultKind, string, Readonly<Record<string, number>>]>([
    ['without a loss counts as lost', { errorDetails: 'no' }, 'network', 'agent-to-server', LOST],
    ['that lost everything', { loss: 100, avgLatency: 0 }, 'network', 'agent-to-server', LOST],
    ['keeps its loss', { loss: 40, errorDetails: 'lost' }, 'network', 'agent-to-server', { loss: 40 }],
    [
      'has no perfect value',
      { failedQueries: 0, errorDetails: 'x' },
      'dns-trace',
      'dns-trace',
      { failedQueries: Number.NaN },
    ],
    [
      'has no availability of 100 %',
      { errorType: 'x', availability: 100 },
      'sip-server',
      'sip-server',
      { availability: 0 },
    ],
    ['of a page', { pageLoadTime: 0, numErrors: 1 }, 'page-load', 'page-load', { pageLoadTime: Number.NaN }],
    ['of a call', { loss: 100, latency: 0 }, 'rtp-server', 'voice', { latency: Number.NaN, availability: 0 }],
    ['of a prefix', { reachability: 0, updates: 0 }, 'bgp', 'bgp', { availability: 0, updates: Number.NaN }],
    ['has its value read, however wrong', { errorType: 'x', responseTime: -1 }, 'http-server', '', { unreadRows: 0 }],
  ])('%s: %j', async (_, row, kind, testType, values) => {
    expect(await valuesOf(row, kind, testType)).toMatchObject(values)
  })
})

describe('the results of a test that measures in both directions', () => {
  async function directions(refusal?: number) {
    const { context, sent } = openService(({ url }) =>
      refusal !== undefined && url.searchParams.has('direction') ? response(refusal) : response(200, { results: [] }),
    )
    const query = { testId: '1', kind: 'network', metrics: [], window: WINDOW, testType: 'agent-to-agent' } as const
    const error = await readResults(API, query, context).then(
      () => undefined,
      ({ status }) => status,
    )
    return { error, directions: sent.map(({ url }) => url.searchParams.get('direction')) }
  }

  it('are those of both', async () => {
    expect(await directions()).toEqual({ error: undefined, directions: ['bidirectional'] })
  })

  it.each([400, 404])('are those of one if the service refuses both with %d', async status => {
    expect(await directions(status)).toEqual({ error: undefined, directions: ['bidirectional', null] })
  })

  it('are none if it refuses for another reason', async () => {
    expect(await directions(403)).toEqual({ error: 403, directions: ['bidirectional'] })
  })
})
