import * as v from 'valibot'
import { type Conditions, parseConditions } from './analysis/conditions.ts'
import { MIN_SECRET_LENGTH } from './redaction.ts'
import { quote, singleLine } from './text.ts'
import { formatIso } from './time.ts'
import { isSecureUrl } from './url.ts'
import { WINDOW_HOURS } from './window.ts'

/** `"abc" is not …`: a message that shows what was given. */
const invalidMessage = (rule: string) => (issue: { input: unknown }) => `${quote(String(issue.input), 100)} ${rule}`

const Bool = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist(['true', 'false', '1', '0'], invalidMessage('is neither true nor false (1 and 0 work, too).')),
  v.transform(text => text === 'true' || text === '1'),
)

const Measure = v.union(
  [v.pipe(v.string(), v.toLowerCase(), v.literal('auto')), Bool],
  invalidMessage('is neither auto, true nor false.'),
)

const MAX_MINUTES = 360
const minutesRule = invalidMessage(`is not a number of minutes from 0 to ${MAX_MINUTES}.`)
const Minutes = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}(\.\d{1,3})?$/, minutesRule),
  v.transform(Number),
  v.maxValue(MAX_MINUTES, minutesRule),
)

const MAX_ROUNDS = 100
const roundsRule = invalidMessage(`is not a number of rounds from 0 to ${MAX_ROUNDS}.`)
const Rounds = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}$/, roundsRule),
  v.transform(Number),
  v.maxValue(MAX_ROUNDS, roundsRule),
)

const numericId = (rule: string) => v.pipe(v.string(), v.regex(/^\d{1,20}$/, invalidMessage(rule)))

/** At least one, without duplicates, in the order given. */
const TestIds = v.pipe(
  v.string(),
  v.transform(text => text.split(/[\s,]+/).filter(part => part !== '')),
  v.minLength(
    1,
    'is empty: give the id of a test, the number behind testId= in the address of its view in ThousandEyes.',
  ),
  v.array(
    v.pipe(
      v.string(),
      v.regex(
        /^(?!0+$)\d{1,20}$/,
        invalidMessage('is not a test id: digits only, and not 0; separate several by commas, blanks or newlines.'),
      ),
    ),
  ),
  v.transform(ids => [...new Set(ids.map(id => id.replace(/^0+(?=\d)/, '')))]),
)

const HOURS = new Map(WINDOW_HOURS.map(hours => [String(hours), hours]))
const Hours = v.pipe(
  v.string(),
  v.transform(text => HOURS.get(text) ?? text),
  v.picklist(WINDOW_HOURS, invalidMessage(`is not a length that ThousandEyes offers: use ${WINDOW_HOURS.join(', ')}.`)),
)

/** What was given is not shown where a password may be in it. */
const ApiUrl = v.pipe(
  v.string(),
  v.check(URL.canParse, 'is not a URL: write it like https://api.thousandeyes.com.'),
  v.transform(text => new URL(text)),
  v.check(
    isSecureUrl,
    ({ input }) =>
      `${quote(`${input.protocol}//${input.host}`, 100)} is not https (http is for loopback addresses only).`,
  ),
  v.check(
    ({ username, password, search, hash }) => username + password + search + hash === '',
    'must not have a user, a password, a query or a fragment: only a host and, where it needs one, a path.',
  ),
  v.check(
    url => !/\/v\d+(\/|$)/i.test(url.pathname),
    ({ input }) =>
      `${quote(`${input.origin}${input.pathname}`, 100)} has a version in it: leave it out, apiVersion says it.`,
  ),
  v.transform(({ origin, pathname }) => `${origin}${withoutTrailingSlashes(pathname)}`),
)

function withoutTrailingSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end--
  return path.slice(0, end)
}

const ISO_WITH_ZONE =
  /^2\d{3}-(?<month>\d\d)-(?<day>\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i

/** A time that exists, from the year 2000 on: `Date` alone reads February 30 as March 2. */
function isIsoTime(text: string): boolean {
  const { month, day } = ISO_WITH_ZONE.exec(text)?.groups ?? {}
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay && !Number.isNaN(Date.parse(text))
}

function invalidTimeMessage({ input }: { readonly input: string }): string {
  return isIsoTime(`${input}Z`)
    ? `${quote(input, 100)} has no time zone: append Z for UTC, or use date -u +%FT%TZ.`
    : `${quote(input, 100)} is not a time in ISO 8601 with a zone, such as 2026-11-23T08:00:00Z.`
}

/** @param clockSkewMs - how far ahead of `now` the clock may be that gave the time */
const pastDate = (now: Date, clockSkewMs = 0) =>
  v.pipe(
    v.string(),
    v.check(isIsoTime, invalidTimeMessage),
    v.transform(text => new Date(text)),
    v.maxValue(
      new Date(now.getTime() + clockSkewMs),
      ({ input }) =>
        `${quote(formatIso(input))} is in the future: the runner's clock says ${formatIso(now)}. Check both.`,
    ),
  )

/** The time of the deploy may come from another runner, whose clock differs. */
const CLOCK_SKEW_MS = 5 * 60_000

/** From the year 2001 on, as `date +%s` prints them. */
const EPOCH_SECONDS = /^[1-9]\d{9}$/

/** As `pastDate`, or in epoch seconds. */
const deployTime = (now: Date) =>
  v.pipe(
    v.string(),
    v.transform(text => (EPOCH_SECONDS.test(text) ? formatIso(new Date(Number(text) * 1000)) : text)),
    pastDate(now, CLOCK_SKEW_MS),
  )

/** A shorter one would be taken for a word, and could neither be masked nor redacted. */
const TOO_SHORT = `is too short for a token: it has fewer than ${MIN_SECRET_LENGTH} characters. Check the secret.`

const ApiToken = v.pipe(
  v.string(),
  v.nonEmpty(
    'is empty, and so is the environment variable TE_TOKEN. Give it a secret of the repository, organization or environment; runs for pull requests from forks and from Dependabot get no secrets.',
  ),
  v.check(text => text === '' || text.length >= MIN_SECRET_LENGTH, TOO_SHORT),
  v.regex(/^[\x21-\x7e]*$/, 'has blanks, line breaks or other characters that no token has: check the secret.'),
)

const Email = v.pipe(
  v.string(),
  v.regex(/^[^\s:@\p{Cc}]+@[^\s:@\p{Cc}]+$/u, 'is not an e-mail address (it is not shown here).'),
)

/** GitHub's API takes the number as a GraphQL `Int`. */
const MAX_GRAPHQL_INT = 2 ** 31 - 1

const NO_PULL_REQUEST = invalidMessage('is not the number of a pull request, such as 14.')

const PullRequestNumber = v.pipe(
  v.string(),
  v.regex(/^#?[1-9]\d{0,9}$/, NO_PULL_REQUEST),
  v.transform(text => Number(text.replace('#', ''))),
  v.maxValue(MAX_GRAPHQL_INT, NO_PULL_REQUEST),
)

/** One condition a line, and `unknown` on a line of its own. */
const ConditionLines = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Conditions => {
    const { value, errors = [] } = parseConditions(dataset.value)
    for (const message of errors) addIssue({ message })
    return value ?? NEVER
  }),
)

/** One schema an input, by its name in action.yml; the defaults are those of an input that is empty. */
export const inputsSchema = (now: Date) =>
  v.object({
    testId: v.optional(TestIds, ''),
    hours: v.optional(Hours, '1'),
    isPublic: v.optional(Bool, 'false'),
    apiToken: v.optional(ApiToken, ''),
    email: v.optional(Email),
    apiVersion: v.optional(
      v.picklist(['v7', 'v6'], invalidMessage('is not a version that this action knows: use v7 or v6.')),
      'v7',
    ),
    apiUrl: v.optional(ApiUrl, 'https://api.thousandeyes.com'),
    aid: v.optional(numericId('is not an account group id: digits only.')),
    displayName: v.optional(v.pipe(v.string(), v.transform(singleLine))),
    endTime: v.optional(pastDate(now)),
    waitForRounds: v.optional(Rounds, '0'),
    waitMinutes: v.optional(Minutes),
    maxWaitMinutes: v.optional(Minutes, '10'),
    dryRun: v.optional(Bool, 'false'),
    measure: v.optional(Measure, 'auto'),
    deployedAt: v.optional(deployTime(now)),
    failOn: v.optional(ConditionLines),
    warnOn: v.optional(ConditionLines),
    takeSnapshot: v.optional(
      v.picklist(['always', 'onFailure'], invalidMessage('is neither always nor onFailure.')),
      'always',
    ),
    comment: v.optional(Bool, 'false'),
    prNumber: v.optional(PullRequestNumber),
    commentKey: v.optional(v.string()),
    summary: v.optional(Bool, 'true'),
    githubToken: v.optional(v.pipe(v.string(), v.minLength(MIN_SECRET_LENGTH, TOO_SHORT))),
  })

export type InputsSchema = ReturnType<typeof inputsSchema>
