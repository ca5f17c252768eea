/**
 * Runs Stryker on each part of src/, or on the one that is named, with Stryker's own options:
 * `npm run mutation`, `npm run mutation -- github`, `npm run mutation -- github --mutate src/github/comment.ts`.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { PARTS } from './stryker.config.js'

const pathOf = path => fileURLToPath(new URL(path, import.meta.url))
const stryker = [pathOf('node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', pathOf('stryker.config.js')]

const [namedPart, ...options] = process.argv.slice(2)
for (const part of namedPart === undefined ? Object.keys(PARTS) : [namedPart]) {
  const { status } = spawnSync(process.execPath, [...stryker, ...options], {
    cwd: pathOf('../..'),
    env: { ...process.env, MUTATED_PART: part },
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
