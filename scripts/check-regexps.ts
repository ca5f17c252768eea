/** Exits with 1 if an expression in `src/` takes more than linear time for some text: a long one could stop the step. */
import { globSync, readFileSync } from 'node:fs'
import { parseSync } from '@swc/core'
import { analyse } from 'scslre'
import * as v from 'valibot'

const Literal = v.object({ type: v.literal('RegExpLiteral'), pattern: v.string(), flags: v.string() })
const Construction = v.object({ callee: v.object({ type: v.literal('Identifier'), value: v.literal('RegExp') }) })

for (const path of globSync('src/**/*.ts')) {
  JSON.stringify(parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript' }), (_, node: unknown) => {
    const isSuperLinear = v.is(Literal, node) && analyse({ source: node.pattern, flags: node.flags }).reports.length > 0
    if (isSuperLinear) report(path, `/${node.pattern}/${node.flags} may take more than linear time`)
    if (v.is(Construction, node)) report(path, 'RegExp() cannot be analysed')
    return node
  })
}

function report(path: string, problem: string): void {
  console.log(`${path}: ${problem}. Bound its repetitions, or do it without an expression.`)
  process.exitCode = 1
}
