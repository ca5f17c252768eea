import { describe, expect, it } from '@jest/globals'
import * as v from 'valibot'
import { manualClock } from '../sandbox/clock.ts'
import { parseCondition } from '../src/analysis/conditions.ts'
import { describeError } from '../src/github/errors.ts'
import { resolvePullRequest } from '../src/github/event.ts'
import { workflowRun } from '../src/github/run.ts'
import { readInputs } from '../src/inputs.ts'
import { createSafeLogger } from '../src/log.ts'
import { variantsOf } from '../src/redaction.ts'
import { codeSpan, link, tableRow } from '../src/report/markdown.ts'
import { parseJson, quote, singleLine } from '../src/text.ts'
import { v6 } from '../src/thousandeyes/api-v6.ts'
import { v7 } from '../src/thousandeyes/api-v7.ts'
import type { ApiConfig } from '../src/thousandeyes/config.ts'
import { errorText, missingLinkMessage } from '../src/thousandeyes/errors.ts'
import { hideShareLinks, lastSegment, serviceLink } from '../src/thousandeyes/links.ts'
import { RateLimiter } from '../src/thousandeyes/rate-limiter.ts'
import { IsoTime } from '../src/time.ts'
import { cpuMsOf } from './helpers.ts'

const TOKEN = 'a-token-0123456789'
const SECRETS = variantsOf(TOKEN)
const LINK = 'https://app.thousandeyes.com/'
const NOW = new Date('2026-11-23T08:37:42Z')

const api: ApiConfig = {
  version: 'v7',
  baseUrl: 'https://api.thousandeyes.com',
  credentials: { kind: 'bearer', token: TOKEN },
  aid: undefined,
}
const request = { testId: '1', displayName: 'Deploy', window: { from: NOW, to: NOW }, isPublic: false }

const ignore = () => {}
const log = createSafeLogger({ info: ignore, notice: ignore, warning: ignore, error: ignore, debug: ignore }, SECRETS)

/** An input is a variable, which Linux limits to 128 KiB. */
const MAX_INPUT_SIZE = 64 * 1024

const NO_RUN = workflowRun({ env: {}, readFile: () => '' })

function readHostileInputs(given: string): void {
  const text = given.slice(-MAX_INPUT_SIZE)
  const getInput = (name: string) => (name.endsWith('Token') ? TOKEN : name === 'email' ? '' : text)
  const core = {
    ...log,
    getInput,
    setSecret: ignore,
    setOutput: ignore,
    startGroup: ignore,
    endGroup: ignore,
    writeSummary: async () => {},
  }
  expect(() => readInputs({ core, env: {}, clock: manualClock(NOW) }, NO_RUN, ignore)).toThrow()
}

function noteHostileHeaders(text: string): void {
  const clock = manualClock(NOW)
  const headers = { [`x-${text}-rate-limit-remaining`]: text, 'retry-after': text, date: text }
  new RateLimiter({ clock, random: () => 0 }).note('read', { kind: 'response', status: 429, headers, body: '' }, 0)
}

/** Whatever text from outside goes through. */
const PARSERS: readonly (readonly [name: string, parse: (text: string) => unknown])[] = [
  ['inputs', readHostileInputs],
  ['headers', noteHostileHeaders],
  ['the log', log.info],
  ['singleLine', singleLine],
  ['quote', text => quote(text)],
  ['parseJson', parseJson],
  ['hideShareLinks', hideShareLinks],
  ['errorText of a page', text => errorText({ status: 502, body: `<html><title${text}` })],
  [
    'errorText of JSON',
    text => errorText({ status: 400, body: JSON.stringify({ title: text, errors: [{ message: text }] }) }),
  ],
  [
    'missingLinkMessage',
    body => missingLinkMessage({ kind: 'response', status: 201, headers: {}, body }, v7.linkField, request),
  ],
  ['lastSegment', lastSegment],
  ['lastSegment of a link', text => lastSegment(`${LINK}${text}`)],
  ['serviceLink', text => v.safeParse(serviceLink(api), `${LINK}${text}`)],
  ['IsoTime', text => v.safeParse(IsoTime, `2026-11-23T08:37:42.${text}`)],
  ['v7.parseResponse', text => v7.parseResponse(hostileV7(text), api)],
  [
    'v6.parseResponse',
    text => v6.parseResponse({ link: { linkId: text, shareDate: text, viewUrl: LINK + text } }, api),
  ],
  ['parseCondition', parseCondition],
  ['parseCondition of a limit', text => parseCondition(`loss > ${text}`)],
  ['resolvePullRequest', text => resolvePullRequest(mergeGroup(text), undefined)],
  ['workflowRun', text => workflowRun({ env: { GITHUB_REPOSITORY: text, GITHUB_SHA: text }, readFile: () => text })],
  ['describeError of GitHub', text => describeGitHubError(text)],
  ['codeSpan', text => codeSpan(text)],
  ['tableRow', text => tableRow([text])],
  ['link', text => link('label', `${LINK}${text}`)],
]

function hostileV7(text: string) {
  const test = { testName: text, type: text, _links: { testResults: [{ href: text }] } }
  return { id: text, shareDate: text, test, _links: { appLink: { href: LINK + text } } }
}

function mergeGroup(text: string) {
  const payload = { merge_group: { head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${text}` } }
  return { name: 'merge_group', payload, sha: undefined }
}

function describeGitHubError(text: string): string {
  const headers = { location: text, 'retry-after': text, 'x-ratelimit-reset': text }
  const response = {
    kind: 'response',
    status: 403,
    headers,
    data: { message: text, errors: [{ message: text }] },
  } as const
  const pullRequest = { kind: 'number', number: 1 } as const
  const repository = { owner: 'octo-shop', name: 'storefront' }
  const context = { apiUrl: 'https://api.github.com', token: TOKEN, repository, pullRequest, fromFork: false }
  return describeError(response, { ...context, now: new Date(0) })
}

/** A host of letters that all differ, which takes quadratic time to write in ASCII, as URLs do. */
const WIDE_HOST = ` https://${String.fromCodePoint(...Array.from({ length: 3_000 }, (_, index) => 0x4e00 + index))}`

/** What expressions and loops repeat, begin with or look for. */
const UNITS = [
  ...[
    '<',
    '<a ',
    '</',
    '<style',
    '<style></style>',
    '<script>',
    '>',
    '/',
    '/1',
    '/..',
    '/v1',
    '/pr-1-a',
    '\\',
    '\\u',
    '\\u{',
    '\\u{0',
    '\\"',
    '%u00',
    '","',
    '\\|',
    '|',
  ],
  ...[
    '%',
    '%25',
    '%2d',
    '&',
    '&amp;',
    '&#0',
    '&#x0',
    '&amp',
    '`',
    '``a',
    '=',
    ' ',
    '\t',
    ' a',
    '\n',
    '\u202e',
    '\ud800',
    'İ',
  ],
  ...['0', '1', '1.', 'a', 'Z', '@', 'a@', '-', ':', '::', '##[', '[', '{"a":', '"', ',', '1,', 'share.', 'share.a.'],
  ...[WIDE_HOST, 'a-token-012345678', '2026-11-23T', 'rate limi', 'is locke'],
]

/** The first ones show in seconds what is quadratic, where the last would take many minutes. */
const SIZES = [64, 256, 1024].map(kib => kib * 1024)

/** Many times what the slowest takes. */
const MAX_CPU_MS = 4_000

describe('1 MiB of any text from outside takes linear time', () => {
  it.each(PARSERS)('in %s', (_, parse) => {
    for (const unit of UNITS) {
      for (const size of SIZES) {
        // The end keeps an expression from matching, which makes a quadratic one try again from every place.
        const text = `${unit.repeat(size / unit.length)}!`
        const isSlow = cpuMsOf(() => parse(text)) > MAX_CPU_MS
        expect({ unit, size, isSlow }).toEqual({ unit, size, isSlow: false })
      }
    }
  })
})
