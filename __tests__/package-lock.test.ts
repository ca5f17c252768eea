import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'

const Lock = v.object({
  packages: v.record(
    v.string(),
    v.object({
      link: v.optional(v.boolean()),
      resolved: v.optional(v.string()),
      integrity: v.optional(v.string()),
      deprecated: v.optional(v.string()),
    }),
  ),
})

describe.each([
  ['package-lock.json', 100],
  ['tools/mutation/package-lock.json', 100],
  ['tools/node/package-lock.json', 2],
])('%s', (path, atLeast) => {
  const { packages } = v.parse(Lock, JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')))
  const downloaded = Object.entries(packages).filter(([folder, { link }]) => folder.includes('node_modules/') && !link)

  it('is installed without running scripts of packages', () => {
    const settings = readFileSync(new URL('.npmrc', new URL(`../${path}`, import.meta.url)), 'utf8')
    expect(settings.split('\n')).toContain('ignore-scripts=true')
  })

  it('has a SHA-512 hash for every package that npm downloads, on every platform', () => {
    expect(downloaded.length).toBeGreaterThanOrEqual(atLeast)
    expect(downloaded.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
  })

  it('has no package that npm warns about as deprecated', () => {
    expect(downloaded.filter(([, { deprecated }]) => deprecated !== undefined)).toEqual([])
  })

  it('names no host of a registry', () => {
    expect(downloaded.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })
})
