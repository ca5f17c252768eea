import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { hideShareLinks, isShareLink, lastSegment, serviceLink } from '../../src/thousandeyes/links.ts'

const isServiceLink = (link: string, baseUrl = 'https://api.thousandeyes.com') => v.is(serviceLink({ baseUrl }), link)

describe('serviceLink', () => {
  it.each([
    'https://app.thousandeyes.com/view/tests/?testId=1',
    'https://x.share.eu1.thousandeyes.com/view',
    'https://app.thousandeyes.com./',
  ])('accepts an https link to the domain of the service: %s', link => {
    expect(isServiceLink(link)).toBe(true)
  })

  it.each([
    ['another domain', 'https://app.example/'],
    ['a domain that ends like the one of the service', 'https://evilthousandeyes.com/'],
    ['a domain that begins like the one of the service', 'https://thousandeyes.com.evil.example/'],
    ['a domain with a letter that only looks the same', 'https://app.thоusandeyes.com/'],
    ['a user', 'https://user@app.thousandeyes.com/'],
    ['a user that looks like the host', 'https://app.thousandeyes.com@evil.example/'],
    ['a backslash, which a browser reads as a slash', 'https://evil.example\\@app.thousandeyes.com/'],
    ['http', 'http://app.thousandeyes.com/'],
    ['a script', 'javascript:alert(1)'],
    ['no URL', 'wdiac'],
  ])('accepts no link with %s', (_, link) => {
    expect(isServiceLink(link)).toBe(false)
  })

  it.each([
    ['https://api.thousandeyes.us', 'https://app.thousandeyes.us/view', true],
    ['https://api.thousandeyes.us', 'https://x.share.thousandeyes.us/view', true],
    ['https://api.thousandeyes.us', 'https://app.thousandeyes.eu/view', false],
    ['https://te.corp.example/api', 'https://te.corp.example/view', true],
    ['https://te.corp.example/api', 'https://app.corp.example/view', false],
    ['https://te.corp.example/api', 'https://app.thousandeyes.com/view', true],
  ])('with the API at %s, decides by its domain on %s: %s', (baseUrl, link, expected) => {
    expect(isServiceLink(link, baseUrl)).toBe(expected)
  })
})

describe('isShareLink', () => {
  it.each([
    ['https://abc.share.thousandeyes.com/view', true],
    ['https://x.share.eu1.thousandeyes.com/', true],
    ['https://x.SHARE.thousandeyes.us./', true],
    ['https://app.thousandeyes.com/share', false],
    ['https://notshare.thousandeyes.com/', false],
  ])('is told by a label of the host: %s is %s', (link, expected) => {
    expect(isShareLink(link)).toBe(expected)
  })
})

describe('hideShareLinks', () => {
  it('hides words with a share link alone', () => {
    const text = 'see https://a.share.eu-1.thousandeyes.com/view/x7 or "https:\\/\\/share.thousandeyes.us", share it'
    expect(hideShareLinks(text)).toBe('see *** or "***", share it')
    expect(hideShareLinks('https://docs.thousandeyes.com/share')).toBe('https://docs.thousandeyes.com/share')
  })
})

describe('lastSegment', () => {
  it.each([
    ['https://api.thousandeyes.com/v7/tests/http-server/123?aid=1', '123'],
    ['/v7/test-results/1/network/', 'network'],
    ['', ''],
  ])('of %j is %j', (href, segment) => {
    expect(lastSegment(href)).toBe(segment)
  })
})
