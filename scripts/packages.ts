import * as v from 'valibot'

/** A module of the bundle; one that was merged from several holds those. */
interface BundledModule {
  readonly name: string
  readonly modules: readonly BundledModule[]
}

const Module: v.GenericSchema<unknown, BundledModule> = v.object({
  name: v.optional(v.string(), ''),
  modules: v.optional(v.array(v.lazy(() => Module)), []),
})

const Stats = v.object({ modules: v.array(Module) })

const PACKAGE = /^\.\/(?<folder>(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+)/

/** Folders of the packages whose code is in the bundle, according to `ncc --stats-out`; sorted. */
export function packageFolders(stats: unknown): readonly string[] {
  const folders = v.parse(Stats, stats).modules.flatMap(foldersIn)
  return [...new Set(folders)].sort()
}

function foldersIn({ name, modules }: BundledModule): readonly string[] {
  const folder = PACKAGE.exec(name)?.groups?.['folder']
  return [...(folder === undefined ? [] : [folder]), ...modules.flatMap(foldersIn)]
}
