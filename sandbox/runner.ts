import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readActionYml } from './action-yml.ts'
import type { ManualClock } from './clock.ts'
import { type Command, commandsIn, logOf, outputsIn } from './commands.ts'
import type { SleepMessage } from './fake-time.ts'
import { STOREFRONT } from './github/repository.ts'

/** A step of a workflow that uses the action. */
export interface Step {
  /** `with:` */
  readonly with?: Readonly<Record<string, string>>
  /** `env:`, and what the runner sets otherwise than here. */
  readonly env?: Readonly<Record<string, string>>
  readonly event?: { readonly name: string; readonly payload?: unknown }
  /** `ACTIONS_STEP_DEBUG` */
  readonly debug?: boolean
}

/** How the sandbox stands in for time. */
export interface Time {
  /** The process sees this clock, and sleeping moves it. */
  readonly clock: ManualClock
  /** A request times out after this. */
  readonly timeoutMs?: number
  /** Called when the process falls asleep; it wakes at once unless this returns a signal, which it is sent instead. */
  readonly onSleep?: () => NodeJS.Signals | undefined
  /** Is given what sends the process a signal. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** What a step did, as far as anyone can see. */
export interface StepResult {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** The log as GitHub shows it. */
  readonly log: string
  readonly commands: readonly Command[]
  readonly outputs: Readonly<Record<string, string>>
  /** The job summary, Markdown. */
  readonly summary: string
}

const root = fileURLToPath(new URL('..', import.meta.url))
const { inputs, runs } = readActionYml()

const GITHUB_ENV = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
  GITHUB_JOB: 'deploy',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: `${STOREFRONT.owner}/${STOREFRONT.name}`,
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '6001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
  GITHUB_WORKFLOW: 'Deploy',
}

/**
 * Runs the built action in a process of its own, as GitHub's runner does: inputs and defaults as variables, the event and
 * the outputs in files, nothing of our own environment.
 */
export async function runStep(step: Step, time?: Time): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'))
  const file = (name: string, content = '') => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const [outputFile, summaryFile] = [file('output'), file('summary')]
  try {
    const ended = await start(
      {
        ...GITHUB_ENV,
        ...inputVariables(step.with ?? {}),
        GITHUB_EVENT_NAME: step.event?.name ?? 'push',
        GITHUB_EVENT_PATH: file('event.json', JSON.stringify(step.event?.payload ?? {})),
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        RUNNER_DEBUG: step.debug ? '1' : '',
        ...step.env,
      },
      time,
    )
    return {
      ...ended,
      log: logOf(ended.stdout),
      commands: commandsIn(ended.stdout),
      outputs: outputsIn(readFileSync(outputFile, 'utf8')),
      summary: readFileSync(summaryFile, 'utf8'),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** `INPUT_*`, with the defaults of action.yml filled in. */
function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  const unknown = Object.keys(given).filter(name => !(name in inputs))
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
  const text = (name: string, fallback = '') =>
    given[name] ?? fallback.replace(/\$\{\{ github\.token \}\}/, STOREFRONT.workflow.token)
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [`INPUT_${name.toUpperCase()}`, text(name, input.default)]),
  )
}

type Ended = Pick<StepResult, 'exitCode' | 'signal' | 'stdout' | 'stderr'>

function start(env: Readonly<Record<string, string>>, time: Time | undefined): Promise<Ended> {
  const machine = time === undefined ? [] : ['--import', new URL('fake-time.ts', import.meta.url).href]
  const machineEnv = time === undefined ? {} : { SANDBOX_TIME: time.clock.now().toISOString(), ...timeoutOf(time) }
  const child = spawn(process.execPath, [...machine, join(root, runs.main)], {
    env: { PATH: process.env['PATH'], ...machineEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe', time === undefined ? 'ignore' : 'ipc'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.on('message', (message: SleepMessage) => {
    const signal = time?.onSleep?.()
    if (signal !== undefined) return child.kill(signal)
    time?.clock.moveTo(new Date(message.sleepUntilMs))
    return child.send(message)
  })
  time?.onStart?.(signal => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }))
  })
}

function timeoutOf({ timeoutMs }: Time): Record<string, string> {
  return timeoutMs === undefined ? {} : { SANDBOX_TIMEOUT_MS: String(timeoutMs) }
}
