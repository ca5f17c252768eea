import { describe, expect, it } from '@jest/globals'
import { countableTest } from '../../src/analysis/round-counter.ts'

describe('countableTest', () => {
  const test = { testId: '1', testName: 'Shop', type: 'page-load', intervalSeconds: 300 }

  it('reads the kind of result that has the main metric', () => {
    expect(countableTest(test)).toEqual({ ...test, kind: 'page-load' })
  })

  it.each([
    { what: 'is not listed', listed: undefined },
    { what: 'has no type', listed: { ...test, type: undefined } },
    { what: 'is of an unknown type', listed: { ...test, type: 'satellite' } },
    { what: 'has no interval', listed: { ...test, intervalSeconds: undefined } },
    { what: 'has an interval of 0', listed: { ...test, intervalSeconds: 0 } },
    { what: 'has an interval of more than a day', listed: { ...test, intervalSeconds: 86_401 } },
  ])('has none for a test that $what', ({ listed }) => {
    expect(countableTest(listed)).toBeUndefined()
  })
})
