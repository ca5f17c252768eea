import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closestNames } from '../src/text.ts'
import { readActionYml } from './action-yml.ts'
import type { ManualClock } from './clock.ts'
import { type Command, commandsIn, logOf, outputsIn } from './commands.ts'
import type { SleepMessage } from './fake-time.ts'
import { STOREFRONT } from './github/repository.ts'

/** A step of a workflow that uses the action. */
export interface Step {
  /** `with:` */
  readonly with?: Readonly<Record<string, string>>
  /** `env:`, and variables to which the runner gives another value than here. */
  readonly env?: Readonly<Record<string, string>>
  readonly event?: { readonly name: string; readonly payload?: unknown }
  /** `ACTIONS_STEP_DEBUG` */
  readonly debug?: boolean
}

/** How time passes for the step. */
export interface Time {
  /** The time in the process. A sleep moves it and takes no real time. */
  readonly clock: ManualClock
  /** A request times out after this. */
  readonly timeoutMs?: number
  /** Called when the process begins to sleep. It continues at once, unless this returns a signal: then it gets that. */
  readonly onSleep?: () => NodeJS.Signals | undefined
  /** Called with a function that sends the process a signal. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** All that can be seen of a step. */
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

/** Variables that GitHub's runner sets. */
export const RUNNER_ENV = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTOR: 'octocat',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
  GITHUB_JOB: 'deploy',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_REPOSITORY: `${STOREFRONT.owner}/${STOREFRONT.name}`,
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '6001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
  GITHUB_TRIGGERING_ACTOR: 'octocat',
  GITHUB_WORKFLOW: 'Deploy',
}

/** The content of the event's file, which always has the repository: a private one unless the payload has another. */
export function eventJson(payload: unknown): string {
  return JSON.stringify({ repository: { id: 1, private: true }, ...Object(payload) })
}

/**
 * Runs `dist/` in a process of its own, as GitHub's runner does: inputs with their defaults as variables, the event and the
 * outputs in files, and no other variable of this process but `PATH`.
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
    const ended = await runProcess(
      {
        ...RUNNER_ENV,
        ...inputVariables(withDefaults(step.with ?? {})),
        GITHUB_EVENT_NAME: step.event?.name ?? 'push',
        GITHUB_EVENT_PATH: file('event.json', eventJson(step.event?.payload)),
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

/** All inputs of action.yml: the given ones, and the defaults of the others. */
export function withDefaults(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const name of Object.keys(given)) {
    if (name in inputs) continue
    const [closest] = closestNames(name, Object.keys(inputs))
    throw new Error(`action.yml has no input ${name}.${closest === undefined ? '' : ` Did you mean ${closest}?`}`)
  }
  const defaults = Object.entries(inputs).map(([name, { default: text = '' }]) => [
    name,
    text.replace(/\$\{\{ github\.token \}\}/, STOREFRONT.workflow.token),
  ])
  return { ...Object.fromEntries(defaults), ...given }
}

function inputVariables(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
}

type Ended = Pick<StepResult, 'exitCode' | 'signal' | 'stdout' | 'stderr'>

function runProcess(env: Readonly<Record<string, string>>, time: Time | undefined): Promise<Ended> {
  const nodeOptions = time === undefined ? [] : ['--import', new URL('fake-time.ts', import.meta.url).href]
  const timeEnv = time === undefined ? {} : { SANDBOX_TIME: time.clock.now().toISOString(), ...timeoutOf(time) }
  const child = spawn(process.execPath, [...nodeOptions, join(root, runs.main)], {
    env: { PATH: process.env['PATH'], ...timeEnv, ...env },
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
