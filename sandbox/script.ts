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

/** The commands that scripts find: they read and print, and have no option that writes a file. */
const COMMANDS = 'cat cut grep head jq tail tr wc'.split(' ')

/**
 * Other commands are printed, not run, so that nobody deploys by trying a workflow out. The restricted shell (`set -r`) runs no
 * program by its path and writes no file; the trap prints and skips such a command, and one that opens a connection or changes
 * `PATH`. Outputs and variables have open files.
 */
const PRELUDE = String.raw`
exec < /dev/null 2>&1 3>> "$GITHUB_OUTPUT" 4>> "$GITHUB_ENV" 5> /dev/null
BASH_XTRACEFD=5
readonly PATH=$COMMANDS
not_run() { echo "(not run in the sandbox: $*)" >&2; [[ $* != *@-* ]] || cat >&2; }
command_not_found_handle() { not_run "$@"; }
for name in . source exec kill cd; do eval "$name() { not_run $name \"\$@\"; }"; done
naps=0
sleep() { (( ++naps < 10 )) || { echo "(the script was not run any further: it waits for a command of yours)"; exit; }; }
date() { case "$*" in *%s*) echo "$NOW_SECONDS" ;; *) echo "$NOW" ;; esac; }
path="^([A-Za-z_]+=(\"[^\"]*\"|'[^']*'|[^ (\"']*) )*[^ =]*/"
unsafe='^([^([]*(>[^&]|/dev/(tcp|udp))|(export )?PATH=)'
is_skipped() {
  local bare=${'$'}{BASH_COMMAND//\"*([!\"])\"/q}
  bare=${'$'}{bare//\'*([!\'])\'/q}
  [[ $BASH_COMMAND =~ $path || $bare =~ $unsafe ]] && not_run "${'$'}{BASH_COMMAND// [12]>&[1-5]/}"
}
shopt -s extdebug extglob
trap '! is_skipped' DEBUG
set -r
`

/** The open file of the prelude for what a script writes to, such as `>> "$GITHUB_OUTPUT"`. */
const WRITES = /&?>>?\s*(["']?)(?:\$\{?GITHUB_(?<file>[A-Z_]+)\}?|\/dev\/null)\1/g

/** What ends a script only here: it writes or reads files of the repository, or runs a program. */
const OTHERS = /: (?:restricted|command not found|No such file or directory)(?::|$)/m

/**
 * Runs a step's script in an empty folder, which is its home as well. `date` prints the clock, as ISO 8601 or in seconds.
 * Asynchronous, so that a server in this process can respond to others meanwhile.
 */
export function runScript(script: string, env: Readonly<Record<string, string>>, clock: Clock): Promise<ScriptResult> {
  const folder = mkdtempSync(join(tmpdir(), 'script-'))
  const path = (name: string) => join(folder, name)
  for (const name of ['home', 'bin']) mkdirSync(path(name))
  for (const command of COMMANDS) {
    const found = (process.env['PATH'] ?? '').split(delimiter).find(place => existsSync(join(place, command)))
    if (found !== undefined) symlinkSync(join(found, command), join(path('bin'), command))
  }
  const files = { GITHUB_OUTPUT: path('output'), GITHUB_ENV: path('env') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const now = { NOW: formatIso(clock.now()), NOW_SECONDS: String(Math.floor(clock.now().getTime() / 1000)) }
  const own = { ...files, ...now, COMMANDS: path('bin'), HOME: path('home'), PATH: process.env['PATH'] }
  const options = { cwd: path('home'), env: { ...RUNNER_ENV, ...env, ...own } }
  const redirected = script.replace(WRITES, (_, __, file) => `>&${{ OUTPUT: 3, ENV: 4 }[String(file)] ?? 5}`)
  return new Promise(resolve => {
    execFile('bash', ['--noprofile', '--norc', '-e', '-c', PRELUDE + redirected], options, (error, stdout) => {
      const [outputs = {}, written = {}] = Object.values(files).map(file => outputsIn(readFileSync(file, 'utf8')))
      rmSync(folder, { recursive: true })
      const isCut = error !== null && OTHERS.test(stdout)
      const note = isCut ? '(the script was not run any further: it needs a file or a program of yours)\n' : ''
      const printed = stdout.replace(/^(\(not run .*\n)\1+/gm, '$1') + note
      resolve({ succeeded: error === null || isCut, printed, outputs, env: written })
    })
  })
}
