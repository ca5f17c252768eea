import { describe, expect, test } from '@jest/globals'
import { parseCondition } from '../../src/analysis/condition.ts'

describe('a condition', () => {
  test.each([
    ['loss > 1%', { metric: 'loss', operator: '>', limit: 1, relative: false }],
    ['loss>=0.5', { metric: 'loss', operator: '>=', limit: 0.5, relative: false }],
    ['responseTime > 500', { metric: 'responseTime', operator: '>', limit: 500, relative: false }],
    ['responseTime > +20%', { metric: 'responseTime', operator: '>', limit: 20, relative: true }],
    ['throughput < -20 %', { metric: 'throughput', operator: '<', limit: -20, relative: true }],
    ['availability < 99.5%', { metric: 'availability', operator: '<', limit: 99.5, relative: false }],
    ['mos <= 4', { metric: 'mos', operator: '<=', limit: 4, relative: false }],
    ['alerts > 0', { metric: 'alerts', operator: '>', limit: 0, relative: false }],
  ])('may be %s', (line, condition) => {
    expect(parseCondition(line)).toEqual({ text: line, ...condition })
  })

  test.each([
    ['loss', 'is not a condition: write a metric, one of > >= < <=, and a number, such as loss > 1%.'],
    ['loss = 1', 'is not a condition'],
    ['loss > 1e3', 'is not a condition'],
    ['latencyy > 1', 'names no metric there is: use one of responseTime, totalTime, throughput, availability,'],
    ['toString > 1', 'names no metric there is'],
    ['responseTime > +20', 'has a sign, which is for a change in percent of a metric, such as responseTime > +20%.'],
    ['alerts > +20%', 'has a sign'],
    ['responseTime > 20%', 'has a percent sign, but responseTime is no share: write +20% for a change against before.'],
  ])('is not %s', (line, wrong) => {
    expect(parseCondition(line)).toEqual({ wrong: expect.stringContaining(`"${line}" ${wrong}`) })
  })
})
