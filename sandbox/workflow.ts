import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'
import { runStep, type Step, type StepResult, type Time } from './runner.ts'

const Texts = v.record(v.string(), v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String)))

const WorkflowStep = v.object({
  id: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(Texts, {}),
  env: v.optional(Texts, {}),
})

const Workflow = v.object({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  jobs: v.record(v.string(), v.object({ steps: v.array(WorkflowStep) })),
})

/** A workflow that the README or a page of docs/ prints to be copied. */
export interface PrintedWorkflow {
  /** The heading above it. */
  readonly title: string
  readonly yaml: string
}

/** The workflows on a page, in its order. */
export function printedWorkflows(page = 'README.md'): readonly PrintedWorkflow[] {
  const markdown = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8')
  const blocks = markdown.matchAll(/^### (?<title>[^\n]+)\n(?:(?!^#).)*?^```yaml\n(?<yaml>name: .*?)^```$/gms)
  return Array.from(blocks, ({ groups }) => ({ title: groups?.['title'] ?? '', yaml: groups?.['yaml'] ?? '' }))
}

/** The values of a workflow's expressions, by their path: `secrets.TE_TOKEN`, `inputs.hours`. */
export type Context = Readonly<Record<string, string>>

/** What the steps of a workflow did: those that use the action, and what those with `run:` printed. */
export interface WorkflowResult {
  readonly event: string
  readonly actions: readonly { readonly with: Readonly<Record<string, string>>; readonly result: StepResult }[]
  readonly printed: string
}

/**
 * Runs the steps of a workflow's jobs one after the other, as GitHub would; every `uses:` of this action runs the built one.
 *
 * @param base - what every step that uses the action gets besides: where the services are, for one
 */
export async function runWorkflow(yaml: string, context: Context, base: Step, time?: Time): Promise<WorkflowResult> {
  const workflow = v.parse(Workflow, parse(yaml))
  const event = Object.keys(workflow.on)[0] ?? ''
  const actions: { with: Readonly<Record<string, string>>; result: StepResult }[] = []
  let values = context
  let printed = ''
  for (const step of Object.values(workflow.jobs).flatMap(({ steps }) => steps)) {
    const env = resolveAll(step.env, values)
    if (step.uses?.includes('/thousandeyes-snapshot@')) {
      const inputs = resolveAll(step.with, values)
      const result = await runStep(
        {
          ...base,
          event: { name: event, payload: base.event?.payload },
          with: inputs,
          env: { GITHUB_WORKFLOW: workflow.name, ...base.env, ...env },
        },
        time,
      )
      actions.push({ with: inputs, result })
      for (const [name, value] of Object.entries(result.outputs)) {
        values = { ...values, [`steps.${step.id}.outputs.${name}`]: value }
      }
      if (result.exitCode !== 0) break
    } else if (step.run !== undefined) {
      printed += runScript(resolve(step.run, values), env)
    }
  }
  return { event, actions, printed }
}

function runScript(script: string, env: Readonly<Record<string, string>>): string {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`A step's script failed: ${stderr}`)
  return stdout
}

function resolveAll(texts: Readonly<Record<string, string>>, context: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, resolve(text, context)]))
}

function resolve(text: string, context: Context): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, path: string) => {
    const value = context[path]
    if (value === undefined) throw new Error(`The sandbox has no value for the expression ${path}`)
    return value
  })
}
