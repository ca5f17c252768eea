import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { isShareLink, lastSegment, ShownText, serviceLink } from '../../src/thousandeyes/schemas.ts'

const API = { baseUrl: 'https://api.thousandeyes.com' }
const isServiceLink = (link: string, api = API) => v.is(serviceLink(api), link)

describe('serviceLink', () => {
  it.each([
    'https://app.thousandeyes.com/view/tests/?testId=1',
    'https://thousandeyes.com/',
    'https://x.share.eu1.thousandeyes.com/view',
    'https://app.thousandeyes.com./',
  ])('accepts an https link to the domain of the service: %s', link => {
    expect(isServiceLink(link)).toBe(true)
  })

  it.each([
    ['another domain', 'https://app.example/'],
    ['a domain that ends like the one of the service', 'https://evilthousandeyes.com/'],
    ['a domain that begins like the one of the service', 'https://thousandeyes.com.evil.example/'],
    ['a host whose letters only look the same', 'https://аpp.thousandeyes.com.evil.example/'],
    ['a domain with a letter that only looks the same', 'https://app.thоusandeyes.com/'],
    ['a user', 'https://user@app.thousandeyes.com/'],
    ['a user and a password', 'https://user:password@app.thousandeyes.com/'],
    ['a user that looks like the host', 'https://app.thousandeyes.com@evil.example/'],
    ['http', 'http://app.thousandeyes.com/'],
    ['a script', 'javascript:alert(1)'],
    ['no URL', 'wdiac'],
    ['letters that a browser maps to ASCII', 'https://ａpp.thousandeyes.com/'],
    ['an encoded dot, which a browser removes', 'https://app.thousandeyes.com/a/%2e/b'],
    ['a control character, which a browser drops', 'https://app.thousandeyes.com/a\tb'],
    ['a backslash, which a browser reads as a slash', 'https://app.thousandeyes.com\\@evil.example/'],
    ['a path that a browser shortens', 'https://app.thousandeyes.com/a/../b'],
    ['more than 4096 characters', `https://app.thousandeyes.com/${'x'.repeat(4096)}`],
  ])('accepts no link with %s', (_, link) => {
    expect(isServiceLink(link)).toBe(false)
  })

  it('accepts a link to the host of an own apiUrl, but not to another one of its domain', () => {
    const api = { baseUrl: 'https://te.corp.example/api' }
    const links = ['https://te.corp.example/view', 'https://app.corp.example/view', 'https://app.thousandeyes.com/']
    expect(links.map(link => isServiceLink(link, api))).toEqual([true, false, true])
  })
})

describe('isShareLink', () => {
  it.each([
    ['https://abc.share.thousandeyes.com/view', true],
    ['https://share.thousandeyes.com/', true],
    ['https://x.share.eu1.thousandeyes.com/', true],
    ['https://eu1.x.SHARE.thousandeyes.com./', true],
    ['https://app.thousandeyes.com/share', false],
    ['https://notshare.thousandeyes.com/', false],
    ['https://share.corp.example/', false],
  ])('is told by a label of the host: %s is %s', (link, expected) => {
    expect(isShareLink(link)).toBe(expected)
  })
})

describe('ShownText', () => {
  it('is no longer than a few lines', () => {
    expect(v.parse(ShownText, 'Shop '.repeat(1_000_000))).toBe(`${'Shop '.repeat(200).trim()}…`)
  })
})

describe('lastSegment', () => {
  it.each([
    ['https://api.thousandeyes.com/v7/tests/http-server/123?aid=1', '123'],
    ['/v7/test-results/1/network/', 'network'],
    ['', ''],
    ['https://[', '['],
    [`/${'x'.repeat(5_000)}`, 'x'.repeat(4_095)],
  ])('of %j is %j', (href, segment) => {
    expect(lastSegment(href)).toBe(segment)
  })
})
