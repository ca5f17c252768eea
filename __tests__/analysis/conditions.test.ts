import { describe, expect, it } from '@jest/globals'
import { isMet } from '../../src/analysis/conditions.ts'
import { parseCondition, parseConditions } from '../../src/analysis/parse-conditions.ts'

describe('a line of failOn', () => {
  it.each([
    ['loss > 1%', { metric: 'loss', operator: '>', limit: 1, relative: false }],
    ['loss>=0.5', { metric: 'loss', operator: '>=', limit: 0.5, relative: false }],
    ['responseTime > 500', { metric: 'responseTime', operator: '>', limit: 500, relative: false }],
    ['responseTime > 1,000', { metric: 'responseTime', operator: '>', limit: 1000, relative: false }],
    ['responseTime > 1.5e3', { metric: 'responseTime', operator: '>', limit: 1500, relative: false }],
    ['responseTime > +20%', { metric: 'responseTime', operator: '>', limit: 20, relative: true }],
    ['responseTime > +0%', { metric: 'responseTime', operator: '>', limit: 0, relative: true }],
    ['throughput < -20 %', { metric: 'throughput', operator: '<', limit: -20, relative: true }],
    ['availability < 99.5', { metric: 'availability', operator: '<', limit: 99.5, relative: false }],
    ['availability < 100%', { metric: 'availability', operator: '<', limit: 100, relative: false }],
    ['latency > 100', { metric: 'latency', operator: '>', limit: 100, relative: false }],
    ['mos <= 3.9', { metric: 'mos', operator: '<=', limit: 3.9, relative: false }],
    ['loss > 0.01', { metric: 'loss', operator: '>', limit: 0.01, relative: false }],
    ['alerts > 0', { metric: 'alerts', operator: '>', limit: 0, relative: false }],
  ])('may be %s', (line, condition) => {
    expect(parseCondition(line)).toEqual({ value: { text: line, ...condition } })
  })

  it('is taken as meant with a comment, the dash of a list, quotes, and unknown in any case', () => {
    const text = [
      '# what rolls back',
      '- loss > 1%',
      '',
      '  "availability < 99.5%"  # of all',
      "- 'alerts > 0'",
      'UNKNOWN',
    ]
    const { value } = parseConditions(text.join('\r\n'))
    expect(value?.conditions.map(condition => condition.text)).toEqual([
      'loss > 1%',
      'availability < 99.5%',
      'alerts > 0',
    ])
    expect(value?.failOnUnknown).toBe(true)
  })

  const healthy = (meant: string) => `is true when everything is healthy. Conditions say when to fail: write ${meant}.`

  it.each([
    ['unknown', 'has no condition, such as loss > 1%. The line unknown only adds to conditions.'],
    [
      'loss',
      '"loss" is not a condition: write a metric, one of > >= < <=, and a number, such as availability < 99.5%.',
    ],
    ['loss > = 1', '"loss > = 1" is not a condition'],
    ['availability < 99,5%', '"availability < 99,5%" has a comma in its number: write 99.5.'],
    ['loss > 0,125', 'has a comma in its number'],
    ['mos < 3,875', 'has a comma in its number'],
    ['loss > 1, jitter > 2', 'has several conditions: write each on a line of its own (in YAML, after a |).'],
    ['loss>1;jitter>2', 'has several conditions'],
    ['loss > 1 and responseTime > +20%', 'has several conditions'],
    ['loss => 1', '"loss => 1" must be written loss >= 1%.'],
    ['availability ≥ 99.5', healthy('availability < 99.5%')],
    ['alerts = 1', '"alerts = 1" has an unknown operator: use one of > >= < <=, as in alerts > 0.'],
    ['responsetime > 500', 'unknown metric "responsetime": did you mean responseTime?'],
    ['avg_latency > 100', 'unknown metric "avg_latency": did you mean avgLatency?'],
    ['packet-loss > 1', 'unknown metric "packet-loss": did you mean loss?'],
    ['alert > 0', 'unknown metric "alert": did you mean alerts?'],
    ['Response Time > 500ms', 'unknown metric "Response Time": did you mean responseTime?'],
    ['p(95)<500', 'must be about a metric alone, such as responseTime > 500'],
    ['latencyP95 > 5', 'The gate judges the median, and of shares the mean.'],
    ['duration > 100', 'unknown metric "duration": use one of responseTime, pageLoadTime, avgLatency.'],
    ['toString > 1', 'unknown metric "toString": use one of responseTime, totalTime, throughput, availability,'],
    [`${'loss'.repeat(20)} > 1`, ': use one of responseTime, '],
    [
      'error_rate > 1%',
      '"error_rate > 1%" is about errors, and ThousandEyes measures the availability: write availability < 99%.',
    ],
    ['errorRate > 0.005', 'write availability < 99.5%.'],
    [
      'p95(responseTime) > 500',
      '"p95(responseTime) > 500" must be written responseTime > 500. The gate judges the median, and of shares the mean.',
    ],
    ['p95(responseTime) < 500', healthy('responseTime >= 500')],
    ['change(responseTime) > 20', 'must be about a metric alone, such as responseTime > 500, or responseTime > +20%'],
    ['rate(errors) > 1%', 'write availability < 99%.'],
    ['count(alerts) > 0', 'must be written alerts > 0.'],
    ['responseTime > 0.5s', '"responseTime > 0.5s" has a unit: write responseTime > 500.'],
    ['throughput > 1 MB/s', 'has a unit: write throughput <= 1000000.'],
    ['throughput < 1 Mb/s', 'has a unit: leave it out, and give the number in B/s.'],
    ['responseTime > +200ms', 'a change is in percent: write responseTime > +20%, or a limit without a sign.'],
    ['responseTime > 1.2x', 'is a multiple: write responseTime > +20%.'],
    ['alerts > 2 alerts', '"alerts > 2 alerts" has a unit: leave it out.'],
    ['responseTime > +20', 'has a sign, which is for a change in percent of a metric, such as responseTime > +20%.'],
    ['alerts > +20%', 'has a sign, which is for a change'],
    [
      'responseTime > 20%',
      "has a percent sign, but responseTime isn't in percent: write responseTime > +20% for a change since the deploy.",
    ],
    ['throughput < 20 percent', 'write throughput < -20% for a change since the deploy.'],
    ['alerts > 20%', "has a percent sign, but alerts isn't in percent: write alerts > 20."],
    [
      'availability < 0.995',
      '"availability < 0.995" has a number from 0 to 1, but availability is in percent: write availability < 99.5%.',
    ],
    ['availability >= 0.995', 'has a number from 0 to 1, but availability is in percent: write availability < 99.5%.'],
    ['availability >= 99.5%', `"availability >= 99.5%" ${healthy('availability < 99.5%')}`],
    ['availability <= 100%', healthy('availability < 100%')],
    ['responseTime < 500', healthy('responseTime >= 500')],
    ['responseTime < -5%', healthy('responseTime > +5%')],
    ['responseTime > -20%', healthy('responseTime > +20%')],
    ['responseTime <= +20%', healthy('responseTime > +20%')],
    ['throughput > +20%', healthy('throughput < -20%')],
    ['throughput > 5000', healthy('throughput <= 5000')],
    ['loss > 100%', '"loss > 100%" is never true: loss is always from 0 to 100.'],
    ['availability < 0', 'is never true: availability is always from 0 to 100.'],
    ['mos < 6', '"mos < 6" is always true: mos is always from 1 to 5.'],
    ['alerts < 0', 'is never true: alerts is never less than 0.'],
    ['throughput < -120%', 'is never true: the change of throughput in percent is never less than -100.'],
    ['loss >= 0', healthy('loss > 0%')],
    ['alerts < 1', healthy('alerts >= 1')],
  ])('is refused if it is %s, with what to write instead', (line, message) => {
    expect(parseConditions(line).errors).toEqual([expect.stringContaining(message)])
  })

  it('does not hide a mistake in another line', () => {
    expect(parseConditions('loss\nloss > 1\njitter < 5').errors).toHaveLength(2)
  })
})

describe('isMet', () => {
  it('does not let the rounding error of a sum decide', () => {
    const sum = 0.1 + 0.2
    const isMetAt = (operator: '>' | '>=') => isMet({ operator, limit: 0.3 }, sum)
    expect([isMetAt('>'), isMetAt('>=')]).toEqual([false, true])
  })
})
