import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const page = new URL('../docs/reliability.md', import.meta.url)
const ROW = /^\| (?<promise>.+) \| \[.+\]\((?<file>.+)\) \| `(?<title>.+)` \|$/gm

const rows = Array.from(readFileSync(page, 'utf8').matchAll(ROW), ({ groups = {} }) => groups)

test('every promise names a test that exists', () => {
  expect(rows.length).toBeGreaterThan(20)
  const reason = rows.filter(({ file = '', title }) => {
    const tests = readFileSync(new URL(file, page), 'utf8')
    return !tests.includes(`'${title}'`) && !tests.includes(`"${title}"`)
  })
  expect(reason).toEqual([])
})
