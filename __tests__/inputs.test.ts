import { describe, expect, test } from '@jest/globals'
import type { Context } from '../src/context.ts'
import { type WorkflowRun, workflowRun } from '../src/github/run.ts'
import { type Inputs, InputsError, readInputs } from '../src/inputs.ts'

const env = {
  GITHUB_REPOSITORY: 'octo-shop/storefront',
  GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_EVENT_NAME: 'push',
}

const ignore = () => {}

function contextOf(inputs: Readonly<Record<string, string>>, variables: Context['env']) {
  const log = { info: ignore, notice: ignore, warning: ignore, error: ignore, debug: ignore }
  const core = {
    ...log,
    getInput: (name: string) => inputs[name] ?? '',
    setSecret: ignore,
    setOutput: ignore,
    writeSummary: async () => {},
    startGroup: ignore,
    endGroup: ignore,
  }
  return { core, env: variables }
}

function runOf(variables: Context['env'], event: unknown = {}): WorkflowRun {
  return workflowRun({ env: { GITHUB_EVENT_PATH: 'event.json', ...variables }, readFile: () => JSON.stringify(event) })
}

function read(given: Readonly<Record<string, string>>, variables: Context['env'] = env, event?: unknown): Inputs {
  const inputs: Readonly<Record<string, string>> = { testId: '1', apiToken: 'token-0123456789', ...given }
  return readInputs(contextOf(inputs, variables), runOf(variables, event), () => {})
}

function problems(given: Readonly<Record<string, string>>, variables?: Context['env']): readonly string[] {
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
    testLines: ['1'],
    isPublic: false,
    api: {
      version: 'v7',
      baseUrl: 'https://api.thousandeyes.com',
      credentials: { kind: 'bearer', token: 'token-0123456789' },
      aid: undefined,
    },
    displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
    waitForRounds: 0,
    dryRun: false,
    measure: 'auto',
    deploy: undefined,
    takeSnapshot: 'always',
    comment: undefined,
  })
})

describe('a comment', () => {
  test('has a key of the workflow, the job and the tests as they are written', () => {
    const given = { comment: 'true', testId: ' [shop] * \n 1', githubToken: 'ghs_0123456789abc' }
    expect(read(given, { ...env, GITHUB_JOB: 'smoke' }).comment).toEqual({
      mode: 'always',
      prNumber: undefined,
      key: 'Deploy\nsmoke\n[shop] *\n1',
      token: 'ghs_0123456789abc',
    })
  })

  test('may be written on failures only, with a key and a pull request that are given', () => {
    const { comment } = read({ comment: 'onfailure', commentKey: 'staging', prNumber: '#12' })
    expect(comment).toEqual({ mode: 'onFailure', prNumber: 12, key: 'staging', token: '' })
  })
})

test.each(['true', 'True', '1'])('isPublic: %s is true', isPublic => {
  expect(read({ isPublic }).isPublic).toBe(true)
})

describe('the time of the deploy', () => {
  const onDeployment = { ...env, GITHUB_EVENT_NAME: 'deployment_status' }
  const event = (state: string) => ({ deployment_status: { state, created_at: '2026-11-23T08:31:00Z' } })

  test('is the input, ISO 8601 or epoch seconds', () => {
    const at = new Date('2026-11-23T08:30:00Z')
    for (const deployedAt of ['1795422600', '2026-11-23 09:30:00 +0100', '2026-11-23T08:30Z']) {
      expect(read({ deployedAt, waitForRounds: '3' }, onDeployment, event('success')).deploy).toEqual({
        at,
        source: 'deployedAt',
      })
    }
  })

  test('is that of the event deployment_status if its state is success', () => {
    const at = new Date('2026-11-23T08:31:00Z')
    expect(read({}, onDeployment, event('success')).deploy).toEqual({ at, source: 'deployment_status' })
    expect(read({}, onDeployment, event('failure')).deploy).toBeUndefined()
    expect(read({}, env, event('success')).deploy).toBeUndefined()
  })

  test('is the start of the step if it waits for rounds', () => {
    expect(read({ waitForRounds: '3' }).deploy).toEqual({ source: 'step' })
  })
})

describe('an environment variable', () => {
  test('takes the place of an empty input, with the version of its base URL dropped', () => {
    const variables = {
      ...env,
      TE_TOKEN: ' from-the-environment ',
      TE_AID: '77',
      TE_API_ENDPOINT: 'https://te.example/v7',
    }
    expect(read({ apiToken: '' }, variables).api).toMatchObject({
      credentials: { kind: 'bearer', token: 'from-the-environment' },
      aid: '77',
      baseUrl: 'https://te.example',
    })
    expect(read({}, { ...variables, TE_BASE_URL: 'https://te.example/api/v7/' }).api.baseUrl).toBe(
      'https://te.example/api',
    )
    expect(read({ aid: '1' }, variables).api.aid).toBe('1')
  })

  test('is named if its value is wrong', () => {
    expect(problems({}, { ...env, TE_AID: 'prod', TE_BASE_URL: 'te.example' })).toEqual([
      expect.stringMatching(/^Variable TE_BASE_URL: is not a URL/),
      expect.stringMatching(/^Variable TE_AID: "prod" is not the id of an account group/),
    ])
  })
})

test('a word is taken in any case, the number of a version alone, and a test with the dash of a list', () => {
  const given = { takeSnapshot: 'onfailure', failOn: 'loss > 1', apiVersion: 'V7', testId: '- 1\n- "Shop"' }
  expect(read(given)).toMatchObject({ takeSnapshot: 'onFailure', api: { version: 'v7' }, testLines: ['1', 'Shop'] })
  expect(read({ apiVersion: '6' }).api.version).toBe('v6')
})

test('email makes it Basic authentication', () => {
  const { api } = read({ email: 'a@b.example', apiVersion: 'v6' })
  expect(api).toMatchObject({ version: 'v6', credentials: { kind: 'basic', email: 'a@b.example' } })
})

test.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1', 'https://te.example/prefix'])(
  'apiUrl %s is taken',
  apiUrl => {
    expect(read({ apiUrl }).api.baseUrl).toBe(apiUrl)
  },
)

describe('a title', () => {
  test('is one line, without a secret', () => {
    expect(read({ displayName: 'After\nthe deploy by token-0123456789' }).displayName).toBe('After the deploy by ***')
  })

  test('names the head of a pull request, not the merge commit of the run', () => {
    const event = { pull_request: { number: 14, head: { sha: 'c'.repeat(40) } } }
    const { displayName } = read({}, { ...env, GITHUB_EVENT_NAME: 'pull_request' }, event)
    expect(displayName).toBe('octo-shop/storefront@ccccccc · Deploy #42')
  })
})

test('every form of the credentials is masked, before anything can fail', () => {
  const masked: string[] = []
  const inputs = { apiToken: 'tok/en-0123456789', email: 'a@b.example', testId: '' }
  expect(() => readInputs(contextOf(inputs, env), runOf(env), secret => masked.push(secret))).toThrow(InputsError)
  expect(masked).toEqual(
    expect.arrayContaining([
      'tok/en-0123456789',
      'tok%2Fen-0123456789',
      btoa('tok/en-0123456789'),
      'a@b.example:tok/en-0123456789',
      btoa('a@b.example:tok/en-0123456789'),
    ]),
  )
})

describe('a wrong input is named, shown, and told what is allowed', () => {
  test.each([
    [{ testId: '' }, 'Input testId: is empty: give the name of a test, or its id'],
    [{ testId: '["1", "2"]' }, 'Input testId: is a JSON list: write one test a line'],
    [{ hours: '3' }, '"3" is not a length that ThousandEyes offers: use 1, 2, 4, 6, 12, 24, 48, without a unit.'],
    [{ isPublic: 'yes' }, 'Input isPublic: "yes" is neither true nor false'],
    [{ apiVersion: 'v8' }, 'Input apiVersion: "v8" is not a supported version: use v7 or v6.'],
    [{ aid: 'x' }, 'Input aid: "x" is not the id of an account group'],
    [{ timeoutMinutes: '361' }, '"361" must be a number of minutes from 0 to 360, without a unit.'],
    [{ measure: 'perhaps' }, 'Input measure: "perhaps" is neither auto, true nor false'],
    [{ comment: 'always' }, 'Input comment: "always" is neither true, false nor onFailure'],
    [{ takeSnapshot: 'sometimes' }, 'Input takeSnapshot: "sometimes" is neither always, onFailure nor never.'],
    [{ takeSnapshot: 'never' }, 'Input takeSnapshot: onFailure and never require conditions in failOn or warnOn.'],
    [{ waitForRounds: '101' }, 'Input waitForRounds: "101" must be a number of rounds from 0 to 100'],
    [{ waitForRounds: '2', failOn: 'loss > 1' }, 'Input waitForRounds: is too few for conditions: use at least 3'],
    [{ waitForRounds: '3', apiVersion: 'v6' }, 'Input waitForRounds: requires apiVersion v7'],
    [{ waitForRounds: '3', endTime: '2026-11-23T08:30:00Z' }, 'Input waitForRounds: cannot be used with endTime'],
    [{ deployedAt: 'yesterday' }, 'Input deployedAt: "yesterday" is not a time in ISO 8601 with a zone'],
    [{ deployedAt: '1795422600000' }, 'Input deployedAt: "1795422600000" is in milliseconds: use seconds, 1795422600'],
    [{ deployedAt: '2026-11-23T08:30' }, 'Input deployedAt: "2026-11-23T08:30" has no time zone: append Z'],
    [{ endTime: '1795422600000' }, 'Input endTime: "1795422600000" is in milliseconds'],
    [{ endTime: '2026-13-01T00:00:00Z' }, 'Input endTime: "2026-13-01T00:00:00Z" is not a time'],
    [{ measure: 'true', apiVersion: 'v6' }, 'Input measure: requires apiVersion v7, since v6 has no results.'],
    [{ warnOn: 'loss > 1\nunknown' }, 'Input warnOn: has the line unknown, which belongs in failOn.'],
    [{ failOn: 'loss > 1', measure: 'false' }, 'Input failOn: requires measure: auto or true'],
    [{ warnOn: 'loss > 1', apiVersion: 'v6' }, 'Input warnOn: requires apiVersion v7'],
    [{ failOn: 'loss > +1%' }, 'Input failOn: has a condition on the change since the deploy'],
    [{ prNumber: '##12' }, 'Input prNumber: "##12" is not the number of a pull request, such as 14.'],
    [{ apiUrl: 'te.example' }, 'Input apiUrl: is not a URL'],
    [{ apiUrl: 'te.example:443' }, 'Input apiUrl: is not a URL'],
    [{ apiUrl: 'http://te.example' }, 'Input apiUrl: "http://te.example" is not https'],
    [{ apiUrl: 'https://te.example/v7' }, 'Input apiUrl: "https://te.example/v7" has a version'],
    [{ email: 'a@b.example' }, 'Input email: is only for apiVersion v6'],
    [{ email: 'no address', apiVersion: 'v6' }, 'Input email: is not an e-mail address'],
    [{ apiToken: '' }, 'Input apiToken: is empty, and so is the environment variable TE_TOKEN.'],
    [{ apiToken: 'two words, which no token has' }, 'Input apiToken: has spaces'],
    [{ apiToken: 'Bearer token-0123456789' }, 'Input apiToken: begins with "Bearer": give the token alone.'],
    [{ apiToken: '"token-0123456789"' }, 'Input apiToken: has quotation marks around it'],
    [{ apiToken: 'fifteen-letters' }, 'Input apiToken: is too short for a token: it has fewer than 16 characters.'],
    [{ githubToken: 'Bearer ghs_0123456789abc' }, 'Input githubToken: begins with "Bearer"'],
    [{ githubToken: 'view' }, 'Input githubToken: is too short for a token'],
  ])('%j', (given, message) => {
    expect(problems(given)).toEqual([expect.stringContaining(message)])
  })

  test('all of them at once', () => {
    expect(
      problems({ hours: '5', isPublic: 'maybe', email: 'a@b.example', failOn: 'loss', warnOn: 'loss > +1%' }),
    ).toHaveLength(5)
  })

  test('but a password in apiUrl is not shown', () => {
    const lines = problems({ apiUrl: 'https://user:hunter2@te.example/v7?key=hunter2' })
    expect(lines.join('\n')).not.toContain('hunter2')
  })

  test.each([
    ['isPublic', { isPublic: 'token-0123456789' }],
    ['failOn', { failOn: 'loss > 1\ntoken-0123456789' }],
    ['apiUrl', { apiUrl: 'https://te.example/token-0123456789' }],
    ['testId', { testId: btoa('token-0123456789') }],
  ])('and %s is not shown if it contains a token', (name, given) => {
    const found = problems(given)
    expect(found).toEqual([`Input ${name}: contains a token, so it is not shown. Check the secrets.`])
  })
})
