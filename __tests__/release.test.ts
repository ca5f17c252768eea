import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

const pathOf = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url))
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
  return spawnSync('bash', [pathOf('.ci/is-newest'), version], { cwd: clone }).status === 0 ? 'moves' : 'stays'
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'release-'))
  git('init', '--quiet')
})

afterEach(() => {
  rmSync(clone, { recursive: true })
})

describe('the major tag', () => {
  it('moves to a higher version, compared by numbers and not by letters', () => {
    tagged(['v1', 'v1.2.9', 'v1.10.0', 'v1.9.0'])
    expect(majorTag('v1.10.0')).toBe('moves')
  })

  it('stays when an older version is fixed late, or released again', () => {
    tagged(['v1.1.4', 'v1.2.0', 'v1.1.5'])
    expect(majorTag('v1.1.5')).toBe('stays')
  })

  it('depends only on final versions of the same major on main', () => {
    tagged(['v1.2.0', 'v2.0.0', 'v10.0.0', 'v1.3.0-rc.1'], ['v1.9.0'])
    expect(majorTag('v1.2.0')).toBe('moves')
    expect(majorTag('v1.9.0')).toBe('stays')
  })

  it('is made by the first version of a major', () => {
    tagged(['v1.2.0', 'v2.0.0'])
    expect(majorTag('v2.0.0')).toBe('moves')
  })
})

describe('release notes', () => {
  const CHANGELOG =
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-24\n\n- A fix.\n\n## [1.2.2] - 2026-11-20\n\n- Old.\n'

  function releaseNotes(tag: string, version: string, changelog = CHANGELOG) {
    writeFileSync(join(clone, 'package.json'), JSON.stringify({ version }))
    writeFileSync(join(clone, 'CHANGELOG.md'), changelog)
    const { status, stdout, stderr } = spawnSync('bash', [pathOf('.ci/release-notes'), tag], {
      cwd: clone,
      encoding: 'utf8',
    })
    return { status, text: (stdout + stderr).trim() }
  }

  it('are the section of the version in CHANGELOG.md', () => {
    expect(releaseNotes('v1.2.3', '1.2.3')).toEqual({ status: 0, text: '- A fix.' })
  })

  it('are refused when package.json has another version than the tag', () => {
    expect(releaseNotes('v1.2.3', '1.2.2')).toEqual({
      status: 1,
      text: 'package.json has the version 1.2.2, but the tag is v1.2.3.',
    })
  })

  it('are refused when CHANGELOG.md has no text with a date for the version', () => {
    for (const changelog of [
      '# Changelog\n',
      '## [1.2.3]\n\n- A fix.\n',
      '## [1.2.3] - 2026-11-24\n\n## [1.2.2] - 2026-11-20\n',
    ]) {
      expect(releaseNotes('v1.2.3', '1.2.3', changelog)).toMatchObject({ status: 1 })
    }
  })

  it('exist for the version in package.json, which is that in package-lock.json', () => {
    const read = (file: string) => readFileSync(pathOf(file), 'utf8')
    const { version } = JSON.parse(read('package.json'))
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({ version, packages: { '': { version } } })
    expect(releaseNotes(`v${version}`, version, read('CHANGELOG.md'))).toMatchObject({ status: 0 })
  })
})
