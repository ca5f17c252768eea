import { describe, expect, it } from '@jest/globals'
import { parseAudit } from '../../scripts/parse-audit.ts'

const report = (total: number) => ({
  auditReportVersion: 2,
  vulnerabilities: {},
  metadata: { vulnerabilities: { total } },
})

describe('parseAudit', () => {
  it('calls an audit without vulnerabilities clean', () => {
    expect(parseAudit(JSON.stringify(report(0)))).toEqual({ kind: 'clean' })
  })

  it('fails an audit with a vulnerability', () => {
    expect(parseAudit(JSON.stringify(report(1)))).toEqual({ kind: 'failed' })
  })

  it.each([404, 405])('says that a registry which answers %d offers no audits', statusCode => {
    const output = { message: `${statusCode} - POST`, statusCode, error: { summary: '', detail: '' } }
    expect(parseAudit(JSON.stringify(output))).toEqual({ kind: 'notOffered', status: statusCode })
  })

  it.each([
    ['the registry answers 503', '{"message": "503 Service Unavailable", "statusCode": 503}'],
    ['the registry cannot be reached', '{"message": "request failed", "error": {"summary": "", "detail": ""}}'],
    ['npm prints nothing', ''],
  ])('fails an audit when %s', (_, output) => {
    expect(parseAudit(output)).toEqual({ kind: 'failed' })
  })
})
