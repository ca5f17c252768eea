import * as v from 'valibot'
import { MIN_ROUNDS_AFTER } from './analysis/significance.ts'
import type { Context } from './context.ts'
import { deploymentTime } from './github/event.ts'
import type { WorkflowRun } from './github/run.ts'
import { inputsSchema } from './input-schemas.ts'
import { redact } from './redaction.ts'
import type { Deploy } from './step.ts'
import { parsed, singleLine } from './text.ts'
import { type ApiConfig, type Credentials, secretVariants } from './thousandeyes/config.ts'

/** The step's inputs. */
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
    ...brokenRules(given, succeededAt),
  ]
  const problems = [
    ...misplaced.map(({ name }) => ({
      input: name,
      message: 'contains a token, so it is not shown. Check the secrets.',
    })),
    ...broken.filter(({ input }) => !misplaced.some(({ name }) => name === input)),
  ]
  if (success && problems.length === 0) return toInputs(output, run, succeededAt, secrets)
  const originOf = (input: string) => entered.find(({ name }) => name === input)?.origin ?? `Input ${input}`
  throw new InputsError(problems.map(({ input, message }) => redact(`${originOf(input)}: ${message}`, secrets)))
}

/** Whether the step has conditions, right or wrong. */
export function hasGate({ core }: Pick<Context, 'core'>): boolean {
  return core.getInput('failOn') + core.getInput('warnOn') !== ''
}

/** An input, or the variable in its place. `origin` names it in messages. */
function readInput(name: string, core: Context['core'], env: Context['env']) {
  const variables = (VARIABLES[name] ?? []).map(variable => {
    const text = env[variable]?.trim() ?? ''
    // Terraform's endpoint ends in the version.
    return { name, text: name === 'apiUrl' ? text.replace(/\/v\d\/?$/, '') : text, origin: `Variable ${variable}` }
  })
  const input = { name, text: core.getInput(name), origin: `Input ${name}` }
  return [input, ...variables].find(({ text }) => text !== '')
}

/** What is wrong with inputs together. */
function brokenRules(given: Readonly<Record<string, string>>, succeededAt: Date | undefined) {
  const { email, endTime, failOn, warnOn, deployedAt } = given
  const { entries } = inputsSchema
  const version = parsed(entries.apiVersion, given['apiVersion'])
  const rounds = parsed(entries.waitForRounds, given['waitForRounds'])
  const measure = parsed(entries.measure, given['measure'])
  const decidesLater = ['onFailure', 'never'].includes(parsed(entries.takeSnapshot, given['takeSnapshot']) ?? '')
  const { threeAgents, fewAgents } = MIN_ROUNDS_AFTER
  const isTooFew = (failOn ?? warnOn) !== undefined && rounds !== undefined && rounds > 0 && rounds < threeAgents
  const warnsOnUnknown = parsed(entries.warnOn, warnOn)?.failOnUnknown
  const isDeployUnknown = deployedAt === undefined && succeededAt === undefined && rounds === 0
  const ofConditions = (text: string | undefined) => [
    text !== undefined && measure === false && 'requires measure: auto or true, since it is about what was measured.',
    text !== undefined && version === 'v6' && 'requires apiVersion v7, since v6 has no results.',
    isDeployUnknown &&
      parsed(entries.failOn, text)?.conditions.some(({ relative }) => relative) &&
      'has a condition on the change since the deploy, whose time is unknown: set deployedAt, or waitForRounds.',
  ]
  const rules = {
    email: [
      email !== undefined &&
        version === 'v7' &&
        'is only for apiVersion v6; v7 takes an OAuth bearer token alone. Leave email out.',
    ],
    measure: [measure === true && version === 'v6' && 'requires apiVersion v7, since v6 has no results.'],
    waitForRounds: [
      isTooFew && `is too few for conditions: use at least ${threeAgents}, or ${fewAgents} with one or two agents.`,
      rounds !== 0 && version === 'v6' && 'requires apiVersion v7, since v6 has no results to count rounds in.',
      rounds !== 0 && endTime !== undefined && 'cannot be used with endTime: the window would end before the rounds.',
    ],
    takeSnapshot: [
      decidesLater && (failOn ?? warnOn) === undefined && 'onFailure and never require conditions in failOn or warnOn.',
    ],
    failOn: ofConditions(failOn),
    warnOn: [...ofConditions(warnOn), warnsOnUnknown && 'has the line unknown, which belongs in failOn.'],
  }
  return Object.entries(rules).flatMap(([input, messages]) =>
    messages.flatMap(message => (message ? [{ input, message }] : [])),
  )
}

type Values = v.InferOutput<typeof inputsSchema>

function toInputs(values: Values, run: WorkflowRun, succeededAt: Date | undefined, secrets: readonly string[]) {
  const { testId, apiVersion, apiUrl, apiToken, email, aid, measure, ...others } = values
  const { deployedAt: _, comment, prNumber, commentKey, githubToken = '', ...rest } = others
  const api: ApiConfig = { version: apiVersion, baseUrl: apiUrl, credentials: toCredentials(apiToken, email), aid }
  const mode = comment === true ? ('always' as const) : comment
  // Differs between the jobs of a matrix that take snapshots of different tests.
  const defaultKey = [run.workflow, run.job, ...testId].join('\n')
  return {
    ...rest,
    /** API v6 has no results. */
    measure: apiVersion === 'v7' && measure,
    deploy: givenDeploy(values, succeededAt),
    /** Names, patterns, ids and addresses, as written: a line each. */
    testLines: testId,
    api,
    displayName: redact(values.displayName || singleLine(defaultDisplayName(run)), secrets),
    /** `undefined`: no comment is requested. */
    comment: mode === false ? undefined : { mode, prNumber, key: commentKey ?? defaultKey, token: githubToken },
  }
}

/** The time of the deploy. The start of the step is its time if nothing else is given and the step waits for rounds. */
function givenDeploy(
  { deployedAt, waitForRounds }: Pick<Values, 'deployedAt' | 'waitForRounds'>,
  succeededAt: Date | undefined,
): { readonly at?: Date; readonly source: Deploy['source'] } | undefined {
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
