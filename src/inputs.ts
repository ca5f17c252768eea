import * as v from 'valibot'
import type { Context } from './context.ts'
import { type DeployedAtSource, resolveDeployTime } from './deploy-time.ts'
import { deploymentTime } from './github/event.ts'
import type { WorkflowRun } from './github/run.ts'
import { inputRules } from './input-rules.ts'
import { type InputsSchema, inputsSchema } from './input-schemas.ts'
import { redact } from './redaction.ts'
import { singleLine } from './text.ts'
import type { ApiConfig } from './thousandeyes/config.ts'
import { type Credentials, secretVariants } from './thousandeyes/config.ts'

/** What the workflow asks for, checked. */
export type Inputs = ReturnType<typeof toInputs>

/** Thrown when inputs are wrong. */
export class InputsError extends Error {
  /** One line for each problem. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'InputsError'
    this.problems = problems
  }
}

/** The secrets, and the inputs that are shown without secrets or not at all. */
const MAY_HOLD_SECRETS = ['apiToken', 'githubToken', 'email', 'displayName', 'commentKey']

/** The variables that replace an empty input; the ThousandEyes command line reads the same. */
const VARIABLES: Readonly<Record<string, string>> = { apiToken: 'TE_TOKEN', apiUrl: 'TE_BASE_URL' }

/**
 * Reads the step's inputs. An empty one counts as not given, since an expression in a workflow is often empty.
 *
 * @param mask - called with every secret before anything else happens
 * @throws InputsError
 */
export function readInputs(
  { core, env, clock }: Pick<Context, 'core' | 'env' | 'clock'>,
  run: WorkflowRun,
  mask: (secret: string) => void,
): Inputs {
  const read = (name: string) => core.getInput(name) || env[VARIABLES[name] ?? '']?.trim() || undefined
  const [apiToken, email, githubToken] = [read('apiToken'), read('email'), read('githubToken')]
  const secrets = [
    ...(apiToken === undefined ? [] : secretVariants(toCredentials(apiToken, email))),
    ...(githubToken === undefined ? [] : secretVariants(toCredentials(githubToken, undefined))),
  ]
  for (const secret of secrets) mask(secret)

  const now = clock.now()
  const schema = inputsSchema(now)
  const entered = Object.fromEntries(Object.keys(schema.entries).map(name => [name, read(name)]))
  const { deployedAt, source } = resolveDeployTime(entered, deploymentTime(run.event), now)
  const given = { ...entered, deployedAt }
  const { success, output, issues = [] } = v.safeParse(schema, given)
  const misplaced = namesOfInputsWithTokens(given, secrets)
  const broken = [
    ...issues.map(({ path, message }) => ({ input: String(path?.[0]?.key), message })),
    ...inputRules(schema, now, source).flatMap(({ input, check }) => {
      const message = check(given)
      return message === undefined ? [] : [{ input, message }]
    }),
  ]
  const problems = [
    ...misplaced.map(input => `Input ${input}: has a token in it, so it is not shown: check the secrets.`),
    ...broken
      .filter(({ input }) => !misplaced.includes(input))
      .map(({ input, message }) => `Input ${input}: ${message}`),
  ]
  if (success && problems.length === 0) return toInputs(output, source, run, secrets)
  throw new InputsError(problems.map(problem => redact(problem, secrets)))
}

/** Whether the step has conditions, however they are written. */
export function hasGate({ core }: Pick<Context, 'core'>): boolean {
  return core.getInput('failOn') + core.getInput('warnOn') !== ''
}

/** The inputs that a token was given to by mistake. */
function namesOfInputsWithTokens(
  given: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
): readonly string[] {
  return Object.entries(given).flatMap(([name, text = '']) =>
    !MAY_HOLD_SECRETS.includes(name) && secrets.some(secret => text.includes(secret)) ? [name] : [],
  )
}

/** With `waitForRounds`, the longest wait where nothing else is said. */
const DEFAULT_ROUNDS_WAIT_MINUTES = 30

function toInputs(
  values: v.InferOutput<InputsSchema>,
  deployedAtSource: DeployedAtSource | undefined,
  run: WorkflowRun,
  secrets: readonly string[],
) {
  const {
    testId,
    apiVersion,
    apiUrl,
    apiToken,
    email,
    aid,
    comment,
    prNumber,
    commentKey,
    githubToken = '',
    ...rest
  } = values
  const api: ApiConfig = { version: apiVersion, baseUrl: apiUrl, credentials: toCredentials(apiToken, email), aid }
  return {
    ...rest,
    testIds: testId,
    deployedAtSource,
    waitMinutes: values.waitMinutes ?? (values.waitForRounds > 0 ? DEFAULT_ROUNDS_WAIT_MINUTES : 0),
    api,
    displayName: redact(values.displayName || singleLine(defaultDisplayName(run)), secrets),
    /** `undefined`: no comment is requested. */
    comment: comment ? { prNumber, key: commentKey ?? defaultCommentKey(run, testId), token: githubToken } : undefined,
  }
}

export type CommentInputs = NonNullable<Inputs['comment']>

function toCredentials(token: string, email: string | undefined): Credentials {
  return email === undefined ? { kind: 'bearer', token } : { kind: 'basic', email, token }
}

/** `{owner}/{repo}@{sha7} · {workflow} #{run number}`, without `@{sha7}` if the event is about no commit. */
function defaultDisplayName({ repository: { owner, name }, commit, workflow, number }: WorkflowRun): string {
  const at = commit === undefined ? '' : `@${commit.sha.slice(0, 7)}`
  return `${owner}/${name}${at} · ${workflow} #${number}`
}

/** Different for every job of a matrix that takes snapshots of its own tests. */
function defaultCommentKey({ workflow, job }: WorkflowRun, testIds: readonly string[]): string {
  return [workflow, job, ...testIds].join('\n')
}
