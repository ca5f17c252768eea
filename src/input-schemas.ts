import * as v from 'valibot'
import type { Conditions } from './analysis/conditions.ts'
import { parseConditions } from './analysis/parse-conditions.ts'
import { isSecureUrl } from './http.ts'
import { MIN_SECRET_LENGTH } from './redaction.ts'
import { quote, singleLine, unquoted } from './text.ts'
import { formatIso } from './time.ts'
import { WINDOW_HOURS } from './window.ts'

/** `"abc" is not …`: a message that shows what was given. */
const invalidMessage = (rule: string) => (issue: { input: unknown }) => `${quote(String(issue.input), 100)} ${rule}`

const Bool = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist(['true', 'false', '1', '0'], invalidMessage('is neither true nor false (1 and 0 work, too).')),
  v.transform(text => text === 'true' || text === '1'),
)

/** One of some words, whatever the case. */
const oneOf = <const Word extends string>(words: readonly Word[], rule: string) =>
  v.pipe(
    v.string(),
    v.transform(text => words.find(word => word.toLowerCase() === text.toLowerCase()) ?? text),
    v.picklist(words, invalidMessage(rule)),
  )

/** A word or a boolean, whatever the case. */
const boolOr = <const Word extends string>(word: Word, rule: string) =>
  v.union([Bool, oneOf([word], rule)], invalidMessage(rule))

const numberUpTo = (max: number, noun: string, pattern: RegExp) => {
  const message = invalidMessage(`must be a number of ${noun} from 0 to ${max}, without a unit.`)
  return v.pipe(v.string(), v.regex(pattern, message), v.transform(Number), v.maxValue(max, message))
}

/** What the tests are called, a line each; `findTests` finds them. */
const TestLines = v.pipe(
  v.string(),
  v.regex(/^(?!\s*\[\s*")/, 'is a JSON list: write one test a line, or join the list with join(fromJSON(…)).'),
  v.transform(text =>
    text
      .split(/[\r\n]+/)
      .map(line => unquoted(line.trim().replace(/^-\s+/, '')))
      .filter(line => line !== ''),
  ),
  v.minLength(1, 'is empty: give the name of a test, or its id, the number after testId= in the address of its view.'),
)

const Hours = v.pipe(
  v.string(),
  v.transform(text => WINDOW_HOURS.find(hours => String(hours) === text) ?? text),
  v.picklist(
    WINDOW_HOURS,
    invalidMessage(`is not a length that ThousandEyes offers: use ${WINDOW_HOURS.join(', ')}, without a unit.`),
  ),
)

/** The message doesn't show what may hold a password. */
const ApiUrl = v.pipe(
  v.string(),
  // Without slashes, the name of a host before its port would be a scheme.
  v.check(
    text => text.includes('://') && URL.canParse(text),
    'is not a URL: write it like https://api.thousandeyes.com.',
  ),
  v.transform(text => new URL(text)),
  v.check(
    ({ href }) => isSecureUrl(href),
    ({ input }) =>
      `${quote(`${input.protocol}//${input.host}`, 100)} is not https (http is for loopback addresses only).`,
  ),
  v.check(
    url => !/\/v\d+(\/|$)/i.test(url.pathname),
    ({ input }) => `${quote(`${input.origin}${input.pathname}`, 100)} has a version: leave it out, and set apiVersion.`,
  ),
  v.transform(({ origin, pathname }) => `${origin}${pathname.replace(/\/$/, '')}`),
)

/** From the year 2000 on. */
const ISO_WITH_ZONE = /^2\d{3}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i

const isIsoTime = (text: string) => ISO_WITH_ZONE.test(text) && !Number.isNaN(Date.parse(text))

/** As ISO 8601, `date +%s` or git prints it. `planWindow` refuses a time in the future, by the service's clock. */
const Time = v.pipe(
  v.string(),
  v.regex(
    /^(?![1-9]\d{12}$)/,
    ({ input }) => `${quote(input)} is in milliseconds: use seconds, ${input.slice(0, 10)}, as date +%s prints them.`,
  ),
  v.transform(text => (/^[1-9]\d{9}$/.test(text) ? formatIso(new Date(Number(text) * 1000)) : text)),
  v.transform(text => text.replace(/ (?=\d\d:)/, 'T').replace(/ (?=[+-]\d|Z$)/i, '')),
  v.check(isIsoTime, ({ input }) =>
    isIsoTime(`${input}Z`)
      ? `${quote(input, 100)} has no time zone: append Z for UTC, or use date -u +%FT%TZ.`
      : `${quote(input, 100)} is not a time in ISO 8601 with a zone, such as 2026-11-23T08:00:00Z, or epoch seconds.`,
  ),
  v.transform(text => new Date(text)),
)

const Token = v.pipe(
  v.string(),
  v.regex(/^(?!bearer\s)/i, 'begins with "Bearer": give the token alone.'),
  v.regex(/^(?!["'])/, 'has quotation marks around it: store the token without them.'),
  v.minLength(
    MIN_SECRET_LENGTH,
    `is too short for a token: it has fewer than ${MIN_SECRET_LENGTH} characters. Check the secret.`,
  ),
  v.regex(/^[\x21-\x7e]*$/, 'has spaces, newlines or other characters that no token has. Check the secret.'),
)

const ApiToken = v.pipe(
  v.string(),
  v.nonEmpty(
    'is empty, and so is the environment variable TE_TOKEN. Set it to a secret. Runs for pull requests from forks and from Dependabot get no secrets.',
  ),
  Token,
)

const ApiVersion = v.pipe(
  v.string(),
  v.transform(text => text.replace(/^\d$/, 'v$&')),
  oneOf(['v7', 'v6'], 'is not a supported version: use v7 or v6.'),
)

const Email = v.pipe(
  v.string(),
  v.regex(/^[^\s:@\p{Cc}]+@[^\s:@\p{Cc}]+$/u, 'is not an e-mail address (it is not shown here).'),
)

/** Up to nine digits: GraphQL takes the number as an `Int`. */
const PullRequestNumber = v.pipe(
  v.string(),
  v.regex(/^#?[1-9]\d{0,8}$/, invalidMessage('is not the number of a pull request, such as 14.')),
  v.transform(text => Number(text.replace('#', ''))),
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

/** One schema for each input, by its name in action.yml; the defaults are those of an empty input. */
export const inputsSchema = v.object({
  testId: v.optional(TestLines, ''),
  hours: v.optional(Hours),
  isPublic: v.optional(Bool, 'false'),
  apiToken: v.optional(ApiToken, ''),
  email: v.optional(Email),
  apiVersion: v.optional(ApiVersion, 'v7'),
  apiUrl: v.optional(ApiUrl, 'https://api.thousandeyes.com'),
  aid: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,20}$/, invalidMessage('is not the id of an account group: use digits only.'))),
  ),
  displayName: v.optional(v.pipe(v.string(), v.transform(singleLine))),
  endTime: v.optional(Time),
  waitForRounds: v.optional(numberUpTo(100, 'rounds', /^\d{1,3}$/), '0'),
  timeoutMinutes: v.optional(numberUpTo(360, 'minutes', /^\d{1,3}(\.\d{1,3})?$/)),
  dryRun: v.optional(Bool, 'false'),
  measure: v.optional(boolOr('auto', 'is neither auto, true nor false.'), 'auto'),
  deployedAt: v.optional(Time),
  failOn: v.optional(ConditionLines),
  warnOn: v.optional(ConditionLines),
  takeSnapshot: v.optional(
    oneOf(['always', 'onFailure', 'never'], 'is neither always, onFailure nor never.'),
    'always',
  ),
  comment: v.optional(boolOr('onFailure', 'is neither true, false nor onFailure.'), 'false'),
  prNumber: v.optional(PullRequestNumber),
  commentKey: v.optional(v.string()),
  githubToken: v.optional(Token),
})
