import * as v from 'valibot'
import { parse } from 'yaml'
import { STOREFRONT } from './github/repository.ts'

const Scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.null()], 'must be one value. Write several in lines of a text.'),
  v.transform(value => (value === null ? '' : String(value))),
)
const Texts = v.optional(v.nullable(v.record(v.string(), Scalar)), {})
const Names = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform(names => [names].flat()),
)
const Condition = v.optional(Scalar, '')
const Permissions = v.optional(v.union([v.string(), v.record(v.string(), v.string())]))

const WorkflowStep = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  if: Condition,
  'continue-on-error': Condition,
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  shell: v.optional(v.string(), 'bash'),
  with: Texts,
  env: Texts,
})
/** A step. */
export type WorkflowStep = v.InferOutput<typeof WorkflowStep>

const Job = v.object({
  if: Condition,
  needs: v.optional(Names, []),
  permissions: Permissions,
  env: Texts,
  outputs: Texts,
  strategy: v.optional(v.object({ matrix: v.optional(v.unknown()) }), {}),
  uses: v.optional(v.string()),
  steps: v.optional(v.array(WorkflowStep), []),
})
/** A job. */
export type Job = v.InferOutput<typeof Job>

const Workflow = v.object({
  name: v.optional(v.string(), 'Workflow'),
  on: v.union([Names, v.record(v.string(), v.unknown())]),
  env: Texts,
  permissions: Permissions,
  jobs: v.record(v.string(), Job),
})

/** Of an event that somebody starts. */
const Trigger = v.object({
  inputs: v.record(
    v.string(),
    v.nullable(v.object({ default: v.optional(Scalar), options: v.optional(v.array(Scalar), []) })),
  ),
})

/** Reads a workflow, the event that starts it, and the inputs of all its events. Throws an error that names what it can't read. */
export function readWorkflow(yaml: string) {
  const { success, output: workflow, issues } = v.safeParse(Workflow, parse(yaml))
  if (!success) throw new Error(`${v.getDotPath(issues[0]) ?? 'The workflow'}: ${issues[0].message}`)
  const triggers = Array.isArray(workflow.on) ? {} : workflow.on
  const [first = ''] = Array.isArray(workflow.on) ? workflow.on : Object.keys(triggers)
  const inputs = Object.assign({}, ...Object.values(triggers).map(defaultsOf))
  // A workflow that another calls has the event of that.
  return { workflow, inputs, event: first === 'workflow_call' ? 'push' : first }
}

/** The default of each input, or else its first option. */
function defaultsOf(trigger: unknown): Readonly<Record<string, string | undefined>> {
  const inputs = v.is(Trigger, trigger) ? v.parse(Trigger, trigger).inputs : {}
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input?.default ?? input?.options[0]]))
}

/** The token of a job. Without any permissions in the workflow, it may do everything. */
export function tokenWith(permissions: v.InferOutput<typeof Permissions> = 'write-all'): string {
  const access = typeof permissions === 'string' ? permissions : (permissions['pull-requests'] ?? 'none')
  const { workflow, fork, nobody } = STOREFRONT
  return (access.startsWith('write') ? workflow : access.startsWith('read') ? fork : nobody).token
}
