import * as v from 'valibot'
import { isoSeconds } from './clock.ts'
import { quote, redact, singleLine } from './text.ts'
import { type Credentials, secretForms } from './thousandeyes/credentials.ts'
import type { Service } from './thousandeyes/service.ts'
import { WINDOW_HOURS, type WindowHours } from './window.ts'

/** What the workflow asks for, checked. */
export interface Inputs {
  /** At least one, without duplicates, in the order given. */
  readonly testIds: readonly string[]
  readonly hours: WindowHours
  readonly isPublic: boolean
  readonly service: Service
  readonly displayName: string
  /** `undefined`: the window ends when the step runs. */
  readonly endTime: Date | undefined
  readonly waitMinutes: number
  readonly maxWaitMinutes: number
  readonly dryRun: boolean
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

const MAX_MINUTES = 360
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

const NO_TOKEN =
  'is empty, and so is the environment variable TE_TOKEN. Give it a secret of the repository, organization or environment; runs for pull requests from forks and from Dependabot get no secrets.'

/** Says what is allowed, behind what was given. */
const allowed = (rule: string) => (issue: { input: unknown }) => `${quote(String(issue.input), 100)} ${rule}`

const Flag = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist(['true', 'false', '1', '0'], allowed('is neither true nor false (1 and 0 work, too).')),
  v.transform(text => text === 'true' || text === '1'),
)

const minutesRule = allowed(`is not a number of minutes from 0 to ${MAX_MINUTES}.`)
const Minutes = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}(\.\d{1,3})?$/, minutesRule),
  v.transform(Number),
  v.maxValue(MAX_MINUTES, minutesRule),
)

const digits = (rule: string) => v.pipe(v.string(), v.regex(/^\d{1,20}$/, allowed(rule)))

const TestIds = v.pipe(
  v.string(),
  v.transform(text => [...new Set(text.split(/[\s,]+/).filter(part => part !== ''))]),
  v.minLength(
    1,
    'is empty: give the id of a test, the number behind testId= in the address of its view in ThousandEyes.',
  ),
  v.array(digits('is not a test id: digits only; separate several by commas, blanks or newlines.')),
)

const HOURS = new Map(WINDOW_HOURS.map(hours => [String(hours), hours]))
const Hours = v.pipe(
  v.string(),
  v.transform(text => HOURS.get(text) ?? text),
  v.picklist(WINDOW_HOURS, allowed(`is not a length that ThousandEyes offers: use ${WINDOW_HOURS.join(', ')}.`)),
)

/** What was given is not repeated where a password may stand in it. */
const ApiUrl = v.pipe(
  v.string(),
  v.check(URL.canParse, 'is not a URL: write it like https://api.thousandeyes.com.'),
  v.transform(text => new URL(text)),
  v.check(
    url => url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)),
    ({ input }) =>
      `${quote(`${input.protocol}//${input.host}`, 100)} is not https (http is for loopback addresses alone).`,
  ),
  v.check(
    ({ username, password, search, hash }) => username + password + search + hash === '',
    'must not hold a user, a password, a query or a fragment: only a host and, where it needs one, a path.',
  ),
  v.check(
    url => !/\/v\d+(\/|$)/.test(url.pathname),
    ({ input }) => `${quote(input.href, 100)} names a version: leave it out, apiVersion says it.`,
  ),
  v.transform(({ origin, pathname }) => `${origin}${pathname}`.replace(/\/+$/, '')),
)

const ISO_WITH_ZONE =
  /^\d{4}-(?<month>\d\d)-(?<day>\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i

/** A moment that is in the calendar: `Date` alone takes February 30 for March 2. */
function isIsoTime(text: string): boolean {
  const { month, day } = ISO_WITH_ZONE.exec(text)?.groups ?? {}
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay && !Number.isNaN(Date.parse(text))
}

const pastTime = (now: Date) =>
  v.pipe(
    v.string(),
    v.check(isIsoTime, allowed('is not a time in ISO 8601 with a zone, such as 2026-11-23T08:00:00Z.')),
    v.transform(text => new Date(text)),
    v.maxValue(now, ({ input }) => `${quote(isoSeconds(input))} is in the future: it must be present or past.`),
  )

const schema = (now: Date) =>
  v.pipe(
    v.object({
      testId: v.optional(TestIds, ''),
      hours: v.optional(Hours, '1'),
      isPublic: v.optional(Flag, 'false'),
      apiToken: v.pipe(
        v.optional(v.string(), ''),
        v.nonEmpty(NO_TOKEN),
        v.regex(/^[\x21-\x7e]*$/, 'holds blanks, line breaks or other characters that no token has: check the secret.'),
      ),
      email: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[^\s:@\p{Cc}]+@[^\s:@\p{Cc}]+$/u, 'is not an e-mail address (it is not shown here).'),
        ),
      ),
      apiVersion: v.optional(
        v.picklist(['v7', 'v6'], allowed('is not a version this action knows: use v7 or v6.')),
        'v7',
      ),
      apiUrl: v.optional(ApiUrl, 'https://api.thousandeyes.com'),
      aid: v.optional(digits('is not an account group id: digits only.')),
      displayName: v.string(),
      endTime: v.optional(pastTime(now)),
      waitMinutes: v.optional(Minutes, '0'),
      maxWaitMinutes: v.optional(Minutes, '10'),
      dryRun: v.optional(Flag, 'false'),
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
  )

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
  const given = (name: string, variable?: string) => getInput(name) || (variable && env[variable]?.trim()) || undefined
  const [apiToken, email] = [given('apiToken', 'TE_TOKEN'), given('email')]
  const secrets = apiToken === undefined ? [] : secretForms(credentialsOf(apiToken, email))
  for (const secret of secrets) mask(secret)

  const { success, output, issues } = v.safeParse(schema(now), {
    testId: given('testId'),
    hours: given('hours'),
    isPublic: given('isPublic'),
    apiToken,
    email,
    apiVersion: given('apiVersion'),
    apiUrl: given('apiUrl', 'TE_BASE_URL'),
    aid: given('aid'),
    displayName: redact(singleLine(given('displayName') ?? defaultDisplayName(env)), secrets),
    endTime: given('endTime'),
    waitMinutes: given('waitMinutes'),
    maxWaitMinutes: given('maxWaitMinutes'),
    dryRun: given('dryRun'),
  })
  if (!success) {
    throw new InputsError(issues.map(({ path, message }) => redact(`Input ${path?.[0]?.key}: ${message}`, secrets)))
  }
  const { testId: testIds, apiVersion: version, apiUrl: baseUrl, aid, ...rest } = output
  const service = { version, baseUrl, credentials: credentialsOf(output.apiToken, output.email), aid }
  const { hours, isPublic, displayName, endTime, waitMinutes, maxWaitMinutes, dryRun } = rest
  return { testIds, hours, isPublic, service, displayName, endTime, waitMinutes, maxWaitMinutes, dryRun }
}

function credentialsOf(token: string, email: string | undefined): Credentials {
  return email === undefined ? { kind: 'bearer', token } : { kind: 'basic', email, token }
}

/** `{owner}/{repo}@{sha7} · {workflow} #{run number}` */
function defaultDisplayName(env: Environment): string {
  const { GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_WORKFLOW, GITHUB_RUN_NUMBER } = env
  return `${GITHUB_REPOSITORY}@${GITHUB_SHA?.slice(0, 7)} · ${GITHUB_WORKFLOW} #${GITHUB_RUN_NUMBER}`
}
