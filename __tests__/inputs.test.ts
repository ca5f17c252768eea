import { describe, expect, test } from '@jest/globals'
import { manualClock } from '../sandbox/clock.ts'
import type { Environment } from '../src/context.ts'
import { type WorkflowRun, workflowRun } from '../src/github/run.ts'
import { type Inputs, InputsError, readInputs } from '../src/inputs.ts'

const now = new Date('2026-11-23T08:37:42Z')
const env = {
  GITHUB_EVENT_NAME: 'push',
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

function runOf(variables: Environment, event: unknown = {}): WorkflowRun {
  return workflowRun({ env: { GITHUB_EVENT_PATH: 'event.json', ...variables }, readFile: () => JSON.stringify(event) })
}

function read(given: Readonly<Record<string, string>>, variables: Environment = env, event?: unknown): Inputs {
  const inputs: Readonly<Record<string, string>> = { testId: '1', apiToken: 'token-0123456789', ...given }
  return readInputs(contextOf(inputs, variables), runOf(variables, event), () => {})
}

function problems(
  given: Readonly<Record<string, string>>,
  variables?: Environment,
  event?: unknown,
): readonly string[] {
  try {
    read(given, variables, event)
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
      credentials: { kind: 'bearer', token: 'token-0123456789' },
      aid: undefined,
    },
    displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
    endTime: undefined,
    waitForRounds: 0,
    waitMinutes: 0,
    maxWaitMinutes: 10,
    dryRun: false,
    measure: 'auto',
    deployedAt: undefined,
    deployedAtSource: undefined,
    failOn: undefined,
    warnOn: undefined,
    takeSnapshot: 'always',
    summary: true,
    comment: undefined,
  })
})

describe('a comment', () => {
  test('is told apart by workflow, job and tests', () => {
    const { comment } = read(
      { comment: 'true', testId: '2 1', githubToken: 'ghs_0123456789abc' },
      { ...env, GITHUB_JOB: 'smoke' },
    )
    expect(comment).toEqual({ prNumber: undefined, key: 'Deploy\nsmoke\n2\n1', token: 'ghs_0123456789abc' })
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
  expect(read({ testId: '01 1' }).testIds).toEqual(['1'])
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

test('prNumber may be written as on GitHub', () => {
  expect(read({ comment: 'true', prNumber: '#14' }).comment?.prNumber).toBe(14)
})

test('failOn holds a condition a line, and whether unknown ends the step red', () => {
  const { failOn } = read({ failOn: ' loss > 1% \r\n\n unknown\navailability < 99' })
  expect(failOn?.failOnUnknown).toBe(true)
  expect(failOn?.conditions.map(({ text }) => text)).toEqual(['loss > 1%', 'availability < 99'])
})

describe('the time of the deploy', () => {
  const onDeployment = { ...env, GITHUB_EVENT_NAME: 'deployment_status' }
  const event = (created_at: string, state = 'success') => ({ deployment_status: { state, created_at } })
  const deployOf = (given: Readonly<Record<string, string>>, variables?: Environment, payload?: unknown) => {
    const { deployedAt, deployedAtSource } = read(given, variables, payload)
    return [deployedAt?.toISOString(), deployedAtSource]
  }

  test('may be given in epoch seconds', () => {
    expect(deployOf({ deployedAt: '1795422600' })).toEqual(['2026-11-23T08:30:00.000Z', 'input'])
  })

  test('is that of the event deployment_status, where its state is success', () => {
    const deployed = deployOf({ waitForRounds: '3' }, onDeployment, event('2026-11-23T08:31:00Z'))
    expect(deployed).toEqual(['2026-11-23T08:31:00.000Z', 'deployment_status'])
    expect(deployOf({}, onDeployment, event('2026-11-23T08:31:00Z', 'failure'))).toEqual([undefined, undefined])
    expect(deployOf({}, env, event('2026-11-23T08:31:00Z'))).toEqual([undefined, undefined])
  })

  test('is now where the event is later by the clock of the runner', () => {
    expect(deployOf({}, onDeployment, event('2026-11-23T08:59:00Z'))[0]).toBe(now.toISOString())
  })

  test('is the start of the step where it waits for rounds', () => {
    expect(deployOf({ waitForRounds: '3' })).toEqual([now.toISOString(), 'step'])
  })

  test('is taken from the input before all others', () => {
    const given = { deployedAt: '2026-11-23T08:20:00Z', waitForRounds: '3' }
    expect(deployOf(given, onDeployment, event('2026-11-23T08:31:00Z'))[1]).toBe('input')
  })

  test('must be in the window of a step with conditions, and the message says which length would hold it', () => {
    expect(problems({ deployedAt: '2026-11-23T07:00:00Z', warnOn: 'loss > 1' })).toEqual([
      'Input deployedAt: 2026-11-23T07:00:00Z (the input deployedAt) is outside the window from 2026-11-23T07:37:00Z to 2026-11-23T08:37:00Z, so there is no before and after: check the time, or set hours: 2.',
    ])
    expect(problems({ failOn: 'loss > 1' }, onDeployment, event('2026-11-20T08:00:00Z'))).toEqual([
      expect.stringMatching(/^Input deployedAt: .* \(the event deployment_status\) is outside .*: check the time\.$/),
    ])
  })

  test('must be in the window as it is after waitMinutes', () => {
    const given = { deployedAt: '2026-11-23T07:40:00Z', failOn: 'loss > 1' }
    expect(problems(given)).toEqual([])
    expect(problems({ ...given, waitMinutes: '10' })).toEqual([expect.stringContaining('is outside the window')])
  })

  test('may be some minutes ahead of the clock of the runner', () => {
    expect(problems({ deployedAt: '2026-11-23T08:42:00Z', failOn: 'loss > 1' })).toEqual([])
  })

  test('may be outside the window of a step without conditions', () => {
    expect(problems({ deployedAt: '2026-11-23T07:00:00Z' })).toEqual([])
  })
})

test('waitForRounds waits 30 minutes at most, unless waitMinutes says otherwise', () => {
  expect(read({ waitForRounds: '3' })).toMatchObject({ waitForRounds: 3, waitMinutes: 30 })
  expect(read({ waitForRounds: '3', waitMinutes: '60' }).waitMinutes).toBe(60)
})

test('the token and the base URL come from the environment when their inputs are empty', () => {
  const { api } = read(
    { apiToken: '' },
    { ...env, TE_TOKEN: ' from-the-environment ', TE_BASE_URL: 'https://te.example/api/' },
  )
  expect(api.credentials).toEqual({ kind: 'bearer', token: 'from-the-environment' })
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

test('the title of a snapshot for a pull request names its head, not the merge commit of the run', () => {
  const event = { pull_request: { number: 14, head: { sha: 'c'.repeat(40) } } }
  expect(read({}, { ...env, GITHUB_EVENT_NAME: 'pull_request' }, event).displayName).toBe(
    'octo-shop/storefront@ccccccc · Deploy #42',
  )
})

test('a mistake in failOn does not hide one in warnOn', () => {
  expect(problems({ failOn: 'loss', warnOn: 'loss > +1%' })).toEqual([
    expect.stringContaining('Input failOn: "loss" is not a condition'),
    expect.stringContaining('Input warnOn: has a condition on the change since the deploy'),
  ])
})

test.each(['\x0e', '\u2028\x00'])('a title of which nothing can be seen, %j, is none', displayName => {
  expect(read({ displayName }).displayName).toBe('octo-shop/storefront@4f1c2d3 · Deploy #42')
})

test('a secret in a title is not a secret kept: it is replaced', () => {
  expect(read({ displayName: 'by token-0123456789' }).displayName).toBe('by ***')
})

test('every form of the credentials is masked, before anything can fail', () => {
  const masked: string[] = []
  const inputs: Readonly<Record<string, string>> = {
    apiToken: 'tok/en-0123456789',
    email: 'a@b.example',
    testId: 'wrong',
  }
  const readApi = () => readInputs(contextOf(inputs, env), runOf(env), secret => masked.push(secret))
  expect(readApi).toThrow(InputsError)
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
    [{ testId: '' }, 'Input testId: is empty: give the id of a test'],
    [{ testId: '12,x' }, 'Input testId: "x" is not a test id: digits only'],
    [{ testId: '0' }, 'Input testId: "0" is not a test id: digits only, and not 0'],
    [{ testId: '1 000' }, 'Input testId: "000" is not a test id'],
    [{ testId: '1'.repeat(21) }, 'is not a test id'],
    [{ hours: '3' }, 'Input hours: "3" is not a length that ThousandEyes offers: use 1, 2, 4, 6, 12, 24, 48.'],
    [{ hours: '01' }, 'Input hours: "01"'],
    [{ isPublic: 'yes' }, 'Input isPublic: "yes" is neither true nor false'],
    [{ apiVersion: 'v8' }, 'Input apiVersion: "v8" is not a version that this action knows: use v7 or v6.'],
    [{ aid: 'x' }, 'Input aid: "x" is not an account group id'],
    [{ waitMinutes: '-1' }, 'Input waitMinutes: "-1" is not a number of minutes from 0 to 360.'],
    [{ maxWaitMinutes: '361' }, 'Input maxWaitMinutes: "361" is not'],
    [{ dryRun: '2' }, 'Input dryRun: "2"'],
    [{ measure: 'perhaps' }, 'Input measure: "perhaps" is neither auto, true nor false'],
    [{ deployedAt: 'yesterday' }, 'Input deployedAt: "yesterday" is not a time in ISO 8601 with a zone'],
    [
      { deployedAt: '2026-11-23T08:42:43Z' },
      'Input deployedAt: "2026-11-23T08:42:43Z" is in the future: the runner\'s clock says 2026-11-23T08:37:42Z. Check both.',
    ],
    [
      { deployedAt: '2026-11-23T08:30:00Z', endTime: '2026-11-23T08:30:00Z', failOn: 'loss > 1' },
      'Input deployedAt: 2026-11-23T08:30:00Z (the input deployedAt) is outside the window from 2026-11-23T07:30:00Z to 2026-11-23T08:30:00Z, so there is no before and after: check the time.',
    ],
    [{ failOn: 'speed > 1' }, 'Input failOn: unknown metric "speed": use one of responseTime, '],
    [{ failOn: 'responsetime > 500' }, 'Input failOn: unknown metric "responsetime": did you mean responseTime?'],
    [{ warnOn: 'loss > 1, jitter > 2' }, 'Input warnOn: "loss > 1, jitter > 2" has several conditions'],
    [{ failOn: 'loss > 1\nloss' }, 'Input failOn: "loss" is not a condition'],
    [{ failOn: 'unknown' }, 'Input failOn: has no condition, such as loss > 1%.'],
    [{ failOn: 'loss > 1', measure: 'false' }, 'Input failOn: needs measure: true'],
    [{ failOn: 'loss > 1', apiVersion: 'v6' }, 'Input failOn: needs apiVersion v7'],
    [{ failOn: 'loss > +1%' }, 'Input failOn: has a condition on the change since the deploy: set deployedAt'],
    [{ warnOn: 'loss' }, 'Input warnOn: "loss" is not a condition'],
    [{ warnOn: 'loss > 1', measure: 'false' }, 'Input warnOn: needs measure: true'],
    [{ warnOn: 'loss > +1%' }, 'Input warnOn: has a condition on the change since the deploy: set deployedAt'],
    [{ takeSnapshot: 'never' }, 'Input takeSnapshot: "never" is neither always nor onFailure.'],
    [{ takeSnapshot: 'onFailure', warnOn: 'loss > 1' }, 'Input takeSnapshot: is onFailure, which needs failOn'],
    [{ waitForRounds: '101' }, 'Input waitForRounds: "101" is not a number of rounds from 0 to 100.'],
    [{ waitForRounds: '1.5' }, 'Input waitForRounds: "1.5" is not a number of rounds'],
    [{ waitForRounds: '3', waitMinutes: '0' }, 'Input waitMinutes: is 0, so waitForRounds would wait for nothing'],
    [
      { waitForRounds: '3', endTime: '2026-11-23T08:30:00Z', deployedAt: '2026-11-23T08:00:00Z' },
      'Input waitForRounds: cannot be used with endTime',
    ],
    [{ deployedAt: '1795422600000' }, 'Input deployedAt: "1795422600000" is not a time in ISO 8601'],
    [{ prNumber: '##12' }, 'Input prNumber: "##12" is not the number of a pull request, such as 14.'],
    [{ prNumber: '2147483648' }, 'Input prNumber: "2147483648" is not the number of a pull request, such as 14.'],
    [
      { endTime: '2026-11-23T08:30:00' },
      'Input endTime: "2026-11-23T08:30:00" has no time zone: append Z for UTC, or use date -u +%FT%TZ.',
    ],
    [{ deployedAt: '2026-11-23T08:30' }, 'Input deployedAt: "2026-11-23T08:30" has no time zone: append Z'],
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
    [{ apiToken: 'two words, which no token has' }, 'Input apiToken: has blanks'],
    [{ apiToken: 'fifteen-letters' }, 'Input apiToken: is too short for a token: it has fewer than 16 characters.'],
    [{ githubToken: 'view' }, 'Input githubToken: is too short for a token'],
    [{ apiToken: '' }, 'Input apiToken: is empty, and so is the environment variable TE_TOKEN.'],
  ])('%j', (given, message) => {
    expect(problems(given)).toEqual([expect.stringContaining(message)])
  })

  test('a password in apiUrl is not shown', () => {
    const lines = problems({ apiUrl: 'https://user:hunter2@te.example/v7?key=hunter2' })
    expect(lines.join('\n')).toContain('"https://te.example/v7" has a version')
    expect(lines.join('\n')).not.toContain('hunter2')
  })

  test('all of them at once', () => {
    expect(problems({ testId: 'x', hours: '5', isPublic: 'maybe', email: 'a@b.example' })).toHaveLength(4)
  })

  test('but passwords are not shown', () => {
    expect(problems({ apiUrl: 'https://me:pass-word@te.example' }).join()).not.toContain('pass-word')
  })

  describe('but not if it has a token in it', () => {
    const token = 'Te-0a1b2c3d4e5f607182930a1b2c3d4e5f60718293'

    test.each<[string, string, Readonly<Record<string, string>>]>([
      ['the token', 'isPublic', { isPublic: token }],
      ['a long one, of which only the beginning would be shown', 'hours', { hours: token.repeat(3) }],
      ['its base64', 'waitMinutes', { waitMinutes: btoa(token) }],
      ['a line of it', 'failOn', { failOn: `loss > 1\n${token}` }],
      ['a host, to which nothing is sent', 'apiUrl', { apiUrl: `https://${token}.example` }],
      ['a path', 'apiUrl', { apiUrl: `https://te.example/${token}` }],
      [
        'the token of GitHub',
        'prNumber',
        { prNumber: token, apiToken: 'another-token-0123456789', githubToken: token },
      ],
    ])('such as %s', (_, name, given) => {
      const found = problems({ apiToken: token, ...given })
      expect(found[0]).toBe(`Input ${name}: has a token in it, so it is not shown: check the secrets.`)
      expect(found.filter(problem => problem.startsWith(`Input ${name}:`))).toHaveLength(1)
      expect(found.join().toLowerCase()).not.toContain('0a1b2c')
    })
  })
})
