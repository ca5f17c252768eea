/**
 * Runs Stryker on each part of src/, or on the one that is named. `--lines N` tries the mistakes on N random lines of each part,
 * `--seed N` takes other lines; other options are Stryker's: `npm run mutation -- github --lines 100`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PARTS } from './stryker.config.js'

const pathOf = path => fileURLToPath(new URL(path, import.meta.url))
const root = pathOf('../..')
const stryker = [pathOf('node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', pathOf('stryker.config.js')]
const { values, positionals } = parseArgs({
  options: { lines: { type: 'string' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})

for (const part of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  if (!existsSync(`${root}/src/${part}`)) continue
  const mutate = values.lines === undefined ? [] : ['--mutate', randomLines(part, Number(values.lines)).join()]
  const { status } = spawnSync(process.execPath, [...stryker, ...mutate], {
    cwd: root,
    env: { ...process.env, MUTATED_PART: part },
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}

/** Lines of code, `src/github/run.ts:12-12`, always the same for the same seed. */
function randomLines(part, count) {
  const lines = globSync(`src/${part}/**/*.ts`, { cwd: root }).flatMap(file =>
    readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        /^\s*(\/?\*|\/\/|import|export type|[})\]]*$)/.test(text) ? [] : `${file}:${index + 1}-${index + 1}`,
      ),
  )
  let state = Number(values.seed)
  // A linear congruential generator (Numerical Recipes).
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  return lines
    .map(line => ({ line, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ line }) => line)
}
