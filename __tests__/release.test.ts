import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'

const script = fileURLToPath(new URL('../.ci/is-newest', import.meta.url))
const nobody = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com']

let clone: string
const git = (...args: string[]) => execFileSync('git', [...nobody, ...args], { cwd: clone })
const commit = () => git('commit', '--quiet', '--allow-empty', '--message', 'Change', '--no-gpg-sign')

/** A clone in which these versions are tagged on main, and others beside it. */
function tagged(onMain: readonly string[], elsewhere: readonly string[] = []): void {
  commit()
  git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  for (const tag of onMain) git('tag', '--no-sign', tag)
  commit()
  for (const tag of elsewhere) git('tag', '--no-sign', tag)
}

/** What the major tag does when this version is released. */
function majorTag(version: string): 'moves' | 'stays' {
  return spawnSync('bash', [script, version], { cwd: clone }).status === 0 ? 'moves' : 'stays'
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'release-'))
  git('init', '--quiet')
})

afterEach(() => {
  rmSync(clone, { recursive: true })
})

test('the major tag moves to a higher version, in numbers and not in letters', () => {
  tagged(['v1', 'v1.2.9', 'v1.10.0', 'v1.9.0'])
  expect(majorTag('v1.10.0')).toBe('moves')
})

test('the major tag stays when an older version is mended late, or released again', () => {
  tagged(['v1.1.4', 'v1.2.0', 'v1.1.5'])
  expect(majorTag('v1.1.5')).toBe('stays')
})

test('the major tag heeds no other major, no version that is not final and none that is not on main', () => {
  tagged(['v1.2.0', 'v2.0.0', 'v10.0.0', 'v1.3.0-rc.1'], ['v1.9.0'])
  expect(majorTag('v1.2.0')).toBe('moves')
  expect(majorTag('v1.9.0')).toBe('stays')
})

test('the first version of a major makes its tag', () => {
  tagged(['v1.2.0', 'v2.0.0'])
  expect(majorTag('v2.0.0')).toBe('moves')
})
