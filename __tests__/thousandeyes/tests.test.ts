import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import { listTests } from '../../src/thousandeyes/tests.ts'
import { response } from '../open-step.ts'
import { API, openService } from './helpers.ts'

async function list(result: HttpResult) {
  const { context, sent } = openService([result])
  const tests = await listTests(API, context)
  expect(sent.map(({ url }) => url.href)).toEqual(['https://api.thousandeyes.com/v7/tests?aid=7'])
  return tests
}

describe('listTests', () => {
  it('has what ThousandEyes says of each test, and nothing that it does not say', async () => {
    const href = 'https://api.thousandeyes.com/v7/test-results/281474976710706'
    const shop = {
      testId: '281474976710706',
      testName: ' Shop ',
      type: 'http-server',
      interval: 120,
      enabled: true,
      savedEvent: false,
      _links: { self: { href }, testResults: [{ href: `${href}/http-server` }, { href: `${href}/network` }] },
    }
    const tests = [
      shop,
      { testId: 2, type: 'dnssec', enabled: false },
      { testId: '3', savedEvent: true, testName: 7, _links: { testResults: 'none' } },
      { testName: 'without an id' },
    ]
    expect(await list(response(200, { tests }))).toEqual([
      {
        testId: '281474976710706',
        testName: 'Shop',
        testType: 'http-server',
        intervalSeconds: 120,
        isDisabled: false,
        isSnapshot: false,
        resultKinds: ['http-server', 'network'],
      },
      { testId: '2', testType: 'dnssec', isDisabled: true, isSnapshot: false, resultKinds: [] },
      { testId: '3', isDisabled: false, isSnapshot: true, resultKinds: [] },
    ])
  })

  it.each([401, 403])('throws the status %d', async status => {
    await expect(list(response(status))).rejects.toMatchObject({ name: 'ReadError', status })
  })
})
