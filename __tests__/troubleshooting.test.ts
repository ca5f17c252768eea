import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

const sources = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => read(`src/${path.replaceAll('\\', '/')}`))
  .join('\n')
  .replaceAll("\\'", "'")

/** The constant parts of a quoted message: all but inputs, statuses and text from outside. */
function fixedParts(quoted: string): readonly string[] {
  return quoted
    .replace(/^Input \w+: /, '')
    .replace(/ \d{3}$/, ' ')
    .split(/"?…"?/)
    .map(part => part.trim())
    .filter(part => part !== '')
}

describe('a message that docs/troubleshooting.md explains', () => {
  it('is one of the action', () => {
    const rows = read('docs/troubleshooting.md').matchAll(/^\| `(?<message>[^`]+ [^`]+)`/gm)
    const quoted = Array.from(rows, ({ groups }) => groups?.['message'] ?? '')
    expect(quoted.length).toBeGreaterThan(10)
    expect(quoted.flatMap(fixedParts).filter(part => !sources.includes(part))).toEqual([])
  })
})
