/**
 * Writes lib/sbom.cdx.json: all packages that the bundle is made of and with. Exits with 1 when a package of the bundle is missing
 * there, or when a package that is not from the registry could be taken for one that is.
 */
import { execSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'

const Sbom = v.object({
  components: v.array(
    v.object({
      purl: v.string(),
      /** Of the registry's archive; a package of this repository has none. */
      hashes: v.optional(v.array(v.unknown()), []),
    }),
  ),
})

const root = new URL('../', import.meta.url)
const OWN_SCOPE = 'pkg:npm/%40thousandeyes-snapshot/'

// With --omit dev, npm leaves out what is needed for both.
const json = execSync('npm sbom --sbom-format cyclonedx --omit optional', {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
const { components } = v.parse(Sbom, JSON.parse(json))

const listed = new Set(components.map(({ purl }) => decodeURIComponent(purl)))
const licenses = readFileSync(new URL('dist/licenses.txt', root), 'utf8')
const missing = Array.from(licenses.matchAll(/^(\S+) (\d+\.\d+\.\d+\S*)$/gm), ([, name, version]) => {
  return `pkg:npm/${name}@${version}`
}).filter(purl => !listed.has(purl))
const lookAlikes = components.filter(({ purl, hashes }) => hashes.length === 0 && !purl.startsWith(OWN_SCOPE))

for (const purl of missing) console.error(`The SBOM lacks ${purl}, which is in dist/licenses.txt.`)
for (const { purl } of lookAlikes) console.error(`The SBOM has ${purl}, which is not the package of this name.`)
if (missing.length + lookAlikes.length > 0) process.exit(1)

mkdirSync(new URL('lib/', root), { recursive: true })
writeFileSync(new URL('lib/sbom.cdx.json', root), json)
console.log(`lib/sbom.cdx.json lists ${components.length} packages, with all that are in dist/.`)
