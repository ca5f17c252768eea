import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { packageFolders } from '../scripts/packages.ts'

const dist = new URL('../dist/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, dist), 'utf8')

test('a package counts when its code is in the bundle, also where it was merged into other code or lies inside another package', () => {
  const stats = {
    modules: [
      { name: './lib/index.js + 2 modules', modules: [{ name: './lib/index.js' }, { name: './node_modules/a/x.js' }] },
      { name: './node_modules/@b/c/index.js' },
      { name: './node_modules/@b/c/node_modules/a/x.js' },
      { name: 'external "node:fs"' },
      { name: './packages/proxy-fetch/index.js' },
    ],
  }
  expect(packageFolders(stats)).toEqual(['node_modules/@b/c/', 'node_modules/@b/c/node_modules/a/', 'node_modules/a/'])
})

test('licenses.txt names every package that the bundle names', () => {
  const bundle = readdirSync(dist)
    .filter(name => name.endsWith('.js'))
    .map(read)
    .join('\n')
  const modules = bundle.matchAll(/CONCATENATED MODULE: \.\/(?:node_modules\/.*)?node_modules\/((?:@[^/]+\/)?[^/\s]+)/g)
  const named = new Set(Array.from(modules, ([, name]) => name))
  const licensed = new Set(Array.from(read('licenses.txt').matchAll(/^(\S+) \d+\.\d+\.\d+\S*$/gm), ([, name]) => name))
  expect(named.size).toBeGreaterThan(5)
  expect([...named].filter(name => !licensed.has(name))).toEqual([])
})
