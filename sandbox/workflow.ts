import * as v from 'valibot'
import { parse } from 'yaml'
import { systemClock } from '../src/time.ts'
import { readActionYml } from './action-yml.ts'
import { evaluate, interpolate, isMet, type Scope, toText, valueAt } from './expressions.ts'
import { RUNNER_ENV, runStep, type StepResult, type Time } from './runner.ts'
import { runScript } from './script.ts'

const Scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.null()]),
  v.transform(value => (value === null ? '' : String(value))),
)
const Texts = v.optional(v.nullable(v.record(v.string(), Scalar)), {})
const Names = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform(names => [names].flat()),
)
const Condition = v.optional(Scalar, '')

const WorkflowStep = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  if: Condition,
  'continue-on-error': Condition,
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: Texts,
  env: Texts,
})
type WorkflowStep = v.InferOutput<typeof WorkflowStep>

const Job = v.object({
  if: Condition,
  needs: v.optional(Names, []),
  env: Texts,
  outputs: Texts,
  strategy: v.optional(v.object({ matrix: v.optional(v.unknown()) }), {}),
  uses: v.optional(v.string()),
  steps: v.optional(v.array(WorkflowStep), []),
})
type Job = v.InferOutput<typeof Job>

const Workflow = v.object({
  name: v.optional(v.string(), 'Workflow'),
  on: v.union([Names, v.record(v.string(), v.unknown())]),
  env: Texts,
  jobs: v.record(v.string(), Job),
})

/** Of an event that somebody starts. */
const Trigger = v.object({
  inputs: v.record(
    v.string(),
    v.nullable(v.object({ default: v.optional(Scalar), options: v.optional(v.array(Scalar), []) })),
  ),
})

/** The values of expressions by their names, such as `secrets.TE_TOKEN`; that of `github.event` is JSON. */
export type Values = Readonly<Record<string, unknown>>

/** What a workflow finds when it runs. */
export interface Surroundings {
  readonly values: Values
  /** The value of a name that is not among the values. Without it, such a name is an error. */
  readonly assume?: (path: readonly string[]) => unknown
  /** Of every step that uses the action, such as the addresses of the services. */
  readonly env: Readonly<Record<string, string>>
  /** Of each event by its name; that of any other event is empty. */
  readonly payloads: Readonly<Record<string, unknown>>
  readonly time?: Time
  /** Called with the inputs of a step that uses the action, before it runs. Returns the inputs that it gets. */
  readonly prepareInputs?: (inputs: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  /** Called with what a job or a step did, in order. */
  readonly onDone?: (title: string, done: StepResult | string) => void
}

/** What the steps of a workflow did: those that use the action, and what those with `run:` printed. */
export interface WorkflowResult {
  readonly event: string
  readonly actions: readonly StepResult[]
  readonly printed: string
  /** Whether a step failed that may not. */
  readonly failed: boolean
}

interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped'
  readonly outputs: Readonly<Record<string, string>>
}

/**
 * Runs the jobs of a workflow, each after those that it needs, as GitHub would. A step that uses this action runs the built one,
 * one that uses another is skipped.
 */
export async function runWorkflow(yaml: string, around: Surroundings): Promise<WorkflowResult> {
  const workflow = v.parse(Workflow, parse(yaml))
  const triggers = Array.isArray(workflow.on) ? {} : workflow.on
  const first = (Array.isArray(workflow.on) ? workflow.on : Object.keys(triggers))[0] ?? ''
  const inputs = defaultsOf(triggers[first])
  // A workflow that another calls has the event of that.
  const event = first === 'workflow_call' ? 'push' : first
  const payload = around.payloads[event] ?? {}
  const runner = gitHubValues(event, workflow.name)
  const values: Values = { inputs, ...runner, 'github.event': payload, ...around.values }
  const done: Record<string, JobResult> = {}
  const actions: StepResult[] = []
  let printed = ''
  const trigger = { name: event, payload }
  const run = { around, trigger, workflow, actions, print: (text: string) => (printed += text) }
  const waiting = new Map(Object.entries(workflow.jobs))
  while (waiting.size > 0) {
    const [name, job] = [...waiting].find(([, { needs }]) => needs.every(need => need in done)) ?? []
    if (name === undefined || job === undefined) {
      throw new Error(`The jobs ${[...waiting.keys()].join(', ')} need each other, or a job that the workflow lacks.`)
    }
    waiting.delete(name)
    const needed = Object.fromEntries(job.needs.map(need => [`needs.${need}`, done[need]]))
    done[name] = await runJob(name, job, { ...values, ...needed, 'github.job': name }, run)
  }
  return { event, actions, printed, failed: Object.values(done).some(({ result }) => result === 'failure') }
}

interface Run {
  readonly around: Surroundings
  readonly trigger: { readonly name: string; readonly payload: unknown }
  readonly workflow: v.InferOutput<typeof Workflow>
  readonly actions: StepResult[]
  readonly print: (text: string) => void
}

/** Once for each combination of its matrix. */
async function runJob(name: string, job: Job, values: Values, run: Run): Promise<JobResult> {
  const { onDone } = run.around
  const results = job.needs.map(need => valueAt(values[`needs.${need}`], ['result']))
  const status = results.includes('failure') ? 'failure' : results.includes('skipped') ? 'skipped' : 'success'
  const scope = scopeOf(values, status, run.around)
  const skipped: JobResult = { result: 'skipped', outputs: {} }
  if (!isMet(job.if, scope)) {
    onDone?.(name, 'skipped')
    return skipped
  }
  if (job.uses !== undefined) {
    onDone?.(name, `skipped: the sandbox runs no other workflow, such as ${job.uses}`)
    return { ...skipped, result: 'success' }
  }
  let last: JobResult = { result: 'success', outputs: {} }
  let failed = false
  for (const combination of combinationsOf(job.strategy.matrix, scope)) {
    last = await runSteps(name, job, { ...values, matrix: combination }, run)
    failed ||= last.result === 'failure'
  }
  return { ...last, result: failed ? 'failure' : 'success' }
}

async function runSteps(name: string, job: Job, given: Values, run: Run): Promise<JobResult> {
  const { around, workflow } = run
  let values = given
  let status: 'success' | 'failure' = 'success'
  let jobEnv = { ...workflow.env, ...resolveAll(job.env, scopeOf(values, status, around)) }
  for (const [index, step] of job.steps.entries()) {
    const title = `${name}: ${step.name ?? step.id ?? step.uses ?? `step ${index + 1}`}`
    const scope = scopeOf({ ...values, env: jobEnv }, status, around)
    if (!isMet(step.if, scope)) {
      around.onDone?.(title, 'skipped')
      values = { ...values, [`steps.${step.id}`]: { outputs: {}, outcome: 'skipped', conclusion: 'skipped' } }
      continue
    }
    const env = { ...jobEnv, ...resolveAll(step.env, scope) }
    const inEnv = scopeOf({ ...values, env }, status, around)
    const ended = await runOne(title, step, env, inEnv, run)
    jobEnv = { ...jobEnv, ...ended.env }
    const outcome = ended.succeeded ? 'success' : 'failure'
    const mayFail = evaluateText(step['continue-on-error'], inEnv) === 'true'
    if (!ended.succeeded && !mayFail) status = 'failure'
    const conclusion = mayFail ? 'success' : outcome
    if (step.id !== undefined)
      values = { ...values, [`steps.${step.id}`]: { outputs: ended.outputs, outcome, conclusion } }
  }
  return { result: status, outputs: resolveAll(job.outputs, scopeOf({ ...values, env: jobEnv }, status, around)) }
}

interface Ended {
  readonly succeeded: boolean
  readonly outputs: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

async function runOne(
  title: string,
  step: WorkflowStep,
  env: Readonly<Record<string, string>>,
  scope: Scope,
  { around, trigger, workflow, actions, print }: Run,
): Promise<Ended> {
  if (step.run !== undefined) {
    const script = await runScript(interpolate(step.run, scope), env, around.time?.clock ?? systemClock)
    print(script.printed)
    around.onDone?.(title, script.printed.trimEnd() || 'printed nothing')
    return script
  }
  if (step.uses === undefined || !/\/thousandeyes-snapshot@|^\.\/?$/.test(step.uses)) {
    around.onDone?.(title, 'skipped: the sandbox runs no other action')
    return { succeeded: true, outputs: {} }
  }
  const given = resolveAll(step.with, scope)
  const inputs = around.prepareInputs?.(given) ?? given
  const all = { GITHUB_WORKFLOW: workflow.name, ...around.env, ...env }
  const result = await runStep({ with: inputs, env: all, event: trigger }, around.time)
  actions.push(result)
  around.onDone?.(title, result)
  const names = Object.keys(readActionYml().outputs)
  // As on GitHub, an output that was not set is empty.
  const outputs = Object.fromEntries(names.map(name => [name, result.outputs[name] ?? '']))
  return { succeeded: result.exitCode === 0, outputs }
}

/** The default of each input, or else its first option. */
function defaultsOf(trigger: unknown): Readonly<Record<string, string | undefined>> {
  const inputs = v.is(Trigger, trigger) ? v.parse(Trigger, trigger).inputs : {}
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input?.default ?? input?.options[0]]))
}

/** `github.sha` and what else the runner also has as a variable. */
function gitHubValues(event: string, workflow: string): Values {
  const variables = Object.entries({ ...RUNNER_ENV, GITHUB_EVENT_NAME: event, GITHUB_WORKFLOW: workflow })
  return Object.fromEntries(variables.map(([name, value]) => [name.toLowerCase().replace('github_', 'github.'), value]))
}

function scopeOf(values: Values, status: Scope['status'], { assume }: Surroundings): Scope {
  const lookup = (path: readonly string[]): unknown => {
    for (let length = path.length; length > 0; length--) {
      const known = values[path.slice(0, length).join('.')]
      const found = valueAt(known, path.slice(length))
      // An output that a step did not set, or a field that the event lacks, is empty; an input that is missing is not known.
      if (found !== undefined || (known !== undefined && length > 1)) return found
    }
    if (assume === undefined) throw new Error(`The sandbox has no value for ${path.join('.')}`)
    return assume(path)
  }
  return { lookup, status }
}

/** The combinations of a matrix, and those that it includes. */
function combinationsOf(matrix: unknown, scope: Scope): readonly unknown[] {
  if (matrix === undefined) return [{}]
  const { include = [], ...axes } = v.parse(v.record(v.string(), v.unknown()), evaluated(matrix, scope))
  const list = (value: unknown) => v.parse(v.array(v.unknown()), evaluated(value, scope))
  const [first, ...others] = Object.keys(axes)
  if (first === undefined) return list(include)
  if (others.length > 0) throw new Error('The sandbox runs a matrix of one dimension only.')
  return list(axes[first]).map(value => ({ [first]: evaluated(value, scope) }))
}

/** Of a text that is an expression as a whole; anything else is itself. */
function evaluated(value: unknown, scope: Scope): unknown {
  const expression = typeof value === 'string' ? /^\s*\$\{\{(.*)\}\}\s*$/s.exec(value)?.[1] : undefined
  return expression === undefined ? value : evaluate(expression, scope)
}

function evaluateText(text: string, scope: Scope): string {
  return toText(evaluated(text, scope))
}

function resolveAll(texts: Readonly<Record<string, string>> | null, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [name, interpolate(text, scope)]))
}
