import { parseSync } from '@swc/core'
import { analyse } from 'scslre'
import * as v from 'valibot'

const Literal = v.object({ type: v.literal('RegExpLiteral'), pattern: v.string(), flags: v.string() })
const Construction = v.object({ callee: v.object({ type: v.literal('Identifier'), value: v.literal('RegExp') }) })

/**
 * The regular expressions in a TypeScript source that may take more than linear time, and those that are put together when it
 * runs, which cannot be analysed.
 */
export function superLinearExpressions(source: string): readonly string[] {
  const found: string[] = []
  JSON.stringify(parseSync(source, { syntax: 'typescript' }), (_, node: unknown) => {
    if (v.is(Literal, node) && isSuperLinear(node)) found.push(`/${node.pattern}/${node.flags}`)
    if (v.is(Construction, node)) found.push('RegExp()')
    return node
  })
  return found
}

function isSuperLinear({ pattern, flags }: v.InferOutput<typeof Literal>): boolean {
  return analyse({ source: pattern, flags }).reports.length > 0
}
