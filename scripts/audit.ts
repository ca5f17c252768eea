/**
 * Looks for known vulnerabilities in the npm registry. Exits with 1 if there is one or an audit doesn't complete. If the
 * registry offers no audits, prints that and exits with 0.
 */
import { execFile } from 'node:child_process'
import * as v from 'valibot'

const Report = v.object({ metadata: v.object({ vulnerabilities: v.object({ total: v.literal(0) }) }) })
const NotOffered = v.object({ statusCode: v.picklist([404, 405]) })

const AUDITS = [
  { label: 'the packages in the bundle', options: ['--omit=dev', '--omit=optional'] },
  { label: 'all packages', options: [] },
  { label: 'the packages for mutation testing', options: ['--prefix', 'tools/mutation'] },
]

for (const { label, options } of AUDITS) {
  const output = await npmAudit(options)
  const result = parseJson(output)
  if (v.is(Report, result)) {
    console.log(`The audit of ${label} found nothing.`)
  } else if (v.is(NotOffered, result)) {
    console.log(`SKIPPED: the audit of ${label}, because this npm registry offers no audits (${result.statusCode}).`)
  } else {
    console.log(`The audit of ${label} found a vulnerability or did not complete:\n${output}`)
    process.exitCode = 1
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The standard output of npm, which exits with 1 for vulnerabilities and for errors alike. */
function npmAudit(options: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    execFile('npm', ['audit', '--json', ...options], { maxBuffer: 64 * 1024 * 1024 }, (_, stdout) => resolve(stdout))
  })
}
