import { describe, expect, test } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import type { Environment } from '../src/context.ts'
import { type Inputs, InputsError, readInputs } from '../src/inputs.ts'

const now = new Date('2026-11-23T08:37:42Z')
const env = {
  GITHUB_REPOSITORY: 'octo-shop/storefront',
  GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_RUN_NUMBER: '42',
}

const ignore = () => {}

function contextOf(inputs: Readonly<Record<string, string>>, variables: Environment) {
  const core = {
    getInput: (name: string) => inputs[name] ?? '',
    setSecret: ignore,
    setOutput: ignore,
    writeSummary: async () => {},
    info: ignore,
    notice: ignore,
    warning: ignore,
    error: ignore,
    debug: ignore,
    startGroup: ignore,
    endGroup: ignore,
  }
  return { core, env: variables, clock: manualClock(now) }
}

function read(given: Readonly<Record<string, string>>, variables: Environment = env): Inputs {
  const inputs: Readonly<Record<string, string>> = { testId: '1', apiToken: 'token-123', ...given }
  return readInputs(contextOf(inputs, variables), () => {})
}

function problems(given: Readonly<Record<string, string>>, variables?: Environment): readonly string[] {
  try {
    read(given, variables)
    return []
  } catch (error) {
    if (error instanceof InputsError) return error.problems
    throw error
  }
}

test('with only a test and a token, everything else has its default', () => {
  expect(read({})).toEqual({
    testIds: ['1'],
    hours: 1,
    isPublic: false,
    api: {
      version: 'v7',
      baseUrl: 'https://api.thousandeyes.com',
      credentials: { kind: 'bearer', token: 'token-123' },
      aid: undefined,
    },
    displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
    endTime: undefined,
    waitMinutes: 0,
    maxWaitMinutes: 10,
    dryRun: false,
    measure: true,
    deployedAt: undefined,
    failOn: undefined,
    summary: true,
    comment: undefined,
  })
})

describe('a comment', () => {
  test('is told apart by workflow, job and tests', () => {
    const { comment } = read({ comment: 'true', testId: '2 1', githubToken: 'ghs_1' }, { ...env, GITHUB_JOB: 'smoke' })
    expect(comment).toEqual({ prNumber: undefined, key: 'Deploy\nsmoke\n2\n1', token: 'ghs_1' })
  })

  test('has the key and the pull request it is given', () => {
    expect(read({ comment: '1', commentKey: 'staging', prNumber: '12' }).comment).toEqual({
      prNumber: 12,
      key: 'staging',
      token: '',
    })
  })
})

test('tests may be separated in any way; duplicates are dropped and the order is kept', () => {
  expect(read({ testId: '3, 1\n2,,3 \t 1' }).testIds).toEqual(['3', '1', '2'])
  expect(read({ testId: '01 1 000 0' }).testIds).toEqual(['1', '0'])
})

test.each([
  ['true', true],
  ['True', true],
  ['1', true],
  ['false', false],
  ['0', false],
])('isPublic: %s is %s', (isPublic, expected) => {
  expect(read({ isPublic }).isPublic).toBe(expected)
})

test('failOn holds a condition a line, and whether unknown ends the step red', () => {
  const { failOn } = read({ failOn: ' loss > 1% \r\n\n unknown\navailability < 99' })
  expect(failOn?.failOnUnknown).toBe(true)
  expect(failOn?.conditions.map(({ text }) => text)).toEqual(['loss > 1%', 'availability < 99'])
})

test('the token and the base URL come from the environment when their inputs are empty', () => {
  const { api } = read({ apiToken: '' }, { ...env, TE_TOKEN: ' from-env ', TE_BASE_URL: 'https://te.example/api/' })
  expect(api.credentials).toEqual({ kind: 'bearer', token: 'from-env' })
  expect(api.baseUrl).toBe('https://te.example/api')
})

test('email makes it Basic authentication', () => {
  const { api } = read({ email: 'a@b.example', apiVersion: 'v6' })
  expect(api).toMatchObject({ version: 'v6', credentials: { kind: 'basic', email: 'a@b.example' } })
})

test.each([
  ['2026-11-23T09:30:00+01:00', '2026-11-23T08:30:00.000Z'],
  ['2026-11-23T08:30Z', '2026-11-23T08:30:00.000Z'],
  ['2026-11-23T08:37:42Z', '2026-11-23T08:37:42.000Z'],
  ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
])('endTime %s is understood', (endTime, expected) => {
  expect(read({ endTime }).endTime?.toISOString()).toBe(expected)
})

test.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1', 'https://te.example/prefix'])(
  'apiUrl %s is taken',
  apiUrl => {
    expect(read({ apiUrl }).api.baseUrl).toBe(apiUrl)
  },
)

test('a title is one line', () => {
  expect(read({ displayName: 'After\nthe deploy' }).displayName).toBe('After the deploy')
})

test.each(['\x0e', '\u2028\x00'])('a title of which nothing can be seen, %j, is none', displayName => {
  expect(read({ displayName }).displayName).toBe('octo-shop/storefront@4f1c2d3 · Deploy #42')
})

test('a secret in a title is not a secret kept: it is replaced', () => {
  expect(read({ displayName: 'by token-123' }).displayName).toBe('by ***')
})

test('every form of the credentials is masked, before anything can fail', () => {
  const masked: string[] = []
  const inputs: Readonly<Record<string, string>> = { apiToken: 'tok/en', email: 'a@b.example', testId: 'wrong' }
  const readApi = () => readInputs(contextOf(inputs, env), secret => masked.push(secret))
  expect(readApi).toThrow(InputsError)
  expect(masked).toEqual(
    expect.arrayContaining(['tok/en', 'tok%2Fen', btoa('tok/en'), 'a@b.example:tok/en', btoa('a@b.example:tok/en')]),
  )
})

describe('a wrong input is named, shown, and told what is allowed', () => {
  test.each([
    [{ testId: '' }, 'Input testId: is empty: give the id of a test'],
    [{ testId: '12,x' }, 'Input testId: "x" is not a test id: digits only'],
    [{ testId: '1'.repeat(21) }, 'is not a test id'],
    [{ hours: '3' }, 'Input hours: "3" is not a length that ThousandEyes offers: use 1, 2, 4, 6, 12, 24, 48.'],
    [{ hours: '01' }, 'Input hours: "01"'],
    [{ isPublic: 'yes' }, 'Input isPublic: "yes" is neither true nor false'],
    [{ apiVersion: 'v8' }, 'Input apiVersion: "v8" is not a version that this action knows: use v7 or v6.'],
    [{ aid: 'x' }, 'Input aid: "x" is not an account group id'],
    [{ waitMinutes: '-1' }, 'Input waitMinutes: "-1" is not a number of minutes from 0 to 360.'],
    [{ maxWaitMinutes: '361' }, 'Input maxWaitMinutes: "361" is not'],
    [{ dryRun: '2' }, 'Input dryRun: "2"'],
    [{ measure: 'perhaps' }, 'Input measure: "perhaps" is neither true nor false'],
    [{ deployedAt: 'yesterday' }, 'Input deployedAt: "yesterday" is not a time in ISO 8601 with a zone'],
    [{ deployedAt: '2026-11-23T08:42:43Z' }, 'Input deployedAt: "2026-11-23T08:42:43Z" is in the future'],
    [
      { deployedAt: '2026-11-23T08:30:00Z', endTime: '2026-11-23T08:30:00Z', failOn: 'loss > 1' },
      'Input endTime: is not after deployedAt, so failOn would find nothing after the deploy.',
    ],
    [{ failOn: 'speed > 1' }, 'Input failOn: "speed > 1" names no metric there is: use one of responseTime, '],
    [{ failOn: 'loss > 1\nloss' }, 'Input failOn: "loss" is not a condition'],
    [{ failOn: 'unknown' }, 'Input failOn: has no condition, such as loss > 1%.'],
    [{ failOn: 'loss > 1', measure: 'false' }, 'Input failOn: needs measure: true'],
    [{ failOn: 'loss > 1', apiVersion: 'v6' }, 'Input failOn: needs apiVersion v7'],
    [{ failOn: 'loss > +1%' }, 'Input failOn: has a condition on the change since the deploy: set deployedAt'],
    [{ prNumber: '#12' }, 'Input prNumber: "#12" is not the number of a pull request.'],
    [{ endTime: '2026-11-23T08:30:00' }, 'Input endTime: "2026-11-23T08:30:00" is not a time in ISO 8601 with a zone'],
    [{ endTime: '2026-02-30T00:00:00Z' }, 'Input endTime: "2026-02-30T00:00:00Z" is not a time'],
    [{ endTime: '2026-11-23T08:30:00+25:00' }, 'is not a time'],
    [{ endTime: '0000-01-01T00:00:00Z' }, 'Input endTime: "0000-01-01T00:00:00Z" is not a time in ISO 8601'],
    [{ deployedAt: '1999-12-31T23:59:59Z' }, 'Input deployedAt: "1999-12-31T23:59:59Z" is not a time in ISO 8601'],
    [{ endTime: '2026-11-23T08:37:43Z' }, 'is in the future'],
    [{ apiUrl: 'te.example' }, 'Input apiUrl: is not a URL'],
    [{ apiUrl: 'http://te.example' }, 'Input apiUrl: "http://te.example" is not https'],
    [{ apiUrl: 'http://127.0.0.1.te.example' }, 'is not https'],
    [{ apiUrl: 'file:///etc/passwd' }, 'is not https'],
    [{ apiUrl: 'https://te.example/v7' }, 'has a version'],
    [{ apiUrl: 'https://te.example/api/V7/' }, 'Input apiUrl: "https://te.example/api/V7/" has a version'],
    [{ apiUrl: 'https://te.example?x=1' }, 'must not have a user, a password, a query or a fragment'],
    [{ email: 'a@b.example' }, 'Input email: cannot be used with apiVersion v7'],
    [{ email: 'no address', apiVersion: 'v6' }, 'Input email: is not an e-mail address'],
    [{ testId: '9007199254740992', apiVersion: 'v6' }, 'Input testId: has an id that API v6 cannot take'],
    [{ apiToken: 'two words' }, 'Input apiToken: has blanks'],
    [{ apiToken: '' }, 'Input apiToken: is empty, and so is the environment variable TE_TOKEN.'],
  ])('%j', (given, message) => {
    expect(problems(given)).toEqual([expect.stringContaining(message)])
  })

  test('all of them at once', () => {
    expect(problems({ testId: 'x', hours: '5', isPublic: 'maybe', email: 'a@b.example' })).toHaveLength(4)
  })

  test('but passwords and tokens are not shown', () => {
    const shown = problems({ apiUrl: 'https://me:pass-word@te.example', apiToken: 'to ken', aid: 'to ken' }).join()
    expect(shown).not.toMatch(/pass-word|to ken/)
  })
})
