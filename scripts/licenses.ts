/**
 * Writes dist/licenses.txt: the licence of every package whose code is in the bundle. ncc's own `--license` leaves out
 * the packages whose modules were merged into others.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { packageFolders } from './packages.ts'

const Manifest = v.object({ name: v.string(), version: v.string(), license: v.string() })

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

const licenses = packageFolders(JSON.parse(read('lib/stats.json'))).map(folder => {
  const { name, version, license } = v.parse(Manifest, JSON.parse(read(`${folder}package.json`)))
  const file = readdirSync(new URL(folder, root)).find(entry => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? `It says no more than the name of its license: ${license}.` : read(folder + file)
  return `${name} ${version}\n${license}\n\n${text.trim()}\n`
})
writeFileSync(new URL('dist/licenses.txt', root), licenses.join('\n\n'))
