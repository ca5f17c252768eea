import * as v from 'valibot'
import { systemClock } from '../src/time.ts'
import { readActionYml } from './action-yml.ts'
import { evaluate, interpolate, isMet, type Scope, toText, valueAt } from './expressions.ts'
import { gitHubValues, payloadOf } from './github/event.ts'
import { runStep, type StepResult, type Time } from './runner.ts'
import { runScript, type ScriptResult } from './script.ts'
import { type Job, readWorkflow, tokenWith, type WorkflowStep } from './workflow-file.ts'

/** The values of expressions by their names, such as `secrets.TE_TOKEN`; that of `github.event` is JSON. */
export type Values = Readonly<Record<string, unknown>>

/** What a workflow finds when it runs. */
export interface Surroundings {
  readonly values: Values
  /** The value of a name that is not among the values. Without it, such a name is an error. */
  readonly assume?: (path: readonly string[]) => unknown
  /** Called when a job starts, once for each combination of a matrix. Resolves to variables, such as the services' addresses. */
  readonly startJob: () => Promise<Readonly<Record<string, string>>>
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
  const { workflow, event, inputs } = readWorkflow(yaml)
  const startedAt = (around.time?.clock ?? systemClock).now()
  const payload = payloadOf(event, startedAt)
  const runner = gitHubValues(event, workflow.name)
  const values: Values = { inputs, ...runner, 'github.event': payload, ...around.values }
  const done: Record<string, JobResult> = {}
  const actions: StepResult[] = []
  const printed: string[] = []
  const trigger = { name: event, payload }
  const ended = new Map<string, number>()
  const run = { around, startedMs: startedAt.getTime(), ended, trigger, workflow, actions, printed }
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
  const failed = Object.values(done).some(({ result }) => result === 'failure')
  return { event, actions, printed: printed.join(''), failed }
}

interface Run {
  readonly around: Surroundings
  readonly startedMs: number
  /** When each job ended. */
  readonly ended: Map<string, number>
  readonly trigger: { readonly name: string; readonly payload: unknown }
  readonly workflow: ReturnType<typeof readWorkflow>['workflow']
  readonly actions: StepResult[]
  readonly printed: string[]
}

/** Once for each combination of its matrix, all at the same time: when the jobs that it needs have ended. */
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
  const clock = run.around.time?.clock
  const startedMs = Math.max(run.startedMs, ...job.needs.map(need => run.ended.get(need) ?? 0))
  let last: JobResult = { result: 'success', outputs: {} }
  let failed = false
  for (const combination of combinationsOf(job.strategy.matrix, scope)) {
    clock?.setWallClock(new Date(startedMs))
    last = await runSteps(name, job, { ...values, matrix: combination }, run)
    run.ended.set(name, Math.max(run.ended.get(name) ?? 0, clock?.now().getTime() ?? 0))
    failed ||= last.result === 'failure'
  }
  return { ...last, result: failed ? 'failure' : 'success' }
}

async function runSteps(name: string, job: Job, given: Values, run: Run): Promise<JobResult> {
  const { around, workflow } = run
  const token = tokenWith(job.permissions ?? workflow.permissions)
  let values: Values = { ...given, 'github.token': token, 'secrets.GITHUB_TOKEN': token }
  let status: 'success' | 'failure' = 'success'
  let jobEnv = { GITHUB_WORKFLOW: workflow.name, GITHUB_JOB: name, ...(await around.startJob()) }
  jobEnv = { ...jobEnv, ...resolveAll(workflow.env, scopeOf(values, status, around)) }
  jobEnv = { ...jobEnv, ...resolveAll(job.env, scopeOf({ ...values, env: jobEnv }, status, around)) }
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
    const mayFail = interpolate(step['continue-on-error'], inEnv) === 'true'
    if (!ended.succeeded && !mayFail) status = 'failure'
    const conclusion = mayFail ? 'success' : outcome
    if (step.id !== undefined)
      values = { ...values, [`steps.${step.id}`]: { outputs: ended.outputs, outcome, conclusion } }
  }
  return { result: status, outputs: resolveAll(job.outputs, scopeOf({ ...values, env: jobEnv }, status, around)) }
}

type Ended = Omit<ScriptResult, 'printed'>

async function runOne(
  title: string,
  step: WorkflowStep,
  env: Readonly<Record<string, string>>,
  scope: Scope,
  { around, trigger, actions, printed }: Run,
): Promise<Ended> {
  const skip = (what: string): Ended => {
    around.onDone?.(title, `skipped: the sandbox runs no ${what}`)
    return { succeeded: true, outputs: {}, env: {} }
  }
  if (step.run !== undefined && !/^(ba)?sh\b/.test(step.shell)) return skip(step.shell)
  if (step.run !== undefined) {
    const script = await runScript(interpolate(step.run, scope), env, around.time?.clock ?? systemClock)
    printed.push(script.printed)
    around.onDone?.(title, script.printed.trimEnd() || 'printed nothing')
    return script
  }
  if (step.uses === undefined || !/\/thousandeyes-snapshot@|^\.\/?$/.test(step.uses)) return skip('other action')
  const given = { githubToken: toText(scope.lookup(['github', 'token'])), ...resolveAll(step.with, scope) }
  const inputs = around.prepareInputs?.(given) ?? given
  const result = await runStep({ with: inputs, env, event: trigger }, around.time)
  actions.push(result)
  around.onDone?.(title, result)
  const names = Object.keys(readActionYml().outputs)
  // As on GitHub, an output that was not set is empty.
  const outputs = Object.fromEntries(names.map(name => [name, result.outputs[name] ?? '']))
  return { succeeded: result.exitCode === 0, outputs, env: {} }
}

function scopeOf(values: Values, status: Scope['status'], { assume }: Surroundings): Scope {
  const lookup = (path: readonly string[]): unknown => {
    for (let length = path.length; length > 0; length--) {
      const known = values[path.slice(0, length).join('.')]
      const found = valueAt(known, path.slice(length))
      // An output that a step did not set is empty; an input that is missing, or a field of the sandbox's event, is not known.
      const isEmpty = known !== undefined && length > 1 && (assume === undefined || path[1] !== 'event')
      if (found !== undefined || isEmpty) return found
    }
    if (assume === undefined) throw new Error(`The sandbox has no value for ${path.join('.')}`)
    return assume(path)
  }
  return { lookup, status }
}

/** The combinations of a matrix; only of one without axes, those that it includes. */
function combinationsOf(matrix: unknown, scope: Scope): readonly unknown[] {
  if (matrix === undefined) return [{}]
  const { include = [], ...axes } = v.parse(v.record(v.string(), v.unknown()), evaluated(matrix, scope))
  const list = (value: unknown) => v.parse(v.array(v.unknown()), evaluated(value, scope))
  if (Object.keys(axes).length === 0) return list(include)
  return Object.entries(axes).reduce<readonly object[]>(
    (all, [name, values]) =>
      all.flatMap(one => list(values).map(value => ({ ...one, [name]: evaluated(value, scope) }))),
    [{}],
  )
}

/** Of a text that is an expression as a whole; anything else is itself. */
function evaluated(value: unknown, scope: Scope): unknown {
  const expression = typeof value === 'string' ? /^\s*\$\{\{(.*)\}\}\s*$/s.exec(value)?.[1] : undefined
  return expression === undefined ? value : evaluate(expression, scope)
}

function resolveAll(texts: Readonly<Record<string, string>> | null, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [name, interpolate(text, scope)]))
}
