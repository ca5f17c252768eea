import * as v from 'valibot'
import type { Context } from './context.ts'
import { deploymentTime } from './github/event.ts'
import type { WorkflowRun } from './github/run.ts'
import { inputsSchema } from './input-schemas.ts'
import { redact } from './redaction.ts'
import type { DeploySource } from './step.ts'
import { parsed, singleLine } from './text.ts'
import { type ApiConfig, type Credentials, secretVariants } from './thousandeyes/config.ts'

/** The step's inputs, checked. */
export type Inputs = ReturnType<typeof toInputs>

/** Thrown if inputs are wrong. */
export class InputsError extends Error {
  /** One line each. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** The secrets, and the inputs that are shown redacted or not at all. */
const MAY_HOLD_SECRETS = ['apiToken', 'githubToken', 'email', 'displayName', 'commentKey']

/** Environment variables that replace an empty input. ThousandEyes' command line and Cisco's Terraform provider read the same. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  apiToken: ['TE_TOKEN'],
  aid: ['TE_AID'],
  apiUrl: ['TE_BASE_URL', 'TE_API_ENDPOINT'],
}

/**
 * Reads the step's inputs. An empty one counts as not given, since an expression in a workflow is often empty.
 *
 * @param mask - called with every form of every secret before anything else happens
 * @throws InputsError
 */
export function readInputs(
  { core, env }: Pick<Context, 'core' | 'env'>,
  run: WorkflowRun,
  mask: (secret: string) => void,
): Inputs {
  const succeededAt = deploymentTime(run.event)
  const entered = Object.keys(inputsSchema.entries).flatMap(name => readInput(name, core, env) ?? [])
  const given = Object.fromEntries(entered.map(({ name, text }) => [name, text]))
  const { apiToken, email, githubToken } = given
  const credentials = [apiToken && toCredentials(apiToken, email), githubToken && toCredentials(githubToken)]
  const secrets = credentials.flatMap(one => (one ? secretVariants(one) : []))
  for (const secret of secrets) mask(secret)

  const { success, output, issues = [] } = v.safeParse(inputsSchema, given, { abortPipeEarly: true })
  const misplaced = entered.filter(
    ({ name, text }) => !MAY_HOLD_SECRETS.includes(name) && secrets.some(secret => text.includes(secret)),
  )
  const broken = [
    ...issues.map(({ path, message }) => ({ input: String(path?.[0]?.key), message })),
    ...inputRules(succeededAt).flatMap(check => check(given)),
  ]
  const originOf = (input: string) => entered.find(({ name }) => name === input)?.origin ?? `Input ${input}`
  const problems = [
    ...misplaced.map(({ origin }) => `${origin}: contains a token, so it is not shown. Check the secrets.`),
    ...broken
      .filter(({ input }) => !misplaced.some(({ name }) => name === input))
      .map(({ input, message }) => `${originOf(input)}: ${message}`),
  ]
  if (success && problems.length === 0) return toInputs(output, run, succeededAt, secrets)
  throw new InputsError(problems.map(problem => redact(problem, secrets)))
}

/** Whether the step has conditions, right or wrong. */
export function hasGate({ core }: Pick<Context, 'core'>): boolean {
  return core.getInput('failOn') + core.getInput('warnOn') !== ''
}

/** An input, or the variable in its place. `origin` names it in messages. */
function readInput(name: string, core: Context['core'], env: Context['env']) {
  const text = core.getInput(name)
  if (text !== '') return { name, text, origin: `Input ${name}` }
  for (const variable of VARIABLES[name] ?? []) {
    const value = env[variable]?.trim()
    // Terraform's endpoint ends in the version.
    if (value)
      return { name, text: name === 'apiUrl' ? value.replace(/\/v\d\/?$/, '') : value, origin: `Variable ${variable}` }
  }
  return undefined
}

/** What is wrong with several inputs; nothing if one of them is wrong alone. `input`: what the message is about. */
type Rule = (given: unknown) => readonly { readonly input: string; readonly message: string }[]

function rule<Values>(
  input: string,
  schema: v.GenericSchema<unknown, Values>,
  isBroken: (values: Values) => boolean,
  message: string,
): Rule {
  return given => {
    const values = parsed(schema, given)
    return values !== undefined && isBroken(values) ? [{ input, message }] : []
  }
}

function inputRules(succeededAt: Date | undefined): readonly Rule[] {
  return [
    rule(
      'email',
      v.pick(inputsSchema, ['email', 'apiVersion']),
      ({ email, apiVersion }) => email !== undefined && apiVersion === 'v7',
      'is only for apiVersion v6; v7 takes an OAuth bearer token alone. Leave email out.',
    ),
    rule(
      'waitForRounds',
      v.pick(inputsSchema, ['waitForRounds', 'apiVersion']),
      ({ waitForRounds, apiVersion }) => waitForRounds > 0 && apiVersion === 'v6',
      'requires apiVersion v7, since v6 has no results to count rounds in.',
    ),
    rule(
      'waitForRounds',
      v.pick(inputsSchema, ['waitForRounds', 'endTime']),
      ({ waitForRounds, endTime }) => waitForRounds > 0 && endTime !== undefined,
      'cannot be used with endTime: the window would end before the rounds.',
    ),
    rule(
      'takeSnapshot',
      v.pick(inputsSchema, ['takeSnapshot', 'failOn', 'warnOn']),
      ({ takeSnapshot, failOn, warnOn }) => takeSnapshot !== 'always' && (failOn ?? warnOn) === undefined,
      'onFailure and never require conditions in failOn or warnOn.',
    ),
    ...(['failOn', 'warnOn'] as const).flatMap(input => [
      rule(
        input,
        v.pick(inputsSchema, [input, 'measure']),
        ({ [input]: given, measure }) => given !== undefined && measure === false,
        'requires measure: auto or true, since it is about what the tests measured.',
      ),
      rule(
        input,
        v.pick(inputsSchema, [input, 'apiVersion']),
        ({ [input]: given, apiVersion }) => given !== undefined && apiVersion === 'v6',
        'requires apiVersion v7, since v6 has no results.',
      ),
      rule(
        input,
        v.pick(inputsSchema, [input, 'deployedAt', 'waitForRounds']),
        ({ [input]: given, deployedAt = succeededAt, waitForRounds }) =>
          deployedAt === undefined &&
          waitForRounds === 0 &&
          given?.conditions.some(({ relative }) => relative) === true,
        'has a condition on the change since the deploy, whose time is unknown: set deployedAt, or waitForRounds.',
      ),
    ]),
  ]
}

type Values = v.InferOutput<typeof inputsSchema>

function toInputs(values: Values, run: WorkflowRun, succeededAt: Date | undefined, secrets: readonly string[]) {
  const { testId, apiVersion, apiUrl, apiToken, email, aid, ...others } = values
  const { deployedAt: _, comment, prNumber, commentKey, githubToken = '', ...rest } = others
  const api: ApiConfig = { version: apiVersion, baseUrl: apiUrl, credentials: toCredentials(apiToken, email), aid }
  const mode = comment === true ? ('always' as const) : comment
  return {
    ...rest,
    deploy: deployOf(values, succeededAt),
    /** Names, patterns, ids and addresses, as written: a line each. */
    testLines: testId,
    api,
    displayName: redact(values.displayName || singleLine(defaultDisplayName(run)), secrets),
    /** `undefined`: no comment is requested. */
    comment:
      mode === false
        ? undefined
        : { mode, prNumber, key: commentKey ?? defaultCommentKey(run, testId), token: githubToken },
  }
}

export type CommentInputs = NonNullable<Inputs['comment']>

/** The time of the deploy. The start of the step is its time if nothing else is given and the step waits for rounds. */
function deployOf(
  { deployedAt, waitForRounds }: Pick<Values, 'deployedAt' | 'waitForRounds'>,
  succeededAt: Date | undefined,
): { readonly at?: Date; readonly source: DeploySource } | undefined {
  if (deployedAt !== undefined) return { at: deployedAt, source: 'deployedAt' }
  if (succeededAt !== undefined) return { at: succeededAt, source: 'deployment_status' }
  return waitForRounds > 0 ? { source: 'step' } : undefined
}

function toCredentials(token: string, email?: string): Credentials {
  return email === undefined ? { kind: 'bearer', token } : { kind: 'basic', email, token }
}

/** `{owner}/{repo}@{sha7} · {workflow} #{run number}`, without `@{sha7}` if the event is about no commit. */
function defaultDisplayName({ repository: { owner, name }, commit, workflow, number }: WorkflowRun): string {
  const at = commit === undefined ? '' : `@${commit.sha.slice(0, 7)}`
  return `${owner}/${name}${at} · ${workflow} #${number}`
}

/** Differs between the jobs of a matrix that take snapshots of different tests. */
function defaultCommentKey({ workflow, job }: WorkflowRun, testLines: readonly string[]): string {
  return [workflow, job, ...testLines].join('\n')
}
