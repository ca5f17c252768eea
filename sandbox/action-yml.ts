import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'

const Described = v.object({
  description: v.string(),
  required: v.optional(v.boolean(), false),
  default: v.optional(v.string()),
})

const ActionYml = v.object({
  name: v.string(),
  inputs: v.record(v.string(), Described),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
  runs: v.object({ using: v.literal('node24'), main: v.string() }),
})

export type ActionYml = v.InferOutput<typeof ActionYml>

/** The action's contract. */
export function readActionYml(): ActionYml {
  return v.parse(ActionYml, parse(readFileSync(new URL('../action.yml', import.meta.url), 'utf8')))
}
