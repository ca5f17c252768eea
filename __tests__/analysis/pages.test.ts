import { describe, expect, it } from '@jest/globals'
import { answer, runWith } from '../helpers.ts'
import { createdSnapshot } from './helpers.ts'

const ROUND = Date.parse('2026-11-23T07:37:00Z') / 1000

/** The rounds of the window. */
const HOUR = Array.from({ length: 60 }, (_, minute) => ROUND + minute * 60)

/** A page of results and of alerts alike. */
function page(_links: unknown, results: readonly unknown[] = [{ roundId: ROUND, isValid: true }]) {
  return answer(200, { alerts: [], results, _links })
}

describe('reading pages', () => {
  it('ends after a thousand pages', async () => {
    let cursor = 0
    const { exitCode, lines } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: () => page({ next: { href: `?cursor=${++cursor}` } }, []),
    })
    expect(exitCode).toBe(0)
    expect(lines).toContain('info Not measured. Shop: dnssec: ThousandEyes has more than 1000 pages of it.')
  })

  it.each([
    { order: 'ascending', roundOf: (page: number) => ROUND + Math.floor(page / 16) * 60 },
    { order: 'descending', roundOf: (page: number) => ROUND + 59 * 60 - Math.floor(page / 16) * 60 },
  ])('ends as soon as it is clear that there are too many, in $order order', async ({ roundOf }) => {
    let pages = 0
    const { lines, outputs } = await runWith({ failOn: 'isValid < 50\nunknown' }, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        if (!url.pathname.includes('test-results')) return page(null)
        const results = [{ roundId: roundOf(pages), agent: { agentId: `${pages}` }, isValid: true }]
        return page({ next: { href: `?cursor=${++pages}` } }, results)
      },
    })
    expect(pages).toBe(41)
    expect(outputs['verdict']).toBe('unknown')
    expect(lines).toContain(
      'info Not measured. Shop: dnssec: ThousandEyes has more than 400 pages of it in the window, too many to read in time: set hours to less.',
    )
  })

  it.each([
    { order: 'ascending', rounds: HOUR },
    { order: 'descending', rounds: HOUR.toReversed() },
    { order: 'no', rounds: HOUR.toSorted((a, b) => (a % 7) - (b % 7)) },
    { order: 'ascending', rounds: HOUR.slice(-8) },
  ])('reads all 360 pages of $rounds.length rounds, in $order order', async ({ rounds }) => {
    const pageRounds = rounds.flatMap(round => Array.from({ length: 360 / rounds.length }, () => round))
    let pages = 0
    const { lines } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        if (!url.pathname.includes('test-results')) return page(null)
        const results = [{ roundId: pageRounds[pages], agent: { agentId: `${pages}` }, isValid: true }]
        return page(++pages < 360 ? { next: { href: `?cursor=${pages}` } } : null, results)
      },
    })
    expect(pages).toBe(360)
    expect(lines).toContain('info Shop: isValid 100 %.')
  })

  it.each([
    { situation: 'was paused after some rounds', rounds: HOUR.slice(0, 5) },
    { situation: 'is new, and its last rounds come first', rounds: HOUR.slice(-5).toReversed() },
  ])('reads the few rounds of a test that $situation', async ({ rounds }) => {
    const { lines } = await runWith({ hours: '48' }, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        const next = Number(url.searchParams.get('cursor') ?? 0) + 1
        const results = [
          { roundId: rounds[Math.floor((next - 1) / 7)], isValid: true, date: `2026-11-23T08:00:0${next % 7}Z` },
        ]
        return url.pathname.includes('test-results')
          ? page(next < 35 ? { next: { href: `?cursor=${next}` } } : null, results)
          : page(null)
      },
    })
    expect(lines).toContain('info Shop: isValid 100 %.')
  })

  it('ends after a million items', async () => {
    let cursor = 0
    const { lines } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: ({ url }) =>
        url.pathname.includes('test-results')
          ? page({ next: { href: `?cursor=${++cursor}` } }, Array(400_000).fill(cursor))
          : page(null),
    })
    expect(cursor).toBe(3)
    expect(lines).toContain('info Not measured. Shop: dnssec: ThousandEyes has more than 1000000 items of it.')
  })

  it.each([
    { next: 'longer than any cursor', links: { next: { href: `?cursor=${'x'.repeat(5_000)}` } } },
    { next: 'not an address', links: { next: { href: 'http://[' } } },
    { next: 'a number', links: { next: { href: 7 } } },
    { next: 'not a link', links: 'next' },
    { next: 'in a list', links: { next: [{ href: '?cursor=A' }] } },
    { next: 'in a list of links', links: [{ next: { href: '?cursor=A' } }] },
    { next: 'without a cursor', links: { next: { href: '?page=2' } } },
    { next: 'with an empty cursor', links: { next: { href: '?cursor=' } } },
  ])('reports a list as incomplete where the next page is $next', async ({ links }) => {
    const failOn = 'isValid < 50\nalerts > 0'
    const { outputs, lines } = await runWith({ failOn }, [createdSnapshot('dnssec')], { onRead: () => page(links) })
    expect(outputs).toMatchObject({ verdict: 'unknown', measurements: '[]' })
    for (const list of ['Shop: dnssec', 'Alerts']) {
      expect(lines).toContainEqual(
        expect.stringMatching(
          `^info Not measured. ${list}: ThousandEyes sent (a link to the next page|something else)`,
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

  it('counts a page once that comes again', async () => {
    let reads = 0
    const { outputs } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        if (!url.pathname.includes('test-results')) return page(null)
        const results = [
          { roundId: ROUND, isValid: true },
          { roundId: ROUND + 60, isValid: false },
        ]
        return page(++reads < 4 ? { next: { href: `?cursor=${reads}` } } : null, results)
      },
    })
    expect(JSON.parse(outputs['measurements'] ?? '')[0].metrics[0]).toMatchObject({ count: 2, mean: 50 })
  })

  it('counts the other rows of a page that begins like another one', async () => {
    const { outputs } = await runWith({}, [createdSnapshot('dnssec')], {
      onRead: ({ url }) => {
        if (!url.pathname.includes('test-results')) return page(null)
        const isFirst = !url.searchParams.has('cursor')
        const results = [
          { roundId: ROUND, isValid: true },
          { roundId: ROUND + (isFirst ? 60 : 120), isValid: isFirst },
        ]
        return page(isFirst ? { next: { href: '?cursor=A' } } : null, results)
      },
    })
    expect(JSON.parse(outputs['measurements'] ?? '')[0].metrics[0]).toMatchObject({ count: 4, mean: 75 })
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
