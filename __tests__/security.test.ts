import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

const page = new URL('../SECURITY.md', import.meta.url)
const [, promised = ''] = readFileSync(page, 'utf8').split('\n## ')
const promises = promised.split('\n- ').slice(1)

describe('SECURITY.md', () => {
  it.each(promises)('names existing tests or checks for: %s', promise => {
    const files = Array.from(promise.matchAll(/\]\((.+?)\)/g), ([, file = '']) => file)
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter(file => !existsSync(new URL(file, page)))).toEqual([])
  })
})
