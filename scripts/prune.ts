/**
 * Takes out of dist/index.js what nobody asks valibot for: it is one file of 200 kB, ncc leaves all of it in, and Node would
 * read all of it at every start. The rest of the bundle stays as ncc wrote it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { transformSync } from '@swc/core'
import * as v from 'valibot'

const Stats = v.object({ modules: v.array(v.object({ id: v.unknown(), name: v.string() })) })

const root = new URL('../', import.meta.url)
const file = new URL('dist/index.js', root)
const { modules } = v.parse(Stats, JSON.parse(readFileSync(new URL('lib/stats.json', root), 'utf8')))
const module = modules.find(({ name }) => name.startsWith('./node_modules/valibot/'))

const bundle = readFileSync(file, 'utf8')
// Only what is inside the module's function: V8 reads a function twice when it loses the parentheses around it.
const parts = new RegExp(`^(.*/\\*{3}/ ${module?.id}:\\n[^\\n]*\\n)(.*?)(/\\*{3}/ \\}\\).*)$`, 's').exec(bundle)
const [, before, body, after] = parts ?? []
if (body === undefined)
  throw new Error('valibot is no module of its own in dist/index.js: see what ncc does with it now.')
const { code } = transformSync(body, {
  isModule: true,
  jsc: {
    target: 'es2024',
    preserveAllComments: false,
    minify: { compress: { defaults: false, unused: true, side_effects: true, passes: 3 }, mangle: false },
  },
})
writeFileSync(file, `${before}${code}${after}`)
