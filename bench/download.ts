import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'

/** What every job downloads, in kB: the archive of the last commit. */
export function downloadKb(): number {
  const archive = execFileSync('git', ['archive', 'HEAD'], {
    cwd: new URL('..', import.meta.url),
    maxBuffer: 64 * 1024 * 1024,
  })
  return gzipSync(archive).length / 1000
}
