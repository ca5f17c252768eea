import { describe, expect, it } from '@jest/globals'
import { type ConditionError, intendedCondition, isMet, parseCondition } from '../../src/analysis/conditions.ts'
import { conditionErrorMessage } from '../../src/messages.ts'

describe('parseCondition', () => {
  it.each([
    ['loss > 1%', { metric: 'loss', operator: '>', limit: 1, relative: false }],
    ['loss>=0.5', { metric: 'loss', operator: '>=', limit: 0.5, relative: false }],
    ['responseTime > 500', { metric: 'responseTime', operator: '>', limit: 500, relative: false }],
    ['responseTime > +20%', { metric: 'responseTime', operator: '>', limit: 20, relative: true }],
    ['throughput < -20 %', { metric: 'throughput', operator: '<', limit: -20, relative: true }],
    ['availability < 99.5%', { metric: 'availability', operator: '<', limit: 99.5, relative: false }],
    ['mos <= 4', { metric: 'mos', operator: '<=', limit: 4, relative: false }],
    ['alerts > 0', { metric: 'alerts', operator: '>', limit: 0, relative: false }],
  ])('accepts %s', (line, condition) => {
    expect(parseCondition(line)).toEqual({ value: { text: line, ...condition } })
  })

  it.each<[string, ConditionError['kind']]>([
    ['loss', 'syntax'],
    ['loss > = 1', 'syntax'],
    ['availability < 99,5%', 'syntax'],
    ['loss > 1e3', 'syntax'],
    ['loss > 1, jitter > 2', 'severalConditions'],
    ['loss>1;jitter>2', 'severalConditions'],
    ['loss > 1 and responseTime > +20%', 'severalConditions'],
    ['loss > 1 jitter > 2', 'severalConditions'],
    ['loss = 1', 'unknownOperator'],
    ['loss == 1', 'unknownOperator'],
    ['loss => 1', 'unknownOperator'],
    ['loss ≥ 1', 'unknownOperator'],
    ['responseTime > 500ms', 'unexpectedUnit'],
    ['responseTime > 5 s', 'unexpectedUnit'],
    ['throughput < 10 MB/s', 'unexpectedUnit'],
    ['responseTime > +20 ms', 'unexpectedUnit'],
    ['latencyy > 1', 'unknownMetric'],
    ['toString > 1', 'unknownMetric'],
    ['responseTime > +20', 'unexpectedSign'],
    ['alerts > +20%', 'unexpectedSign'],
    ['responseTime > 20%', 'unexpectedPercent'],
    ['alerts > 20%', 'unexpectedPercent'],
  ])('refuses %s as an error of kind %s', (line, kind) => {
    expect(parseCondition(line)).toEqual({ error: expect.objectContaining({ kind }) })
  })
})

describe('intendedCondition', () => {
  it.each([
    { line: 'availability >= 99.5%', operator: '<', limit: 99.5 },
    { line: 'responseTime < 500', operator: '>=', limit: 500 },
    { line: 'throughput > 5000', operator: '<=', limit: 5000 },
    { line: 'alerts < 1', operator: '>=', limit: 1 },
    { line: 'responseTime <= +20%', operator: '>', limit: 20 },
    { line: 'responseTime < -20%', operator: '>', limit: 20 },
    { line: 'throughput > +20%', operator: '<', limit: -20 },
  ])('is with $operator $limit for $line, which is met while all is well', ({ line, operator, limit }) => {
    const { value: condition } = parseCondition(line)
    const { metric, relative } = condition ?? {}
    expect(condition && intendedCondition(condition)).toEqual({ metric, relative, operator, limit })
  })

  it.each(['availability < 99.5%', 'responseTime > 500', 'responseTime > +20%', 'throughput < -20%', 'alerts > 0'])(
    'is none for %s',
    line => {
      const { value: condition } = parseCondition(line)
      expect(condition && intendedCondition(condition)).toBeUndefined()
    },
  )
})

describe('isMet', () => {
  it('does not let the rounding error of a sum decide', () => {
    const sum = 0.1 + 0.2
    expect([isMet({ operator: '>', limit: 0.3 }, sum), isMet({ operator: '>=', limit: 0.3 }, sum)]).toEqual([
      false,
      true,
    ])
  })
})

describe('conditionErrorMessage', () => {
  it.each([
    [
      'loss',
      '"loss" is not a condition: write a metric, one of > >= < <=, and a number, such as availability < 99.5%.',
    ],
    [
      'loss > 1, jitter > 2',
      '"loss > 1, jitter > 2" has several conditions: write each on a line of its own (in YAML, after a |).',
    ],
    ['loss => 1', '"loss => 1" has an unknown operator: did you mean >=?'],
    ['loss =< 1', '"loss =< 1" has an unknown operator: did you mean <=?'],
    ['loss == 1', '"loss == 1" has an unknown operator: use one of > >= < <=.'],
    ['responsetime > 500', 'unknown metric "responsetime": did you mean responseTime?'],
    ['ResponsTime > +20%', 'unknown metric "ResponsTime": did you mean responseTime?'],
    ['avg_latency > 100', 'unknown metric "avg_latency": did you mean avgLatency?'],
    ['los > 1', 'unknown metric "los": did you mean loss?'],
    ['alert > 0', 'unknown metric "alert": did you mean alerts?'],
    ['speed > 1', 'unknown metric "speed": use one of responseTime, totalTime, throughput, availability,'],
    [`${'loss'.repeat(20)} > 1`, ': use one of responseTime, '],
    ['responseTime > 500ms', '"responseTime > 500ms" has a unit: leave it out, and give the number in ms.'],
    ['responseTime > +20 ms', '"responseTime > +20 ms" has a unit: leave it out, and give the number in %.'],
    ['alerts > 2 alerts', '"alerts > 2 alerts" has a unit: leave it out.'],
    [
      'responseTime > +20',
      '"responseTime > +20" has a sign, which is for a change in percent of a metric, such as responseTime > +20%.',
    ],
    [
      'responseTime > 20%',
      '"responseTime > 20%" has a percent sign, but responseTime is no share: write +20% for a change against before.',
    ],
    ['alerts > 20%', '"alerts > 20%" has a percent sign, but alerts is no share: write 20 without it.'],
  ])('says what to write instead of %s', (line, message) => {
    const { error } = parseCondition(line)
    expect(error && conditionErrorMessage(line, error)).toContain(message)
  })
})
