import { describe, expect, test as it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT, sha } from '../../sandbox/github/repository.ts'
import type { HttpResult } from '../../src/http.ts'
import { CREATE, failureOf, NOW, openGitHub, SEARCH, upsert } from './helpers.ts'

const OWN_PERMISSIONS = 'Add to the job: permissions: { pull-requests: write } and keep the lines that are there'
const UNEXPECTED = 'This is unexpected: please report it.'
/** A token of a user, whom no permission of a job helps. */
const USER = 'ghp_sandbox0user'

const BY_USER = {
  repository: { ...STOREFRONT, users: [{ token: USER, login: 'octocat', access: 'write' as const }] },
}

/** What REST says with 403, or another status. */
const rest = (message: string, status = 403, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status,
  body: JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' }),
  headers,
})

/** What REST says of a request with a mistake. */
const invalid = (errors: unknown): Fault => ({
  kind: 'status',
  status: 422,
  body: JSON.stringify({ message: 'Validation Failed', errors }),
})

/** What GraphQL says with 200. */
const graphql = (type: string, message: string, more: object = {}): Fault => ({
  kind: 'status',
  status: 200,
  body: JSON.stringify({ data: { repository: null }, errors: [{ type, message, path: ['repository'], ...more }] }),
})

const IP_ALLOW_LIST =
  'Although you appear to have the correct authorization credentials, the `octo-shop` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.'
const SAML =
  'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.'

describe('a refusal of GitHub names its own remedy:', () => {
  it.each<[string, string, Fault, string]>([
    ['an IP allow list, in GraphQL', SEARCH, graphql('FORBIDDEN', IP_ALLOW_LIST), 'on its IP allow list'],
    ['an IP allow list, in REST', CREATE, rest(IP_ALLOW_LIST), 'on its IP allow list'],
    ['SAML, in GraphQL', SEARCH, graphql('FORBIDDEN', SAML, { extensions: { saml_failure: true } }), 'single sign-on'],
    [
      'SAML, by a header',
      CREATE,
      rest('Forbidden', 403, { 'x-github-sso': 'required; url=https://x' }),
      'Configure SSO',
    ],
    ['an archived repository', CREATE, rest('Repository was archived so is read-only.'), 'unarchive it'],
    ['a locked conversation', CREATE, rest('Unable to create comment because issue is locked.'), 'unlock it on GitHub'],
    [
      'too many comments',
      CREATE,
      rest('Commenting is disabled on issues with more than 2500 comments'),
      'has too many comments',
    ],
    [
      'a scope that is missing',
      SEARCH,
      graphql('INSUFFICIENT_SCOPES', 'Your token has not been granted the required scopes to execute this query.'),
      'lacks a scope: give it repo',
    ],
    [
      'a fine-grained token without the permission',
      CREATE,
      rest('Resource not accessible by personal access token'),
      '"Pull requests: Read and write"',
    ],
    [
      'a kind of token that the organization forbids',
      CREATE,
      rest('`octo-shop` forbids access via a personal access token (classic). Please use a GitHub App.'),
      "doesn't accept this token: do what GitHub says",
    ],
    [
      'a limit of interactions',
      CREATE,
      rest('Interactions on this repository have been restricted to collaborators only.'),
      'Resolve this on GitHub',
    ],
    ['a user who is blocked', CREATE, invalid(['User is blocked']), 'Resolve this on GitHub'],
    [
      'a limit of comments',
      CREATE,
      rest('octo-shop has limited the ability to comment to prior contributors.'),
      'Resolve this on GitHub',
    ],
    ['a repository that is blocked', CREATE, rest('Repository access blocked'), 'Resolve this on GitHub'],
    ['an edit without the permission', CREATE, rest('Must have admin rights to Repository.'), 'may not comment there'],
    ['an account that is suspended', SEARCH, rest('Sorry. Your account was suspended.'), 'Resolve this on GitHub'],
    ['a repository that GitHub took down', SEARCH, rest('Repository access blocked', 451), 'Resolve this on GitHub'],
    ['a proxy that requires a login', SEARCH, rest('', 407), 'put its user and password into HTTPS_PROXY'],
    [
      'a search that is too large',
      SEARCH,
      graphql('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.'),
      'set prNumber to make it smaller',
    ],
    [
      'a repository that the token cannot see',
      SEARCH,
      graphql('NOT_FOUND', "Could not resolve to a Repository with the name 'octo-shop/storefront'."),
      'has no access to octo-shop/storefront',
    ],
    ['a comment that the token may not write', CREATE, rest('Not Found', 404), 'may not comment there'],
    ['bad credentials', SEARCH, rest('Bad credentials', 401), 'githubToken is wrong, expired or revoked'],
    ['another refusal', CREATE, rest('Forbidden'), 'Check what githubToken may do'],
    ['an outage', CREATE, rest('Server Error', 500), 'GitHub has a problem. Run the step again later'],
    ['a redirect', CREATE, rest('', 307, { location: `https://x.example/?t=${USER}` }), '"https://x.example/?t=***"'],
    ['a redirect without a target', CREATE, rest('', 300), 'It points to "nowhere"'],
  ])('%s', async (_situation, route, fault, remedy) => {
    const gitHub = await openGitHub(BY_USER)
    gitHub.fail(Array(9).fill(fault), route)
    const failure = failureOf(await upsert(gitHub, {}, { token: USER }))
    expect(failure).toContain(remedy)
    expect(failure).not.toMatch(/permissions:|unexpected|ghp_/)
  })

  it.each<[string, string, Parameters<typeof upsert>[1], string]>([
    ['a permission that the job lacks', 'fork', {}, OWN_PERMISSIONS],
    ['a permission that the job lacks for the search', 'nobody', {}, OWN_PERMISSIONS],
    [
      'permissions for a search by commit',
      'nobody',
      { pullRequest: { kind: 'commit', sha: sha('c') } },
      'permissions: { contents: read, pull-requests: write }',
    ],
    [
      'the read-only token of a fork',
      'fork',
      { pullRequest: { kind: 'number', number: 15 }, fromFork: true },
      'A pull request from a fork gets a read-only token',
    ],
  ])("of the job's own token: %s", async (_situation, who, request, remedy) => {
    const users = { fork: STOREFRONT.fork, nobody: STOREFRONT.nobody }
    const token = who === 'fork' ? users.fork.token : users.nobody.token
    expect(failureOf(await upsert(await openGitHub(), request, { token }))).toContain(remedy)
  })

  it.each([IP_ALLOW_LIST, SAML])(
    "but a refusal of the job's own token for another reason names neither permissions nor that token",
    async message => {
      const gitHub = await openGitHub()
      gitHub.fail([graphql('FORBIDDEN', message)], SEARCH)
      expect(failureOf(await upsert(gitHub))).not.toMatch(/permissions:|leave githubToken out/)
    },
  )

  it.each<[string, Fault, string]>([
    [
      'JSON of an unknown shape',
      { kind: 'overrideResponse', status: 200, body: '{"data":{}}' },
      '200 OK with JSON of an',
    ],
    ['a validation error', invalid(null), '422 Unprocessable Entity: "Validation Failed"'],
    ['one with a text', invalid('Body is too long'), '"Validation Failed · Body is too long"'],
    [
      'one with a field',
      invalid([{ code: 'missing_field', field: 'body' }]),
      '"Validation Failed · body missing_field"',
    ],
    ['a status that GitHub does not send', rest('one\ntwo "three"', 418), `"one two 'three'"`],
  ])('only what is unexpected is to be reported: %s', async (_situation, fault, message) => {
    const gitHub = await openGitHub()
    gitHub.fail([fault], SEARCH)
    const failure = failureOf(await upsert(gitHub))
    expect(failure).toContain(message)
    expect(failure).toContain(UNEXPECTED)
  })
})

describe('without a response, the message names what to check:', () => {
  const unreachable = (reason: string, permanent = false): HttpResult => ({ kind: 'unreachable', reason, permanent })

  it.each<[string, HttpResult, string, number]>([
    ['a certificate', unreachable('unable to verify the first certificate', true), 'set NODE_EXTRA_CA_CERTS', 1],
    ['an expired certificate', unreachable('certificate has expired', true), "Check the runner's clock", 1],
    [
      'the certificate of another host',
      unreachable("Hostname/IP does not match certificate's altnames: Host: ghes.example", true),
      'Another server answers',
      1,
    ],
    ['a port without TLS', unreachable('wrong version number', true), 'speaks TLS', 1],
    [
      'a proxy',
      unreachable('the proxy answered 407 Proxy Authentication Required'),
      'Check HTTPS_PROXY and NO_PROXY',
      3,
    ],
    ['a name', unreachable('getaddrinfo ENOTFOUND ghes.example'), "can't resolve the name: check its DNS", 3],
    ['a connection', unreachable('connect ECONNREFUSED 127.0.0.1:443'), "Check the runner's network", 3],
    ['a lost response', { kind: 'noResponse', reason: 'socket hang up' }, 'Run the step again later', 3],
  ])('%s', async (_situation, result, remedy, attempts) => {
    let requests = 0
    const sendRequest = async () => {
      requests++
      return result
    }
    expect(failureOf(await upsert(await openGitHub(), {}, { sendRequest }))).toContain(remedy)
    expect(requests).toBe(attempts)
  })
})

describe('a rate limit', () => {
  const secondary = (headers: Record<string, string>, status = 403) =>
    rest('You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', status, headers)
  const primary = graphql('RATE_LIMITED', 'API rate limit already exceeded for installation ID 4711.')
  const secondaryOfGraphql: Fault = {
    kind: 'status',
    status: 200,
    body: JSON.stringify({ errors: [{ message: 'You have exceeded a secondary rate limit.' }] }),
  }
  const resetIn = (seconds: number) => ({
    ...primary,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW.getTime() / 1000 + seconds) },
  })

  it.each<[string, string, Fault, number]>([
    ['a secondary one with 403', CREATE, secondary({ 'retry-after': '2' }), 2],
    ['a secondary one with 429', CREATE, secondary({ 'retry-after': '30' }, 429), 30],
    ['the one of GraphQL', SEARCH, resetIn(40), 40],
    [
      'a secondary one of GraphQL, without a type',
      SEARCH,
      { ...secondaryOfGraphql, headers: { 'retry-after': '3' } },
      3,
    ],
  ])('that ends in time is waited for: %s', async (_limit, route, fault, seconds) => {
    const gitHub = await openGitHub()
    gitHub.fail([fault], route)
    const clock = manualClock(NOW)
    expect(await upsert(gitHub, {}, { clock })).toMatchObject({ kind: 'written' })
    expect(clock.monotonicMs()).toBe(seconds * 1000)
    expect(gitHub.comments).toHaveLength(1)
  })

  it.each<[string, string, Fault, string]>([
    ['a secondary one', CREATE, secondary({ 'retry-after': '90' }), ' for 1 min 30 s. Run the step again'],
    ['one of creating comments', CREATE, rest('was submitted too quickly', 422), '. Run the step again later'],
    ['one without a time', CREATE, secondary({}, 429), '. Run the step again later'],
    ['the one of GraphQL', SEARCH, resetIn(3600), ' for 60 min. Run the step again later'],
  ])('that lasts longer is said at once, with its time: %s', async (_limit, route, fault, message) => {
    const gitHub = await openGitHub()
    gitHub.fail([fault], route)
    const clock = manualClock(NOW)
    expect(failureOf(await upsert(gitHub, {}, { clock }))).toContain(`GitHub accepts no more requests${message}`)
    expect([clock.monotonicMs(), gitHub.comments]).toEqual([0, []])
  })
})
