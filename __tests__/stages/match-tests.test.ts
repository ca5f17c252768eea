import { describe, expect, it } from '@jest/globals'
import { idsIn, matchTests } from '../../src/stages/match-tests.ts'
import type { ListedTest } from '../../src/thousandeyes/tests.ts'

const listed = (testId: string, testName: string, more: Partial<ListedTest> = {}): ListedTest => {
  return { testId, testName, isDisabled: false, isSnapshot: false, resultKinds: [], ...more }
}
const LIST = [
  listed('101', '[shop] Front page'),
  listed('102', '[shop] Checkout'),
  listed('103', '[shop] Old page', { isDisabled: true }),
  listed('104', 'Search, EU'),
  listed('105', '[shop] Front page', { isSnapshot: true }),
  listed('106', '5 * 5'),
  listed('107', '404'),
  listed('108', 'Twin', { isDisabled: true }),
  listed('109', 'Twin'),
  listed('110', 'Pair', { testType: 'page-load' }),
  listed('111', 'pair'),
]

const match = (text: string) => {
  const { tests, problems } = matchTests(text.split('\n'), LIST)
  return { tests: tests.map(test => (typeof test === 'string' ? test : test.testId)), problems }
}

describe('testId', () => {
  it.each([
    ['ids, however they are separated', '101 102,104', ['101', '102', '104']],
    ['an id twice, once', '101\n0101', ['101']],
    ['an id that is not listed', '999', ['999']],
    ['an address of the app', 'https://app.thousandeyes.com/view/tests/?roundId=1&testId=102&x=1', ['102']],
    ['an address without its scheme', 'app.thousandeyes.com/view/tests/?testId=102', ['102']],
    [
      'an address of the API',
      'https://api.thousandeyes.com/v7/tests/http-server/102?aid=1, v7/tests/104/x',
      ['102', '104'],
    ],
    ['a name, whatever its case', '[SHOP] checkout', ['102']],
    ['several names in a line', '[shop] Checkout, [shop] Front page', ['102', '101']],
    ['a name with a comma', 'Search, EU', ['104']],
    ['a name with a star', '5 * 5', ['106']],
    ['a name of digits', '404', ['107']],
    ['a disabled test by its name', '[shop] Old page', ['103']],
    ['an enabled test rather than a disabled one of the same name', 'Twin', ['109']],
    ['a pattern: neither disabled tests nor snapshots, by name', '[shop] *', ['102', '101']],
    ['a pattern in the middle', '*page*', ['101']],
  ])('takes %s', (_, text, tests) => {
    expect(match(text)).toEqual({ tests, problems: [] })
  })

  it.each([
    [
      'a name that is almost right',
      '[shop] Chekout',
      /"\[shop\] Chekout" is neither .* Did you mean "\[shop\] Checkout"/,
    ],
    ['a mistyped id', '12a', /"12a" is neither the name nor the id of a test\. The account group has 10 tests/],
    ['another wildcard', '^shop%', /check the name and aid\. Write one test per line, .* Only \* is a wildcard\.$/],
    ['all', 'All', /Did you mean "\*"\?$/],
    ['the name of two tests', 'Pair', /"Pair" is the name of 2 tests: use an id, 110 \(page-load\) or 111/],
    ['a name in a line with commas', 'Serch,', /A name with a comma goes on a line of its own\.$/],
    [
      'a pattern that finds nothing',
      '[api] *',
      /"\[api\] \*" matches no test\. Check aid and the pattern: only \* is a wildcard\./,
    ],
    [
      'a pattern of disabled tests only',
      '[shop] Old*',
      /Only disabled tests or snapshots match: "\[shop\] Old page"\./,
    ],
  ])('refuses %s', (_, text, problem) => {
    expect(match(text)).toEqual({ tests: [], problems: [expect.stringMatching(problem)] })
  })

  it('takes 50 tests at most', () => {
    const many = Array.from({ length: 51 }, (_, index) => listed(String(200 + index), `Many ${index}`))
    expect(matchTests(['many *'], many).problems).toEqual([expect.stringContaining('51 tests; a step takes 50')])
  })

  it('is known without the list only if it has nothing but ids and addresses', () => {
    expect(idsIn(['1 2', 'https://app.thousandeyes.com/?testId=3'])).toEqual(['1', '2', '3'])
    expect(idsIn(['1', 'Shop'])).toBeUndefined()
  })
})
