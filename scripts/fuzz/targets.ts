/** What is fuzzed, and what has to hold for every case. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import * as v from 'valibot'
import { readActionYml } from '../../sandbox/action-yml.ts'
import { manualClock } from '../../sandbox/clock.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { parseCondition } from '../../src/analysis/conditions.ts'
import type { Core } from '../../src/context.ts'
import type { GitHubClient } from '../../src/github/client.ts'
import { describeError as describeGitHubError } from '../../src/github/errors.ts'
import { isForkRun, resolvePullRequest } from '../../src/github/event.ts'
import { findPullRequest } from '../../src/github/pull-request.ts'
import { workflowRun } from '../../src/github/run.ts'
import type { HttpResult } from '../../src/http.ts'
import { InputsError, readInputs } from '../../src/inputs.ts'
import type { Log } from '../../src/log.ts'
import { planComment } from '../../src/report/history.ts'
import { readAlerts } from '../../src/thousandeyes/alerts.ts'
import { v6 } from '../../src/thousandeyes/api-v6.ts'
import { v7 } from '../../src/thousandeyes/api-v7.ts'
import { requestWithRetry } from '../../src/thousandeyes/client.ts'
import { type ApiConfig, secretVariants } from '../../src/thousandeyes/config.ts'
import { describeError, missingLinkMessage } from '../../src/thousandeyes/errors.ts'
import { serviceLink } from '../../src/thousandeyes/links.ts'
import { RESULT_KINDS, type ResultKind } from '../../src/thousandeyes/metrics.ts'
import { ReadError } from '../../src/thousandeyes/paginate.ts'
import { RateLimiter } from '../../src/thousandeyes/rate-limiter.ts'
import { readResults } from '../../src/thousandeyes/results.ts'
import { createSnapshotRequest } from '../../src/thousandeyes/snapshots.ts'
import { readTests } from '../../src/thousandeyes/tests.ts'
import { serviceClock } from '../../src/time.ts'
import { almost, almostBody, almostJson, anyHeaders, anyStatus, anyText } from './arbitraries.ts'
import { API_URL, ERRORS, EVENTS, GITHUB_ANSWERS, HISTORY, INPUTS, kindOf, NOW, recordAnswers } from './samples.ts'

export interface Target {
  readonly name: string
  /** How many cases a round has. */
  readonly runs: number
  readonly check: (parameters: fc.Parameters<unknown>) => Promise<fc.RunDetails<unknown>>
}

/** Enough for an answer of a mebibyte on a busy machine; quadratic time takes minutes. */
const MAX_CPU_MS = 4_000

function target<T>(
  name: string,
  runs: number,
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => unknown | Promise<unknown>,
): Target {
  const property = fc.asyncProperty(arbitrary, async value => {
    const before = process.cpuUsage()
    await check(value)
    const { user, system } = process.cpuUsage(before)
    assert.ok((user + system) / 1000 < MAX_CPU_MS, `took ${(user + system) / 1000} ms of processor time`)
  })
  return { name, runs, check: async parameters => await fc.check(property, parameters) }
}

const ANSWERS = await recordAnswers()

const TOKEN = 'q7+Zk/3w_"\\%-fX9tLmB0c.a~'
const GITHUB_TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const api: ApiConfig = {
  version: 'v7',
  baseUrl: API_URL,
  credentials: { kind: 'bearer', token: TOKEN },
  aid: undefined,
}
const secrets = [...secretVariants(api.credentials), ...secretVariants({ kind: 'bearer', token: GITHUB_TOKEN })]
const window = { from: new Date('2026-11-23T07:37:00Z'), to: new Date('2026-11-23T08:37:00Z') }
const snapshotRequest = { testId: '281474976710706', displayName: 'Deploy 42', window, isPublic: false }
const silent: Log = { info() {}, notice() {}, warning() {}, error() {}, debug() {} }
const { signal } = new AbortController()

function assertOneLine(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no line may have
  assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
}

function assertNoSecret(text: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${text.slice(0, 1_000)} has the secret ${secret}`)
}

function assertServiceLink(url: string): void {
  const { protocol, hostname, username, password } = new URL(url)
  assert.match(`${protocol}//${hostname}`, /^https:\/\/([^/]+\.)?thousandeyes\.com\.?$/)
  assert.equal(username + password, '')
}

/** Whether an error is one that the function documents. */
function assertKind(error: unknown, Kind: typeof ReadError | typeof InputsError): void {
  if (!(error instanceof Kind)) throw error
}

/** What a service answers to the requests of one list or step, one after the other, and then again and again. */
const answersTo = (samples: readonly unknown[]) =>
  fc.array(fc.record({ status: anyStatus, headers: anyHeaders, body: almostBody(samples) }), {
    minLength: 1,
    maxLength: 3,
  })
type Answers = readonly { readonly status: number; readonly headers: Record<string, string>; readonly body: string }[]

function service(answers: Answers) {
  let requests = 0
  const next = (): HttpResult => {
    const { status = 404, headers = {}, body = '' } = answers[requests++ % answers.length] ?? {}
    return { kind: 'response', status, headers, body }
  }
  const clock = serviceClock(manualClock(NOW))
  const context = { clock, log: silent, signal, random: () => 0.5, sendRequest: async () => next() }
  return { ...context, rateLimiter: new RateLimiter(context), deadlineMs: 120_000 }
}

const snapshots = (
  [
    ['v7', v7],
    ['v6', v6],
  ] as const
).map(([version, adapter]) => {
  const config = { ...api, version }
  const samples = version === 'v7' ? ANSWERS.snapshotV7 : ANSWERS.snapshotV6
  return target(`snapshot-${version}`, 200, almostJson(samples), json => {
    const snapshot = adapter.parseResponse(json, config)
    if (snapshot !== undefined) assertServiceLink(snapshot.viewUrl)
  })
})

const tests = target('tests', 100, answersTo(ANSWERS.tests), async answers => {
  try {
    for (const [testId, test] of await readTests(api, service(answers))) assert.equal(test.testId, testId)
  } catch (error) {
    assertKind(error, ReadError)
    assertOneLine(String(error))
  }
})

const kinds = fc.constantFrom<ResultKind[]>(...Object.keys(RESULT_KINDS).filter(kind => isResultKind(kind)))

function isResultKind(text: string): text is ResultKind {
  return text in RESULT_KINDS
}

const results = target('results', 200, fc.tuple(kinds, answersTo(ANSWERS.results)), async ([kind, answers]) => {
  const { metrics } = RESULT_KINDS[kind]
  const query = { testId: '1', kind, metrics, window, isBidirectional: kind === 'network' }
  try {
    const { roundIds, measuredAt, agents, agentNames, columns } = await readResults(api, query, service(answers))
    for (const column of [measuredAt, agents, ...columns.map(({ values }) => values)]) {
      assert.equal(column.length, roundIds.length)
    }
    for (const agent of agents) assert.ok(agentNames[agent] !== undefined)
    for (const value of columns.flatMap(({ values }) => values)) assert.ok(Number.isNaN(value) || value >= 0)
  } catch (error) {
    assertKind(error, ReadError)
    assertOneLine(String(error))
  }
})

const alerts = target('alerts', 100, answersTo(ANSWERS.alerts), async answers => {
  try {
    for (const { url, testId } of (await readAlerts(api, window, service(answers))).alerts) {
      if (url !== undefined) assertServiceLink(url)
      if (testId !== undefined) assert.match(testId, /^\d{1,20}$/)
    }
  } catch (error) {
    assertKind(error, ReadError)
    assertOneLine(String(error))
  }
})

const anyAnswer = fc.record({ status: anyStatus, headers: anyHeaders, body: almostBody(ERRORS) })

const errors = target('errors', 200, anyAnswer, answer => {
  const response = { kind: 'response', ...answer } as const
  const { whatHappened, whatToDo } = describeError(response, api, { snapshot: snapshotRequest })
  for (const line of [whatHappened, whatToDo, missingLinkMessage(response, v7.linkField, snapshotRequest)])
    assertOneLine(line)
  assert.ok(whatHappened.length < 2_000)
})

const rateLimits = target('rate-limits', 200, fc.array(anyAnswer, { minLength: 1, maxLength: 5 }), answers => {
  const { rateLimiter } = service([])
  for (const answer of answers) {
    rateLimiter.note('snapshot', { kind: 'response', ...answer }, 0)
    for (const operation of ['snapshot', 'read'] as const) {
      const { ms, toldMs } = rateLimiter.delay(operation)
      assert.ok(ms >= 0 && toldMs >= 0 && Number.isFinite(ms + toldMs), `${ms}, ${toldMs}`)
    }
  }
})

/** How a body can write the secret. */
const ENCODINGS: readonly ((secret: string) => string)[] = [
  secret => secret,
  secret => JSON.stringify(secret).slice(1, -1),
  secret => encodeURIComponent(secret),
  secret => Buffer.from(secret).toString('base64'),
]

const WRITINGS: readonly ((text: string) => string)[] = [text => text, text => JSON.stringify({ detail: text })]

const echo = fc.record({
  before: anyText,
  encode: fc.constantFrom(...ENCODINGS),
  write: fc.constantFrom(...WRITINGS),
  after: anyText,
  status: anyStatus,
})

const redaction = target('redaction', 200, echo, async ({ before, encode, write, after, status }) => {
  const body = write(`${before} ${encode(TOKEN)} ${after}`)
  const headers = { location: `https://elsewhere.example/${encode(TOKEN)}` }
  const context = { ...service([{ status, headers, body }]), log: { ...silent, debug: assertNoSecret } }
  const options = { operation: 'snapshot', label: 'Test 1' } as const
  const { result } = await requestWithRetry(createSnapshotRequest(api, snapshotRequest), options, api, context)
  assertNoSecret(JSON.stringify(result))
  if (result?.kind !== 'response') return
  const { whatHappened, whatToDo } = describeError(result, api, { snapshot: snapshotRequest })
  for (const line of [whatHappened, whatToDo, missingLinkMessage(result, v7.linkField, snapshotRequest)])
    assertNoSecret(line)
})

const gitHubAnswer = fc.record({ status: anyStatus, data: fc.oneof(almostJson(GITHUB_ANSWERS), anyText) })
const references = fc.constantFrom(
  { kind: 'number', number: 14 } as const,
  { kind: 'commit', sha: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d', headBranch: 'feature' } as const,
)

const gitHub = target('github', 200, fc.tuple(references, gitHubAnswer), async ([pullRequest, answer]) => {
  const response = { kind: 'response', headers: {}, ...answer } as const
  const client: GitHubClient = {
    query: async () => response,
    request: async () => response,
    requestOnce: async () => response,
  }
  const lookup = await findPullRequest(client, { owner: 'octo-shop', name: 'storefront' }, pullRequest)
  if (lookup.kind === 'found') {
    assert.ok(Number.isSafeInteger(lookup.page.number) && lookup.page.number > 0)
    for (const { id } of lookup.page.comments) assert.ok(Number.isSafeInteger(id))
  }
  const repository = { owner: 'octo-shop', name: 'storefront' }
  const config = { apiUrl: 'https://api.github.com', token: GITHUB_TOKEN, repository, pullRequest, fromFork: false }
  assertOneLine(describeGitHubError(response, { ...config, now: NOW }))
})

const anyEvent = fc.constantFrom(...Object.entries(EVENTS)).chain(([name, payload]) =>
  fc.record({
    name: fc.oneof({ weight: 9, arbitrary: fc.constant(name) }, { weight: 1, arbitrary: anyText }),
    payload: almostJson([payload]),
  }),
)

const events = target('events', 300, anyEvent, event => {
  const reference = resolvePullRequest({ ...event, sha: undefined }, undefined)
  if (reference.kind === 'number') assert.ok(reference.number > 0)
  if (reference.kind === 'commit') assert.match(reference.sha, /^[0-9a-f]{40,64}$/i)
  assert.equal(typeof isForkRun({ ...event, sha: undefined }), 'boolean')
})

const NAMES = Object.keys(readActionYml().inputs)
/** Linux takes no longer variable, and inputs are variables. */
const MAX_VARIABLE_LENGTH = 128 * 1024

const inputText = (name: string) => {
  const valid = INPUTS[name] ?? ['Deploy 42']
  const text = fc.oneof(fc.constantFrom(...valid), almost(valid), anyText)
  return text.map(one => one.replaceAll('\0', '').slice(0, MAX_VARIABLE_LENGTH).toWellFormed())
}
const anyInputs = fc
  .subarray(
    NAMES.filter(name => !/Token$/.test(name)),
    { maxLength: 6 },
  )
  .chain(names => fc.record(Object.fromEntries(names.map(name => [name, inputText(name)]))))
const inputsWithToken = anyInputs.map(inputs => ({
  testId: '1',
  apiToken: TOKEN,
  githubToken: GITHUB_TOKEN,
  ...inputs,
}))
/** Where one input is given the token of another. */
const misplacedToken = fc
  .tuple(inputsWithToken, fc.constantFrom(...NAMES.filter(name => !/Token$|displayName|commentKey/.test(name))))
  .map(([inputs, name]) => ({ ...inputs, [name]: TOKEN }))

const inputs = target('inputs', 300, fc.oneof(inputsWithToken, misplacedToken), given => {
  const masked: string[] = []
  const values: Readonly<Record<string, string>> = given
  const core: Core = {
    ...silent,
    getInput: name => (values[name] ?? '').trim(),
    setSecret() {},
    setOutput() {},
    writeSummary: async () => {},
    startGroup() {},
    endGroup() {},
  }
  const context = { core, env: {}, clock: manualClock(NOW) }
  const run = workflowRun({ env: {}, readFile: () => '' })
  try {
    readInputs(context, run, secret => masked.push(secret))
  } catch (error) {
    assertKind(error, InputsError)
    for (const problem of error instanceof InputsError ? error.problems : []) {
      assertOneLine(problem)
      assertNoSecret(problem)
      assert.ok(problem.length < 2_000)
    }
  }
  for (const secret of secrets) assert.ok(masked.includes(secret))
})

const conditionText = almost(['loss > 1%', 'responseTime >= +20%', 'alerts > 0', 'availability < 99.5%'])

const conditions = target('conditions', 300, conditionText, text => {
  const { value, error } = parseCondition(text)
  if (error === undefined) assert.ok(Number.isFinite(value.limit))
})

/** The hosts that a page made by the action may link to. */
const LINKED_HOSTS = /^https:\/\/(([a-z\d-]+\.)*thousandeyes\.com\.?|github\.com)\//

function assertLinks(markdown: string): void {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  for (const [, url] of html.matchAll(/(?:href|src)="([^"]*)"/g)) assert.match(url ?? '', LINKED_HOSTS)
}

/** The body of a comment of ours: Markdown, and the hidden record of runs. */
const ownComment = fc
  .tuple(anyText, almostBody([HISTORY]), fc.constantFrom(' -->\n', '-->', ''))
  .map(
    ([text, record, end]) =>
      `${text}\n<!-- thousandeyes-snapshot-runs: ${record}${end}<!-- /thousandeyes-snapshot-runs -->`,
  )

const history = target('history', 300, ownComment, comment => {
  const options = {
    mode: 'always',
    present: { runId: '6100', attempt: 1, number: '100', state: 'pass', at: NOW, links: [] },
    render: (markdown: string) => markdown,
    maxLength: 50_000,
    isServiceLink: (url: string) => v.is(serviceLink(api), url),
    now: NOW,
  } as const
  const plan = planComment([{ id: 1, body: comment, isHidden: false }], false, options)
  assert.equal(plan.kind, 'edit')
  assertLinks('body' in plan ? plan.body : '')
})

const stepAnswers = fc.record({
  snapshotV7: answersTo(ANSWERS.snapshotV7),
  snapshotV6: answersTo(ANSWERS.snapshotV6),
  tests: answersTo(ANSWERS.tests),
  results: answersTo(ANSWERS.results),
  alerts: answersTo(ANSWERS.alerts),
})

const step = target('step', 15, fc.tuple(stepAnswers, anyInputs, anyEvent), async ([answers, given, event]) => {
  let summary = ''
  const counts = { snapshotV7: 0, snapshotV6: 0, tests: 0, results: 0, alerts: 0 }
  const { lines, outputs, commands } = await runInProcess(
    {
      apiToken: TOKEN,
      githubToken: GITHUB_TOKEN,
      testId: '281474976710706',
      deployedAt: '2026-11-23T08:10:00Z',
      ...given,
      // A comment would be written over the network.
      comment: 'false',
      apiUrl: '',
    },
    {
      clock: manualClock(NOW),
      sendRequest: async ({ url }) => {
        const kind = kindOf(url)
        const { status = 404, headers = {}, body = '' } = answers[kind][counts[kind]++ % answers[kind].length] ?? {}
        return { kind: 'response', status, headers, body }
      },
      env: { GITHUB_SERVER_URL: 'https://github.com', GITHUB_EVENT_NAME: event.name, GITHUB_EVENT_PATH: 'event.json' },
      eventPayload: JSON.stringify(event.payload) ?? '',
      writeSummary: async markdown => {
        summary += markdown
      },
    },
  )
  for (const { name, message } of commands.filter(command => command.name !== 'add-mask')) {
    assertOneLine(message)
    assert.doesNotMatch(message, /Unexpected error|##\[|^::/, name)
  }
  assertNoSecret([...lines, ...Object.values(outputs), summary].join('\n'))
  if (outputs['viewUrl']) assertServiceLink(outputs['viewUrl'])
  assertLinks(summary)
})

export const TARGETS: readonly Target[] = [
  ...snapshots,
  tests,
  results,
  alerts,
  errors,
  rateLimits,
  redaction,
  gitHub,
  events,
  inputs,
  conditions,
  history,
  step,
]
