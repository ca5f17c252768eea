import { describe, expect, it } from '@jest/globals'
import { commandsIn, formatCommand, logOf } from '../../sandbox/commands.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { createHttpClient } from '../../sandbox/http-client.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { eventJson, RUNNER_ENV, withDefaults } from '../../sandbox/runner.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { certificateFor } from '../e2e/certificate.ts'
import { expectInvariants } from '../e2e/faults.ts'
import { annotations, openSandbox, type Sandbox } from '../e2e/sandbox.ts'

type Exhaust = (fault: Fault, part: string) => Fault

/** Enough for the first bytes of a response that is sent slowly. */
const FIRST_BYTES_MS = 120

/**
 * A sandbox whose steps run `src/` in this process, over real connections. `exhaust`: the fault, which ends the time of the requests
 * to addresses with this part if it is slow.
 */
async function open(...options: Parameters<typeof openSandbox>): Promise<Sandbox & { readonly exhaust: Exhaust }> {
  const sandbox = await openSandbox(...options)
  const timeouts: { readonly address: string; readonly controller: AbortController }[] = []
  const timeoutFor = (address: string) => {
    const controller = new AbortController()
    timeouts.push({ address, controller })
    return controller.signal
  }
  const exhaust: Exhaust = (fault, part) => {
    if (fault.kind !== 'noResponse' && fault.kind !== 'sendSlowly') return fault
    const end = () => {
      for (const { address, controller } of timeouts) {
        if (address.includes(part)) controller.abort(new DOMException('The time is over.', 'TimeoutError'))
      }
    }
    return { ...fault, onReached: () => setTimeout(end, fault.kind === 'sendSlowly' ? FIRST_BYTES_MS : 0) }
  }
  const step: Sandbox['step'] = async (inputs, { event, env } = {}) => {
    let summary = ''
    const { exitCode, commands, outputs } = await runInProcess(withDefaults({ ...sandbox.inputs, ...inputs }), {
      clock: sandbox.clock,
      sendRequest: (request, signal) =>
        createHttpClient({ ...sandbox.clock, timeout: () => timeoutFor(request.url.href) })(request, signal),
      env: {
        ...RUNNER_ENV,
        ...sandbox.env,
        GITHUB_EVENT_NAME: event?.name ?? 'push',
        GITHUB_EVENT_PATH: 'event.json',
        ...env,
      },
      eventPayload: eventJson(event?.payload),
      writeSummary: async markdown => {
        summary += markdown
      },
    })
    const stdout = commands.map(command => `${formatCommand(command)}\n`).join('')
    return {
      exitCode,
      signal: null,
      stdout,
      stderr: '',
      log: logOf(stdout),
      commands: commandsIn(stdout),
      outputs,
      summary,
    }
  }
  return { ...sandbox, step, exhaust }
}

const SECRETS = [SHOP.deployer.token, STOREFRONT.workflow.token]
const COMMENT = { comment: 'true', commentKey: 'production' }
const ON_PULL_REQUEST = { event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } }
const [LIST, RESULTS, QUERY, CREATION, UPDATE] = [
  '/v7/tests',
  '/http-server',
  'POST /graphql',
  'POST /repos',
  'PATCH /repos',
]

/** Of each, the service may have done what was requested. */
const FAULTS: readonly (readonly [name: string, Fault])[] = [
  ['neither process a request nor respond', { kind: 'noResponse', processed: false }],
  ['process a request and do not respond', { kind: 'noResponse' }],
  ['send a response a byte at a time', { kind: 'sendSlowly', everyMs: 50 }],
  ['reset the connection before they process a request', { kind: 'reset', processed: false }],
  ['process a request and reset the connection', { kind: 'reset' }],
  ['reset the connection within a response', { kind: 'truncated', by: 'reset' }],
  ['close the connection within a response', { kind: 'truncated' }],
  [
    'switch to another protocol',
    { kind: 'overrideResponse', status: 101, body: '', headers: { connection: 'Upgrade', upgrade: 'websocket' } },
  ],
  [
    'respond with oversized headers',
    { kind: 'overrideResponse', status: 201, body: '{}', headers: { 'x-long': 'x'.repeat(100_000) } },
  ],
  ['respond with the page of a gateway', { kind: 'overrideResponse', status: 502, body: '<html>Bad Gateway</html>' }],
]

describe('a step whose services', () => {
  it.each(FAULTS)('%s, once at each request, has snapshot, measurements and comment', async (_, fault) => {
    const { step, thousandEyes, gitHub, exhaust } = await open({ resultsPerPage: 1000 })
    thousandEyes.fail([exhaust(fault, '/snapshot')])
    for (const part of [LIST, RESULTS]) thousandEyes.failReads([exhaust(fault, part)], part)
    for (const route of [QUERY, CREATION, UPDATE]) gitHub.fail([exhaust(fault, gitHub.url)], route)
    for (const run of ['41', '42']) {
      const result = await step(COMMENT, {
        ...ON_PULL_REQUEST,
        env: { GITHUB_RUN_ID: `60${run}`, GITHUB_RUN_NUMBER: run },
      })
      expectInvariants(result, SECRETS)
      const link = thousandEyes.made.at(-1)?.link
      expect(result.exitCode).toBe(0)
      expect(result.outputs['viewUrl']).toBe(link)
      expect(result.outputs['measurements']).toContain('responseTime')
      expect(gitHub.comments).toHaveLength(1)
      expect(gitHub.comments[0]?.body).toContain(`](${link})`)
      expect(annotations(result, 'warning')).toEqual(
        run === '41' ? [expect.stringMatching(/^Test \d+: .*It may have created a snapshot/)] : [],
      )
    }
    // Each of the two, and the one that is repeated.
    expect(thousandEyes.received).toHaveLength(3)
    expect(thousandEyes.reads.filter(({ path }) => path.includes(RESULTS))).toHaveLength(3)
  })

  it('send 1 GiB reads no more than the beginning of it', async () => {
    const { step, thousandEyes, gitHub } = await open()
    const sent: Promise<number>[] = []
    const oversized = (): Fault => {
      const { promise, resolve } = Promise.withResolvers<number>()
      sent.push(promise)
      return { kind: 'oversized', bytes: 2 ** 30, onEnd: resolve }
    }
    thousandEyes.failReads([oversized()], RESULTS)
    gitHub.fail([oversized()], QUERY)
    const { exitCode, summary } = await step(COMMENT, ON_PULL_REQUEST)
    expect({ exitCode, comments: gitHub.comments.length }).toEqual({ exitCode: 0, comments: 1 })
    expect(summary).toContain('Results of http-server could not be read: A page is larger than 16 MiB')
    thousandEyes.fail([oversized()])
    const result = await step()
    expect(annotations(result, 'error')).toEqual([expect.stringContaining('The snapshot was probably created')])
    // What is read, and what fits into the buffers on the way.
    for (const bytes of await Promise.all(sent)) expect(bytes).toBeLessThan(2 ** 27)
  })
})

/** A label has at most 63 characters, so that no resolver needs to be asked. */
const UNKNOWN_HOST = `https://${'x'.repeat(64)}.example`

describe('a step without a connection to ThousandEyes', () => {
  it.each<[string, RegExp, minutes: number, string | undefined]>([
    ['to an unknown host ends at once', /no connection to x+\.example: .*ENOTFOUND.* Check apiUrl/, 0, UNKNOWN_HOST],
    ['to a port that nobody listens at tries again', /ECONNREFUSED.*timeoutMinutes.* Check apiUrl/, 2, undefined],
  ])('%s', async (_, message, minutes, address) => {
    const { step, clock, thousandEyes } = await open()
    await thousandEyes.close()
    const startMs = clock.now().getTime()
    const inputs = { apiUrl: address ?? thousandEyes.url, timeoutMinutes: '2', measure: 'false' }
    const result = await step(inputs)
    expectInvariants(result, SECRETS)
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(message)])
    expect(clock.now().getTime() - startMs).toBe(minutes * 60_000)
  })

  it.each<[string, RegExp, boolean]>([
    ['whose certificate is not trusted', /self-signed certificate.*NODE_EXTRA_CA_CERTS/, true],
    ['that speaks no TLS', /There was no connection to 127\.0\.0\.1:/, false],
  ])('%s ends at once, and sends nothing', async (_, message, isTls) => {
    const { step, clock, thousandEyes } = await open({}, {}, isTls ? await certificateFor(['localhost']) : undefined)
    const start = clock.now()
    const result = await step({ apiUrl: thousandEyes.url.replace('http:', 'https:') })
    expectInvariants(result, SECRETS)
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(message)])
    expect({ reads: thousandEyes.reads, end: clock.now() }).toEqual({ reads: [], end: start })
  })
})

describe('a step without a connection to GitHub', () => {
  it.each([
    ['since nobody listens', 'ECONNREFUSED', false],
    ['since the certificate is not trusted', 'self-signed certificate', true],
  ])('%s warns once, and has its snapshot', async (_, message, isTls) => {
    const { step, thousandEyes, gitHub } = await open({}, isTls ? { tls: await certificateFor(['localhost']) } : {})
    if (!isTls) await gitHub.close()
    const result = await step(COMMENT, ON_PULL_REQUEST)
    expectInvariants(result, SECRETS)
    expect(result).toMatchObject({ exitCode: 0, outputs: { viewUrl: thousandEyes.made[0]?.link } })
    expect(annotations(result, 'warning')).toEqual([expect.stringContaining(message)])
  })
})
