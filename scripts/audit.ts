/**
 * Asks the npm registry for known vulnerabilities, of what is in the bundle and of everything. A finding is an exit code of
 * 1; a registry that offers no audits is said, and no failure.
 */
import { execFile } from 'node:child_process'
import { verdictOf } from './verdict.ts'

const AUDITS = [
  { what: 'what is in the bundle', options: ['--omit=dev', '--omit=optional'] },
  { what: 'everything', options: [] },
]

for (const { what, options } of AUDITS) {
  const message = await npmAudit(options)
  const verdict = verdictOf(message)
  switch (verdict.kind) {
    case 'clean':
      console.log(`The audit of ${what} found nothing.`)
      break
    case 'notOffered':
      console.log(`SKIPPED: the audit of ${what}, because this npm registry offers no audits (${verdict.status}).`)
      break
    case 'failed':
      console.log(`The audit of ${what} found something, or did not come through:\n${message}`)
      process.exitCode = 1
  }
}

/** What npm prints; it exits with 1 for findings and for trouble alike. */
function npmAudit(options: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    execFile('npm', ['audit', '--json', ...options], { maxBuffer: 64 * 1024 * 1024 }, (_, stdout) => resolve(stdout))
  })
}
