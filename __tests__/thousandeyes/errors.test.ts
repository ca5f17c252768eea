import { expect, test } from '@jest/globals'
import { parseErrorMessage } from '../../src/thousandeyes/errors.ts'

test.each([
  [
    'a problem of v7',
    { title: 'Bad', detail: 'Worse', errors: [{ code: 'X', field: 'startDate', message: 'is odd' }, {}] },
    '"Bad · Worse · startDate: is odd"',
  ],
  ['a problem of v7 without details', { title: 'Bad', detail: null, errors: null }, '"Bad"'],
  [
    'a rejected token of v7',
    { error: 'invalid_token', error_description: 'Invalid access token' },
    '"invalid_token · Invalid access token"',
  ],
  ['a rejected token without words', { error: 'invalid_token' }, '"invalid_token"'],
  ['an error of v6', { errorMessage: 'No such test' }, '"No such test"'],
  ['an error of older v7', { timestamp: 1, httpStatus: 400, errors: ['one', 'two'], path: '/' }, '"one · two"'],
  ['unknown JSON', { what: 'ever' }, `"{'what':'ever'}"`],
])('%s is quoted in its own words', (_, body, words) => {
  expect(parseErrorMessage(JSON.stringify(body))).toBe(words)
})

test("a gateway's page is quoted without its tags, styles and scripts", () => {
  const page = '\n <!DOCTYPE html><html><style>a{b:c}</style><h1>502  Bad\nGateway</h1><script>x<y</script></html>'
  expect(parseErrorMessage(page)).toBe('"502 Bad Gateway"')
})

test("what a gateway's page has in several places stays apart", () => {
  expect(parseErrorMessage('<html><h1>Bad Gateway</h1><p>Try later</p></html>')).toBe('"Bad Gateway Try later"')
})

test('text that only mentions a tag is no page', () => {
  expect(parseErrorMessage('use <html> less')).toBe('"use <html> less"')
})

test('plain text is quoted as it is, on one line', () => {
  expect(parseErrorMessage('try\nlater')).toBe('"try later"')
})

test.each(['', '  \n'])('nothing is not quoted', body => {
  expect(parseErrorMessage(body)).toBe('')
})
