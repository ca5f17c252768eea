import { describe, expect, it } from '@jest/globals'
import { answer, runWith } from '../helpers.ts'
import { createdSnapshot } from './helpers.ts'

const ROUND = Date.parse('2026-11-23T07:37:00Z') / 1000

/** A page of results and of alerts alike. */
function page(_links: unknown, results: readonly unknown[] = [{ roundId: ROUND, isValid: true }]) {
  return answer(200, { alerts: [], results, _links })
}

describe('reading pages', () => {
  it('ends after 400 pages', async () => {
    let cursor = 0
    const { lines, outputs } = await runWith({ failOn: 'isValid < 50\nunknown' }, [createdSnapshot('dnssec')], {
      onRead: ({ url }) =>
        url.pathname.includes('test-results') ? page({ next: { href: `?cursor=${++cursor}` } }) : page(null),
    })
    expect({ pages: cursor, verdict: outputs['verdict'] }).toEqual({ pages: 400, verdict: 'unknown' })
    expect(lines).toContain(
      'info Not measured. Shop: dnssec: ThousandEyes has more than 400 pages of it, too many to read in time. Set hours to less.',
    )
  })

  it.each([
    { next: 'not an address', links: { next: { href: 'http://[' } } },
    { next: 'a number', links: { next: { href: 7 } } },
    { next: 'not a link', links: 'next' },
    { next: 'without a cursor', links: { next: { href: '?page=2' } } },
    { next: 'with an empty cursor', links: { next: { href: '?cursor=' } } },
  ])('reports a list as incomplete where the next page is $next', async ({ links }) => {
    const failOn = 'isValid < 50\nalerts > 0'
    const { outputs, lines } = await runWith({ failOn }, [createdSnapshot('dnssec')], { onRead: () => page(links) })
    expect(outputs).toMatchObject({ verdict: 'unknown', measurements: '[]' })
    for (const list of ['Shop: dnssec', 'Alerts']) {
      expect(lines).toContainEqual(
        expect.stringMatching(
          `^info Not measured. ${list}: ThousandEyes sent (a link to the next page|a response that)`,
        ),
      )
    }
  })

  it.each([
    { links: null },
    { links: {} },
    { links: { next: null } },
    { links: { next: '' } },
    { links: { next: {} } },
    { links: { next: { href: null } } },
    { links: { next: { href: '' } } },
  ])('ends with the page whose links are $links', async ({ links }) => {
    const { lines } = await runWith({}, [createdSnapshot('dnssec')], { onRead: () => page(links) })
    expect(lines).toContain('info Shop: isValid 100 %.')
    expect(lines.join('\n')).not.toContain('Not measured')
  })

  it('ends where a cursor repeats, and keeps what it read', async () => {
    let reads = 0
    const { lines } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: () => page({ next: { href: `?cursor=${++reads % 2}` } }),
    })
    expect(lines).toContain('info Shop: isValid 100 %.')
    expect(lines.join('\n')).not.toContain('Not measured')
    expect(reads).toBeLessThan(12)
  })

  it('keeps the account group and the window where a link of a page names others', async () => {
    const requested: URLSearchParams[] = []
    const others = 'aid=9999&startDate=2020-01-01T00:00:00Z&endDate=2030-01-01T00:00:00Z&direction=x'
    await runWith({ aid: '1234' }, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        requested.push(url.searchParams)
        return page(url.searchParams.has('cursor') ? {} : { next: { href: `${url.pathname}?${others}&cursor=1` } })
      },
    })
    const [first, second] = requested.filter(params => !params.has('state'))
    expect(Object.fromEntries(second ?? [])).toEqual({ ...Object.fromEntries(first ?? []), cursor: '1' })
    expect(requested.map(params => params.getAll('aid'))).toEqual(requested.map(() => ['1234']))
  })

  it('keeps the account group and the window that the links of the pages leave out', async () => {
    const requested: URLSearchParams[] = []
    await runWith({ aid: '1234' }, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        if (url.pathname === '/v7/alerts') return page({})
        requested.push(url.searchParams)
        return page(requested.length < 3 ? { next: { href: `/v7/elsewhere?cursor=${requested.length}` } } : {})
      },
    })
    const query = { aid: '1234', startDate: '2026-11-23T07:37:00Z', endDate: '2026-11-23T08:37:00Z' }
    expect(requested.map(params => Object.fromEntries(params))).toEqual([
      query,
      { ...query, cursor: '1' },
      { ...query, cursor: '2' },
    ])
  })
})
