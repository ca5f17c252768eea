import * as v from 'valibot'
import { type Condition, parseCondition } from './analysis/conditions.ts'
import type { Conditions } from './analysis/gate.ts'
import { conditionErrorMessage } from './messages.ts'
import { quote } from './text.ts'
import { formatIso } from './time.ts'
import { WINDOW_HOURS } from './window.ts'

const MAX_MINUTES = 360
const UNKNOWN = 'unknown'
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Says what is allowed, behind what was given. */
export const invalidMessage = (rule: string) => (issue: { input: unknown }) =>
  `${quote(String(issue.input), 100)} ${rule}`

export const Bool = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist(['true', 'false', '1', '0'], invalidMessage('is neither true nor false (1 and 0 work, too).')),
  v.transform(text => text === 'true' || text === '1'),
)

const minutesRule = invalidMessage(`is not a number of minutes from 0 to ${MAX_MINUTES}.`)
export const Minutes = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}(\.\d{1,3})?$/, minutesRule),
  v.transform(Number),
  v.maxValue(MAX_MINUTES, minutesRule),
)

export const numericId = (rule: string) => v.pipe(v.string(), v.regex(/^\d{1,20}$/, invalidMessage(rule)))

export const TestIds = v.pipe(
  v.string(),
  v.transform(text => text.split(/[\s,]+/).filter(part => part !== '')),
  v.minLength(
    1,
    'is empty: give the id of a test, the number behind testId= in the address of its view in ThousandEyes.',
  ),
  v.array(numericId('is not a test id: digits only; separate several by commas, blanks or newlines.')),
  v.transform(ids => [...new Set(ids.map(id => id.replace(/^0+(?=\d)/, '')))]),
)

const HOURS = new Map(WINDOW_HOURS.map(hours => [String(hours), hours]))
export const Hours = v.pipe(
  v.string(),
  v.transform(text => HOURS.get(text) ?? text),
  v.picklist(WINDOW_HOURS, invalidMessage(`is not a length that ThousandEyes offers: use ${WINDOW_HOURS.join(', ')}.`)),
)

/** What was given is not repeated where a password may stand in it. */
export const ApiUrl = v.pipe(
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
    url => !/\/v\d+(\/|$)/i.test(url.pathname),
    ({ input }) => `${quote(input.href, 100)} names a version: leave it out, apiVersion says it.`,
  ),
  v.transform(({ origin, pathname }) => `${origin}${pathname}`.replace(/\/+$/, '')),
)

const ISO_WITH_ZONE =
  /^2\d{3}-(?<month>\d\d)-(?<day>\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i

/** A moment that is in the calendar, from the year 2000 on: `Date` alone takes February 30 for March 2. */
function isIsoTime(text: string): boolean {
  const { month, day } = ISO_WITH_ZONE.exec(text)?.groups ?? {}
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay && !Number.isNaN(Date.parse(text))
}

/** @param leewayMs - how far ahead of `now` the clock may be that gave the time */
export const pastDate = (now: Date, clockSkewMs = 0) =>
  v.pipe(
    v.string(),
    v.check(isIsoTime, invalidMessage('is not a time in ISO 8601 with a zone, such as 2026-11-23T08:00:00Z.')),
    v.transform(text => new Date(text)),
    v.maxValue(
      new Date(now.getTime() + clockSkewMs),
      ({ input }) => `${quote(formatIso(input))} is in the future: it must be present or past.`,
    ),
  )

export const ApiToken = v.pipe(
  v.string(),
  v.nonEmpty(
    'is empty, and so is the environment variable TE_TOKEN. Give it a secret of the repository, organization or environment; runs for pull requests from forks and from Dependabot get no secrets.',
  ),
  v.regex(/^[\x21-\x7e]*$/, 'holds blanks, line breaks or other characters that no token has: check the secret.'),
)

export const Email = v.pipe(
  v.string(),
  v.regex(/^[^\s:@\p{Cc}]+@[^\s:@\p{Cc}]+$/u, 'is not an e-mail address (it is not shown here).'),
)

const pullRequestRule = invalidMessage('is not the number of a pull request.')
export const PullRequestNumber = v.pipe(v.string(), v.regex(/^[1-9]\d{0,9}$/, pullRequestRule), v.transform(Number))

/** One condition a line, and `unknown` on a line of its own. */
export const FailOn = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Conditions => {
    const lines = dataset.value.split(/[\r\n]+/).map(line => line.trim())
    const conditionLines = lines.filter(line => line !== '' && line !== UNKNOWN)
    const conditions: Condition[] = []
    for (const line of conditionLines) {
      const { value, error } = parseCondition(line)
      if (error === undefined) conditions.push(value)
      else addIssue({ message: conditionErrorMessage(line, error) })
    }
    if (conditionLines.length === 0) addIssue({ message: 'holds no condition, such as loss > 1%.' })
    const isValid = conditions.length > 0 && conditions.length === conditionLines.length
    return isValid ? { conditions, failOnUnknown: lines.includes(UNKNOWN) } : NEVER
  }),
)
