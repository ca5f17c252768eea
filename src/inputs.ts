import * as v from 'valibot'
import type { Context, Environment } from './context.ts'
import { type InputsSchema, inputsSchema } from './input-schemas.ts'
import { holdsPart, partsOf, redact, variantsOf } from './redaction.ts'
import { singleLine } from './text.ts'
import type { ApiConfig } from './thousandeyes/api.ts'
import { type Credentials, secretVariants } from './thousandeyes/credentials.ts'

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
  mask: (secret: string) => void,
): Inputs {
  const read = (name: string) => core.getInput(name) || env[VARIABLES[name] ?? '']?.trim() || undefined
  const [apiToken, email, githubToken] = [read('apiToken'), read('email'), read('githubToken')]
  const secrets = [
    ...(apiToken === undefined ? [] : secretVariants(toCredentials(apiToken, email))),
    ...(githubToken === undefined ? [] : secretVariants(toCredentials(githubToken, undefined))),
  ]
  for (const secret of secrets) mask(secret)

  const schema = inputsSchema(clock.now())
  const given = Object.fromEntries(Object.keys(schema.entries).map(name => [name, read(name)]))
  const { success, output, issues = [] } = v.safeParse(schema, given)
  const misplaced = namesOfInputsWithTokens(given, [apiToken, githubToken])
  const problems = [
    ...misplaced.map(name => `Input ${name}: has a part of a token in it, so it is not shown: check the secrets.`),
    ...issues.flatMap(({ path, message }) => {
      const name = String(path?.[0]?.key)
      return misplaced.includes(name) ? [] : [`Input ${name}: ${message}`]
    }),
    ...crossFieldRules(schema).flatMap(({ input, isBroken, message }) =>
      isBroken(given) ? [`Input ${input}: ${message}`] : [],
    ),
  ]
  if (success && problems.length === 0) return toInputs(output, env, secrets)
  throw new InputsError(problems.map(problem => redact(problem, secrets)))
}

/** The inputs that a token, or a part of one, was given to by mistake. */
function namesOfInputsWithTokens(
  given: Readonly<Record<string, string | undefined>>,
  tokens: readonly (string | undefined)[],
): readonly string[] {
  const parts = partsOf(tokens.flatMap(token => (token === undefined ? [] : [token, ...variantsOf(token)])))
  return Object.entries(given).flatMap(([name, text = '']) =>
    !MAY_HOLD_SECRETS.includes(name) && holdsPart(text, parts) ? [name] : [],
  )
}

interface Rule {
  /** The input that the message is about. */
  readonly input: string
  readonly message: string
  isBroken(given: unknown): boolean
}

/** A rule about several inputs, which is checked only where each of them is valid by itself. */
function rule<Schema extends v.GenericSchema>(
  input: string,
  schema: Schema,
  isValid: (values: v.InferOutput<Schema>) => boolean,
  message: string,
): Rule {
  const isBroken = (given: unknown) => {
    const { success, output } = v.safeParse(schema, given)
    return success && !isValid(output)
  }
  return { input, isBroken, message }
}

function crossFieldRules(schema: InputsSchema): readonly Rule[] {
  return [
    rule(
      'email',
      v.pick(schema, ['email', 'apiVersion']),
      ({ email, apiVersion }) => email === undefined || apiVersion === 'v6',
      'cannot be used with apiVersion v7, which takes bearer tokens only: leave email out, or set apiVersion to v6.',
    ),
    rule(
      'testId',
      v.pick(schema, ['testId', 'apiVersion']),
      ({ testId, apiVersion }) => apiVersion === 'v7' || testId.every(id => Number.isSafeInteger(Number(id))),
      'has an id that API v6 cannot take: it sends them as numbers below 2^53.',
    ),
    rule(
      'failOn',
      v.pick(schema, ['failOn', 'measure']),
      ({ failOn, measure }) => failOn === undefined || measure,
      'needs measure: true, since it is about the measurements.',
    ),
    rule(
      'failOn',
      v.pick(schema, ['failOn', 'apiVersion']),
      ({ failOn, apiVersion }) => failOn === undefined || apiVersion === 'v7',
      'needs apiVersion v7: v6 has no measurements.',
    ),
    rule(
      'failOn',
      v.pick(schema, ['failOn', 'deployedAt']),
      ({ failOn, deployedAt }) => deployedAt !== undefined || !failOn?.conditions.some(({ relative }) => relative),
      'has a condition on the change since the deploy: set deployedAt to the time of the deploy.',
    ),
    rule(
      'endTime',
      v.pick(schema, ['failOn', 'deployedAt', 'endTime']),
      ({ failOn, deployedAt, endTime }) =>
        failOn === undefined || deployedAt === undefined || endTime === undefined || endTime > deployedAt,
      'is not after deployedAt, so failOn would find nothing after the deploy.',
    ),
  ]
}

function toInputs(values: v.InferOutput<InputsSchema>, env: Environment, secrets: readonly string[]) {
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
    api,
    displayName: redact(values.displayName || singleLine(defaultDisplayName(env)), secrets),
    /** `undefined`: no comment is requested. */
    comment: comment ? { prNumber, key: commentKey ?? defaultCommentKey(env, testId), token: githubToken } : undefined,
  }
}

export type CommentInputs = NonNullable<Inputs['comment']>

function toCredentials(token: string, email: string | undefined): Credentials {
  return email === undefined ? { kind: 'bearer', token } : { kind: 'basic', email, token }
}

/** `{owner}/{repo}@{sha7} · {workflow} #{run number}` */
function defaultDisplayName(env: Environment): string {
  const { GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_WORKFLOW, GITHUB_RUN_NUMBER } = env
  return `${GITHUB_REPOSITORY}@${GITHUB_SHA?.slice(0, 7)} · ${GITHUB_WORKFLOW} #${GITHUB_RUN_NUMBER}`
}

/** Different for every job of a matrix that takes snapshots of its own tests. */
function defaultCommentKey({ GITHUB_WORKFLOW, GITHUB_JOB }: Environment, testIds: readonly string[]): string {
  return [GITHUB_WORKFLOW, GITHUB_JOB, ...testIds].join('\n')
}
