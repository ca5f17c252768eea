import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Clock, formatIso } from '../src/time.ts'
import { outputsIn } from './commands.ts'
import { RUNNER_ENV } from './runner.ts'

export interface ScriptResult {
  readonly succeeded: boolean
  readonly printed: string
  /** What it wrote to `GITHUB_OUTPUT` and to `GITHUB_ENV`. */
  readonly outputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
}

/** The commands that scripts find: they change nothing but files in the script's own folder. */
const COMMANDS = 'awk bash cat curl cut grep head jq sed sort tail tee tr uniq wc'.split(' ')

/** Other commands are named, not run, so that nobody deploys by trying a workflow out. */
const PRELUDE = `
sleep() { :; }
command_not_found_handle() { echo "(not run in the sandbox: $*)"; }
curl() {
  case "$*" in
    *//127.0.0.1*) command curl "$@" ;;
    *) echo "(not run in the sandbox: curl $*)" ;;
  esac
}
`

/**
 * Runs a step's script in an empty folder, with few commands. `date` prints the clock, as ISO 8601 or in
 * seconds.
 * Asynchronous, so that a server in this process can respond to the script.
 */
export function runScript(script: string, env: Readonly<Record<string, string>>, clock: Clock): Promise<ScriptResult> {
  const folder = mkdtempSync(join(tmpdir(), 'script-'))
  const path = (name: string) => join(folder, name)
  for (const name of ['work', 'bin']) mkdirSync(path(name))
  for (const command of COMMANDS) {
    const found = (process.env['PATH'] ?? '').split(delimiter).find(place => existsSync(join(place, command)))
    if (found !== undefined) symlinkSync(join(found, command), join(path('bin'), command))
  }
  const files = { GITHUB_OUTPUT: path('output'), GITHUB_ENV: path('env'), GITHUB_STEP_SUMMARY: path('summary') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const now = clock.now()
  const seconds = Math.floor(now.getTime() / 1000)
  const date = `date() { case "$*" in *%s*) echo ${seconds} ;; *) echo ${formatIso(now)} ;; esac; }\n`
  const options = { cwd: path('work'), env: { ...RUNNER_ENV, ...files, ...env, PATH: path('bin') } }
  return new Promise(resolve => {
    execFile('bash', ['--norc', '-e', '-c', PRELUDE + date + script], options, (error, stdout, stderr) => {
      const [outputs, written] = [files.GITHUB_OUTPUT, files.GITHUB_ENV].map(file =>
        outputsIn(readFileSync(file, 'utf8')),
      )
      rmSync(folder, { recursive: true })
      // A program of the repository, which is not here.
      const isMissing = error?.code === 126 || error?.code === 127
      const note = isMissing ? '(the script was not run any further: it needs a program of yours)\n' : ''
      const printed = stdout + stderr + note
      resolve({ succeeded: error === null || isMissing, printed, outputs: outputs ?? {}, env: written ?? {} })
    })
  })
}
