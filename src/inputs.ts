import * as v from 'valibot'
import type { Conditions } from './analysis/gate.ts'
import {
  ApiToken,
  ApiUrl,
  Bool,
  Email,
  FailOn,
  Hours,
  invalidMessage,
  Minutes,
  numericId,
  PullRequestNumber,
  pastDate,
  TestIds,
} from './input-schemas.ts'
import { redact, singleLine } from './text.ts'
import type { ApiConfig } from './thousandeyes/api.ts'
import { type Credentials, secretVariants } from './thousandeyes/credentials.ts'
import type { WindowHours } from './window.ts'

/** What the workflow asks for, checked. */
export interface Inputs {
  /** At least one, without duplicates, in the order given. */
  readonly testIds: readonly string[]
  readonly hours: WindowHours
  readonly isPublic: boolean
  readonly api: ApiConfig
  readonly displayName: string
  /** `undefined`: the window ends when the step runs. */
  readonly endTime: Date | undefined
  readonly waitMinutes: number
  readonly maxWaitMinutes: number
  readonly dryRun: boolean
  /** Whether to read the tests' results and alerts. */
  readonly measure: boolean
  /** Splits the window into before and after. */
  readonly deployedAt: Date | undefined
  /** `undefined`: there is no gate. */
  readonly failOn: Conditions | undefined
  /** Whether to write the job summary. */
  readonly summary: boolean
  /** `undefined`: no comment is asked for. */
  readonly comment: CommentInputs | undefined
}

export interface CommentInputs {
  /** `undefined`: to be told from the event. */
  readonly prNumber: number | undefined
  readonly key: string
  /** Empty when the workflow has none. */
  readonly token: string
}

/** Thrown when inputs are wrong: a line for each that is. */
export class InputsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'InputsError'
    this.problems = problems
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The runner that took the time of the deploy may be another one, whose clock is not this one's. */
const CLOCK_SKEW_MS = 5 * 60_000

const schema = (now: Date) =>
  v.pipe(
    v.object({
      testId: v.optional(TestIds, ''),
      hours: v.optional(Hours, '1'),
      isPublic: v.optional(Bool, 'false'),
      apiToken: v.optional(ApiToken, ''),
      email: v.optional(Email),
      apiVersion: v.optional(
        v.picklist(['v7', 'v6'], invalidMessage('is not a version this action knows: use v7 or v6.')),
        'v7',
      ),
      apiUrl: v.optional(ApiUrl, 'https://api.thousandeyes.com'),
      aid: v.optional(numericId('is not an account group id: digits only.')),
      displayName: v.optional(v.pipe(v.string(), v.transform(singleLine))),
      endTime: v.optional(pastDate(now)),
      waitMinutes: v.optional(Minutes, '0'),
      maxWaitMinutes: v.optional(Minutes, '10'),
      dryRun: v.optional(Bool, 'false'),
      measure: v.optional(Bool, 'true'),
      deployedAt: v.optional(pastDate(now, CLOCK_SKEW_MS)),
      failOn: v.optional(FailOn),
      comment: v.optional(Bool, 'false'),
      prNumber: v.optional(PullRequestNumber),
      commentKey: v.optional(v.string()),
      summary: v.optional(Bool, 'true'),
      githubToken: v.optional(v.string(), ''),
    }),
    v.forward(
      v.partialCheck(
        [['email'], ['apiVersion']],
        ({ email, apiVersion }) => email === undefined || apiVersion === 'v6',
        'cannot be used with apiVersion v7, which takes bearer tokens alone: leave email out, or set apiVersion to v6.',
      ),
      ['email'],
    ),
    v.forward(
      v.partialCheck(
        [['testId'], ['apiVersion']],
        ({ testId, apiVersion }) => apiVersion === 'v7' || testId.every(id => Number.isSafeInteger(Number(id))),
        'holds an id that API v6 cannot take: it sends them as numbers, below 2^53.',
      ),
      ['testId'],
    ),
    v.forward(
      v.partialCheck(
        [['failOn'], ['measure']],
        ({ failOn, measure }) => failOn === undefined || measure,
        'needs measure: true, since it looks at the measurements.',
      ),
      ['failOn'],
    ),
    v.forward(
      v.partialCheck(
        [['failOn'], ['apiVersion']],
        ({ failOn, apiVersion }) => failOn === undefined || apiVersion === 'v7',
        'needs apiVersion v7: v6 gives no measurements.',
      ),
      ['failOn'],
    ),
    v.forward(
      v.partialCheck(
        [['failOn'], ['deployedAt']],
        ({ failOn, deployedAt }) => deployedAt !== undefined || !failOn?.conditions.some(({ relative }) => relative),
        'asks for a change against before the deploy: say in deployedAt when that was.',
      ),
      ['failOn'],
    ),
    v.forward(
      v.partialCheck(
        [['failOn'], ['deployedAt'], ['endTime']],
        ({ failOn, deployedAt, endTime }) =>
          failOn === undefined || deployedAt === undefined || endTime === undefined || endTime > deployedAt,
        'is not after deployedAt, so that failOn would find nothing after the deploy.',
      ),
      ['endTime'],
    ),
  )

/** The variables that stand in for an empty input; the ThousandEyes command line reads the same. */
const VARIABLES: Readonly<Record<string, string>> = { apiToken: 'TE_TOKEN', apiUrl: 'TE_BASE_URL' }

/**
 * Reads the step's inputs; an empty one counts as not given, since an expression in a workflow often comes out empty.
 *
 * @param getInput - the text of an input, trimmed
 * @param mask - is told every secret before anything else happens
 * @throws InputsError with a line for each wrong input
 */
export function readInputs(
  getInput: (name: string) => string,
  env: Environment,
  now: Date,
  mask: (secret: string) => void,
): Inputs {
  const given = (name: string) => getInput(name) || env[VARIABLES[name] ?? '']?.trim() || undefined
  const [apiToken, email, githubToken] = [given('apiToken'), given('email'), given('githubToken')]
  const secrets = [
    ...(apiToken === undefined ? [] : secretVariants(credentialsOf(apiToken, email))),
    ...(githubToken === undefined ? [] : secretVariants(credentialsOf(githubToken, undefined))),
  ]
  for (const secret of secrets) mask(secret)

  const Schema = schema(now)
  const { success, output, issues } = v.safeParse(
    Schema,
    Object.fromEntries(Object.keys(Schema.entries).map(name => [name, given(name)])),
  )
  if (!success) {
    throw new InputsError(issues.map(({ path, message }) => redact(`Input ${path?.[0]?.key}: ${message}`, secrets)))
  }
  const { hours, isPublic, endTime, waitMinutes, maxWaitMinutes, dryRun, measure, deployedAt, failOn, summary } = output
  return {
    testIds: output.testId,
    hours,
    isPublic,
    api: {
      version: output.apiVersion,
      baseUrl: output.apiUrl,
      credentials: credentialsOf(output.apiToken, output.email),
      aid: output.aid,
    },
    displayName: redact(output.displayName || singleLine(defaultDisplayName(env)), secrets),
    endTime,
    waitMinutes,
    maxWaitMinutes,
    dryRun,
    measure,
    deployedAt,
    failOn,
    summary,
    comment: output.comment
      ? {
          prNumber: output.prNumber,
          key: output.commentKey ?? defaultCommentKey(env, output.testId),
          token: output.githubToken,
        }
      : undefined,
  }
}

function credentialsOf(token: string, email: string | undefined): Credentials {
  return email === undefined ? { kind: 'bearer', token } : { kind: 'basic', email, token }
}

/** `{owner}/{repo}@{sha7} · {workflow} #{run number}` */
function defaultDisplayName(env: Environment): string {
  const { GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_WORKFLOW, GITHUB_RUN_NUMBER } = env
  return `${GITHUB_REPOSITORY}@${GITHUB_SHA?.slice(0, 7)} · ${GITHUB_WORKFLOW} #${GITHUB_RUN_NUMBER}`
}

/** Different for every cell of a matrix that takes snapshots of its own tests. */
function defaultCommentKey({ GITHUB_WORKFLOW, GITHUB_JOB }: Environment, testIds: readonly string[]): string {
  return [GITHUB_WORKFLOW, GITHUB_JOB, ...testIds].join('\n')
}
