import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import { listTests } from '../../src/thousandeyes/tests.ts'
import { answer } from '../helpers.ts'
import { API, contextOf } from './helpers.ts'

async function list(result: HttpResult) {
  const respond = ({ url }: { readonly url: URL }) => {
    expect(url.href).toBe('https://api.thousandeyes.com/v7/tests?aid=7')
    return result
  }
  return await listTests(API, contextOf(respond))
}

describe('listTests', () => {
  it('has what ThousandEyes says of each test, and nothing that it does not say', async () => {
    const href = 'https://api.thousandeyes.com/v7/test-results/281474976710706'
    const shop = {
      testId: '281474976710706',
      testName: 'Shop',
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
    expect(await list(answer(200, { tests }))).toEqual([
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
    await expect(list(answer(status))).rejects.toMatchObject({ name: 'ReadError', status })
  })
})
