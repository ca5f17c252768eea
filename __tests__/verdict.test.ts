import { expect, test } from '@jest/globals'
import { verdictOf } from '../scripts/verdict.ts'

const report = (total: number) => ({
  auditReportVersion: 2,
  vulnerabilities: {},
  metadata: { vulnerabilities: { total } },
})

test('an audit that finds nothing is clean', () => {
  expect(verdictOf(JSON.stringify(report(0)))).toEqual({ kind: 'clean' })
})

test('an audit that finds something fails', () => {
  expect(verdictOf(JSON.stringify(report(1)))).toEqual({ kind: 'failed' })
})

test.each([404, 405])('a registry that answers an audit with %d offers none', statusCode => {
  const message = { message: `${statusCode} - POST`, statusCode, error: { summary: '', detail: '' } }
  expect(verdictOf(JSON.stringify(message))).toEqual({ kind: 'notOffered', status: statusCode })
})

test.each([
  ['a registry that has trouble', '{"message": "503 Service Unavailable", "statusCode": 503}'],
  ['a registry that cannot be reached', '{"message": "request failed", "error": {"summary": "", "detail": ""}}'],
  ['an npm that prints nothing', ''],
])('%s is no clean audit', (_, message) => {
  expect(verdictOf(message)).toEqual({ kind: 'failed' })
})
