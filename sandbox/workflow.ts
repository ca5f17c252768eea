import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { parse } from 'yaml'
import { formatIso } from '../src/time.ts'
import { readActionYml } from './action-yml.ts'
import { outputsIn } from './commands.ts'
import { runStep, type Step, type StepResult, type Time } from './runner.ts'

const Texts = v.record(v.string(), v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String)))

const WorkflowStep = v.object({
  id: v.optional(v.string()),
  if: v.optional(v.string(), ''),
  'continue-on-error': v.optional(v.boolean(), false),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(Texts, {}),
  env: v.optional(Texts, {}),
})

const Workflow = v.object({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  jobs: v.record(v.string(), v.object({ if: v.optional(v.string(), ''), steps: v.array(WorkflowStep) })),
})

/** A workflow in examples/. */
export interface ExampleWorkflow {
  /** Its `name:`. */
  readonly title: string
  /** `gate.yml` */
  readonly file: string
  readonly yaml: string
}

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** The workflows that a page shows, in its order: as a whole, or the step that uses the action. */
export function documentedWorkflows(page = 'README.md'): readonly ExampleWorkflow[] {
  const markers = read(page).matchAll(/^<!-- (?:example|step of) (?<file>[\w-]+\.yml): npm run docs -->$/gm)
  const files = Array.from(markers, ({ groups }) => groups?.['file'] ?? '')
  return exampleWorkflows()
    .filter(({ file }) => files.includes(file))
    .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file))
}

/** All workflows in examples/, by name of file. */
export function exampleWorkflows(): readonly ExampleWorkflow[] {
  const files = readdirSync(new URL('examples', root)).sort()
  return files
    .filter(file => file !== 'dependabot.yml')
    .map(file => {
      const yaml = read(`examples/${file}`)
      return { title: v.parse(Workflow, parse(yaml)).name, file, yaml }
    })
}

/** The commands in a workflow that GitHub's runners have and this machine lacks. */
export function commandsMissing(yaml: string): readonly string[] {
  const isMissing = (command: string) => spawnSync(command, ['--version']).error !== undefined
  return ['jq', 'curl'].filter(command => yaml.includes(`${command} --`) && isMissing(command))
}

/** The values of a workflow's expressions, by their text: `secrets.TE_TOKEN`, `inputs.hours`. */
export type ExpressionContext = Readonly<Record<string, string>>

/** A step that used the action: what it was given, and what it did. */
interface ActionRun {
  readonly with: Readonly<Record<string, string>>
  readonly result: StepResult
}

/** What the steps of a workflow did: those that use the action, and what those with `run:` printed. */
export interface WorkflowResult {
  readonly event: string
  readonly actions: readonly ActionRun[]
  readonly printed: string
  /** Whether a step failed that may not. */
  readonly failed: boolean
}

/**
 * Runs the steps of a workflow's jobs one after the other, as GitHub would; every `uses:` of this action runs the built one.
 *
 * @param base - added to every step that uses the action: the addresses of the services, and the event's payload
 */
export async function runWorkflow(
  yaml: string,
  context: ExpressionContext,
  base: Pick<Step, 'env' | 'event'>,
  time?: Time,
): Promise<WorkflowResult> {
  const workflow = v.parse(Workflow, parse(yaml))
  const event = Object.keys(workflow.on)[0] ?? ''
  const given = {
    // A called workflow has the event of its caller.
    event: { name: event === 'workflow_call' ? 'push' : event, payload: base.event?.payload },
    env: { GITHUB_WORKFLOW: workflow.name, ...base.env },
  }
  const actions: ActionRun[] = []
  let values = context
  let printed = ''
  let failed = false
  const jobs = Object.values(workflow.jobs).filter(job => isTrue(job.if, values, failed))
  for (const step of jobs.flatMap(({ steps }) => steps)) {
    if (!isTrue(step.if, values, failed)) continue
    const env = resolveAll(step.env, values)
    let succeeded = true
    if (step.uses?.includes('/thousandeyes-snapshot@')) {
      const inputs = resolveAll(step.with, values)
      const action = {
        with: inputs,
        result: await runStep({ ...given, with: inputs, env: { ...given.env, ...env } }, time),
      }
      actions.push(action)
      values = { ...values, ...outputsOf(step.id, action.result) }
      succeeded = action.result.exitCode === 0
    } else if (step.run !== undefined) {
      const script = await runScript(resolve(step.run, values), env, time)
      printed += script.printed
      values = { ...values, ...named(step.id, script.outputs) }
      succeeded = script.succeeded
    }
    failed ||= !succeeded && !step['continue-on-error']
  }
  return { event, actions, printed, failed }
}

/** As on GitHub: without a function that asks for the status, a step or job runs only after success. */
function isTrue(condition: string, context: ExpressionContext, failed: boolean): boolean {
  const statuses: Readonly<Record<string, boolean>> = { 'always()': true, 'failure()': failed, 'success()': !failed }
  const terms = condition
    .split('&&')
    .map(term => term.trim())
    .filter(term => term !== '')
  const asked = terms.some(term => term in statuses) ? terms : ['success()', ...terms]
  return asked.every(term => statuses[term] ?? isComparisonTrue(term, context))
}

/** `github.actor != 'dependabot[bot]'` */
function isComparisonTrue(term: string, context: ExpressionContext): boolean {
  const [left = '', operator, right = ''] = term.split(/ (==|!=) /)
  if (operator === undefined) throw new Error(`The sandbox does not know the condition ${term}`)
  return (evaluate(left, context) === evaluate(right, context)) === (operator === '==')
}

/** As on GitHub: an output that was not set is empty. */
function outputsOf(stepId: string | undefined, { outputs }: StepResult): ExpressionContext {
  const { outputs: names } = readActionYml()
  return named(stepId, Object.fromEntries(Object.keys(names).map(name => [name, outputs[name] ?? ''])))
}

function named(stepId: string | undefined, outputs: Readonly<Record<string, string>>): ExpressionContext {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`steps.${stepId}.outputs.${name}`, value]))
}

interface ScriptResult {
  readonly succeeded: boolean
  readonly printed: string
  readonly outputs: Readonly<Record<string, string>>
}

/** Asynchronous, so that a server in this process can respond to the script. With `time`, `date` prints its clock. */
function runScript(script: string, env: Readonly<Record<string, string>>, time?: Time): Promise<ScriptResult> {
  const folder = mkdtempSync(join(tmpdir(), 'script-'))
  const outputFile = join(folder, 'output')
  writeFileSync(outputFile, '')
  const date = time === undefined ? '' : `date() { echo '${formatIso(time.clock.now())}'; }\n`
  return new Promise(resolve => {
    const options = { env: { PATH: process.env['PATH'], GITHUB_OUTPUT: outputFile, ...env } }
    execFile('bash', ['--norc', '-e', '-c', date + script], options, (error, stdout, stderr) => {
      const outputs = outputsIn(readFileSync(outputFile, 'utf8'))
      rmSync(folder, { recursive: true })
      resolve({ succeeded: error === null, printed: stdout + stderr, outputs })
    })
  })
}

function resolveAll(texts: Readonly<Record<string, string>>, context: ExpressionContext): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, resolve(text, context)]))
}

function resolve(text: string, context: ExpressionContext): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => evaluate(expression, context))
}

/** Of a literal, or of an expression that the context has. */
function evaluate(expression: string, context: ExpressionContext): string {
  const value = /^'(.*)'$/.exec(expression)?.[1] ?? context[expression]
  if (value === undefined) throw new Error(`The sandbox has no value for the expression ${expression}`)
  return value
}
