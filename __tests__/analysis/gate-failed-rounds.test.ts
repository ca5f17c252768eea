import { describe, expect, it } from '@jest/globals'
import { rowsOf, runGate } from './helpers.ts'

const NO_VALUES = 'no round since the deploy has a value of'

describe('a gate with rounds that failed', () => {
  it('does not count a perfect number of a failed round', async () => {
    const rows = rowsOf('Paris', isAfter =>
      isAfter ? { failedQueries: 0, errorDetails: 'timeout' } : { failedQueries: 2 },
    )
    const { results } = await runGate('failedQueries > 1', 'dns-trace', { 'dns-trace': rows })
    expect(results).toEqual([`unknown: failedQueries > 1 on Shop: ${NO_VALUES} failedQueries.`])
  })

  it('does not count the times and throughputs of fast errors', async () => {
    const rows = rowsOf('Paris', isAfter =>
      isAfter ? { responseTime: 3, throughput: 9e9, errorType: 'HTTP' } : { responseTime: 100, throughput: 5 },
    )
    const { results } = await runGate('responseTime > +20%\nthroughput < 4\navailability < 99', 'http-server', {
      'http-server': rows,
      network: [],
    })
    expect(results).toEqual([
      `unknown: responseTime > +20% on Shop: ${NO_VALUES} responseTime.`,
      `unknown: throughput < 4 on Shop: ${NO_VALUES} throughput.`,
      'fail: availability < 99 on Shop: 0 % since the deploy.',
    ])
  })

  it.each([
    { place: 'errorDetails', error: { errorDetails: 'Connection timed out', responseCode: 0 } },
    { place: 'an errorType that is not text', error: { errorType: ['HTTP'] } },
    { place: 'errorDetail', error: { errorDetail: 'Broken' } },
    { place: 'problemDetail, as for SIP', error: { problemDetail: 'timed out' } },
  ])('finds the error in $place', async ({ error }) => {
    const rows = rowsOf('Paris', isAfter => (isAfter ? error : { responseTime: 100 }))
    const { results } = await runGate('availability < 99', 'http-server', { 'http-server': rows, network: [] })
    expect(results).toEqual(['fail: availability < 99 on Shop: 0 % since the deploy.'])
  })

  it('takes a failed row for unavailable, also where it says 100 %', async () => {
    const rows = rowsOf('Paris', isAfter =>
      isAfter ? { errorType: 'Receive', availability: 100 } : { availability: 100 },
    )
    const { results } = await runGate('availability < 99', 'sip-server', { 'sip-server': rows, network: [] })
    expect(results).toEqual(['fail: availability < 99 on Shop: 0 % since the deploy.'])
  })

  it.each([
    { what: 'time', startTime: 0 },
    { what: 'time in milliseconds', startTime: 1_795_421_820_000 },
    { what: 'time of another zone', startTime: 1_795_421_820 - 7200 },
  ])('is about the right side of the deploy where rows have a wrong $what', async ({ startTime }) => {
    const rows = rowsOf('Paris', isAfter => (isAfter ? { errorType: 'HTTP', startTime } : { responseTime: 100 }))
    const { results } = await runGate('availability < 99', 'http-server', { 'http-server': rows, network: [] })
    expect(results).toEqual(['fail: availability < 99 on Shop: 0 % since the deploy.'])
  })

  it.each([
    { fields: { responseTime: -5 } },
    { fields: { responseTime: '900' } },
    { fields: { responseTime: 100, roundId: null } },
  ])('does not pass where some rows have what cannot be, $fields', async ({ fields }) => {
    const rows = rowsOf('Paris', (isAfter, minute) => (isAfter && minute % 3 === 0 ? fields : { responseTime: 100 }))
    const { results, lines } = await runGate('responseTime > +20%', 'http-server', { 'http-server': rows, network: [] })
    expect(results).toEqual(['unknown: responseTime > +20% on Shop: not every row of responseTime could be read.'])
    expect(lines).toContainEqual(
      expect.stringMatching(/^info Not measured\. Shop: http-server: [67] rows of another form/),
    )
  })

  it('looks at the rounds of the metric of the condition, whatever another kind of result has', async () => {
    const complete = rowsOf('Paris', () => ({ responseTime: 100, loss: 0, avgLatency: 40 }))
    const stopped = complete.slice(0, 26)
    const conditions = 'availability < 99\nloss > 1'
    const gateOf = (rows: Parameters<typeof runGate>[2]) => runGate(conditions, 'http-server', rows)
    const [withoutHttp, withoutNetwork] = [
      await gateOf({ 'http-server': stopped, network: complete }),
      await gateOf({ 'http-server': complete, network: stopped }),
    ]
    const verdicts = [withoutHttp, withoutNetwork].map(({ results }) => results.map(line => line.replace(/:.*/, '')))
    expect(verdicts).toEqual([
      ['unknown', 'pass'],
      ['pass', 'unknown'],
    ])
  })

  it('reads a failed row whose time cannot be: it counts for nothing', async () => {
    const rows = rowsOf('Paris', (isAfter, minute) =>
      isAfter || minute > 0 ? { responseTime: 100 } : { errorType: 'Connect', responseTime: -1 },
    )
    const { verdict } = await runGate('responseTime > +20%\navailability < 90', 'http-server', {
      'http-server': rows,
      network: [],
    })
    expect(verdict).toBe('pass')
  })

  it('does not take rows without any field for available', async () => {
    const rows = rowsOf('Paris', () => ({}))
    const { results } = await runGate('availability < 99', 'http-server', { 'http-server': rows, network: [] })
    expect(results).toEqual([])
  })

  it.each([
    { testType: 'agent-to-server', kind: 'network', metric: 'avgLatency', failed: { loss: 100, avgLatency: 0 } },
    { testType: 'page-load', kind: 'page-load', metric: 'pageLoadTime', failed: { pageLoadTime: 0, numErrors: 1 } },
    { testType: 'voice', kind: 'rtp-server', metric: 'latency', failed: { loss: 100, latency: 0 } },
  ])(
    'does not count $metric of 0 in a failed round of a $testType test',
    async ({ testType, kind, metric, failed }) => {
      const rows = rowsOf('Paris', isAfter => (isAfter ? failed : { [metric]: 40, loss: 0 }))
      const { results } = await runGate(`${metric} > +20%`, testType, { [kind]: rows })
      expect(results).toEqual([`unknown: ${metric} > +20% on Shop: ${NO_VALUES} ${metric}.`])
    },
  )

  it('does not call a test worse that had no value before the deploy', async () => {
    const rows = rowsOf('Paris', isAfter => (isAfter ? { responseTime: 120 } : { errorType: 'HTTP' }))
    const { lines } = await runGate('responseTime > 100', 'http-server', { 'http-server': rows, network: [] })
    expect(lines.at(-1)).toContain('error Shop failed the gate after the deploy: responseTime 120 ms')
  })

  const reachable = { avgLatency: 20, loss: 0, jitter: 1 }
  const unreachable = { errorDetails: 'Connection error' }

  it.each(['agent-to-server', 'agent-to-agent'])(
    'counts half the rows of a %s test as lost where they failed',
    async type => {
      const rows = rowsOf('Paris', (_, minute) => (minute % 2 === 0 ? reachable : unreachable))
      const { results } = await runGate('loss > 1%\navailability < 99\navgLatency > 50', type, { network: rows })
      expect(results).toEqual([
        'fail: loss > 1% on Shop: 50 % since the deploy.',
        'fail: availability < 99 on Shop: 50 % since the deploy.',
        'pass: avgLatency > 50 on Shop: 20 ms since the deploy.',
      ])
    },
  )

  it('says so where every row since the deploy failed', async () => {
    const rows = rowsOf('Paris', isAfter => (isAfter ? unreachable : reachable))
    const { results, summary } = await runGate('loss > 1%\navailability < 99\navgLatency > 50', 'agent-to-server', {
      network: rows,
    })
    expect(results).toEqual([
      'fail: loss > 1% on Shop: 100 % since the deploy.',
      'fail: availability < 99 on Shop: 0 % since the deploy.',
      `unknown: avgLatency > 50 on Shop: ${NO_VALUES} avgLatency.`,
    ])
    expect(summary).toContain('| availability | 100 → 0 % |')
  })

  it('says so where every row of the window failed', async () => {
    const rows = rowsOf('Paris', () => unreachable)
    const { results, lines, summary } = await runGate('avgLatency > 50', 'agent-to-server', { network: rows })
    expect(results).toEqual(['unknown: avgLatency > 50 on Shop: no round has a value of avgLatency.'])
    expect(lines).toContainEqual(expect.stringMatching(/^info Shop: loss 100 → 100 %,/))
    expect(summary).toContain('| availability | 0 → 0 % |')
    expect(summary).not.toContain('Not measured')
  })

  it('says so where rows that have no availability of their own all failed', async () => {
    const rows = rowsOf('Paris', () => ({ pageLoadTime: 0, domLoadTime: 0, numErrors: 0 }))
    const { lines } = await runGate('pageLoadTime > 50', 'page-load', {
      'page-load': rows,
      'http-server': [],
      network: [],
    })
    expect(lines).toContain('info Not measured. Shop: page-load: Every round failed or measured nothing.')
    expect(lines).toContain('info Not measured. Shop: http-server, network: There are no results in the window yet.')
  })

  it('keeps the loss that a failed row has', async () => {
    const rows = rowsOf('Paris', () => ({ loss: 40, errorDetails: 'Some packets were lost' }))
    const { results } = await runGate('loss > 50%', 'agent-to-server', { network: rows })
    expect(results).toEqual(['pass: loss > 50% on Shop: 40 % since the deploy.'])
  })

  it('counts a prefix that a monitor does not reach as not available', async () => {
    const rows = rowsOf('RouteViews', isAfter => ({ reachability: isAfter ? 0 : 100, updates: 0 }))
    const { results } = await runGate('availability < 99', 'bgp', { bgp: rows })
    expect(results).toEqual(['fail: availability < 99 on Shop: 0 % since the deploy.'])
  })

  it.each([
    {
      situation: 'cannot be read',
      transactions: {},
      problem: 'web-transactions, network: ThousandEyes answered 403',
    },
    {
      situation: 'have no results',
      transactions: { 'web-transactions': [] },
      problem: 'web-transactions: There are no results in the window yet.',
    },
  ])(
    "does not take the HTTP server's availability for that of transactions that $situation",
    async ({ transactions, problem }) => {
      const rows = rowsOf('Paris', () => ({ responseTime: 100, errorType: 'None' }))
      const { verdict, results, summary } = await runGate('availability < 99', 'web-transactions', {
        ...transactions,
        'http-server': rows,
      })
      expect({ verdict, results }).toEqual({
        verdict: 'unknown',
        // Why it is unknown is said once, among what is not measured.
        results: [],
      })
      expect(summary).toContain(problem)
    },
  )
})
